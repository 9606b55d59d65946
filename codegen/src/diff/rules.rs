//! The rules: what can change in a description, and what it means for code that
//! receives callbacks. How a change is found is not known here.

use std::fmt;

/// How much work a change makes for those who upgrade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing that code relies on changes.
    Patch,
    /// More is known, or reported in another way; what worked still works.
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
        "Its callbacks were unknown and are now read. Code that asks to know every kind stops \
         compiling until it handles the new one: a `match` on `ExhaustiveEvent`, an implementation of \
         `Handler`, a `switch` over the closed union of the types. It asked for that, and no other code is \
         affected, so the change is minor, although cargo-semver-checks calls it major: upstream adds kinds \
         regularly, and a major version for each would keep them from everyone else. The position of a kind \
         follows the upstream page, so its order and its value as an integer are not promised.";
    KIND_REMOVED = "kind-removed", "a kind is removed",
        [major, major, major, major],
        "Its callbacks become unknown and keep their JSON; its names are gone from Rust and from the types; \
         and the validation accepts any payload for it. A kind that upstream no longer documents is \
         better marked as `retired`.";
    KIND_RENAMED = "kind-renamed", "a kind has another Rust name",
        [none, major, patch, major],
        "The wire does not change, but code names the variants and the payload, and the types are named \
         after the payload.";
    KIND_WRAPPING_CHANGED = "kind-wrapping-changed",
        "a payload is documented one level deeper, or no longer so",
        [patch, none, patch, major],
        "Both shapes are read and valid, and the documented one is written. The types describe only the \
         documented one.";
    KIND_SUPERSEDED = "kind-superseded", "a kind is superseded by others",
        [none, minor, patch, patch],
        "It becomes deprecated: the compiler warns where it is named, which fails a build that denies warnings. \
         In the JSON Schemas it is an annotation that no validator acts on.";
    SUCCESSORS_CHANGED = "successors-changed", "a superseded kind has other successors, or none",
        [none, patch, patch, patch],
        "It is what the deprecation says and what `Kind::superseded_by` returns.";
    KIND_RETIRED = "kind-retired", "upstream no longer documents a kind, or does again",
        [none, patch, patch, patch],
        "It is still read, as upstream may still send it. Its documentation says so.";
    PAYLOAD_GAINED = "payload-gained", "a kind without fields gains its first",
        [major, major, major, major],
        "A kind without fields may come without its payload, with `null` or with an empty list, none of which \
         can hold a field. Its Rust type loses `Default`, which cargo-semver-checks does not detect where it was \
         derived. This rule covers all of its new fields.";
    KIND_SINCE_CHANGED = "kind-since-changed", "a kind was first seen in another month",
        [none, patch, none, none],
        "It is what `Kind::since` returns.";
    KIND_CONFIRM_CHANGED = "kind-confirm-changed", "another method confirms a kind, or none",
        [none, minor, none, none],
        "It is what `Kind::confirm_by` returns, and code may use it to decide what to trust.";
    KINDS_REORDERED = "kinds-reordered", "the kinds stand in another order",
        [none, patch, patch, patch],
        "The order is that of the upstream page. `Kind::ALL` and the order of `Kind` follow it, and so does the \
         value of a kind as an integer, which cargo-semver-checks calls a major change; none of them is \
         promised.";
    OPTIONAL_FIELD_ADDED = "optional-field-added", "an optional field is added",
        [minor, minor, minor, minor],
        "Its value was in `extra` and now has a field of its own. A body without it is still read and valid, \
         and no code outside the SDK can build one of its structs or destructure it completely.";
    LENIENT_FIELD_ADDED = "lenient-field-added", "a required string, list or enum is added",
        [minor, minor, minor, major],
        "An older body is still read and valid, as these types read as empty when they are missing. The types \
         demand the field: mark it as `optional` if stored bodies must fit them.";
    REQUIRED_FIELD_ADDED = "required-field-added",
        "a required number, decimal, boolean, date, timestamp or object is added",
        [major, minor, major, major],
        "There is no honest value for it in an older body, which is now malformed and invalid: mark the field \
         as `optional` to keep stored bodies readable.";
    FIELD_REMOVED = "field-removed", "a field is removed",
        [minor, major, major, major],
        "Its value is kept in `extra`, but code that names the field does not compile, and the JSON Schemas no \
         longer promise that it is present, or what it is.";
    FIELD_RENAMED = "field-renamed", "a field has another Rust name",
        [none, major, none, none],
        "Code names it. The wire and the JSON Schemas use only the wire name.";
    FIELD_MADE_OPTIONAL = "field-made-optional",
        "a required number, decimal, boolean, date, timestamp or object is optional now",
        [minor, major, major, major],
        "More bodies are read than before, but code that reads the field must handle its absence. Its Rust type \
         becomes an `Option`, which cargo-semver-checks does not detect, as it does not compare field types.";
    LENIENT_FIELD_MADE_OPTIONAL = "lenient-field-made-optional",
        "a required string, list or enum is optional now",
        [minor, major, none, major],
        "A body without it was read and valid before, with an empty value. Its Rust type becomes an `Option`, \
         which cargo-semver-checks does not detect, as it does not compare field types.";
    FIELD_MADE_REQUIRED = "field-made-required",
        "an optional number, decimal, boolean, date, timestamp or object is required now",
        [major, major, major, major],
        "A body without it was read and is now malformed. Its Rust type is no longer an `Option`, which \
         cargo-semver-checks does not detect, as it does not compare field types.";
    LENIENT_FIELD_MADE_REQUIRED = "lenient-field-made-required",
        "an optional string, list or enum is required now",
        [minor, major, none, major],
        "A body without it is read and valid, with an empty value. Its Rust type is no longer an `Option`, which cargo-semver-checks does not detect, as it does not compare field types.";
    TYPE_WIDENED = "type-widened", "a field takes more values than before",
        [minor, major, major, major],
        "Everything that was read is still read, such as a `number` as a `decimal`, or a single value as a list of \
         one. Its Rust type changes, which cargo-semver-checks does not detect, as it does not compare field \
         types, and the JSON Schemas promise less than before.";
    TYPE_NARROWED = "type-narrowed", "a field takes only some of the values that it took",
        [major, major, major, major],
        "A body with one of the other values was read and is now malformed. Its Rust type changes, which \
         cargo-semver-checks does not detect, as it does not compare field types.";
    TYPE_REPLACED = "type-replaced", "a field takes other values than before",
        [major, major, major, major],
        "An older body is now malformed, and a newer one is malformed for older versions. Its Rust type changes, \
         which cargo-semver-checks does not detect, as it does not compare field types.";
    ENUM_EXCHANGED = "enum-exchanged", "a string gains an enum, loses it, or has another",
        [minor, major, patch, major],
        "Any text is read and kept, and the validation lists known values only as examples. The types allow only \
         the known values. Its Rust type changes, which cargo-semver-checks does not detect, as it does not \
         compare field types.";
    DECIMAL_QUOTING_CHANGED = "decimal-quoting-changed",
        "a decimal is documented as a string instead of a number, or the reverse",
        [patch, none, patch, major],
        "Both are read into the same Rust type and valid, and the documented one is written. The types promise \
         the documented one.";
    DECIMAL_FORM_CHANGED = "decimal-form-changed",
        "a decimal is documented as an integer instead of a fraction, or the reverse",
        [none, none, none, none],
        "It is money, whatever upstream calls it: both are read into the same Rust type and are equally valid. \
         Only the published description of the field changes.";
    FIELD_MADE_SENSITIVE = "field-made-sensitive", "a field is sensitive now",
        [none, patch, none, none],
        "`Debug` no longer shows its value, and no code should parse `Debug` output.";
    FIELD_NO_LONGER_SENSITIVE = "field-no-longer-sensitive", "a field is no longer sensitive",
        [none, minor, none, none],
        "`Debug` shows a value that it hid, so it appears in logs, which a patch must not cause.";
    FIELDS_REORDERED = "fields-reordered", "fields stand in another order",
        [patch, patch, patch, patch],
        "They are read in any order, and written and shown in the order of the upstream page.";
    EXAMPLE_CHANGED = "example-changed", "a field has another example",
        [none, patch, patch, patch],
        "It is what the documentation and the samples show.";
    DOCUMENTATION_CHANGED = "documentation-changed", "something is described in other words",
        [none, patch, patch, patch],
        "They are for people, and `Kind::description` returns them.";
    PAGE_CHANGED = "page-changed", "another page of upstream documents something, or none",
        [none, patch, none, none],
        "It is what the documentation of the crate links to and what `Kind::upstream` returns.";
    BASE_CHANGED = "base-changed", "the JSON Schemas are published under another address",
        [none, none, patch, patch],
        "It is the start of every `$id`, which also has the version, so that no reference means a later version \
         by accident.";
    OBJECT_ADDED = "object-added", "an object is added",
        [none, minor, patch, minor],
        "It adds a name to Rust and to the types. The fields that hold it have rules of their own.";
    OBJECT_REMOVED = "object-removed", "an object is removed",
        [none, major, patch, major],
        "Code names it. The fields that held it have rules of their own.";
    OBJECT_RENAMED = "object-renamed", "an object has another Rust name",
        [none, major, patch, major],
        "The wire does not change, but code names it, and the types are named after it.";
    ENUM_ADDED = "enum-added", "an enum is added",
        [none, minor, patch, minor],
        "It adds a name to Rust and to the types. The fields that hold it have rules of their own.";
    ENUM_REMOVED = "enum-removed", "an enum is removed",
        [none, major, patch, major],
        "Code names it. The fields that held it have rules of their own.";
    ENUM_RENAMED = "enum-renamed", "an enum has another Rust name",
        [none, major, patch, major],
        "The wire does not change, but code names it, and the types are named after it.";
    ENUM_VALUE_ADDED = "enum-value-added", "an enum knows one more value",
        [minor, minor, patch, minor],
        "It was kept as an unknown value and now has a name; the validation accepts any. Code that asks to know \
         every value, through the closed enum of the types, stops compiling until it handles the new one: it \
         asked for that, as with a kind.";
    ENUM_VALUE_REMOVED = "enum-value-removed", "an enum no longer knows a value",
        [minor, major, patch, major],
        "It is kept as an unknown value, with the same text. Code that names it does not compile, and the types \
         reject it.";
    ENUM_VALUE_RENAMED = "enum-value-renamed", "a value of an enum has another Rust name",
        [none, major, none, none],
        "Code names it. The wire and the JSON Schemas use only the wire name.";
    ENUM_VALUES_REORDERED = "enum-values-reordered", "the values of an enum stand in another order",
        [none, patch, patch, patch],
        "The order is that of the upstream page, and only `KNOWN` and the documentation follow it. \
         cargo-semver-checks takes the values for integers that change, which an enum that may hold any text \
         does not have.";
}
