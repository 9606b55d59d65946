//! JSON text, exact to the character: bodies in which a name is repeated, a number has an odd
//! spelling, or a text repeats many times.

use serde_json::{Value, json};

/// A text in parts, so that a long one has a short form for publishing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Plain(String),
    Repeated {
        text: String,
        times: usize,
    },
    /// Bytes that are not UTF-8.
    Bytes(Vec<u8>),
}

/// The same text this many times.
pub(super) fn repeated(text: &str, times: usize) -> Text {
    Text(vec![Part::Repeated { text: text.to_owned(), times }])
}

pub(super) fn bytes(bytes: &[u8]) -> Text {
    Text(vec![Part::Bytes(bytes.to_owned())])
}

impl Text {
    /// This text followed by the other.
    pub(super) fn then(mut self, other: impl Into<Text>) -> Self {
        for part in other.into().0 {
            match (self.0.last_mut(), part) {
                (Some(Part::Plain(text)), Part::Plain(more)) => text.push_str(&more),
                (_, part) => self.0.push(part),
            }
        }
        self
    }

    /// The whole text, which must be UTF-8.
    pub(super) fn whole(&self) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Plain(text) => text.clone(),
                Part::Repeated { text, times } => text.repeat(*times),
                Part::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            })
            .collect()
    }

    /// The published form: a string, or a list of its parts.
    pub(super) fn published(&self) -> Value {
        match &self.0[..] {
            [] => json!(""),
            [Part::Plain(text)] => json!(text),
            parts => parts.iter().map(Part::published).collect(),
        }
    }
}

impl Part {
    fn published(&self) -> Value {
        match self {
            Self::Plain(text) => json!(text),
            Self::Repeated { text, times } => json!({ "repeat": text, "times": times }),
            Self::Bytes(bytes) => {
                let hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                json!({ "hex": hex.concat() })
            }
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Part::Plain(text.to_owned())])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Part::Plain(text)])
    }
}

/// The members of an object in their order, each with its name and its value as
/// JSON text.
#[derive(Debug, Clone, Default)]
pub(super) struct Members(Vec<(String, Text)>);

impl Members {
    /// Sets a member in place, or adds it at the end.
    pub(super) fn set(mut self, name: &str, value: impl Into<Text>) -> Self {
        let name = quoted(name);
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value.into(),
            None => self.0.push((name, value.into())),
        }
        self
    }

    /// Adds a member at the end, even if it exists. The name is JSON text.
    pub(super) fn add(mut self, name: &str, value: impl Into<Text>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a member at the start, even if it exists. The name is JSON text.
    pub(super) fn add_first(mut self, name: &str, value: impl Into<Text>) -> Self {
        self.0.insert(0, (name.to_owned(), value.into()));
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        let name = quoted(name);
        self.0.retain(|(other, _)| *other != name);
        self
    }

    /// Moves a member to the front.
    pub(super) fn first(mut self, name: &str) -> Self {
        let name = quoted(name);
        self.0.sort_by_key(|(other, _)| *other != name);
        self
    }

    /// The object.
    pub(super) fn text(&self) -> Text {
        let members = self.0.iter().enumerate().fold(Text::default(), |text, (index, member)| {
            let (name, value) = member;
            let comma = if index > 0 { "," } else { "" };
            text.then(format!("{comma}{name}:")).then(value.clone())
        });
        Text::from("{").then(members).then("}")
    }
}

/// A JSON string.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
