//! The text of a TOML file, in which places are found by name and edited independently. This module
//! does not know what the names mean.

use std::{collections::BTreeMap, ops::Range};

use toml::de::{DeTable, DeValue};

use super::{
    Neighbour,
    row::{Columns, Row},
};

type Value<'t> = toml::Spanned<DeValue<'t>>;

/// Text in a form that cannot be edited, with its place.
#[derive(Debug)]
pub(super) struct OtherForm {
    pub(super) span: Range<usize>,
    pub(super) what: String,
}

pub(super) struct Sheet<'t> {
    text: &'t str,
    root: Value<'t>,
    /// Every header: its place, and the table that it opens.
    headers: Vec<(Range<usize>, Vec<String>)>,
    /// The attributes to change, by table: the new value, or none to remove it.
    attributes: BTreeMap<Vec<String>, BTreeMap<&'static str, Option<String>>>,
    /// The tables of rows to change.
    rows: BTreeMap<Vec<String>, Rows>,
    /// Replacements of bytes. Those at the same place are applied in order.
    edits: Vec<(Range<usize>, String)>,
}

impl<'t> Sheet<'t> {
    /// A sheet of a text that is valid TOML.
    pub(super) fn new(text: &'t str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        let root = toml::Spanned::new(0..0, DeValue::Table(root.into_inner()));
        let mut headers = Vec::new();
        gather_headers(text, &root, &mut Vec::new(), &mut headers);
        headers.sort_by_key(|(span, _)| span.start);
        Self {
            text,
            root,
            headers,
            attributes: BTreeMap::new(),
            rows: BTreeMap::new(),
            edits: Vec::new(),
        }
    }

    /// The text after all edits.
    pub(super) fn edited(&self) -> String {
        let mut edits: Vec<_> = self.edits.iter().collect();
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut edited = String::with_capacity(self.text.len());
        let mut at = 0;
        for (span, instead) in edits {
            edited.push_str(&self.text[at..span.start]);
            edited.push_str(&instead.replace('\n', newline));
            at = span.end;
        }
        edited.push_str(&self.text[at..]);
        edited
    }

    pub(super) fn has(&self, path: &[&str]) -> bool {
        self.value(path).is_some()
    }

    /// Inserts a block after a table and its subtables.
    pub(super) fn add_after(&mut self, path: &[&str], block: &str) -> Result<(), OtherForm> {
        let end = self.end_of(path)?;
        self.add_block_at(end, block);
        Ok(())
    }

    /// Inserts a block before a table and its comment.
    pub(super) fn add_before(&mut self, path: &[&str], block: &str) -> Result<(), OtherForm> {
        let header = self.header(path)?;
        let at = self.above_comment(line_start(self.text, header.start));
        self.edits.push((at..at, format!("{block}\n")));
        Ok(())
    }

    /// The start of the comment directly above a line.
    fn above_comment(&self, start: usize) -> usize {
        let above = self.text[..start].split_inclusive('\n').rev();
        start - above.take_while(|line| is_comment(line)).map(str::len).sum::<usize>()
    }

    /// Inserts a block after the last table of the first existing group of these, or at the end.
    pub(super) fn add_to(&mut self, groups: &[&str], block: &str) {
        let last_of = |group| self.headers.iter().rfind(|(_, of)| starts_with(of, &[group]));
        let last = groups.iter().find_map(|group| last_of(*group));
        let end = match last.map(|(_, of)| of.clone()) {
            Some(last) => {
                let last: Vec<&str> = last.iter().map(String::as_str).collect();
                self.end_of(&last).unwrap_or(self.text.len())
            }
            None => self.text.len(),
        };
        self.add_block_at(end, block);
    }

    fn add_block_at(&mut self, at: usize, block: &str) {
        let before = self.edits.iter().rfind(|(span, _)| span.start == at);
        let before = before.map_or(&self.text[..at], |(_, instead)| instead);
        let newline = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        self.edits.push((at..at, format!("{newline}\n{block}")));
    }

    fn is_edited(&self, at: usize) -> bool {
        self.edits.iter().any(|(span, _)| span.start == at)
    }

    /// Sets an attribute of a table to this value, or removes it.
    pub(super) fn set(
        &mut self,
        path: [&str; 2],
        key: &'static str,
        value: Option<String>,
    ) -> Result<(), OtherForm> {
        self.header(&path)?;
        let path = path.map(str::to_owned).to_vec();
        self.attributes.entry(path).or_default().insert(key, value);
        Ok(())
    }

