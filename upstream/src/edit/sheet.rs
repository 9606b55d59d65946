//! The text of a TOML file, in which places are found by name and edited
//! apart from each other. What the names mean is not known here.

use std::{ops::Range, slice};

use toml::de::{DeTable, DeValue};

use super::{
    Neighbour,
    row::{Columns, Row},
};

type Value<'t> = toml::Spanned<DeValue<'t>>;

/// What is written in a form that cannot be edited, and where.
#[derive(Debug)]
pub(super) struct OtherForm {
    pub(super) span: Range<usize>,
    pub(super) what: String,
}

pub(super) struct Sheet<'t> {
    text: &'t str,
    root: Value<'t>,
    /// Every header: where it stands, and which table it opens.
    headers: Vec<(Range<usize>, Vec<String>)>,
    /// What comes instead of which bytes. Of those at one place the first
    /// comes first.
    edits: Vec<(Range<usize>, String)>,
}

impl<'t> Sheet<'t> {
    /// A sheet of a text that is known to be TOML.
    pub(super) fn new(text: &'t str) -> Self {
        let (root, _) = DeTable::parse_recoverable(text);
        let root = toml::Spanned::new(0..0, DeValue::Table(root.into_inner()));
        let mut headers = Vec::new();
        gather_headers(text, &root, &mut Vec::new(), &mut headers);
        headers.sort_by_key(|(span, _)| span.start);
        Self { text, root, headers, edits: Vec::new() }
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

    pub(super) fn has_row(&self, path: &[&str], key: &str) -> bool {
        self.table(path).is_some_and(|table| table.contains_key(key))
    }

    /// Puts a block after a table and what belongs to it.
    pub(super) fn add_after(&mut self, path: &[&str], block: &str) -> Result<(), OtherForm> {
        let end = self.end_of(path)?;
        self.add_block_at(end, block);
        Ok(())
    }

    /// Puts a block before a table and the comment on it.
    pub(super) fn add_before(&mut self, path: &[&str], block: &str) -> Result<(), OtherForm> {
        let header = self.header(path)?;
        let at = self.above_comment(line_start(self.text, header.start));
        self.edits.push((at..at, format!("{block}\n")));
        Ok(())
    }

    /// Where the comment right above a line starts.
    fn above_comment(&self, start: usize) -> usize {
        let above = self.text[..start].split_inclusive('\n').rev();
        start - above.take_while(|line| is_comment(line)).map(str::len).sum::<usize>()
    }

    /// Puts a block after the last table of the first of these groups that is
    /// there, or at the end.
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

    /// Gives a row of a table this value, and puts the row where the order has
    /// it if there is none.
    pub(super) fn set(
        &mut self,
        path: [&str; 2],
        order: &[&str],
        key: &str,
        value: &str,
    ) -> Result<(), OtherForm> {
        let header = self.header(&path)?;
        let table = self.table(&path).into_iter().flat_map(DeTable::iter);
        let rows: Vec<_> =
            table.filter(|(name, _)| order.contains(&name.get_ref().as_ref())).collect();
        if let Some((_, old)) = rows.iter().find(|(name, _)| name.get_ref() == key) {
            self.edits.push((old.span(), value.to_owned()));
            return Ok(());
        }
        let place = |name: &str| order.iter().position(|other| *other == name);
        let before = rows.iter().filter(|(name, _)| place(name.get_ref()) < place(key));
        let end = before.map(|(_, value)| value.span().end).max().unwrap_or(header.end);
        let sign = rows.iter().map(|(name, _)| {
            let start = line_start(self.text, name.span().start);
            let line = &self.text[start..line_end(self.text, start)];
            line.find('=').unwrap_or(0)
        });
        let width = sign.max().unwrap_or(0).saturating_sub(1);
        self.add_line_after(end, &format!("{key:width$} = {value}"));
        Ok(())
    }

    /// Takes a row of a table away, if it is there.
    pub(super) fn remove(&mut self, path: [&str; 2], key: &str) -> Result<(), OtherForm> {
        self.header(&path)?;
        if let Some((key, value)) = self.table(&path).and_then(|table| table.get_key_value(key)) {
            let start = line_start(self.text, key.span().start);
            let end = line_end(self.text, value.span().end);
            self.edits.push((start..end, String::new()));
        }
        Ok(())
    }

    /// Changes a row of braces.
    pub(super) fn change_row(
        &mut self,
        path: &[&str],
        key: &str,
        change: impl FnOnce(&mut Row),
    ) -> Result<(), OtherForm> {
        let columns = Columns::of(&self.rows(path)?);
        let span = self.row_span(path, key)?;
        let mut row = self.row(&span, key)?;
        change(&mut row);
        self.edits.push((span, row.render(&columns)));
        Ok(())
    }

    /// Puts a row of braces into a table, in the columns of those there.
    pub(super) fn add_row(
        &mut self,
        path: &[&str],
        next_to: Option<Neighbour<&str>>,
        row: &Row,
    ) -> Result<(), OtherForm> {
        let header = self.header(path)?;
        let rows = self.rows(path)?;
        let columns =
            if rows.is_empty() { Columns::grid(slice::from_ref(row)) } else { Columns::of(&rows) };
        let line = row.render(&columns);
        match next_to {
            Some(Neighbour::Before(key)) => {
                let span = self.row_span(path, key)?;
                self.add_line_after(span.end, &line);
            }
            Some(Neighbour::After(key)) => {
                let start = self.above_comment(self.row_span(path, key)?.start);
                self.edits.push((start..start, format!("{line}\n")));
            }
            None => self.add_line_after(header.end, &line),
        }
        Ok(())
    }

    /// Puts a value into the list of an enum.
    pub(super) fn add_value(
        &mut self,
        of: &str,
        next_to: Option<Neighbour<usize>>,
        value: &str,
    ) -> Result<(), OtherForm> {
        let path = ["enums", of, "values"];
        let list = self.value(&path).filter(|list| list.get_ref().is_array());
        let Some((list, DeValue::Array(elements))) = list.map(|list| (list.span(), list.get_ref()))
        else {
            return Err(self.other_form(&path[..2], format!("the values of enum `{of}`")));
        };
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
            // One value a line, each with the comments on it.
            (Some(indent), Some(Neighbour::After(_))) => {
                let at = self.above_comment(line_start(self.text, other.start));
                self.edits.push((at..at, format!("{indent}{value},\n")));
            }
            (Some(indent), _) => self.add_value_below(other.end, list.end - 1, indent, value),
        }
        Ok(())
    }

