//! Selects callbacks of an inbox.

use std::time::{Duration, SystemTime};

use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use voximplant_callbacks_inbox::{Filter, store::State};

use crate::failure::{Failure, Result};

/// A callback must match every condition.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which callbacks")]
pub(super) struct Which {
    /// This callback, as in 1234567-84782515.
    #[arg(
        value_name = "ACCOUNT-CALLBACK",
        value_parser = callback,
        conflicts_with_all = ["account", "callback"]
    )]
    id: Option<(u64, u64)>,
    /// Of this account.
    #[arg(long, value_name = "ID")]
    account: Option<u64>,
    /// With this callback ID.
    #[arg(long, value_name = "ID")]
    callback: Option<u64>,
    /// Of this kind.
    #[arg(long)]
    kind: Option<String>,
    /// In this state.
    #[arg(long)]
    state: Option<InState>,
    /// Only unknown and malformed callbacks.
    #[arg(long)]
    pub(super) unread: bool,
    /// Received at this time or later.
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<SystemTime>,
    /// Received before this time.
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<SystemTime>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum InState {
    /// Waiting to be processed.
    Ready,
    /// Processed.
    Done,
    /// Given up: a dead letter.
    Dead,
    /// Without its text.
    Erased,
}

impl Which {
    pub(super) fn filter(&self) -> Filter {
        let mut filter = Filter::default();
        filter.account_id = self.account();
        filter.callback_id = self.callback();
        filter.kind.clone_from(&self.kind);
        filter.state = self.state.map(|state| match state {
            InState::Ready => State::Ready,
            InState::Done => State::Done,
            InState::Dead => State::Dead,
            InState::Erased => State::Erased,
        });
        filter.unread = self.unread;
        (filter.since, filter.until) = (self.since, self.until);
        filter
    }

    fn account(&self) -> Option<u64> {
        self.id.map(|(account, _)| account).or(self.account)
    }

    pub(super) fn callback(&self) -> Option<u64> {
        self.id.map(|(_, callback)| callback).or(self.callback)
    }

    /// The filter, which must have a condition.
    pub(super) fn required(&self, verb: &str) -> Result<Filter> {
        let filter = self.filter();
        if filter == Filter::default() {
            return Err(Failure::usage(format!("say which callbacks to {verb}")).help(
                "by its ID, as in 1234567-84782515, or with --account, --callback, --kind, --state, --unread, --since or --until",
            ));
        }
        Ok(filter)
    }

    /// The account, if the filter has only IDs.
    pub(super) fn only_ids(&self) -> Option<u64> {
        let is_more = self.kind.is_some()
            || self.state.is_some()
            || self.unread
            || self.since.is_some()
            || self.until.is_some();
        self.account().filter(|_| !is_more)
    }
}

/// An account ID and a callback ID.
pub(super) fn callback(text: &str) -> std::result::Result<(u64, u64), String> {
    let ids = text
        .split_once('-')
        .and_then(|(account, callback)| Some((account.parse().ok()?, callback.parse().ok()?)));
    ids.ok_or_else(|| "write it as in 1234567-84782515".to_owned())
}

/// A time in UTC, or a duration before now.
fn time(text: &str) -> std::result::Result<SystemTime, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time.into());
    }
    if let Ok(date) = text.parse::<Date>() {
        let midnight = date.to_zoned(TimeZone::UTC).map_err(|error| error.to_string())?;
        return Ok(midnight.timestamp().into());
    }
    let ago = || {
        let unit = text.len().checked_sub(1)?;
        let number: u64 = text.get(..unit)?.parse().ok()?;
        let seconds = match text.get(unit..)? {
            "s" => 1,
            "m" => 60,
            "h" => 60 * 60,
            "d" => 24 * 60 * 60,
            _ => return None,
        };
        SystemTime::now().checked_sub(Duration::from_secs(number.checked_mul(seconds)?))
    };
    ago().ok_or_else(|| {
        "write a time such as 2026-01-15 or 2026-01-15T09:30:00Z, or how long ago, such as 90m, \
         12h or 30d"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::utc;

    #[test]
    fn times_are_in_utc_or_ago() {
        assert_eq!(time("2026-01-15").map(utc).unwrap(), "2026-01-15T00:00:00Z");
        assert_eq!(time("2026-01-15T09:30:00Z").map(utc).unwrap(), "2026-01-15T09:30:00Z");
        assert_eq!(time("2026-01-15T09:30:00+02:00").map(utc).unwrap(), "2026-01-15T07:30:00Z");
        let ago = time("2h").unwrap().elapsed().unwrap().as_secs();
        assert!((7200..7260).contains(&ago));
        for bad in ["", "h", "yesterday", "12", "-1h", "ü", "99999999999999999999d"] {
            assert!(time(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_callback_has_two_ids() {
        assert_eq!(callback("1234567-18446744073709551615"), Ok((1_234_567, u64::MAX)));
        assert!(callback("1234567").is_err());
    }
}
