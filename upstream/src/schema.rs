//! The description as a source like any other: what it says that upstream
//! documents.
//!
//! This is the one place that knows how the description refines the words of
//! upstream: `holds` and `or` stand beside the word and change nothing of it, an
//! enum is a string, an object has a Rust name of its own, and a wrapped kind
//! lists the inner fields.

use codegen::{
    Map, Spanned,
    source::{self, Source, WireName},
};

use crate::compare::Owner;
use crate::reference::{Field, Kind, Payload, Reference, Structure, Type};

/// The description, and what it says that upstream documents.
#[derive(Debug)]
pub struct Description {
    /// As it is written.
    pub(crate) source: Source,
    /// What it says.
    pub(crate) reference: Reference,
}

impl Description {
    /// Reads a description, in which descriptions may be owed.
    ///
    /// # Errors
    ///
    /// Every other problem of the text.
    pub fn read(name: &str, text: &str) -> Result<Self, codegen::Diagnostics> {
        let source = codegen::read(name, text)?;
        let words = Words { source: &source };
        let envelope = source.envelope.as_ref().and_then(|envelope| envelope.value.fields.as_ref());
        let payloads = rows(source.kinds.as_ref()).iter().map(|(name, kind)| {
            let wrapped = kind.value.wrapped.as_ref().is_some_and(|wrapped| wrapped.value);
            let fields = Some(words.fields(kind.value.fields.as_ref()));
            (name.value.0.clone(), Payload { wrapped, fields, place: None })
        });
        let objects = rows(source.objects.as_ref()).iter().map(|(name, object)| Structure {
            name: upstream_name(&name.value.0, &object.value),
            fields: words.fields(object.value.fields.as_ref()),
            place: None,
        });
        let (kinds, retired) = words.kinds();
        let reference = Reference {
            envelope: Some(words.fields(envelope)),
            kinds: Some(kinds),
            retired,
            payloads: payloads.collect(),
            objects: objects.collect(),
            knows_all_objects: true,
            strangers: Vec::new(),
        };
        Ok(Self { source, reference })
    }

    /// What the description says that upstream documents.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The structure that lists the envelope and the kinds.
    #[must_use]
    pub fn root(&self) -> &str {
        let envelope = self.source.envelope.as_ref();
        let name = envelope.and_then(|envelope| envelope.value.upstream.as_ref());
        name.map_or("AccountCallback", |name| &name.value.0)
    }

    /// The address of the page of a structure.
    #[must_use]
    pub fn address(&self, structure: &str) -> String {
        let before = self.source.upstream.as_ref().map_or("", |address| &address.value.0);
        format!("{before}{}", structure.to_ascii_lowercase())
    }

    /// The name that an object has here, by its name upstream.
    pub(crate) fn object_named(&self, structure: &str) -> Option<&str> {
        let mut objects = rows(self.source.objects.as_ref()).iter();
        let (name, _) = objects
            .find(|(name, object)| upstream_name(&name.value.0, &object.value) == structure)?;
        Some(&name.value.0)
    }

    /// The enum of a field, with its known values.
    pub(crate) fn enum_of(&self, owner: &Owner, field: &str) -> Option<(&str, Vec<String>)> {
        let source = &self.source;
        let fields = match owner {
            Owner::Envelope => source.envelope.as_ref()?.value.fields.as_ref(),
            Owner::Kind(of) => {
                let mut kinds = rows(source.kinds.as_ref()).iter();
                kinds.find(|(name, _)| name.value.0 == *of)?.1.value.fields.as_ref()
            }
            Owner::Object(of) => {
                let mut objects = rows(source.objects.as_ref()).iter();
                let here = self.object_named(of)?;
                objects.find(|(name, _)| name.value.0 == here)?.1.value.fields.as_ref()
            }
        };
        let (_, field) = rows(fields).iter().find(|(name, _)| name.value.0 == field)?;
        let word = innermost(&field.value.ty.as_ref()?.value.0);
        Some((word, Words { source }.values(word)?))
    }

    /// Every enum with its known values.
    pub(crate) fn enums(&self) -> impl Iterator<Item = (&str, Vec<String>)> {
        let names = rows(self.source.enums.as_ref()).iter().map(|(name, _)| name.value.0.as_str());
        names.filter_map(|name| Some((name, Words { source: &self.source }.values(name)?)))
    }
}

/// What the words of the description stand for upstream.
struct Words<'a> {
    source: &'a Source,
}

impl Words<'_> {
    /// The kinds that upstream still lists, and the others.
    fn kinds(&self) -> (Vec<Kind>, Vec<Kind>) {
        let is_listed = |kind: &source::Kind| kind.retired.as_ref().is_none_or(|mark| !mark.value);
        let kinds = rows(self.source.kinds.as_ref()).iter().map(|(name, kind)| {
            let successors = kind.value.superseded_by.iter().flat_map(|names| &names.value);
            let successors: Vec<String> = successors.map(|name| name.value.clone()).collect();
            let is_listed = is_listed(&kind.value);
            let kind = Kind {
                name: name.value.0.clone(),
                structure: kind.value.upstream.as_ref().map(|name| name.value.0.clone()),
                optional: Some(true),
                deprecated: !successors.is_empty(),
                successors,
                prose: String::new(),
                place: None,
            };
            (is_listed, kind)
        });
        let (listed, retired): (Vec<_>, Vec<_>) = kinds.partition(|(is_listed, _)| *is_listed);
        let kinds = |of: Vec<(bool, Kind)>| of.into_iter().map(|(_, kind)| kind).collect();
        (kinds(listed), kinds(retired))
    }

    fn fields(&self, fields: Option<&Spanned<Map<WireName, source::Field>>>) -> Vec<Field> {
        let fields = rows(fields).iter().filter_map(|(name, field)| {
            let field = &field.value;
            let word = &field.ty.as_ref()?.value.0;
            Some(Field {
                name: name.value.0.clone(),
                // What is not known here, `gen` reports.
                ty: self.type_of(word).unwrap_or(Type::Anything),
                optional: Some(field.is_optional.as_ref().is_some_and(|optional| optional.value)),
                values: self.values(innermost(word)).or(Some(Vec::new())),
                prose: String::new(),
                place: None,
            })
        });
        fields.collect()
    }

    fn type_of(&self, word: &str) -> Option<Type> {
        if let Some(element) = word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.type_of(element).map(|element| Type::List(Box::new(element)));
        }
        if self.values(word).is_some() {
            return Some(Type::String);
        }
        let mut objects = rows(self.source.objects.as_ref()).iter();
        match objects.find(|(name, _)| name.value.0 == word) {
            Some((name, object)) => {
                Some(Type::Structure(upstream_name(&name.value.0, &object.value)))
            }
            None => Type::of(word),
        }
    }

    fn values(&self, name: &str) -> Option<Vec<String>> {
        let (_, declared) =
            rows(self.source.enums.as_ref()).iter().find(|(of, _)| of.value.0 == name)?;
        let values = declared.value.values.iter().flat_map(|values| &values.value);
        Some(values.map(|known| known.value.wire.value.clone()).collect())
    }
}

fn upstream_name(name: &str, object: &source::Object) -> String {
    object.upstream.as_ref().map_or_else(|| name.to_owned(), |name| name.value.0.clone())
}

/// The word within the brackets of a list.
fn innermost(word: &str) -> &str {
    word.trim_start_matches('[').trim_end_matches(']')
}

fn rows<K, T>(map: Option<&Spanned<Map<K, T>>>) -> &[(Spanned<K>, Spanned<T>)] {
    map.map_or(&[], |map| &map.value.0)
}
