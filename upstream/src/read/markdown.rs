//! Lines of Markdown, as browsers save an article: the visible text, one line per block or break.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Line;

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut seen = Seen::default();
    for (event, span) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => seen.images += 1,
            Event::End(TagEnd::Image) => seen.images -= 1,
            Event::Start(Tag::Heading { level, .. }) => {
                seen.end_line();
                seen.heading = Some(level as u8);
            }
            Event::Start(tag) if is_block(tag.to_end()) => seen.end_line(),
            Event::End(tag) if is_block(tag) => seen.end_line(),
            Event::SoftBreak | Event::HardBreak | Event::Rule => seen.end_line(),
            Event::Text(words) | Event::Code(words) if seen.images == 0 => {
                seen.add(&words, &span);
            }
            _ => {}
        }
    }
    seen.end_line();
    seen.lines
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

#[derive(Default)]
struct Seen {
    lines: Vec<Line>,
    text: String,
    span: Option<Range<usize>>,
    heading: Option<u8>,
    /// How many images are open: their text is not visible.
    images: usize,
}

impl Seen {
    fn add(&mut self, words: &str, span: &Range<usize>) {
        for (index, line) in words.split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.text.push_str(line);
        }
        let start = self.span.as_ref().map_or(span.start, |span| span.start);
        self.span = Some(start..span.end);
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        let span = self.span.take();
        if let Some(span) = span.filter(|_| !text.trim().is_empty()) {
            let heading = self.heading;
            self.lines.push(Line { text: text.trim().to_owned(), span, heading });
        }
        self.heading = None;
    }
}
