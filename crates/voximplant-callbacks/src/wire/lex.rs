//! A pull lexer: returns what comes next in a JSON text, and moves past it.
//!
//! It knows only JSON, and does not say what is wrong: `None` means that the text cannot be read.
//! `serde_json` reads strings with escapes, and values of which only the text is needed;
//! `differential.rs` compares everything else with `serde_json`.

use serde::Deserialize;

/// Reads a text from left to right. A copy of it is a place to come back to.
#[derive(Clone, Copy)]
pub(crate) struct Lexer<'j> {
    text: &'j str,
    at: usize,
}

/// The type of a value, which its first character decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Null,
    Boolean,
    Number,
    String,
    List,
    Object,
}

impl<'j> Lexer<'j> {
    /// Reads a text from this byte on.
    pub(crate) fn new(text: &'j str, at: usize) -> Self {
        Self { text, at }
    }

    /// How many bytes the lexer has passed.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The type of the value that comes next.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<Type> {
        Some(match self.token() {
            b'"' => Type::String,
            b'-' | b'0'..=b'9' => Type::Number,
            b'{' => Type::Object,
            b'[' => Type::List,
            b't' | b'f' => Type::Boolean,
            b'n' => Type::Null,
            _ => return None,
        })
    }

    /// The value that comes next, as `serde_json` reads it.
    pub(crate) fn value<T: Deserialize<'j>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }

    /// The text of the string that comes next, if it has no escapes. Of others,
    /// [`value`](Self::value) reads the text.
    #[inline]
    pub(crate) fn plain(&mut self) -> Option<&'j str> {
        let start = self.at + 1;
        let end = end_of_plain(self.text.as_bytes(), start);
        if self.byte() != b'"' || self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        let text = self.text.get(start..end)?;
        self.at = end + 1;
        Some(text)
    }

    /// The text of the number that comes next. It ends after a leading zero, as no digit may
    /// follow.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<&'j str> {
        let mut end = *self;
        end.skip(b'-');
        let mut is_right = end.skip(b'0') || end.digits();
        is_right &= !end.skip(b'.') || end.digits();
        if end.skip(b'e') || end.skip(b'E') {
            let _ = end.skip(b'+') || end.skip(b'-');
            is_right &= end.digits();
        }
        let number = is_right.then(|| &self.text[self.at..end.at])?;
        *self = end;
        Some(number)
    }

    /// Moves past a word, if it comes next.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let is_there = self.text[self.at..].starts_with(word);
        self.at += if is_there { word.len() } else { 0 };
        is_there
    }

    /// Moves to the next element of a list, or past the list if there is none, and returns whether
    /// there is one. The first call starts before the list.
    #[inline]
    pub(crate) fn element(&mut self, is_first: bool) -> Option<bool> {
        self.member(is_first, b'[', b']')
    }

    /// Moves to the name of the next field of an object, in the same way.
    #[inline]
    pub(crate) fn field(&mut self, is_first: bool) -> Option<bool> {
        self.member(is_first, b'{', b'}')
    }

    /// Moves past the colon between a name and its value.
    #[inline]
    pub(crate) fn colon(&mut self) -> bool {
        self.token() == b':' && self.skip(b':')
    }

    #[inline]
    fn member(&mut self, is_first: bool, open: u8, close: u8) -> Option<bool> {
        let mut found = self.token();
        if is_first && found == open {
            self.at += 1;
            found = self.token();
            if found != close {
                return Some(true);
            }
        } else if is_first || (found != b',' && found != close) {
            return None;
        }
        self.at += 1;
        if found == b',' {
            self.token();
        }
        Some(found == b',')
    }

    /// Whether only white space is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.token() == 0 && self.at == self.text.len()
    }

    /// The byte that comes next; 0 at the end, which is never valid in JSON.
    #[inline]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Moves past white space, to the byte that comes next.
    #[inline]
    fn token(&mut self) -> u8 {
        loop {
            let byte = self.byte();
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
        }
    }

    #[inline]
    fn skip(&mut self, byte: u8) -> bool {
        let is_next = self.byte() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    #[inline]
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        self.at > start
    }
}

/// The place of the next quote, backslash or control character from this byte on, searched eight
/// bytes at a time.
#[inline]
fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    while let Some(chunk) = bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        // A byte that is less than what is subtracted from it gets its high bit set, as may the
        // bytes after it, so that the first one is right. With bit 1 turned, a quote is next to the
        // control characters.
        let quote_or_control = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
        let found = (quote_or_control | backslash) & !word & (ONES * 0x80);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    end_of_plain_at_end(bytes, at)
}

#[cold]
#[inline(never)]
fn end_of_plain_at_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, 0..0x20 | b'"' | b'\\')).count()
}
