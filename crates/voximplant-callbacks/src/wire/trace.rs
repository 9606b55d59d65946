//! What went wrong while reading, and where: serde's errors carry only text.

use super::Missing;
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
    /// Whether it was a number that ended the read.
    number: bool,
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

    /// Ends the read with a fault at the current place.
    pub(crate) fn fail<E: serde::de::Error>(&mut self, reason: Reason) -> E {
        let error = E::custom(&reason);
        self.fault = Some(reason);
        error
    }

    /// Ends the read at a value of another JSON type than expected.
    pub(crate) fn wrong_type<E: serde::de::Error>(
        &mut self,
        expected: &'static str,
        found: &'static str,
    ) -> E {
        self.fail(Reason::WrongType { expected, found })
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

    /// Ends the read for want of a field.
    pub(crate) fn missing<T, E: serde::de::Error>(
        &mut self,
        Missing(field): Missing,
    ) -> Result<T, E> {
        self.fail_at(field, Reason::MissingField)
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

    /// Notes that it was a number that ended the read.
    pub(crate) fn note_number(&mut self) {
        self.number = true;
    }

    /// The fault that ended the read of what is known to be JSON. If the
    /// parser itself complained, then about a number that is larger than all
    /// that it knows, or about text that is none.
    pub(crate) fn reason(&mut self) -> Reason {
        let complaint = if self.number { Reason::OutOfRange } else { Reason::Unreadable };
        self.fault.take().unwrap_or(complaint)
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
    ($visitor:ident => $expected:expr; $($found:ident)*) => {
        fn expecting(&$visitor, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str($expected)
        }
        $($crate::wire::reject!(@ $found, $visitor => $expected);)*
    };
    (@ null, $visitor:ident => $expected:expr) => {
        $crate::wire::reject!(@fn visit_unit(), $visitor => $expected, "null");
    };
    (@ boolean, $visitor:ident => $expected:expr) => {
        $crate::wire::reject!(@fn visit_bool(bool), $visitor => $expected, "a boolean");
    };
    (@ number, $visitor:ident => $expected:expr) => {
        $crate::wire::reject!(@fn visit_u64(u64), $visitor => $expected, "a number");
        $crate::wire::reject!(@fn visit_i64(i64), $visitor => $expected, "a number");
        $crate::wire::reject!(@fn visit_f64(f64), $visitor => $expected, "a number");
    };
    (@ string, $visitor:ident => $expected:expr) => {
        $crate::wire::reject!(@fn visit_str(&str), $visitor => $expected, "a string");
    };
    (@ list, $visitor:ident => $expected:expr) => {
        fn visit_seq<A: ::serde::de::SeqAccess<'de>>(
            $visitor,
            _: A,
        ) -> Result<Self::Value, A::Error> {
            Err($visitor.trace.wrong_type($expected, "a list"))
        }
    };
    (@ object, $visitor:ident => $expected:expr) => {
        fn visit_map<A: ::serde::de::MapAccess<'de>>(
            $visitor,
            mut map: A,
        ) -> Result<Self::Value, A::Error> {
            let found = $crate::wire::found_in(&mut map)?;
            Err($visitor.trace.wrong_type($expected, found))
        }
    };
    (@fn $visit:ident($($value:ty)?), $visitor:ident => $expected:expr, $found:literal) => {
        fn $visit<E: ::serde::de::Error>($visitor $(, _: $value)?) -> Result<Self::Value, E> {
            Err($visitor.trace.wrong_type($expected, $found))
        }
    };
}
pub(crate) use reject;
