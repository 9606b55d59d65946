//! What an inbox keeps, and the operations that every store offers.
//!
//! A store knows accounts, callback IDs, digests and texts. It knows nothing about HTTP, hashes,
//! kinds or handlers.

use std::{
    error::Error,
    fmt,
    future::Future,
    time::{Duration, SystemTime},
};

use voximplant_callbacks::{Digest, DigestVersion};

/// A store of callbacks: [`Sqlite`](crate::Sqlite) or [`Postgres`](crate::Postgres).
///
/// Every operation takes a batch and is one transaction: its result is durable, and if it fails, it
/// has no effect. The trait is sealed until both stores have proven that it needs no change.
pub trait Store: sealed::Sealed + Clone + Send + Sync + 'static {
    /// How many concurrent `put` transactions are useful.
    const WRITERS: usize;

    /// Stores new entries and returns the verdict on each entry.
    fn put(
        &self,
        entries: Vec<Entry>,
        shares: Shares,
    ) -> impl Future<Output = Result<Vec<Verdict>, StoreError>> + Send;

    /// Leases accounts that have work, with their oldest items. Each item's attempt is counted
    /// here, before anything acts on it.
    fn lease(
        &self,
        terms: LeaseTerms,
    ) -> impl Future<Output = Result<Vec<Lease>, StoreError>> + Send;

    /// Renews leases, and returns which of them are still held.
    fn renew(
        &self,
        leases: Vec<LeaseKey>,
        duration: Duration,
    ) -> impl Future<Output = Result<Vec<bool>, StoreError>> + Send;

    /// Records the results of leased items. For a lease that is no longer held, nothing is
    /// recorded, and the answer is `false`.
    fn finish(
        &self,
        finished: Vec<Finished>,
    ) -> impl Future<Output = Result<Vec<bool>, StoreError>> + Send;

    /// How long until an account that is not leased has work.
    fn next_due(&self) -> impl Future<Output = Result<Option<Duration>, StoreError>> + Send;

    /// Matching items, oldest first unless the filter says otherwise, after the given item or from
    /// the start.
    fn list(
        &self,
        filter: Filter,
        after: Option<u64>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<StoredItem>, StoreError>> + Send;

    /// Conflicting callbacks, by account and callback ID.
    fn conflicts(
        &self,
        account_id: Option<u64>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Conflict>, StoreError>> + Send;

    /// Makes items ready again, with no attempts, and returns how many.
    fn rerun(&self, items: Vec<ItemKey>) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Records how a newer SDK reads items that were stored as unknown or malformed.
    fn reread(
        &self,
        items: Vec<(ItemKey, Reading, Option<String>)>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Removes the text of callbacks from items and conflicts. Items that were ready are no longer
    /// processed. The digests stay.
    fn erase(
        &self,
        callbacks: Vec<(u64, u64)>,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Removes up to `limit` items whose retention is over, and returns how many.
    fn purge(
        &self,
        retention: Retention,
        limit: usize,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Removes items that are done, dead or erased, whatever their age, and returns how many.
    /// Waiting items and all digests stay.
    fn remove(&self, items: Vec<ItemKey>) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Counts what is stored.
    fn stats(&self) -> impl Future<Output = Result<Stats, StoreError>> + Send;

    /// Problems with the store or its settings, in words for an operator.
    fn diagnose(&self) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Waits until this or another process may have put something. It may return early, and always
    /// returns after a few seconds.
    fn wait(&self) -> impl Future<Output = ()> + Send;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// The error of a dead letter whose last attempt never finished, as its process ended or lost its
/// lease.
pub(crate) const NEVER_FINISHED: &str =
    "its last attempt was never finished: the process ended, or its lease did";

/// A lease does not last longer, unless it is renewed.
pub(crate) const LONGEST_LEASE: Duration = Duration::from_secs(24 * 60 * 60);

/// A callback to store.
#[derive(Clone)]
#[non_exhaustive]
pub struct Entry {
    /// The account that the callback is about.
    pub account_id: u64,
    /// The callback ID.
    pub callback_id: u64,
    /// How this SDK reads it.
    pub reading: Reading,
    /// The value of `type`, if it could be read.
    pub kind: Option<String>,
    /// The callback as received.
    pub text: String,
    /// The digest of its content.
    pub digest: Digest,
}

impl Entry {
    /// Compares the content with a stored digest, under the version of that digest.
    pub(crate) fn compare(&self, version: u8, stored: &[u8]) -> Verdict {
        let Ok(version) = DigestVersion::try_from(version) else { return Verdict::Seen };
        let own = if version == self.digest.version() {
            Some(self.digest)
        } else {
            let json = serde_json::from_str(&self.text);
            json.ok().map(|json| Digest::of_version(version, json))
        };
        match own {
            None => Verdict::Seen,
            Some(own) if own.as_bytes()[..] == *stored => Verdict::Duplicate,
            Some(_) => Verdict::Conflict,
        }
    }
}

/// How the SDK reads a stored callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reading {
    /// It has a known kind.
    Known,
    /// It has an unknown kind.
    Unknown,
    /// It is malformed.
    Malformed,
}

impl Reading {
    pub(crate) const ALL: [Self; 3] = [Self::Known, Self::Unknown, Self::Malformed];

    /// A stable name: `known`, `unknown` or `malformed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unknown => "unknown",
            Self::Malformed => "malformed",
        }
    }

    pub(crate) fn code(self) -> i16 {
        self as i16
    }

    pub(crate) fn from_code(code: i16) -> Self {
        Self::ALL.into_iter().find(|it| it.code() == code).unwrap_or(Self::Malformed)
    }
}

/// The verdict of a store on an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It is new, and was stored.
    New,
    /// The same content is or was stored.
    Duplicate,
    /// The callback ID is known, but its digest has a version that this SDK cannot compute. It is
    /// not processed again.
    Seen,
    /// The callback ID is known with different content.
    Conflict,
    /// The account has used up its share of the store. Nothing was stored.
    OverShare,
}

/// How much one account may store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shares {
    /// Bytes of text of an account's callbacks, processed or not: 1 GiB by default. Beyond it, its
    /// callbacks are answered with 503 until some are purged.
    pub text: u64,
    /// Bytes of text of an account's conflicting callbacks: 1 MiB by default. Beyond it, they are
    /// only counted.
    pub conflicts: u64,
}

