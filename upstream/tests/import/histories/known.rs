//! What the description is to say after each import, found out another way
//! than the importer does.

use std::collections::{BTreeMap, BTreeSet};

use upstream::{Aspect, Depth, Description, Difference, Owner, Subject, Type};

use super::{
    Layout,
    world::{Listed, World, shown},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    kinds: BTreeMap<String, Kind>,
    /// By the first name that each had.
    objects: BTreeMap<String, Object>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kind {
    is_listed: bool,
    structure: String,
    depth: Depth,
    successors: BTreeSet<String>,
    fields: Fields,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Object {
    structure: String,
    fields: Fields,
}

type Fields = BTreeMap<String, Field>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    /// With the first name of an object.
    ty: Type,
    is_optional: bool,
    values: BTreeSet<String>,
    acknowledged: BTreeSet<Aspect>,
}

/// What a save of the pages shows.
struct Saved<'w> {
    layout: Layout,
    /// The first name of every object, by the present one.
    keys: BTreeMap<&'w str, &'w str>,
}

impl Known {
    /// What a description says that was written for a world.
    pub(super) fn of(world: &World) -> Self {
        let mut known = Self { kinds: BTreeMap::new(), objects: BTreeMap::new() };
        known.follow(world, Layout::Pages(0));
        known
    }

    /// Follows what is saved, and returns every difference.
    pub(super) fn follow(&mut self, world: &World, layout: Layout) -> Vec<Difference> {
        let keys = world.objects.iter().map(|object| (&*object.structure, &*object.key)).collect();
        let saved = Saved { layout, keys };
        let mut found = Vec::new();
        let shows_deprecations =
            layout != Layout::Types || world.listed().any(|kind| !kind.successors.is_empty());
        for kind in world.listed() {
            let successors: BTreeSet<String> = kind.successors.iter().cloned().collect();
            let subject = Subject::Kind(kind.name.clone());
            let mut differs = |aspect| found.push(Difference { subject: subject.clone(), aspect });
            let Some(known) = self.kinds.get_mut(&kind.name) else {
                differs(Aspect::Listed);
                let new = Kind {
                    is_listed: true,
                    structure: kind.structure.clone(),
                    depth: kind.depth,
                    successors,
                    fields: saved.new_fields(&kind.fields),
                };
                self.kinds.insert(kind.name.clone(), new);
                continue;
            };
            if !known.is_listed {
                differs(Aspect::Listed);
                known.is_listed = true;
            }
            if layout.shows_structures() && known.structure != kind.structure {
                differs(Aspect::Structure);
                known.structure.clone_from(&kind.structure);
            }
            if shows_deprecations && known.successors != successors {
                differs(Aspect::Deprecation);
                known.successors = successors;
            }
            if known.depth != kind.depth {
                differs(Aspect::Depth);
                known.depth = kind.depth;
            }
            let owner = Owner::Kind(kind.name.clone());
            saved.fields(&owner, &mut known.fields, &kind.fields, &mut found);
        }
        let listed: BTreeSet<&str> = world.listed().map(|kind| &*kind.name).collect();
        for (name, kind) in &mut self.kinds {
            if kind.is_listed && !listed.contains(&**name) {
                let subject = Subject::Kind(name.clone());
                found.push(Difference { subject, aspect: Aspect::Listed });
                kind.is_listed = false;
            }
        }
        for object in world.held() {
            let Some(known) = self.objects.get_mut(&object.key) else {
                let subject = Subject::Object(object.structure.clone());
                found.push(Difference { subject, aspect: Aspect::Listed });
                let fields = saved.new_fields(&object.fields);
                let new = Object { structure: object.structure.clone(), fields };
                self.objects.insert(object.key.clone(), new);
                continue;
            };
            let owner = Owner::Object(known.structure.clone());
            if known.structure != object.structure {
                let subject = Subject::Object(known.structure.clone());
                found.push(Difference { subject, aspect: Aspect::Structure });
                known.structure.clone_from(&object.structure);
            }
            saved.fields(&owner, &mut known.fields, &object.fields, &mut found);
        }
        found.sort();
        found
    }

