//! What changed between two descriptions, and what that means for code
//! that receives callbacks.
//!
//! Models in, changes out: this module must not know where a description comes from, or how its
//! TOML was written.

mod report;
mod rules;
mod version;

use std::collections::{BTreeMap, BTreeSet};

pub use report::Comparison;
pub use rules::{Contract, RULES, Rule, Severity};
pub use version::{covers, next};

use crate::model::{Enum, Field, Form, Kind, Model, Scalar, Struct, Type, Upstream};
use crate::words::{joined, phrase};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// Where it is, as the path of a key of the description.
    pub place: String,
    /// What it is, as a sentence without its full stop.
    pub what: String,
    /// What older versions make of a body that follows the new description.
    pub older: Older,
}

/// What older versions make of a body that follows the new description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Older {
    /// They read it like any other.
    Read,
    /// They keep what is new unchanged.
    Keep,
    /// They report it as malformed.
    Refuse,
}

impl Older {
    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Keep => "keep",
            Self::Refuse => "refuse",
        }
    }
}

/// Every change, in the order of the description: the envelope, kinds,
/// objects, enums.
#[must_use]
pub fn changes(old: &Model, new: &Model) -> Vec<Change> {
    // Here and below, the patterns name every field, so a new field of the model does not compile
    // until its changes are judged. Groups only say where the reference page shows a kind.
    let Model { version: _, base: _, groups: _, envelope: _, kinds: _, objects: _, enums: _ } = new;
    let mut finder = Finder {
        old,
        new,
        objects: pairs(
            &old.objects,
            &new.objects,
            |object| &object.name,
            |a, b| object_form(old, a) == object_form(new, b),
        ),
        enums: pairs(&old.enums, &new.enums, |of| &of.name, |a, b| enum_form(a) == enum_form(b)),
        changes: Vec::new(),
    };
    finder.base();
    finder.structs("envelope", &old.envelope, &new.envelope);
    finder.kinds();
    finder.objects();
    finder.enums();
    finder.changes
}

struct Finder<'a> {
    old: &'a Model,
    new: &'a Model,
    /// For each old object, the index of its new version.
    objects: Vec<Option<usize>>,
    /// For each old enum, the index of its new version.
    enums: Vec<Option<usize>>,
    changes: Vec<Change>,
}

impl<'a> Finder<'a> {
    fn report(&mut self, rule: &'static Rule, place: &str, what: String) {
        self.report_older(rule, place, what, Older::Read);
    }

    fn report_older(&mut self, rule: &'static Rule, place: &str, what: String, older: Older) {
        self.changes.push(Change { rule, place: place.to_owned(), what, older });
    }

    fn base(&mut self) {
        if self.old.base != self.new.base {
            let what = format!("the JSON Schemas are published at {}", self.new.base);
            self.report(rules::BASE_CHANGED, "base", what);
        }
    }

