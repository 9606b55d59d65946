//! What a source documents: the envelope, the kinds, their payloads and the
//! objects in them. Every source comes down to this, our description as well,
//! so that any two can be compared.
//!
//! How a source is written is not known here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::prose;

/// Where a source says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What the source is called, usually its path.
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
    /// A number of a source that has no word for integers.
    AnyNumber,
    /// A point in time of a source that has no word for its form on the wire.
    AnyTime,
    /// What a source has no word for.
    Anything,
    /// A list.
    List(Box<Type>),
    /// The structure of this name.
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
            name if is_structure_name(name) => Self::Structure(name.to_owned()),
            _ => return None,
        })
    }

    /// Whether both can be said of one field: a vaguer word covers the clearer
    /// ones.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anything, _) | (_, Self::Anything) => true,
            (Self::List(one), Self::List(other)) => one.agrees(other),
            (Self::AnyNumber, clear) | (clear, Self::AnyNumber) => {
                matches!(clear, Self::Number | Self::Decimal | Self::AnyNumber)
            }
            (Self::AnyTime, clear) | (clear, Self::AnyTime) => {
                matches!(clear, Self::Date | Self::Timestamp | Self::String | Self::AnyTime)
            }
            (one, other) => one == other,
        }
    }

    /// The name of the structure that it holds, however deep it is listed.
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
            Self::AnyNumber => f.write_str("number or decimal"),
            Self::AnyTime => f.write_str("date or timestamp"),
            Self::Anything => f.write_str("of any type"),
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
    /// Whether it is optional, if the source tells that of its fields.
    pub optional: Option<bool>,
    /// The values that it can have, if the source names them.
    pub values: Option<Vec<String>>,
    /// What the source says of it.
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
    /// Whether it is marked as optional, as what only some callbacks have.
    pub optional: Option<bool>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The kinds that it gives way to.
    pub successors: Vec<String>,
    /// What the source says of it.
    pub prose: String,
    /// Where it is listed.
    pub place: Option<Place>,
}

/// What a source says of the payload of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// Whether the fields are one level deeper, under the kind's own name.
    pub wrapped: bool,
    /// The fields, if the source tells them.
    pub fields: Option<Vec<Field>>,
    /// Where the payload is listed.
    pub place: Option<Place>,
}

/// Everything that a source documents. What it does not speak of is `None` or
/// not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The fields that every callback has.
    pub envelope: Option<Vec<Field>>,
    /// Every kind, in the source's order.
    pub kinds: Option<Vec<Kind>>,
    /// Kinds that it no longer lists, and remembers.
    pub retired: Vec<Kind>,
    /// The payloads, by kind.
    pub payloads: BTreeMap<String, Payload>,
    /// The objects in payloads, in the source's order.
    pub objects: Vec<Structure>,
    /// Whether there are no objects but these.
    pub knows_all_objects: bool,
    /// Structures of the source that no callback holds.
    pub strangers: Vec<Structure>,
}

impl Reference {
    /// Finds out which structure is what. The root is the structure that lists
    /// the kinds; where it is not among these, the kinds of `known` say whose
    /// payload is whose.
    #[must_use]
    pub fn of(structures: &[Structure], root: &str, known: &Self) -> Self {
        let mut used = BTreeSet::from([root]);
        let named = |name: &str| structures.iter().find(|structure| structure.name == name);
        let mut reference = Self::default();
        if let Some(root) = named(root) {
            let (envelope, kinds) = split(&root.fields, known);
            reference.envelope = Some(envelope);
            reference.kinds = Some(kinds);
        }
        let kinds = reference.kinds.as_ref().or(known.kinds.as_ref()).into_iter().flatten();
        for Kind { name, structure, .. } in kinds {
            let Some(payload) = structure.as_deref().and_then(named) else { continue };
            used.insert(&payload.name);
            let place = payload.place.clone();
            let payload = match wrapper_of(name, payload) {
                Some(inner) => {
                    used.insert(inner);
                    let fields = named(inner).map(|inner| inner.fields.clone());
                    Payload { wrapped: true, fields, place }
                }
                None => Payload { wrapped: false, fields: Some(payload.fields.clone()), place },
            };
            reference.payloads.insert(name.clone(), payload);
        }
        let rest = structures.iter().filter(|structure| !used.contains(structure.name.as_str()));
        reference.sort_out(rest.cloned().collect(), known);
        reference
    }

    /// Tells objects, which are known or which a field holds, from strangers.
    fn sort_out(&mut self, mut rest: Vec<Structure>, known: &Self) {
        loop {
            let fields = self.fields().chain(known.fields());
            let held = fields.filter_map(|field| field.ty.structure());
            let named = known.objects.iter().map(|object| object.name.as_str());
            let held: BTreeSet<&str> = held.chain(named).collect();
            let (objects, others): (Vec<_>, _) =
                rest.into_iter().partition(|structure| held.contains(structure.name.as_str()));
            rest = others;
            if objects.is_empty() {
                break;
            }
            self.objects.extend(objects);
        }
        self.strangers = rest;
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        let payloads = self.payloads.values().filter_map(|payload| payload.fields.as_ref());
        let objects = self.objects.iter().map(|object| &object.fields);
        self.envelope.iter().chain(payloads).chain(objects).flatten()
    }

    /// Whether it says nothing at all of callbacks.
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
}

/// The kinds among the fields of the root are those that hold a structure.
fn split(fields: &[Field], known: &Reference) -> (Vec<Field>, Vec<Kind>) {
    let mut envelope = Vec::new();
    let mut kinds = Vec::new();
    for field in fields {
        let in_envelope = known.envelope.iter().flatten().any(|known| known.name == field.name);
        match &field.ty {
            Type::Structure(structure) if !in_envelope => {
                let deprecation = prose::deprecation(&field.prose, |word| {
                    let is_listed = fields.iter().any(|other| other.name == word);
                    word != field.name && (is_listed || known.payloads.contains_key(word))
                });
                kinds.push(Kind {
                    name: field.name.clone(),
                    structure: Some(structure.clone()),
                    optional: field.optional,
                    deprecated: deprecation.is_some(),
                    successors: deprecation.unwrap_or_default(),
                    prose: field.prose.clone(),
                    place: field.place.clone(),
                });
            }
            _ => envelope.push(field.clone()),
        }
    }
    (envelope, kinds)
}

/// The structure in a payload that has nothing but a field of the kind's name.
fn wrapper_of<'a>(kind: &str, payload: &'a Structure) -> Option<&'a str> {
    match &payload.fields[..] {
        [Field { name, ty: Type::Structure(inner), .. }] if name == kind => Some(inner),
        _ => None,
    }
}
