//! Merges a source into the text of the description, in place: unchanged text stays as it is,
//! including comments, and aligned rows stay aligned.
//!
//! An empty `doc` marks what a person has to write. Only attributes that no longer apply are
//! deleted.

mod enum_name;
mod row;
mod sheet;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use codegen::{Diagnostic, Diagnostics, field_name, model::role, pascal, value_names};

use self::{
    enum_name::enum_name,
    row::{Columns, Row, basic_string},
    sheet::{OtherForm, Sheet},
};
use crate::{
    compare::{Standing, View, compare, first_out_of_order, standing},
    description::{Description, innermost, word_for},
    doubt::Words,
    pages::Pages,
    reference::{Depth, Field, Kind, Structure, Type},
    subject::{Aspect, Difference, Owner, Subject},
    values::{Destination, destinations, respelled},
};

/// The text that a person has to write: the generator reports that it is missing.
const OWED: (&str, &str) = ("doc", "\"\"");

/// Attributes of a kind or object, in the order in which they are written.
const ATTRIBUTES: [&str; 10] = [
    "doc",
    "group",
    "upstream",
    "differs",
    "since",
    "confirm",
    "superseded_by",
    "retired",
    "wrapped",
    "rust",
];

/// The code for a form that cannot be edited.
const OTHER_FORM: &str = "other-form";

/// More passes than any source needs: one is enough unless its changes reveal another difference.
const MOST_PASSES: usize = 4;

/// The result of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text of the description after it.
    pub text: String,
    /// The differences that it merged.
    pub taken_in: Vec<Difference>,
    /// The differences that it leaves to a person.
    pub left: Vec<Difference>,
}

/// Merges what the pages say into the text of the description. `name` is the name of the text,
/// usually its path.
///
/// # Errors
///
/// Text to edit that is not in the required form: one field per line, and a header for every table.
pub fn edit(name: &str, text: &str, pages: &Pages) -> Result<Edit, Diagnostics> {
    let mut text = text.to_owned();
    let mut first = None;
    for _ in 0..MOST_PASSES {
        let description = Description::read(name, &text)?;
        let theirs = pages.reference(&description);
        let all = compare(description.reference(), &theirs);
        let (ours, theirs) = (View::of(description.reference()), View::of(&theirs));
        let editing = Editing::new(&text, &description, &ours, &theirs);
        let (now, left): (Vec<_>, Vec<_>) =
            all.iter().cloned().partition(|difference| editing.takes_in(difference));
        let first = first.get_or_insert(all);
        if now.is_empty() {
            let is_left: BTreeSet<&Difference> = left.iter().collect();
            let taken_in = first.iter().filter(|difference| !is_left.contains(difference));
            let taken_in = taken_in.cloned().collect();
            return Ok(Edit { text, taken_in, left });
        }
        text = editing.edited(&now).map_err(|OtherForm { span, what }| {
            let problem = Diagnostic::new(OTHER_FORM, format!("cannot edit {what}"), &span, "here");
            let help = "write one field per line, in braces, below a header such as \
                `[kinds.x.fields]`";
            Diagnostics::new(name, &text, vec![problem.help(help)])
        })?;
    }
    let message = "what upstream documents cannot be written into this description";
    let problem = Diagnostic::new(OTHER_FORM, message, &(0..0), "in this text");
    let help = "nothing was written; import fewer pages at a time to find out which page is the \
        cause";
    Err(Diagnostics::new(name, &text, vec![problem.help(help)]))
}

/// Whether a payload or object with fields in the description has none in the source. The page may
/// have lost its fields when it was saved.
pub(crate) fn is_emptied(ours: &View<'_>, theirs: &View<'_>, owner: &Owner) -> bool {
    let is_empty = |view: &View<'_>| view.fields_of(owner).is_some_and(<[Field]>::is_empty);
    is_empty(theirs) && !is_empty(ours)
}

/// Whether the structure that a type holds is unknown, as its page is missing.
pub(crate) fn is_unknown(ours: &View<'_>, theirs: &View<'_>, ty: &Type) -> bool {
    let is_known = |name| ours.object(name).is_some() || theirs.object(name).is_some();
    ty.structure().is_some_and(|name| !is_known(name))
}

