//! The scalar types. Each is one row of the table below. Everything that depends on the type is in
//! its row, and emitters ask the row instead of naming the type.

use super::example::{self, Example, Literal, Unfit};

/// The facts about a scalar type.
#[derive(Debug)]
pub struct Facts {
    /// The type word of the description.
    pub word: &'static str,
    /// The attribute that refines the word, if any.
    pub refinement: Option<Refinement>,
    /// Its name for people, which is unique.
    pub label: &'static str,
    /// Its name as part of a sentence.
    pub phrase: &'static str,
    /// How upstream documents it on the wire, as a phrase.
    pub documented: &'static str,
    /// The other forms that the decoder reads, as a phrase; empty if there are none.
    pub also_read: &'static str,
    /// The documented form, for JSON Schema and other languages.
    pub form: Form,
    /// How the readers of the packages for other languages read it.
    pub reading: Reading,
    /// Path of its type in the crate.
    pub rust: &'static str,
    /// Name of the type in the crate's `wire::schema` that tells schemars which values are read, if
    /// the Rust type does not.
    pub schema: Option<&'static str>,
    /// Other scalar types all of whose values are also read for this one.
    pub reads: &'static [Scalar],
    /// Whether it reads as empty if it is missing.
    pub reads_as_empty: bool,
    /// Parses an example as the decoder parses a value.
    pub example: fn(Literal<'_>) -> Result<Example, Unfit>,
    /// What an example must be.
    pub expected: &'static str,
    /// How to write one.
    pub how: &'static str,
}

/// An attribute that refines a type word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refinement {
    /// `holds = "decimal"`.
    HoldsDecimal,
    /// `or = "date"`.
    OrDate,
}

/// How a scalar is documented on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JSON integer without a sign.
    Integer,
    /// A JSON number that must not be rounded.
    Number,
    /// A JSON boolean.
    Boolean,
    /// Any JSON string.
    Text,
    /// A JSON string of printable ASCII that matches this pattern.
    Pattern(&'static str),
    /// A JSON integer without a sign, or any JSON string.
    IntegerOrText,
}

/// How a scalar is read in the packages for other languages, which also accept other forms than the
/// documented one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// An integer without a sign, from a number or its digits.
    Number,
    /// An exact decimal, from a number or its digits.
    Decimal,
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A date.
    Date,
    /// A date and time, in UTC.
    Timestamp,
    /// Either of the two.
    TimestampOrDate,
    /// The text of a number or string.
    NumberOrString,
}

/// Declares the scalar types and the facts about each.
macro_rules! scalars {
    ($($(#[doc = $doc:literal])+ $name:ident { $($facts:tt)+ })+) => {
        /// What a value without parts is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Scalar {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Scalar {
            /// Every scalar type, in the order of their documentation.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The facts about it.
            #[must_use]
            pub const fn facts(self) -> &'static Facts {
                match self {
                    $(Self::$name => &Facts { $($facts)+ },)+
                }
            }
        }
    };
}

const DECIMAL: &str = "^-?(0|[1-9][0-9]*)([.][0-9]+)?$";
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const TIMESTAMP: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";
const TIMESTAMP_OR_DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$";

