//! From the description as written to the model: resolves names and reports contradictions.
//!
//! This module knows what the words of the notation mean; it must not know TOML or what is
//! generated.

mod cycles;
mod naming;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Guesses, Span, code};
use crate::model::{
    Enum, EnumValue, Example, Field, Kind, Literal, Model, Refinement, Scalar, Struct, Type, Unfit,
    Upstream, role,
};
use crate::notation::{Map, Spanned};
use crate::source::{self, Doc, PageName, Source, TypeWord, WireName};
use crate::words::{enumerated, listed, quoted};
use cycles::{Edge, around, cycles};

/// Resolves the description, or reports everything that is wrong with it.
pub(crate) fn lower(name: &str, text: &str) -> Result<Model, Diagnostics> {
    let mut found = Vec::new();
    let source = source::read(text, &mut found);
    let model = Lowering::new(&source, &mut found).model();
    source::without_aftermath(text, &mut found);
    match model {
        Some(model) if found.is_empty() => Ok(model),
        _ => Err(Diagnostics::new(name, text, found)),
    }
}

/// Deeper lists are a typing mistake.
const DEEPEST_LIST: usize = 3;

/// Name of the struct of the envelope.
const ENVELOPE: &str = "Envelope";

/// The default address of the JSON Schemas, which leads nowhere: nobody can own a domain that ends
/// in `.invalid`.
const NOWHERE: &str = "https://voximplant-callbacks.invalid/";

/// The state of lowering. Whatever is left out of the model was reported, so the model is complete
/// if nothing was.
struct Lowering<'a> {
    source: &'a Source,
    found: &'a mut Vec<Diagnostic>,
    /// Objects and enums by name.
    named: BTreeMap<&'a str, Type>,
    enums: Vec<Enum>,
    /// The values of each enum, each with the place where it first appears.
    known: Vec<BTreeMap<&'a str, &'a Span>>,
    guesses: Guesses,
    /// What misspelled types most likely mean, so that a typing mistake is not reported again as an
    /// unused object.
    guessed: Vec<Type>,
}

impl<'a> Lowering<'a> {
    fn new(source: &'a Source, found: &'a mut Vec<Diagnostic>) -> Self {
        let objects = rows(source.objects.as_ref()).iter().enumerate();
        let enums = rows(source.enums.as_ref()).iter().enumerate();
        let named = objects
            .map(|(index, (name, _))| (name.value.0.as_str(), Type::Object(index)))
            .chain(enums.map(|(index, (name, _))| (name.value.0.as_str(), Type::Enum(index))))
            .collect();
        Self {
            source,
            found,
            named,
            enums: Vec::new(),
            known: Vec::new(),
            guesses: Guesses::new(),
            guessed: Vec::new(),
        }
    }

    fn model(mut self) -> Option<Model> {
        let source = self.source;
        naming::types(source, self.found);
        self.enums = rows(source.enums.as_ref())
            .iter()
            .map(|(name, declared)| self.enumeration(&name.value.0, &declared.value))
            .collect();

        let groups = self.groups();
        let mut uses = Vec::new();
        let envelope = self.envelope(&mut uses);
        let kinds = self.kinds(&mut uses);
        let mut nested = Vec::new();
        let objects = rows(source.objects.as_ref())
            .iter()
            .map(|(name, object)| {
                let mut uses = Vec::new();
                let object = self.object(&name.value.0, &object.value, &mut uses);
                nested.push(uses);
                object
            })
            .collect();

        self.check_object_cycles(&nested);
        self.check_use(&uses, &nested);
        self.check_successors();
        Some(Model {
            version: source.version.as_ref()?.value.0.clone(),
            base: source.base.as_ref().map_or(NOWHERE, |base| &base.value.0).to_owned(),
            groups,
            envelope: envelope?,
            kinds,
            objects,
            enums: self.enums,
        })
    }

    /// The groups; each kind names one or none.
    fn groups(&mut self) -> Vec<String> {
        let source = self.source;
        let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
        for group in source.groups.iter().flat_map(|list| &list.value) {
            let name = group.value.0.as_str();
            if let Some(first) = seen.get(name) {
                self.report_duplicate(name, &group.span, first);
            } else {
                seen.insert(name, &group.span);
            }
        }
        let named =
            rows(source.kinds.as_ref()).iter().filter_map(|(_, it)| it.value.group.as_ref());
        for group in named.filter(|group| !seen.contains_key(group.value.as_str())) {
            self.report_group(group, seen.keys().copied());
        }
        let groups = source.groups.iter().flat_map(|list| &list.value);
        groups.map(|group| group.value.0.clone()).collect()
    }

