//! Differences as a person would tell them.

use std::fmt::Write as _;

use crate::{
    compare::{Aspect, Difference, Fact, Owner, Subject, fact, first_out_of_order, topics},
    reference::{Field, Kind, Place, Reference, Structure, Type},
    schema::Description,
};

/// What was found on a page, with every list of values that was recognised.
#[must_use]
pub fn contents(page: &Structure) -> String {
    let source = page.place.as_ref().map_or("", |place| &place.source);
    let kinds = page.fields.iter().filter(|field| matches!(field.ty, Type::Structure(_))).count();
    let mut text = format!("{source}: {}, {}", page.name, counted(page.fields.len(), "field"));
    if kinds > 0 {
        let _ = write!(text, ", {kinds} of them with a structure of its own");
    }
    text.push('\n');
    for field in &page.fields {
        if let Some(values) = &field.values {
            let _ = writeln!(text, "  `{}` is one of {}", field.name, listed(values));
        }
    }
    text
}

/// What is new, gone and different upstream, seen from the description.
#[must_use]
pub fn report(description: &Description, theirs: &Reference, differences: &[Difference]) -> String {
    let report = Report { description, ours: description.reference(), theirs };
    let mut groups: [(&str, Vec<String>); 3] =
        [("New upstream", Vec::new()), ("Gone upstream", Vec::new()), ("Different", Vec::new())];
    for difference in differences {
        let group = match (difference.aspect, report.is_theirs(&difference.subject)) {
            (Aspect::Listed, true) => 0,
            (Aspect::Listed, false) => 1,
            _ => 2,
        };
        groups[group].1.push(report.sentence(difference));
    }
    groups[1].1.extend(report.doubt_of_end());
    let mut text = String::new();
    for (title, sentences) in groups.iter().filter(|(_, sentences)| !sentences.is_empty()) {
        let _ = writeln!(text, "{title}:");
        for sentence in sentences {
            let _ = writeln!(text, "  {sentence}");
        }
        text.push('\n');
    }
    for stranger in &theirs.strangers {
        let _ = writeln!(
            text,
            "{} is part of no callback that the schema or these pages know, and is not compared\n",
            at(&stranger.name, stranger.place.as_ref()),
        );
    }
    text
}

struct Report<'a> {
    description: &'a Description,
    ours: &'a Reference,
    theirs: &'a Reference,
}

