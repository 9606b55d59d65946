//! Helpers for text for people: quoted names, enumerations, counts and paragraphs. This module does
//! not know what a text is about.

use std::borrow::Cow;

/// How many names an enumeration shows at most.
const LONGEST_LIST: usize = 20;

/// A name or value of the description, escaped for a message.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}

/// Names as an enumeration, such as "`a`, `b`". If there are many, the rest is
/// counted.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let mut listed: Vec<_> = names.by_ref().take(LONGEST_LIST).map(quoted).collect();
    let more = names.count();
    if more > 0 {
        listed.push(format!("and {more} more"));
    }
    listed.join(", ")
}

/// All names, with `and` before the last.
pub fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    enumerated(names.into_iter().map(quoted), "and")
}

/// Phrases, with this word before the last one.
pub fn enumerated(phrases: impl IntoIterator<Item = String>, word: &str) -> String {
    let phrases: Vec<_> = phrases.into_iter().collect();
    match phrases.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "nothing".to_owned(),
    }
}

/// A count of something whose plural ends in `s`.
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// A phrase as the start of a sentence.
#[must_use]
pub fn capitalized(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A sentence as part of another one.
#[must_use]
pub fn phrase(sentence: &str) -> &str {
    sentence.strip_suffix('.').unwrap_or(sentence)
}

/// Part of a sentence of the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Plain text, which must be escaped where a language has markup.
    Text(&'a str),
    /// A name in backticks, without them.
    Code(&'a str),
}

/// The parts of a sentence. A backtick without a partner is plain text.
pub(crate) fn pieces(sentence: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        let code = rest.find('`').and_then(|start| {
            let end = start + 1 + rest[start + 1..].find('`')?;
            (end > start + 1).then_some((start, end))
        });
        match code {
            Some((0, end)) => {
                let piece = Piece::Code(&rest[1..end]);
                rest = &rest[end + 1..];
                Some(piece)
            }
            Some((start, _)) => {
                let (text, code) = rest.split_at(start);
                rest = code;
                Some(Piece::Text(text))
            }
            None => {
                Some(Piece::Text(std::mem::take(&mut rest))).filter(|it| *it != Piece::Text(""))
            }
        }
    })
}

/// A JSON string literal, which is also valid in TypeScript and Python.
pub(crate) fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Lines of this width, broken only at spaces: links and names stay whole.
pub(crate) fn lines(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    textwrap::wrap(text, wrapping(width))
}

/// Lines break only at spaces.
pub(crate) fn wrapping(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}
