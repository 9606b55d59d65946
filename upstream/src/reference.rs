//! What a source documents: the envelope, the kinds, their payloads and the objects in them. Every
//! source is reduced to this, including our description, so any two can be compared.
//!
//! This module does not know how a source is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::subject::{Aspect, Owner, Subject};

/// The place where a source says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the source, usually its path.
    pub source: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.line)
    }
}

/// A type in the words of the upstream pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `number`: an integer.
    Number,
    /// `decimal`: a number with a fraction.
    Decimal,
    /// `string`.
    String,
    /// `boolean`.
    Boolean,
    /// `date`: a string.
    Date,
    /// `timestamp`: a string.
    Timestamp,
    /// The description's type for what upstream calls both a number and a string.
    NumberOrString,
    /// A number of a source that has no word for integers.
    AnyNumber,
    /// A point in time of a source that has no word for its form on the wire.
    AnyTime,
    /// A type for which a source has no word.
    Anything,
    /// A type that was lost when the page was saved.
    Lost,
    /// A list.
    List(Box<Type>),
    /// The structure with this name.
    Structure(String),
}

impl Type {
    /// The type of a word as the pages write it, such as `[number]`.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        if let Some(element) = word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return Self::of(element.trim()).map(|element| Self::List(Box::new(element)));
        }
        Some(match word {
            "number" => Self::Number,
            "decimal" => Self::Decimal,
            "string" => Self::String,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "timestamp" => Self::Timestamp,
            "number or string" => Self::NumberOrString,
            name if is_structure_name(name) => Self::Structure(name.to_owned()),
            _ => return None,
        })
    }

    /// Whether both types are possible for one field: a vaguer word covers the more precise ones.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anything | Self::Lost, _) | (_, Self::Anything | Self::Lost) => true,
            (Self::List(one), Self::List(other)) => one.agrees(other),
            (Self::NumberOrString, clear) | (clear, Self::NumberOrString) => {
                matches!(
                    clear,
                    Self::Number | Self::String | Self::AnyNumber | Self::NumberOrString
                )
            }
            (Self::AnyNumber, clear) | (clear, Self::AnyNumber) => {
                matches!(clear, Self::Number | Self::Decimal | Self::AnyNumber)
            }
            (Self::AnyTime, clear) | (clear, Self::AnyTime) => {
                matches!(clear, Self::Date | Self::Timestamp | Self::String | Self::AnyTime)
            }
            (one, other) => one == other,
        }
    }

    /// The name of the structure that it holds, however deeply lists are nested.
    #[must_use]
    pub fn structure(&self) -> Option<&str> {
        match self {
            Self::List(element) => element.structure(),
            Self::Structure(name) => Some(name),
            _ => None,
        }
    }
}

/// The word, as the pages write it.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number => f.write_str("number"),
            Self::Decimal => f.write_str("decimal"),
            Self::String => f.write_str("string"),
            Self::Boolean => f.write_str("boolean"),
            Self::Date => f.write_str("date"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::NumberOrString => f.write_str("number or string"),
            Self::AnyNumber => f.write_str("number or decimal"),
            Self::AnyTime => f.write_str("date or timestamp"),
            Self::Anything | Self::Lost => f.write_str("of any type"),
            Self::List(element) => write!(f, "[{element}]"),
            Self::Structure(name) => f.write_str(name),
        }
    }
}

/// Whether a text is the name of a structure.
pub(crate) fn is_structure_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a text is the name of a field or kind.
pub(crate) fn is_wire_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A structure as a source lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Its name.
    pub name: String,
    /// Its fields, in the source's order.
    pub fields: Vec<Field>,
    /// Where it is listed.
    pub place: Option<Place>,
}

/// A field as a source lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name on the wire.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it is optional, if the source marks that.
    pub optional: Option<bool>,
    /// The values that it can have, if the source names them.
    pub values: Option<Vec<String>>,
    /// What the source says about it.
    pub prose: String,
    /// Where it is listed.
    pub place: Option<Place>,
}

/// A kind as a source lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Name on the wire.
    pub name: String,
    /// The structure of its payload, if the source names it.
    pub structure: Option<String>,
    /// Whether it is marked as optional, as only some callbacks have it.
    pub optional: Option<bool>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The kinds that replace it.
    pub successors: Vec<String>,
    /// What the source says about it.
    pub prose: String,
    /// Where it is listed.
    pub place: Option<Place>,
}

/// The depth at which a payload is documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The fields are directly in the payload.
    Flat,
    /// One level deeper, in an object under the kind's own name.
    Object,
    /// One level deeper, in a list of objects under the kind's own name.
    List,
}

/// What a source says about the payload of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The structure that lists the fields, if the source names it.
    pub structure: Option<String>,
    /// How deep the fields are, if the source shows it.
    pub depth: Option<Depth>,
    /// The fields, if the source lists them.
    pub fields: Option<Vec<Field>>,
    /// Where the payload is listed.
    pub place: Option<Place>,
}

/// Everything that a source documents. What it does not mention is `None` or
/// missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The fields that every callback has.
    pub envelope: Option<Vec<Field>>,
    /// Every kind, in the source's order.
    pub kinds: Option<Vec<Kind>>,
    /// Kinds that it no longer lists but remembers.
    pub retired: Vec<Kind>,
    /// The payloads, by kind.
    pub payloads: BTreeMap<String, Payload>,
    /// The objects in payloads, in the source's order.
    pub objects: Vec<Structure>,
    /// Whether these are all objects.
    pub knows_all_objects: bool,
    /// Whether the source lists everything in alphabetical order, so its order says nothing about
    /// the order upstream.
    pub is_alphabetical: bool,
    /// Whether it does not say which kinds are deprecated.
    pub hides_deprecations: bool,
    /// Objects with their name in the description and their name in this source.
    pub renamed: BTreeMap<String, String>,
    /// Its intended differences from upstream.
    pub acknowledged: BTreeSet<(Subject, Aspect)>,
    /// Structures of the source that no callback contains.
    pub strangers: Vec<Structure>,
}

impl Reference {
    /// Whether it says nothing about callbacks at all.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.kinds.is_none() && self.payloads.is_empty() && self.objects.is_empty()
    }

    /// The kind of this name.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().flatten().find(|kind| kind.name == name)
    }

    /// The object of this name.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<&Structure> {
        self.objects.iter().find(|object| object.name == name)
    }

    /// The fields of an owner, if the source lists them.
    #[must_use]
    pub fn fields_of(&self, owner: &Owner) -> Option<&[Field]> {
        match owner {
            Owner::Envelope => self.envelope.as_deref(),
            Owner::Kind(name) => self.payloads.get(name)?.fields.as_deref(),
            Owner::Object(name) => self.object(name).map(|object| &object.fields[..]),
        }
    }

    /// Every field of every owner.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let payloads = self.payloads.values().filter_map(|payload| payload.fields.as_ref());
        let objects = self.objects.iter().map(|object| &object.fields);
        self.envelope.iter().chain(payloads).chain(objects).flatten()
    }
}
