//! The grammar of the page of a structure, however it was saved: the name of the structure, a
//! sentence about it, the word "Fields", and the fields.
//!
//! A field is its name; perhaps the words "Optional" and "Copy URL"; the name again with a colon,
//! and the type after it or in the next line; and perhaps sentences about it.
//!
//! Some ways of saving lose parts of a page. Such a page is rejected, unless it lost only the types
//! of the kinds, which the description knows.

use std::collections::BTreeMap;

use codegen::{Diagnostic, quoted};

use super::{Line, Source, code, report};
use crate::{
    prose,
    reference::{Field, Structure, Type, is_structure_name, is_wire_name},
};

/// The line before the fields.
const FIELDS: &str = "Fields";

/// Labels that a page shows next to the name of a field.
const LABELS: [&str; 2] = [OPTIONAL, "Copy URL"];
const OPTIONAL: &str = "Optional";

/// A line above the name in the text of a page.
const RATE: &str = "Rate this page:";

/// What to do about a page on which something is missing.
const SAVE_AGAIN: &str = "open the page in a browser until it shows each field with its type, then \
                          copy the text of the window, or save it as HTML or Markdown";

/// Reads a page, or reports what cannot be interpreted.
pub(super) fn structure(
    source: &Source<'_>,
    lines: &[Line],
    root: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Structure> {
    let (name, fields) = outline(source, lines, found)?;
    let mut reading = Reading {
        source,
        lines: fields,
        next: 0,
        may_lose_types: name.text == root,
        shows_labels: false,
        fields: Vec::new(),
        listed: BTreeMap::new(),
        lost: Vec::new(),
        found,
    };
    reading.fields();
    let Reading { shows_labels, mut fields, .. } = reading;
    if !shows_labels {
        // Such a page has no marks, so a missing mark means nothing.
        for field in &mut fields {
            field.optional = None;
        }
    }
    let place = Some(source.place(&name.span));
    Some(Structure { name: name.text.clone(), fields, place })
}

/// The line with the name, and the lines of the fields.
fn outline<'l>(
    source: &Source<'_>,
    lines: &'l [Line],
    found: &mut Vec<Diagnostic>,
) -> Option<(&'l Line, &'l [Line])> {
    const HOW: &str = "save the whole page of one structure: its name, the word Fields, and the \
        fields below";
    let is_name = |line: &Line| is_structure_name(&line.text) && line.text != FIELDS;
    let title = lines.iter().position(|line| is_name(line) && line.heading == Some(1));
    let starts_list = |index: &usize| lines[*index].text == FIELDS;
    let lists: Vec<usize> = (0..lines.len()).filter(starts_list).collect();
    // A menu may contain the word too.
    let list = lists.iter().find(|index| starts_field(&lines[*index + 1..])).or(lists.last());

    let Some(list) = list else {
        let first = lines.iter().position(|line| line.text != RATE);
        let name = title.or(first.filter(|first| is_name(&lines[*first])));
        let fault = match name {
            Some(name) => match fault_of_prose(&lines[name + 1..]) {
                Some((fault, at)) => (fault, name + 1 + at, SAVE_AGAIN),
                None => return Some((&lines[name], &[])),
            },
            None => match (0..lines.len()).find(|index| starts_field(&lines[*index..])) {
                Some(field) => {
                    ("there are fields without the word `Fields` above them", field, HOW)
                }
                None => ("this is not the page of a structure", 0, HOW),
            },
        };
        let (what, at, how) = fault;
        let span = lines.get(at).map_or(0..source.text.len(), |line| line.span.clone());
        report(found, code::NOT_A_PAGE, what, &span, how);
        return None;
    };
    let Some(name) = title.or_else(|| (0..*list).rfind(|index| is_name(&lines[*index]))) else {
        let what = "the name of the structure is missing above the fields";
        report(found, code::NOT_A_PAGE, what, &lines[*list].span, HOW);
        return None;
    };
    let after = &lines[list + 1..];
    let summary = lines.get(name + 1..*list).and_then(<[Line]>::first);
    let ends = |line: &Line| {
        let is_next_part = match (line.heading, lines[*list].heading) {
            (Some(level), Some(of_list)) => level <= of_list,
            _ => false,
        };
        // A badly saved page may contain the article twice.
        is_next_part || summary.is_some_and(|summary| is_repeated(line, summary))
    };
    let end = after.iter().position(ends).unwrap_or(after.len());
    Some((&lines[name], &after[..end]))
}

