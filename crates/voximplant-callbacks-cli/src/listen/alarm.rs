//! Reports repeated problems without flooding the log.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

/// How many refused hashes in a row are reported first.
const IN_A_ROW: u64 = 5;

/// Notices if every hash is refused, which means a wrong key.
#[derive(Default)]
pub(super) struct Alarm {
    refused: AtomicU64,
}

impl Alarm {
    /// Records the callbacks of a request: how many hashes matched, and how many were refused for
    /// each reason.
    pub(super) fn note(&self, matched: u64, refused: &BTreeMap<&str, u64>) {
        if let Some(count) = self.count(matched, refused.values().sum()) {
            let reasons: Vec<&str> = refused.keys().copied().collect();
            tracing::error!(
                callbacks = count,
                reasons = reasons.join(", "),
                "every hash is refused: unless all are forged, the salt or the API key is wrong, \
                 or the account has no credential here; compare them with those set upstream"
            );
        }
    }

    /// How many were refused in a row, if it is time to report it: after 5, 10, 20, and so on.
    fn count(&self, matched: u64, refused: u64) -> Option<u64> {
        if matched > 0 {
            self.refused.store(0, Ordering::Relaxed);
            return None;
        }
        let before = self.refused.fetch_add(refused, Ordering::Relaxed);
        let now = before + refused;
        let step = |count: u64| (count / IN_A_ROW).checked_ilog2();
        (step(before) != step(now)).then_some(now)
    }
}

/// Counts, and reports each time that the count has doubled.
#[derive(Default)]
pub(super) struct Tally(AtomicU64);

impl Tally {
    pub(super) fn add(&self, count: u64) -> Option<u64> {
        let before = self.0.fetch_add(count, Ordering::Relaxed);
        let now = before + count;
        (before.checked_ilog2() != now.checked_ilog2()).then_some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alarm_is_raised_when_no_hash_matches_and_not_each_time() {
        let alarm = Alarm::default();
        let raised: Vec<_> = (0..50).filter_map(|_| alarm.count(0, 1)).collect();
        assert_eq!(raised, [5, 10, 20, 40]);
        assert_eq!(alarm.count(1, 0), None);
        assert_eq!((0..4).filter_map(|_| alarm.count(0, 1)).count(), 0, "one matched in between");
        assert_eq!(alarm.count(1, 100), None, "one matched in the same request");
        assert_eq!(alarm.count(0, 1000), Some(1000));
    }

    #[test]
    fn a_tally_speaks_when_it_has_doubled() {
        let tally = Tally::default();
        let said: Vec<_> = (0..10).filter_map(|_| tally.add(1)).collect();
        assert_eq!(said, [1, 2, 4, 8]);
    }
}
