//! The reader: the lexer, the limits, and the place and reason of an error.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::{
    Read,
    lex::{Lexer, Type},
};
use crate::{Limits, Reason};

/// Reads one JSON text.
pub(crate) struct Json<'j> {
    lexer: Lexer<'j>,
    limits: Limits,
    /// How many more objects in lists are allowed.
    objects: usize,
    /// Why reading ended, unless the text is not JSON.
    reason: Option<Reason>,
    /// The path of the place where it ended, innermost step first.
    path: Vec<Segment>,
}

/// Reading ended. The [`Json`] knows why and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault;

/// One step of the path to a value. Names are always from the description, so no text of a body
/// gets into an error.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Segment {
    Field(&'static str),
    Index(usize),
}

impl<'j> Json<'j> {
    /// Reads a text from this byte on.
    pub(crate) fn new(text: &'j str, at: usize, limits: Limits) -> Self {
        let objects = usize::MAX;
        Self { lexer: Lexer::new(text, at), limits, objects, reason: None, path: Vec::new() }
    }

    /// How many bytes were read.
    pub(crate) fn offset(&self) -> usize {
        self.lexer.at()
    }

    /// The start of the next value, to come back to.
    pub(crate) fn start(&mut self) -> Result<Lexer<'j>, Fault> {
        self.peek()?;
        Ok(self.lexer)
    }

    /// The whole value that starts at this place, whatever was read of it.
    pub(crate) fn raw_from(&mut self, start: Lexer<'j>) -> Result<&'j RawValue, Fault> {
        self.lexer = start;
        self.raw()
    }

    /// The type of the next value.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Type, Fault> {
        self.lexer.peek().ok_or(Fault)
    }

    /// The next value, whatever it is.
    pub(crate) fn raw(&mut self) -> Result<&'j RawValue, Fault> {
        self.lexer.value().ok_or(Fault)
    }

    /// Consumes a word, which must come next.
    pub(crate) fn word(&mut self, word: &str) -> Result<(), Fault> {
        if self.lexer.word(word) { Ok(()) } else { Err(Fault) }
    }

    /// The text of a string, which must be the type that was found.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn text(
        &mut self,
        expected: &'static str,
        found: Type,
    ) -> Result<Cow<'j, str>, Fault> {
        if found != Type::String {
            return Err(self.wrong_type(expected, found));
        }
        self.string()
    }

    /// The text of a string.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn string(&mut self) -> Result<Cow<'j, str>, Fault> {
        match self.lexer.plain() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// The text of a string with escapes; an error if it contains half of a surrogate pair.
    #[cold]
    fn escaped(&mut self) -> Result<String, Fault> {
        if let Some(text) = self.lexer.value() {
            return Ok(text);
        }
        match self.lexer.value::<IgnoredAny>() {
            Some(_) => Err(self.fail(Reason::Unreadable)),
            None => Err(Fault),
        }
    }

    /// The text of a number, which may also be sent as a string.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn digits(
        &mut self,
        expected: &'static str,
        found: Type,
    ) -> Result<Cow<'j, str>, Fault> {
        if found != Type::Number {
            return self.text(expected, found);
        }
        self.lexer.number().map(Cow::Borrowed).ok_or(Fault)
    }

    /// A value; `None` if it is null and null means absent.
    #[inline]
    pub(crate) fn value_or_null<T: Read>(&mut self) -> Result<Option<T>, Fault> {
        match self.peek()? {
            Type::Null if T::ABSENT.is_some() => self.word("null").map(|()| None),
            found => T::read(self, found).map(Some),
        }
    }

    /// A value, or the value that null means.
    pub(crate) fn value<T: Read>(&mut self) -> Result<T, Fault> {
        match (self.value_or_null()?, T::ABSENT) {
            (Some(value), _) => Ok(value),
            (None, Some(absent)) => Ok(absent()),
            (None, None) => Err(Fault),
        }
    }

    /// The value of a field, which must not be repeated. The outer option of the slot says whether
    /// the field was present; the inner one is its value.
    #[inline]
    pub(crate) fn field<T: Read>(
        &mut self,
        name: &'static str,
        slot: &mut Option<Option<T>>,
        is_second: bool,
    ) -> Result<bool, Fault> {
        let value = if is_second || slot.is_some() {
            Err(self.fail(Reason::DuplicateField))
        } else {
            self.value_or_null()
        };
        *slot = Some(self.at(Segment::Field(name), value)?);
        Ok(true)
    }

    /// Reads every field of an object.
    #[inline]
    pub(crate) fn object(
        &mut self,
        expected: &'static str,
        found: Type,
        mut field: impl FnMut(&mut Self, &str) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if found != Type::Object {
            return Err(self.wrong_type(expected, found));
        }
        let mut escaped;
        let mut is_first = true;
        loop {
            // A copy, which stays in registers.
            let mut lexer = self.lexer;
            if !lexer.field(is_first).ok_or(Fault)? {
                self.lexer = lexer;
                return Ok(());
            }
            let name = if let Some(name) = lexer.plain() {
                name
            } else {
                self.lexer = lexer;
                escaped = self.escaped()?;
                lexer = self.lexer;
                &escaped
            };
            if !lexer.colon() {
                return Err(Fault);
            }
            self.lexer = lexer;
            field(self, name)?;
            is_first = false;
        }
    }

    /// Reads every element of a list.
    #[inline]
    pub(crate) fn list(
        &mut self,
        expected: &'static str,
        found: Type,
        mut element: impl FnMut(&mut Self, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if found != Type::List {
            return Err(self.wrong_type(expected, found));
        }
        let limit = self.limits.list;
        let mut index = 0;
        while self.next_element(index == 0)? {
            let read = element(self, index);
            self.at(Segment::Index(index), read)?;
            if index == limit {
                return Err(self.fail(Reason::TooLong { limit }));
            }
            index += 1;
        }
        Ok(())
    }

    /// Limits the objects in all lists together from now on.
    pub(crate) fn allow_objects(&mut self, objects: usize) {
        self.objects = objects;
    }

    /// Counts one more object in a list.
    pub(crate) fn count_object(&mut self) -> Result<(), Fault> {
        match self.objects.checked_sub(1) {
            Some(objects) => self.objects = objects,
            None => return Err(self.fail(Reason::TooLong { limit: self.limits.list })),
        }
        Ok(())
    }

    fn next_element(&mut self, is_first: bool) -> Result<bool, Fault> {
        self.lexer.element(is_first).ok_or(Fault)
    }

    /// How many elements the next list has: 0, 1, or 2 for more. It does not move.
    pub(crate) fn elements(&mut self) -> Result<usize, Fault> {
        let start = self.lexer;
        let mut count = 0;
        while count < 2 && self.next_element(count == 0)? {
            self.raw()?;
            count += 1;
        }
        self.lexer = start;
        Ok(count)
    }

    /// Checks that only white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        if self.lexer.is_at_end() { Ok(()) } else { Err(Fault) }
    }

    /// Records why reading ends.
    #[cold]
    pub(crate) fn fail(&mut self, reason: Reason) -> Fault {
        self.reason = Some(reason);
        Fault
    }

    /// Records that reading ends at a value of another type than expected.
    #[cold]
    pub(crate) fn wrong_type(&mut self, expected: &'static str, found: Type) -> Fault {
        let found = match found {
            Type::Null => "null",
            Type::Boolean => "a boolean",
            Type::Number => "a number",
            Type::String => "a string",
            Type::List => "a list",
            Type::Object => "an object",
        };
        self.fail(Reason::WrongType { expected, found })
    }

    /// Records that reading ends at a field of the current object.
    #[cold]
    pub(crate) fn fail_at(&mut self, field: &'static str, reason: Reason) -> Fault {
        self.path.push(Segment::Field(field));
        self.fail(reason)
    }

    /// Records a step of the path, if reading ended below it.
    #[inline]
    pub(crate) fn at<T>(&mut self, segment: Segment, read: Result<T, Fault>) -> Result<T, Fault> {
        if read.is_err() {
            self.path.push(segment);
        }
        read
    }

    /// Why reading ended, and where, as a JSON Pointer below `root`. It resets the error.
    pub(crate) fn take_fault(&mut self, root: String) -> (Reason, String) {
        let mut pointer = root;
        for segment in self.path.drain(..).rev() {
            match segment {
                Segment::Field(name) => pointer.extend(["/", name]),
                Segment::Index(index) => pointer.extend(["/", &index.to_string()]),
            }
        }
        (self.reason.take().unwrap_or(Reason::Unreadable), pointer)
    }
}
