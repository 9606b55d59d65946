//! The rules: what can change in a description, and what it means for code that receives callbacks.
//! This module does not know how a change is found.

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

/// What a receiver relies on. The two JSON Schemas are separate contracts, as most users need only
/// one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// What the decoder makes of a body.
    Wire,
    /// The API that code using the crate can name.
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

    /// The highest effect on any contract. A change without an effect still changes what is
    /// published, so it is a patch.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let effects = Contract::ALL.into_iter().filter_map(|contract| self.effect(contract));
        effects.max().unwrap_or(Severity::Patch)
    }
}

/// Declares the rules, and collects them in order.
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

        /// Every rule, in the order in which they are documented.
        pub const RULES: &[&Rule] = &[$($name),+];
    };
    (none) => { None };
    (patch) => { Some(Severity::Patch) };
    (minor) => { Some(Severity::Minor) };
    (major) => { Some(Severity::Major) };
}

// The effects are in the order wire, Rust, validation, types. Where cargo-semver-checks reaches a
// different verdict on Rust, the reason says so, and a test checks that it does.
rules! {
    KIND_ADDED = "kind-added", "a kind is added",
        [minor, minor, minor, minor],
        "Its callbacks were unknown and are now read. Code that opted in to handling every kind \
         stops compiling until it handles the new one: a `match` on `ExhaustiveEvent`, an \
         implementation of `Handler`, a `switch` over the closed union of the types. No other code \
         is affected, so the change is minor, although cargo-semver-checks calls it major: \
         upstream adds kinds regularly, and a major version for each would delay them for everyone \
         else. The position of a kind follows the upstream page, so its order and its value as an \
         integer are not promised.";
    KIND_REMOVED = "kind-removed", "a kind is removed",
        [major, major, major, major],
        "Its callbacks become unknown and keep their JSON; its names are gone from Rust and from \
         the types; and the validation accepts any payload for it. If upstream only stopped \
         documenting the kind, mark it as `retired` instead.";
    KIND_RENAMED = "kind-renamed", "the Rust name of a kind changes",
        [none, major, patch, major],
        "The wire does not change, but code names the variants and the payload, and the types are named \
         after the payload.";
    KIND_WRAPPING_CHANGED = "kind-wrapping-changed",
        "a payload is now documented with a wrapper, or no longer is",
        [patch, none, patch, major],
        "Both shapes are read and valid, and the documented one is written. The types describe only the \
         documented one.";
    KIND_SUPERSEDED = "kind-superseded", "a kind is superseded by others",
        [none, minor, patch, patch],
        "It becomes deprecated: the compiler warns where it is named, which fails a build that denies warnings. \
         In the JSON Schemas it is an annotation that no validator acts on.";
    SUCCESSORS_CHANGED = "successors-changed",
        "the successors of a superseded kind change, or are removed",
        [none, patch, patch, patch],
        "The deprecation notice and `Kind::superseded_by` name them.";
    KIND_RETIRED = "kind-retired", "upstream stops documenting a kind, or documents it again",
        [none, patch, patch, patch],
        "The kind is still read, as upstream may still send it. Only its documentation changes.";
    PAYLOAD_GAINED = "payload-gained", "a kind without fields gains its first",
        [major, major, major, major],
        "A kind without fields may come without its payload, with `null` or with an empty list, \
         none of which can hold a field. Its Rust type loses `Default`, which cargo-semver-checks \
         does not detect where it was derived. This rule covers all new fields of the kind.";
    KIND_SINCE_CHANGED = "kind-since-changed", "the month in which a kind was first seen changes",
        [none, patch, none, none],
        "`Kind::since` returns it.";
    KIND_CONFIRM_CHANGED = "kind-confirm-changed",
        "the method that confirms a kind changes or is removed",
        [none, minor, none, none],
        "`Kind::confirm_by` returns it, and code may use it to decide what to trust.";
    KINDS_REORDERED = "kinds-reordered", "the order of the kinds changes",
        [none, patch, patch, patch],
        "The order is that of the upstream page. `Kind::ALL`, the order of `Kind` and the value of \
         a kind as an integer follow it; none of them is promised, although cargo-semver-checks \
         calls the last a major change.";
    OPTIONAL_FIELD_ADDED = "optional-field-added", "an optional field is added",
        [minor, minor, minor, minor],
        "Its value was in `extra` and now has its own field. A body without it is still read and \
         valid, and no code outside the SDK can build one of its structs or destructure it \
         completely.";
    LENIENT_FIELD_ADDED = "lenient-field-added", "a required string, list or enum is added",
        [minor, minor, minor, major],
        "An older body is still read and valid, as these types read as empty when they are \
         missing. The types require the field: mark it as `optional` if stored bodies must match \
         them.";
    REQUIRED_FIELD_ADDED = "required-field-added",
        "a required number, decimal, boolean, date, timestamp or object is added",
        [major, minor, major, major],
        "An older body has no value for it, and any default would be invented, so the body is now \
         malformed and invalid: mark the field as `optional` to keep stored bodies readable.";
    FIELD_REMOVED = "field-removed", "a field is removed",
        [minor, major, major, major],
        "Its value is kept in `extra`, but code that names the field does not compile, and the \
         JSON Schemas no longer promise that it is present, or its type.";
    FIELD_RENAMED = "field-renamed", "the Rust name of a field changes",
        [none, major, none, none],
        "Code uses this name. The wire and the JSON Schemas use only the wire name.";
    FIELD_MADE_OPTIONAL = "field-made-optional",
        "a required number, decimal, boolean, date, timestamp or object becomes optional",
        [minor, major, major, major],
        "More bodies are read than before, but code that reads the field must handle its absence. Its Rust type \
         becomes an `Option`, which cargo-semver-checks does not detect, as it does not compare field types.";
    LENIENT_FIELD_MADE_OPTIONAL = "lenient-field-made-optional",
        "a required string, list or enum becomes optional",
        [minor, major, none, major],
        "A body without it was read and valid before, with an empty value. Its Rust type becomes an `Option`, \
         which cargo-semver-checks does not detect, as it does not compare field types.";
    FIELD_MADE_REQUIRED = "field-made-required",
        "an optional number, decimal, boolean, date, timestamp or object becomes required",
        [major, major, major, major],
        "A body without it was read and is now malformed. Its Rust type is no longer an `Option`, which \
         cargo-semver-checks does not detect, as it does not compare field types.";
    LENIENT_FIELD_MADE_REQUIRED = "lenient-field-made-required",
        "an optional string, list or enum becomes required",
        [minor, major, none, major],
        "A body without it is still read and valid, with an empty value. Its Rust type is no longer an `Option`, which \
         cargo-semver-checks does not detect, as it does not compare field types.";
    TYPE_WIDENED = "type-widened", "a field accepts more values than before",
        [minor, major, major, major],
        "Everything that was read is still read, such as a `number` as a `decimal`, or a single value as a list of \
         one. Its Rust type changes, which cargo-semver-checks does not detect, as it does not compare field \
         types, and the JSON Schemas promise less than before.";
    TYPE_NARROWED = "type-narrowed",
        "a field accepts only some of the values that it accepted before",
        [major, major, major, major],
        "A body with one of the other values was read and is now malformed. Its Rust type changes, which \
         cargo-semver-checks does not detect, as it does not compare field types.";
    TYPE_REPLACED = "type-replaced", "a field accepts different values than before",
        [major, major, major, major],
        "An older body is now malformed, and a newer one is malformed for older versions. Its Rust type changes, \
         which cargo-semver-checks does not detect, as it does not compare field types.";
    ENUM_EXCHANGED = "enum-exchanged", "a string gains, loses or changes its enum",
        [minor, major, patch, major],
        "Any text is read and kept, and the validation lists known values only as examples. The types allow only \
         the known values. Its Rust type changes, which cargo-semver-checks does not detect, as it does not \
         compare field types.";
    DECIMAL_QUOTING_CHANGED = "decimal-quoting-changed",
        "a decimal is documented as a string instead of a number, or the reverse",
        [patch, none, patch, major],
        "Both are read into the same Rust type and valid, and the documented one is written. The \
         types promise only the documented one.";
    DECIMAL_FORM_CHANGED = "decimal-form-changed",
        "a decimal is documented as an integer instead of a fraction, or the reverse",
        [none, none, none, none],
        "The field holds money, whatever upstream calls it: both are read into the same Rust type \
         and are equally valid. Only the published description of the field changes.";
    FIELD_MADE_SENSITIVE = "field-made-sensitive", "a field becomes sensitive",
        [none, patch, none, none],
        "`Debug` no longer shows its value, and no code should parse `Debug` output.";
    FIELD_NO_LONGER_SENSITIVE = "field-no-longer-sensitive", "a field is no longer sensitive",
        [none, minor, none, none],
        "`Debug` now shows a value that it used to hide, so the value may appear in logs. A patch \
         must not cause that.";
    FIELDS_REORDERED = "fields-reordered", "the order of fields changes",
        [patch, patch, patch, patch],
        "Fields are read in any order, and written and shown in the order of the upstream page.";
    EXAMPLE_CHANGED = "example-changed", "the example of a field changes",
        [none, patch, patch, patch],
        "The documentation and the samples show it.";
    DOCUMENTATION_CHANGED = "documentation-changed", "the text that describes something changes",
        [none, patch, patch, patch],
        "The text is for people; `Kind::description` returns it.";
    PAGE_CHANGED = "page-changed",
        "the upstream page that documents something changes or is removed",
        [none, patch, none, none],
        "The documentation of the crate links to it, and `Kind::upstream` returns it.";
    BASE_CHANGED = "base-changed", "the address at which the JSON Schemas are published changes",
        [none, none, patch, patch],
        "Every `$id` starts with it. A `$id` also contains the version, so a reference never picks \
         up a later version by accident.";
    OBJECT_ADDED = "object-added", "an object is added",
        [none, minor, patch, minor],
        "It adds a name to Rust and to the types. Other rules cover the fields that use it.";
    OBJECT_REMOVED = "object-removed", "an object is removed",
        [none, major, patch, major],
        "Code uses its name. Other rules cover the fields that used it.";
    OBJECT_RENAMED = "object-renamed", "the Rust name of an object changes",
        [none, major, patch, major],
        "The wire does not change, but code uses the name, and the types are named after it.";
    ENUM_ADDED = "enum-added", "an enum is added",
        [none, minor, patch, minor],
        "It adds a name to Rust and to the types. Other rules cover the fields that use it.";
    ENUM_REMOVED = "enum-removed", "an enum is removed",
        [none, major, patch, major],
        "Code uses its name. Other rules cover the fields that used it.";
    ENUM_RENAMED = "enum-renamed", "the Rust name of an enum changes",
        [none, major, patch, major],
        "The wire does not change, but code uses the name, and the types are named after it.";
    ENUM_VALUE_ADDED = "enum-value-added", "a value is added to an enum",
        [minor, minor, patch, minor],
        "It was kept as an unknown value and now has a name; the validation accepts any value. \
         Code that handles every value of the closed enum of the types stops compiling until it \
         handles the new one: it opted in to that, as with a new kind.";
    ENUM_VALUE_REMOVED = "enum-value-removed", "a value is removed from an enum",
        [minor, major, patch, major],
        "It is kept as an unknown value, with the same text. Code that uses its name does not \
         compile, and the types reject it.";
    ENUM_VALUE_RENAMED = "enum-value-renamed", "the Rust name of a value of an enum changes",
        [none, major, none, none],
        "Code uses this name. The wire and the JSON Schemas use only the wire name.";
    ENUM_VALUES_REORDERED = "enum-values-reordered", "the order of the values of an enum changes",
        [none, patch, patch, patch],
        "The order is that of the upstream page, and only `KNOWN` and the documentation follow it. \
         cargo-semver-checks reports changed integer values, but an enum that can hold any text \
         has no integer values.";
}
