//! Reports of differences, for people.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use codegen::words::{self, counted};

use crate::{
    compare::{Fact, Standing, View, first_out_of_order, standing, topics},
    description::{Description, word_for},
    doubt::doubts,
    edit::{Definite, is_emptied, is_relied_on, is_unknown},
    pages::Pages,
    reference::{Depth, Field, Kind, Place, Reference, Structure, Type},
    subject::{Aspect, Difference, Owner, Subject},
    values::{Destination, destinations, enum_of, respelled},
};

/// What was found on a page, with every recognized list of values.
#[must_use]
pub fn contents(page: &Structure) -> String {
    let source = page.place.as_ref().map_or("", |place| &place.source);
    let kinds = page.fields.iter().filter(|field| matches!(field.ty, Type::Structure(_))).count();
    let mut text = format!("{source}: {}, {}", page.name, counted(page.fields.len(), "field"));
    if kinds > 0 {
        let _ = write!(text, ", {kinds} of them with a structure");
    }
    if !page.fields.is_empty() && page.fields.iter().all(|field| field.optional.is_none()) {
        text.push_str("; the layout does not mark optional fields");
    }
    if page.fields.iter().any(|field| field.ty == Type::Lost) {
        text.push_str("; it lost the types of the kinds");
    }
    text.push('\n');
    for field in &page.fields {
        if let Some(values) = &field.values {
            let _ = writeln!(text, "  `{}` is one of {}", field.name, listed(values));
        }
    }
    text
}

/// What is new, gone or different upstream, compared with the description.
#[must_use]
pub fn report(description: &Description, pages: &Pages, differences: &[Difference]) -> String {
    let theirs = pages.reference(description);
    let (ours, theirs) = (View::of(description.reference()), View::of(&theirs));
    let report = Report {
        description,
        ours: &ours,
        theirs: &theirs,
        emptied: emptied(&ours, &theirs),
        destinations: destinations(description, &theirs),
    };
    let mut groups: [(&str, Vec<String>); 3] =
        [("New upstream", Vec::new()), ("Removed upstream", Vec::new()), ("Different", Vec::new())];
    for difference in differences {
        let is_theirs =
            theirs.fact(&difference.subject, Aspect::Listed) == Some(Fact::Listed(true));
        let group = match (difference.aspect, is_theirs) {
            _ if report.is_settled(difference) => 2,
            (Aspect::Listed, true) => 0,
            (Aspect::Listed, false) => 1,
            _ => 2,
        };
        groups[group].1.push(report.sentence(difference));
    }
    groups[1].1.extend(report.doubts_of_ends(differences));
    let mut text = String::new();
    for (title, sentences) in groups.iter().filter(|(_, sentences)| !sentences.is_empty()) {
        let _ = writeln!(text, "{title}:");
        for sentence in sentences {
            let _ = writeln!(text, "  {sentence}");
        }
        text.push('\n');
    }
    let strangers = &theirs.source.strangers;
    for stranger in strangers.iter().filter(|_| !pages.are_types) {
        let _ = writeln!(
            text,
            "{} is not compared: according to the description and these pages, no callback \
             contains it; also give the page of the structure that contains it\n",
            at(&stranger.name, stranger.place.as_ref()),
        );
    }
    text
}

/// Every owner that loses all of its fields.
fn emptied(ours: &View<'_>, theirs: &View<'_>) -> BTreeSet<Owner> {
    ours.owners().into_iter().filter(|owner| is_emptied(ours, theirs, owner)).collect()
}

struct Report<'a> {
    description: &'a Description,
    ours: &'a View<'a>,
    theirs: &'a View<'a>,
    emptied: BTreeSet<Owner>,
    destinations: BTreeMap<(Owner, String), Destination>,
}

