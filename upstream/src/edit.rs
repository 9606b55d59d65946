//! Takes what a source says into the text of the description, in place: what
//! does not change stays to the byte, comments and alignment included.
//!
//! What a person has to write, an empty `doc` asks for. Nothing is deleted but
//! a mark of what is no longer so.

mod row;
mod sheet;

use std::fmt::Write as _;

use codegen::{Diagnostic, Diagnostics, pascal};

use self::{
    row::{Columns, Row, basic_string},
    sheet::{OtherForm, Sheet},
};
use crate::{
    compare::{Aspect, Difference, Owner, Subject, compare, is_same_set},
    reference::{Field, Kind, Reference, Structure, Type},
    schema::Description,
};

/// The description that a person owes: the generator asks for it.
const OWED: (&str, &str) = ("doc", "\"\"");

/// Attributes of a kind, in the order in which they stand.
const OF_KIND: [&str; 8] =
    ["doc", "upstream", "since", "confirm", "superseded_by", "retired", "wrapped", "rust"];

/// The code of what cannot be edited.
const OTHER_FORM: &str = "other-form";

/// More passes than any source needs: one does, unless what it writes brings
/// another difference to light.
const MOST_PASSES: usize = 4;

impl Difference {
    /// Whether the description can follow it without a person: what is gone
    /// stays, but for a kind, which is marked, and order is a person's choice.
    #[must_use]
    pub fn is_taken_in(&self, ours: &Reference, theirs: &Reference) -> bool {
        match (&self.subject, self.aspect) {
            (_, Aspect::Order) | (Subject::Kind(_), Aspect::Optional) => false,
            (Subject::Kind(name), Aspect::Deprecation) => theirs
                .kind(name)
                .is_some_and(|kind| !kind.deprecated || !kind.successors.is_empty()),
            (Subject::Field(owner, name), Aspect::Listed) => theirs.field(owner, name).is_some(),
            (Subject::Field(owner, name), Aspect::Values) => {
                let of = |reference: &Reference| reference.field(owner, name)?.values.clone();
                let (known, named) = (of(ours).unwrap_or_default(), of(theirs).unwrap_or_default());
                !known.is_empty() && named.iter().any(|value| !known.contains(value))
            }
            _ => true,
        }
    }
}

/// The text of the description after it took in what `theirs` says. `name` is
/// what the text is called, usually its path.
///
/// # Errors
///
/// What would have to be edited and is not written as this can edit it: one
/// field a line, and a header for every table.
pub fn edit(name: &str, text: &str, theirs: &Reference) -> Result<String, Diagnostics> {
    let mut text = text.to_owned();
    for _ in 0..MOST_PASSES {
        let description = Description::read(name, &text)?;
        let ours = &description.reference;
        let mut differences = compare(ours, theirs);
        differences.retain(|difference| difference.is_taken_in(ours, theirs));
        if differences.is_empty() {
            return Ok(text);
        }
        text = pass(&text, &description, theirs, &differences).map_err(|OtherForm { span, what }| {
            let problem = Diagnostic::new(OTHER_FORM, format!("cannot edit {what}"), &span, "here");
            let help = "write one field a line, in braces, and a header such as `[kinds.x.fields]` \
                        above them";
            Diagnostics::new(name, &text, vec![problem.help(help)])
        })?;
    }
    let message = "what upstream documents cannot be written into this description";
    let problem = Diagnostic::new(OTHER_FORM, message, &(0..0), "in this text");
    let help = "import fewer pages at a time to find out which; nothing was written";
    Err(Diagnostics::new(name, &text, vec![problem.help(help)]))
}

