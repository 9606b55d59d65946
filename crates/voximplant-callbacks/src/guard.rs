//! Remembers handled callbacks: the only defense against a replayed hash, since a hash neither
//! expires nor covers the payload.
//!
//! It knows IDs and digests, not callbacks.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::Digest;

/// Remembers which callbacks were handled, in the memory of one process.
///
/// A [`Receiver`](crate::Receiver) asks it about every callback whose hash
/// matches, and about no other. It answers a claim as follows:
///
/// - The first claim of an account ID and callback ID is [`Claim::New`]. The
///   callback is *in progress* until the claim is settled or released.
/// - After [`release`](ReplayGuard::release), it is as if the callback had
///   never arrived.
/// - After [`settle`](ReplayGuard::settle), no claim of the callback is new
///   again.
///
/// [`MemoryGuard`] implements it. Implement it yourself to remember callbacks
/// in another way within a process.
///
/// # What it is not for
///
/// A guard is called in asynchronous code, so it must answer without blocking,
/// and it cannot fail. And if a process dies, nothing settles or releases its
/// claims. So do not implement a guard with a database or a shared cache. To
/// remember callbacks across restarts or on several machines, there are two
/// ways, and neither needs a guard:
///
/// - Write account ID, callback ID and [digest](crate::Outcome::digest) into
///   the same database transaction as the effect of the callback, under a
///   unique key of the two IDs, and [settle](crate::Outcome::settle_as) with
///   the verdict that the database gives. The example `transaction.rs` does so.
/// - If the effect is not in a database, the crate `voximplant-callbacks-inbox` stores callbacks
///   first and processes them afterwards.
pub trait ReplayGuard: Send + Sync {
    /// Claims a callback whose content has this digest, to handle it. All
    /// digests have the same version.
    fn claim(&self, account_id: u64, callback_id: u64, digest: Digest) -> Claim;

    /// Records that the callback of a new claim was handled.
    fn settle(&self, account_id: u64, callback_id: u64);

    /// Records that the callback of a new claim was not handled, so that its
    /// next claim is new.
    fn release(&self, account_id: u64, callback_id: u64);
}

/// The answer of a [`ReplayGuard`] about a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The first one: handle it, then settle or release the claim.
    New,
    /// Claimed before, and neither settled nor released yet. Whatever its
    /// content is, the sender should retry later.
    InProgress,
    /// Settled before, with the same content.
    Duplicate,
    /// Settled before, but so long ago that the guard no longer knows its content.
    Seen,
    /// Settled before, with different content.
    Conflict,
    /// Never seen, and the guard has no room to remember it.
    Full,
}

/// A [`ReplayGuard`] that lasts as long as the process.
///
/// Settled callbacks do not expire. If there is no room for a callback, it is
/// refused; it never displaces another one. Consecutive callback IDs take no
/// more room than one.
///
/// It stores only a digest of each content, keyed with a random secret: for callbacks in progress,
/// and for the latest settled ones, as many as [`contents`] says. For older ones it still knows the
/// callback ID, and answers [`Claim::Seen`].
///
/// # Memory
///
/// Each account has its own budget, so no account takes room from another: [`runs`] of consecutive
/// callback IDs, of at most 40 bytes each, and [`contents`], of at most 80 bytes each. Only
/// callbacks that an account's credential signed take room. With the default budget, an account
/// takes 0.7 MB once 8192 of its callbacks were settled, and at most 41 MB, if no two of its
/// callback IDs are consecutive. The sum over all accounts has no limit: lower [`runs`] if you
/// serve many owners whom you do not trust.
///
/// # After a restart
///
/// After a restart the guard is empty, and a replayed callback is new: see
/// [`ReplayGuard`] for ways to remember callbacks for longer.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Claim, Digest, MemoryGuard, ReplayGuard, serde_json};
///
/// let content = Digest::of(serde_json::from_str(r#"{"amount": 10.50}"#)?);
/// let other = Digest::of(serde_json::from_str(r#"{"amount": 99.50}"#)?);
///
/// let guard = MemoryGuard::default();
/// assert_eq!(guard.claim(1_234_567, 7, content), Claim::New);
/// assert_eq!(guard.claim(1_234_567, 7, content), Claim::InProgress);
/// guard.settle(1_234_567, 7);
/// assert_eq!(guard.claim(1_234_567, 7, content), Claim::Duplicate);
/// assert_eq!(guard.claim(1_234_567, 7, other), Claim::Conflict);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// [`runs`]: MemoryGuard::runs
/// [`contents`]: MemoryGuard::contents
pub struct MemoryGuard {
    budget: Budget,
    /// Its key is random, so nobody can predict a stored digest: with 64 bits, each attempt of a
    /// forger succeeds once in 2^64.
    key: RandomState,
    accounts: Mutex<HashMap<u64, Memory>>,
}

/// The budget of one account.
#[derive(Debug, Clone, Copy)]
struct Budget {
    runs: usize,
    contents: usize,
}

impl MemoryGuard {
    /// Sets how many runs of consecutive callback IDs it remembers for each account: 1 000 000 by
    /// default.
    #[must_use]
    pub fn runs(mut self, runs: usize) -> Self {
        self.budget.runs = runs;
        self
    }

