//! Where two sources disagree. What only one of them mentions is not a difference.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    reference::{Depth, Field, Kind, Place, Reference, Structure, Type},
    subject::{Aspect, Difference, Owner, Subject},
};

/// Every difference that the description does not acknowledge, in the order of `theirs`, then of
/// `ours`. An acknowledgement of a difference that no longer exists counts as a difference too.
#[must_use]
pub fn compare(ours: &Reference, theirs: &Reference) -> Vec<Difference> {
    let is_told = |standing| matches!(standing, Standing::Differs | Standing::Settled);
    judged(&View::of(ours), &View::of(theirs), is_told)
}

/// Every difference that the description acknowledges.
#[must_use]
pub fn acknowledged(ours: &Reference, theirs: &Reference) -> Vec<Difference> {
    let is_known = |standing| standing == Standing::Acknowledged;
    judged(&View::of(ours), &View::of(theirs), is_known)
}

/// How two sources compare on an aspect that both mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Agrees,
    Differs,
    /// It differs, and the description says so.
    Acknowledged,
    /// They agree, but the description says that they differ.
    Settled,
}

fn judged(ours: &View<'_>, theirs: &View<'_>, of: impl Fn(Standing) -> bool) -> Vec<Difference> {
    let topics = topics(&[theirs, ours]).into_iter();
    let judged = topics.filter(|topic| standing(ours, theirs, topic).is_some_and(&of));
    judged.map(|(subject, aspect)| Difference { subject, aspect }).collect()
}

/// How the sources compare on a topic, if both mention it.
pub(crate) fn standing(
    ours: &View<'_>,
    theirs: &View<'_>,
    topic: &(Subject, Aspect),
) -> Option<Standing> {
    let (subject, aspect) = topic;
    let facts = |aspect| Some((ours.fact(subject, aspect)?, theirs.fact(subject, aspect)?));
    let (our_fact, their_fact) = facts(*aspect)?;
    let is_acknowledged = ours.source.acknowledged.contains(topic);
    // If the type differs, its values are part of that difference.
    let is_of_other_type = *aspect == Aspect::Values
        && facts(Aspect::Type).is_some_and(|(one, other)| !one.agrees(&other));
    Some(if is_of_other_type {
        Standing::Agrees
    } else if our_fact.agrees(&their_fact) {
        let can_settle = is_acknowledged && *aspect != Aspect::Order;
        if can_settle { Standing::Settled } else { Standing::Agrees }
    } else if is_acknowledged && our_fact.covers(&their_fact) {
        Standing::Acknowledged
    } else {
        Standing::Differs
    })
}

/// Everything that any source mentions, each once.
pub(crate) fn topics(sources: &[&View<'_>]) -> Vec<(Subject, Aspect)> {
    let mut seen = BTreeSet::new();
    let subjects = sources.iter().flat_map(|view| view.subjects());
    let new = subjects.filter(|subject| seen.insert(subject.clone()));
    let topics = new.flat_map(|subject| {
        let aspects = aspects(&subject);
        aspects.iter().map(move |aspect| (subject.clone(), *aspect))
    });
    topics.collect()
}

fn aspects(subject: &Subject) -> &'static [Aspect] {
    match subject {
        Subject::Kinds | Subject::Fields(_) => &[Aspect::Order],
        Subject::Object(_) => &[Aspect::Listed, Aspect::Structure],
        Subject::Kind(_) => &[
            Aspect::Listed,
            Aspect::Structure,
            Aspect::Optional,
            Aspect::Deprecation,
            Aspect::Depth,
        ],
        Subject::Field(..) => &[Aspect::Listed, Aspect::Type, Aspect::Optional, Aspect::Values],
    }
}

