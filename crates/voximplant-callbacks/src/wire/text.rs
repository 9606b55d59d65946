//! Strings, booleans, and fields that may be left out.

use serde::{
    Deserializer, Serializer,
    de::{Error, Visitor},
};

use super::{Read, Trace, Write, reject};

impl Read for String {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StringVisitor { trace })
    }

    /// Upstream does not promise that a text is there.
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

struct StringVisitor<'t> {
    trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for StringVisitor<'_> {
    type Value = String;

    reject!("a string"; boolean number list object);

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        self.trace.note_null();
        Ok(String::new())
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
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BoolVisitor { trace })
    }
}

struct BoolVisitor<'t> {
    trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for BoolVisitor<'_> {
    type Value = bool;

    reject!("a boolean"; null number string list object);

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}

impl Write for bool {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl<T: Read> Read for Option<T> {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor { trace, some: std::marker::PhantomData })
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

struct OptionVisitor<'t, T> {
    trace: &'t mut Trace,
    some: std::marker::PhantomData<T>,
}

impl<'de, T: Read> Visitor<'de> for OptionVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer, self.trace).map(Some)
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