    /// Writes every changed attribute, in the order of attributes.
    pub(super) fn write_attributes(&mut self, order: &[&str]) -> Result<(), OtherForm> {
        for (path, changes) in std::mem::take(&mut self.attributes) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            self.write_attributes_of(&path, &changes, order)?;
        }
        Ok(())
    }

    /// A table that was aligned stays aligned.
    fn write_attributes_of(
        &mut self,
        path: &[&str],
        changes: &BTreeMap<&'static str, Option<String>>,
        order: &[&str],
    ) -> Result<(), OtherForm> {
        let header = self.header(path)?;
        let place = |name: &str| order.iter().position(|other| *other == name);
        let table = self.table(path).into_iter().flat_map(DeTable::iter);
        let mut written: Vec<Attribute> = Vec::new();
        for (key, value) in table.filter(|(key, _)| place(key.get_ref()).is_some()) {
            let (key, name) = (key.span(), key.get_ref().to_string());
            let sign = key.end + self.text[key.end..].find('=').unwrap_or(0);
            written.push(Attribute { name, key, sign, value: value.span() });
        }
        written.sort_by_key(|attribute| attribute.key.start);
        let column = |of: &Attribute| of.sign - of.key.start;
        let column_now = written.iter().map(column).max().unwrap_or(0);
        let longest = written.iter().map(|of| of.key.len()).max().unwrap_or(0);
        let are_aligned = written.iter().all(|attribute| column(attribute) == longest + 1);

        let is_gone = |name: &str| changes.get(name).is_some_and(Option::is_none);
        let kept = written.iter().map(|of| &*of.name).filter(|name| !is_gone(name));
        let set = changes.iter().filter(|(_, value)| value.is_some()).map(|(name, _)| *name);
        let longest = kept.chain(set).map(str::len).max().unwrap_or(0);
        let width = if are_aligned { longest } else { column_now.saturating_sub(1) };
        for Attribute { name, key, sign, value } in &written {
            match changes.get(&**name) {
                Some(None) => {
                    let start = line_start(self.text, key.start);
                    self.edits.push((start..line_end(self.text, value.end), String::new()));
                    continue;
                }
                Some(Some(new)) => self.edits.push((value.clone(), new.clone())),
                None => {}
            }
            let aligned = format!("{name:width$} ");
            if are_aligned && self.text[key.start..*sign] != aligned {
                self.edits.push((key.start..*sign, aligned));
            }
        }
        let mut new: Vec<(&str, &String)> = changes
            .iter()
            .filter(|(name, _)| written.iter().all(|of| of.name != **name))
            .filter_map(|(name, value)| Some((*name, value.as_ref()?)))
            .collect();
        new.sort_by_key(|(name, _)| place(name));
        for (name, value) in new {
            let before = written.iter().filter(|of| place(&of.name) < place(name));
            let end = before.map(|of| of.value.end).max().unwrap_or(header.end);
            self.add_line_after(end, &format!("{name:width$} = {value}"));
        }
        Ok(())
    }

    /// Changes a row in braces.
    pub(super) fn change_row(
        &mut self,
        path: &[&str],
        key: &str,
        change: impl FnOnce(&mut Row),
    ) -> Result<(), OtherForm> {
        let span = self.row_span(path, key)?;
        let other_form = OtherForm { span: span.clone(), what: format!("field `{key}`") };
        let rows = self.rows(path)?;
        let written = rows.written.get_mut(&span.start).ok_or(other_form)?;
        change(&mut written.row);
        written.is_changed = true;
        Ok(())
    }

    /// Inserts a row in braces into a table.
    pub(super) fn add_row(
        &mut self,
        path: &[&str],
        next_to: Option<Neighbour<&str>>,
        row: Row,
    ) -> Result<(), OtherForm> {
        let header = self.header(path)?;
        let place = match next_to {
            Some(Neighbour::Before(key)) => Neighbour::Before(self.row_span(path, key)?.end),
            Some(Neighbour::After(key)) => {
                Neighbour::After(self.above_comment(self.row_span(path, key)?.start))
            }
            None => Neighbour::Before(header.end),
        };
        self.rows(path)?.new.push((place, row));
        Ok(())
    }

    /// The rows of a table, to change them.
    fn rows(&mut self, path: &[&str]) -> Result<&mut Rows, OtherForm> {
        let of: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        if !self.rows.contains_key(&of) {
            let table = self.table(path).ok_or_else(|| self.other_form(path, path.join(".")))?;
            let lines = table.keys().map(|key| self.line(key.span().start));
            let rows = Rows::read(lines.map(|line| (line.start, &self.text[line])));
            self.rows.insert(of.clone(), rows);
        }
        Ok(self.rows.get_mut(&of).expect("it was put there"))
    }

    /// Writes every changed or new row, before anything that is inserted after their tables.
    pub(super) fn write_rows(&mut self) {
        for rows in std::mem::take(&mut self.rows).into_values() {
            self.write_rows_of(&rows);
        }
    }

    /// An aligned table stays aligned, so the other rows may move.
    fn write_rows_of(&mut self, rows: &Rows) {
        let all = rows.written.values().map(|written| &written.row);
        let columns = if rows.are_aligned {
            Columns::of(all.chain(rows.new.iter().map(|(_, row)| row)))
        } else {
            Columns::default()
        };
        for (start, written) in &rows.written {
            if written.is_changed || rows.are_aligned {
                let span = self.line(*start);
                let line = written.row.render(&columns);
                if line != self.text[span.clone()] {
                    self.edits.push((span, line));
                }
            }
        }
        for (place, row) in &rows.new {
            let line = row.render(&columns);
            match place {
                Neighbour::Before(end) => self.add_line_after(*end, &line),
                Neighbour::After(start) => self.edits.push((*start..*start, format!("{line}\n"))),
            }
        }
    }

    /// The list of an enum's values: its place and its contents.
    fn values_of(&self, of: &str) -> Result<(Range<usize>, &[Value<'t>]), OtherForm> {
        let path = ["enums", of, "values"];
        match self.value(&path).map(|list| (list.span(), list.get_ref())) {
            Some((span, DeValue::Array(elements))) => Ok((span, elements)),
            _ => Err(self.other_form(&path[..2], format!("the values of enum `{of}`"))),
        }
    }

    /// Changes the spelling of a value of an enum; a given Rust name stays.
    pub(super) fn respell_value(
        &mut self,
        of: &str,
        index: usize,
        value: &str,
    ) -> Result<(), OtherForm> {
        let element = &self.values_of(of)?.1[index];
        let written = element.get_ref().as_table().and_then(|table| table.get("value"));
        let span = written.unwrap_or(element).span();
        self.edits.push((span, value.to_owned()));
        Ok(())
    }

    /// Inserts a value into the list of an enum.
    pub(super) fn add_value(
        &mut self,
        of: &str,
        next_to: Option<Neighbour<usize>>,
        value: &str,
    ) -> Result<(), OtherForm> {
        let (list, elements) = self.values_of(of)?;
        let spans: Vec<Range<usize>> = elements.iter().map(toml::Spanned::span).collect();
        let [first, ..] = &spans[..] else {
            self.edits.push((list.start + 1..list.start + 1, value.to_owned()));
            return Ok(());
        };
        let before_first = &self.text[list.start + 1..first.start];
        let before_first = before_first.rfind('\n').map(|newline| &before_first[newline + 1..]);
        let other = match next_to {
            Some(Neighbour::After(index) | Neighbour::Before(index)) => &spans[index],
            None => &spans[spans.len() - 1],
        };
        match (before_first, next_to) {
            (None, Some(Neighbour::After(_))) => {
                self.edits.push((other.start..other.start, format!("{value}, ")));
            }
            (None, _) => self.edits.push((other.end..other.end, format!(", {value}"))),
            // One value per line, each with its comments.
            (Some(indent), Some(Neighbour::After(_))) => {
                let at = self.above_comment(line_start(self.text, other.start));
                self.edits.push((at..at, format!("{indent}{value},\n")));
            }
            (Some(indent), _) => self.add_value_below(other.end, list.end - 1, indent, value),
        }
        Ok(())
    }

    /// Inserts a value on its own line, below the line on which another value ends.
    fn add_value_below(&mut self, other: usize, end_of_list: usize, indent: &str, value: &str) {
        let rest = self.text[other..end_of_list].trim_end();
        // The former last value gets a comma; each new one has one.
        if !rest.trim_start().starts_with(',') && !self.is_edited(other) {
            self.edits.push((other..other, ",".to_owned()));
        }
        let below = line_end(self.text, other);
        if below <= end_of_list {
            self.edits.push((below..below, format!("{indent}{value},\n")));
        } else {
            let at = other + rest.len();
            self.edits.push((at..at, format!("\n{indent}{value},")));
        }
    }

    fn add_line_after(&mut self, offset: usize, line: &str) {
        let at = line_end(self.text, offset);
        let edit =
            if self.text[..at].ends_with('\n') { format!("{line}\n") } else { format!("\n{line}") };
        self.edits.push((at..at, edit));
    }

    fn value(&self, path: &[&str]) -> Option<&Value<'t>> {
        let mut value = &self.root;
        for key in path {
            value = value.get_ref().as_table()?.get(*key)?;
        }
        Some(value)
    }

    fn table(&self, path: &[&str]) -> Option<&DeTable<'t>> {
        self.value(path)?.get_ref().as_table()
    }

    /// The header of a table.
    fn header(&self, path: &[&str]) -> Result<Range<usize>, OtherForm> {
        let header = self.headers.iter().find(|(_, of)| *of == path);
        let header = header.map(|(span, _)| span.clone());
        header.ok_or_else(|| self.other_form(path, format!("`{}`", path.join("."))))
    }

    fn other_form(&self, path: &[&str], what: String) -> OtherForm {
        let span = (0..=path.len()).rev().find_map(|length| self.value(&path[..length]));
        OtherForm { span: span.map_or(0..0, toml::Spanned::span), what }
    }

    /// The end of a table with its subtables: after its last line and the comments directly below.
    fn end_of(&self, path: &[&str]) -> Result<usize, OtherForm> {
        let start = self.header(path)?.start;
        let next = self
            .headers
            .iter()
            .find(|(span, of)| span.start > start && !starts_with(of, path))
            .map_or(self.text.len(), |(span, _)| span.start);
        let lines: Vec<&str> = self.text[start..next].split_inclusive('\n').collect();
        let is_content = |line: &&str| !is_comment(line) && !line.trim().is_empty();
        let last = lines.iter().rposition(is_content).unwrap_or(0);
        let comments = lines[last + 1..].iter().take_while(|line| is_comment(line)).count();
        // Comments directly above the next header belong to it.
        let is_next_header = last + 1 + comments == lines.len() && next < self.text.len();
        let count = if is_next_header { last + 1 } else { last + 1 + comments };
        Ok(start + lines[..count].iter().map(|line| line.len()).sum::<usize>())
    }

    /// The line of a row, without its end.
    fn row_span(&self, path: &[&str], key: &str) -> Result<Range<usize>, OtherForm> {
        let what = || format!("field `{key}`");
        let Some((key, value)) = self.table(path).and_then(|table| table.get_key_value(key)) else {
            return Err(self.other_form(path, what()));
        };
        let line = self.line(key.span().start);
        if value.span().end > line.end {
            return Err(OtherForm { span: value.span(), what: what() });
        }
        Ok(line)
    }

    /// The line around a place, without its end.
    fn line(&self, at: usize) -> Range<usize> {
        let start = line_start(self.text, at);
        start..start + self.text[start..line_end(self.text, start)].trim_end().len()
    }
}

