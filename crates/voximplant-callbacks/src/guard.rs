//! Which callbacks were handled before: the only defence against a hash that
//! is sent again, since it neither expires nor covers the payload.
//!
//! It knows numbers and bytes, not what callbacks are.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Remembers which callbacks were handled, for as long as it lives.
///
/// A [`Receiver`](crate::Receiver) asks it about every callback whose hash
/// matches, and about no other. What it answers to a claim:
///
/// - The first claim of an account and number is [`Claim::New`]. The callback
///   is *in progress* until the claim is settled or released.
/// - After [`release`](ReplayGuard::release) it is as if it had never come.
/// - After [`settle`](ReplayGuard::settle) no claim of it is new again.
///
/// [`MemoryGuard`] is one that lasts as long as the process. One that lasts
/// longer can stand on a database, if its client may block; see there for
/// what to do if it may not.
pub trait ReplayGuard: Send + Sync {
    /// Claims a callback of this content, to handle it.
    ///
    /// The content is JSON without the hash: of a callback that could be read,
    /// as this version of the SDK writes it, so that neither whitespace nor
    /// the order of documented fields makes a difference; of a malformed one,
    /// as it came. It holds personal data: keep a digest rather than the
    /// content, of a kind that nobody finds collisions of, as MD5 is not.
    fn claim(&self, account_id: u64, callback_id: u64, content: &[u8]) -> Claim;

    /// The callback of a new claim was handled, for good.
    fn settle(&self, account_id: u64, callback_id: u64);

    /// The callback of a new claim was not handled, and is to be new again.
    fn release(&self, account_id: u64, callback_id: u64);
}

/// What a [`ReplayGuard`] says of a callback that is to be handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The first one: handle it, then settle or release the claim.
    New,
    /// Claimed before, and neither settled nor released yet. Whatever its
    /// content is, it is to come again when that is decided.
    InProgress,
    /// Settled before, with the same content.
    Duplicate,
    /// Settled before, so long ago that the guard no longer knows with what
    /// content.
    Seen,
    /// Settled before, with other content.
    Conflict,
    /// Never seen, and the guard has no room to remember it.
    Full,
}

/// A [`ReplayGuard`] in memory, which lasts as long as the process.
///
/// Whatever is settled stays so: it has no expiry, and what it has no room for
/// is refused instead of taking the place of something else. Consecutive
/// numbers of an account take no more room than one; numbers far from each
/// other take about 50 bytes each.
///
/// Of the contents it only keeps a digest, keyed with a secret of its own, of
/// those in progress and of as many settled ones as [`contents`] says, the latest
/// first. Of older ones it still knows the number, and answers [`Claim::Seen`].
///
/// # After a restart
///
/// It is empty then, and a callback that is replayed is new. To remember for
/// longer, keep account, number and content in the database in which handling
/// a callback has its effect, in the same transaction, under a unique key of
/// account and number: then the effect and the memory of it come together or
/// not at all, which no guard beside the database can promise.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Claim, MemoryGuard, ReplayGuard};
///
/// let guard = MemoryGuard::default();
/// assert_eq!(guard.claim(1_234_567, 7, b"content"), Claim::New);
/// assert_eq!(guard.claim(1_234_567, 7, b"content"), Claim::InProgress);
/// guard.settle(1_234_567, 7);
/// assert_eq!(guard.claim(1_234_567, 7, b"content"), Claim::Duplicate);
/// assert_eq!(guard.claim(1_234_567, 7, b"other content"), Claim::Conflict);
/// ```
///
/// [`contents`]: MemoryGuard::contents
pub struct MemoryGuard {
    ranges: usize,
    contents: usize,
    /// Its key is random, so that nobody can compute the digests: 64 bits of
    /// them leave a forger one chance in 2^64 with each attempt.
    digest: RandomState,
    memory: Mutex<Memory>,
}

/// Account and number.
type Key = (u64, u64);

#[derive(Default)]
struct Memory {
    /// Runs of settled numbers: account and first number, then the last one.
    ranges: BTreeMap<Key, u64>,
    in_progress: HashMap<Key, u64>,
    /// Digests of the contents that were settled last, the oldest first. They
    /// are searched one by one, from the back: whatever comes again mostly
    /// does so soon.
    contents: VecDeque<(Key, u64)>,
}

