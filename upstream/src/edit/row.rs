//! One field on one line, and the columns in which such lines are aligned.

use std::{collections::BTreeMap, fmt::Write as _};

use toml::de::{DeTable, DeValue};

/// Attributes of a field, in the order in which they stand.
const OF_FIELD: [&str; 8] =
    ["type", "optional", "holds", "or", "rust", "sensitive", "example", "doc"];

/// A field: its name, and its attributes as they are written.
#[derive(Debug, Clone)]
pub(super) struct Row {
    key: String,
    /// Where the sign after the name stands, if it is written already.
    sign: Option<usize>,
    attributes: Vec<Attribute>,
    /// What follows the braces.
    rest: String,
}

#[derive(Debug, Clone)]
struct Attribute {
    name: String,
    value: String,
    /// Where it stands, if it is written already.
    column: Option<usize>,
}

impl Row {
    pub(super) fn new(key: &str) -> Self {
        Self { key: key.to_owned(), sign: None, attributes: Vec::new(), rest: String::new() }
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
        let column = |at: usize| line[..at].chars().count();
        let sign = key.span().end + line[key.span().end..].find('=')?;
        let mut attributes: Vec<_> = attributes.iter().collect();
        attributes.sort_by_key(|(name, _)| name.span().start);
        let attributes = attributes.into_iter().map(|(name, value)| Attribute {
            name: name.get_ref().to_string(),
            value: line[value.span()].to_owned(),
            column: Some(column(name.span().start)),
        });
        Some(Self {
            key: line[key.span()].to_owned(),
            sign: Some(column(sign)),
            attributes: attributes.collect(),
            rest: line[braces.end..].to_owned(),
        })
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        let value = value.to_owned();
        if let Some(old) = self.attributes.iter_mut().find(|attribute| attribute.name == name) {
            old.value = value;
            return;
        }
        let place = |name: &str| OF_FIELD.iter().position(|other| *other == name);
        let index = self.attributes.iter().position(|other| place(&other.name) > place(name));
        let attribute = Attribute { name: name.to_owned(), value, column: None };
        self.attributes.insert(index.unwrap_or(self.attributes.len()), attribute);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.attributes.retain(|attribute| attribute.name != name);
    }

    /// The line, in the columns of its neighbours as far as there is room.
    pub(super) fn render(&self, columns: &Columns) -> String {
        let mut line = self.key.clone();
        pad(&mut line, self.sign.or(columns.sign).unwrap_or(0).max(self.key.len() + 1));
        line.push_str("= { ");
        for (index, attribute) in self.attributes.iter().enumerate() {
            if index > 0 {
                line.push_str(", ");
            }
            let column = attribute.column.or_else(|| columns.of.get(&attribute.name).copied());
            pad(&mut line, column.unwrap_or(0));
            line.extend([&attribute.name, " = ", &attribute.value]);
        }
        line.push_str(" }");
        line.push_str(&self.rest);
        line
    }
}

/// Where the parts of aligned rows start.
#[derive(Debug, Default)]
pub(super) struct Columns {
    sign: Option<usize>,
    of: BTreeMap<String, usize>,
}

impl Columns {
    /// The columns of rows that are written already.
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut columns =
            Self { sign: rows.iter().filter_map(|row| row.sign).max(), ..Self::default() };
        for attribute in rows.iter().flat_map(|row| &row.attributes) {
            if let Some(column) = attribute.column {
                let of = columns.of.entry(attribute.name.clone()).or_default();
                *of = column.max(*of);
            }
        }
        columns
    }

    /// The columns in which new rows are aligned.
    pub(super) fn grid(rows: &[Row]) -> Self {
        let sign = rows.iter().map(|row| row.key.chars().count() + 1).max().unwrap_or(0);
        let mut columns = Self { sign: Some(sign), ..Self::default() };
        let mut next = sign + "= { ".len();
        for name in OF_FIELD {
            let attributes = rows.iter().flat_map(|row| &row.attributes);
            let written = attributes.filter(|attribute| attribute.name == name);
            let width = |attribute: &Attribute| {
                name.len() + " = , ".len() + attribute.value.chars().count()
            };
            if let Some(width) = written.map(width).max() {
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