impl Report<'_> {
    fn is_settled(&self, Difference { subject, aspect }: &Difference) -> bool {
        let topic = (subject.clone(), *aspect);
        standing(self.ours, self.theirs, &topic) == Some(Standing::Settled)
    }

    fn sentence(&self, difference: &Difference) -> String {
        let Difference { subject, aspect } = difference;
        let sentence = match (subject, aspect) {
            _ if self.is_settled(difference) => settled(subject, *aspect),
            (Subject::Kind(name), Aspect::Listed) => match self.theirs.kind(name) {
                Some(kind) => return self.new_kind(kind),
                None => format!("kind `{name}`: it will be marked as `retired`, and still be read"),
            },
            (Subject::Field(owner, name), Aspect::Listed) => match self.theirs.field(owner, name) {
                Some(field) => return self.new_field(owner, field),
                None => self.gone_field(owner, name),
            },
            (Subject::Object(name), Aspect::Listed) => return self.new_object(name),
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
        if self.ours.source.payloads.contains_key(&kind.name) {
            text.push_str(", which was marked as retired");
        }
        if kind.deprecated {
            let _ = write!(text, ", {}", deprecation(true, &kind.successors));
        }
        let mut text = at(&text, kind.place.as_ref());
        said(&mut text, &kind.prose);
        let payload = self.theirs.source.payloads.get(&kind.name);
        match payload.and_then(|payload| payload.depth) {
            Some(Depth::Object) => {
                text.push_str("\n    its fields are one level deeper, under the same name again");
            }
            Some(Depth::List) => text.push_str(
                "\n    its fields are one level deeper, in a list under the same name again; \
                 only a list with one element is read",
            ),
            Some(Depth::Flat) | None => {}
        }
        let structure = payload.and_then(|payload| payload.structure.as_ref());
        match (payload.and_then(|payload| payload.fields.as_ref()), structure) {
            (Some(fields), _) => {
                self.fields_below(&mut text, &Owner::Kind(kind.name.clone()), fields);
            }
            (None, structure) => match structure.or(kind.structure.as_ref()) {
                Some(structure) => text.push_str(&self.page_missing(structure)),
                None => text.push_str("\n    the page of its payload was not given"),
            },
        }
        text
    }

    fn new_object(&self, name: &str) -> String {
        let object = self.theirs.object(name);
        let place = object.and_then(|object| object.place.as_ref());
        let mut text = at(&format!("object {name}, which needs a name in the description"), place);
        let fields = object.map_or(&[][..], |object| &object.fields);
        self.fields_below(&mut text, &Owner::Object(name.to_owned()), fields);
        text
    }

    fn new_field(&self, owner: &Owner, field: &Field) -> String {
        let path = path(owner, &field.name);
        let mut text = at(&format!("field {path}: {}", form(field)), field.place.as_ref());
        said(&mut text, &field.prose);
        for note in self.notes(owner, field) {
            let _ = write!(text, "\n    {note}");
        }
        text
    }

    fn fields_below(&self, text: &mut String, owner: &Owner, fields: &[Field]) {
        for field in fields {
            let _ = write!(text, "\n    `{}`: {}", field.name, form(field));
            for note in self.notes(owner, field) {
                let _ = write!(text, "\n      {note}");
            }
        }
    }

    /// What a person should know about a field before describing it.
    fn notes(&self, owner: &Owner, field: &Field) -> Vec<String> {
        let mut notes = self.type_notes(field);
        if let Some(elsewhere) = self.description.sensitive(&field.name)
            && self.ours.field(owner, &field.name).is_none()
        {
            notes.push(format!(
                "it becomes `sensitive`, like {}: remove that if logs may show it",
                path(elsewhere, &field.name)
            ));
        }
        notes
    }

    fn type_notes(&self, field: &Field) -> Vec<String> {
        let mut notes: Vec<String> =
            doubts(field).into_iter().map(|doubt| format!("doubtful: {doubt}")).collect();
        let written = Definite::of(field).ty;
        if written != field.ty {
            notes.push(format!("written as `{written}`: this source has the same type for both"));
        }
        if matches!(field.ty, Type::Anything) {
            notes.push("write its type by hand".to_owned());
        }
        if let Some(structure) = field.ty.structure()
            && is_unknown(self.ours, self.theirs, &field.ty)
        {
            notes.push(self.page_missing(structure).trim_start().to_owned());
        }
        notes
    }

    fn page_missing(&self, structure: &str) -> String {
        format!(
            "\n    the page of {structure} was not given: {}",
            self.description.address(structure)
        )
    }

    fn gone_field(&self, owner: &Owner, name: &str) -> String {
        let path = path(owner, name);
        if self.emptied.contains(owner) {
            return format!("field {path}, with all other fields of {}", owner_name(owner));
        }
        if is_relied_on(owner, name) {
            return format!("field {path}, on which the SDK relies: it is left to you");
        }
        let is_optional = self.ours.field(owner, name).and_then(|field| field.optional);
        if is_optional == Some(true) {
            return format!("field {path}: it stays optional, and is still read");
        }
        format!(
            "field {path}: it becomes optional, as callbacks may come without it, and is still read"
        )
    }

    /// A page that was cut short between two entries looks as if the last entries were removed.
    fn doubts_of_ends(&self, differences: &[Difference]) -> Vec<String> {
        let mut lists: BTreeMap<Subject, BTreeSet<&str>> = BTreeMap::new();
        for difference in differences {
            let Difference { subject, aspect } = difference;
            let (list, name, is_there) = match subject {
                Subject::Kind(name) => (Subject::Kinds, name, self.theirs.kind(name).is_some()),
                Subject::Field(owner, name) => {
                    let is_there = self.theirs.field(owner, name).is_some();
                    (Subject::Fields(owner.clone()), name, is_there)
                }
                _ => continue,
            };
            if *aspect == Aspect::Listed && !is_there {
                lists.entry(list).or_default().insert(name);
            }
        }
        lists.iter().filter_map(|(list, gone)| self.doubt_of_end(list, gone)).collect()
    }

    fn doubt_of_end(&self, list: &Subject, gone: &BTreeSet<&str>) -> Option<String> {
        let (ours, theirs) = (self.ours.names(list)?, self.theirs.names(list)?);
        let (what, back) = match list {
            Subject::Kinds => {
                ("kind".to_owned(), "; a kind that returns is no longer marked as retired")
            }
            Subject::Fields(owner) => (format!("field of {}", owner_name(owner)), ""),
            _ => return None,
        };
        let Some(end) = theirs.last() else {
            let Subject::Fields(owner) = list else { return None };
            let doubt = format!(
                "{} has no fields there, and this is not merged: if the page lost them when it was \
                 saved, save it again",
                owner_name(owner)
            );
            return Some(at(&doubt, self.theirs.place(list)));
        };
        let is_cut = if self.theirs.source.is_alphabetical {
            gone.iter().all(|name| name > end)
        } else {
            gone.contains(ours.last()?)
        };
        let place = match list {
            Subject::Kinds => self.theirs.place(&Subject::Kind((*end).to_owned())),
            list => self.theirs.place(list),
        };
        let doubt = format!(
            "the last {what} in the description is among them: if the page was cut short after \
             `{end}`, save the whole page{back}"
        );
        is_cut.then(|| at(&doubt, place))
    }

    fn order(&self, subject: &Subject) -> String {
        let (ours, theirs) = (self.ours.names(subject), self.theirs.names(subject));
        let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
        let what = match subject {
            Subject::Fields(owner) => format!("the fields of {}", owner_name(owner)),
            _ => "the kinds".to_owned(),
        };
        let (before, after) = first_out_of_order(&ours, &theirs).unwrap_or_default();
        format!(
            "the order of {what}: upstream has `{before}` before `{after}`; the description keeps \
             its order"
        )
    }

    fn change(&self, subject: &Subject, aspect: Aspect) -> String {
        let say =
            |view: &View<'_>| view.fact(subject, aspect).map_or_else(String::new, |f| said_of(&f));
        let (ours, theirs) = (say(self.ours), say(self.theirs));
        let mut text = match subject {
            Subject::Field(owner, name) if aspect == Aspect::Values => {
                return self.values(owner, name);
            }
            Subject::Object(name) => {
                let here = self.description.object_named(name).unwrap_or(name);
                format!("object `{here}` is {theirs} upstream, and {ours} in the description")
            }
            subject => {
                format!("{} is {theirs} upstream, and {ours} in the description", name_of(subject))
            }
        };
        match (subject, aspect) {
            (Subject::Kind(name), Aspect::Deprecation)
                if self
                    .theirs
                    .kind(name)
                    .is_some_and(|it| it.deprecated && it.successors.is_empty()) =>
            {
                text.push_str("; upstream names no successor, so this is left to you");
            }
            (Subject::Kind(_), Aspect::Optional) => {
                text.push_str("; no callback has every kind, so this is left to you");
            }
            (Subject::Field(owner, name), Aspect::Type) => {
                for note in self.theirs.field(owner, name).iter().flat_map(|it| self.type_notes(it))
                {
                    let _ = write!(text, "; {note}");
                }
            }
            _ => {}
        }
        text
    }

    fn values(&self, owner: &Owner, name: &str) -> String {
        let values = |view: &View<'_>| -> Vec<String> {
            view.field(owner, name).and_then(|field| field.values.clone()).unwrap_or_default()
        };
        let (ours, theirs) = (values(self.ours), values(self.theirs));
        let missing = |from: &[String], other: &[String]| -> Vec<String> {
            from.iter().filter(|value| !other.contains(value)).cloned().collect()
        };
        let respelled: BTreeMap<&str, &str> = respelled(&ours, &theirs).into_iter().collect();
        let (mut new, mut gone) = (missing(&theirs, &ours), missing(&ours, &theirs));
        new.retain(|value| respelled.values().all(|new| new != value));
        gone.retain(|value| !respelled.contains_key(value.as_str()));
        let name_of_field = path(owner, name);
        if ours.is_empty() {
            let said = said_of(&Fact::Values(&theirs));
            return format!(
                "{name_of_field} is {said} upstream, and any string in the description: consider \
                 an enum"
            );
        }
        let mut sentences = Vec::new();
        if !respelled.is_empty() {
            let pairs = respelled.iter().map(|(old, new)| format!("`{new}` instead of `{old}`"));
            let pairs = pairs.collect::<Vec<_>>().join(", ");
            sentences.push(format!(
                "is spelled differently upstream, which replaces our spelling: \
                {pairs}"
            ));
        }
        if !new.is_empty() {
            sentences.push(format!("has new values upstream: {}", listed(&new)));
        }
        if !gone.is_empty() {
            sentences
                .push(format!("keeps values that upstream no longer lists: {}", listed(&gone)));
        }
        let destination = self.destinations.get(&(owner.clone(), name.to_owned()));
        if let (Some(Destination::Own(_)), Some(of)) =
            (destination, enum_of(self.description, owner, name))
        {
            sentences.push(format!(
                "gets its own enum with these values, as upstream does not list them for every \
                 field that uses `{of}`"
            ));
        }
        format!("{name_of_field} {}", sentences.join("; it "))
    }
}