impl MemoryGuard {
    /// Remembers so many runs of consecutive numbers. 1 000 000 by default,
    /// which take 50 MB at most.
    #[must_use]
    pub fn ranges(mut self, ranges: usize) -> Self {
        self.ranges = ranges;
        self
    }

    /// Remembers the contents of so many settled callbacks. 8192 by default,
    /// which take 200 kB.
    #[must_use]
    pub fn contents(mut self, contents: usize) -> Self {
        self.contents = contents;
        self
    }

    /// How many more runs of numbers there is room for. At 0, only callbacks
    /// next to one that was settled can be claimed.
    #[must_use]
    pub fn room(&self) -> usize {
        self.memory().room(self.ranges)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Nothing panics between two steps that belong together.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryGuard {
    fn default() -> Self {
        Self {
            ranges: 1_000_000,
            contents: 8192,
            digest: RandomState::new(),
            memory: Mutex::default(),
        }
    }
}

impl ReplayGuard for MemoryGuard {
    fn claim(&self, account_id: u64, callback_id: u64, content: &[u8]) -> Claim {
        let key = (account_id, callback_id);
        let digest = self.digest.hash_one(content);
        let mut memory = self.memory();
        if memory.in_progress.contains_key(&key) {
            return Claim::InProgress;
        }
        if memory.is_settled(key) {
            return match memory.contents.iter().rev().find(|(settled, _)| *settled == key) {
                Some((_, settled)) if *settled == digest => Claim::Duplicate,
                Some(_) => Claim::Conflict,
                None => Claim::Seen,
            };
        }
        // A number next to a settled one needs no room of its own.
        if memory.room(self.ranges) == 0 && !memory.is_beside_settled(key) {
            return Claim::Full;
        }
        memory.in_progress.insert(key, digest);
        Claim::New
    }

    fn settle(&self, account_id: u64, callback_id: u64) {
        let key = (account_id, callback_id);
        let mut memory = self.memory();
        let Some(digest) = memory.in_progress.remove(&key) else { return };
        memory.settle(key);
        if memory.contents.len() >= self.contents {
            memory.contents.pop_front();
        }
        if self.contents > 0 {
            memory.contents.push_back((key, digest));
        }
    }

    fn release(&self, account_id: u64, callback_id: u64) {
        self.memory().in_progress.remove(&(account_id, callback_id));
    }
}

impl Memory {
    /// How many more runs fit, if each in progress becomes one.
    fn room(&self, ranges: usize) -> usize {
        ranges.saturating_sub(self.ranges.len() + self.in_progress.len())
    }

    /// The last run that begins at this number of the account or before it.
    fn run_before(&self, (account_id, callback_id): Key) -> Option<(Key, u64)> {
        let mut runs = self.ranges.range((account_id, 0)..=(account_id, callback_id));
        runs.next_back().map(|(key, last)| (*key, *last))
    }

    fn is_settled(&self, key: Key) -> bool {
        self.run_before(key).is_some_and(|(_, last)| key.1 <= last)
    }

    fn is_beside_settled(&self, (account_id, callback_id): Key) -> bool {
        let beside = [callback_id.checked_sub(1), callback_id.checked_add(1)];
        beside.into_iter().flatten().any(|number| self.is_settled((account_id, number)))
    }

    /// Adds a number that is in no run, and joins the runs that it touches.
    fn settle(&mut self, (account_id, callback_id): Key) {
        let next = callback_id.checked_add(1);
        let after = next.and_then(|next| self.ranges.remove(&(account_id, next)));
        let last = after.unwrap_or(callback_id);
        let mut before = self.ranges.range_mut((account_id, 0)..=(account_id, callback_id));
        match before.next_back() {
            Some((_, end)) if end.checked_add(1) == Some(callback_id) => *end = last,
            _ => {
                self.ranges.insert((account_id, callback_id), last);
            }
        }
    }
}

/// Shows how much is remembered.
impl fmt::Debug for MemoryGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = self.memory();
        f.debug_struct("MemoryGuard")
            .field("ranges", &memory.ranges.len())
            .field("in_progress", &memory.in_progress.len())
            .field("contents", &memory.contents.len())
            .finish_non_exhaustive()
    }
}
