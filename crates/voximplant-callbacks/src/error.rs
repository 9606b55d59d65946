//! What can be wrong with a body or a callback, and where.
//!
//! An error names places and expectations, never a value that was received.

use std::{fmt, str::Utf8Error};

use crate::Kind;

/// Why a callback is malformed, and where.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Body, Decoded, Reason};
///
/// let body = Body::decode(br#"{"callbacks": [{"callback_id": 7, "type": "min_balance"}]}"#)?;
/// let Decoded::Malformed(malformed) = &body.callbacks[0] else { panic!() };
///
/// assert_eq!(malformed.error().reason(), &Reason::MissingField);
/// assert_eq!(malformed.error().pointer(), "/callbacks/0/account_id");
/// assert_eq!(malformed.error().callback_id(), Some(7));
/// # Ok::<(), voximplant_callbacks::BodyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    pub(crate) reason: Reason,
    pub(crate) pointer: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) callback_id: Option<u64>,
}

impl DecodeError {
    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// JSON Pointer (RFC 6901) from the root of the body to the place.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Kind of the callback, if it could be read and is known.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// The callback ID, if it could be read.
    #[must_use]
    pub fn callback_id(&self) -> Option<u64> {
        self.callback_id
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            write!(f, "{kind} ")?;
        }
        f.write_str("callback ")?;
        if let Some(id) = self.callback_id {
            write!(f, "{id} ")?;
        }
        write!(f, "is malformed: {} at {}", self.reason, self.pointer)
    }
}

impl std::error::Error for DecodeError {}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A required field is absent.
    MissingField,
    /// The payload is absent, and its kind has documented fields.
    MissingPayload,
    /// The payload belongs to another kind than `type` says.
    PayloadMismatch,
    /// A field occurs twice.
    DuplicateField,
    /// A value of another JSON type than expected.
    WrongType {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// A number that is not plain digits: it has a sign, a fraction, an exponent or a leading zero.
    InvalidNumber,
    /// Text that is not a decimal number.
    InvalidDecimal,
    /// Text that is not a date or not a timestamp, or names a day or a time that
    /// does not exist.
    InvalidDate {
        /// The form that was expected.
        expected: &'static str,
    },
    /// A number, date or timestamp in the right form that its Rust type cannot hold exactly.
    OutOfRange {
        /// The accepted range, with the first and the last value.
        expected: &'static str,
    },
    /// A list with more elements than the limit.
    TooLong {
        /// The limit, in elements.
        limit: usize,
    },
    /// A text or the name of a field that contains half of a surrogate pair, such as `"\ud83d"`: it
    /// is JSON, but not text.
    Unreadable,
}

impl Reason {
    /// A stable name for logs, metrics and the published test vectors.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingField => "missing_field",
            Self::MissingPayload => "missing_payload",
            Self::PayloadMismatch => "payload_mismatch",
            Self::DuplicateField => "duplicate_field",
            Self::WrongType { .. } => "wrong_type",
            Self::InvalidNumber => "invalid_number",
            Self::InvalidDecimal => "invalid_decimal",
            Self::InvalidDate { .. } => "invalid_date",
            Self::OutOfRange { .. } => "out_of_range",
            Self::TooLong { .. } => "too_long",
            Self::Unreadable => "unreadable",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingField => f.write_str("missing field"),
            Self::MissingPayload => f.write_str("missing payload"),
            Self::PayloadMismatch => f.write_str("payload of another kind than `type` says"),
            Self::DuplicateField => f.write_str("duplicate field"),
            Self::WrongType { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::InvalidNumber => f.write_str("expected a number in plain digits"),
            Self::InvalidDecimal => f.write_str("expected a decimal number"),
            Self::InvalidDate { expected } => write!(f, "expected {expected}"),
            Self::OutOfRange { expected } => write!(f, "out of range: expected {expected}"),
            Self::TooLong { limit } => write!(f, "more than {limit} elements"),
            Self::Unreadable => f.write_str("half of a surrogate pair, which is not text"),
        }
    }
}

/// Why a body as a whole was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// The body is over the size limit; nothing of it was read.
    TooLarge {
        /// Size of the body, in bytes.
        size: usize,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The body is not UTF-8.
    NotUtf8 {
        /// The number of valid bytes before the first invalid one.
        offset: usize,
    },
    /// The body is compressed with gzip, so it is not UTF-8.
    Gzip,
    /// The body is not JSON.
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1; 0 if the line is empty because the body ends.
        column: usize,
    },
    /// The body is JSON, but not `{"callbacks": […]}`.
    Shape {
        /// What is wrong.
        reason: Reason,
        /// JSON Pointer (RFC 6901) to the place.
        pointer: String,
    },
    /// The body has callbacks of more accounts than the limit of lookups; none was looked up.
    TooManyAccounts {
        /// The limit, in accounts.
        limit: usize,
    },
}

impl BodyError {
    /// A stable name for logs and metrics, the same in every language: that of its [`Reason`] if it
    /// has one.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::NotUtf8 { .. } | Self::Gzip => "not_utf8",
            Self::Syntax { .. } => "syntax",
            Self::Shape { reason, .. } => reason.code(),
            Self::TooManyAccounts { .. } => "too_many_accounts",
        }
    }

    /// Why a body is not text.
    pub(crate) fn not_utf8(body: &[u8], error: Utf8Error) -> Self {
        if body.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else {
            Self::NotUtf8 { offset: error.valid_up_to() }
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { size, limit } => {
                write!(f, "body of {size} bytes is over the limit of {limit} bytes")
            }
            Self::NotUtf8 { offset } => write!(f, "body is not UTF-8 after {offset} bytes"),
            Self::Gzip => f.write_str("body is compressed with gzip: decompress it first"),
            Self::Syntax { line, column } => {
                write!(f, "body is not JSON at line {line} column {column}")
            }
            Self::Shape { reason, pointer } => {
                write!(f, "body is not a list of callbacks: {reason} at \"{pointer}\"")
            }
            Self::TooManyAccounts { limit } => {
                write!(
                    f,
                    "body has callbacks of more than {limit} accounts, the limit for looking \
                    up credentials"
                )
            }
        }
    }
}

impl std::error::Error for BodyError {}
