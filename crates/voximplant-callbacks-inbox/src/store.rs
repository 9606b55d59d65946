//! What an inbox keeps, and the operations that every store offers.
//!
//! A store knows accounts, callback IDs, digests and texts. It knows nothing
//! of HTTP, hashes, kinds or handlers.

use std::{
    error::Error,
    fmt,
    future::Future,
    time::{Duration, SystemTime},
};

use voximplant_callbacks::{Digest, DigestVersion};

/// A place that keeps callbacks: [`Sqlite`](crate::Sqlite) or
/// [`Postgres`](crate::Postgres).
///
/// Every operation takes a batch and is one transaction: what it returns is
/// durable, and if it fails, nothing of it happened. The trait is sealed until
/// both stores have proven that it needs no change.
pub trait Store: sealed::Sealed + Clone + Send + Sync + 'static {
    /// How many transactions that put are worth having at a time.
    const WRITERS: usize;

    /// Keeps what is new and says what each entry is.
    fn put(
        &self,
        entries: Vec<Entry>,
        shares: Shares,
    ) -> impl Future<Output = Result<Vec<Verdict>, StoreError>> + Send;

    /// Leases accounts that have work, with their oldest items. Each item's
    /// attempt is counted here, before anybody acts on it.
    fn lease(
        &self,
        terms: LeaseTerms,
    ) -> impl Future<Output = Result<Vec<Lease>, StoreError>> + Send;

    /// Prolongs leases, and says which of them are still held.
    fn renew(
        &self,
        leases: Vec<LeaseKey>,
        duration: Duration,
    ) -> impl Future<Output = Result<Vec<bool>, StoreError>> + Send;

    /// Records what became of leased items. Where a lease is no longer held,
    /// nothing of that one is recorded, and the answer is `false`.
    fn finish(
        &self,
        finished: Vec<Finished>,
    ) -> impl Future<Output = Result<Vec<bool>, StoreError>> + Send;

    /// How long until some account has work that nobody leased.
    fn next_due(&self) -> impl Future<Output = Result<Option<Duration>, StoreError>> + Send;

    /// Items that match, oldest first unless the filter says otherwise, after an
    /// item or from the start.
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

    /// Makes items ready again, with no attempts, and says how many.
    fn rerun(&self, items: Vec<ItemKey>) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Notes how a newer SDK reads items that were kept unread.
    fn reread(
        &self,
        items: Vec<(ItemKey, Reading, Option<String>)>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Removes the text of callbacks from items and conflicts. What was ready
    /// is no longer handled. The digests stay.
    fn erase(
        &self,
        callbacks: Vec<(u64, u64)>,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Removes up to `limit` items whose time is over, and says how many.
    fn purge(
        &self,
        retention: Retention,
        limit: usize,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Removes items that are done, dead or erased, whatever their age, and
    /// says how many. What is still to be handled stays, and so do the digests.
    fn remove(&self, items: Vec<ItemKey>) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Counts what is kept.
    fn stats(&self) -> impl Future<Output = Result<Stats, StoreError>> + Send;

    /// What is wrong with the store or its settings, in words for an operator.
    fn diagnose(&self) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Waits until this or another process may have put something. It may
    /// return early, and after a few seconds it does.
    fn wait(&self) -> impl Future<Output = ()> + Send;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// Why an item is a dead letter whose process ended, or was too slow for its
/// lease, at the last attempt.
pub(crate) const NEVER_FINISHED: &str =
    "its last attempt was never finished: the process ended, or its lease did";

/// A lease does not last longer, unless it is renewed.
pub(crate) const LONGEST_LEASE: Duration = Duration::from_secs(24 * 60 * 60);

/// A callback to keep.
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
    /// The callback as it came.
    pub text: String,
    /// The digest of its content.
    pub digest: Digest,
}

impl Entry {
    /// Compares the content with a digest that was stored, under the version
    /// of that one.
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

/// How the SDK reads a callback that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reading {
    /// A kind that it knows.
    Known,
    /// A kind that it does not know.
    Unknown,
    /// It cannot be read.
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

/// What a store makes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It was not there; now it is.
    New,
    /// The same content is there or was there.
    Duplicate,
    /// The callback ID is known, but its digest is of a version that this SDK
    /// cannot compute. It is not handled again.
    Seen,
    /// The callback ID is known with other content.
    Conflict,
    /// The account has used its share of the store. Nothing was kept.
    OverShare,
}

/// How much one account may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shares {
    /// Bytes of text that are kept of an account's callbacks, handled or not.
    /// 1 GiB by default. Beyond it, its callbacks are answered with 503 until
    /// some are purged.
    pub text: u64,
    /// Bytes of text that are kept of an account's conflicting callbacks.
    /// 1 MiB by default. Beyond it, they are only counted.
    pub conflicts: u64,
}

impl Default for Shares {
    fn default() -> Self {
        Self { text: 1 << 30, conflicts: 1 << 20 }
    }
}

/// What a worker asks for when it leases accounts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LeaseTerms {
    /// Who leases: random for each start of a worker.
    pub owner: String,
    /// How many accounts at the most.
    pub lanes: usize,
    /// How many items of each account at the most.
    pub items: usize,
    /// How long the lease lasts unless it is renewed.
    pub duration: Duration,
    /// What a failed item does to those behind it.
    pub order: Order,
    /// After how many attempts an item becomes a dead letter.
    pub attempts: u32,
}