/// Whether a line repeats the first sentence of the page.
fn is_repeated(line: &Line, sentence: &Line) -> bool {
    line.text == sentence.text && sentence.text.contains(' ')
}

/// Signs that a page without the word "Fields" had fields, which were lost when it was saved.
fn fault_of_prose(lines: &[Line]) -> Option<(&'static str, usize)> {
    let is_of_field = |line: &Line| {
        let word = line.text.split_whitespace().next().unwrap_or_default();
        let name = word.trim_end_matches(':');
        let is_small = name.starts_with(|c: char| c.is_ascii_lowercase());
        let is_named = is_wire_name(name) && is_small && (name.contains('_') || name != word);
        is_named || line.text.contains(" | ")
    };
    if let Some(index) = lines.iter().position(is_of_field) {
        return Some(("this looks like a field, but the word `Fields` is missing above it", index));
    }
    let first = lines.first()?;
    let again = lines[1..].iter().position(|line| is_repeated(line, first))?;
    Some(("the page has this twice, without fields in between", again + 1))
}

/// Whether a well-formed field starts at the first line.
fn starts_field(lines: &[Line]) -> bool {
    let Some((name, _)) = lines.first().and_then(|line| announced(&line.text)) else {
        return false;
    };
    let labelled = lines[1..].iter().find(|line| !labels(&line.text).0.is_empty());
    labelled.is_some_and(|line| declared(&line.text).is_some_and(|(again, _)| again == name))
}

struct Reading<'s, 'f> {
    source: &'s Source<'s>,
    lines: &'s [Line],
    next: usize,
    /// Whether lost types are known from elsewhere.
    may_lose_types: bool,
    /// Whether the page has the labels next to the names of fields.
    shows_labels: bool,
    fields: Vec<Field>,
    /// The line of each name.
    listed: BTreeMap<&'s str, usize>,
    /// The fields whose type was lost, each with its line.
    lost: Vec<(&'s str, &'s Line)>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'s> Reading<'s, '_> {
    fn fields(&mut self) {
        while let Some(line) = self.lines.get(self.next) {
            if starts_field(&self.lines[self.next..]) {
                self.field(line);
            } else if self.is_broken(line) {
                self.report_broken(line);
                self.next += 1;
                // Both belong to the same field.
                let after = self.lines[self.next..].iter();
                self.next += after.take_while(|line| labels(&line.text).0.is_empty()).count();
            } else {
                self.next += 1;
                self.prose(line);
            }
        }
        // If it shows some of these types, the page lost the others by accident.
        if self.fields.iter().any(|field| matches!(field.ty, Type::Structure(_))) {
            for (name, line) in std::mem::take(&mut self.lost) {
                self.report_type(name, "", line);
            }
        }
        for field in &mut self.fields {
            if is_text(&field.ty) {
                field.values = prose::values(&field.prose);
            }
        }
    }

    /// Reads a field up to its type.
    fn field(&mut self, line: &'s Line) {
        let (name, mut optional) = announced(&line.text).expect("a field starts here");
        self.shows_labels |= name.len() < line.text.len();
        self.next += 1;
        // Lines with only labels, then the line with the type.
        let word = loop {
            let line = &self.lines[self.next];
            let (rest, is_optional) = labels(&line.text);
            self.shows_labels |= rest.len() < line.text.len();
            optional |= is_optional;
            self.next += 1;
            if let Some((_, word)) = declared(rest) {
                break word;
            }
        };
        let declaration = &self.lines[self.next - 1];
        let (word, place) = if word.is_empty() {
            match self.lines.get(self.next).filter(|_| !starts_field(&self.lines[self.next..])) {
                // Without labels, the type is on the line of the name.
                Some(line)
                    if !self.may_lose_types
                        || self.shows_labels && Type::of(&line.text).is_some() =>
                {
                    self.next += 1;
                    (line.text.as_str(), line)
                }
                _ => ("", declaration),
            }
        } else {
            (word, declaration)
        };
        let here = self.source.place(&line.span);
        if let Some(first) = self.listed.insert(name, here.line) {
            let message = format!("{} is listed twice", quoted(name));
            let help = format!("it is already on line {first}; keep the correct one");
            report(self.found, code::DUPLICATE, message, &line.span, help);
        }
        let is_lost = word.is_empty() || word.contains(' ');
        let ty = match Type::of(word) {
            Some(ty) => ty,
            None if is_lost && self.may_lose_types => {
                self.lost.push((name, place));
                Type::Lost
            }
            None => {
                self.report_type(name, word, place);
                return;
            }
        };
        let prose = if ty == Type::Lost { word.to_owned() } else { String::new() };
        self.fields.push(Field {
            name: name.to_owned(),
            ty,
            optional: Some(optional),
            values: None,
            prose,
            place: Some(here),
        });
    }

