//! The resolved description: every name bound, every check passed.
//!
//! This is all that an emitter sees. It knows nothing of TOML, spans or
//! Rust syntax; the order of every list is the order of the description.

use std::fmt;

/// Everything that the description says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Version of the description, which is the version of every artifact.
    pub version: String,
    /// Address under which the JSON Schemas are published, in front of their
    /// version and file name.
    pub base: String,
    /// What every callback has beside its payload.
    pub envelope: Struct,
    /// Every kind, in the order of the upstream page.
    pub kinds: Vec<Kind>,
    /// Objects that payloads nest.
    pub objects: Vec<Struct>,
    /// Strings with known values.
    pub enums: Vec<Enum>,
}

/// Envelope fields that the SDK's own code relies on, by wire name.
pub mod role {
    /// Number of the callback, part of the hash.
    pub const CALLBACK_ID: &str = "callback_id";
    /// The kind; the payload stands under the property of this value.
    pub const KIND: &str = "type";
    /// The account, part of the hash.
    pub const ACCOUNT_ID: &str = "account_id";
    /// The hash.
    pub const HASH: &str = "hash";
    /// Every role with the type word that it must have.
    pub const ALL: [(&str, &str); 4] =
        [(CALLBACK_ID, "number"), (KIND, "string"), (ACCOUNT_ID, "number"), (HASH, "string")];
}

/// What happened, and the payload that tells more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Wire name: the value of `type` and the name of the payload property.
    pub wire: String,
    /// The payload.
    pub payload: Struct,
    /// Whether the payload is documented one level deeper, under a property
    /// of its own name.
    pub wrapped: bool,
    /// Month of the first record of the kind, `YYYY-MM`.
    pub since: Option<String>,
    /// Management API method that tells the same facts.
    pub confirm: Option<String>,
    /// Wire names of the kinds that replace this one; it is deprecated if
    /// there are any.
    pub superseded_by: Vec<String>,
    /// Whether the upstream page no longer lists the kind.
    pub retired: bool,
}

/// An object with named fields: the envelope, a payload or a nested object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Rust name, in `PascalCase`.
    pub rust: String,
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
    /// Rust name, in `snake_case`.
    pub rust: String,
    /// What it holds.
    pub ty: Type,
    /// Whether upstream marks it as optional.
    pub optional: bool,
    /// Whether its value must not reach a log.
    pub sensitive: bool,
    /// Description, in our words.
    pub doc: String,
    /// An example that fits the type. `None` where the type holds an object:
    /// the example is then made of the examples of the object's fields.
    pub example: Option<Example>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A JSON integer without a sign.
    Number,
    /// An exact decimal.
    Decimal(DecimalForm),
    /// A JSON string.
    String,
    /// A JSON boolean.
    Boolean,
    /// A string `YYYY-MM-DD`.
    Date,
    /// A string `YYYY-MM-DD HH:MM:SS`, in UTC.
    Timestamp,
    /// A [`Type::Timestamp`] that is met as a plain [`Type::Date`] too.
    TimestampOrDate,
    /// A JSON number or a JSON string, read as its text.
    NumberOrString,
    /// A list.
    List(Box<Type>),
    /// An object: an index into [`Model::objects`].
    Object(usize),
    /// A string with known values: an index into [`Model::enums`].
    Enum(usize),
}

impl Type {
    /// The type of the elements, however deep they are listed, or the type
    /// itself if it is no list.
    #[must_use]
    pub fn innermost(&self) -> &Type {
        match self {
            Type::List(element) => element.innermost(),
            other => other,
        }
    }
}

/// How a decimal is documented on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalForm {
    /// As a JSON number with a fraction.
    Number,
    /// As a JSON number that upstream calls an integer, though it is money.
    Integer,
    /// As a JSON string of digits.
    Text,
}

/// A value that fits a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Example {
    /// For [`Type::Number`] and [`Type::NumberOrString`].
    Number(u64),
    /// For [`Type::Decimal`]: the digits as written.
    Decimal(String),
    /// For [`Type::Boolean`].
    Boolean(bool),
    /// For the types that can be strings on the wire: its text.
    Text(String),
    /// For [`Type::List`].
    List(Vec<Example>),
}

/// As it is shown to a person.
impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Decimal(text) | Self::Text(text) => text.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::List(list) => {
                list.iter().map(Self::to_string).collect::<Vec<_>>().join(", ").fmt(f)
            }
        }
    }
}

/// A string with known values, to which upstream may add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Rust name, in `PascalCase`.
    pub rust: String,
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
    /// Rust name, in `PascalCase`.
    pub rust: String,
}