    fn report_group<'k>(&mut self, name: &Spanned<String>, groups: impl Iterator<Item = &'k str>) {
        let message = format!("unknown group {}", quoted(&name.value));
        let label = "not one of `groups`";
        let unknown = Diagnostic::new(code::UNKNOWN_GROUP, message, &name.span, label);
        let help = match self.guesses.nearest(&name.value, groups) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "add it to `groups` at the top of the description, or remove it".to_owned(),
        };
        self.found.push(unknown.help(help));
    }

    fn enumeration(&mut self, name: &str, declared: &'a source::Enum) -> Enum {
        let mut seen: BTreeMap<&'a str, &'a Span> = BTreeMap::new();
        let mut known = Vec::new();
        if let Some(list) = &declared.values {
            if list.value.is_empty() {
                self.report_empty(&list.span, format!("enum `{name}` has no values"));
            }
            for value in &list.value {
                let wire = &value.value.wire;
                if let Some(first) = seen.get(wire.value.as_str()) {
                    self.report_duplicate(&wire.value, &wire.span, first);
                } else {
                    seen.insert(&wire.value, &wire.span);
                    known.push(&value.value);
                }
            }
        }
        self.known.push(seen);
        let names = naming::values(known.iter().copied(), self.found);
        let values = known
            .into_iter()
            .zip(names)
            .filter_map(|(known, name)| {
                Some(EnumValue { wire: known.wire.value.clone(), name: name? })
            })
            .collect();
        Enum { name: name.to_owned(), doc: sentence(declared.doc.as_ref()), values }
    }

    fn envelope(&mut self, uses: &mut Vec<(Type, Span)>) -> Option<Struct> {
        let envelope = self.source.envelope.as_ref()?;
        let declared = envelope.value.fields.as_ref()?;
        let names = naming::fields(ENVELOPE, true, rows(Some(declared)), self.found);
        let fields = self.fields(names, rows(Some(declared)), uses);
        for (wire, word) in role::ALL {
            self.check_role(wire, word, declared);
        }
        let upstream = self.upstream(envelope.value.upstream.as_ref());
        let doc = sentence(envelope.value.doc.as_ref());
        Some(Struct { name: ENVELOPE.to_owned(), doc, upstream, fields })
    }

    /// Checks an envelope field that the SDK's own code relies on.
    fn check_role(
        &mut self,
        role: &str,
        word: &str,
        fields: &Spanned<Map<WireName, source::Field>>,
    ) {
        let Some((_, field)) = fields.value.0.iter().find(|(wire, _)| wire.value.0 == role) else {
            let message = format!("the envelope has no field `{role}`");
            let missing = Diagnostic::new(code::ENVELOPE, message, &fields.span, "not among these");
            self.found.push(
                missing.help(format!(
                    "the SDK relies on it: add `{role} = {{ type = \"{word}\", … }}`"
                )),
            );
            return;
        };
        if let Some(ty) = field.value.ty.as_ref().filter(|ty| ty.value.0 != word) {
            let message = format!("the envelope field `{role}` is not a `{word}`");
            let other = Diagnostic::new(code::ENVELOPE, message, &ty.span, "here");
            self.found.push(other.help(format!("the SDK relies on it: write `type = \"{word}\"`")));
        }
        let renamed = field.value.rust.as_ref().filter(|rust| rust.value.0 != "kind");
        if let Some(rust) = renamed.filter(|_| role == role::KIND) {
            let message = format!("the envelope field `{role}` must be called `kind` in Rust");
            let other = Diagnostic::new(code::ENVELOPE, message, &rust.span, "here");
            self.found.push(other.help("the SDK relies on it: write `rust = \"kind\"`"));
        }
    }

    fn kinds(&mut self, uses: &mut Vec<(Type, Span)>) -> Vec<Kind> {
        let source = self.source;
        if let Some(kinds) = source.kinds.as_ref().filter(|kinds| kinds.value.0.is_empty()) {
            self.report_empty(&kinds.span, "there are no kinds".to_owned());
        }
        rows(source.kinds.as_ref())
            .iter()
            .map(|(wire, kind)| self.kind(wire, &kind.value, uses))
            .collect()
    }

    fn kind(
        &mut self,
        wire: &Spanned<WireName>,
        kind: &'a source::Kind,
        uses: &mut Vec<(Type, Span)>,
    ) -> Kind {
        let name = naming::kind_name(&wire.value, kind);
        let declared = rows(kind.fields.as_ref());
        let names = naming::fields(&name, false, declared, self.found);
        let fields = self.fields(names, declared, uses);
        self.check_property(wire);
        self.check_wrapper(wire, kind);
        let upstream = self.upstream(kind.upstream.as_ref());
        let doc = sentence(kind.doc.as_ref());
        Kind {
            wire: wire.value.0.clone(),
            payload: Struct { name, doc, upstream, fields },
            group: kind.group.as_ref().map(|group| group.value.clone()),
            wrapped: kind.wrapped.as_ref().is_some_and(|wrapped| wrapped.value.is_deeper()),
            since: kind.since.as_ref().map(|since| since.value.0.clone()),
            confirm: kind.confirm.as_ref().map(|confirm| confirm.value.0.clone()),
            superseded_by: kind
                .superseded_by
                .iter()
                .flat_map(|names| names.value.iter().map(|name| name.value.clone()))
                .collect(),
            retired: flag(kind.retired.as_ref()),
        }
    }

    /// The payload is next to the envelope's fields, in the property named after the kind.
    fn check_property(&mut self, kind: &Spanned<WireName>) {
        let envelope = self.source.envelope.as_ref();
        let fields = rows(envelope.and_then(|envelope| envelope.value.fields.as_ref()));
        let name = &kind.value.0;
        if let Some((field, _)) = fields.iter().find(|(field, _)| field.value.0 == *name) {
            let message = format!("kind `{name}` has the same name as a field of the envelope");
            let clash = Diagnostic::new(code::NAME_COLLISION, message, &kind.span, "this kind")
                .also(&field.span, "this field");
            self.found.push(clash.help(
                "the payload is in the property named after the kind, next to the envelope's \
                 fields; check both names on the upstream page",
            ));
        }
    }

    /// Every payload is read both with and without a wrapper named after the kind, so a field with
    /// that name would be ambiguous.
    fn check_wrapper(&mut self, kind: &Spanned<WireName>, declared: &source::Kind) {
        let name = &kind.value.0;
        let fields = rows(declared.fields.as_ref());
        if let Some((field, _)) = fields.iter().find(|(field, _)| field.value.0 == *name) {
            let message = format!("kind `{name}` has a field with the same name");
            let ambiguous = Diagnostic::new(code::AMBIGUOUS_WRAPPER, message, &field.span, "here");
            self.found.push(ambiguous.help(
                "a property with that name is read as a wrapper of the payload; if upstream \
                 documents a wrapper, list the inner fields and add `wrapped = true` to the kind",
            ));
        }
        if let Some(wrapped) = declared.wrapped.as_ref().filter(|it| it.value.is_deeper())
            && fields.is_empty()
        {
            self.report_empty(
                &wrapped.span,
                format!("kind `{name}` is wrapped, but has no fields"),
            );
        }
    }

    fn object(
        &mut self,
        name: &str,
        object: &'a source::Object,
        uses: &mut Vec<(Type, Span)>,
    ) -> Struct {
        if let Some(fields) = object.fields.as_ref().filter(|fields| fields.value.0.is_empty()) {
            self.report_empty(&fields.span, format!("object `{name}` has no fields"));
        }
        let declared = rows(object.fields.as_ref());
        let names = naming::fields(name, false, declared, self.found);
        let fields = self.fields(names, declared, uses);
        let upstream = self.upstream(object.upstream.as_ref());
        Struct { name: name.to_owned(), doc: sentence(object.doc.as_ref()), upstream, fields }
    }

    /// Lowers the fields of one struct, and collects the types that they use.
    fn fields(
        &mut self,
        names: Vec<String>,
        fields: &'a [(Spanned<WireName>, Spanned<source::Field>)],
        uses: &mut Vec<(Type, Span)>,
    ) -> Vec<Field> {
        let lowered = fields.iter().zip(names).filter_map(|((wire, field), name)| {
            let field = &field.value;
            let ty = self.field_type(field, uses)?;
            let example = self.field_example(wire, field, &ty);
            Some(Field {
                wire: wire.value.0.clone(),
                name,
                ty,
                optional: flag(field.is_optional.as_ref()),
                sensitive: flag(field.sensitive.as_ref()),
                doc: sentence(field.doc.as_ref()),
                example,
            })
        });
        lowered.collect()
    }

    fn field_type(&mut self, field: &source::Field, uses: &mut Vec<(Type, Span)>) -> Option<Type> {
        let mut ty = self.resolve(field.ty.as_ref()?, uses)?;
        let holds = field.holds.as_ref().map(|holds| match holds.value {
            source::Holds::Decimal => ("holds", Refinement::HoldsDecimal, &holds.span),
        });
        let or = field.or.as_ref().map(|or| match or.value {
            source::Or::Date => ("or", Refinement::OrDate, &or.span),
        });
        for (attribute, refinement, span) in holds.into_iter().chain(or) {
            let refined = match ty {
                Type::Scalar(scalar) => Scalar::of(scalar.facts().word, Some(refinement)),
                _ => None,
            };
            match refined {
                Some(refined) => ty = Type::Scalar(refined),
                None => self.report_misplaced(attribute, refinement, span),
            }
        }
        Some(ty)
    }

    fn resolve(&mut self, word: &Spanned<TypeWord>, uses: &mut Vec<(Type, Span)>) -> Option<Type> {
        let mut innermost = word.value.0.as_str();
        let mut depth = 0;
        while let Some(element) = innermost.strip_prefix('[').and_then(|e| e.strip_suffix(']')) {
            innermost = element;
            depth += 1;
        }
        if depth > DEEPEST_LIST {
            let message = format!("lists are nested {depth} deep");
            let deep = Diagnostic::new(code::UNKNOWN_TYPE, message, &word.span, "here");
            self.found.push(deep.help(format!("nest them at most {DEEPEST_LIST} deep")));
            return None;
        }
        let ty = if let Some(scalar) = Scalar::of(innermost, None) {
            Type::Scalar(scalar)
        } else if let Some(named) = self.named.get(innermost).cloned() {
            uses.push((named.clone(), word.span.clone()));
            named
        } else {
            self.report_unknown_type(innermost, &word.span);
            return None;
        };
        Some((0..depth).fold(ty, |element, _| Type::List(Box::new(element))))
    }

    fn report_unknown_type(&mut self, word: &str, span: &Span) {
        let words = Scalar::words().map(|word| -> &str { word });
        let candidates = words.chain(self.named.keys().copied());
        let help = if let Some(meant) = self.guesses.nearest(word, candidates) {
            self.guessed.extend(self.named.get(meant).cloned());
            format!("did you mean `{meant}`?")
        } else {
            format!(
                "write {}, `[T]` for a list of `T`, or the name of an entry of `[objects]` or \
                 `[enums]`",
                listed(Scalar::words())
            )
        };
        let message = format!("unknown type {}", quoted(word));
        let label = "no type word, object or enum has this name";
        self.found.push(Diagnostic::new(code::UNKNOWN_TYPE, message, span, label).help(help));
    }

    fn field_example(
        &mut self,
        wire: &Spanned<WireName>,
        field: &source::Field,
        ty: &Type,
    ) -> Option<Example> {
        let holds_objects = matches!(ty.innermost(), Type::Object(_));
        match &field.example {
            Some(example) if holds_objects => {
                let message = "an object takes its example from its own fields";
                let surplus = Diagnostic::new(code::EXAMPLE_MISFIT, message, &example.span, "here");
                self.found.push(surplus.help("remove this example"));
                None
            }
            Some(example) => self.example(ty, example),
            None if holds_objects => None,
            None => {
                let message = format!("field {} has no example", quoted(&wire.value.0));
                let missing =
                    Diagnostic::new(code::MISSING_EXAMPLE, message, &wire.span, "this field");
                let (_, help) = self.fitting(ty);
                self.found.push(missing.help(format!("add `example = …`: {help}")));
                None
            }
        }
    }

    fn example(&mut self, ty: &Type, example: &Spanned<source::Example>) -> Option<Example> {
        use source::Example as Written;
        if let (Type::List(element), Written::List(list)) = (ty, &example.value)
            && !list.is_empty()
        {
            let elements: Vec<_> =
                list.iter().filter_map(|example| self.example(element, example)).collect();
            return (elements.len() == list.len()).then_some(Example::List(elements));
        }
        let literal = match &example.value {
            Written::Number(digits) => Some(Literal::Number(digits)),
            Written::Boolean(boolean) => Some(Literal::Boolean(*boolean)),
            Written::Text(text) => Some(Literal::Text(text)),
            Written::List(_) | Written::Foreign => None,
        };
        let fitted = match (ty, literal) {
            (Type::Scalar(scalar), Some(literal)) => (scalar.facts().example)(literal),
            (Type::Enum(index), Some(Literal::Text(text))) if self.is_known(*index, text) => {
                Ok(Example::Text(text.to_owned()))
            }
            _ => Err(Unfit::Misfit),
        };
        match fitted {
            Ok(example) => Some(example),
            Err(unfit) => {
                self.report_unfit(ty, literal, unfit, &example.span);
                None
            }
        }
    }

    fn report_unfit(&mut self, ty: &Type, literal: Option<Literal<'_>>, unfit: Unfit, span: &Span) {
        let (what, mut help) = self.fitting(ty);
        let (code, message) = match unfit {
            Unfit::Misfit => (code::EXAMPLE_MISFIT, format!("the example is not {what}")),
            Unfit::OutOfRange(range) => {
                range.clone_into(&mut help);
                let message = "the decoder cannot hold the example".to_owned();
                (code::EXAMPLE_OUT_OF_RANGE, message)
            }
        };
        if let (Type::Enum(index), Some(Literal::Text(text))) = (ty, literal) {
            let values = self.known_values(*index);
            if let Some(meant) = self.guesses.nearest(text, values) {
                help = format!("did you mean `{meant}`?");
            }
        }
        self.found.push(Diagnostic::new(code, message, span, "here").help(help));
    }

    /// Whether an enum has the value. An enum without values was reported already, so it accepts
    /// any.
    fn is_known(&self, index: usize, value: &str) -> bool {
        let known = &self.known[index];
        known.is_empty() || known.contains_key(value)
    }

    /// What an example of the type is, and how to write one.
    fn fitting(&self, ty: &Type) -> (&'static str, String) {
        match ty {
            Type::Scalar(scalar) => (scalar.facts().expected, scalar.facts().how.to_owned()),
            Type::List(_) => (
                "a list of at least one element",
                "write the elements in brackets, such as `[7001, 7002]`".to_owned(),
            ),
            Type::Enum(index) => (
                "a known value of its enum",
                format!("write one of these in quotes: {}", listed(self.known_values(*index))),
            ),
            Type::Object(_) => {
                ("an object", "leave it out: the object's fields have their own".to_owned())
            }
        }
    }

    fn known_values(&self, index: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        let declared = &rows(self.source.enums.as_ref())[index].1.value;
        let values = declared.values.iter().flat_map(|values| &values.value);
        values.map(|known| known.value.wire.value.as_str())
    }

    fn upstream(&self, page: Option<&Spanned<PageName>>) -> Option<Upstream> {
        let name = page?.value.0.clone();
        let address = &self.source.upstream.as_ref()?.value.0;
        Some(Upstream { url: format!("{address}{}", name.to_ascii_lowercase()), name })
    }

    /// A payload cannot be infinitely nested.
    fn check_object_cycles(&mut self, nested: &[Vec<(Type, Span)>]) {
        let edges: Vec<Vec<Edge>> = nested
            .iter()
            .map(|uses| {
                let objects = uses.iter().filter_map(|(ty, span)| match ty {
                    Type::Object(index) => Some((*index, span.clone())),
                    _ => None,
                });
                objects.collect()
            })
            .collect();
        let objects = rows(self.source.objects.as_ref());
        let name = |index: usize| objects[index].0.value.0.as_str();
        for cycle in cycles(&edges) {
            self.found.push(
                around(&cycle, name, code::OBJECT_CYCLE, "objects hold each other", "holds").help(
                    "a payload cannot be infinitely nested: give one of these fields another type",
                ),
            );
        }
    }

    /// Checks that a callback uses every object and enum, as far as the meaning of misspelled types
    /// is known.
    fn check_use(&mut self, uses: &[(Type, Span)], nested: &[Vec<(Type, Span)>]) {
        if self.guesses.are_over() {
            return;
        }
        let source = self.source;
        let mut objects = vec![false; nested.len()];
        let mut enums = vec![false; self.enums.len()];
        let mut todo: Vec<&Type> = uses.iter().map(|(ty, _)| ty).chain(&self.guessed).collect();
        while let Some(ty) = todo.pop() {
            match ty {
                Type::Object(index) if !objects[*index] => {
                    objects[*index] = true;
                    todo.extend(nested[*index].iter().map(|(ty, _)| ty));
                }
                Type::Enum(index) => enums[*index] = true,
                _ => {}
            }
        }
        let objects = rows(source.objects.as_ref()).iter().zip(objects);
        let objects = objects.map(|((name, _), used)| ("object", name, used));
        let enums = rows(source.enums.as_ref()).iter().zip(enums);
        let enums = enums.map(|((name, _), used)| ("enum", name, used));
        for (what, name, _) in objects.chain(enums).filter(|(_, _, used)| !used) {
            let message = format!("no callback uses {what} {}", quoted(&name.value.0));
            let unused = Diagnostic::new(code::UNUSED, message, &name.span, "unused");
            self.found.push(unused.help(format!(
                "remove it, or use it as the `type` of a field that a callback has: \
                 `type = \"{}\"`",
                name.value.0
            )));
        }
    }

    fn check_successors(&mut self) {
        let kinds = rows(self.source.kinds.as_ref());
        let indices: BTreeMap<&str, usize> = kinds
            .iter()
            .enumerate()
            .map(|(index, (wire, _))| (wire.value.0.as_str(), index))
            .collect();
        let mut edges = Vec::new();
        for (wire, kind) in kinds {
            let mut successors: Vec<Edge> = Vec::new();
            if let Some(list) = &kind.value.superseded_by {
                if list.value.is_empty() {
                    let message =
                        format!("kind {} has an empty list of successors", quoted(&wire.value.0));
                    self.report_empty(&list.span, message);
                }
                for name in &list.value {
                    match indices.get(name.value.as_str()) {
                        Some(index) => {
                            let first = successors.iter().find(|(other, _)| other == index);
                            if let Some((_, first)) = first {
                                self.report_duplicate(&name.value, &name.span, first);
                            } else {
                                successors.push((*index, name.span.clone()));
                            }
                        }
                        None => self.report_unknown_successor(name, indices.keys().copied()),
                    }
                }
            }
            edges.push(successors);
        }
        let name = |index: usize| kinds[index].0.value.0.as_str();
        for cycle in cycles(&edges) {
            let diagnostic = around(
                &cycle,
                name,
                code::SUCCESSOR_CYCLE,
                "kinds supersede each other",
                "is superseded by",
            );
            self.found
                .push(diagnostic.help("keep only the successors that are newer than the kind"));
        }
    }

    fn report_unknown_successor<'k>(
        &mut self,
        name: &Spanned<String>,
        kinds: impl Iterator<Item = &'k str>,
    ) {
        let message = format!("unknown successor {}", quoted(&name.value));
        let label = "no kind has this name";
        let unknown = Diagnostic::new(code::UNKNOWN_SUCCESSOR, message, &name.span, label);
        let help = match self.guesses.nearest(&name.value, kinds) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                format!("describe it as `[kinds.{}]`, or remove it", name.value.escape_debug())
            }
        };
        self.found.push(unknown.help(help));
    }

    fn report_empty(&mut self, span: &Span, message: String) {
        let empty = Diagnostic::new(code::EMPTY, message, span, "here");
        self.found.push(empty.help("fill it, or remove it"));
    }

    fn report_duplicate(&mut self, name: &str, span: &Span, first: &Span) {
        let message = format!("{} is given twice", quoted(name));
        let duplicate = Diagnostic::new(code::DUPLICATE, message, span, "already given above")
            .also(first, "first given here");
        self.found.push(duplicate.help("keep one of the two"));
    }

    fn report_misplaced(&mut self, attribute: &str, refinement: Refinement, span: &Span) {
        let types = enumerated(Scalar::refined_by(refinement).map(quoted), "or");
        let message = format!("`{attribute}` requires the type {types}");
        let misplaced = Diagnostic::new(code::MISPLACED_ATTRIBUTE, message, span, "here");
        self.found.push(
            misplaced
                .help(format!("remove `{attribute}`, or write the type as upstream documents it")),
        );
    }
}

fn rows<K, T>(map: Option<&Spanned<Map<K, T>>>) -> &[(Spanned<K>, Spanned<T>)] {
    map.map_or(&[], |map| &map.value.0)
}

fn flag(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

fn sentence(doc: Option<&Spanned<Doc>>) -> String {
    doc.map(|doc| doc.value.0.clone()).unwrap_or_default()
}