impl Default for Shares {
    fn default() -> Self {
        Self { text: 1 << 30, conflicts: 1 << 20 }
    }
}

/// A worker's request for leases of accounts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LeaseTerms {
    /// The worker: random for each start.
    pub owner: String,
    /// The maximum number of accounts.
    pub lanes: usize,
    /// The maximum number of items per account.
    pub items: usize,
    /// How long the lease lasts unless it is renewed.
    pub duration: Duration,
    /// Whether a failed item holds back later ones of its account.
    pub order: Order,
    /// The number of attempts after which an item becomes a dead letter.
    pub attempts: u32,
}

/// Whether a failed item holds back later items of its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Order {
    /// Later items wait until it is done or dead.
    #[default]
    InOrder,
    /// Later items continue; it is retried when it is due.
    SetAside,
}

/// A leased account with its oldest items.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Lease {
    /// The lease, for renewing and finishing it.
    pub key: LeaseKey,
    /// The items, in order.
    pub items: Vec<StoredItem>,
    /// How many items just became dead letters because the process that had leased them ended
    /// during their last attempt.
    pub died: u64,
}

/// A lease of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeaseKey {
    /// The account.
    pub account_id: u64,
    /// The worker that holds it.
    pub owner: String,
    /// The fencing token: each lease of an account has a higher one.
    pub epoch: i64,
}

/// The results of items of a lease.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finished {
    /// The lease.
    pub lease: LeaseKey,
    /// Each item with its result.
    pub items: Vec<(u64, Ending)>,
    /// Whether to release the account.
    pub release: bool,
    /// Whether a failed item holds back later ones of its account.
    pub order: Order,
}

/// The result of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// It was processed.
    Done,
    /// It will be retried.
    Retry {
        /// After how long.
        after: Duration,
        /// Why it failed.
        error: String,
    },
    /// It is a dead letter.
    Dead {
        /// Why.
        error: String,
    },
    /// It was not started, so its attempt does not count.
    Untouched,
}

/// Identifies an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ItemKey {
    /// The account.
    pub account_id: u64,
    /// The place of the item in the order of receipt.
    pub seq: u64,
}

/// The state of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Waiting to be processed.
    Ready,
    /// Processed.
    Done,
    /// Given up: a dead letter.
    Dead,
    /// Its text was erased on request.
    Erased,
}

impl State {
    pub(crate) const ALL: [Self; 4] = [Self::Ready, Self::Done, Self::Dead, Self::Erased];

