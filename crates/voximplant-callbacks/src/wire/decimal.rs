//! Numbers: canonical digits, and decimals exact to the digit.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use super::{Fault, Json, Read, Type, Write};
use crate::Reason;

impl Read for u64 {
    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        let digits = json.digits("a number", found)?;
        parse_number(&digits).map_err(|reason| json.fail(reason))
    }
}

impl Write for u64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(*self)
    }
}

/// Accepts only the canonical spelling of a number, since an identifier with two spellings could be
/// forged.
fn parse_number(digits: &str) -> Result<u64, Reason> {
    let mut number = 0_u64;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return Err(Reason::InvalidNumber);
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
    }
    match digits.len() {
        1 => Ok(number),
        0 => Err(Reason::InvalidNumber),
        _ if digits.starts_with('0') => Err(Reason::InvalidNumber),
        2..20 => Ok(number),
        // This many digits may be too large.
        _ => digits.parse().map_err(|_| Reason::OutOfRange {
            expected: "a number from 0 to 18446744073709551615",
        }),
    }
}

impl Read for Decimal {
    fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
        let digits = json.digits("a decimal", found)?;
        parse_decimal(&digits).map_err(|reason| json.fail(reason))
    }
}

/// Digits of the largest mantissa of a decimal. This many always fit into 128 bits.
const MOST_DIGITS: usize = 29;

/// Reads the grammar of a JSON number, without rounding and with every digit
/// after the point.
fn parse_decimal(text: &str) -> Result<Decimal, Reason> {
    let unsigned = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let (mut mantissa, mut count, mut scale) = (0_u128, 0, 0_i64);
    let mut digits = |text: &[u8]| {
        let mut here = 0;
        while let Some(digit @ b'0'..=b'9') = text.get(here) {
            // It overflows if there are too many digits, which their count shows.
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u128::from(digit - b'0'));
            here += 1;
        }
        count += here;
        here
    };

    let whole = digits(unsigned);
    let mut rest = &unsigned[whole..];
    let mut well_formed = whole == 1 || (whole > 1 && unsigned[0] != b'0');
    if let [b'.', fraction @ ..] = rest {
        let count = digits(fraction);
        well_formed &= count > 0;
        scale = i64::try_from(count).unwrap_or(i64::MAX);
        rest = &fraction[count..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let negative = exponent.first() == Some(&b'-');
        let exponent =
            exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        well_formed &= !exponent.is_empty() && exponent.iter().all(u8::is_ascii_digit);
        let exponent = exponent.iter().fold(0_i64, |exponent, byte| {
            exponent.saturating_mul(10).saturating_add(i64::from(byte.wrapping_sub(b'0')))
        });
        scale = scale.saturating_add(if negative { exponent } else { -exponent });
        rest = &[];
    }
    if !well_formed || !rest.is_empty() {
        return Err(Reason::InvalidDecimal);
    }

    // With more digits, it has overflowed by now.
    let decimal = if count > MOST_DIGITS { None } else { exact(mantissa, scale) };
    let expected = "a decimal of at most 96 bits and 28 decimal places";
    let mut decimal = decimal.ok_or(Reason::OutOfRange { expected })?;
    decimal.set_sign_negative(text.starts_with('-'));
    Ok(decimal)
}

/// The mantissa with this many digits after the point; if negative, with zeros appended.
#[allow(clippy::cast_possible_truncation)] // Each cast keeps one word.
fn exact(mut mantissa: u128, mut scale: i64) -> Option<Decimal> {
    if scale < 0 {
        if mantissa != 0 {
            let zeros = u32::try_from(scale.unsigned_abs()).ok()?;
            mantissa = mantissa.checked_mul(10_u128.checked_pow(zeros)?)?;
        }
        scale = 0;
    }
    let scale = u32::try_from(scale).ok().filter(|scale| *scale <= Decimal::MAX_SCALE)?;
    // A decimal has room for three words.
    let word = |index: u32| (mantissa >> (32 * index)) as u32;
    (mantissa >> 96 == 0).then(|| Decimal::from_parts(word(0), word(1), word(2), false, scale))
}

impl Write for Decimal {
    /// As a JSON number of the same digits.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A decimal that is documented as a string.
pub(crate) struct Quoted<'a, T>(pub(crate) &'a T);

impl Write for Quoted<'_, Decimal> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

impl Write for Quoted<'_, Option<Decimal>> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(decimal) => serializer.collect_str(decimal),
            None => serializer.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl Write for Quoted<'_, Vec<Decimal>> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(ToString::to_string))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        for (text, expected) in [
            ("0", Ok(0)),
            ("7", Ok(7)),
            ("18446744073709551615", Ok(u64::MAX)),
            ("18446744073709551616", Err("out_of_range")),
            ("184467440737095516150000x", Err("invalid_number")),
            ("", Err("invalid_number")),
            ("00", Err("invalid_number")),
            ("07", Err("invalid_number")),
            ("+7", Err("invalid_number")),
            ("-7", Err("invalid_number")),
            ("-0", Err("invalid_number")),
            ("7.0", Err("invalid_number")),
            ("7e0", Err("invalid_number")),
            (" 7", Err("invalid_number")),
            ("٧", Err("invalid_number")),
        ] {
            let parsed = parse_number(text).map_err(|reason| reason.code());
            assert_eq!(parsed, expected, "{text:?}");
        }
    }

    #[test]
    fn decimals_keep_their_digits() {
        for text in [
            "0",
            "-0",
            "-0.00",
            "10.50",
            "-3.70",
            "0.0000000000000000000000000001",
            "79228162514264337593543950335",
            "100.000000000000000001",
        ] {
            assert_eq!(parse_decimal(text).map(|decimal| decimal.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn exponents_are_spelled_out() {
        for (text, expected) in [
            ("1e3", "1000"),
            ("1.5E+2", "150"),
            ("1.0e-7", "0.00000010"),
            ("-12.50e1", "-125.0"),
            ("0e0", "0"),
            ("0E39", "0"),
            ("0e9999999999999999999", "0"),
        ] {
            assert_eq!(
                parse_decimal(text).map(|decimal| decimal.to_string()),
                Ok(expected.to_owned())
            );
        }
    }

    #[test]
    fn decimals_are_never_rounded() {
        for text in [
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
            "1.00000000000000000000000000000",
            "1e29",
            "1e-29",
            "1e99999999999999999999",
            "1e9223372036854775807",
            "1e-9223372036854775808",
        ] {
            assert_eq!(parse_decimal(text).unwrap_err().code(), "out_of_range", "{text}");
        }
    }

    #[test]
    fn only_the_grammar_of_json_is_a_decimal() {
        for text in [
            "", "-", "+1", ".5", "5.", "01", "1_000", "1,5", " 1", "1e", "1e+", "NaN", "0x1",
            "1e1.5",
        ] {
            assert_eq!(parse_decimal(text), Err(Reason::InvalidDecimal), "{text:?}");
        }
    }
}
