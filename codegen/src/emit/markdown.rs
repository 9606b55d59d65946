//! Sentences of the description as Markdown for rustdoc: any text is shown as written and triggers
//! no lint.

use crate::words::{self, Piece, pieces};

/// A sentence, with its names in backticks as code.
pub(super) fn prose(sentence: &str) -> String {
    pieces(sentence)
        .map(|piece| match piece {
            Piece::Text(text) => with_links(text),
            Piece::Code(text) => code(text),
        })
        .collect()
}

/// Any text as code.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    // Markdown strips one space from each side.
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if is_padded && !text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A paragraph wrapped at this width, without breaks inside code.
pub(super) fn lines(paragraph: &str, width: usize) -> Vec<String> {
    let whole = with_whole_code(paragraph);
    let lines = words::lines(&whole, width);
    lines.iter().map(|text| line(text).replace(SPACE_IN_CODE, " ")).collect()
}

/// Placeholder for a space where no line may end. Texts of a description never contain it, as it is
/// invisible.
const SPACE_IN_CODE: char = '\u{0}';

/// The paragraph with that placeholder for each space in code.
fn with_whole_code(paragraph: &str) -> String {
    let mut fence = 0;
    let mut whole = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(first) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches('`').len();
        let (part, after) = rest.split_at(if run > 0 { run } else { first.len_utf8() });
        match (run, part) {
            (1.., _) if fence == 0 => fence = run,
            (1.., _) if fence == run => fence = 0,
            _ => {}
        }
        if part == " " && fence > 0 {
            whole.push(SPACE_IN_CODE);
        } else {
            whole.push_str(part);
        }
        rest = after;
    }
    whole
}

/// The line, escaped where it would start a list, heading or quote.
fn line(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = line[digits..].chars().next();
    let is_number = (1..10).contains(&digits) && matches!(mark, Some('.' | ')'));
    let is_mark = digits == 0 && matches!(mark, Some('#' | '>' | '-' | '+' | '='));
    let (before, after) = line.split_at(digits);
    if is_number || is_mark { format!("{before}\\{after}") } else { line.to_owned() }
}

/// Text in which URLs are links and nothing else is markup.
fn with_links(text: &str) -> String {
    let mut markdown = String::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|it| rest.find(it)).min() {
        let (before, from_start) = rest.split_at(start);
        let end = from_start.find(|c: char| c.is_whitespace() || "<>\"".contains(c));
        let address = &from_start[..end.unwrap_or(from_start.len())];
        let address = address.trim_end_matches(|c: char| ".,;:!?'()[]{}*_~|\\".contains(c));
        escape(before, &mut markdown);
        markdown.extend(["<", address, ">"]);
        rest = &from_start[address.len()..];
    }
    escape(rest, &mut markdown);
    markdown
}

fn escape(text: &str, markdown: &mut String) {
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_inner = [before, next].iter().all(|c| c.is_some_and(char::is_alphanumeric));
        let is_markup = match character {
            '_' => !is_inner,
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            '\\' => next.is_some_and(|next| next.is_ascii_punctuation()),
            '`' | '*' | '<' | '[' | ']' | '~' | '|' => true,
            _ => false,
        };
        if is_markup {
            markdown.push('\\');
        }
        markdown.push(character);
        before = Some(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_shown_as_they_are_written() {
        let cases = [
            ("A card was charged.", "A card was charged."),
            ("The `hash`, see `a_b<T>`.", "The `hash`, see `a_b<T>`."),
            ("A `Vec<T> of <T>.", r"A \`Vec\<T> of \<T>."),
            ("A [link](x and [brackets].", r"A \[link\](x and \[brackets\]."),
            (
                "snake_case, _this_, *that*, ~~old~~.",
                r"snake_case, \_this\_, \*that\*, \~\~old\~\~.",
            ),
            ("A & B, &lt; and a \\* b \\n.", r"A & B, \&lt; and a \\\* b \n."),
            ("See https://example.com/a_b?c=*.", "See <https://example.com/a_b?c=>\\*."),
            ("At (http://example.com/x).", "At (<http://example.com/x>)."),
        ];
        for (sentence, markdown) in cases {
            assert_eq!(prose(sentence), markdown);
        }
    }

    #[test]
    fn any_text_is_code() {
        let cases = [
            ("a b", "`a b`"),
            ("", "(empty)"),
            (" ", "` `"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            (" a ", "`  a  `"),
        ];
        for (text, markdown) in cases {
            assert_eq!(code(text), markdown);
        }
    }

    #[test]
    fn no_line_begins_a_block() {
        let cases = [
            ("1. a", r"1\. a"),
            ("12) a", r"12\) a"),
            ("- a", r"\- a"),
            ("# a", r"\# a"),
            ("> a", r"\> a"),
            ("2026 a", "2026 a"),
            ("a - b", "a - b"),
        ];
        for (text, markdown) in cases {
            assert_eq!(line(text), markdown);
        }
    }
}
