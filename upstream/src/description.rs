//! The description as a source like any other, reduced to what upstream documents.
//!
//! This is the only place that knows how the description refines upstream's words: `holds` and `or`
//! do not change the type word, an enum is a string, an object has its own Rust name, and a wrapped
//! kind lists the inner fields.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    Map, Spanned,
    source::{self, FieldDiffers, KindDiffers, Source, StructDiffers, WireName, Wrapped},
};

use crate::reference::{Depth, Field, Kind, Payload, Reference, Structure, Type};
use crate::subject::{Aspect, Owner, Subject};

/// The description, and the facts in it that upstream documents.
#[derive(Debug)]
pub struct Description {
    reference: Reference,
    root: String,
    /// The start of the address of a page.
    address: String,
    /// The name of each object in the description, by its upstream name.
    objects: BTreeMap<String, String>,
    /// The known values of each enum.
    enums: BTreeMap<String, Vec<String>>,
    /// The type of each field, as it is written.
    words: BTreeMap<(Owner, String), String>,
    /// The fields that hold each enum, in the order of the description.
    holders: BTreeMap<String, Vec<(Owner, String)>>,
    /// The owner of a sensitive field, by the name of the field.
    sensitive: BTreeMap<String, Owner>,
}

type Fields = Spanned<Map<WireName, source::Field>>;

impl Description {
    /// Reads a description whose entries may lack their text.
    ///
    /// # Errors
    ///
    /// Every other problem of the text.
    pub fn read(name: &str, text: &str) -> Result<Self, codegen::Diagnostics> {
        let source = codegen::read(name, text)?;
        let envelope = source.envelope.as_ref().map(|envelope| &envelope.value);
        let root = envelope.and_then(|envelope| envelope.upstream.as_ref());
        let enums = rows(source.enums.as_ref()).iter().map(|(name, declared)| {
            let values = declared.value.values.iter().flat_map(|values| &values.value);
            let values = values.map(|known| known.value.wire.value.clone());
            (name.value.0.clone(), values.collect())
        });
        let objects = rows(source.objects.as_ref()).iter();
        let mut description = Self {
            reference: Reference { knows_all_objects: true, ..Reference::default() },
            root: root.map_or("AccountCallback", |name| &name.value.0).to_owned(),
            address: source.upstream.as_ref().map_or("", |it| &it.value.0).to_owned(),
            objects: objects
                .map(|(name, of)| (upstream_name(name, of), name.value.0.clone()))
                .collect(),
            enums: enums.collect(),
            words: BTreeMap::new(),
            holders: BTreeMap::new(),
            sensitive: BTreeMap::new(),
        };
        let here: BTreeMap<&str, String> = rows(source.objects.as_ref())
            .iter()
            .map(|(name, of)| (&*name.value.0, upstream_name(name, of)))
            .collect();
        description.envelope(envelope, &here);
        description.kinds(&source, &here);
        description.objects(&source, &here);
        Ok(description)
    }

    /// The facts in the description that upstream documents.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The structure that lists the envelope and the kinds.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The address of the page of a structure.
    #[must_use]
    pub fn address(&self, structure: &str) -> String {
        format!("{}{}", self.address, structure.to_ascii_lowercase())
    }

    /// The name of an object in the description, by its upstream name.
    pub(crate) fn object_named(&self, structure: &str) -> Option<&str> {
        self.objects.get(structure).map(String::as_str)
    }

    /// The type of a field, as it is written.
    pub(crate) fn word(&self, owner: &Owner, field: &str) -> Option<&str> {
        self.words.get(&(owner.clone(), field.to_owned())).map(String::as_str)
    }

    /// Every enum with its known values.
    pub(crate) fn enums(&self) -> &BTreeMap<String, Vec<String>> {
        &self.enums
    }

    /// The fields that hold an enum, in the order of the description.
    pub(crate) fn holders(&self, of: &str) -> &[(Owner, String)] {
        self.holders.get(of).map_or(&[], |holders| holders)
    }

    /// The owner of a sensitive field with this name.
    pub(crate) fn sensitive(&self, field: &str) -> Option<&Owner> {
        self.sensitive.get(field)
    }

    fn envelope(&mut self, envelope: Option<&source::Envelope>, here: &BTreeMap<&str, String>) {
        let differs = envelope.and_then(|envelope| envelope.differs.as_ref());
        if words(differs).any(|StructDiffers::Order| true) {
            let known = &mut self.reference.acknowledged;
            known.insert((Subject::Kinds, Aspect::Order));
            known.insert((Subject::Fields(Owner::Envelope), Aspect::Order));
        }
        let fields = envelope.and_then(|envelope| envelope.fields.as_ref());
        self.reference.envelope = Some(self.fields(&Owner::Envelope, fields, here));
    }

