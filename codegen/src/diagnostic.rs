//! What is wrong with a description, where, and how to fix it.
//!
//! This module knows text and places in it; it must not know the notation.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::ops::Range;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::words::counted;

/// A place in the text, as a range of bytes.
pub(crate) type Span = Range<usize>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// The kinds of problems.
        pub(crate) mod code {
            $($(#[doc = $doc])+ pub(crate) const $name: &str = $code;)+

            /// Every code.
            pub(super) const ALL: &[&str] = &[$($name),+];
        }
    };
}

codes! {
    /// The text is not TOML.
    SYNTAX = "syntax",
    /// Something is given twice.
    DUPLICATE = "duplicate",
    /// A table has a key that the notation does not have.
    UNKNOWN_KEY = "unknown-key",
    /// A table lacks a key that it must have.
    MISSING_KEY = "missing-key",
    /// A value has the wrong TOML type or the wrong spelling.
    INVALID_VALUE = "invalid-value",
    /// A text has an invisible character: a control character, a line break, or one that changes
    /// the text direction.
    UNSEEN_CHARACTER = "unseen-character",
    /// Something has no description.
    MISSING_DESCRIPTION = "missing-description",
    /// A description is not a sentence that ends with a full stop.
    DESCRIPTION_STYLE = "description-style",
    /// A wire name is not an identifier, or a Rust name has the wrong case.
    INVALID_NAME = "invalid-name",
    /// A Rust name is reserved by the language or by generated code.
    RESERVED_NAME = "reserved-name",
    /// Two names become the same.
    NAME_COLLISION = "name-collision",
    /// Two values of an enum differ only in spelling.
    VALUE_COLLISION = "value-collision",
    /// A field has a type that does not exist.
    UNKNOWN_TYPE = "unknown-type",
    /// An attribute does not go with the type of the field.
    MISPLACED_ATTRIBUTE = "misplaced-attribute",
    /// A field has no example.
    MISSING_EXAMPLE = "missing-example",
    /// An example is not a value of the type of its field.
    EXAMPLE_MISFIT = "example-misfit",
    /// An example has the type of its field, but the decoder cannot hold it.
    EXAMPLE_OUT_OF_RANGE = "example-out-of-range",
    /// A list or table is empty.
    EMPTY = "empty",
    /// Objects hold each other in a cycle.
    OBJECT_CYCLE = "object-cycle",
    /// Nothing names an object or enum.
    UNUSED = "unused",
    /// The group of a kind is not one of the groups.
    UNKNOWN_GROUP = "unknown-group",
    /// A successor is not a kind.
    UNKNOWN_SUCCESSOR = "unknown-successor",
    /// Kinds succeed each other in a cycle.
    SUCCESSOR_CYCLE = "successor-cycle",
    /// A payload could not be distinguished from its wrapper.
    AMBIGUOUS_WRAPPER = "ambiguous-wrapper",
    /// The envelope lacks a field that the SDK relies on.
    ENVELOPE = "envelope",
}

/// A report ends after so many bytes: room for twenty thousand problems on lines of ordinary
/// length.
const LONGEST_REPORT: usize = 8 * 1024 * 1024;

/// One problem of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    code: &'static str,
    message: String,
    labels: Vec<(Span, String)>,
    help: Option<String>,
}

impl Diagnostic {
    /// Every code that a diagnostic of a description can have.
    pub const CODES: &[&str] = code::ALL;

    /// A problem with its place and the label there.
    pub fn new(
        code: &'static str,
        message: impl Into<String>,
        span: &Span,
        label: impl Into<String>,
    ) -> Self {
        let labels = vec![(span.clone(), label.into())];
        Self { code, message: message.into(), labels, help: None }
    }

    /// Adds another place; the first one remains the place of the problem.
    #[must_use]
    pub fn also(mut self, span: &Span, label: impl Into<String>) -> Self {
        self.labels.push((span.clone(), label.into()));
        self
    }

    /// Says how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Which kind of problem it is: for a description, one of
    /// [`Diagnostic::CODES`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to fix it.
    #[must_use]
    pub fn fix(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The bytes of the text that it is about.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.labels[0].0.clone()
    }
}

