//! The text of a JSON value as it was written.
//!
//! Numbers are read from their own digits, whatever type the parser would
//! have made of them. `serde_json` hands out the text of a value to whoever
//! asks for the newtype that its `RawValue` is; the name of that newtype is
//! not documented, so a test pins it.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use super::{Trace, slot::TextSlot};
use crate::Reason;

const TOKEN: &str = "$serde_json::private::RawValue";

/// The one field of a number, where somebody in the build switched on
/// `serde_json/arbitrary_precision`: numbers then come as objects.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// Reads a value from its digits, which may also come as a string.
pub(super) fn read_digits<'de, D: Deserializer<'de>>(
    deserializer: D,
    slot: &mut impl TextSlot,
    trace: &mut Trace,
) -> Result<(), D::Error> {
    let text = read_raw(deserializer)?;
    let found = match text.as_bytes().first() {
        Some(b'"') => {
            let unquoted = unquote(&text).ok_or(Reason::Unreadable);
            let put = unquoted.and_then(|digits| slot.put(&digits));
            return put.map_err(|reason| trace.fail(reason));
        }
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => return slot.put(&text).map_err(|reason| trace.fail(reason)),
    };
    Err(trace.wrong_type(slot.expected(), found))
}

/// The text of a JSON string, or `None` if it holds half of a surrogate pair.
fn unquote(json: &str) -> Option<Cow<'_, str>> {
    if json.contains('\\') {
        serde_json::from_str(json).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(&json[1..json.len() - 1]))
    }
}

/// The name of the next field of an object.
#[inline]
pub(crate) fn read_name<'de, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Option<Cow<'de, str>>, A::Error> {
    map.next_key_seed(TextSeed)
}

/// The text of the value of an unknown field.
pub(crate) fn read_unknown<'de, A: MapAccess<'de>>(
    name: &str,
    map: &mut A,
    trace: &mut Trace,
    expected: &'static str,
) -> Result<Cow<'de, str>, A::Error> {
    if name == NUMBER_TOKEN {
        return Err(trace.wrong_type(expected, "a number"));
    }
    map.next_value_seed(RawSeed)
}

/// The digits, if the object that a visitor was shown is a number.
pub(super) fn read_number<'de, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Option<Cow<'de, str>>, A::Error> {
    match read_name(map)? {
        Some(name) if name == NUMBER_TOKEN => map.next_value_seed(TextSeed).map(Some),
        _ => Ok(None),
    }
}

/// What the object is that a visitor was shown.
pub(crate) fn found_in<'de, A: MapAccess<'de>>(map: &mut A) -> Result<&'static str, A::Error> {
    Ok(if read_number(map)?.is_some() { "a number" } else { "an object" })
}

struct RawSeed;

impl<'de> DeserializeSeed<'de> for RawSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        read_raw(deserializer)
    }
}

/// The text of a value.
pub(super) fn read_raw<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(TOKEN, RawVisitor)
}

/// Takes the text where it is handed out. Other formats show the value
/// itself, which is then written down.
struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cow<'de, str>, A::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value_seed(TextSeed)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Cow<'de, str>, D::Error> {
        Value::deserialize(deserializer).map(|value| Cow::Owned(value.to_string()))
    }
}

/// A text, borrowed if it can be.
struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}
