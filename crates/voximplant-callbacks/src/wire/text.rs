//! Strings and booleans, and values that may be absent.

use serde::Serializer;

use super::{Fault, Json, Read, Type, Write};

impl Read for String {
    /// Upstream does not promise that a text is present.
    const ABSENT: Option<fn() -> Self> = Some(String::new);

    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        json.text("a string", found).map(Into::into)
    }
}

impl Write for String {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl Read for bool {
    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        if found != Type::Boolean {
            return Err(json.wrong_type("a boolean", found));
        }
        let is_true = json.word("true").is_ok();
        if is_true { Ok(true) } else { json.word("false").map(|()| false) }
    }
}

impl Write for bool {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl<T: Read> Read for Option<T> {
    const ABSENT: Option<fn() -> Self> = Some(|| None);

    const IS_SCALAR: bool = false;

    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        T::read(json, found).map(Some)
    }
}

impl<T: Write> Write for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}
