//! The entry from serde: the text of a value, in whatever format it is.
//!
//! Everything is read from JSON text, so there is only one reader. JSON formats provide the
//! original text. Any other format, such as TOML or the buffer of an untagged enum, provides the
//! value, which is then written as JSON.

use std::{fmt, iter};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor, value::MapDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Number, value::RawValue};

/// The JSON text of a value.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<RawValue>, D::Error> {
    Box::<RawValue>::deserialize(Door(deserializer))
}

/// Makes the same request as a [`RawValue`], under the private name that `serde_json` uses for it,
/// and builds the text from the value if the format does not know that name.
struct Door<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Door<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, TextVisitor { name, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct TextVisitor<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for TextVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    /// The text, from `serde_json`.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        let mut text = String::new();
        WriteDown(&mut text).deserialize(deserializer)?;
        self.visitor.visit_map(MapDeserializer::new(iter::once((self.name, text))))
    }
}

/// Writes a value as JSON.
struct WriteDown<'t>(&'t mut String);

impl WriteDown<'_> {
    fn reborrow(&mut self) -> WriteDown<'_> {
        WriteDown(self.0)
    }

    /// Replaces the last comma with the bracket, if anything was written since the start.
    fn close(&mut self, start: usize, bracket: char) {
        if self.0.len() > start {
            self.0.pop();
        }
        self.0.push(bracket);
    }

    fn push<E: Error>(&mut self, value: impl serde::Serialize) -> Result<(), E> {
        self.0.push_str(&serde_json::to_string(&value).map_err(E::custom)?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for WriteDown<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for WriteDown<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(mut self) -> Result<(), E> {
        self.push(())
    }

    fn visit_none<E: Error>(mut self) -> Result<(), E> {
        self.push(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<(), E> {
        self.push(value)
    }

    fn visit_i64<E: Error>(mut self, value: i64) -> Result<(), E> {
        self.push(value)
    }

    fn visit_i128<E: Error>(mut self, value: i128) -> Result<(), E> {
        self.push(value)
    }

    fn visit_u64<E: Error>(mut self, value: u64) -> Result<(), E> {
        self.push(value)
    }

    fn visit_u128<E: Error>(mut self, value: u128) -> Result<(), E> {
        self.push(value)
    }

    fn visit_f64<E: Error>(mut self, value: f64) -> Result<(), E> {
        if !value.is_finite() {
            return Err(E::invalid_value(Unexpected::Float(value), &self));
        }
        self.push(value)
    }

    fn visit_str<E: Error>(mut self, value: &str) -> Result<(), E> {
        self.push(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        self.0.push('[');
        let start = self.0.len();
        while elements.next_element_seed(self.reborrow())?.is_some() {
            self.0.push(',');
        }
        self.close(start, ']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let before = self.0.len();
        self.0.push('{');
        let start = self.0.len();
        let mut count = 0;
        while let Some(name) = fields.next_key::<String>()? {
            self.push(name)?;
            self.0.push(':');
            fields.next_value_seed(self.reborrow())?;
            self.0.push(',');
            count += 1;
        }
        self.close(start, '}');
        // If any crate in the build enables `serde_json/arbitrary_precision`, a number is an object
        // with one field, which only `serde_json` knows.
        if count == 1
            && let Ok(number) = serde_json::from_str::<Number>(&self.0[before..])
        {
            self.0.truncate(before);
            self.push(number)?;
        }
        Ok(())
    }
}