    fn kinds(&mut self, source: &Source, here: &BTreeMap<&str, String>) {
        let mut listed = Vec::new();
        for (name, kind) in rows(source.kinds.as_ref()) {
            let (name, kind) = (&name.value.0, &kind.value);
            let owner = Owner::Kind(name.clone());
            for word in words(kind.differs.as_ref()) {
                let subject = match word {
                    KindDiffers::Order => Subject::Fields(owner.clone()),
                    _ => Subject::Kind(name.clone()),
                };
                let aspect = match word {
                    KindDiffers::Order => Aspect::Order,
                    KindDiffers::Optional => Aspect::Optional,
                    KindDiffers::Deprecated => Aspect::Deprecation,
                };
                self.reference.acknowledged.insert((subject, aspect));
            }
            let depth = match kind.wrapped.as_ref().map(|wrapped| wrapped.value) {
                None | Some(Wrapped::No) => Depth::Flat,
                Some(Wrapped::Object) => Depth::Object,
                Some(Wrapped::List) => Depth::List,
            };
            let structure = kind.upstream.as_ref().map(|name| name.value.0.clone());
            let payload = Payload {
                structure: structure.clone().filter(|_| depth == Depth::Flat),
                depth: Some(depth),
                fields: Some(self.fields(&owner, kind.fields.as_ref(), here)),
                place: None,
            };
            self.reference.payloads.insert(name.clone(), payload);
            let successors = kind.superseded_by.iter().flat_map(|names| &names.value);
            let successors: Vec<String> = successors.map(|name| name.value.clone()).collect();
            let is_retired = kind.retired.as_ref().is_some_and(|mark| mark.value);
            let kind = Kind {
                name: name.clone(),
                structure,
                optional: Some(true),
                deprecated: !successors.is_empty(),
                successors,
                prose: String::new(),
                place: None,
            };
            if is_retired { &mut self.reference.retired } else { &mut listed }.push(kind);
        }
        self.reference.kinds = Some(listed);
    }

    fn objects(&mut self, source: &Source, here: &BTreeMap<&str, String>) {
        for (name, object) in rows(source.objects.as_ref()) {
            let name = upstream_name(name, object);
            let owner = Owner::Object(name.clone());
            if words(object.value.differs.as_ref()).any(|StructDiffers::Order| true) {
                let order = (Subject::Fields(owner.clone()), Aspect::Order);
                self.reference.acknowledged.insert(order);
            }
            let fields = self.fields(&owner, object.value.fields.as_ref(), here);
            self.reference.objects.push(Structure { name, fields, place: None });
        }
    }

    fn fields(
        &mut self,
        owner: &Owner,
        fields: Option<&Fields>,
        here: &BTreeMap<&str, String>,
    ) -> Vec<Field> {
        let mut read = Vec::new();
        for (name, field) in rows(fields) {
            let (name, field) = (&name.value.0, &field.value);
            let Some(word) = field.ty.as_ref().map(|word| &word.value.0) else { continue };
            let key = (owner.clone(), name.clone());
            let subject = Subject::Field(owner.clone(), name.clone());
            let acknowledged = words(field.differs.as_ref()).map(|word| match word {
                FieldDiffers::Listed => Aspect::Listed,
                FieldDiffers::Optional => Aspect::Optional,
                FieldDiffers::Values => Aspect::Values,
            });
            let acknowledged = acknowledged.map(|aspect| (subject.clone(), aspect));
            self.reference.acknowledged.extend(acknowledged);
            if field.sensitive.as_ref().is_some_and(|mark| mark.value) {
                self.sensitive.entry(name.clone()).or_insert_with(|| owner.clone());
            }
            let values = self.enums.get(innermost(word)).cloned();
            if values.is_some() {
                self.holders.entry(innermost(word).to_owned()).or_default().push(key.clone());
            }
            self.words.insert(key, word.clone());
            read.push(Field {
                name: name.clone(),
                // `gen` reports what is not known here.
                ty: self.type_of(word, here).unwrap_or(Type::Anything),
                optional: Some(field.is_optional.as_ref().is_some_and(|optional| optional.value)),
                values: values.or(Some(Vec::new())),
                prose: String::new(),
                place: None,
            });
        }
        read
    }

    fn type_of(&self, word: &str, here: &BTreeMap<&str, String>) -> Option<Type> {
        if let Some(element) = word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.type_of(element, here).map(|element| Type::List(Box::new(element)));
        }
        if self.enums.contains_key(word) {
            return Some(Type::String);
        }
        here.get(word).cloned().map(Type::Structure).or_else(|| Type::of(word))
    }
}

impl Reference {
    /// The words that acknowledge differences in a subject.
    pub(crate) fn acknowledged_in(&self, subject: &Subject) -> BTreeSet<Aspect> {
        let from = (subject.clone(), Aspect::Listed);
        let of_subject = self.acknowledged.range(from..).take_while(|(of, _)| of == subject);
        of_subject.map(|(_, aspect)| *aspect).collect()
    }
}

/// The word for an aspect in `differs`.
pub(crate) fn word_for(aspect: Aspect) -> Option<&'static str> {
    match aspect {
        Aspect::Listed => Some("listed"),
        Aspect::Order => Some("order"),
        Aspect::Optional => Some("optional"),
        Aspect::Values => Some("values"),
        Aspect::Deprecation => Some("deprecated"),
        Aspect::Structure | Aspect::Depth | Aspect::Type => None,
    }
}

fn upstream_name(name: &Spanned<source::PascalName>, object: &Spanned<source::Object>) -> String {
    object.value.upstream.as_ref().map_or(&name.value.0, |upstream| &upstream.value.0).clone()
}

/// The word within the brackets of a list.
pub(crate) fn innermost(word: &str) -> &str {
    word.trim_start_matches('[').trim_end_matches(']')
}

fn words<T: Copy>(list: Option<&Spanned<Vec<Spanned<T>>>>) -> impl Iterator<Item = T> {
    list.into_iter().flat_map(|list| &list.value).map(|word| word.value)
}

fn rows<K, T>(map: Option<&Spanned<Map<K, T>>>) -> &[(Spanned<K>, Spanned<T>)] {
    map.map_or(&[], |map| &map.value.0)
}
