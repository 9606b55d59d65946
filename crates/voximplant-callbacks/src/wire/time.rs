//! Dates and UTC timestamps, read as digits of fixed width.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::Offset,
};
use serde::{Serializer, ser::Error as _};

use super::{Fault, Json, Read, Type, Write};
use crate::Reason;

/// A time that upstream sends as a timestamp or as a date.
///
/// A date stays a date: no time of day is invented.
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
    /// A time, to the second.
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

/// The form on the wire.
impl fmt::Display for DateOrTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => fmt_date(*date, f),
            Self::Timestamp(timestamp) => fmt_timestamp(*timestamp, f),
        }
    }
}

/// A type that is read from a string of fixed width.
trait FixedWidth: Sized {
    /// The form.
    const EXPECTED: &'static str;

    /// The first and the last value.
    const RANGE: &'static str;

    /// The value. The outer option says whether the text has the right form and the day exists, the
    /// inner one whether it is in range.
    fn parse(text: &[u8]) -> Option<Option<Self>>;

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Whether the wire form can hold the value.
    fn is_whole(&self) -> bool;
}

impl FixedWidth for Date {
    const EXPECTED: &'static str = "a date YYYY-MM-DD";

    const RANGE: &'static str = "a date from 0001-01-01 to 9999-12-31";

    fn parse(text: &[u8]) -> Option<Option<Self>> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
        let year = i16::from(number(*y1, *y2)?) * 100 + i16::from(number(*y3, *y4)?);
        let date = Self::new(year, number(*m1, *m2)?, number(*d1, *d2)?).ok()?;
        Some((year > 0).then_some(date))
    }

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_date(*self, f)
    }

    fn is_whole(&self) -> bool {
        self.year() > 0
    }
}

impl FixedWidth for Timestamp {
    const EXPECTED: &'static str = "a timestamp YYYY-MM-DD HH:MM:SS";

    /// The last one is the limit of `jiff`.
    const RANGE: &'static str = "a timestamp from 0001-01-01 00:00:00 to 9999-12-30 22:00:00";

    fn parse(text: &[u8]) -> Option<Option<Self>> {
        let (date, [b' ', h1, h2, b':', m1, m2, b':', s1, s2]) = text.split_at_checked(10)? else {
            return None;
        };
        let date = Date::parse(date)?;
        let time = Time::new(number(*h1, *h2)?, number(*m1, *m2)?, number(*s1, *s2)?, 0).ok()?;
        Some(date.and_then(|date| Offset::UTC.to_timestamp(date.to_datetime(time)).ok()))
    }

    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_timestamp(*self, f)
    }

    fn is_whole(&self) -> bool {
        self.subsec_nanosecond() == 0 && Offset::UTC.to_datetime(*self).year() > 0
    }
}

impl FixedWidth for DateOrTimestamp {
    const EXPECTED: &'static str = "a timestamp YYYY-MM-DD HH:MM:SS or a date YYYY-MM-DD";

    const RANGE: &'static str = "a timestamp from 0001-01-01 00:00:00 to 9999-12-30 22:00:00 or a \
                                 date from 0001-01-01 to 9999-12-31";

    fn parse(text: &[u8]) -> Option<Option<Self>> {
        let date = || Date::parse(text).map(|date| date.map(Self::Date));
        Timestamp::parse(text).map(|it| it.map(Self::Timestamp)).or_else(date)
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

/// The number of two ASCII digits.
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

/// Implementations for each type, as a blanket one would forbid other types.
macro_rules! fixed_width {
    ($($ty:ty),*) => {$(
        impl Read for $ty {
            fn read(json: &mut Json<'_>, found: Type) -> Result<Self, Fault> {
                let expected = <Self as FixedWidth>::EXPECTED;
                let text = json.text(expected, found)?;
                Self::parse(text.as_bytes())
                    .ok_or(Reason::InvalidDate { expected })
                    .and_then(|value| {
                        let expected = <Self as FixedWidth>::RANGE;
                        value.ok_or(Reason::OutOfRange { expected })
                    })
                    .map_err(|reason| json.fail(reason))
            }
        }

        impl Write for $ty {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !self.is_whole() {
                    return Err(S::Error::custom(format_args!(
                        "{} cannot hold a fraction of a second or a year before 1",
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
    use crate::wire::Written;

    #[test]
    fn timestamps_come_back_as_they_were() {
        for text in [
            "2026-03-01 09:05:07",
            "0001-01-01 00:00:00",
            "2024-02-29 23:59:59",
            "1969-12-31 23:59:59",
            "9999-12-30 22:00:00",
        ] {
            let timestamp = Timestamp::parse(text.as_bytes()).flatten().unwrap();
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
            "0000-02-30",
            "2026-00-10",
            "2026-04-31 10:00:00",
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

    /// Nothing is written that would not be read.
    #[test]
    fn no_year_before_1_and_no_fraction_of_a_second_is_written() {
        let json = |value| serde_json::to_string(&Written(&value)).ok();
        for year in [-1, 0, 1] {
            let (date, is_written) = (jiff::civil::date(year, 12, 31), year == 1);
            let timestamp = Offset::UTC.to_timestamp(date.at(23, 59, 59, 0)).unwrap();
            assert_eq!(serde_json::to_string(&Written(&date)).is_ok(), is_written, "{date}");
            assert_eq!(json(DateOrTimestamp::Date(date)).is_some(), is_written, "{date}");
            assert_eq!(json(DateOrTimestamp::Timestamp(timestamp)).is_some(), is_written);
        }
        let whole = Timestamp::new(1_772_356_507, 0).unwrap();
        assert_eq!(json(DateOrTimestamp::Timestamp(whole)).unwrap(), r#""2026-03-01 09:15:07""#);
        let fraction = Timestamp::new(1_772_356_507, 1).unwrap();
        assert_eq!(json(DateOrTimestamp::Timestamp(fraction)), None);
    }

    #[test]
    fn a_date_stays_a_date() {
        let date = DateOrTimestamp::parse(b"2026-03-01").flatten().unwrap();
        assert_eq!(date, DateOrTimestamp::Date(jiff::civil::date(2026, 3, 1)));
        assert_eq!(date.to_string(), "2026-03-01");
    }

    #[test]
    fn years_go_from_1_to_9999_and_timestamps_two_days_less_far() {
        for text in ["0001-01-01", "9999-12-31", "0001-01-01 00:00:00", "9999-12-30 22:00:00"] {
            assert!(matches!(DateOrTimestamp::parse(text.as_bytes()), Some(Some(_))), "{text}");
        }
        for text in [
            "0000-01-01",
            "0000-02-29",
            "0000-12-31 23:59:59",
            "9999-12-30 22:00:01",
            "9999-12-31 00:00:00",
            "9999-12-31 23:59:59",
        ] {
            assert_eq!(DateOrTimestamp::parse(text.as_bytes()), Some(None), "{text}");
        }
        let jiffs_last = Offset::UTC.to_datetime(Timestamp::MAX);
        assert_eq!(format!("{jiffs_last:.0}"), "9999-12-30T22:00:00");
    }
}