/// Whether the SDK relies on a field, so the field cannot be optional.
pub(crate) fn is_relied_on(owner: &Owner, field: &str) -> bool {
    *owner == Owner::Envelope && role::ALL.iter().any(|(name, _)| *name == field)
}

struct Editing<'a> {
    sheet: Sheet<'a>,
    description: &'a Description,
    ours: &'a View<'a>,
    theirs: &'a View<'a>,
    destinations: BTreeMap<(Owner, String), Destination>,
    /// Existing enums and those to be added, by their values.
    enums: BTreeMap<BTreeSet<String>, String>,
    /// Enums with new values.
    extended: BTreeSet<String>,
    /// Enums to be added, each with its values.
    new_enums: Vec<(String, Vec<String>)>,
    /// The names that types already use.
    taken: BTreeSet<String>,
    /// The changes to the attributes of each field.
    changes: BTreeMap<Owner, BTreeMap<String, Change>>,
}

/// The changes to a field.
struct Change {
    /// Attributes with their new values; without one, the attribute is removed.
    attributes: Vec<(&'static str, Option<String>)>,
    /// The differences that it acknowledges after the edit.
    acknowledged: BTreeSet<Aspect>,
}

impl<'a> Editing<'a> {
    fn new(
        text: &'a str,
        description: &'a Description,
        ours: &'a View<'a>,
        theirs: &'a View<'a>,
    ) -> Self {
        let enums = description.enums();
        let objects = theirs.source.objects.iter().map(|object| object.name.clone());
        let payloads = ours.source.payloads.keys().chain(theirs.source.payloads.keys());
        let kinds = theirs.source.kinds.iter().flatten().map(|kind| &kind.name);
        let taken = payloads.chain(kinds).map(|kind| pascal(kind));
        let here = ours.source.objects.iter().filter_map(|of| description.object_named(&of.name));
        Self {
            sheet: Sheet::new(text),
            description,
            ours,
            theirs,
            destinations: destinations(description, theirs),
            enums: enums
                .iter()
                .map(|(name, values)| (values.iter().cloned().collect(), name.clone()))
                .collect(),
            extended: BTreeSet::new(),
            new_enums: Vec::new(),
            taken: taken
                .chain(objects)
                .chain(here.map(str::to_owned))
                .chain(enums.keys().cloned())
                .collect(),
            changes: BTreeMap::new(),
        }
    }

    /// Whether a difference can be merged without a person. A person decides on the order.
    fn takes_in(&self, difference: &Difference) -> bool {
        let Difference { subject, aspect } = difference;
        if self.is_settled(difference) {
            return true;
        }
        match (subject, aspect) {
            (_, Aspect::Order) | (Subject::Kind(_), Aspect::Optional) => false,
            (Subject::Kind(name), Aspect::Deprecation) => {
                let kind = self.theirs.kind(name);
                kind.is_some_and(|kind| !kind.deprecated || !kind.successors.is_empty())
            }
            (Subject::Field(owner, name), Aspect::Listed) => {
                let is_there = self.theirs.field(owner, name).is_some();
                let is_emptied = || is_emptied(self.ours, self.theirs, owner);
                is_there || !is_emptied() && !is_relied_on(owner, name)
            }
            (Subject::Field(owner, name), Aspect::Type) => {
                let field = self.theirs.field(owner, name);
                field.is_some_and(|field| !is_unknown(self.ours, self.theirs, &field.ty))
            }
            (Subject::Field(owner, name), Aspect::Values) => {
                let known = self.ours.field(owner, name).and_then(|field| field.values.as_ref());
                known.is_some_and(|known| !known.is_empty())
            }
            _ => true,
        }
    }

    fn is_settled(&self, Difference { subject, aspect }: &Difference) -> bool {
        let topic = (subject.clone(), *aspect);
        standing(self.ours, self.theirs, &topic) == Some(Standing::Settled)
    }

