//! The inbox, between the check of a callback and its handler.

use std::{fmt, sync::Arc};

use voximplant_callbacks::{Decoded, Outcome, Verdict as Settled};

use crate::{
    intake::{Intake, Queue},
    item::Item,
    metrics::{self, Metrics},
    store::{
        Conflict, Entry, Filter, ItemKey, Reading, Shares, State, Stats, Store, StoreError,
        StoredItem, Verdict,
    },
    worker::Worker,
};

/// Stores checked callbacks, and hands them to a handler. Cheap to clone.
///
/// Create and use it in a tokio runtime.
pub struct Inbox<S> {
    store: S,
    intake: Intake,
    metrics: Arc<Metrics>,
}

/// The result of [putting](Inbox::put) a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Receipt {
    /// It is stored.
    New,
    /// It was already stored, with the same content.
    Duplicate,
    /// Its callback ID was already stored with different content.
    Conflict,
    /// Its account has used up its share of the store: nothing was stored.
    OverShare,
    /// The store failed, or its queue is full: nothing was stored.
    Unavailable,
    /// It was refused by the check, so it is not stored.
    Refused,
}

impl Receipt {
    /// A stable name for logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::OverShare => "over_share",
            Self::Unavailable => "unavailable",
            Self::Refused => "refused",
        }
    }
}

/// How many items an operator's command changes in one transaction.
const BATCH: usize = 500;

/// Logs what only the store knows: to the receiver, these callbacks were new.
fn log(outcome: &Outcome, receipt: Receipt) {
    let (account_id, callback_id) = (outcome.account_id(), outcome.callback_id());
    match receipt {
        Receipt::Duplicate => tracing::info!(account_id, callback_id, "stored before"),
        Receipt::Conflict => {
            tracing::warn!(account_id, callback_id, "stored before with other content");
        }
        _ => {}
    }
}

impl<S: Store> Inbox<S> {
    /// An inbox that keeps callbacks in this store.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn new(store: S) -> Self {
        Self::with(store, Queue::default(), Shares::default())
    }

    /// An inbox with other limits.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    #[must_use]
    pub fn with(store: S, queue: Queue, shares: Shares) -> Self {
        let metrics = Arc::<Metrics>::default();
        let intake = Intake::start(&store, queue, shares, S::WRITERS, &metrics);
        Self { store, intake, metrics }
    }

    /// Stores the new callbacks among the outcomes of a body, and settles each outcome once it is
    /// durable.
    ///
    /// Afterwards a [`Delivery`](voximplant_callbacks::web::Delivery) has its answer. If the store
    /// fails, the answer is 503, so the sender retries. The receiver needs no replay guard: the
    /// store remembers every callback ID.
    ///
    /// A duplicate of a stored callback and a conflict with one are logged with their IDs.
    ///
    /// Returns the result for each outcome, in the same order.
    pub async fn put(&self, outcomes: impl IntoIterator<Item = Outcome>) -> Vec<Receipt> {
        let outcomes: Vec<Outcome> = outcomes.into_iter().collect();
        let new = || outcomes.iter().filter(|outcome| outcome.is_new());
        let entries = new().filter_map(Entry::of).collect();
        let verdicts = match self.intake.put(entries).await {
            Ok(verdicts) => verdicts.into_iter().map(Some).collect(),
            Err(_) => vec![None; new().count()],
        };
        let mut verdicts = verdicts.into_iter();
        let settle = |outcome: Outcome| {
            let (name, receipt, settled) = match &outcome {
                Outcome::Duplicate(_) => ("duplicate", Receipt::Duplicate, None),
                Outcome::Refused(_) => ("refused", Receipt::Refused, None),
                _ => match verdicts.next().flatten() {
                    None => ("unavailable", Receipt::Unavailable, Some(Settled::Unavailable)),
                    Some(verdict) => {
                        let (receipt, settled) = match verdict {
                            Verdict::New => (Receipt::New, Settled::Handled),
                            Verdict::Duplicate | Verdict::Seen => {
                                (Receipt::Duplicate, Settled::Duplicate)
                            }
                            Verdict::Conflict => (Receipt::Conflict, Settled::Conflict),
                            Verdict::OverShare => (Receipt::OverShare, Settled::Unavailable),
                        };
                        (metrics::name(verdict), receipt, Some(settled))
                    }
                },
            };
            self.metrics.received(name, 1);
            if let Some(settled) = settled {
                log(&outcome, receipt);
                outcome.settle_as(settled);
            }
            receipt
        };
        outcomes.into_iter().map(settle).collect()
    }

    /// Creates a worker, which does nothing until you run it.
    pub fn worker(&self) -> Worker<S> {
        Worker::new(self.store.clone(), Arc::clone(&self.metrics))
    }

    /// Counts what is stored.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn stats(&self) -> Result<Stats, StoreError> {
        self.store.stats().await
    }

    /// The counters of this process and the gauges of the store, in Prometheus's text format. They
    /// contain no IDs and no text chosen by senders.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn metrics(&self) -> Result<String, StoreError> {
        Ok(self.metrics.text(&self.store.stats().await?, self.intake.waiting()))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Matching items, oldest first unless the filter says otherwise, after the given item or from
    /// the start.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn list(
        &self,
        filter: &Filter,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StoredItem>, StoreError> {
        self.store.list(filter.clone(), after, limit).await
    }

    /// Conflicting callbacks, by account ID and callback ID.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn conflicts(
        &self,
        account_id: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Conflict>, StoreError> {
        self.store.conflicts(account_id, limit).await
    }

    /// Queues matching items to be processed again, whatever their state, and returns how many.
    ///
    /// # Errors
    ///
    /// If the store fails. Earlier changes of this call remain.
    pub async fn rerun(&self, filter: &Filter) -> Result<u64, StoreError> {
        let mut rerun = 0;
        let mut after = None;
        loop {
            let items = self.store.list(filter.clone(), after, BATCH).await?;
            let Some(last) = items.last() else { return Ok(rerun) };
            after = Some(last.seq);
            let ended = |it: &StoredItem| matches!(it.state, State::Done | State::Dead);
            let items: Vec<ItemKey> =
                items.iter().filter(|it| ended(it)).map(StoredItem::key).collect();
            rerun += self.store.rerun(items).await?;
        }
    }

    /// Reads unknown and malformed callbacks again, for example after an upgrade of the
    /// SDK. Queues those that now have a known kind, and returns how many.
    ///
    /// # Errors
    ///
    /// If the store fails. Earlier changes of this call remain.
    pub async fn rerun_unread(&self, filter: &Filter) -> Result<u64, StoreError> {
        let filter = Filter { unread: true, ..filter.clone() };
        let mut rerun = 0;
        let mut after = None;
        loop {
            let items = self.store.list(filter.clone(), after, BATCH).await?;
            let Some(last) = items.last() else { return Ok(rerun) };
            after = Some(last.seq);
            let read = items.iter().filter_map(|item| {
                let (reading, kind) = read(item.text.as_deref()?);
                (reading == Reading::Known).then(|| (item.key(), reading, kind))
            });
            let read: Vec<_> = read.collect();
            let keys = read.iter().map(|(key, ..)| *key).collect();
            self.store.reread(read).await?;
            rerun += self.store.rerun(keys).await?;
        }
    }

    /// Removes the text of a callback from items, dead letters and conflicts; a callback that was
    /// ready is no longer processed. The digest stays, so a copy is still a duplicate. Returns
    /// whether there was any text.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn erase(&self, account_id: u64, callback_id: u64) -> Result<bool, StoreError> {
        Ok(self.store.erase(vec![(account_id, callback_id)]).await? > 0)
    }
}

