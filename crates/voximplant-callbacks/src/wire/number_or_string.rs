//! Identifiers that upstream calls both numbers and text.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use super::{Fault, Json, Read, Type, Write};

/// An identifier that is sent as a number or as a string.
///
/// It is text either way: a number becomes the text of its digits, as they were sent. Two are equal
/// if their texts are. It is written back in its original form.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{NumberOrString, serde_json};
///
/// let number: NumberOrString = serde_json::from_str("4711")?;
/// let text: NumberOrString = serde_json::from_str(r#""4711""#)?;
/// assert_eq!(number.as_str(), "4711");
/// assert_eq!(number, text);
/// assert_eq!(serde_json::to_string(&[number, text])?, r#"[4711,"4711"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct NumberOrString {
    text: Box<str>,
    is_number: bool,
}

impl NumberOrString {
    /// The text, or the digits of the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<&str> for NumberOrString {
    fn from(text: &str) -> Self {
        Self { text: text.into(), is_number: false }
    }
}

impl From<u64> for NumberOrString {
    fn from(number: u64) -> Self {
        Self { text: number.to_string().into(), is_number: true }
    }
}

impl AsRef<str> for NumberOrString {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for NumberOrString {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for NumberOrString {}

impl Hash for NumberOrString {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for NumberOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// As JSON would show it.
impl fmt::Debug for NumberOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_number { f.write_str(&self.text) } else { self.text.fmt(f) }
    }
}

impl Read for NumberOrString {
    /// Upstream does not promise that a text is present.
    const ABSENT: Option<fn() -> Self> = Some(|| Self::from(""));

    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        let text = json.digits("a number or a string", found)?;
        Ok(Self { text: text.into(), is_number: found == Type::Number })
    }
}

impl Write for NumberOrString {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_number {
            return serializer.serialize_str(&self.text);
        }
        RawValue::from_string(self.text.to_string())
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

super::serde_traits!(NumberOrString);

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for NumberOrString {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NumberOrString".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        super::schema::number_or_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<NumberOrString, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn every_number_and_every_text_is_read_and_written_as_it_came() {
        for json in ["7", "-0", "1.50", "1E5", "1e999", r#""7""#, r#""""#, r#""0e7f-\"x\"""#] {
            let value = read(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        assert_eq!(read("null").unwrap().as_str(), "");
    }

    #[test]
    fn anything_else_is_another_type() {
        for json in ["true", "{}", "[]"] {
            let error = read(json).unwrap_err();
            assert!(error.starts_with("expected a number or a string, found "), "{error}");
        }
        assert!(read(r#""\ud800""#).is_err());
    }
}