/// What a failed item does to those of its account that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Order {
    /// They wait until it is done or dead.
    #[default]
    InOrder,
    /// They go on; it is tried again when its time has come.
    SetAside,
}

/// An account that is leased, and its oldest items.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Lease {
    /// What it is renewed and finished by.
    pub key: LeaseKey,
    /// The items, in order.
    pub items: Vec<StoredItem>,
    /// How many items became dead letters now, since the process that had
    /// them leased ended at their last attempt.
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

/// What became of items of a lease.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finished {
    /// The lease.
    pub lease: LeaseKey,
    /// Each item and what became of it.
    pub items: Vec<(u64, Ending)>,
    /// Whether the account is given back.
    pub release: bool,
    /// What a failed item does to those behind it.
    pub order: Order,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// It was handled.
    Done,
    /// It is to be tried again.
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
    /// Nobody began with it: its attempt does not count.
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

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// To be handled.
    Ready,
    /// Handled.
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

/// An item as it is kept.
#[derive(Clone)]
#[non_exhaustive]
pub struct StoredItem {
    /// Its place in the order of receipt.
    pub seq: u64,
    /// The account that the callback is about.
    pub account_id: u64,
    /// The callback ID.
    pub callback_id: u64,
    /// How the SDK that read it last reads it.
    pub reading: Reading,
    /// The value of `type`, if it could be read.
    pub kind: Option<String>,
    /// The callback as it came, unless it was erased.
    pub text: Option<String>,
    /// When it was received.
    pub received_at: SystemTime,
    /// Where it stands.
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
    /// What identifies it.
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

/// A callback that came with the ID of an earlier one and other content.
#[derive(Clone)]
#[non_exhaustive]
pub struct Conflict {
    /// The account.
    pub account_id: u64,
    /// The callback ID.
    pub callback_id: u64,
    /// When the first one came.
    pub first_at: SystemTime,
    /// When the last one came.
    pub last_at: SystemTime,
    /// How many came.
    pub count: u64,
    /// The first one as it came, if there was room for it.
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

/// Which items are meant. Every condition that is set has to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// The account.
    pub account_id: Option<u64>,
    /// The callback ID.
    pub callback_id: Option<u64>,
    /// The value of `type`.
    pub kind: Option<String>,
    /// Where it stands.
    pub state: Option<State>,
    /// Only those that the SDK could not read as a known kind.
    pub unread: bool,
    /// Received at this time or later.
    pub since: Option<SystemTime>,
    /// Received before this time.
    pub until: Option<SystemTime>,
    /// The newest first, and then those before an item.
    pub newest: bool,
}

/// How long items are kept after their end. The digests are kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// Handled ones: 30 days by default.
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

/// What a store keeps, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Items to be handled.
    pub ready: u64,
    /// Bytes of text that are kept.
    pub bytes: u64,
    /// How long ago the oldest item to be handled was received.
    pub oldest_ready: Option<Duration>,
    /// Dead letters.
    pub dead: u64,
    /// Callback IDs with a conflict.
    pub conflicts: u64,
    /// Accounts that are leased.
    pub leased: u64,
}

/// Why a store could not do what was asked. Nothing of it happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no room on the disk.
    Full,
    /// Another process holds the store for too long.
    Busy,
    /// It took too long.
    TimedOut,
    /// The store is not what this version can use: what is wrong, and what to
    /// do about it.
    Unusable(String),
    /// Anything else that the database says.
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
            Self::Full => f.write_str("the store's disk is full; make room on it"),
            Self::Busy => f.write_str("another process holds the store; end it or wait"),
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