    /// The text with all of these differences merged.
    fn edited(mut self, differences: &[Difference]) -> Result<String, OtherForm> {
        let mut new_fields: BTreeMap<&Owner, BTreeSet<&str>> = BTreeMap::new();
        let mut new_kinds = BTreeSet::new();
        let mut new_objects = BTreeSet::new();
        // Additions to the end of a table come before additions after the table.
        for difference in differences {
            match (&difference.subject, difference.aspect) {
                (Subject::Kind(name), _) if !self.is_written(name) => {
                    new_kinds.insert(&**name);
                }
                (Subject::Kind(name), aspect) => self.mark_kind(name, aspect)?,
                (Subject::Object(name), Aspect::Listed) => {
                    new_objects.insert(&**name);
                }
                (Subject::Object(name), _) => self.rename_object(name)?,
                (Subject::Field(owner, name), Aspect::Listed)
                    if self.ours.field(owner, name).is_none() =>
                {
                    new_fields.entry(owner).or_default().insert(&**name);
                }
                (Subject::Field(owner, name), aspect) => self.change_field(owner, name, aspect)?,
                (Subject::Kinds | Subject::Fields(_), _) => {}
            }
        }
        self.sheet.write_attributes(&ATTRIBUTES)?;
        for owner in self.ours.owners() {
            let new = new_fields.get(&owner).cloned().unwrap_or_default();
            self.fields(&owner, &new)?;
        }
        self.sheet.write_rows();
        self.add_kinds(&new_kinds)?;
        let theirs = self.theirs.source;
        for object in theirs.objects.iter().filter(|object| new_objects.contains(&*object.name)) {
            self.add_object(object);
        }
        self.add_enums();
        Ok(self.sheet.edited())
    }

    /// Merges the differences of a kind itself.
    fn mark_kind(&mut self, name: &str, aspect: Aspect) -> Result<(), OtherForm> {
        let path = ["kinds", name];
        let theirs = self.theirs.kind(name);
        if self.is_settled(&Difference { subject: Subject::Kind(name.to_owned()), aspect }) {
            let mut known = self.ours.source.acknowledged_in(&Subject::Kind(name.to_owned()));
            let order = Subject::Fields(Owner::Kind(name.to_owned()));
            known.extend(self.ours.source.acknowledged_in(&order));
            known.remove(&aspect);
            return self.sheet.set(path, "differs", differs(&known));
        }
        let (attribute, value) = match (aspect, theirs) {
            (Aspect::Listed, theirs) => ("retired", theirs.is_none().then(|| "true".to_owned())),
            (Aspect::Structure, Some(Kind { structure: Some(structure), .. })) => {
                ("upstream", Some(basic_string(structure)))
            }
            (Aspect::Deprecation, Some(kind)) => {
                ("superseded_by", Some(list(&kind.successors)).filter(|_| kind.deprecated))
            }
            (Aspect::Depth, _) => {
                let payload = self.theirs.source.payloads.get(name);
                let depth = payload.and_then(|payload| payload.depth);
                ("wrapped", depth.and_then(wrapped).map(str::to_owned))
            }
            _ => return Ok(()),
        };
        self.sheet.set(path, attribute, value)
    }

    fn rename_object(&mut self, name: &str) -> Result<(), OtherForm> {
        let new = self.theirs.source.renamed.get(name);
        let (Some(new), Some(here)) = (new, self.description.object_named(name)) else {
            return Ok(());
        };
        self.sheet.set(["objects", here], "upstream", Some(basic_string(new)))
    }

