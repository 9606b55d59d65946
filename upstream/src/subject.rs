//! What a source can describe, and where two sources differ.

/// The owner of fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Every callback.
    Envelope,
    /// The payload of a kind.
    Kind(String),
    /// An object, by its upstream name.
    Object(String),
}

/// What something is said about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// All kinds together.
    Kinds,
    /// A kind.
    Kind(String),
    /// An object, by its upstream name.
    Object(String),
    /// All fields of an owner together.
    Fields(Owner),
    /// A field.
    Field(Owner, String),
}

/// What is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Whether it is there.
    Listed,
    /// In which order they are.
    Order,
    /// Which structure it is upstream.
    Structure,
    /// Whether the kind is deprecated, and which others replace it.
    Deprecation,
    /// At which depth the payload has its fields.
    Depth,
    /// Which type the field has.
    Type,
    /// Whether it is optional.
    Optional,
    /// Which values the field can have.
    Values,
}

/// A difference between two sources; what each of them says is in the source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What both mention.
    pub subject: Subject,
    /// What they say differently about it.
    pub aspect: Aspect,
}