    /// Whether a line looks like part of a field but is outside of fields.
    fn is_broken(&self, line: &Line) -> bool {
        let next = self.lines.get(self.next + 1).map(|line| line.text.as_str());
        let is_label = |text: &str| labels(text).0.is_empty();
        let is_small = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
        if is_label(&line.text) {
            return true;
        }
        if let Some((name, word)) = declared(&line.text) {
            // Sentences have colons too.
            let word = if word.is_empty() { next.unwrap_or_default() } else { word };
            return is_small(name) && Type::of(word).is_some();
        }
        announced(&line.text).is_some_and(|(name, _)| {
            let is_alone = name.len() == line.text.len();
            // If a page was cut short, only the name of a field may be left.
            !is_alone || is_small(name) && (name.contains('_') || next.is_none_or(is_label))
        })
    }

    fn report_broken(&mut self, line: &Line) {
        let message = match announced(&line.text) {
            _ if labels(&line.text).0.is_empty() => "this does not belong to a field".to_owned(),
            Some((name, _)) => format!("`{name}:` is missing after the name of the field"),
            None => "this is part of a field whose name is missing above it".to_owned(),
        };
        let help = format!(
            "a field consists of its name, the name again with a colon, its type, and its meaning; \
             if the saved page lost a part, {SAVE_AGAIN}"
        );
        report(self.found, code::BROKEN_FIELD, message, &line.span, help);
    }

    fn report_type(&mut self, name: &str, word: &str, line: &Line) {
        if word.is_empty() || word.contains(' ') {
            let message = format!("field `{name}` has no type");
            report(self.found, code::BROKEN_FIELD, message, &line.span, SAVE_AGAIN);
        } else {
            let message = format!("{} is not a type of the upstream pages", quoted(word));
            let help = "a type is number, decimal, string, boolean, date, timestamp, the name of \
                        a structure, or one of these in brackets";
            report(self.found, code::UNKNOWN_TYPE, message, &line.span, help);
        }
    }

    fn prose(&mut self, line: &Line) {
        let Some(field) = self.fields.last_mut() else {
            if self.found.is_empty() {
                let help = "the fields start directly below the word Fields";
                let message = "the first field is expected here";
                report(self.found, code::BROKEN_FIELD, message, &line.span, help);
            }
            return;
        };
        if !field.prose.is_empty() {
            field.prose.push(' ');
        }
        field.prose.push_str(&line.text);
    }
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::List(element) => is_text(element),
        other => *other == Type::String,
    }
}

/// The rest of a line after its labels, and whether one of them marks the field as optional.
fn labels(text: &str) -> (&str, bool) {
    let mut rest = text;
    let mut is_optional = false;
    while let Some((label, after)) =
        LABELS.iter().find_map(|label| Some((label, rest.strip_prefix(label)?)))
    {
        is_optional |= *label == OPTIONAL;
        rest = after.trim_start();
    }
    (rest, is_optional)
}

/// The field name on a line, and whether it is marked as optional.
fn announced(text: &str) -> Option<(&str, bool)> {
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (after, is_optional) = labels(rest.trim_start());
    (is_wire_name(name) && after.is_empty()).then_some((name, is_optional))
}

/// The name before a colon, and the text after it.
fn declared(text: &str) -> Option<(&str, &str)> {
    let (name, word) = labels(text).0.split_once(':')?;
    is_wire_name(name.trim()).then_some((name.trim(), word.trim()))
}