    /// Puts a value onto a line of its own, below that on which another one
    /// ends.
    fn add_value_below(&mut self, other: usize, end_of_list: usize, indent: &str, value: &str) {
        let rest = self.text[other..end_of_list].trim_end();
        // What was the last one gets its comma; each that is new has one.
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

    /// Where a table ends, with everything below it: after its last line, and
    /// the comments that stand right under that.
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
        // Comments that reach down to the next header belong to that.
        let is_next_header = last + 1 + comments == lines.len() && next < self.text.len();
        let count = if is_next_header { last + 1 } else { last + 1 + comments };
        Ok(start + lines[..count].iter().map(|line| line.len()).sum::<usize>())
    }

    /// The rows of a table that have the form of rows.
    fn rows(&self, path: &[&str]) -> Result<Vec<Row>, OtherForm> {
        let table = self.table(path).ok_or_else(|| self.other_form(path, path.join(".")))?;
        let mut keys: Vec<_> = table.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        let rows = keys.into_iter().filter_map(|key| {
            let start = line_start(self.text, key.span().start);
            Row::read(self.text[start..line_end(self.text, start)].trim_end())
        });
        Ok(rows.collect())
    }

    /// The line of a row, without its end.
    fn row_span(&self, path: &[&str], key: &str) -> Result<Range<usize>, OtherForm> {
        let what = || format!("field `{key}`");
        let Some((key, value)) = self.table(path).and_then(|table| table.get_key_value(key)) else {
            return Err(self.other_form(path, what()));
        };
        let start = line_start(self.text, key.span().start);
        let end = line_end(self.text, start);
        if value.span().end > end {
            return Err(OtherForm { span: value.span(), what: what() });
        }
        Ok(start..start + self.text[start..end].trim_end().len())
    }

    fn row(&self, span: &Range<usize>, key: &str) -> Result<Row, OtherForm> {
        let row = Row::read(&self.text[span.clone()]);
        row.ok_or_else(|| OtherForm { span: span.clone(), what: format!("field `{key}`") })
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