fn pass(
    text: &str,
    description: &Description,
    theirs: &Reference,
    differences: &[Difference],
) -> Result<String, OtherForm> {
    let sheet = Sheet::new(text);
    let mut editing =
        Editing { sheet, description, theirs, new_enums: Vec::new(), new_values: Vec::new() };
    // What goes to the end of a table comes before what goes after it.
    for Difference { subject, aspect } in differences {
        match subject {
            Subject::Kind(name) if editing.is_written(name) => editing.mark_kind(name, *aspect)?,
            Subject::Field(owner, name) if *aspect == Aspect::Values => {
                editing.values(owner, name)?;
            }
            _ => {}
        }
    }
    for owner in editing.owners() {
        editing.fields(&owner, differences)?;
    }
    for kind in theirs.kinds.iter().flatten() {
        if !editing.is_written(&kind.name) {
            editing.add_kind(kind)?;
        }
    }
    let is_new = |object: &&Structure| {
        let subject = Subject::Object(object.name.clone());
        differences.iter().any(|difference| difference.subject == subject)
    };
    for object in theirs.objects.iter().filter(is_new) {
        editing.add_object(object);
    }
    editing.add_enums();
    Ok(editing.sheet.edited())
}

struct Editing<'a> {
    sheet: Sheet<'a>,
    description: &'a Description,
    theirs: &'a Reference,
    /// Enums to be added, each with its values.
    new_enums: Vec<(String, Vec<String>)>,
    /// Values that were added, each with its enum, which several fields may share.
    new_values: Vec<(String, String)>,
}