scalars! {
    /// An integer without a sign.
    Number {
        word: "number",
        refinement: None,
        label: "number",
        phrase: "a `number`",
        documented: "integer without a sign, up to 64 bits",
        also_read: "a string of its digits",
        form: Form::Integer,
        reading: Reading::Number,
        rust: "u64",
        schema: Some("Integer"),
        reads: &[],
        reads_as_empty: false,
        example: example::number,
        expected: "an integer without a sign",
        how: "write a whole number, such as `1201`",
    }

    /// An exact decimal, documented as a number with a fraction.
    Decimal {
        word: "decimal",
        refinement: None,
        label: "decimal",
        phrase: "a `decimal`",
        documented: "number with a fraction",
        also_read: "a string of its digits",
        form: Form::Number,
        reading: Reading::Decimal,
        rust: "::rust_decimal::Decimal",
        schema: Some("Money"),
        reads: &[Self::Number, Self::DecimalInteger, Self::DecimalText],
        reads_as_empty: false,
        example: example::decimal_number,
        expected: "a decimal",
        how: "write its digits without quotes, such as `120.00`",
    }

    /// An exact decimal, documented as an integer.
    DecimalInteger {
        word: "number",
        refinement: Some(Refinement::HoldsDecimal),
        label: "decimal (integer)",
        phrase: "a `number` that holds a decimal",
        documented: "integer, although it is money",
        also_read: "a fraction; a string of its digits",
        form: Form::Number,
        reading: Reading::Decimal,
        rust: "::rust_decimal::Decimal",
        schema: Some("Money"),
        reads: &[Self::Number, Self::Decimal, Self::DecimalText],
        reads_as_empty: false,
        example: example::decimal_number,
        expected: "a decimal",
        how: "write its digits without quotes, such as `120.00`",
    }

    /// An exact decimal, documented as a string of digits.
    DecimalText {
        word: "string",
        refinement: Some(Refinement::HoldsDecimal),
        label: "decimal (string)",
        phrase: "a `string` that holds a decimal",
        documented: "string of digits",
        also_read: "a number",
        form: Form::Pattern(DECIMAL),
        reading: Reading::Decimal,
        rust: "::rust_decimal::Decimal",
        schema: Some("Money"),
        reads: &[Self::Number, Self::Decimal, Self::DecimalInteger],
        reads_as_empty: false,
        example: example::decimal_text,
        expected: "a decimal in quotes",
        how: "write its digits in quotes, such as `\"120.00\"`",
    }

    /// A string.
    String {
        word: "string",
        refinement: None,
        label: "string",
        phrase: "a `string`",
        documented: "string",
        also_read: "`null` or absent, as an empty one",
        form: Form::Text,
        reading: Reading::String,
        rust: "String",
        schema: Some("Text"),
        reads: &[Self::Date, Self::Timestamp, Self::TimestampOrDate],
        reads_as_empty: true,
        example: example::text,
        expected: "a string",
        how: "write a text in quotes",
    }

    /// A boolean.
    Boolean {
        word: "boolean",
        refinement: None,
        label: "boolean",
        phrase: "a `boolean`",
        documented: "`true` or `false`",
        also_read: "",
        form: Form::Boolean,
        reading: Reading::Boolean,
        rust: "bool",
        schema: None,
        reads: &[],
        reads_as_empty: false,
        example: example::boolean,
        expected: "a boolean",
        how: "write `true` or `false`",
    }

    /// A date.
    Date {
        word: "date",
        refinement: None,
        label: "date",
        phrase: "a `date`",
        documented: "string `YYYY-MM-DD`",
        also_read: "",
        form: Form::Pattern(DATE),
        reading: Reading::Date,
        rust: "::jiff::civil::Date",
        schema: Some("Date"),
        reads: &[],
        reads_as_empty: false,
        example: example::date,
        expected: "a valid date",
        how: "write year, month and day in quotes, such as `\"2026-01-31\"`",
    }

    /// A point in time, to the second.
    Timestamp {
        word: "timestamp",
        refinement: None,
        label: "timestamp",
        phrase: "a `timestamp`",
        documented: "string `YYYY-MM-DD HH:MM:SS`, in UTC",
        also_read: "",
        form: Form::Pattern(TIMESTAMP),
        reading: Reading::Timestamp,
        rust: "::jiff::Timestamp",
        schema: Some("Timestamp"),
        reads: &[],
        reads_as_empty: false,
        example: example::timestamp,
        expected: "a valid date and time",
        how: "write date and time in quotes, such as `\"2026-01-31 23:59:59\"`",
    }

    /// A timestamp that upstream may also send as a date.
    TimestampOrDate {
        word: "timestamp",
        refinement: Some(Refinement::OrDate),
        label: "timestamp or date",
        phrase: "a `timestamp` or a date",
        documented: "string `YYYY-MM-DD HH:MM:SS`, in UTC",
        also_read: "a string `YYYY-MM-DD`",
        form: Form::Pattern(TIMESTAMP_OR_DATE),
        reading: Reading::TimestampOrDate,
        rust: "crate::DateOrTimestamp",
        schema: Some("TimestampOrDate"),
        reads: &[Self::Timestamp, Self::Date],
        reads_as_empty: false,
        example: example::timestamp,
        expected: "a valid date and time",
        how: "write date and time in quotes, such as `\"2026-01-31 23:59:59\"`",
    }

    /// An identifier that upstream calls both a number and a string.
    NumberOrString {
        word: "number or string",
        refinement: None,
        label: "number or string",
        phrase: "a `number or string`",
        documented: "number or string, read as its text",
        also_read: "any other number; `null` or absent, as an empty string",
        form: Form::IntegerOrText,
        reading: Reading::NumberOrString,
        rust: "crate::NumberOrString",
        schema: None,
        reads: &[
            Self::Number,
            Self::Decimal,
            Self::DecimalInteger,
            Self::DecimalText,
            Self::String,
            Self::Date,
            Self::Timestamp,
            Self::TimestampOrDate,
        ],
        reads_as_empty: true,
        example: example::number_or_text,
        expected: "an integer without a sign or a string",
        how: "write a whole number, such as `1201`, or a text in quotes",
    }
}

impl Scalar {
    /// The type words of the description, each once.
    pub fn words() -> impl Iterator<Item = &'static str> {
        let plain = Self::ALL.iter().map(|scalar| scalar.facts());
        plain.filter(|facts| facts.refinement.is_none()).map(|facts| facts.word)
    }

    /// The type of a word with its refinement.
    #[must_use]
    pub fn of(word: &str, refinement: Option<Refinement>) -> Option<Self> {
        let is_meant = |scalar: &&Self| {
            let facts = scalar.facts();
            facts.word == word && facts.refinement == refinement
        };
        Self::ALL.iter().find(is_meant).copied()
    }

    /// The words that an attribute can refine.
    pub fn refined_by(refinement: Refinement) -> impl Iterator<Item = &'static str> {
        let all = Self::ALL.iter().map(|scalar| scalar.facts());
        all.filter(move |facts| facts.refinement == Some(refinement)).map(|facts| facts.word)
    }
}
