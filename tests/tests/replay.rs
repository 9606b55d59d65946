//! The replay guard in memory, compared with one that keeps everything.

use std::{collections::BTreeMap, time::Instant};

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{RngSeed, TestRunner},
};
use voximplant_callbacks::{Claim, Digest, DigestVersion, MemoryGuard, ReplayGuard};

/// How much is remembered of each account.
type Budget = (usize, usize);

/// The knowledge about an account of a guard that simply keeps everything.
#[derive(Default)]
struct Model {
    settled: BTreeMap<u64, u8>,
    in_progress: BTreeMap<u64, u8>,
    /// Callback IDs that were settled, in that order.
    order: Vec<u64>,
}

impl Model {
    fn claim(&mut self, (runs, contents): Budget, key: u64, content: u8) -> Claim {
        if self.in_progress.contains_key(&key) {
            return Claim::InProgress;
        }
        if let Some(settled) = self.settled.get(&key) {
            let age = self.order.iter().rev().position(|other| *other == key).unwrap();
            return match () {
                () if age >= contents => Claim::Seen,
                () if *settled == content => Claim::Duplicate,
                () => Claim::Conflict,
            };
        }
        let is_settled = |key| self.settled.contains_key(&key);
        let beside = is_settled(key + 1) || (key > 0 && is_settled(key - 1));
        if self.room(runs) == 0 && !beside {
            return Claim::Full;
        }
        self.in_progress.insert(key, content);
        Claim::New
    }

    /// How many more of those fit that do not follow another one.
    fn room(&self, runs: usize) -> usize {
        let follows = |key: u64| key > 0 && self.settled.contains_key(&(key - 1));
        let taken = self.settled.keys().filter(|key| !follows(**key)).count();
        runs.saturating_sub(taken + self.in_progress.len())
    }

    fn settle(&mut self, key: u64) {
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
    let result = runner.run(&cases, |(steps, runs, contents)| {
        let guard = MemoryGuard::default().runs(runs).contents(contents);
        let mut models = [Model::default(), Model::default()];
        for (step, account_id, callback_id, content) in steps {
            let model = &mut models[usize::try_from(account_id).unwrap()];
            match step {
                0 => {
                    let digest = Digest::from_bytes(DigestVersion::V1, [content; 32]);
                    let claim = guard.claim(account_id, callback_id, digest);
                    let expected = model.claim((runs, contents), callback_id, content);
                    prop_assert_eq!(claim, expected);
                }
                1 => {
                    guard.settle(account_id, callback_id);
                    model.settle(callback_id);
                }
                _ => {
                    guard.release(account_id, callback_id);
                    model.in_progress.remove(&callback_id);
                }
            }
            for (account_id, model) in (0..).zip(&models) {
                prop_assert_eq!(guard.room(account_id), model.room(runs));
            }
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn looking_up_a_content_takes_as_long_among_many_as_among_few() {
    let digest = Digest::from_bytes(DigestVersion::V1, [1; 32]);
    let guard = |contents: usize| {
        let guard = MemoryGuard::default().contents(contents);
        for callback_id in 0..contents as u64 {
            guard.claim(1, callback_id, digest);
            guard.settle(1, callback_id);
        }
        guard
    };
    let (few, many) = (guard(100), guard(200_000));
    let time = |guard: &MemoryGuard| {
        let start = Instant::now();
        for _ in 0..1000 {
            assert_eq!(guard.claim(1, 0, digest), Claim::Duplicate);
        }
        start.elapsed()
    };
    // A search one by one takes 2000 times as long. On a busy machine, some
    // tries are needed.
    assert!((0..20).any(|_| time(&many) < time(&few) * 20));
}
