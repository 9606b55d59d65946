//! Strings, and how values that are not numbers are written.

use serde::Serializer;

use super::{FromText, Read, Slot, Write};
use crate::Reason;

impl Read for String {
    fn slot(slot: &mut Option<Self>) -> Slot<'_> {
        Slot::String(slot)
    }

    /// Upstream does not promise that a text is there.
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl FromText for String {
    const EXPECTED: &'static str = "a string";

    fn from_text(text: &str) -> Result<Self, Reason> {
        Ok(text.to_owned())
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

impl Write for bool {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
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