    /// Merges the differences of an existing field.
    fn change_field(&mut self, owner: &Owner, name: &str, aspect: Aspect) -> Result<(), OtherForm> {
        let subject = Subject::Field(owner.clone(), name.to_owned());
        let acknowledged = self.ours.source.acknowledged_in(&subject);
        let is_settled = self.is_settled(&Difference { subject, aspect });
        let mut attributes = Vec::new();
        let mut is_kept = false;
        match (aspect, self.theirs.field(owner, name)) {
            _ if is_settled => {}
            // New callbacks come without it, and older ones with it.
            (Aspect::Listed, _) => {
                attributes.push(("optional", Some("true".to_owned())));
                is_kept = true;
            }
            (Aspect::Type, Some(field)) => attributes = self.type_of(owner, field),
            (Aspect::Optional, Some(field)) => {
                let mark = (field.optional == Some(true)).then(|| "true".to_owned());
                attributes.push(("optional", mark));
            }
            (Aspect::Values, Some(field)) => {
                attributes.extend(self.take_in_values(owner, field)?);
                let known = self.ours.field(owner, name).and_then(|field| field.values.as_deref());
                let (known, named) =
                    (known.unwrap_or_default(), field.values.as_deref().unwrap_or_default());
                let gone = known.iter().filter(|value| !named.contains(value)).count();
                is_kept = gone > respelled(known, named).len();
            }
            _ => {}
        }
        let changes = self.changes.entry(owner.clone()).or_default();
        let change = changes
            .entry(name.to_owned())
            .or_insert_with(|| Change { attributes: Vec::new(), acknowledged });
        change.attributes.extend(attributes);
        if is_settled {
            change.acknowledged.remove(&aspect);
        } else if is_kept {
            change.acknowledged.insert(aspect);
        }
        Ok(())
    }

    /// The attributes that give the type of a field. Refinements of the old type are removed.
    fn type_of(&mut self, owner: &Owner, field: &Field) -> Vec<(&'static str, Option<String>)> {
        let Definite { ty, or } = Definite::of(field);
        let mut attributes = vec![
            ("type", Some(basic_string(&self.word_of(owner, field)))),
            ("or", or.map(basic_string)),
        ];
        if !matches!(ty, Type::Number | Type::String) {
            attributes.push(("holds", None));
        }
        // The fields of an object have their own examples.
        if ty.structure().is_some() {
            attributes.push(("example", None));
        }
        attributes
    }

    /// Merges the new values of a field, and returns its new type if it gets its own enum.
    fn take_in_values(
        &mut self,
        owner: &Owner,
        field: &Field,
    ) -> Result<Option<(&'static str, Option<String>)>, OtherForm> {
        let key = (owner.clone(), field.name.clone());
        let Some(word) = self.description.word(owner, &field.name) else { return Ok(None) };
        match self.destinations.get(&key).cloned() {
            None => Ok(None),
            Some(Destination::Same) => {
                let values = field.values.as_deref().unwrap_or_default();
                self.extend_enum(innermost(word), values)?;
                Ok(None)
            }
            Some(Destination::Own(values)) => {
                let name = self.enum_of(owner, &field.name, &values);
                let word = word.replace(innermost(word), &name);
                Ok(Some(("type", Some(basic_string(&word)))))
            }
        }
    }

    /// Adds missing values to an enum, each next to its neighbour, or in place of its former
    /// spelling.
    fn extend_enum(&mut self, of: &str, values: &[String]) -> Result<(), OtherForm> {
        let known = &self.description.enums()[of];
        // Fields that share the enum have the same values.
        if !self.extended.insert(of.to_owned()) {
            return Ok(());
        }
        let mut all: BTreeSet<String> = known.iter().cloned().collect();
        if self.enums.get(&all).is_some_and(|name| name == of) {
            self.enums.remove(&all);
        }
        let mut index: BTreeMap<&str, usize> =
            known.iter().enumerate().map(|(index, value)| (value.as_str(), index)).collect();
        for (old, new) in respelled(known, values) {
            let Some(place) = index.remove(old) else { continue };
            self.sheet.respell_value(of, place, &basic_string(new))?;
            index.insert(new, place);
            all.remove(old);
        }
        let listed: Vec<&str> = values.iter().map(String::as_str).collect();
        let new = placed(&listed, |value| index.contains_key(value));
        let every = known.iter().map(String::as_str).chain(new.iter().map(|(value, _)| *value));
        let written = written_values(&every.collect::<Vec<_>>());
        for ((_, next_to), written) in new.iter().zip(&written[known.len()..]) {
            let next_to = next_to.map(|neighbour| neighbour.map(|value| index[value]));
            self.sheet.add_value(of, next_to, written)?;
        }
        all.extend(values.iter().cloned());
        self.enums.insert(all, of.to_owned());
        Ok(())
    }

