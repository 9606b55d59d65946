//! The rules: what can change in a description, and what it means to whoever
//! receives callbacks. How a change is found is not known here.

use std::fmt;

/// How much a change asks of whoever takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing that code relies on is another.
    Patch,
    /// More is known, or told otherwise; what worked goes on working.
    Minor,
    /// Something that was read, valid or compiled may no longer be.
    Major,
}

impl Severity {
    /// Every severity, the highest first.
    pub const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a receiver relies on. The JSON Schemas are one contract with two
/// documents, of which most use only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// What the decoder makes of a body.
    Wire,
    /// What code that uses the crate can say.
    Rust,
    /// The JSON Schema that bodies are validated with.
    Validation,
    /// The JSON Schema that types are generated from.
    Types,
}

impl Contract {
    /// Every contract.
    pub const ALL: [Self; 4] = [Self::Wire, Self::Rust, Self::Validation, Self::Types];

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "Rust",
            Self::Validation => "validation",
            Self::Types => "types",
        }
    }
}

/// A kind of change, with its effect on each contract.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name.
    pub code: &'static str,
    /// What changes, as a phrase.
    pub title: &'static str,
    /// Why it has this effect.
    pub why: &'static str,
    wire: Option<Severity>,
    rust: Option<Severity>,
    validation: Option<Severity>,
    types: Option<Severity>,
}

impl Rule {
    /// The effect on a contract, if there is any.
    #[must_use]
    pub fn effect(&self, on: Contract) -> Option<Severity> {
        match on {
            Contract::Wire => self.wire,
            Contract::Rust => self.rust,
            Contract::Validation => self.validation,
            Contract::Types => self.types,
        }
    }

    /// The highest effect on any contract. A change that none of them shows
    /// is still a change of what is published.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let effects = Contract::ALL.into_iter().filter_map(|contract| self.effect(contract));
        effects.max().unwrap_or(Severity::Patch)
    }
}

/// Declares the rules, and gathers them in their order.
macro_rules! rules {
    ($($name:ident = $code:literal, $title:literal,
        [$wire:ident, $rust:ident, $validation:ident, $types:ident],
        $why:literal;)+
    ) => {
        $(pub(super) const $name: &Rule = &Rule {
            code: $code,
            title: $title,
            why: $why,
            wire: rules!($wire),
            rust: rules!($rust),
            validation: rules!($validation),
            types: rules!($types),
        };)+

        /// Every rule, in the order of their documentation.
        pub const RULES: &[&Rule] = &[$($name),+];
    };
    (none) => { None };
    (patch) => { Some(Severity::Patch) };
    (minor) => { Some(Severity::Minor) };
    (major) => { Some(Severity::Major) };
}