/// An attribute of a table, with the places of its parts.
struct Attribute {
    name: String,
    key: Range<usize>,
    sign: usize,
    value: Range<usize>,
}

/// The rows of a table to change.
struct Rows {
    /// Existing rows, by where they start.
    written: BTreeMap<usize, Written>,
    are_aligned: bool,
    /// New rows, each with its neighbour before or after.
    new: Vec<(Neighbour<usize>, Row)>,
}

struct Written {
    row: Row,
    is_changed: bool,
}

impl Rows {
    fn read<'t>(lines: impl Iterator<Item = (usize, &'t str)>) -> Self {
        let lines: Vec<_> = lines.collect();
        let read = lines.iter().filter_map(|(start, line)| Some((*start, Row::read(line)?)));
        let rows: BTreeMap<usize, Row> = read.collect();
        let columns = Columns::of(rows.values());
        let is_aligned = |(start, line): &(usize, &str)| {
            rows.get(start).is_some_and(|row| row.render(&columns) == *line)
        };
        let are_aligned = lines.iter().all(is_aligned);
        let written =
            rows.into_iter().map(|(start, row)| (start, Written { row, is_changed: false }));
        Self { written: written.collect(), are_aligned, new: Vec::new() }
    }
}

fn gather_headers(
    text: &str,
    value: &Value<'_>,
    path: &mut Vec<String>,
    headers: &mut Vec<(Range<usize>, Vec<String>)>,
) {
    let Some(table) = value.get_ref().as_table() else { return };
    if text[value.span()].starts_with('[') {
        headers.push((value.span(), path.clone()));
    }
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        gather_headers(text, value, path, headers);
        path.pop();
    }
}

fn starts_with(path: &[String], start: &[&str]) -> bool {
    path.len() >= start.len() && path.iter().zip(start).all(|(one, other)| one == other)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The start of the next line.
fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |newline| offset + newline + 1)
}