    fn kinds(&mut self) {
        let by_wire = |model: &'a Model| -> BTreeMap<&'a str, &'a Kind> {
            model.kinds.iter().map(|kind| (kind.wire.as_str(), kind)).collect()
        };
        let (old, new) = (by_wire(self.old), by_wire(self.new));
        for kind in &self.old.kinds {
            let place = format!("kinds.{}", kind.wire);
            if let Some(other) = new.get(&*kind.wire) {
                self.kind(&place, kind, other);
            } else {
                let what = format!("the kind `{}` is no longer described", kind.wire);
                self.report(rules::KIND_REMOVED, &place, what);
            }
        }
        for kind in self.new.kinds.iter().filter(|kind| !old.contains_key(&*kind.wire)) {
            let what = format!("the kind `{}` is new: {}", kind.wire, phrase(&kind.payload.doc));
            let place = format!("kinds.{}", kind.wire);
            self.report_older(rules::KIND_ADDED, &place, what, Older::Keep);
        }
        let [before, now] =
            [self.old, self.new].map(|of| of.kinds.iter().map(|kind| &*kind.wire).collect());
        if is_reordered(before, now) {
            let what = "the order of the kinds changed".to_owned();
            self.report(rules::KINDS_REORDERED, "kinds", what);
        }
    }

    fn kind(&mut self, place: &str, old: &Kind, new: &Kind) {
        let Kind {
            wire: _,
            payload: _,
            group: _,
            wrapped: _,
            since: _,
            confirm: _,
            superseded_by: _,
            retired: _,
        } = new;
        if old.payload.name != new.payload.name {
            let what = renamed(&format!("the kind `{}`", old.wire), &old.payload, &new.payload);
            self.report(rules::KIND_RENAMED, place, what);
        }
        if old.wrapped != new.wrapped {
            let form = if new.wrapped { "with a wrapper now" } else { "without a wrapper now" };
            let what = format!("the payload of `{}` is documented {form}", old.wire);
            self.report(rules::KIND_WRAPPING_CHANGED, place, what);
        }
        match (&*old.superseded_by, &*new.superseded_by) {
            (before, now) if before == now => {}
            ([], now) => {
                let what = format!(
                    "the kind `{}` is superseded by {}",
                    old.wire,
                    joined(now.iter().map(String::as_str))
                );
                self.report(rules::KIND_SUPERSEDED, place, what);
            }
            (_, []) => {
                let what = format!("the kind `{}` is no longer superseded", old.wire);
                self.report(rules::SUCCESSORS_CHANGED, place, what);
            }
            (before, now) => {
                let what = format!(
                    "the kind `{}` is superseded by {} instead of {}",
                    old.wire,
                    joined(now.iter().map(String::as_str)),
                    joined(before.iter().map(String::as_str))
                );
                self.report(rules::SUCCESSORS_CHANGED, place, what);
            }
        }
        if old.retired != new.retired {
            let verb = if new.retired { "no longer documents" } else { "documents" };
            let what = format!("upstream {verb} the kind `{}`", old.wire);
            self.report(rules::KIND_RETIRED, place, what);
        }
        let since = (rules::KIND_SINCE_CHANGED, "first seen in", &old.since, &new.since);
        let confirm = (rules::KIND_CONFIRM_CHANGED, "confirmed by", &old.confirm, &new.confirm);
        for (rule, is, before, now) in [since, confirm] {
            if before != now {
                let now = now.as_ref().map_or("nothing".to_owned(), |now| format!("`{now}`"));
                let before =
                    before.as_ref().map_or("nothing".to_owned(), |before| format!("`{before}`"));
                let what = format!("the kind `{}` is {is} {now} instead of {before}", old.wire);
                self.report(rule, place, what);
            }
        }
        self.structs(place, &old.payload, &new.payload);
    }

    fn objects(&mut self) {
        let (old, new) = (self.old, self.new);
        for (index, object) in old.objects.iter().enumerate() {
            match self.objects[index].map(|index| &new.objects[index]) {
                None => {
                    let what = format!("the object `{}` is no longer described", object.name);
                    let place = format!("objects.{}", object.name);
                    self.report(rules::OBJECT_REMOVED, &place, what);
                }
                Some(other) => {
                    let place = format!("objects.{}", other.name);
                    if object.name != other.name {
                        self.report(
                            rules::OBJECT_RENAMED,
                            &place,
                            renamed("the object", object, other),
                        );
                    }
                    self.structs(&place, object, other);
                }
            }
        }
        let added = (0..new.objects.len()).filter(|index| !self.objects.contains(&Some(*index)));
        for object in added.map(|index| &new.objects[index]).collect::<Vec<_>>() {
            let what = format!("the object `{}` is new", object.name);
            self.report(rules::OBJECT_ADDED, &format!("objects.{}", object.name), what);
        }
    }

    fn enums(&mut self) {
        let (old, new) = (self.old, self.new);
        for (index, of) in old.enums.iter().enumerate() {
            match self.enums[index].map(|index| &new.enums[index]) {
                None => {
                    let what = format!("the enum `{}` is no longer described", of.name);
                    self.report(rules::ENUM_REMOVED, &format!("enums.{}", of.name), what);
                }
                Some(other) => {
                    let place = format!("enums.{}", other.name);
                    if of.name != other.name {
                        let what =
                            format!("the enum is called `{}` instead of `{}`", other.name, of.name);
                        self.report(rules::ENUM_RENAMED, &place, what);
                    }
                    self.values(&place, of, other);
                }
            }
        }
        let added = (0..new.enums.len()).filter(|index| !self.enums.contains(&Some(*index)));
        for of in added.map(|index| &new.enums[index]).collect::<Vec<_>>() {
            let what = format!("the enum `{}` is new", of.name);
            self.report(rules::ENUM_ADDED, &format!("enums.{}", of.name), what);
        }
    }

    fn values(&mut self, place: &str, old: &Enum, new: &Enum) {
        let Enum { name: _, doc: _, values: _ } = new;
        self.words(place, &old.doc, &new.doc);
        for value in &old.values {
            match new.values.iter().find(|other| other.wire == value.wire) {
                None => {
                    let what = format!("`{}` no longer has the value `{}`", new.name, value.wire);
                    self.report(rules::ENUM_VALUE_REMOVED, place, what);
                }
                Some(other) if other.name != value.name => {
                    let what = format!(
                        "the value `{}` is called `{}` instead of `{}` in Rust",
                        value.wire, other.name, value.name
                    );
                    self.report(rules::ENUM_VALUE_RENAMED, place, what);
                }
                Some(_) => {}
            }
        }
        for value in &new.values {
            if old.values.iter().all(|other| other.wire != value.wire) {
                let what = format!("`{}` has the new value `{}`", new.name, value.wire);
                self.report_older(rules::ENUM_VALUE_ADDED, place, what, Older::Keep);
            }
        }
        let [before, now] =
            [old, new].map(|of| of.values.iter().map(|value| &*value.wire).collect());
        if is_reordered(before, now) {
            let what = format!("the order of the values of `{}` changed", new.name);
            self.report(rules::ENUM_VALUES_REORDERED, place, what);
        }
    }

    /// What two structs have in common: their documentation and their fields.
    fn structs(&mut self, place: &str, old: &Struct, new: &Struct) {
        let Struct { name: _, doc: _, upstream: _, fields: _ } = new;
        self.words(place, &old.doc, &new.doc);
        if old.upstream != new.upstream {
            let what = match &new.upstream {
                Some(Upstream { name, url }) => format!("it is documented as `{name}`, at {url}"),
                None => "it no longer has its own upstream page".to_owned(),
            };
            self.report(rules::PAGE_CHANGED, place, what);
        }
        if old.fields.is_empty() && !new.fields.is_empty() {
            let fields = joined(new.fields.iter().map(|field| field.wire.as_str()));
            let what = format!("the payload has fields now: {fields}");
            self.report_older(rules::PAYLOAD_GAINED, place, what, Older::Keep);
            return;
        }
        for field in &old.fields {
            let place = format!("{place}.fields.{}", field.wire);
            if let Some(other) = new.fields.iter().find(|other| other.wire == field.wire) {
                self.field(&place, field, other);
                continue;
            }
            // A payload that loses its last field may also be missing.
            let is_missed = field.is_needed() || new.fields.is_empty();
            let older = if is_missed { Older::Refuse } else { Older::Read };
            let what = format!("the field `{}` is no longer described", field.wire);
            self.report_older(rules::FIELD_REMOVED, &place, what, older);
        }
        for field in &new.fields {
            if old.fields.iter().all(|other| other.wire != field.wire) {
                let (rule, mark) = match field {
                    Field { optional: true, .. } => (rules::OPTIONAL_FIELD_ADDED, "optional "),
                    field if field.is_needed() => (rules::REQUIRED_FIELD_ADDED, ""),
                    _ => (rules::LENIENT_FIELD_ADDED, ""),
                };
                let what = format!(
                    "the {mark}field `{}` is new, {}: {}",
                    field.wire,
                    type_words(self.new, &field.ty),
                    phrase(&field.doc)
                );
                let place = format!("{place}.fields.{}", field.wire);
                self.report_older(rule, &place, what, Older::Keep);
            }
        }
        let [before, now] =
            [old, new].map(|of| of.fields.iter().map(|field| &*field.wire).collect());
        if is_reordered(before, now) {
            let what = "the order of the fields changed".to_owned();
            self.report(rules::FIELDS_REORDERED, &format!("{place}.fields"), what);
        }
    }

    fn field(&mut self, place: &str, old: &Field, new: &Field) {
        let Field { wire: _, name: _, ty: _, optional: _, sensitive: _, doc: _, example: _ } = new;
        let wire = &old.wire;
        let type_change = self.type_change(&old.ty, &new.ty);
        // An example follows its type.
        if old.example != new.example && type_change.is_none() {
            let what = format!("the example of the field `{wire}` changed");
            self.report(rules::EXAMPLE_CHANGED, place, what);
        }
        if let Some((rule, older)) = type_change {
            let what = format!(
                "the field `{wire}` is {} instead of {}",
                type_words(self.new, &new.ty),
                type_words(self.old, &old.ty)
            );
            self.report_older(rule, place, what, older);
        }
        match (old.optional, new.optional) {
            (false, true) => {
                let (rule, older) = if old.is_needed() {
                    (rules::FIELD_MADE_OPTIONAL, Older::Refuse)
                } else {
                    (rules::LENIENT_FIELD_MADE_OPTIONAL, Older::Read)
                };
                self.report_older(rule, place, format!("the field `{wire}` may be missing"), older);
            }
            (true, false) => {
                let rule = if new.is_needed() {
                    rules::FIELD_MADE_REQUIRED
                } else {
                    rules::LENIENT_FIELD_MADE_REQUIRED
                };
                self.report(rule, place, format!("the field `{wire}` is always present"));
            }
            _ => {}
        }
        if old.name != new.name {
            let what = format!(
                "the field `{wire}` is called `{}` instead of `{}` in Rust",
                new.name, old.name
            );
            self.report(rules::FIELD_RENAMED, place, what);
        }
        match (old.sensitive, new.sensitive) {
            (false, true) => {
                let what = format!("the field `{wire}` is sensitive");
                self.report(rules::FIELD_MADE_SENSITIVE, place, what);
            }
            (true, false) => {
                let what = format!("the field `{wire}` is no longer sensitive");
                self.report(rules::FIELD_NO_LONGER_SENSITIVE, place, what);
            }
            _ => {}
        }
        self.words(place, &old.doc, &new.doc);
    }

    fn words(&mut self, place: &str, old: &str, new: &str) {
        if old != new {
            let what = format!("it is described as: {}", phrase(new));
            self.report(rules::DOCUMENTATION_CHANGED, place, what);
        }
    }

    fn type_change(&self, old: &Type, new: &Type) -> Option<(&'static Rule, Older)> {
        let (wider, narrower) = (self.reads(Side::New, new, old), self.reads(Side::Old, old, new));
        match (wider, narrower) {
            (true, true) => self.form_change(old, new),
            (true, false) => Some((rules::TYPE_WIDENED, Older::Refuse)),
            (false, true) => Some((rules::TYPE_NARROWED, self.older(old, new))),
            (false, false) => Some((rules::TYPE_REPLACED, Older::Refuse)),
        }
    }

    /// A change between types that read the same.
    fn form_change(&self, old: &Type, new: &Type) -> Option<(&'static Rule, Older)> {
        match (old.innermost(), new.innermost()) {
            (Type::Scalar(a), Type::Scalar(b)) if a == b => None,
            (Type::Scalar(a), Type::Scalar(b)) => {
                let is_number = |scalar: &Scalar| scalar.facts().form == Form::Number;
                let rule = if is_number(a) == is_number(b) {
                    rules::DECIMAL_FORM_CHANGED
                } else {
                    rules::DECIMAL_QUOTING_CHANGED
                };
                Some((rule, Older::Read))
            }
            (Type::Enum(a), Type::Enum(b)) if self.enums[*a] == Some(*b) => None,
            (Type::Enum(_), _) | (_, Type::Enum(_)) => {
                Some((rules::ENUM_EXCHANGED, self.older(old, new)))
            }
            _ => None,
        }
    }

    /// What older versions make of the new type, whose form they read.
    fn older(&self, old: &Type, new: &Type) -> Older {
        let Type::Enum(old) = old.innermost() else { return Older::Read };
        let known = &self.old.enums[*old].values;
        let is_known = |wire: &str| known.iter().any(|value| value.wire == wire);
        match new.innermost() {
            Type::Enum(new) if self.new.enums[*new].values.iter().all(|it| is_known(&it.wire)) => {
                Older::Read
            }
            _ => Older::Keep,
        }
    }

    /// Whether the decoder reads, for the type on this side, every value that it reads for the type
    /// on the other side.
    fn reads(&self, side: Side, one: &Type, other: &Type) -> bool {
        match (one, other) {
            (Type::List(one), Type::List(other)) => self.reads(side, one, other),
            // A list of one may be sent as the bare element, unless that is an object.
            (Type::List(one), other) => {
                !matches!(other, Type::Object(_)) && self.reads(side, one, other)
            }
            (Type::Object(one), Type::Object(other)) => {
                let (old, new) = if side == Side::Old { (one, other) } else { (other, one) };
                self.objects[*old] == Some(*new)
            }
            (Type::Scalar(one), Type::Scalar(other)) => {
                one == other || one.facts().reads.contains(other)
            }
            // Any string is a value of an enum, known or unknown.
            (Type::Enum(_), Type::Enum(_)) => true,
            (Type::Enum(_), other) => self.reads(side, &Scalar::String.into(), other),
            (one, Type::Enum(_)) => self.reads(side, one, &Scalar::String.into()),
            (one, other) => one == other,
        }
    }
}

