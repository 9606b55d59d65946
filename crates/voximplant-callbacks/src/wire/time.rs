//! Dates and UTC timestamps, read as digits of fixed width.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};
use serde::{Serializer, ser::Error as _};

use super::{FromText, Read, Slot, Write};
use crate::Reason;

const DATE: &str = "a date YYYY-MM-DD";
const TIMESTAMP: &str = "a timestamp YYYY-MM-DD HH:MM:SS";
const DATE_OR_TIMESTAMP: &str = "a timestamp YYYY-MM-DD HH:MM:SS or a date YYYY-MM-DD";

/// A moment that upstream writes as a timestamp, or as a plain date.
///
/// A date is kept as a date: no time of day is made up for it.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{DateOrTimestamp, jiff::civil::date};
///
/// assert_eq!(DateOrTimestamp::Date(date(2026, 3, 1)).date(), date(2026, 3, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)]
pub enum DateOrTimestamp {
    /// A date without a time of day.
    Date(Date),
    /// A moment, to the second.
    Timestamp(Timestamp),
}

impl DateOrTimestamp {
    /// The date, in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        match self {
            Self::Date(date) => date,
            Self::Timestamp(timestamp) => Offset::UTC.to_datetime(timestamp).date(),
        }
    }
}

/// In the form of the wire.
impl fmt::Display for DateOrTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => fmt_date(*date, f),
            Self::Timestamp(timestamp) => fmt_timestamp(*timestamp, f),
        }
    }
}

/// What is read from a string of fixed width.
trait FixedWidth: Sized {
    const EXPECTED: &'static str;

    fn parse(text: &[u8]) -> Option<Self>;

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Whether the wire form can hold the value.
    fn is_whole(&self) -> bool {
        true
    }
}

impl FixedWidth for Date {
    const EXPECTED: &'static str = DATE;

    fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
        let year = i16::from(number(*y1, *y2)?) * 100 + i16::from(number(*y3, *y4)?);
        Self::new(year, number(*m1, *m2)?, number(*d1, *d2)?).ok()
    }

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_date(*self, f)
    }

    fn is_whole(&self) -> bool {
        self.year() >= 0
    }
}

impl FixedWidth for Timestamp {
    const EXPECTED: &'static str = TIMESTAMP;

    fn parse(text: &[u8]) -> Option<Self> {
        let (date, [b' ', h1, h2, b':', m1, m2, b':', s1, s2]) = text.split_at_checked(10)? else {
            return None;
        };
        let time =
            jiff::civil::Time::new(number(*h1, *h2)?, number(*m1, *m2)?, number(*s1, *s2)?, 0);
        let datetime = DateTime::from_parts(Date::parse(date)?, time.ok()?);
        Offset::UTC.to_timestamp(datetime).ok()
    }

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_timestamp(*self, f)
    }

    fn is_whole(&self) -> bool {
        self.subsec_nanosecond() == 0 && Offset::UTC.to_datetime(*self).year() >= 0
    }
}

impl FixedWidth for DateOrTimestamp {
    const EXPECTED: &'static str = DATE_OR_TIMESTAMP;

    fn parse(text: &[u8]) -> Option<Self> {
        Timestamp::parse(text).map(Self::Timestamp).or_else(|| Date::parse(text).map(Self::Date))
    }

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }

    fn is_whole(&self) -> bool {
        match self {
            Self::Date(date) => date.is_whole(),
            Self::Timestamp(timestamp) => timestamp.is_whole(),
        }
    }
}

/// The number that two ASCII digits are.
fn number(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| (byte - b'0').cast_signed());
    Some(digit(tens)? * 10 + digit(ones)?)
}

fn fmt_date(date: Date, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

fn fmt_timestamp(timestamp: Timestamp, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let datetime = Offset::UTC.to_datetime(timestamp);
    fmt_date(datetime.date(), f)?;
    write!(f, " {:02}:{:02}:{:02}", datetime.hour(), datetime.minute(), datetime.second())
}

struct Shown<'a, T>(&'a T);

impl<T: FixedWidth> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The implementations that a blanket one would forbid for other types.
macro_rules! fixed_width {
    ($($ty:ty),*) => {$(
        impl Read for $ty {
            fn slot(slot: &mut Option<Self>) -> Slot<'_> {
                Slot::Text(slot)
            }
        }

        impl FromText for $ty {
            const EXPECTED: &'static str = <Self as FixedWidth>::EXPECTED;

            fn from_text(text: &str) -> Result<Self, Reason> {
                Self::parse(text.as_bytes())
                    .ok_or(Reason::InvalidDate { expected: <Self as FixedWidth>::EXPECTED })
            }
        }

        impl Write for $ty {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !self.is_whole() {
                    return Err(S::Error::custom(format_args!(
                        "{} cannot hold a fraction of a second or a year before 0",
                        <Self as FixedWidth>::EXPECTED,
                    )));
                }
                serializer.collect_str(&Shown(self))
            }
        }
    )*};
}

fixed_width!(Date, Timestamp, DateOrTimestamp);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_come_back_as_they_were() {
        for text in [
            "2026-03-01 09:05:07",
            "0001-01-01 00:00:00",
            "2024-02-29 23:59:59",
            "1969-12-31 23:59:59",
        ] {
            let timestamp = Timestamp::parse(text.as_bytes()).unwrap();
            assert_eq!(Shown(&timestamp).to_string(), text);
        }
    }

    #[test]
    fn only_the_documented_form_is_read() {
        for text in [
            "",
            "2026-3-1",
            "2026-02-29",
            "2026-13-01",
            "0000-00-00",
            "2026-03-01T00:00:00",
            "2026-03-01 24:00:00",
            "2026-03-01 23:59:60",
            "2026-03-01 09:05:07Z",
            "+026-03-01",
            "2026-03-01 9:05:07",
            "２０２６-03-01",
        ] {
            assert_eq!(DateOrTimestamp::parse(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn a_date_stays_a_date() {
        let date = DateOrTimestamp::parse(b"2026-03-01").unwrap();
        assert_eq!(date, DateOrTimestamp::Date(jiff::civil::date(2026, 3, 1)));
        assert_eq!(date.to_string(), "2026-03-01");
    }
}
