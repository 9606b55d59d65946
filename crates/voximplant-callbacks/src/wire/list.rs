//! Lists.

use std::marker::PhantomData;

use serde::{
    Deserializer, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use super::{Read, Seed, Segment, Trace, Write, Written, raw::read_raw, reject};
use crate::Reason;

impl<T: Read> Read for Vec<T> {
    const SCALAR: bool = false;

    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error> {
        if !T::SCALAR {
            return deserializer.deserialize_any(ListVisitor { trace, element: PhantomData });
        }
        // A list of one may come as the bare element. Its text is asked for,
        // as a bare number must be read from its digits too.
        let text = read_raw(deserializer)?;
        let mut json = serde_json::Deserializer::from_str(&text);
        let list = if text.starts_with(['[', 'n']) {
            json.deserialize_any(ListVisitor { trace, element: PhantomData })
        } else {
            T::read(&mut json, trace).map(|element| vec![element])
        };
        list.map_err(D::Error::custom)
    }

    /// Upstream does not promise that a list is there.
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

struct ListVisitor<'t, T> {
    trace: &'t mut Trace,
    element: PhantomData<T>,
}

impl<'de, T: Read> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Vec<T>;

    reject!("a list"; boolean number string object);

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        self.trace.note_null();
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let limit = self.trace.limits.list;
        let mut list = Vec::with_capacity(self.trace.take_room());
        loop {
            let element = elements.next_element_seed(Seed::new(self.trace));
            match self.trace.at(Segment::Index(list.len()), element)? {
                Some(_) if list.len() == limit => {
                    return Err(self.trace.fail(Reason::TooLong { limit }));
                }
                Some(element) => list.push(element),
                None => return Ok(list),
            }
        }
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
