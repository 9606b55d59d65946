//! Finds out what each structure is: the root, a payload, or an object in a payload.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use codegen::pascal;

use crate::{
    compare::View,
    description::Description,
    prose,
    reference::{Depth, Field, Kind, Payload, Place, Reference, Structure, Type},
    subject::{Aspect, Owner, Subject},
};

/// The structures of a source, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    structures: Vec<Structure>,
    /// Whether they are the types of a client library, most of which have
    /// nothing to do with callbacks.
    pub(crate) are_types: bool,
}

/// Why structures cannot be used as a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Two pages are about one structure, and may contradict each other.
    Twins {
        /// The name of the structure.
        name: String,
        /// Where it is listed.
        places: Box<[Option<Place>; 2]>,
    },
    /// The root lists no kind. Upstream will not retire every kind at once, so the page is
    /// incomplete.
    NoKinds {
        /// The name of the root.
        root: String,
        /// Where it is listed.
        place: Option<Place>,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twins { name, places } => {
                let [first, second] =
                    (**places).each_ref().map(|place| place.as_ref().map_or("", |it| &it.source));
                write!(
                    f,
                    "both {first} and {second} are the page of {name}; give only the newer one"
                )
            }
            Self::NoKinds { root, place } => {
                if let Some(place) = place {
                    write!(f, "{place}: ")?;
                }
                write!(
                    f,
                    "the page of {root} lists no kind: save the whole page, down to its last \
                    field"
                )
            }
        }
    }
}

impl std::error::Error for Refusal {}

impl Pages {
    /// Accepts the structures if they can be compared with the description.
    ///
    /// # Errors
    ///
    /// If two have the same name, or if the root lists no kind.
    pub fn new(structures: Vec<Structure>, description: &Description) -> Result<Self, Refusal> {
        let mut first: BTreeMap<&str, &Structure> = BTreeMap::new();
        for structure in &structures {
            if let Some(twin) = first.insert(&structure.name, structure) {
                let places = Box::new([twin, structure].map(|it| it.place.clone()));
                return Err(Refusal::Twins { name: structure.name.clone(), places });
            }
        }
        if let Some(root) = first.get(description.root()) {
            let (_, kinds) = split(&root.fields, description.reference());
            if kinds.is_empty() {
                let place = root.place.clone();
                return Err(Refusal::NoKinds { root: root.name.clone(), place });
            }
        }
        Ok(Self { structures, are_types: false })
    }

    /// Accepts the interfaces of a client library instead of pages. Its types promise more than the
    /// wire does: even what they do not mark as optional may be missing.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn of_types(
        mut interfaces: Vec<Structure>,
        description: &Description,
    ) -> Result<Self, Refusal> {
        for field in interfaces.iter_mut().flat_map(|interface| &mut interface.fields) {
            field.optional = field.optional.filter(|optional| *optional);
        }
        Ok(Self { are_types: true, ..Self::new(interfaces, description)? })
    }

    /// The structures, in the order in which they were given.
    #[must_use]
    pub fn structures(&self) -> &[Structure] {
        &self.structures
    }

    /// What they say, given what the description knows: if the root is not among them, the kinds of
    /// the description map structures to payloads.
    #[must_use]
    pub fn reference(&self, description: &Description) -> Reference {
        let known = description.reference();
        let named =
            self.structures.iter().map(|structure| (structure.name.as_str(), structure)).collect();
        let reference = Reference { is_alphabetical: self.is_alphabetical(), ..Default::default() };
        let mut sorting = Sorting { named, used: BTreeSet::new(), known, reference };
        sorting.root(description.root());
        sorting.payloads();
        let used = &sorting.used;
        let rest =
            self.structures.iter().filter(|structure| !used.contains(structure.name.as_str()));
        let rest = rest.cloned().collect();
        sorting.objects(rest);
        let Sorting { mut reference, .. } = sorting;
        // Types often lack the comments that would say so.
        reference.hides_deprecations =
            self.are_types && !reference.kinds.iter().flatten().any(|kind| kind.deprecated);
        let renamed = renamed(&View::of(known), &View::of(&reference));
        rename(&mut reference, &renamed);
        reference
    }
}

impl Pages {
    /// Whether every page is in alphabetical order, and one is long enough that this is not chance.
    fn is_alphabetical(&self) -> bool {
        let is_sorted = |page: &Structure| page.fields.is_sorted_by_key(|field| &field.name);
        let longest = self.structures.iter().map(|page| page.fields.len()).max().unwrap_or(0);
        longest > 2 && self.structures.iter().all(is_sorted)
    }
}

