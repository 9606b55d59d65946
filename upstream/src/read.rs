//! From the text of a source to the structures that it lists. There is one reader for each form;
//! the three forms of a page share one grammar.

mod html;
mod markdown;
mod page;
mod text;
mod types;

use std::ops::Range;

use codegen::{Diagnostic, Diagnostics};

use crate::reference::{Place, Structure};

/// The kinds of problems in a source.
pub(crate) mod code {
    /// The text is not the page of a structure.
    pub(crate) const NOT_A_PAGE: &str = "not-a-page";
    /// A field does not have the form of a field.
    pub(crate) const BROKEN_FIELD: &str = "broken-field";
    /// A type is not one of the types on the pages.
    pub(crate) const UNKNOWN_TYPE: &str = "unknown-type";
    /// Something is listed twice.
    pub(crate) const DUPLICATE: &str = "duplicate";
    /// The text is not TypeScript with interfaces.
    pub(crate) const SYNTAX: &str = "syntax";
}

/// Reads one saved page. `name` is the name of the text, usually its path; its extension, or else
/// the first character of the text, determines the form. The page of the `root`, which lists the
/// kinds, may lack their types.
///
/// # Errors
///
/// Everything on the page that cannot be interpreted, with its line.
pub fn read_page(name: &str, text: &str, root: &str) -> Result<Structure, Diagnostics> {
    let lines = match Form::of(name, text) {
        Form::Text => text::lines(text),
        Form::Markdown => markdown::lines(text),
        Form::Html => html::lines(text),
    };
    let mut found = Vec::new();
    let structure = page::structure(&Source::new(name, text), &lines, root, &mut found);
    match structure {
        Some(structure) if found.is_empty() => Ok(structure),
        _ => Err(Diagnostics::new(name, text, found)),
    }
}

/// Reads the interfaces of a TypeScript file as structures, their names in the
/// wire's `snake_case`.
///
/// # Errors
///
/// Everything in the file that cannot be interpreted, with its line.
pub fn read_types(name: &str, text: &str) -> Result<Vec<Structure>, Diagnostics> {
    let mut found = Vec::new();
    let structures = types::structures(&Source::new(name, text), &mut found);
    if found.is_empty() { Ok(structures) } else { Err(Diagnostics::new(name, text, found)) }
}

/// How a page was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Markdown,
    Html,
}

impl Form {
    fn of(name: &str, text: &str) -> Self {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ if without_mark(text).trim_start().starts_with('<') => Self::Html,
            _ => Self::Text,
        }
    }
}

/// The text without a byte order mark.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A text with its name.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
    /// The starts of its lines.
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    fn new(name: &'a str, text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(index, _)| index + 1);
        Self { name, text, lines: [0].into_iter().chain(starts).collect() }
    }

    fn place(&self, span: &Range<usize>) -> Place {
        let line = self.lines.partition_point(|start| *start <= span.start);
        Place { source: self.name.to_owned(), line }
    }
}

/// A line as a reader sees it, which is never blank.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    text: String,
    /// Which bytes of the source it comes from.
    span: Range<usize>,
    /// The level of the heading, if it is known to be one.
    heading: Option<u8>,
}

fn report(
    found: &mut Vec<Diagnostic>,
    code: &'static str,
    message: impl Into<String>,
    span: &Range<usize>,
    help: impl Into<String>,
) {
    found.push(Diagnostic::new(code, message, span, "here").help(help));
}