/// The text for an acknowledgement that no longer applies.
fn settled(subject: &Subject, aspect: Aspect) -> String {
    let word = word_for(aspect).unwrap_or_default();
    format!("{} agrees with upstream again: `{word}` is removed from `differs`", name_of(subject))
}

/// A table of what the sources disagree on, with one column per source; empty if they agree. It
/// does not include the order of things.
#[must_use]
pub fn table(sources: &[(&str, &Reference)]) -> String {
    let views: Vec<View<'_>> = sources.iter().map(|(_, source)| View::of(source)).collect();
    let mut rows = Vec::new();
    for (subject, aspect) in topics(&views.iter().collect::<Vec<_>>()) {
        if aspect == Aspect::Order {
            continue;
        }
        let facts: Vec<_> = views.iter().map(|view| view.fact(&subject, aspect)).collect();
        let said: Vec<&Fact<'_>> = facts.iter().flatten().collect();
        let is_agreed = said.iter().all(|one| said.iter().all(|other| one.agrees(other)));
        if !is_agreed {
            let cells = views.iter().zip(&facts).map(|(view, fact)| match fact {
                None => "—".to_owned(),
                Some(Fact::Listed(true)) => format!("listed{}", fields_of(view, &subject)),
                Some(fact) => said_of(fact),
            });
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

/// The fields of a kind or object that some source does not list.
fn fields_of(view: &View<'_>, subject: &Subject) -> String {
    let owner = match subject {
        Subject::Kind(name) => Owner::Kind(name.clone()),
        Subject::Object(name) => Owner::Object(name.clone()),
        Subject::Field(owner, name) => {
            return view
                .field(owner, name)
                .map_or_else(String::new, |it| format!(", {}", form(it)));
        }
        Subject::Kinds | Subject::Fields(_) => return String::new(),
    };
    let fields = view.fields_of(&owner).into_iter().flatten();
    let fields: Vec<String> =
        fields.map(|field| format!("`{}` {}", field.name, form(field))).collect();
    if fields.is_empty() { String::new() } else { format!(" with {}", fields.join("; ")) }
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

fn name_of(subject: &Subject) -> String {
    match subject {
        Subject::Kind(name) => format!("`{name}`"),
        subject => title(subject),
    }
}

/// What a source says about something, as a phrase after "is".
fn said_of(fact: &Fact<'_>) -> String {
    match fact {
        Fact::Listed(true) => "listed".to_owned(),
        Fact::Listed(false) => "not listed".to_owned(),
        Fact::Order(names) => names.join(", "),
        Fact::Structure(name) => format!("of {name}"),
        Fact::Deprecation { is_deprecated, successors } => deprecation(*is_deprecated, successors),
        Fact::Depth(Depth::Flat) => "directly under its name".to_owned(),
        Fact::Depth(Depth::Object) => "one level deeper".to_owned(),
        Fact::Depth(Depth::List) => "one level deeper in a list".to_owned(),
        Fact::Type(ty) => type_name(ty),
        Fact::Optional(true) => "optional".to_owned(),
        Fact::Optional(false) => "always present".to_owned(),
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
        Type::Anything | Type::Lost => ty.to_string(),
        ty => format!("a {ty}"),
    }
}

/// The type of a field, with what else is known about it.
fn form(field: &Field) -> String {
    let mut text = type_name(&field.ty);
    if field.optional == Some(true) {
        text.push_str(", optional");
    }
    if let Some(values) = field.values.as_ref().filter(|values| !values.is_empty()) {
        let _ = write!(text, ", one of {}", listed(values));
    }
    text
}

/// The text on the page, which helps to write our own.
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
    words::listed(names.iter().map(String::as_str))
}