    /// Changes the fields of an owner that differ, and adds new ones.
    fn fields(&mut self, owner: &Owner, new: &BTreeSet<&str>) -> Result<(), OtherForm> {
        let path = self.path_of(owner);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        for (name, Change { attributes, acknowledged }) in
            self.changes.remove(owner).unwrap_or_default()
        {
            let subject = Subject::Field(owner.clone(), name.clone());
            let is_other = acknowledged != self.ours.source.acknowledged_in(&subject);
            self.sheet.change_row(&path, &name, |row| {
                let differs = is_other.then(|| ("differs", differs(&acknowledged)));
                for (attribute, value) in attributes.into_iter().chain(differs) {
                    match value {
                        Some(value) => row.set(attribute, &value),
                        None => row.remove(attribute),
                    }
                }
            })?;
        }
        let theirs = self.theirs.fields_of(owner).unwrap_or_default();
        let fields: Vec<&Field> =
            theirs.iter().filter(|field| new.contains(&*field.name)).collect();
        if fields.is_empty() {
            return Ok(());
        }
        if !self.sheet.has(&path) {
            let rows = self.new_table_rows(owner, &fields);
            let block = format!("[{}]\n{rows}", path.join("."));
            return self.sheet.add_after(&path[..path.len() - 1], &block);
        }
        let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
        for field in fields {
            rows.insert(&field.name, self.new_row(owner, field));
        }
        let listed: Vec<&str> = theirs.iter().map(|field| field.name.as_str()).collect();
        let ours = self.ours.names(&Subject::Fields(owner.clone())).unwrap_or_default();
        let places = self.places(&ours, &listed);
        for (name, next_to) in places {
            if let Some(row) = rows.remove(name) {
                self.sheet.add_row(&path, next_to, row)?;
            }
        }
        Ok(())
    }

    /// The missing names, each with an existing neighbour: the one next to it in the source, or the
    /// last one if only the source is in alphabetical order.
    fn places<'n>(
        &self,
        ours: &[&'n str],
        theirs: &[&'n str],
    ) -> Vec<(&'n str, Option<Neighbour<&'n str>>)> {
        let written: BTreeSet<&str> = ours.iter().copied().collect();
        let mut places = placed(theirs, |name| written.contains(name));
        if self.theirs.source.is_alphabetical && first_out_of_order(ours, theirs).is_some() {
            let last = ours.last().map(|name| Neighbour::Before(*name));
            for (_, neighbour) in &mut places {
                *neighbour = last;
            }
        }
        places
    }

    /// Whether the description has the kind, even as a retired one.
    fn is_written(&self, kind: &str) -> bool {
        self.ours.source.payloads.contains_key(kind)
    }

    /// Inserts new kinds where the source has them.
    fn add_kinds(&mut self, new: &BTreeSet<&str>) -> Result<(), OtherForm> {
        let kinds = self.theirs.source.kinds.iter().flatten();
        let listed: Vec<&str> = kinds.map(|kind| kind.name.as_str()).collect();
        let ours = self.ours.names(&Subject::Kinds).unwrap_or_default();
        let retired = self.ours.source.retired.iter().map(|kind| kind.name.as_str());
        let ours: Vec<&str> = ours.into_iter().chain(retired).collect();
        for (name, next_to) in self.places(&ours, &listed) {
            let Some(kind) = self.theirs.kind(name).filter(|_| new.contains(name)) else {
                continue;
            };
            let block = self.kind_block(kind);
            match next_to {
                Some(Neighbour::Before(name)) => self.sheet.add_after(&["kinds", name], &block)?,
                Some(Neighbour::After(name)) => self.sheet.add_before(&["kinds", name], &block)?,
                None => self.sheet.add_to(&["kinds"], &block),
            }
        }
        Ok(())
    }

    fn kind_block(&mut self, kind: &Kind) -> String {
        let mut rows = vec![(OWED.0, OWED.1.to_owned())];
        rows.extend(kind.structure.iter().map(|name| ("upstream", basic_string(name))));
        if !kind.successors.is_empty() {
            rows.push(("superseded_by", list(&kind.successors)));
        }
        let payload = self.theirs.source.payloads.get(&kind.name);
        let depth = payload.and_then(|payload| payload.depth);
        rows.extend(depth.and_then(wrapped).map(|wrapped| ("wrapped", wrapped.to_owned())));
        let mut block = table(&format!("kinds.{}", kind.name), &rows);
        let fields = payload.and_then(|payload| payload.fields.as_ref());
        if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
            let _ = writeln!(block, "\n[kinds.{}.fields]", kind.name);
            let fields: Vec<&Field> = fields.iter().collect();
            block.push_str(&self.new_table_rows(&Owner::Kind(kind.name.clone()), &fields));
        }
        block
    }

