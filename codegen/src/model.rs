//! The resolved description: every name is bound, and every check passed.
//!
//! This is all that an emitter sees. It knows nothing about TOML, spans or Rust syntax; every list
//! is in the order of the description.

mod example;
mod scalar;

use crate::{names, words};

pub use example::{Example, Literal, Unfit};
pub use scalar::{Facts, Form, Reading, Refinement, Scalar};

/// Everything that the description says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Version of the description, which is the version of every artifact.
    pub version: String,
    /// Address under which the JSON Schemas are published, in front of their
    /// version and file name.
    pub base: String,
    /// The groups of kinds, in the order of the reference page.
    pub groups: Vec<String>,
    /// The fields that every callback has besides its payload.
    pub envelope: Struct,
    /// Every kind, in the order of the upstream page.
    pub kinds: Vec<Kind>,
    /// Objects that payloads contain.
    pub objects: Vec<Struct>,
    /// Strings with known values.
    pub enums: Vec<Enum>,
}

/// Envelope fields that the SDK's own code relies on, by wire name.
pub mod role {
    /// The callback ID, part of the hash.
    pub const CALLBACK_ID: &str = "callback_id";
    /// The kind; the payload is in the property named after it.
    pub const KIND: &str = "type";
    /// The account ID, part of the hash.
    pub const ACCOUNT_ID: &str = "account_id";
    /// The hash.
    pub const HASH: &str = "hash";
    /// Every role with its required type word.
    pub const ALL: [(&str, &str); 4] =
        [(CALLBACK_ID, "number"), (KIND, "string"), (ACCOUNT_ID, "number"), (HASH, "string")];
}

/// What happened, and the payload with the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Wire name: the value of `type` and the name of the payload property.
    pub wire: String,
    /// The payload.
    pub payload: Struct,
    /// The group of the kind: one of [`Model::groups`].
    pub group: Option<String>,
    /// Whether the payload is documented with a wrapper: one level deeper, in a property with the
    /// same name.
    pub wrapped: bool,
    /// Month of the first record of the kind, `YYYY-MM`.
    pub since: Option<String>,
    /// Management API method that returns the same facts.
    pub confirm: Option<String>,
    /// Wire names of the kinds that replace this one; it is deprecated if there are any.
    pub superseded_by: Vec<String>,
    /// Whether the upstream page no longer lists the kind.
    pub retired: bool,
}

/// An object with named fields: the envelope, a payload or a nested object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Name of its type in every language, in `PascalCase`.
    pub name: String,
    /// Description, in our words.
    pub doc: String,
    /// Name and address of the upstream page, where there is one.
    pub upstream: Option<Upstream>,
    /// The documented fields.
    pub fields: Vec<Field>,
}

/// The upstream page that a part of the description comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// Name of the structure there.
    pub name: String,
    /// Address of the page.
    pub url: String,
}

/// One property of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Name in Rust, in `snake_case`.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Whether upstream marks it as optional.
    pub optional: bool,
    /// Whether its value must not reach a log.
    pub sensitive: bool,
    /// Description, in our words.
    pub doc: String,
    /// An example of the type. `None` if the type contains an object: its example consists of the
    /// examples of the object's fields.
    pub example: Option<Example>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A value without parts.
    Scalar(Scalar),
    /// A list.
    List(Box<Type>),
    /// An object: an index into [`Model::objects`].
    Object(usize),
    /// A string with known values: an index into [`Model::enums`].
    Enum(usize),
}

/// A string with known values; upstream may add values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Name of its type in every language, in `PascalCase`.
    pub name: String,
    /// Description, in our words.
    pub doc: String,
    /// The known values.
    pub values: Vec<EnumValue>,
}

/// One known value of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: String,
    /// Name in Rust, in `PascalCase`.
    pub name: String,
}

impl Model {
    /// The envelope without the field that names the kind, for languages in which the type of a
    /// callback shows the kind.
    #[must_use]
    pub fn envelope_without_kind(&self) -> Struct {
        let mut envelope = self.envelope.clone();
        envelope.fields.retain(|field| field.wire != role::KIND);
        envelope
    }

    /// Every object with fields: the envelope, payloads and nested objects.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        let payloads = self.kinds.iter().map(|kind| &kind.payload);
        std::iter::once(&self.envelope).chain(payloads).chain(&self.objects)
    }
}

impl Kind {
    /// What happened, and whether upstream still documents it.
    #[must_use]
    pub fn doc(&self) -> String {
        let doc = &self.payload.doc;
        if self.retired { format!("{doc} Upstream no longer documents it.") } else { doc.clone() }
    }

    /// Name of the type of a callback of this kind, in languages that have
    /// one.
    #[must_use]
    pub fn callback_name(&self) -> String {
        format!("{}Callback", self.payload.name)
    }

    /// Name of the kind in `snake_case`, for modules, files and methods. It is unique even if case
    /// is ignored.
    #[must_use]
    pub fn snake_name(&self) -> String {
        names::snake(&self.payload.name)
    }

    /// Whether the payload has documented fields.
    #[must_use]
    pub fn has_fields(&self) -> bool {
        !self.payload.fields.is_empty()
    }

    /// Whether other kinds replace it.
    #[must_use]
    pub fn is_superseded(&self) -> bool {
        !self.superseded_by.is_empty()
    }

    /// The successors of the kind, as a phrase; `None` if it has none.
    #[must_use]
    pub fn supersession(&self) -> Option<String> {
        let successors = words::joined(self.superseded_by.iter().map(String::as_str));
        self.is_superseded().then(|| format!("superseded by {successors}"))
    }
}

impl Field {
    /// Whether the decoder rejects an object without the field, as any default would be invented.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        !self.optional && !self.ty.reads_as_empty()
    }
}

impl From<Scalar> for Type {
    fn from(scalar: Scalar) -> Self {
        Self::Scalar(scalar)
    }
}

impl Type {
    /// The type of the elements, however deeply lists are nested, or the type itself if it is not a
    /// list.
    #[must_use]
    pub fn innermost(&self) -> &Type {
        match self {
            Type::List(element) => element.innermost(),
            other => other,
        }
    }

    /// Whether it reads as empty where it is missing.
    #[must_use]
    pub fn reads_as_empty(&self) -> bool {
        match self {
            Type::Scalar(scalar) => scalar.facts().reads_as_empty,
            Type::List(_) | Type::Enum(_) => true,
            Type::Object(_) => false,
        }
    }
}
