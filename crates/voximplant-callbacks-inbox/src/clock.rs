//! The clock for a store that has none.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970. Within a process it never goes back or jumps: the system clock is read
/// once, and the monotonic clock then counts the time since.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    started: Instant,
    at_start: i64,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), at_start: millis(SystemTime::now()) }
    }

    /// A clock that is ahead by this much.
    #[cfg(all(test, feature = "sqlite"))]
    pub(crate) fn ahead(by: Duration) -> Self {
        Self { started: Instant::now(), at_start: millis(SystemTime::now() + by) }
    }

    pub(crate) fn now(&self) -> i64 {
        self.at_start.saturating_add(span(self.started.elapsed()))
    }
}

/// A time as milliseconds since 1970; one before it is 0.
pub(crate) fn millis(time: SystemTime) -> i64 {
    span(time.duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// A duration in milliseconds, capped at ten thousand years, which can be added to any time.
pub(crate) fn span(duration: Duration) -> i64 {
    const LONGEST: i64 = 10_000 * 366 * 24 * 60 * 60 * 1000;

    i64::try_from(duration.as_millis()).unwrap_or(LONGEST).min(LONGEST)
}

/// A time of milliseconds since 1970.
pub(crate) fn time(millis: i64) -> SystemTime {
    UNIX_EPOCH + duration(millis)
}

/// A duration of milliseconds; a negative one is zero.
pub(crate) fn duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

/// A minute, in milliseconds: clocks may differ by this much without a warning.
const TOLERATED: i64 = 60_000;

/// The problem of a clock that is behind the newest callback.
pub(crate) fn is_behind(newest: Option<i64>, now: i64) -> Option<String> {
    let ahead = newest?.saturating_sub(now);
    (ahead > TOLERATED).then(|| {
        format!(
            "the clock is {} seconds behind the time of the newest callback, which delays retries: \
             synchronize it, for example with NTP",
            ahead / 1000
        )
    })
}

/// The problem of a clock that differs from that of the store.
#[cfg(feature = "postgres")]
pub(crate) fn differs(here: i64, there: i64) -> Option<String> {
    let apart = here.abs_diff(there);
    (apart > TOLERATED.unsigned_abs()).then(|| {
        format!(
            "the clocks of this machine and of PostgreSQL are {} seconds apart: synchronize both, \
             for example with NTP",
            apart / 1000
        )
    })
}
