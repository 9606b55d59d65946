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

use super::Trace;
use crate::Reason;

const TOKEN: &str = "$serde_json::private::RawValue";

/// The one field of a number, where somebody in the build switched on
/// `serde_json/arbitrary_precision`: numbers then come as objects.
const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// A JSON value, as far as scalars can be told from it.
pub(super) enum Lexeme<'a> {
    Null,
    /// The digits as written.
    Number(&'a str),
    /// The text, with its escapes resolved.
    Text(Cow<'a, str>),
    /// Anything else, by the name of its JSON type.
    Other(&'static str),
}

impl Lexeme<'_> {
    pub(super) fn found(&self) -> &'static str {
        match self {
            Lexeme::Null => "null",
            Lexeme::Number(_) => "a number",
            Lexeme::Text(_) => "a string",
            Lexeme::Other(found) => found,
        }
    }
}

/// Reads a scalar from its text. `interpret` says what it means.
pub(super) fn read_scalar<'de, D, T>(
    deserializer: D,
    trace: &mut Trace,
    interpret: impl FnOnce(Lexeme<'_>) -> Result<T, Reason>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let text = read_raw(deserializer)?;
    let lexeme = match text.as_bytes().first() {
        Some(b'"') => match unquote(&text) {
            Some(text) => Lexeme::Text(text),
            None => return Err(trace.fail(Reason::Unreadable)),
        },
        Some(b'{') => Lexeme::Other("an object"),
        Some(b'[') => Lexeme::Other("a list"),
        Some(b't' | b'f') => Lexeme::Other("a boolean"),
        Some(b'n') => Lexeme::Null,
        _ => Lexeme::Number(&text),
    };
    interpret(lexeme).map_err(|reason| trace.fail(reason))
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
        return Err(trace.fail(Reason::WrongType { expected, found: "a number" }));
    }
    map.next_value_seed(RawSeed)
}

/// What the object is that a visitor was shown.
pub(crate) fn found_in<'de, A: MapAccess<'de>>(map: &mut A) -> Result<&'static str, A::Error> {
    let is_number = read_name(map)?.is_some_and(|name| name == NUMBER_TOKEN);
    Ok(if is_number { "a number" } else { "an object" })
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