struct Sorting<'a> {
    named: BTreeMap<&'a str, &'a Structure>,
    /// The names of structures that are neither objects nor unrelated.
    used: BTreeSet<&'a str>,
    known: &'a Reference,
    reference: Reference,
}

impl<'a> Sorting<'a> {
    fn root(&mut self, name: &str) {
        if let Some(root) = self.named.get(name) {
            self.used.insert(&root.name);
            let (envelope, kinds) = split(&root.fields, self.known);
            self.reference.envelope = Some(envelope);
            self.reference.kinds = Some(kinds);
        }
    }

    /// The payloads of the kinds that the root lists, and of known kinds.
    fn payloads(&mut self) {
        let known = self.known.kinds.iter().flatten().chain(&self.known.retired);
        let known: BTreeMap<&str, &Kind> = known.map(|kind| (kind.name.as_str(), kind)).collect();
        let listed: Vec<Kind> = self.reference.kinds.iter().flatten().cloned().collect();
        let mut kinds: BTreeMap<&str, Option<&str>> =
            known.iter().map(|(name, kind)| (*name, kind.structure.as_deref())).collect();
        for kind in &listed {
            let structure = kinds.entry(&kind.name).or_default();
            *structure = kind.structure.as_deref().or(*structure);
        }
        let mut named = BTreeMap::new();
        for (name, structure) in kinds {
            // Most structures follow this naming, and a page may have lost the name.
            let derived = format!("{}Callback", pascal(name));
            let structure = structure.unwrap_or(&derived);
            if let Some(payload) = self.payload(name, structure) {
                self.reference.payloads.insert(name.to_owned(), payload);
                named.insert(name.to_owned(), structure.to_owned());
            }
        }
        for kind in self.reference.kinds.iter_mut().flatten() {
            kind.structure = kind.structure.take().or_else(|| named.remove(&kind.name));
        }
    }

    fn payload(&mut self, kind: &str, structure: &str) -> Option<Payload> {
        if let Some(page) = self.take(structure) {
            let place = page.place.clone();
            let (depth, holder) = match wrapper(kind, page) {
                Some((depth, inner)) => (depth, self.take(inner)),
                None => (Depth::Flat, Some(page)),
            };
            let structure = match depth {
                Depth::Flat => Some(page.name.clone()),
                _ => wrapper(kind, page).map(|(_, inner)| inner.to_owned()),
            };
            let fields = holder.map(|holder| holder.fields.clone());
            return Some(Payload { structure, depth: Some(depth), fields, place });
        }
        // The page of the inner structure of a wrapper may have been saved alone. Its name is that
        // of the wrapper with one more word.
        let depth = self.known.payloads.get(kind)?.depth?;
        let inner = match depth {
            Depth::Flat => return None,
            _ => self.take(&format!("{structure}Item"))?,
        };
        Some(Payload {
            structure: Some(inner.name.clone()),
            depth: None,
            fields: Some(inner.fields.clone()),
            place: inner.place.clone(),
        })
    }

    fn take(&mut self, name: &str) -> Option<&'a Structure> {
        let structure = *self.named.get(name)?;
        self.used.insert(&structure.name);
        Some(structure)
    }

    /// Separates objects, which are known or held by a field, from unrelated structures.
    fn objects(&mut self, mut rest: Vec<Structure>) {
        let fields = self.reference.fields().chain(self.known.fields());
        let held = fields.filter_map(|field| field.ty.structure());
        let named = self.known.objects.iter().map(|object| object.name.as_str());
        let mut held: BTreeSet<String> = held.chain(named).map(str::to_owned).collect();
        while !rest.is_empty() {
            let (objects, others): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|structure| held.contains(&structure.name));
            rest = others;
            if objects.is_empty() {
                break;
            }
            let fields = objects.iter().flat_map(|object| &object.fields);
            held.extend(fields.filter_map(|field| field.ty.structure()).map(str::to_owned));
            self.reference.objects.extend(objects);
        }
        self.reference.strangers = rest;
    }
}

