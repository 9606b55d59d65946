//! Lists.

use serde::Serializer;

use super::{Fault, Json, Read, Type, Write, Written};

impl<T: Read> Read for Vec<T> {
    /// Upstream does not promise that a list is present.
    const ABSENT: Option<fn() -> Self> = Some(Vec::new);

    const IS_SCALAR: bool = false;

    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        // A list of one may be sent as the bare element.
        if T::IS_SCALAR && found != Type::List {
            return T::read(json, found).map(|element| vec![element]);
        }
        let mut list = Vec::new();
        json.list("a list", found, |json, _| {
            if !T::IS_SCALAR {
                json.count_object()?;
            }
            list.push(json.value()?);
            Ok(())
        })?;
        Ok(list)
    }
}

impl<T: Write> Write for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
