//! The replay guard in memory, against one that keeps everything.

use std::collections::BTreeMap;

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{RngSeed, TestRunner},
};
use voximplant_callbacks::{Claim, MemoryGuard, ReplayGuard};

/// A guard that keeps everything, in the plainest way.
#[derive(Default)]
struct Model {
    settled: BTreeMap<(u64, u64), u8>,
    in_progress: BTreeMap<(u64, u64), u8>,
    /// Keys that were settled, in that order.
    order: Vec<(u64, u64)>,
}

impl Model {
    fn claim(&mut self, limits: (usize, usize), key: (u64, u64), content: u8) -> Claim {
        if self.in_progress.contains_key(&key) {
            return Claim::InProgress;
        }
        if let Some(settled) = self.settled.get(&key) {
            let age = self.order.iter().rev().position(|other| *other == key).unwrap();
            return match () {
                () if age >= limits.1 => Claim::Seen,
                () if *settled == content => Claim::Duplicate,
                () => Claim::Conflict,
            };
        }
        let is_settled = |number: u64| self.settled.contains_key(&(key.0, number));
        let beside = is_settled(key.1 + 1) || (key.1 > 0 && is_settled(key.1 - 1));
        if self.runs() + self.in_progress.len() >= limits.0 && !beside {
            return Claim::Full;
        }
        self.in_progress.insert(key, content);
        Claim::New
    }

    /// How many numbers do not follow another one.
    fn runs(&self) -> usize {
        let follows = |(account, number): &(u64, u64)| {
            *number > 0 && self.settled.contains_key(&(*account, number - 1))
        };
        self.settled.keys().filter(|key| !follows(key)).count()
    }

    fn settle(&mut self, key: (u64, u64)) {
        if let Some(content) = self.in_progress.remove(&key) {
            self.settled.insert(key, content);
            self.order.push(key);
        }
    }
}

#[test]
fn a_guard_does_as_one_that_keeps_everything() {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x5EED),
        ..ProptestConfig::default()
    });
    let steps = vec((0..3_u8, 0..2_u64, 0..12_u64, 0..2_u8), 0..120);
    let cases = (steps, 1..8_usize, 0..6_usize);
    let result = runner.run(&cases, |(steps, ranges, contents)| {
        let guard = MemoryGuard::default().ranges(ranges).contents(contents);
        let mut model = Model::default();
        for (step, account_id, callback_id, content) in steps {
            let key = (account_id, callback_id);
            match step {
                0 => {
                    let claim = guard.claim(account_id, callback_id, &[content]);
                    let expected = model.claim((ranges, contents), key, content);
                    prop_assert_eq!(claim, expected);
                }
                1 => {
                    guard.settle(account_id, callback_id);
                    model.settle(key);
                }
                _ => {
                    guard.release(account_id, callback_id);
                    model.in_progress.remove(&key);
                }
            }
            let room = ranges.saturating_sub(model.runs() + model.in_progress.len());
            prop_assert_eq!(guard.room(), room);
        }
        Ok(())
    });
    result.unwrap();
}
