//! One field on one line, and the columns at which such lines are aligned.

use std::{collections::BTreeMap, fmt::Write as _};

use toml::de::{DeTable, DeValue};

/// Attributes of a field, in the order in which they are written.
const OF_FIELD: [&str; 9] =
    ["type", "optional", "holds", "or", "differs", "rust", "sensitive", "example", "doc"];

/// A field: its name, and its attributes as written.
#[derive(Debug, Clone)]
pub(super) struct Row {
    key: String,
    attributes: Vec<(String, String)>,
    /// What follows the braces.
    rest: String,
}

impl Row {
    pub(super) fn new(key: &str) -> Self {
        Self { key: key.to_owned(), attributes: Vec::new(), rest: String::new() }
    }

    /// Reads a line, if it has the form of a row.
    pub(super) fn read(line: &str) -> Option<Self> {
        let table = DeTable::parse(line).ok()?;
        let [(key, value)] = &table.get_ref().iter().collect::<Vec<_>>()[..] else { return None };
        let DeValue::Table(attributes) = value.get_ref() else { return None };
        let braces = value.span();
        if key.span().start != 0 || !line[braces.clone()].starts_with('{') {
            return None;
        }
        let mut attributes: Vec<_> = attributes.iter().collect();
        attributes.sort_by_key(|(name, _)| name.span().start);
        let attributes = attributes
            .into_iter()
            .map(|(name, value)| (name.get_ref().to_string(), line[value.span()].to_owned()));
        Some(Self {
            key: line[key.span()].to_owned(),
            attributes: attributes.collect(),
            rest: line[braces.end..].to_owned(),
        })
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        let value = value.to_owned();
        if let Some((_, old)) = self.attributes.iter_mut().find(|(other, _)| other == name) {
            *old = value;
            return;
        }
        let place = |name: &str| OF_FIELD.iter().position(|other| *other == name);
        let index = self.attributes.iter().position(|(other, _)| place(other) > place(name));
        let index = index.unwrap_or(self.attributes.len());
        self.attributes.insert(index, (name.to_owned(), value));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(other, _)| other != name);
    }

    /// The line, in these columns.
    pub(super) fn render(&self, columns: &Columns) -> String {
        let mut line = self.key.clone();
        pad(&mut line, columns.sign.max(self.key.chars().count() + 1));
        line.push_str("= { ");
        for (index, (name, value)) in self.attributes.iter().enumerate() {
            if index > 0 {
                line.push_str(", ");
            }
            pad(&mut line, columns.of.get(name).copied().unwrap_or(0));
            line.extend([name, " = ", value]);
        }
        line.push_str(" }");
        line.push_str(&self.rest);
        line
    }
}

/// Where the parts of aligned rows start.
#[derive(Debug, Default)]
pub(super) struct Columns {
    sign: usize,
    of: BTreeMap<String, usize>,
}

impl Columns {
    /// The columns at which these rows are aligned.
    pub(super) fn of<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Self {
        let sign = rows.clone().map(|row| row.key.chars().count() + 1).max().unwrap_or(0);
        let mut widths: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, value) in rows.flat_map(|row| &row.attributes) {
            let width = widths.entry(name).or_default();
            *width = (*width).max(name.len() + " = , ".len() + value.chars().count());
        }
        let mut columns = Self { sign, of: BTreeMap::new() };
        let mut next = sign + "= { ".len();
        for name in OF_FIELD {
            if let Some(width) = widths.get(name) {
                columns.of.insert(name.to_owned(), next);
                next += width;
            }
        }
        columns
    }
}

fn pad(line: &mut String, column: usize) {
    let spaces = column.saturating_sub(line.chars().count());
    line.extend(std::iter::repeat_n(' ', spaces));
}

/// A text as a TOML string.
pub(super) fn basic_string(text: &str) -> String {
    let mut string = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => string.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(string, "\\u{:04X}", u32::from(letter));
            }
            letter => string.push(letter),
        }
    }
    string.push('"');
    string
}