/// What one source says about an aspect of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact<'a> {
    Listed(bool),
    Order(Vec<&'a str>),
    Structure(&'a str),
    Deprecation {
        is_deprecated: bool,
        successors: &'a [String],
    },
    Depth(Depth),
    Type(&'a Type),
    Optional(bool),
    /// No values means a string without known values.
    Values(&'a [String]),
}

impl Fact<'_> {
    /// Whether both statements can be true.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Type(one), Self::Type(other)) => one.agrees(other),
            (Self::Values(one), Self::Values(other)) => is_same_set(one, other),
            (
                Self::Deprecation { is_deprecated: one, successors: ones },
                Self::Deprecation { is_deprecated: other, successors: others },
            ) => {
                let is_vague = *one && (ones.is_empty() || others.is_empty());
                one == other && (is_vague || is_same_set(ones, others))
            }
            (Self::Order(one), Self::Order(other)) => first_out_of_order(one, other).is_none(),
            (one, other) => one == other,
        }
    }

    /// Whether an acknowledged difference of this aspect covers what the other source says: new
    /// values and successors are never covered.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Values(ours), Self::Values(theirs)) => {
                ours.is_empty() || theirs.iter().all(|value| ours.contains(value))
            }
            (_, Self::Deprecation { successors, .. }) => successors.is_empty(),
            _ => true,
        }
    }
}

pub(crate) fn is_same_set(one: &[String], other: &[String]) -> bool {
    let set = |of| -> BTreeSet<&String> { BTreeSet::from_iter(of) };
    set(one) == set(other)
}

/// Two names, of which the first is before the second in `theirs` and after it in `ours`.
pub(crate) fn first_out_of_order<'a>(
    ours: &[&str],
    theirs: &[&'a str],
) -> Option<(&'a str, &'a str)> {
    let places: BTreeMap<&str, usize> =
        ours.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    let shared: Vec<(&str, usize)> =
        theirs.iter().filter_map(|name| Some((*name, *places.get(name)?))).collect();
    let reversed = shared.windows(2).find(|pair| pair[0].1 > pair[1].1)?;
    Some((reversed[0].0, reversed[1].0))
}

/// A source, indexed by name.
pub(crate) struct View<'a> {
    pub(crate) source: &'a Reference,
    kinds: BTreeMap<&'a str, &'a Kind>,
    retired: BTreeMap<&'a str, &'a Kind>,
    objects: BTreeMap<&'a str, &'a Structure>,
    fields: BTreeMap<Owner, BTreeMap<&'a str, &'a Field>>,
}

impl<'a> View<'a> {
    pub(crate) fn of(source: &'a Reference) -> Self {
        let by_name = |kind: &'a Kind| (kind.name.as_str(), kind);
        let objects: BTreeMap<_, _> =
            source.objects.iter().map(|object| (object.name.as_str(), object)).collect();
        let mut view = Self {
            source,
            kinds: source.kinds.iter().flatten().map(by_name).collect(),
            retired: source.retired.iter().map(by_name).collect(),
            objects,
            fields: BTreeMap::new(),
        };
        for owner in view.owners() {
            let fields = view.fields_of(&owner).into_iter().flatten();
            let fields = fields.map(|field| (field.name.as_str(), field)).collect();
            view.fields.insert(owner, fields);
        }
        view
    }

