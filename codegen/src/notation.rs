//! How a notation is declared: a declaration gives both a reader from TOML and a JSON Schema, so
//! the two cannot disagree.
//!
//! This module does not know which tables the notation has.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Span, code, nearest};
use crate::words::{listed, quoted};

/// A value as the TOML parser returns it.
pub(crate) type Value<'i> = toml::Spanned<DeValue<'i>>;

/// A type that can be read from a TOML value.
pub(crate) trait Read: JsonSchema + Sized {
    /// How to write it, such as "write `true` or `false`".
    const HOW: &'static str;

    /// Reads the value, or reports why it cannot.
    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self>;

    /// Reports that a table lacks a required key.
    fn absent(key: &str, table: &Span) -> Diagnostic {
        Diagnostic::new(code::MISSING_KEY, format!("`{key}` is missing"), table, "missing here")
            .help(format!("add `{key}`: {}", Self::HOW))
    }

    /// Reports a value of the wrong TOML type.
    fn mismatch(value: &Value<'_>) -> Diagnostic {
        let actual = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("{actual} is not allowed here");
        Diagnostic::new(code::INVALID_VALUE, message, &value.span(), actual).help(Self::HOW)
    }
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the text.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Reads the value and keeps its place.
    pub(crate) fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self>
    where
        T: Read,
    {
        T::read(value, found).map(|read| Self { value: read, span: value.span() })
    }
}

/// A string with a required spelling.
pub(crate) trait Spelling: From<String> {
    /// The spelling, as a regular expression.
    const PATTERN: &'static str;
    /// The code of the diagnostic for another spelling.
    const CODE: &'static str;
    /// What is expected.
    const EXPECTED: &'static str;
    /// How to spell it.
    const HOW: &'static str;

    /// Whether a string matches the pattern.
    fn fits(text: &str) -> bool;

    /// Takes the string unchanged, and reports it if it does not match.
    fn spelled(text: &str, span: &Span, found: &mut Vec<Diagnostic>) -> Self {
        if !Self::fits(text) {
            let message = format!("{} is not {}", quoted(text), Self::EXPECTED);
            found.push(Diagnostic::new(Self::CODE, message, span, "here").help(Self::HOW));
        }
        Self::from(text.to_owned())
    }
}

/// A table whose keys are names, in the order of the text.
#[derive(Debug, Clone)]
pub struct Map<K, T>(pub Vec<(Spanned<K>, Spanned<T>)>);

/// Declares tables.
///
/// A key has the name of its field, unless another name is given in quotes. A field is `None` if
/// its key is absent or could not be read; a required key that is `None` was reported.
macro_rules! tables {
    ($(
        $(#[doc = $doc:literal])+
        $table:ident {$(
            $(#[doc = $field_doc:literal])+
            $presence:ident $field:ident $($key:literal)?: $of:ty,
        )+}
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default)]
        pub struct $table {
            $($(#[doc = $field_doc])+ pub $field: Option<$crate::notation::Spanned<$of>>,)+
        }

        impl $crate::notation::Read for $table {
            const HOW: &'static str = "write a table";

            fn read(
                value: &$crate::notation::Value<'_>,
                found: &mut Vec<$crate::diagnostic::Diagnostic>,
            ) -> Option<Self> {
                let keys = [$($crate::notation::key!($field $($key)?)),+];
                let mut rows = $crate::notation::Rows::of::<Self>(value, &keys, found)?;
                Some(Self {
                    $($field: rows.$presence($crate::notation::key!($field $($key)?)),)+
                })
            }
        }

        impl schemars::JsonSchema for $table {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($table).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let rows = [$((
                    $crate::notation::key!($field $($key)?),
                    stringify!($presence) == "required",
                    concat!($($field_doc),+),
                    generator.subschema_for::<$of>(),
                )),+];
                $crate::notation::table_schema(concat!($($doc),+), rows)
            }
        }
    )+};
}

/// Declares strings that must be one of a few words.
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident { $($word:ident = $text:literal,)+ }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`.")] $word,)+
        }

        impl $name {
            /// Every word.
            pub(crate) const WORDS: &[&str] = &[$($text),+];

            /// The word that a text is.
            pub(crate) fn of(word: &str) -> Option<Self> {
                match word {
                    $($text => Some(Self::$word),)+
                    _ => None,
                }
            }
        }

        impl $crate::notation::Read for $name {
            const HOW: &'static str = concat!("write one of", $(" `\"", $text, "\"`"),+);

            fn read(
                value: &$crate::notation::Value<'_>,
                found: &mut Vec<$crate::diagnostic::Diagnostic>,
            ) -> Option<Self> {
                $crate::notation::read_word(value, Self::WORDS, Self::of, found)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": Self::WORDS })
            }
        }
    )+};
}