impl Editing<'_> {
    /// Takes in what is different of a kind as a whole.
    fn mark_kind(&mut self, name: &str, aspect: Aspect) -> Result<(), OtherForm> {
        let path = ["kinds", name];
        let theirs = self.theirs.kind(name);
        match (aspect, theirs) {
            (Aspect::Listed, Some(_)) => self.sheet.remove(path, "retired"),
            (Aspect::Listed, None) => self.sheet.set(path, &OF_KIND, "retired", "true"),
            (Aspect::Structure, Some(Kind { structure: Some(structure), .. })) => {
                self.sheet.set(path, &OF_KIND, "upstream", &basic_string(structure))
            }
            (Aspect::Deprecation, Some(kind)) if kind.successors.is_empty() => {
                self.sheet.remove(path, "superseded_by")
            }
            (Aspect::Deprecation, Some(kind)) => {
                self.sheet.set(path, &OF_KIND, "superseded_by", &list(&kind.successors))
            }
            (Aspect::Wrapped, _) => {
                if self.theirs.payloads.get(name).is_some_and(|payload| payload.wrapped) {
                    self.sheet.set(path, &OF_KIND, "wrapped", "true")
                } else {
                    self.sheet.remove(path, "wrapped")
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether the description has the kind, retired or not.
    fn is_written(&self, kind: &str) -> bool {
        self.description.reference.payloads.contains_key(kind)
    }

    /// Puts a new kind where the source has it.
    fn add_kind(&mut self, kind: &Kind) -> Result<(), OtherForm> {
        let mut rows = vec![(OWED.0, OWED.1.to_owned())];
        rows.extend(kind.structure.iter().map(|name| ("upstream", basic_string(name))));
        if !kind.successors.is_empty() {
            rows.push(("superseded_by", list(&kind.successors)));
        }
        let payload = self.theirs.payloads.get(&kind.name);
        if payload.is_some_and(|payload| payload.wrapped) {
            rows.push(("wrapped", "true".to_owned()));
        }
        let mut block = table(&format!("kinds.{}", kind.name), &rows);
        let fields = payload.and_then(|payload| payload.fields.as_ref());
        if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
            let _ = writeln!(block, "\n[kinds.{}.fields]", kind.name);
            block.push_str(&self.new_table_rows(&Owner::Kind(kind.name.clone()), fields));
        }

        let listed: Vec<&str> =
            self.theirs.kinds.iter().flatten().map(|kind| kind.name.as_str()).collect();
        match neighbour(&listed, &kind.name, |name| self.is_written(name)) {
            Some(Neighbour::Before(name)) => self.sheet.add_after(&["kinds", name], &block),
            Some(Neighbour::After(name)) => self.sheet.add_before(&["kinds", name], &block),
            None => {
                self.sheet.add_to(&["kinds"], &block);
                Ok(())
            }
        }
    }

    /// Everything that has fields in the description, in its order.
    fn owners(&self) -> Vec<Owner> {
        let ours = &self.description.reference;
        let kinds = ours.payloads.keys().map(|name| Owner::Kind(name.clone()));
        let objects = ours.objects.iter().map(|object| Owner::Object(object.name.clone()));
        [Owner::Envelope].into_iter().chain(kinds).chain(objects).collect()
    }

    /// Takes in what is different of the fields of an owner.
    fn fields(&mut self, owner: &Owner, differences: &[Difference]) -> Result<(), OtherForm> {
        let theirs = self.theirs.fields_of(owner).unwrap_or_default();
        let aspects_of = |field: &Field| {
            let subject = Subject::Field(owner.clone(), field.name.clone());
            let of_field = differences.iter().filter(move |other| other.subject == subject);
            of_field.map(|difference| difference.aspect).collect::<Vec<_>>()
        };
        let path = self.path_of(owner);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut new = Vec::new();
        for field in theirs {
            let aspects = aspects_of(field);
            if aspects.contains(&Aspect::Listed) {
                new.push(field);
            } else if aspects.contains(&Aspect::Type) || aspects.contains(&Aspect::Optional) {
                let ty = aspects.contains(&Aspect::Type).then(|| self.word_of(owner, field));
                let optional = field.optional.filter(|_| aspects.contains(&Aspect::Optional));
                self.sheet.change_row(&path, &field.name, |row| {
                    if let Some(ty) = &ty {
                        row.set("type", &basic_string(ty));
                    }
                    match optional {
                        Some(true) => row.set("optional", "true"),
                        Some(false) => row.remove("optional"),
                        None => {}
                    }
                })?;
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        if !self.sheet.has(&path) {
            let new: Vec<Field> = new.into_iter().cloned().collect();
            let rows = self.new_table_rows(owner, &new);
            let block = format!("[{}]\n{rows}", path.join("."));
            return self.sheet.add_after(&path[..path.len() - 1], &block);
        }
        let names: Vec<&str> = theirs.iter().map(|field| field.name.as_str()).collect();
        for field in new {
            let row = self.new_row(owner, field);
            let is_written = |name: &str| self.sheet.has_row(&path, name);
            let next_to = neighbour(&names, &field.name, is_written);
            self.sheet.add_row(&path, next_to, &row)?;
        }
        Ok(())
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
        row.set(OWED.0, OWED.1);
        row
    }

    /// The rows of a table that has none yet.
    fn new_table_rows(&mut self, owner: &Owner, fields: &[Field]) -> String {
        let rows: Vec<Row> = fields.iter().map(|field| self.new_row(owner, field)).collect();
        let columns = Columns::grid(&rows);
        rows.iter().flat_map(|row| [row.render(&columns), "\n".to_owned()]).collect()
    }

    /// The word for the type of a field, which is an enum where the source
    /// names values.
    fn word_of(&mut self, owner: &Owner, field: &Field) -> String {
        let word = self.word(&field.ty);
        let Some(values) = field.values.as_ref().filter(|values| !values.is_empty()) else {
            return word;
        };
        word.replace("string", &self.enum_of(owner, &field.name, values))
    }

    fn word(&self, ty: &Type) -> String {
        match ty {
            Type::List(element) => format!("[{}]", self.word(element)),
            Type::Structure(name) => self.description.object_named(name).unwrap_or(name).to_owned(),
            other => other.to_string(),
        }
    }

    /// The enum that has these values, those that were added included, which is
    /// a new one if there is none yet.
    fn enum_of(&mut self, owner: &Owner, field: &str, values: &[String]) -> String {
        let new = self.new_enums.iter().find(|(_, known)| is_same_set(known, values));
        if let Some((name, _)) = new {
            return name.clone();
        }
        for (name, mut known) in self.description.enums() {
            let added = self.new_values.iter().filter(|(of, _)| of == name);
            known.extend(added.map(|(_, value)| value.clone()));
            if is_same_set(&known, values) {
                return name.to_owned();
            }
        }
        let owner = match owner {
            Owner::Envelope => "Callback".to_owned(),
            Owner::Kind(name) => pascal(name),
            Owner::Object(name) => self.description.object_named(name).unwrap_or(name).to_owned(),
        };
        let mut name = format!("{owner}{}", pascal(field));
        while self.is_taken(&name) {
            name.push_str("Value");
        }
        self.new_enums.push((name.clone(), values.to_vec()));
        name
    }

    /// Whether something else has the name, or is about to.
    fn is_taken(&self, name: &str) -> bool {
        let written = ["enums", "objects"].iter().any(|group| self.sheet.has(&[group, name]));
        let payloads = [&self.description.reference.payloads, &self.theirs.payloads];
        written
            || self.new_enums.iter().any(|(new, _)| new == name)
            || self.theirs.objects.iter().any(|object| object.name == name)
            || payloads.iter().any(|kinds| kinds.keys().any(|kind| pascal(kind) == name))
    }

    /// Adds the values of a field that its enum lacks.
    fn values(&mut self, owner: &Owner, name: &str) -> Result<(), OtherForm> {
        let field = self.theirs.field(owner, name);
        let theirs = field.and_then(|field| field.values.as_deref()).unwrap_or_default();
        let Some((of, known)) = self.description.enum_of(owner, name) else { return Ok(()) };
        let of = of.to_owned();
        let names: Vec<&str> = theirs.iter().map(String::as_str).collect();
        for value in theirs.iter().filter(|value| !known.contains(value)) {
            let new = (of.clone(), value.clone());
            if self.new_values.contains(&new) {
                continue;
            }
            self.new_values.push(new);
            let is_known = |name: &str| known.iter().any(|known| known == name);
            let next_to = neighbour(&names, value, is_known);
            let index = |name: &str| known.iter().position(|known| known == name);
            let next_to = next_to.and_then(|next_to| match next_to {
                Neighbour::Before(name) => index(name).map(Neighbour::Before),
                Neighbour::After(name) => index(name).map(Neighbour::After),
            });
            self.sheet.add_value(&of, next_to, &basic_string(value))?;
        }
        Ok(())
    }

    fn add_object(&mut self, object: &Structure) {
        let name = &object.name;
        let rows = [(OWED.0, OWED.1.to_owned()), ("upstream", basic_string(name))];
        let mut block = table(&format!("objects.{name}"), &rows);
        let _ = writeln!(block, "\n[objects.{name}.fields]");
        block.push_str(&self.new_table_rows(&Owner::Object(name.clone()), &object.fields));
        self.sheet.add_to(&["objects", "kinds"], &block);
    }

    fn add_enums(&mut self) {
        for (name, values) in std::mem::take(&mut self.new_enums) {
            let rows = [(OWED.0, OWED.1.to_owned()), ("values", list(&values))];
            self.sheet.add_to(&["enums"], &table(&format!("enums.{name}"), &rows));
        }
    }
}

/// Where something new stands.
#[derive(Debug, Clone, Copy)]
enum Neighbour<T> {
    /// This one is before it.
    Before(T),
    /// This one is after it.
    After(T),
}

/// The one next to a name in the order of the source, of those that are
/// written.
fn neighbour<'n>(
    names: &[&'n str],
    name: &str,
    is_written: impl Fn(&str) -> bool,
) -> Option<Neighbour<&'n str>> {
    let index = names.iter().position(|other| *other == name)?;
    let is_written = |other: &&&'n str| is_written(other);
    let before = names[..index].iter().rfind(is_written).map(|name| Neighbour::Before(*name));
    before.or_else(|| names[index..].iter().find(is_written).map(|name| Neighbour::After(*name)))
}

/// A table of its own, aligned.
fn table(path: &str, rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let rows = rows.iter().map(|(name, value)| format!("{name:width$} = {value}\n"));
    format!("[{path}]\n{}", rows.collect::<String>())
}

fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| basic_string(value)).collect();
    format!("[{}]", values.join(", "))
}