    /// Sets how many settled callbacks of each account it remembers with their content: 8192 by
    /// default.
    #[must_use]
    pub fn contents(mut self, contents: usize) -> Self {
        self.budget.contents = contents;
        self
    }

    /// How many more runs of callback IDs fit into the budget of an account. At 0, only callbacks
    /// with an ID next to a settled one can be claimed.
    #[must_use]
    pub fn room(&self, account_id: u64) -> usize {
        let accounts = self.accounts();
        accounts.get(&account_id).map_or(self.budget.runs, |memory| memory.room(self.budget))
    }

    fn accounts(&self) -> MutexGuard<'_, HashMap<u64, Memory>> {
        // Nothing panics between two steps that belong together.
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryGuard {
    fn default() -> Self {
        Self {
            budget: Budget { runs: 1_000_000, contents: 8192 },
            key: RandomState::new(),
            accounts: Mutex::default(),
        }
    }
}

impl ReplayGuard for MemoryGuard {
    fn claim(&self, account_id: u64, callback_id: u64, digest: Digest) -> Claim {
        let content = self.key.hash_one(digest);
        let mut accounts = self.accounts();
        let memory = accounts.entry(account_id).or_default();
        memory.claim(callback_id, content, self.budget)
    }

    fn settle(&self, account_id: u64, callback_id: u64) {
        if let Some(memory) = self.accounts().get_mut(&account_id) {
            memory.settle(callback_id, self.budget);
        }
    }

    fn release(&self, account_id: u64, callback_id: u64) {
        if let Some(memory) = self.accounts().get_mut(&account_id) {
            memory.in_progress.remove(&callback_id);
        }
    }
}

/// Shows how much is remembered.
impl fmt::Debug for MemoryGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accounts = self.accounts();
        let sum = |of: fn(&Memory) -> usize| accounts.values().map(of).sum::<usize>();
        f.debug_struct("MemoryGuard")
            .field("budget", &self.budget)
            .field("accounts", &accounts.len())
            .field("runs", &sum(|memory| memory.runs.len()))
            .field("in_progress", &sum(|memory| memory.in_progress.len()))
            .field("contents", &sum(|memory| memory.contents.len()))
            .finish_non_exhaustive()
    }
}

/// The memory about one account.
#[derive(Default)]
struct Memory {
    /// Runs of settled callback IDs: the first, then the last.
    runs: BTreeMap<u64, u64>,
    /// Contents of callbacks in progress, by callback ID.
    in_progress: HashMap<u64, u64>,
    /// Contents of the latest settled callbacks, by callback ID.
    contents: HashMap<u64, u64>,
    /// Callback IDs of these, the oldest first.
    order: VecDeque<u64>,
}

impl Memory {
    fn claim(&mut self, callback_id: u64, content: u64, budget: Budget) -> Claim {
        if self.in_progress.contains_key(&callback_id) {
            return Claim::InProgress;
        }
        if self.is_settled(callback_id) {
            return match self.contents.get(&callback_id) {
                Some(settled) if *settled == content => Claim::Duplicate,
                Some(_) => Claim::Conflict,
                None => Claim::Seen,
            };
        }
        // A callback ID next to a settled one extends its run.
        if self.room(budget) == 0 && !self.is_beside_settled(callback_id) {
            return Claim::Full;
        }
        self.in_progress.insert(callback_id, content);
        Claim::New
    }

    fn settle(&mut self, callback_id: u64, budget: Budget) {
        let Some(content) = self.in_progress.remove(&callback_id) else { return };
        self.add(callback_id);
        if budget.contents == 0 {
            return;
        }
        if self.order.len() >= budget.contents
            && let Some(oldest) = self.order.pop_front()
        {
            self.contents.remove(&oldest);
        }
        self.order.push_back(callback_id);
        self.contents.insert(callback_id, content);
    }

    /// How many more runs fit if each callback in progress becomes one.
    fn room(&self, budget: Budget) -> usize {
        budget.runs.saturating_sub(self.runs.len() + self.in_progress.len())
    }

    fn is_settled(&self, callback_id: u64) -> bool {
        let run = self.runs.range(..=callback_id).next_back();
        run.is_some_and(|(_, last)| callback_id <= *last)
    }

    fn is_beside_settled(&self, callback_id: u64) -> bool {
        let beside = [callback_id.checked_sub(1), callback_id.checked_add(1)];
        beside.into_iter().flatten().any(|callback_id| self.is_settled(callback_id))
    }

    /// Adds a callback ID that is in no run, and joins adjacent runs.
    fn add(&mut self, callback_id: u64) {
        let next = callback_id.checked_add(1);
        let after = next.and_then(|next| self.runs.remove(&next));
        let last = after.unwrap_or(callback_id);
        match self.runs.range_mut(..=callback_id).next_back() {
            Some((_, end)) if end.checked_add(1) == Some(callback_id) => *end = last,
            _ => {
                self.runs.insert(callback_id, last);
            }
        }
    }
}