/// Declares strings with a required spelling.
macro_rules! spellings {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $fits:path, $pattern:expr, $code:expr, $expected:literal, $how:literal;
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone)]
        pub struct $name(pub String);

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl $crate::notation::Spelling for $name {
            const PATTERN: &'static str = $pattern;
            const CODE: &'static str = $code;
            const EXPECTED: &'static str = $expected;
            const HOW: &'static str = $how;

            fn fits(text: &str) -> bool {
                $fits(text)
            }
        }

        impl $crate::notation::Read for $name {
            const HOW: &'static str = $how;

            fn read(
                value: &$crate::notation::Value<'_>,
                found: &mut Vec<$crate::diagnostic::Diagnostic>,
            ) -> Option<Self> {
                let text = String::read(value, found)?;
                Some($crate::notation::Spelling::spelled(&text, &value.span(), found))
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    )+};
}

/// The key of a table's field.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

pub(crate) use {key, spellings, tables, words};

/// Reads one of the words.
pub(crate) fn read_word<T>(
    value: &Value<'_>,
    words: &[&str],
    of: fn(&str) -> Option<T>,
    found: &mut Vec<Diagnostic>,
) -> Option<T> {
    let text = String::read(value, found)?;
    let word = of(&text);
    if word.is_none() {
        let message = format!("{} is not a known word", quoted(&text));
        let help = match nearest(&text, words.iter().copied()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write {}", listed(words.iter().copied())),
        };
        let span = value.span();
        found.push(Diagnostic::new(code::INVALID_VALUE, message, &span, "here").help(help));
    }
    word
}

/// The JSON Schema of a table with these rows: key, whether it is required, what it is for, and the
/// JSON Schema of its value.
pub(crate) fn table_schema<const N: usize>(
    doc: &str,
    rows: [(&str, bool, &str, Schema); N],
) -> Schema {
    let mut required = Vec::new();
    let mut properties = serde_json::Map::new();
    for (key, is_required, doc, mut schema) in rows {
        if is_required {
            required.push(key);
        }
        schema.insert("description".to_owned(), doc.trim().into());
        properties.insert(key.to_owned(), schema.to_value());
    }
    json_schema!({
        "description": doc.trim(),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The rows of one table.
pub(crate) struct Rows<'a, 'i> {
    table: &'a DeTable<'i>,
    span: Span,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a, 'i> Rows<'a, 'i> {
    /// Opens the table, and reports every unknown key.
    pub(crate) fn of<T: Read>(
        value: &'a Value<'i>,
        keys: &[&'static str],
        found: &'a mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            found.push(T::mismatch(value));
            return None;
        };
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let message = format!("{} is not a key of this table", quoted(key.get_ref()));
            let help = match nearest(key.get_ref(), keys.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("its keys are {}", listed(keys.iter().copied())),
            };
            let unknown = Diagnostic::new(code::UNKNOWN_KEY, message, &key.span(), "unknown key");
            found.push(unknown.help(help));
        }
        Some(Self { table, span: value.span(), found })
    }

    /// Reads an optional row.
    pub(crate) fn optional<T: Read>(&mut self, key: &str) -> Option<Spanned<T>> {
        Spanned::read(self.table.get(key)?, self.found)
    }

    /// Reads a required row.
    pub(crate) fn required<T: Read>(&mut self, key: &str) -> Option<Spanned<T>> {
        if !self.table.contains_key(key) {
            self.found.push(T::absent(key, &self.span));
        }
        self.optional(key)
    }
}

impl Read for String {
    const HOW: &'static str = "write a string in quotes";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let Some(text) = value.get_ref().as_str() else {
            found.push(Self::mismatch(value));
            return None;
        };
        if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
            let what = match unseen {
                '\n' | '\r' => "a line break".to_owned(),
                '\t' => "a tab".to_owned(),
                other => format!("the invisible character U+{:04X}", u32::from(other)),
            };
            let message = format!("the text contains {what}");
            let diagnostic =
                Diagnostic::new(code::UNSEEN_CHARACTER, message, &value.span(), "here");
            found.push(diagnostic.help("remove it: a text is one line of visible characters"));
        }
        Some(text.to_owned())
    }
}

/// Whether a character is not shown but controls how text is shown: control characters, line
/// separators, and characters that change the text direction. None of them is safe in every
/// generated language.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

impl Read for bool {
    const HOW: &'static str = "write `true` or `false`";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            found.push(Self::mismatch(value));
        }
        read
    }
}

impl<T: Read> Read for Vec<Spanned<T>> {
    const HOW: &'static str = "write a list in brackets";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let DeValue::Array(elements) = value.get_ref() else {
            found.push(Self::mismatch(value));
            return None;
        };
        Some(elements.iter().filter_map(|element| Spanned::read(element, found)).collect())
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<K: Spelling, T: Read> Read for Map<K, T> {
    const HOW: &'static str = "write a table";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            found.push(Self::mismatch(value));
            return None;
        };
        let mut rows: Vec<_> = table.iter().collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        let entries = rows.into_iter().filter_map(|(key, value)| {
            let name = K::spelled(key.get_ref(), &key.span(), found);
            Some((Spanned { value: name, span: key.span() }, Spanned::read(value, found)?))
        });
        Some(Self(entries.collect()))
    }
}

impl<K: Spelling, T: Read> JsonSchema for Map<K, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}ByName", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": json!({ "pattern": K::PATTERN }),
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}