/// The envelope and the kinds, which are the fields of the root that hold a structure. If the page
/// lost its types, every field that is not known from the envelope is a kind.
fn split(fields: &[Field], known: &Reference) -> (Vec<Field>, Vec<Kind>) {
    let in_envelope: BTreeSet<&str> =
        known.envelope.iter().flatten().map(|field| field.name.as_str()).collect();
    let listed: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let mut envelope = Vec::new();
    let mut kinds = Vec::new();
    for field in fields {
        let structure = match &field.ty {
            Type::Structure(name) => Some(name.clone()),
            _ => None,
        };
        let is_kind = structure.is_some() || field.ty == Type::Lost;
        if !is_kind || in_envelope.contains(&*field.name) {
            envelope.push(field.clone());
            continue;
        }
        let deprecation = prose::deprecation(&field.prose, |word| {
            word != field.name && (listed.contains(word) || known.payloads.contains_key(word))
        });
        kinds.push(Kind {
            name: field.name.clone(),
            structure,
            optional: field.optional,
            deprecated: deprecation.is_some(),
            successors: deprecation.unwrap_or_default(),
            prose: field.prose.clone(),
            place: field.place.clone(),
        });
    }
    let names: BTreeSet<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    for field in &mut envelope {
        // The values of `type` are the kinds, which are listed separately.
        field.values = field.values.take().filter(|of| !of.iter().any(|it| names.contains(&**it)));
    }
    (envelope, kinds)
}

/// The structure in a payload whose only field has the kind's name.
fn wrapper<'a>(kind: &str, payload: &'a Structure) -> Option<(Depth, &'a str)> {
    let [Field { name, ty, .. }] = &payload.fields[..] else { return None };
    let (depth, inner) = match ty {
        Type::Structure(inner) => (Depth::Object, inner),
        Type::List(element) => match &**element {
            Type::Structure(inner) => (Depth::List, inner),
            _ => return None,
        },
        _ => return None,
    };
    (name == kind).then_some((depth, inner))
}

/// Objects that upstream renamed, each with the known name: a field that held the known object now
/// holds the new one, both have the same fields, and nothing mentions the known name any more.
fn renamed(ours: &View<'_>, theirs: &View<'_>) -> BTreeMap<String, String> {
    let held = theirs.source.fields().filter_map(|field| field.ty.structure());
    let named = theirs.source.objects.iter().map(|object| object.name.as_str());
    let mentioned: BTreeSet<&str> = held.chain(named).collect();
    let mut renamed = BTreeMap::new();
    let mut old_names = BTreeSet::new();
    let mut owners: Vec<(Owner, Owner)> =
        theirs.owners().into_iter().map(|owner| (owner.clone(), owner)).collect();
    while let Some((of_theirs, of_ours)) = owners.pop() {
        for field in theirs.fields_of(&of_theirs).into_iter().flatten() {
            let Some(known) = ours.field(&of_ours, &field.name) else { continue };
            let Some((new, old)) = other_structure(&field.ty, &known.ty) else { continue };
            let is_free = ours.object(new).is_none()
                && !mentioned.contains(old)
                && !renamed.contains_key(new)
                && !old_names.contains(old);
            let (Some(new), Some(old)) = (theirs.object(new), ours.object(old)) else { continue };
            if is_free && listed(theirs, new) == listed(ours, old) {
                renamed.insert(new.name.clone(), old.name.clone());
                old_names.insert(&*old.name);
                owners.push((Owner::Object(new.name.clone()), Owner::Object(old.name.clone())));
            }
        }
    }
    renamed
}

/// The names of the fields that an object has upstream.
fn listed<'a>(view: &View<'a>, object: &'a Structure) -> BTreeSet<&'a str> {
    let names = object.fields.iter().map(|field| field.name.as_str());
    let is_gone = |name: &&str| {
        let subject = Subject::Field(Owner::Object(object.name.clone()), (*name).to_owned());
        view.source.acknowledged.contains(&(subject, Aspect::Listed))
    };
    names.filter(|name| !is_gone(name)).collect()
}

/// The structures that two types hold, if that is the only difference.
fn other_structure<'t>(one: &'t Type, other: &'t Type) -> Option<(&'t str, &'t str)> {
    match (one, other) {
        (Type::List(one), Type::List(other)) => other_structure(one, other),
        (Type::Structure(one), Type::Structure(other)) if one != other => Some((one, other)),
        _ => None,
    }
}

/// Renames objects to the name under which they are known.
fn rename(reference: &mut Reference, known: &BTreeMap<String, String>) {
    let payloads = reference.payloads.values_mut().filter_map(|payload| payload.fields.as_mut());
    let objects = reference.objects.iter_mut().map(|object| &mut object.fields);
    for field in reference.envelope.iter_mut().chain(payloads).chain(objects).flatten() {
        let mut ty = &mut field.ty;
        while let Type::List(element) = ty {
            ty = element;
        }
        if let Type::Structure(name) = ty
            && let Some(known) = known.get(name)
        {
            known.clone_into(name);
        }
    }
    for object in &mut reference.objects {
        if let Some(known) = known.get(&object.name) {
            let new = std::mem::replace(&mut object.name, known.clone());
            reference.renamed.insert(known.clone(), new);
        }
    }
}