    /// A stable name: `ready`, `done`, `dead` or `erased`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Erased => "erased",
        }
    }

    pub(crate) fn code(self) -> i16 {
        self as i16
    }

    pub(crate) fn from_code(code: i16) -> Self {
        Self::ALL.into_iter().find(|it| it.code() == code).unwrap_or(Self::Dead)
    }
}

/// An item as stored.
#[derive(Clone)]
#[non_exhaustive]
pub struct StoredItem {
    /// Its place in the order of receipt.
    pub seq: u64,
    /// The account that the callback is about.
    pub account_id: u64,
    /// The callback ID.
    pub callback_id: u64,
    /// How the SDK read it last.
    pub reading: Reading,
    /// The value of `type`, if it could be read.
    pub kind: Option<String>,
    /// The callback as received, unless it was erased.
    pub text: Option<String>,
    /// When it was received.
    pub received_at: SystemTime,
    /// Its state.
    pub state: State,
    /// How often it was leased.
    pub attempts: u32,
    /// When it is due, if it is ready.
    pub due_at: SystemTime,
    /// When it was done, given up or erased.
    pub finished_at: Option<SystemTime>,
    /// Why its last attempt failed.
    pub error: Option<String>,
}

impl StoredItem {
    /// Its identity.
    #[must_use]
    pub fn key(&self) -> ItemKey {
        ItemKey { account_id: self.account_id, seq: self.seq }
    }
}

/// Shows everything but the text, the kind of an unread callback, and the
/// error, which may quote it.
impl fmt::Debug for StoredItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredItem")
            .field("seq", &self.seq)
            .field("account_id", &self.account_id)
            .field("callback_id", &self.callback_id)
            .field("reading", &self.reading)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A callback that was received with the ID of an earlier one and different content.
#[derive(Clone)]
#[non_exhaustive]
pub struct Conflict {
    /// The account.
    pub account_id: u64,
    /// The callback ID.
    pub callback_id: u64,
    /// When the first one was received.
    pub first_at: SystemTime,
    /// When the last one was received.
    pub last_at: SystemTime,
    /// How many were received.
    pub count: u64,
    /// The first one as received, if there was room for it.
    pub text: Option<String>,
}

impl fmt::Debug for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conflict")
            .field("account_id", &self.account_id)
            .field("callback_id", &self.callback_id)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

/// Selects items. An item must match every condition that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// The account.
    pub account_id: Option<u64>,
    /// The callback ID.
    pub callback_id: Option<u64>,
    /// The value of `type`.
    pub kind: Option<String>,
    /// Its state.
    pub state: Option<State>,
    /// Only items that the SDK could not read as a known kind.
    pub unread: bool,
    /// Received at this time or later.
    pub since: Option<SystemTime>,
    /// Received before this time.
    pub until: Option<SystemTime>,
    /// Newest first: the items before a given one, instead of those after it.
    pub newest: bool,
}

/// How long items are kept after they are finished. The digests are kept forever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// Processed items: 30 days by default.
    pub done: Duration,
    /// Dead letters: 90 days by default.
    pub dead: Duration,
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for Retention {
    fn default() -> Self {
        Self { done: DAY * 30, dead: DAY * 90 }
    }
}

/// Counts of what is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Items waiting to be processed.
    pub ready: u64,
    /// Bytes of stored text.
    pub bytes: u64,
    /// How long ago the oldest waiting item was received.
    pub oldest_ready: Option<Duration>,
    /// Dead letters.
    pub dead: u64,
    /// Callback IDs with a conflict.
    pub conflicts: u64,
    /// Accounts that are leased.
    pub leased: u64,
}

/// Why an operation of a store failed. It had no effect.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk is full.
    Full,
    /// Another process held the store for too long.
    Busy,
    /// It took too long.
    TimedOut,
    /// This version cannot use the store: the text says why, and what to do.
    Unusable(String),
    /// Any other error of the database.
    Database(Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// A stable name for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Busy => "busy",
            Self::TimedOut => "timed_out",
            Self::Unusable(_) => "unusable",
            Self::Database(_) => "database",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("the store's disk is full; free some space"),
            Self::Busy => f.write_str("another process holds the store; stop it or wait"),
            Self::TimedOut => f.write_str("the store did not answer in time"),
            Self::Unusable(why) => f.write_str(why),
            Self::Database(error) => write!(f, "the store failed: {error}"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Database(error) => Some(&**error),
            _ => None,
        }
    }
}