// The effects stand in the order wire, Rust, validation, types. Where cargo-semver-checks comes to
// another verdict on Rust, the reason says so; a test holds it to that.
rules! {
    KIND_ADDED = "kind-added", "a kind is added",
        [minor, minor, minor, minor],
        "Its callbacks were told as unknown and are now read. Code that asked to know every kind stops \
         compiling until it handles the new one: a `match` on `ExhaustiveEvent`, an implementation of \
         `Handler`, a `switch` over the closed union of the types. It asked for that, and nobody else is \
         touched, so it is no major change, though cargo-semver-checks takes it for one: upstream grows by \
         kinds, and a major version for each would keep them from everybody who did not ask. The place of a \
         kind among the others, and so its order and its number as an integer, is that of the upstream page \
         and not promised.";
    KIND_REMOVED = "kind-removed", "a kind is removed",
        [major, major, major, major],
        "Its callbacks are told as unknown, with their JSON; its names are gone from Rust and from the types; \
         and the validation lets any payload pass for one of it. A kind that upstream no longer documents is \
         better marked as `retired`.";
    KIND_RENAMED = "kind-renamed", "a kind has another Rust name",
        [none, major, patch, major],
        "The wire knows nothing of it, but code names the variants and the payload, and the types are called \
         after the definition of the payload.";
    KIND_WRAPPING_CHANGED = "kind-wrapping-changed",
        "a payload is documented one level deeper, or no longer so",
        [patch, none, major, major],
        "The decoder reads both shapes, and writes the documented one. The JSON Schemas know the documented \
         one alone.";
    KIND_SUPERSEDED = "kind-superseded", "a kind is superseded by others",
        [none, minor, patch, patch],
        "It becomes deprecated: the compiler warns whoever names it, which fails a build that denies warnings. \
         In the JSON Schemas it is a mark that no validator acts on.";
    SUCCESSORS_CHANGED = "successors-changed", "a superseded kind has other successors, or none",
        [none, patch, patch, patch],
        "It is what the deprecation says, and what `Kind::superseded_by` answers.";
    KIND_RETIRED = "kind-retired", "upstream no longer documents a kind, or does again",
        [none, patch, patch, patch],
        "It is read as before, as upstream may still send it. Its description says so.";
    PAYLOAD_GAINED = "payload-gained", "a kind without fields gains its first",
        [major, major, major, major],
        "A kind without fields may come without its payload, with `null` or with an empty list, none of which \
         can hold a field. Its Rust type loses `Default`, which cargo-semver-checks does not see where it was \
         derived. This stands for all of its new fields.";
    KIND_SINCE_CHANGED = "kind-since-changed", "a kind was first seen in another month",
        [none, patch, none, none],
        "It is what `Kind::since` answers.";
    KIND_CONFIRM_CHANGED = "kind-confirm-changed", "another method confirms a kind, or none",
        [none, minor, none, none],
        "It is what `Kind::confirm_by` answers, and code may act on that to decide what to believe.";
    KINDS_REORDERED = "kinds-reordered", "the kinds stand in another order",
        [none, patch, patch, patch],
        "The order is that of the upstream page. `Kind::ALL` and the order of `Kind` follow it, and so does the \
         number that a kind has as an integer, which cargo-semver-checks takes for a major change; none of them \
         is promised.";
    OPTIONAL_FIELD_ADDED = "optional-field-added", "an optional field is added",
        [minor, minor, minor, minor],
        "Its value stood in `extra` and has a place of its own now. A body without it is read and valid as \
         before, and nobody can build a struct of the SDK or take it apart to the last field.";
    LENIENT_FIELD_ADDED = "lenient-field-added", "a required string, list or enum is added",
        [minor, minor, major, major],
        "The decoder reads a body from before without complaint, as these are empty where they are missing. The \
         JSON Schemas refuse it: mark the field as `optional` if stored bodies are to stay valid.";
    REQUIRED_FIELD_ADDED = "required-field-added",
        "a required number, decimal, boolean, date, timestamp or object is added",
        [major, minor, major, major],
        "There is no honest value for it in a body from before, which is malformed and invalid now: mark the \
         field as `optional` if stored bodies are to be read.";
    FIELD_REMOVED = "field-removed", "a field is removed",
        [minor, major, major, major],
        "Its value is kept in `extra`, but code that names the field does not compile, and the JSON Schemas no \
         longer promise that it is there, or what it is.";
    FIELD_RENAMED = "field-renamed", "a field has another Rust name",
        [none, major, none, none],
        "Code names it. The wire and the JSON Schemas know the wire's name alone.";
    FIELD_MADE_OPTIONAL = "field-made-optional", "a required field is optional now",
        [minor, major, major, major],
        "More bodies are read than before, but whoever reads the field has to reckon with none. Its Rust type is \
         an `Option` now, which cargo-semver-checks does not see, as it does not compare the types of fields.";
    FIELD_MADE_REQUIRED = "field-made-required",
        "an optional number, decimal, boolean, date, timestamp or object is required now",
        [major, major, major, major],
        "A body without it was read and is malformed now. Its Rust type is no `Option` any more, which \
         cargo-semver-checks does not see, as it does not compare the types of fields.";
    LENIENT_FIELD_MADE_REQUIRED = "lenient-field-made-required",
        "an optional string, list or enum is required now",
        [minor, major, major, major],
        "A body without it is read, with an empty value in place of none, but no longer valid. Its Rust type is \
         no `Option` any more, which cargo-semver-checks does not see, as it does not compare the types of \
         fields.";
    TYPE_WIDENED = "type-widened", "a field takes more values than before",
        [minor, major, major, major],
        "All that was read is read, such as a `number` as a `decimal` or a single value as a list of one. Its Rust \
         type is another, which cargo-semver-checks does not see, as it does not compare the types of fields, \
         and the JSON Schemas no longer promise what they did.";
    TYPE_NARROWED = "type-narrowed", "a field takes only some of the values that it took",
        [major, major, major, major],
        "A body with one of the others was read and is malformed now. Its Rust type is another, which \
         cargo-semver-checks does not see, as it does not compare the types of fields.";
    TYPE_REPLACED = "type-replaced", "a field takes other values than before",
        [major, major, major, major],
        "A body from before is malformed now, and so is tomorrow's to versions before. Its Rust type is another, \
         which cargo-semver-checks does not see, as it does not compare the types of fields.";
    ENUM_EXCHANGED = "enum-exchanged", "a string gains an enum, loses it, or has another",
        [minor, major, patch, major],
        "The text is read and kept whatever it is, and the validation tells known values as examples only. The \
         types hold it to the known values. Its Rust type is another, which cargo-semver-checks does not see, as \
         it does not compare the types of fields.";
    DECIMAL_QUOTING_CHANGED = "decimal-quoting-changed",
        "a decimal is documented as a string instead of a number, or the reverse",
        [patch, none, major, major],
        "The decoder reads both into the same Rust type, and writes the documented one. The JSON Schemas promise \
         the documented one.";
    DECIMAL_FORM_CHANGED = "decimal-form-changed",
        "a decimal is documented as an integer instead of a fraction, or the reverse",
        [none, none, none, none],
        "It is money, whatever upstream calls it: both are read into the same Rust type and valid alike. Only the \
         description says otherwise, which is published too.";
    FIELD_MADE_SENSITIVE = "field-made-sensitive", "a field is sensitive now",
        [none, patch, none, none],
        "`Debug` no longer shows its value, and nothing else is to be parsed there.";
    FIELD_NO_LONGER_SENSITIVE = "field-no-longer-sensitive", "a field is no longer sensitive",
        [none, minor, none, none],
        "`Debug` shows a value that it hid. Logs begin to hold it, which nobody should get with a patch.";
    FIELDS_REORDERED = "fields-reordered", "fields stand in another order",
        [patch, patch, patch, patch],
        "They are read in any order. They are written and shown in that of the upstream page.";
    EXAMPLE_CHANGED = "example-changed", "a field has another example",
        [none, patch, patch, patch],
        "It is what the documentation and the samples show.";
    DOCUMENTATION_CHANGED = "documentation-changed", "something is described in other words",
        [none, patch, patch, patch],
        "They are for people, and what `Kind::description` answers.";
    PAGE_CHANGED = "page-changed", "another page of upstream documents something, or none",
        [none, patch, none, none],
        "It is what the documentation of the crate links, and what `Kind::upstream` answers.";
    BASE_CHANGED = "base-changed", "the JSON Schemas are published under another address",
        [none, none, patch, patch],
        "It is the start of every `$id`. The version stands in there too, so that nobody refers to the next one \
         before it is there.";
    OBJECT_ADDED = "object-added", "an object is added",
        [none, minor, patch, minor],
        "It is one name more in Rust and in the types. The fields that hold it have rules of their own.";
    OBJECT_REMOVED = "object-removed", "an object is removed",
        [none, major, patch, major],
        "Code names it. The fields that held it have rules of their own.";
    OBJECT_RENAMED = "object-renamed", "an object has another Rust name",
        [none, major, patch, major],
        "The wire knows nothing of it, but code names it, and the types are called after it.";
    ENUM_ADDED = "enum-added", "an enum is added",
        [none, minor, patch, minor],
        "It is one name more in Rust and in the types. The fields that hold it have rules of their own.";
    ENUM_REMOVED = "enum-removed", "an enum is removed",
        [none, major, patch, major],
        "Code names it. The fields that held it have rules of their own.";
    ENUM_RENAMED = "enum-renamed", "an enum has another Rust name",
        [none, major, patch, major],
        "The wire knows nothing of it, but code names it, and the types are called after it.";
    ENUM_VALUE_ADDED = "enum-value-added", "an enum knows one more value",
        [minor, minor, patch, minor],
        "It was kept as a value that is not known, and has a name now; the validation takes any. Code that asked to \
         know every value, with the closed enum of the types, stops compiling until it handles the new one: it \
         asked for that, as with a kind.";
    ENUM_VALUE_REMOVED = "enum-value-removed", "an enum no longer knows a value",
        [minor, major, patch, major],
        "It is kept as a value that is not known, with the same text. Code that names it does not compile, and the \
         types refuse it.";
    ENUM_VALUE_RENAMED = "enum-value-renamed", "a value of an enum has another Rust name",
        [none, major, none, none],
        "Code names it. The wire and the JSON Schemas know the wire's name alone.";
    ENUM_VALUES_REORDERED = "enum-values-reordered", "the values of an enum stand in another order",
        [none, patch, patch, patch],
        "The order is that of the upstream page, and only `KNOWN` and the documentation follow it. \
         cargo-semver-checks thinks that the values have numbers, which change: an enum that may hold any text \
         has none.";
}