impl<S: Clone> Clone for Inbox<S> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            intake: self.intake.clone(),
            metrics: Arc::clone(&self.metrics),
        }
    }
}

impl<S: fmt::Debug> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("store", &self.store).finish_non_exhaustive()
    }
}

impl Entry {
    /// The entry to store for an outcome, if there is something to process.
    fn of(outcome: &Outcome) -> Option<Self> {
        let (reading, kind) = match outcome {
            Outcome::Callback(callback) => {
                (Reading::Known, Some(callback.kind().as_str().to_owned()))
            }
            Outcome::Unknown(unknown) => (Reading::Unknown, Some(kept_name(unknown.kind()))),
            Outcome::Malformed(malformed) => {
                (Reading::Malformed, malformed.error().kind().map(|kind| kind.to_string()))
            }
            _ => return None,
        };
        Some(Self {
            account_id: outcome.account_id()?,
            callback_id: outcome.callback_id()?,
            reading,
            kind,
            text: outcome.text().to_owned(),
            digest: outcome.digest(),
        })
    }
}

/// The name of an unknown kind as stored next to the text: without NUL, which PostgreSQL cannot
/// hold, and limited in length.
fn kept_name(kind: &str) -> String {
    const LONGEST: usize = 200;

    kind.chars().take(LONGEST).map(|it| if it == '\0' { '\u{fffd}' } else { it }).collect()
}

/// How this version of the SDK reads a stored callback.
fn read(text: &str) -> (Reading, Option<String>) {
    match decode(text) {
        Decoded::Callback(callback) => (Reading::Known, Some(callback.kind().as_str().to_owned())),
        Decoded::Unknown(unknown) => (Reading::Unknown, Some(kept_name(unknown.kind()))),
        Decoded::Malformed(malformed) => {
            (Reading::Malformed, malformed.error().kind().map(|kind| kind.to_string()))
        }
    }
}

pub(crate) fn decode(text: &str) -> Decoded {
    serde_json::from_str(text).expect("what was received as JSON is JSON")
}

#[cfg(feature = "sqlite")]
impl Inbox<crate::Sqlite> {
    /// An inbox in an SQLite file, which is created if it does not exist.
    ///
    /// # Errors
    ///
    /// See [`Sqlite::open`](crate::Sqlite::open).
    pub async fn sqlite(path: impl AsRef<std::path::Path>) -> Result<Self, StoreError> {
        Ok(Self::new(crate::Sqlite::open(path).await?))
    }
}

impl<S: Store> Inbox<S> {
    /// Counts a rejected body.
    #[cfg(feature = "axum")]
    pub(crate) fn rejected(&self) {
        self.metrics.rejected.add(1);
    }
}

/// An item whose text was not erased.
impl From<Item> for ItemKey {
    fn from(item: Item) -> Self {
        item.key()
    }
}