impl Report<'_> {
    fn is_theirs(&self, subject: &Subject) -> bool {
        fact(self.theirs, subject, Aspect::Listed) == Some(Fact::Listed(true))
    }

    /// A page that was cut short between two kinds looks like one on which the
    /// last kinds are gone.
    fn doubt_of_end(&self) -> Option<String> {
        let last = self.ours.kinds.as_ref()?.last()?;
        let end = self.theirs.kinds.as_ref()?.last()?;
        let doubt = format!(
            "the last kind of the schema is among them: if the page was cut short after `{}`, save \
             it whole; a kind that is back loses its mark",
            end.name
        );
        let is_gone = self.theirs.kind(&last.name).is_none();
        is_gone.then(|| at(&doubt, end.place.as_ref()))
    }

    fn sentence(&self, difference: &Difference) -> String {
        let Difference { subject, aspect } = difference;
        let sentence = match (subject, aspect) {
            (Subject::Kind(name), Aspect::Listed) => match self.theirs.kind(name) {
                Some(kind) => return self.new_kind(kind),
                None => format!("kind `{name}`, which is to be marked as retired, and still read"),
            },
            (Subject::Field(owner, name), Aspect::Listed) => match self.theirs.field(owner, name) {
                Some(field) => return new_field(&path(owner, name), field),
                None => format!(
                    "field {}, which stays in the schema, as it may still come",
                    path(owner, name)
                ),
            },
            (Subject::Object(name), _) => return self.new_object(name),
            (subject, Aspect::Order) => self.order(subject),
            (subject, aspect) => self.change(subject, *aspect),
        };
        at(&sentence, self.theirs.place(subject))
    }

    fn new_kind(&self, kind: &Kind) -> String {
        let mut text = format!("kind `{}`", kind.name);
        if let Some(structure) = &kind.structure {
            let _ = write!(text, " of {structure}");
        }
        if self.ours.payloads.contains_key(&kind.name) {
            text.push_str(", which was marked as retired");
        }
        if kind.deprecated {
            let _ = write!(text, ", {}", deprecation(true, &kind.successors));
        }
        let mut text = at(&text, kind.place.as_ref());
        said(&mut text, &kind.prose);
        let payload = self.theirs.payloads.get(&kind.name);
        if payload.is_some_and(|payload| payload.wrapped) {
            text.push_str("\n    its fields are one level deeper, under the same name again");
        }
        match payload.and_then(|payload| payload.fields.as_ref()) {
            Some(fields) => fields_below(&mut text, fields),
            None => {
                if let Some(structure) = &kind.structure {
                    let address = self.description.address(structure);
                    let _ = write!(text, "\n    its page was not given: {address}");
                }
            }
        }
        text
    }

    fn new_object(&self, name: &str) -> String {
        let object = self.theirs.object(name);
        let place = object.and_then(|object| object.place.as_ref());
        let mut text = at(&format!("object {name}, which needs a name of its own"), place);
        fields_below(&mut text, object.map_or(&[], |object| &object.fields));
        text
    }

    fn order(&self, subject: &Subject) -> String {
        let order = |reference| match fact(reference, subject, Aspect::Order) {
            Some(Fact::Order(names)) => names,
            _ => Vec::new(),
        };
        let what = match subject {
            Subject::Fields(owner) => format!("the fields of {}", owner_name(owner)),
            _ => "the kinds".to_owned(),
        };
        let (before, after) =
            first_out_of_order(&order(self.ours), &order(self.theirs)).unwrap_or_default();
        format!(
            "the order of {what}: upstream has `{before}` before `{after}`; the schema keeps its own"
        )
    }

    fn change(&self, subject: &Subject, aspect: Aspect) -> String {
        let say =
            |reference| fact(reference, subject, aspect).map_or_else(String::new, |f| said_of(&f));
        let (ours, theirs) = (say(self.ours), say(self.theirs));
        let name = match subject {
            Subject::Field(owner, name) => path(owner, name),
            Subject::Kind(name) => format!("`{name}`"),
            _ => String::new(),
        };
        let mut text = format!("{name} is {theirs} upstream, and {ours} in the schema");
        let values = |reference: &Reference| match subject {
            Subject::Field(owner, name) => reference.field(owner, name)?.values.clone(),
            _ => None,
        };
        if aspect == Aspect::Values {
            let (ours, theirs) =
                (values(self.ours).unwrap_or_default(), values(self.theirs).unwrap_or_default());
            let missing = |from: &[String], other: &[String]| -> Vec<String> {
                from.iter().filter(|value| !other.contains(value)).cloned().collect()
            };
            let (new, gone) = (missing(&theirs, &ours), missing(&ours, &theirs));
            text = match (ours.is_empty(), new.is_empty(), gone.is_empty()) {
                (true, ..) => format!(
                    "{name} is {} upstream, and any string in the schema; an enum would say so",
                    said_of(&Fact::Values(&theirs))
                ),
                (_, false, true) => format!("{name} has new values upstream: {}", listed(&new)),
                (_, true, _) => format!(
                    "{name} has values that upstream no longer names, and keeps them: {}",
                    listed(&gone)
                ),
                _ => format!(
                    "{name} has new values upstream: {}; it keeps {}, which upstream no longer names",
                    listed(&new),
                    listed(&gone)
                ),
            };
        }
        let theirs = match subject {
            Subject::Kind(name) => self.theirs.kind(name),
            _ => None,
        };
        if aspect == Aspect::Deprecation
            && theirs.is_some_and(|kind| kind.deprecated && kind.successors.is_empty())
        {
            text.push_str("; upstream names no successor, so this is left to you");
        }
        if aspect == Aspect::Optional && theirs.is_some() {
            text.push_str("; no callback has every kind, so this is left to you");
        }
        text
    }
}