    /// The kind with this name, if the source lists it.
    pub(crate) fn kind(&self, name: &str) -> Option<&'a Kind> {
        self.kinds.get(name).copied()
    }

    pub(crate) fn object(&self, name: &str) -> Option<&'a Structure> {
        self.objects.get(name).copied()
    }

    pub(crate) fn field(&self, owner: &Owner, name: &str) -> Option<&'a Field> {
        self.fields.get(owner)?.get(name).copied()
    }

    /// The fields of an owner, if the source lists them.
    pub(crate) fn fields_of(&self, owner: &Owner) -> Option<&'a [Field]> {
        match owner {
            Owner::Object(name) => self.object(name).map(|object| &object.fields[..]),
            owner => self.source.fields_of(owner),
        }
    }

    /// Everything that can have fields, in the source's order.
    pub(crate) fn owners(&self) -> Vec<Owner> {
        let listed = self.source.kinds.iter().flatten().map(|kind| &kind.name);
        // The kind may be retired, or the source may not list kinds.
        let others = self.source.payloads.keys().filter(|name| !self.kinds.contains_key(&***name));
        let kinds = listed.chain(others).map(|name| Owner::Kind(name.clone()));
        let objects = self.source.objects.iter().map(|object| Owner::Object(object.name.clone()));
        [Owner::Envelope].into_iter().chain(kinds).chain(objects).collect()
    }

    fn subjects(&self) -> Vec<Subject> {
        let owners = self.owners();
        let mut subjects = vec![Subject::Kinds];
        subjects.extend(owners.iter().filter_map(|owner| match owner {
            Owner::Envelope => None,
            Owner::Kind(name) => Some(Subject::Kind(name.clone())),
            Owner::Object(name) => Some(Subject::Object(name.clone())),
        }));
        for owner in owners {
            let fields = self.fields_of(&owner).into_iter().flatten();
            let fields = fields.map(|field| Subject::Field(owner.clone(), field.name.clone()));
            subjects.push(Subject::Fields(owner.clone()));
            subjects.extend(fields);
        }
        subjects
    }

    /// What the source says, if it says anything.
    pub(crate) fn fact(&self, subject: &Subject, aspect: Aspect) -> Option<Fact<'a>> {
        match (subject, aspect) {
            (Subject::Kinds | Subject::Fields(_), _) => {
                let names = self.names(subject)?;
                (!self.source.is_alphabetical).then_some(Fact::Order(names))
            }
            (Subject::Kind(name), Aspect::Listed) => {
                self.source.kinds.as_ref().map(|_| Fact::Listed(self.kind(name).is_some()))
            }
            (Subject::Kind(name), Aspect::Depth) => {
                self.source.payloads.get(name)?.depth.map(Fact::Depth)
            }
            (Subject::Kind(_), Aspect::Deprecation) if self.source.hides_deprecations => None,
            (Subject::Kind(name), aspect) => {
                let retired = || self.retired.get(&**name).copied();
                of_kind(self.kind(name).or_else(retired)?, aspect)
            }
            // A source may know of an object without listing it.
            (Subject::Object(name), Aspect::Listed) => match self.object(name) {
                Some(_) => Some(Fact::Listed(true)),
                None => self.source.knows_all_objects.then_some(Fact::Listed(false)),
            },
            (Subject::Object(name), _) => {
                let name = &self.object(name)?.name;
                Some(Fact::Structure(self.source.renamed.get(name).unwrap_or(name)))
            }
            (Subject::Field(owner, name), Aspect::Listed) => {
                self.fields_of(owner)?;
                Some(Fact::Listed(self.field(owner, name).is_some()))
            }
            (Subject::Field(owner, name), aspect) => of_field(self.field(owner, name)?, aspect),
        }
    }

    /// The names in a list, in the source's order.
    pub(crate) fn names(&self, subject: &Subject) -> Option<Vec<&'a str>> {
        match subject {
            Subject::Kinds => {
                let kinds = self.source.kinds.as_ref()?;
                Some(kinds.iter().map(|kind| kind.name.as_str()).collect())
            }
            Subject::Fields(owner) => {
                let fields = self.fields_of(owner)?;
                Some(fields.iter().map(|field| field.name.as_str()).collect())
            }
            _ => None,
        }
    }

    /// The place where the source mentions a subject.
    pub(crate) fn place(&self, subject: &Subject) -> Option<&'a Place> {
        let of_payload = |name: &str| self.source.payloads.get(name)?.place.as_ref();
        match subject {
            Subject::Kinds | Subject::Fields(Owner::Envelope) => None,
            Subject::Kind(name) => {
                self.kind(name).and_then(|kind| kind.place.as_ref()).or_else(|| of_payload(name))
            }
            Subject::Fields(Owner::Kind(name)) => of_payload(name),
            Subject::Object(name) | Subject::Fields(Owner::Object(name)) => {
                self.object(name)?.place.as_ref()
            }
            Subject::Field(owner, name) => match self.field(owner, name) {
                Some(field) => field.place.as_ref(),
                None => self.place(&Subject::Fields(owner.clone())),
            },
        }
    }
}

fn of_kind(kind: &Kind, aspect: Aspect) -> Option<Fact<'_>> {
    match aspect {
        Aspect::Structure => kind.structure.as_deref().map(Fact::Structure),
        Aspect::Optional => kind.optional.map(Fact::Optional),
        Aspect::Deprecation => {
            Some(Fact::Deprecation { is_deprecated: kind.deprecated, successors: &kind.successors })
        }
        _ => None,
    }
}

fn of_field(field: &Field, aspect: Aspect) -> Option<Fact<'_>> {
    match aspect {
        Aspect::Type => Some(Fact::Type(&field.ty)),
        Aspect::Optional => field.optional.map(Fact::Optional),
        Aspect::Values => field.values.as_deref().map(Fact::Values),
        _ => None,
    }
}
