//! What went wrong while reading, and where: serde's errors carry only text.

use crate::{Limits, Reason};

/// Goes along with a read, and remembers the fault that ended it.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) limits: Limits,
    fault: Option<Reason>,
    /// From the fault outwards.
    path: Vec<Segment>,
    /// Whether a null was read as an empty value since this was last asked.
    null: bool,
    /// How many elements the next list is expected to have.
    room: usize,
}

/// One step of the way to a value. Field names are always our own, so that
/// no text from a body gets into an error.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Segment {
    Field(&'static str),
    Index(usize),
}

impl Trace {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Makes room for so many elements in the first list: a list that grows
    /// is copied over and over.
    pub(crate) fn expecting(self, room: usize) -> Self {
        Self { room: room.min(self.limits.list), ..self }
    }

    /// How many elements the next list is expected to have.
    pub(crate) fn take_room(&mut self) -> usize {
        std::mem::take(&mut self.room)
    }

    /// Ends the read with a fault at the current place.
    pub(crate) fn fail<E: serde::de::Error>(&mut self, reason: Reason) -> E {
        let error = E::custom(&reason);
        self.fault = Some(reason);
        error
    }

    /// Ends the read with a fault at a field of the current place.
    pub(crate) fn fail_at<T, E: serde::de::Error>(
        &mut self,
        field: &'static str,
        reason: Reason,
    ) -> Result<T, E> {
        let fault = Err(self.fail(reason));
        self.at(Segment::Field(field), fault)
    }

    /// Notes the way to the place if the read ended there.
    pub(crate) fn at<T, E>(&mut self, segment: Segment, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.path.push(segment);
        }
        result
    }

    /// Notes that a null is read as an empty value.
    pub(crate) fn note_null(&mut self) {
        self.null = true;
    }

    /// Whether a null was read as an empty value since this was last asked.
    pub(crate) fn take_null(&mut self) -> bool {
        std::mem::take(&mut self.null)
    }

    /// The fault that ended the read. The parser's own complaints, which say
    /// nothing here, are about JSON that cannot be read.
    pub(crate) fn reason(&mut self) -> Reason {
        self.fault.take().unwrap_or(Reason::Unreadable)
    }

    /// The error for those who read through serde: ours if there is a fault,
    /// since it names the place, and the parser's otherwise.
    pub(crate) fn into_error<E: serde::de::Error>(self, error: E) -> E {
        match &self.fault {
            Some(reason) => E::custom(format_args!("{reason} at \"{}\"", self.pointer(""))),
            None => error,
        }
    }

    /// The way to the fault as a JSON Pointer, below `root`.
    pub(crate) fn pointer(&self, root: &str) -> String {
        let mut pointer = root.to_owned();
        for segment in self.path.iter().rev() {
            match segment {
                Segment::Field(name) => pointer.extend(["/", name]),
                Segment::Index(index) => pointer.extend(["/", &index.to_string()]),
            }
        }
        pointer
    }
}

/// Methods of a visitor that refuse the named JSON types. Serde's own would
/// quote the value in the error.
macro_rules! reject {
    ($expected:expr; $($found:ident)*) => {
        fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str($expected)
        }
        $($crate::wire::reject!(@ $found, $expected);)*
    };
    (@ null, $expected:expr) => { $crate::wire::reject!(@fn visit_unit(), $expected, "null"); };
    (@ boolean, $expected:expr) => { $crate::wire::reject!(@fn visit_bool(bool), $expected, "a boolean"); };
    (@ number, $expected:expr) => {
        $crate::wire::reject!(@fn visit_u64(u64), $expected, "a number");
        $crate::wire::reject!(@fn visit_i64(i64), $expected, "a number");
        $crate::wire::reject!(@fn visit_f64(f64), $expected, "a number");
    };
    (@ string, $expected:expr) => { $crate::wire::reject!(@fn visit_str(&str), $expected, "a string"); };
    (@ list, $expected:expr) => {
        fn visit_seq<A: ::serde::de::SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
            Err(self.trace.fail($crate::Reason::WrongType { expected: $expected, found: "a list" }))
        }
    };
    (@ object, $expected:expr) => {
        fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let found = $crate::wire::found_in(&mut map)?;
            Err(self.trace.fail($crate::Reason::WrongType { expected: $expected, found }))
        }
    };
    (@fn $visit:ident($($value:ty)?), $expected:expr, $found:literal) => {
        fn $visit<E: ::serde::de::Error>(self $(, _: $value)?) -> Result<Self::Value, E> {
            Err(self.trace.fail($crate::Reason::WrongType { expected: $expected, found: $found }))
        }
    };
}
pub(crate) use reject;