/// Every problem of a text, in the order of the text.
///
/// Its `Display` is the whole report, without colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    name: String,
    text: String,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The problems of a text. `name` is what the report calls it.
    #[must_use]
    pub fn new(name: &str, text: &str, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.labels[0].0.start, d.code);
            key(a).cmp(&key(b))
        });
        Self { name: name.to_owned(), text: text.to_owned(), list }
    }

    /// Each problem.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The report for people: each problem with its place underlined, then their number. If there
    /// are thousands, the report shows the first ones and counts the rest.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let theme =
            if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(100)
            .with_context_lines(0)
            .without_syntax_highlighting();
        let page = Page::new(&self.name, &self.text);

        let mut report = String::new();
        let mut rest = self.list.iter();
        while report.len() < LONGEST_REPORT
            && let Some(diagnostic) = rest.next()
        {
            let entry = Entry { diagnostic, page: &page };
            if handler.render_report(&mut report, &entry).is_err() {
                report.push_str(&diagnostic.message);
            }
            report.push('\n');
        }
        let mut not_shown: BTreeMap<&str, usize> = BTreeMap::new();
        rest.for_each(|diagnostic| *not_shown.entry(diagnostic.code).or_default() += 1);
        for (code, count) in not_shown {
            let _ = writeln!(report, "{count} more of {code}");
        }
        let _ = writeln!(report, "{} in {}", counted(self.list.len(), "problem"), self.name);
        report
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for Diagnostics {}

/// Guesses what misspelled words mean, within a budget: with thousands of mistakes and thousands of
/// names to choose from, the first guesses are enough.
pub(crate) struct Guesses {
    /// How many more candidates may be compared.
    left: usize,
}

impl Guesses {
    pub(crate) fn new() -> Self {
        Self { left: 50_000 }
    }

    /// The same as [`nearest`], until the budget is used up.
    pub(crate) fn nearest<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.are_over() {
            return None;
        }
        let looked_at = |_: &&str| self.left = self.left.saturating_sub(1);
        nearest(word, candidates.into_iter().inspect(looked_at))
    }

    /// Whether no more guesses are made.
    pub(crate) fn are_over(&self) -> bool {
        self.left == 0
    }
}

/// The candidate that a misspelled word most likely means.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let tolerance = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= tolerance)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, candidate)| (*distance, candidate.get(..1) != word.get(..1)))
        .map(|(_, candidate)| candidate)
}

/// A diagnostic with its text, in the form that miette needs.
struct Entry<'a> {
    diagnostic: &'a Diagnostic,
    page: &'a Page<'a>,
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl fmt::Display for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Entry<'_> {}

impl miette::Diagnostic for Entry<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.page)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.diagnostic.labels.iter().enumerate().map(|(index, (span, label))| {
            let span = self.page.underlined(span);
            if index == 0 {
                LabeledSpan::new_primary_with_span(Some(label.clone()), span)
            } else {
                LabeledSpan::new_with_span(Some(label.clone()), span)
            }
        });
        Some(Box::new(labels))
    }
}

/// The text with its line starts, so that no problem needs a scan from the top.
struct Page<'a> {
    name: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(name: &'a str, text: &'a str) -> Self {
        let after_newlines = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self { name, text, starts: std::iter::once(0).chain(after_newlines).collect() }
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    fn line_range(&self, line: usize) -> Span {
        self.starts[line]..self.starts.get(line + 1).copied().unwrap_or(self.text.len())
    }

    /// What to underline for a span: its first line, or the last character if the span is at the
    /// end of the text, where there is nothing to underline.
    fn underlined(&self, span: &Span) -> Range<usize> {
        let visible = self.text.trim_end();
        let last = visible.char_indices().next_back().map_or(0, |(index, _)| index);
        let mut start = span.start;
        if start >= visible.len() {
            start = last;
        }
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let line = self.text[self.line_range(self.line(start))].trim_end();
        let line_end = (self.starts[self.line(start)] + line.len()).max(start);
        let next = self.text[start..line_end].chars().next().map_or(0, char::len_utf8);
        start..span.end.clamp(start + next, line_end)
    }
}

impl SourceCode for Page<'_> {
    /// Returns the lines of the span without context: a description has one field per line, and the
    /// message says where the line belongs.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let first = self.line(span.offset());
        let last = self.line(span.offset() + span.len().saturating_sub(1));
        let range = self.line_range(first).start..self.line_range(last).end;
        let before = self.text.get(range.start..span.offset()).ok_or(MietteError::OutOfBounds)?;
        // Editors do not count a byte order mark as a column.
        let column = before.chars().filter(|c| *c != '\u{feff}').count();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            &self.text.as_bytes()[range.clone()],
            range.into(),
            first,
            column,
            last - first + 1,
        )))
    }
}