    fn add_object(&mut self, object: &Structure) {
        let name = &object.name;
        let rows = [(OWED.0, OWED.1.to_owned()), ("upstream", basic_string(name))];
        let mut block = table(&format!("objects.{name}"), &rows);
        let _ = writeln!(block, "\n[objects.{name}.fields]");
        let fields: Vec<&Field> = object.fields.iter().collect();
        block.push_str(&self.new_table_rows(&Owner::Object(name.clone()), &fields));
        self.sheet.add_to(&["objects", "kinds"], &block);
    }

    fn add_enums(&mut self) {
        for (name, values) in std::mem::take(&mut self.new_enums) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let values = format!("[{}]", written_values(&values).join(", "));
            let rows = [(OWED.0, OWED.1.to_owned()), ("values", values)];
            self.sheet.add_to(&["enums"], &table(&format!("enums.{name}"), &rows));
        }
    }

    /// The table of the fields of an owner.
    fn path_of(&self, owner: &Owner) -> Vec<String> {
        let path = match owner {
            Owner::Envelope => vec!["envelope", "fields"],
            Owner::Kind(name) => vec!["kinds", name, "fields"],
            Owner::Object(name) => {
                let here = self.description.object_named(name).unwrap_or(name);
                vec!["objects", here, "fields"]
            }
        };
        path.into_iter().map(str::to_owned).collect()
    }

    fn new_row(&mut self, owner: &Owner, field: &Field) -> Row {
        let mut row = Row::new(&field.name);
        row.set("type", &basic_string(&self.word_of(owner, field)));
        if field.optional == Some(true) {
            row.set("optional", "true");
        }
        if let Some(or) = Definite::of(field).or {
            row.set("or", &basic_string(or));
        }
        let is_envelope = *owner == Owner::Envelope;
        if let Some(rust) = field_name(&self.name_of(owner), is_envelope, &field.name, []) {
            row.set("rust", &basic_string(&rust));
        }
        // If a field with this name is sensitive elsewhere, this one is too.
        if self.description.sensitive(&field.name).is_some() {
            row.set("sensitive", "true");
        }
        row.set(OWED.0, OWED.1);
        row
    }

    /// The rows of a new table.
    fn new_table_rows(&mut self, owner: &Owner, fields: &[&Field]) -> String {
        let rows: Vec<Row> = fields.iter().map(|field| self.new_row(owner, field)).collect();
        let columns = Columns::of(rows.iter());
        rows.iter().flat_map(|row| [row.render(&columns), "\n".to_owned()]).collect()
    }

    /// The word for the type of a field: an enum if the source names values.
    fn word_of(&mut self, owner: &Owner, field: &Field) -> String {
        let word = self.word(&Definite::of(field).ty);
        let Some(values) = field.values.as_ref().filter(|values| !values.is_empty()) else {
            return word;
        };
        word.replace("string", &self.enum_of(owner, &field.name, values))
    }

    fn word(&self, ty: &Type) -> String {
        match ty {
            Type::List(element) => format!("[{}]", self.word(element)),
            Type::Structure(name) => self.description.object_named(name).unwrap_or(name).to_owned(),
            // This is not a type word, so the generator asks for one.
            Type::Anything | Type::Lost => "anything".to_owned(),
            other => other.to_string(),
        }
    }

