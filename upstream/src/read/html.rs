//! Lines of HTML, as a browser saves a page: the main part of the page, one line per block.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::{Line, without_mark};

/// Inline elements; every other element starts a new line.
const INLINE: &str = "
    a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong
    sub sup time tt u var wbr";

/// Elements whose contents are not part of the article.
const ASIDE: &str = "
    aside footer head header nav noscript option script select style svg template textarea
    title";

/// Void elements, which have no end tag.
const VOID: &str = "area base br col embed hr img input link meta source track wbr";

pub(super) fn lines(text: &str) -> Vec<Line> {
    let start = text.len() - without_mark(text).len();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut seen = Seen::default();
    for token in Tokenizer::new_with_emitter(&text[start..], emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                seen.open(&name, tag.self_closing || is_listed(VOID, &name));
            }
            Token::EndTag(tag) => seen.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) if seen.asides.is_empty() => {
                let span = start + words.span.start..start + words.span.end;
                seen.add(&String::from_utf8_lossy(&words.value), &span, text);
            }
            _ => {}
        }
    }
    seen.end_line();
    seen.lines
}

fn is_listed(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|listed| listed == name)
}

#[derive(Default)]
struct Seen {
    lines: Vec<Line>,
    text: String,
    span: Option<Range<usize>>,
    heading: Option<u8>,
    /// The open elements that are not part of the article.
    asides: Vec<String>,
}

impl Seen {
    fn open(&mut self, name: &str, is_void: bool) {
        if !is_listed(INLINE, name) {
            self.end_line();
        }
        if is_listed(ASIDE, name) && !is_void {
            self.asides.push(name.to_owned());
        }
        let level = name.strip_prefix('h').and_then(|level| level.parse().ok());
        if let Some(level @ 1..=6) = level {
            self.heading = Some(level);
        }
    }

    fn close(&mut self, name: &str) {
        if !is_listed(INLINE, name) {
            self.end_line();
        }
        if name.starts_with('h') && name.len() == 2 {
            self.heading = None;
        }
        if let Some(index) = self.asides.iter().rposition(|aside| aside == name) {
            self.asides.truncate(index);
        }
    }

    fn add(&mut self, words: &str, span: &Range<usize>, source: &str) {
        self.text.push_str(words);
        if self.span.is_none() && !words.trim().is_empty() {
            let raw = &source[span.clone()];
            self.span = Some(span.start + raw.len() - raw.trim_start().len()..span.end);
        } else if let Some(seen) = &mut self.span {
            seen.end = span.end;
        }
    }

    /// Any run of white space becomes one space.
    fn end_line(&mut self) {
        let words: Vec<_> = self.text.split_whitespace().collect();
        let text = words.join(" ");
        self.text.clear();
        if let Some(span) = self.span.take() {
            self.lines.push(Line { text, span, heading: self.heading });
        }
    }
}
