//! What the replay guard in memory costs.

use std::ops::Range;

use allocation_counter::{AllocationInfo, measure};
use voximplant_callbacks::{Claim, Digest, DigestVersion, MemoryGuard, ReplayGuard};

const MIB: u64 = 1024 * 1024;

/// Ten million, which takes a second in an optimized build, as in `.ci/run`. The assertions about a
/// million hold for any number, since after the first ten thousand there is at most one allocation.
const NUMBERS: u64 = if cfg!(debug_assertions) { 1_000_000 } else { 10_000_000 };

fn content(byte: u8) -> Digest {
    Digest::from_bytes(DigestVersion::V1, [byte; 32])
}

fn handle(guard: &MemoryGuard, numbers: Range<u64>) -> AllocationInfo {
    measure(|| {
        for callback_id in numbers {
            assert_eq!(guard.claim(1, callback_id, content(1)), Claim::New);
            guard.settle(1, callback_id);
        }
    })
}

#[test]
fn ten_million_consecutive_numbers_take_less_than_a_mebibyte() {
    let guard = MemoryGuard::default();
    let first = handle(&guard, 0..10_000);
    assert!(first.bytes_max < MIB, "{first:?}");
    let rest = handle(&guard, 10_000..NUMBERS);
    let held = u64::try_from(first.bytes_current).unwrap();
    assert!(held + rest.bytes_max < MIB, "{first:?}, {rest:?}");
    // The table of contents grows once, to make room for removals.
    assert!(rest.count_total <= 1, "{rest:?}");

    assert_eq!(guard.room(1), 1_000_000 - 1);
    let newest = NUMBERS - 1;
    for callback_id in [0, 1, NUMBERS / 2, newest - 8192] {
        assert_eq!(guard.claim(1, callback_id, content(1)), Claim::Seen);
    }
    for callback_id in [newest - 8191, newest] {
        assert_eq!(guard.claim(1, callback_id, content(1)), Claim::Duplicate);
        assert_eq!(guard.claim(1, callback_id, content(2)), Claim::Conflict);
    }
    assert_eq!(guard.claim(1, NUMBERS, content(1)), Claim::New);
}

#[test]
fn callback_ids_far_from_each_other_take_forty_bytes_each() {
    let guard = MemoryGuard::default().runs(100_000).contents(0);
    let cost = measure(|| {
        for callback_id in (0..200_000).step_by(2) {
            assert_eq!(guard.claim(1, callback_id, content(1)), Claim::New);
            guard.settle(1, callback_id);
        }
    });
    assert!(cost.bytes_max < 100_000 * 40, "{cost:?}");
    assert_eq!(guard.claim(1, 200_000, content(1)), Claim::Full);
}

#[test]
fn contents_take_eighty_bytes_each() {
    let guard = MemoryGuard::default();
    let cost = handle(&guard, 0..100_000);
    let held = u64::try_from(cost.bytes_current).unwrap();
    assert!(held < 8192 * 80, "{cost:?}");
}
