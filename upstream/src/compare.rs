//! Where two sources say different things. What only one of them speaks of is
//! no difference.

use crate::reference::{Field, Kind, Payload, Place, Reference, Type};

/// Whose fields they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Every callback.
    Envelope,
    /// The payload of a kind.
    Kind(String),
    /// An object, by its name upstream.
    Object(String),
}

/// What something is said of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// All kinds together.
    Kinds,
    /// A kind.
    Kind(String),
    /// An object, by its name upstream.
    Object(String),
    /// All fields of an owner together.
    Fields(Owner),
    /// A field.
    Field(Owner, String),
}

/// What is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// Whether it is there.
    Listed,
    /// In which order they are.
    Order,
    /// Of which structure the payload is.
    Structure,
    /// Whether the kind is deprecated, and for which others.
    Deprecation,
    /// Whether the payload is one level deeper.
    Wrapped,
    /// Of which type the field is.
    Type,
    /// Whether it is optional.
    Optional,
    /// Which values the field can have.
    Values,
}

/// What one source says of an aspect of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact<'a> {
    Listed(bool),
    Order(Vec<&'a str>),
    Structure(&'a str),
    Deprecation {
        is_deprecated: bool,
        successors: &'a [String],
    },
    Wrapped(bool),
    Type(&'a Type),
    Optional(bool),
    /// None at all stands for a string without known values.
    Values(&'a [String]),
}

/// A difference between two sources; what each of them says is in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What both speak of.
    pub subject: Subject,
    /// What they say different things of.
    pub aspect: Aspect,
}

/// Every difference, in the order of `theirs`, then of `ours`.
#[must_use]
pub fn compare(ours: &Reference, theirs: &Reference) -> Vec<Difference> {
    let differs = |subject: &Subject, aspect| {
        let facts = (fact(ours, subject, aspect), fact(theirs, subject, aspect));
        matches!(facts, (Some(one), Some(other)) if !one.agrees(&other))
    };
    let topics = topics(&[theirs, ours]).into_iter().filter(|(subject, aspect)| {
        // The values of another type are part of that difference.
        let is_told = *aspect == Aspect::Values && differs(subject, Aspect::Type);
        differs(subject, *aspect) && !is_told
    });
    topics.map(|(subject, aspect)| Difference { subject, aspect }).collect()
}

/// Everything that any of the sources speaks of, each once.
pub(crate) fn topics(sources: &[&Reference]) -> Vec<(Subject, Aspect)> {
    let mut subjects: Vec<Subject> = Vec::new();
    for subject in sources.iter().flat_map(|source| subjects_of(source)) {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let aspects = |subject: &Subject| -> &[Aspect] {
        match subject {
            Subject::Kinds | Subject::Fields(_) => &[Aspect::Order],
            Subject::Object(_) => &[Aspect::Listed],
            Subject::Kind(_) => &[
                Aspect::Listed,
                Aspect::Structure,
                Aspect::Optional,
                Aspect::Deprecation,
                Aspect::Wrapped,
            ],
            Subject::Field(..) => &[Aspect::Listed, Aspect::Type, Aspect::Optional, Aspect::Values],
        }
    };
    let of = |subject: &Subject| {
        let subject = subject.clone();
        aspects(&subject).iter().map(move |aspect| (subject.clone(), *aspect)).collect::<Vec<_>>()
    };
    subjects.iter().flat_map(of).collect()
}

fn subjects_of(source: &Reference) -> Vec<Subject> {
    let mut subjects = vec![Subject::Kinds];
    let mut owners = vec![Owner::Envelope];
    for kind in source.kinds.iter().flatten() {
        subjects.push(Subject::Kind(kind.name.clone()));
        owners.push(Owner::Kind(kind.name.clone()));
    }
    // Where the kinds are not told, or one of them is retired.
    for name in source.payloads.keys().filter(|name| source.kind(name).is_none()) {
        subjects.push(Subject::Kind(name.clone()));
        owners.push(Owner::Kind(name.clone()));
    }
    for object in &source.objects {
        subjects.push(Subject::Object(object.name.clone()));
        owners.push(Owner::Object(object.name.clone()));
    }
    for owner in owners {
        subjects.push(Subject::Fields(owner.clone()));
        for field in source.fields_of(&owner).into_iter().flatten() {
            subjects.push(Subject::Field(owner.clone(), field.name.clone()));
        }
    }
    subjects
}

/// What a source says, if it says anything.
pub(crate) fn fact<'a>(
    source: &'a Reference,
    subject: &Subject,
    aspect: Aspect,
) -> Option<Fact<'a>> {
    match (subject, aspect) {
        (Subject::Kinds, Aspect::Order) => {
            let kinds = source.kinds.as_ref()?;
            Some(Fact::Order(kinds.iter().map(|kind| kind.name.as_str()).collect()))
        }
        (Subject::Kind(name), Aspect::Listed) => {
            source.kinds.as_ref().map(|_| Fact::Listed(source.kind(name).is_some()))
        }
        (Subject::Kind(name), Aspect::Wrapped) => {
            source.payloads.get(name).map(|payload| Fact::Wrapped(payload.wrapped))
        }
        (Subject::Kind(name), aspect) => {
            let retired = || source.retired.iter().find(|kind| kind.name == *name);
            of_kind(source.kind(name).or_else(retired)?, aspect)
        }
        // A source that lists an object elsewhere may still know of it.
        (Subject::Object(name), Aspect::Listed) => match source.object(name) {
            Some(_) => Some(Fact::Listed(true)),
            None => source.knows_all_objects.then_some(Fact::Listed(false)),
        },
        (Subject::Fields(owner), Aspect::Order) => {
            let fields = source.fields_of(owner)?;
            Some(Fact::Order(fields.iter().map(|field| field.name.as_str()).collect()))
        }
        (Subject::Field(owner, name), aspect) => {
            let mut fields = source.fields_of(owner)?.iter();
            match (fields.find(|field| field.name == *name), aspect) {
                (field, Aspect::Listed) => Some(Fact::Listed(field.is_some())),
                (field, aspect) => of_field(field?, aspect),
            }
        }
        _ => None,
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

impl Fact<'_> {
    /// Whether both can be true.
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
}

pub(crate) fn is_same_set(one: &[String], other: &[String]) -> bool {
    one.iter().all(|value| other.contains(value)) && other.iter().all(|value| one.contains(value))
}

/// Two names, the first of which stands before the second in `theirs`, and
/// after it in `ours`.
pub(crate) fn first_out_of_order<'a>(
    ours: &[&str],
    theirs: &[&'a str],
) -> Option<(&'a str, &'a str)> {
    let places = theirs
        .iter()
        .filter_map(|name| Some((*name, ours.iter().position(|other| other == name)?)));
    let places: Vec<(&str, usize)> = places.collect();
    let reversed = places.windows(2).find(|pair| pair[0].1 > pair[1].1)?;
    Some((reversed[0].0, reversed[1].0))
}

impl Reference {
    /// The fields of an owner, if the source tells them.
    #[must_use]
    pub fn fields_of(&self, owner: &Owner) -> Option<&[Field]> {
        match owner {
            Owner::Envelope => self.envelope.as_deref(),
            Owner::Kind(name) => self.payloads.get(name)?.fields.as_deref(),
            Owner::Object(name) => self.object(name).map(|object| &object.fields[..]),
        }
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, owner: &Owner, name: &str) -> Option<&Field> {
        self.fields_of(owner)?.iter().find(|field| field.name == name)
    }

    /// Where the source speaks of a subject.
    #[must_use]
    pub fn place(&self, subject: &Subject) -> Option<&Place> {
        let of_payload = |name: &str| self.payloads.get(name).and_then(Payload::place);
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

impl Payload {
    fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }
}