    /// The enum with these values, including added ones; a new one if there is none.
    fn enum_of(&mut self, owner: &Owner, field: &str, values: &[String]) -> String {
        let set: BTreeSet<String> = values.iter().cloned().collect();
        if let Some(name) = self.enums.get(&set) {
            return name.clone();
        }
        let name = enum_name(&self.name_of(owner), field, |name| self.taken.contains(name));
        self.taken.insert(name.clone());
        self.enums.insert(set, name.clone());
        self.new_enums.push((name.clone(), values.to_vec()));
        name
    }

    /// The Rust name of an owner.
    fn name_of(&self, owner: &Owner) -> String {
        match owner {
            Owner::Envelope => "Callback".to_owned(),
            Owner::Kind(name) => pascal(name),
            Owner::Object(name) => self.description.object_named(name).unwrap_or(name).to_owned(),
        }
    }
}

/// The type to write for a field whose source has fewer type words than the notation.
pub(crate) struct Definite {
    pub(crate) ty: Type,
    or: Option<&'static str>,
}

impl Definite {
    pub(crate) fn of(field: &Field) -> Self {
        Self::of_type(&field.ty, &Words::of(field))
    }

    fn of_type(ty: &Type, words: &Words) -> Self {
        let (ty, or) = match ty {
            Type::AnyNumber if words.is_money() => (Type::Decimal, None),
            Type::AnyNumber => (Type::Number, None),
            Type::AnyTime if words.shows_time() => (Type::Timestamp, None),
            Type::AnyTime if words.shows_day() => (Type::Date, None),
            Type::AnyTime => (Type::Timestamp, Some("date")),
            Type::List(element) => {
                let element = Self::of_type(element, words).ty;
                (Type::List(Box::new(element)), None)
            }
            other => (other.clone(), None),
        };
        Self { ty, or }
    }
}

/// The place of something new.
#[derive(Debug, Clone, Copy)]
enum Neighbour<T> {
    /// This one is before it.
    Before(T),
    /// This one is after it.
    After(T),
}

impl<T> Neighbour<T> {
    fn map<U>(self, into: impl FnOnce(T) -> U) -> Neighbour<U> {
        match self {
            Self::Before(it) => Neighbour::Before(into(it)),
            Self::After(it) => Neighbour::After(into(it)),
        }
    }
}

/// The missing names, each with its existing neighbour.
fn placed<'n>(
    names: &[&'n str],
    is_written: impl Fn(&str) -> bool,
) -> Vec<(&'n str, Option<Neighbour<&'n str>>)> {
    let first = names.iter().find(|name| is_written(name)).map(|name| Neighbour::After(*name));
    let mut next_to = first;
    let mut placed = Vec::new();
    for name in names {
        if is_written(name) {
            next_to = Some(Neighbour::Before(*name));
        } else {
            placed.push((*name, next_to));
        }
    }
    placed
}

/// The values of an enum as written: with a Rust name where the one derived from the value does not
/// work.
fn written_values(values: &[&str]) -> Vec<String> {
    let written = values.iter().zip(value_names(values)).map(|(value, rust)| match rust {
        Some(rust) => {
            format!("{{ value = {}, rust = {} }}", basic_string(value), basic_string(&rust))
        }
        None => basic_string(value),
    });
    written.collect()
}

/// The value of `wrapped` for a depth, if it has one.
fn wrapped(depth: Depth) -> Option<&'static str> {
    match depth {
        Depth::Flat => None,
        Depth::Object => Some("true"),
        Depth::List => Some("\"list\""),
    }
}

/// The list of acknowledged differences, if there are any.
fn differs(acknowledged: &BTreeSet<Aspect>) -> Option<String> {
    let words: Vec<String> =
        acknowledged.iter().filter_map(|aspect| word_for(*aspect)).map(str::to_owned).collect();
    (!words.is_empty()).then(|| list(&words))
}

/// A new table, aligned.
fn table(path: &str, rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let rows = rows.iter().map(|(name, value)| format!("{name:width$} = {value}\n"));
    format!("[{path}]\n{}", rows.collect::<String>())
}

fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| basic_string(value)).collect();
    format!("[{}]", values.join(", "))
}