    /// Whether a description says this, and nothing else.
    pub(super) fn is(&self, description: &Description) -> Result<(), String> {
        let reference = description.reference();
        let keys: BTreeMap<&str, &str> =
            self.objects.iter().map(|(key, object)| (&*object.structure, &**key)).collect();
        let fields = |owner: &Owner| -> Fields {
            let fields = reference.fields_of(owner).unwrap_or_default().iter().map(|field| {
                let subject = Subject::Field(owner.clone(), field.name.clone());
                let of_field = reference.acknowledged.iter().filter(|(of, _)| *of == subject);
                let read = Field {
                    ty: with_key(&field.ty, &keys),
                    is_optional: field.optional == Some(true),
                    values: field.values.iter().flatten().cloned().collect(),
                    acknowledged: of_field.map(|(_, aspect)| *aspect).collect(),
                };
                (field.name.clone(), read)
            });
            fields.collect()
        };
        let kinds = |kinds: &[upstream::Kind], is_listed| -> Vec<(String, Kind)> {
            let kinds = kinds.iter().map(|kind| {
                let read = Kind {
                    is_listed,
                    structure: kind.structure.clone().unwrap_or_default(),
                    depth: reference.payloads[&kind.name].depth.unwrap(),
                    successors: kind.successors.iter().cloned().collect(),
                    fields: fields(&Owner::Kind(kind.name.clone())),
                };
                (kind.name.clone(), read)
            });
            kinds.collect()
        };
        let listed = kinds(reference.kinds.as_deref().unwrap_or_default(), true);
        let objects = reference.objects.iter().map(|object| {
            let key = keys.get(&*object.name).map_or("no such object", |key| key);
            let fields = fields(&Owner::Object(object.name.clone()));
            (key.to_owned(), Object { structure: object.name.clone(), fields })
        });
        let read = Self {
            kinds: listed.into_iter().chain(kinds(&reference.retired, false)).collect(),
            objects: objects.collect(),
        };
        if read == *self { Ok(()) } else { Err(format!("it says {read:#?}\n\nand not {self:#?}")) }
    }
}

impl Saved<'_> {
    fn new_fields(&self, listed: &[Listed]) -> Fields {
        let new = shown(listed).map(|field| (field.name.clone(), self.new_field(field)));
        new.collect()
    }

    fn new_field(&self, field: &upstream::Field) -> Field {
        let ty = match self.seen(&field.ty) {
            Type::AnyNumber => Type::Number,
            Type::AnyTime => Type::Timestamp,
            clear => clear,
        };
        Field {
            ty,
            is_optional: self.seen_optional(field) == Some(true),
            values: field.values.iter().flatten().cloned().collect(),
            acknowledged: BTreeSet::new(),
        }
    }

    fn fields(
        &self,
        owner: &Owner,
        known: &mut Fields,
        listed: &[Listed],
        found: &mut Vec<Difference>,
    ) {
        for field in shown(listed) {
            let subject = Subject::Field(owner.clone(), field.name.clone());
            let mut differs = |aspect| found.push(Difference { subject: subject.clone(), aspect });
            let Some(known) = known.get_mut(&field.name) else {
                differs(Aspect::Listed);
                known.insert(field.name.clone(), self.new_field(field));
                continue;
            };
            if known.acknowledged.remove(&Aspect::Listed) {
                differs(Aspect::Listed);
            }
            let new = self.new_field(field);
            let is_same = match self.seen(&field.ty) {
                Type::AnyNumber => matches!(known.ty, Type::Number | Type::Decimal),
                Type::AnyTime => matches!(known.ty, Type::Date | Type::Timestamp | Type::String),
                clear => known.ty == clear,
            };
            if !is_same {
                differs(Aspect::Type);
                known.ty = new.ty;
            }
            if let Some(optional) = self.seen_optional(field)
                && optional != known.is_optional
            {
                differs(Aspect::Optional);
                known.is_optional = optional;
            }
            if field.values.is_none() {
                continue;
            }
            // In another case it is the same value.
            let now: BTreeMap<String, &String> =
                new.values.iter().map(|value| (value.to_lowercase(), value)).collect();
            known.values.retain(|old| now.get(&old.to_lowercase()).is_none_or(|new| *new == old));
            let is_gone = !known.values.is_subset(&new.values);
            let is_known = known.acknowledged.remove(&Aspect::Values);
            if !new.values.is_subset(&known.values) || is_gone != is_known {
                differs(Aspect::Values);
            }
            known.values.extend(new.values);
            if is_gone {
                known.acknowledged.insert(Aspect::Values);
            }
        }
        let listed: BTreeSet<&str> = shown(listed).map(|field| &*field.name).collect();
        for (name, field) in known {
            if !listed.contains(&**name) && field.acknowledged.insert(Aspect::Listed) {
                let subject = Subject::Field(owner.clone(), name.clone());
                found.push(Difference { subject, aspect: Aspect::Listed });
                field.is_optional = true;
            }
        }
    }

    /// The type, as far as the layout has words for it.
    fn seen(&self, ty: &Type) -> Type {
        match (self.layout, ty) {
            (Layout::Types, Type::Number | Type::Decimal) => Type::AnyNumber,
            (Layout::Types, Type::Date | Type::Timestamp) => Type::AnyTime,
            (_, ty) => with_key(ty, &self.keys),
        }
    }

    fn seen_optional(&self, field: &upstream::Field) -> Option<bool> {
        let is_optional = field.optional?;
        let is_seen = self.layout.shows_marks() || self.layout == Layout::Types && is_optional;
        is_seen.then_some(is_optional)
    }
}

/// A type with the first name of its object.
fn with_key(ty: &Type, keys: &BTreeMap<&str, &str>) -> Type {
    match ty {
        Type::List(element) => Type::List(Box::new(with_key(element, keys))),
        Type::Structure(name) => {
            Type::Structure(keys.get(&**name).map_or(name.clone(), |key| (*key).to_owned()))
        }
        other => other.clone(),
    }
}
