//! Examples, which are values that the decoder reads. It uses jiff and `rust_decimal` like the
//! decoder, so the limits are the same.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use rust_decimal::Decimal;

/// A value that fits a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Example {
    /// An integer.
    Number(u64),
    /// A decimal: its digits as written.
    Decimal(String),
    /// A boolean.
    Boolean(bool),
    /// A string on the wire.
    Text(String),
    /// A list.
    List(Vec<Example>),
}

/// The value as shown to people.
impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Decimal(text) | Self::Text(text) => text.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::List(list) => {
                list.iter().map(Self::to_string).collect::<Vec<_>>().join(", ").fmt(f)
            }
        }
    }
}

/// A scalar as written in a description.
#[derive(Debug, Clone, Copy)]
pub enum Literal<'a> {
    /// A number, without underscores.
    Number(&'a str),
    /// `true` or `false`.
    Boolean(bool),
    /// A string.
    Text(&'a str),
}

/// Why a literal is not a value of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has another type or spelling.
    Misfit,
    /// It has the type, but the decoder cannot hold it. The text says what the decoder can hold.
    OutOfRange(&'static str),
}

const NUMBERS: &str = "the highest number that it reads is `18446744073709551615`";
const DECIMALS: &str = "it reads decimals of at most 28 digits after the point which, without the \
                        point, are no higher than `79228162514264337593543950335`";
const DATES: &str = "it reads dates from `0001-01-01` to `9999-12-31`";
const TIMESTAMPS: &str = "it reads timestamps from `0001-01-01 00:00:00` to `9999-12-30 22:00:00`";

pub(super) fn number(literal: Literal<'_>) -> Result<Example, Unfit> {
    match literal {
        Literal::Number(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().map(Example::Number).map_err(|_| Unfit::OutOfRange(NUMBERS))
        }
        _ => Err(Unfit::Misfit),
    }
}

pub(super) fn decimal_number(literal: Literal<'_>) -> Result<Example, Unfit> {
    match literal {
        Literal::Number(digits) => decimal(digits),
        _ => Err(Unfit::Misfit),
    }
}

pub(super) fn decimal_text(literal: Literal<'_>) -> Result<Example, Unfit> {
    match literal {
        Literal::Text(digits) => decimal(digits),
        _ => Err(Unfit::Misfit),
    }
}

/// A decimal as JSON writes it, without an exponent.
fn decimal(text: &str) -> Result<Example, Unfit> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_plain = whole == "0" || !whole.starts_with('0');
    if !is_digits(whole) || !is_digits(fraction) || !is_plain {
        return Err(Unfit::Misfit);
    }
    Decimal::from_str_exact(text).map_err(|_| Unfit::OutOfRange(DECIMALS))?;
    Ok(Example::Decimal(text.to_owned()))
}

pub(super) fn boolean(literal: Literal<'_>) -> Result<Example, Unfit> {
    match literal {
        Literal::Boolean(boolean) => Ok(Example::Boolean(boolean)),
        _ => Err(Unfit::Misfit),
    }
}

pub(super) fn text(literal: Literal<'_>) -> Result<Example, Unfit> {
    match literal {
        Literal::Text(text) => Ok(Example::Text(text.to_owned())),
        _ => Err(Unfit::Misfit),
    }
}

pub(super) fn number_or_text(literal: Literal<'_>) -> Result<Example, Unfit> {
    text(literal).or_else(|_| number(literal))
}

pub(super) fn date(literal: Literal<'_>) -> Result<Example, Unfit> {
    let Literal::Text(text) = literal else { return Err(Unfit::Misfit) };
    let date: Date = parsed(text)?;
    if date.year() < 1 {
        return Err(Unfit::OutOfRange(DATES));
    }
    Ok(Example::Text(text.to_owned()))
}

pub(super) fn timestamp(literal: Literal<'_>) -> Result<Example, Unfit> {
    let Literal::Text(text) = literal else { return Err(Unfit::Misfit) };
    // jiff writes a `T` between date and time.
    let Some((date, time)) = text.split_once(' ') else { return Err(Unfit::Misfit) };
    let datetime: DateTime = parsed(&format!("{date}T{time}"))?;
    // jiff reads fractions of a second too.
    if datetime.subsec_nanosecond() != 0 {
        return Err(Unfit::Misfit);
    }
    let moment: Result<Timestamp, _> = Offset::UTC.to_timestamp(datetime);
    if datetime.year() < 1 || moment.is_err() {
        return Err(Unfit::OutOfRange(TIMESTAMPS));
    }
    Ok(Example::Text(text.to_owned()))
}

/// The parsed text, if jiff would write it in the same way: jiff reads more forms than the wire
/// has.
fn parsed<T: FromStr + fmt::Display>(text: &str) -> Result<T, Unfit> {
    let value: T = text.parse().map_err(|_| Unfit::Misfit)?;
    if value.to_string() == text { Ok(value) } else { Err(Unfit::Misfit) }
}
