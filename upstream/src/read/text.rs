//! Lines of a plain text, as copied from a browser's window.

use super::{Line, without_mark};

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = text.len() - without_mark(text).len();
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + line.len() - line.trim_start().len();
            let span = from..from + trimmed.len();
            lines.push(Line { text: trimmed.to_owned(), span, heading: None });
        }
        start += line.len();
    }
    lines
}