/// Which of the two descriptions something belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// Whether the elements that two lists share are in a different order.
fn is_reordered(mut old: Vec<&str>, mut new: Vec<&str>) -> bool {
    let (in_old, in_new): (BTreeSet<_>, BTreeSet<_>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    old.retain(|name| in_new.contains(name));
    new.retain(|name| in_old.contains(name));
    old != new
}

/// For each old entry, the new entry that it became: the one with its name, or else a new one that
/// differs only in its name.
fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&'a T) -> &'a str,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<Option<usize>> {
    let old_names: BTreeSet<_> = old.iter().map(&name).collect();
    let mut taken = BTreeSet::new();
    let find = |entry: &'a T| {
        let named = new.iter().position(|other| name(other) == name(entry));
        named.or_else(|| {
            let is_free =
                |index: &usize| !old_names.contains(name(&new[*index])) && !taken.contains(index);
            let index =
                (0..new.len()).filter(is_free).find(|index| is_same(entry, &new[*index]))?;
            taken.insert(index);
            Some(index)
        })
    };
    old.iter().map(find).collect()
}

/// An object without its name and documentation.
fn object_form(model: &Model, object: &Struct) -> String {
    let fields = object.fields.iter().map(|field| {
        let mark = if field.optional { "?" } else { "" };
        format!("{} as {}{mark}: {}", field.wire, field.name, type_form(model, &field.ty))
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

fn enum_form(of: &Enum) -> String {
    let values = of.values.iter().map(|value| format!("{:?} as {}", value.wire, value.name));
    values.collect::<Vec<_>>().join(", ")
}

fn type_form(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Object(index) => object_form(model, &model.objects[*index]),
        Type::Enum(index) => enum_form(&model.enums[*index]),
        Type::List(element) => format!("[{}]", type_form(model, element)),
        Type::Scalar(scalar) => format!("{scalar:?}"),
    }
}

/// A type as part of a sentence.
fn type_words(model: &Model, ty: &Type) -> String {
    let name = |what: &str, name: &str| format!("the {what} `{name}`");
    match ty {
        Type::Scalar(scalar) => scalar.facts().phrase.to_owned(),
        Type::List(element) => format!("a list of {}", type_words(model, element)),
        Type::Object(index) => name("object", &model.objects[*index].name),
        Type::Enum(index) => name("enum", &model.enums[*index].name),
    }
}

fn renamed(what: &str, old: &Struct, new: &Struct) -> String {
    format!("{what} is called `{}` instead of `{}` in Rust", new.name, old.name)
}
