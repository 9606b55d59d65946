//! A pull lexer: what comes next in a JSON text, and the way past it.
//!
//! It knows JSON and nothing else. Strings with escapes, and values of which
//! only the text is wanted, are read by `serde_json`; `lex/differential.rs`
//! holds all the rest to what `serde_json` reads.

use std::borrow::Cow;

use serde::de::{Deserialize, IgnoredAny};

/// Reads a text from left to right. A copy of it is a place to come back to.
#[derive(Clone, Copy)]
pub(crate) struct Lexer<'j> {
    text: &'j str,
    at: usize,
}

/// The type of a value, which its first character tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Null,
    Boolean,
    Number,
    String,
    List,
    Object,
}

/// Why something cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is not JSON.
    Syntax,
    /// It is a string, but not text: half of a surrogate pair. It is behind
    /// the lexer.
    NotText,
}

impl<'j> Lexer<'j> {
    /// Reads a text from this byte on.
    pub(crate) fn new(text: &'j str, at: usize) -> Self {
        Self { text, at }
    }

    /// How many bytes are behind the lexer.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The type of the next value.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Type, Unread> {
        Ok(match self.token() {
            b'"' => Type::String,
            b'-' | b'0'..=b'9' => Type::Number,
            b'{' => Type::Object,
            b'[' => Type::List,
            b't' | b'f' => Type::Boolean,
            b'n' => Type::Null,
            _ => return Err(Unread::Syntax),
        })
    }

    /// The next value, as `serde_json` reads it.
    pub(crate) fn value<T: Deserialize<'j>>(&mut self) -> Result<T, Unread> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter();
        let value = values.next().and_then(Result::ok).ok_or(Unread::Syntax)?;
        self.at += values.byte_offset();
        Ok(value)
    }

    /// The text of the string that comes next.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'j, str>, Unread> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// Moves past a string and gives its text, if it has no escapes.
    #[inline]
    fn plain_string(&mut self) -> Option<&'j str> {
        let (bytes, start) = (self.text.as_bytes(), self.at + 1);
        let end = plain(bytes, start);
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        let text = self.text.get(start..end)?;
        self.at = end + 1;
        Some(text)
    }

    #[cold]
    fn escaped_string(&mut self) -> Result<String, Unread> {
        self.value().map_err(|_| match self.value::<IgnoredAny>() {
            Ok(_) => Unread::NotText,
            Err(error) => error,
        })
    }

    /// The text of the number that comes next.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<&'j str, Unread> {
        let mut end = *self;
        end.skip(b'-');
        let mut is_right = end.skip(b'0') || end.digits();
        if end.skip(b'.') {
            is_right &= end.digits();
        }
        if end.skip(b'e') || end.skip(b'E') {
            let _ = end.skip(b'+') || end.skip(b'-');
            is_right &= end.digits();
        }
        // Digits are left only behind a leading zero.
        if !is_right || end.digits() {
            return Err(Unread::Syntax);
        }
        let number = &self.text[self.at..end.at];
        *self = end;
        Ok(number)
    }

    /// Moves past a word, if it comes next.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let is_there = self.text[self.at..].starts_with(word);
        self.at += if is_there { word.len() } else { 0 };
        is_there
    }

    /// Whether a list has one more element, and the way to it, at first from
    /// before the list, or else past the list.
    #[inline]
    pub(crate) fn element(&mut self, is_first: bool) -> Result<bool, Unread> {
        self.member(is_first, b'[', b']')
    }

    /// The name of one more field of an object, if it has one, and the way to
    /// its value; just as for the elements of a list. A name that has escapes
    /// is put into the buffer.
    #[inline]
    pub(crate) fn name<'b>(
        &mut self,
        is_first: bool,
        buffer: &'b mut String,
    ) -> Result<Option<&'b str>, Unread>
    where
        'j: 'b,
    {
        // Moves a copy, which stays in registers.
        let mut next = *self;
        let is_there = next.member(is_first, b'{', b'}')?;
        if !is_there {
            *self = next;
            return Ok(None);
        }
        if next.token() != b'"' {
            return Err(Unread::Syntax);
        }
        let name = match next.plain_string() {
            Some(name) => Ok(name),
            None => next.escaped_string().map(|name| {
                *buffer = name;
                &**buffer
            }),
        };
        if next.token() != b':' {
            return Err(Unread::Syntax);
        }
        next.at += 1;
        *self = next;
        name.map(Some)
    }

    #[inline]
    fn member(&mut self, is_first: bool, open: u8, close: u8) -> Result<bool, Unread> {
        let mut found = self.token();
        if is_first {
            if found != open {
                return Err(Unread::Syntax);
            }
            self.at += 1;
            found = self.token();
            if found != close {
                return Ok(true);
            }
        }
        if found != b',' && found != close {
            return Err(Unread::Syntax);
        }
        self.at += 1;
        Ok(found == b',')
    }

    /// Whether nothing but white space is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.token() == 0 && self.at == self.text.len()
    }

    /// The byte that comes next, and at the end 0, which stands nowhere in JSON.
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
        if self.byte() != byte {
            return false;
        }
        self.at += 1;
        true
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

/// Where the next quote, backslash or control character is, from this byte on.
#[inline]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    while let Some(chunk) = bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        // A byte that is less than what is subtracted from it gets its high bit set, as may the
        // bytes after it, so that the first one is right. Without bit 1, a quote is next to the
        // control characters.
        let quote_or_control = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
        let found = (quote_or_control | backslash) & !word & (ONES * 0x80);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    plain_at_end(bytes, at)
}

#[cold]
#[inline(never)]
fn plain_at_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| !matches!(byte, 0..0x20 | b'"' | b'\\')) {
        at += 1;
    }
    at
}