/// A table of what the sources say differently, each named and in one column;
/// empty if they agree. The order of things is no part of it.
#[must_use]
pub fn table(sources: &[(&str, &Reference)]) -> String {
    let references: Vec<&Reference> = sources.iter().map(|(_, reference)| *reference).collect();
    let mut rows = Vec::new();
    for (subject, aspect) in topics(&references) {
        if aspect == Aspect::Order {
            continue;
        }
        let facts: Vec<_> =
            references.iter().map(|reference| fact(reference, &subject, aspect)).collect();
        let said: Vec<&Fact<'_>> = facts.iter().flatten().collect();
        let is_agreed = said.iter().all(|one| said.iter().all(|other| one.agrees(other)));
        if !is_agreed {
            let cells = facts.iter().map(|fact| fact.as_ref().map_or("—".to_owned(), said_of));
            rows.push((title(&subject), cells.collect::<Vec<_>>()));
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut text = String::from("| what |");
    for (name, _) in sources {
        let _ = write!(text, " {name} |");
    }
    let _ = writeln!(text, "\n|{}", " --- |".repeat(sources.len() + 1));
    for (title, cells) in rows {
        let _ = writeln!(text, "| {title} | {} |", cells.join(" | "));
    }
    text
}

fn title(subject: &Subject) -> String {
    match subject {
        Subject::Kinds => "the kinds".to_owned(),
        Subject::Kind(name) => format!("kind `{name}`"),
        Subject::Object(name) => format!("object {name}"),
        Subject::Fields(owner) => format!("the fields of {}", owner_name(owner)),
        Subject::Field(owner, name) => path(owner, name),
    }
}

/// What a source says of something, so that it can follow "is".
fn said_of(fact: &Fact<'_>) -> String {
    match fact {
        Fact::Listed(true) => "listed".to_owned(),
        Fact::Listed(false) => "not listed".to_owned(),
        Fact::Order(names) => names.join(", "),
        Fact::Structure(name) => format!("of {name}"),
        Fact::Deprecation { is_deprecated, successors } => deprecation(*is_deprecated, successors),
        Fact::Wrapped(true) => "one level deeper".to_owned(),
        Fact::Wrapped(false) => "right under its name".to_owned(),
        Fact::Type(ty) => type_name(ty),
        Fact::Optional(true) => "optional".to_owned(),
        Fact::Optional(false) => "always there".to_owned(),
        Fact::Values([]) => "any string".to_owned(),
        Fact::Values(values) => format!("one of {}", listed(values)),
    }
}

fn deprecation(is_deprecated: bool, successors: &[String]) -> String {
    match (is_deprecated, successors) {
        (false, _) => "not deprecated".to_owned(),
        (true, []) => "deprecated".to_owned(),
        (true, names) => format!("deprecated in favour of {}", listed(names)),
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::List(element) => match &**element {
            Type::List(_) => format!("a list of {}s", type_name(element)),
            element => format!("a list of {element}"),
        },
        Type::Anything => "of any type".to_owned(),
        ty => format!("a {ty}"),
    }
}

fn new_field(path: &str, field: &Field) -> String {
    let mut text = at(&format!("field {path}: {}", form(field)), field.place.as_ref());
    said(&mut text, &field.prose);
    text
}

/// The type of a new field, with what else is known of it.
fn form(field: &Field) -> String {
    let mut text = type_name(&field.ty);
    if field.optional == Some(true) {
        text.push_str(", optional");
    }
    if let Some(values) = &field.values {
        let _ = write!(text, ", one of {}", listed(values));
    }
    text
}

fn fields_below(text: &mut String, fields: &[Field]) {
    for field in fields {
        let _ = write!(text, "\n    `{}`: {}", field.name, form(field));
    }
}

/// The words of the page, which help to find words of our own.
fn said(text: &mut String, prose: &str) {
    if !prose.is_empty() {
        let _ = write!(text, "\n    upstream says: {prose}");
    }
}

fn at(text: &str, place: Option<&Place>) -> String {
    place.map_or_else(|| text.to_owned(), |place| format!("{text} ({place})"))
}

fn path(owner: &Owner, field: &str) -> String {
    match owner {
        Owner::Envelope => format!("`{field}` of every callback"),
        Owner::Kind(name) | Owner::Object(name) => format!("`{name}.{field}`"),
    }
}

fn owner_name(owner: &Owner) -> String {
    match owner {
        Owner::Envelope => "every callback".to_owned(),
        Owner::Kind(name) | Owner::Object(name) => format!("`{name}`"),
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
