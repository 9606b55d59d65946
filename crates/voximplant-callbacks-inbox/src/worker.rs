//! Processes stored items: leases accounts, calls the handler, and records the
//! result of each item.

use std::{any::Any, collections::VecDeque, fmt::Display, sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinHandle,
    time::Instant,
};
use tracing::Instrument;

use crate::{
    item::{Failure, Item},
    metrics::Metrics,
    store::{
        Ending, Finished, LONGEST_LEASE, Lease, LeaseKey, LeaseTerms, Order, Retention, Store,
    },
};

/// When a failed item is tried again.
///
/// After attempt *n*, the item waits for a random time between zero and `first`
/// · 2^(*n* − 1), but at most `longest`, so that items that failed together are
/// not retried together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retries {
    /// Attempts until an item becomes a dead letter: 12 by default.
    pub attempts: u32,
    /// The longest wait after the first attempt: 5 seconds by default.
    pub first: Duration,
    /// The longest wait after any attempt: an hour by default.
    pub longest: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self { attempts: 12, first: Duration::from_secs(5), longest: Duration::from_secs(60 * 60) }
    }
}

impl Retries {
    /// The longest wait after this attempt.
    fn bound(&self, attempt: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempt.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.longest)
    }

    fn wait(&self, attempt: u32) -> Duration {
        let bound = self.bound(attempt);
        Duration::try_from_secs_f64(bound.as_secs_f64() * fraction()).unwrap_or(bound)
    }
}

/// A random number from 0 to 1.
fn fraction() -> f64 {
    f64::from(getrandom::u32().unwrap_or(u32::MAX)) / f64::from(u32::MAX)
}

/// Processes the items of an inbox. Created by [`Inbox::worker`](crate::Inbox::worker).
#[must_use = "a worker does nothing until it is run"]
pub struct Worker<S> {
    pub(crate) store: S,
    pub(crate) metrics: Arc<Metrics>,
    retries: Retries,
    retention: Retention,
    order: Order,
    accounts: usize,
    lease: Duration,
}

/// Items of an account that are leased at once.
const ITEMS: usize = 32;

/// How often items are purged.
const PURGE_EVERY: Duration = Duration::from_secs(60);

/// How many items are purged in a transaction.
const PURGE_BATCH: usize = 500;

/// How long a worker waits after its store failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

impl<S: Store> Worker<S> {
    pub(crate) fn new(store: S, metrics: Arc<Metrics>) -> Self {
        Self {
            store,
            metrics,
            retries: Retries::default(),
            retention: Retention::default(),
            order: Order::default(),
            accounts: 16,
            lease: Duration::from_secs(30),
        }
    }

    /// When failed items are retried.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// How long items are kept after they were processed or given up.
    pub fn retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// Whether a failed item holds back later items of its account: [`Order::InOrder`] by default.
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// How many accounts are processed at once: 16 by default. The items of one account are
    /// processed one after the other.
    pub fn accounts(mut self, accounts: usize) -> Self {
        self.accounts = accounts.max(1);
        self
    }

    /// How long an account stays leased to a worker that no longer answers:
    /// 30 seconds by default, a day at the most. A handler may take longer, as its
    /// lease is renewed while it runs.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease.clamp(Duration::from_millis(30), LONGEST_LEASE);
        self
    }

    /// Starts to process items with this handler. It runs at least once for
    /// each item, until it succeeds or the item becomes a dead letter.
    ///
    /// Call it in a tokio runtime.
    pub fn run<H, F>(self, handler: H) -> Running
    where
        H: Fn(Item) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        self.start(move |lanes, lease, permit| {
            let work = handle_lane(lanes, lease, Arc::clone(&handler), permit);
            tokio::spawn(work)
        })
    }

    pub(crate) fn start(
        self,
        work: impl Fn(Arc<Lanes<S>>, Lease, OwnedSemaphorePermit) -> JoinHandle<()>
        + Send
        + Sync
        + 'static,
    ) -> Running {
        let stop = watch::Sender::new(false);
        let lanes = Arc::new(Lanes {
            store: self.store,
            metrics: self.metrics,
            terms: LeaseTerms {
                owner: owner(),
                lanes: self.accounts,
                items: ITEMS,
                duration: self.lease,
                order: self.order,
                attempts: self.retries.attempts.max(1),
            },
            retries: self.retries,
            retention: self.retention,
            stop: stop.clone(),
        });
        let task = tokio::spawn(async move {
            tokio::join!(lease_lanes(&lanes, work), purge(&lanes));
        });
        Running { stop, task }
    }
}

/// A running worker. If this is dropped, the worker continues until the runtime
/// ends; [`Running::stop`] shuts it down gracefully.
#[derive(Debug)]
pub struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Starts no new items, waits for running handlers, and gives back the
    /// leases, so that another worker can continue at once.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let _ = self.task.await;
    }
}

/// The shared state of a worker's lanes.
pub(crate) struct Lanes<S> {
    pub(crate) store: S,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) terms: LeaseTerms,
    pub(crate) retries: Retries,
    retention: Retention,
    stop: watch::Sender<bool>,
}

impl<S> Lanes<S> {
    pub(crate) fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    async fn stopped(&self) {
        let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
    }
}

/// Random for each start, so that a worker never mistakes the lease of an earlier process for its
/// own.
fn owner() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Leases accounts as long as there is room for them, and waits for work.
async fn lease_lanes<S: Store>(
    lanes: &Arc<Lanes<S>>,
    work: impl Fn(Arc<Lanes<S>>, Lease, OwnedSemaphorePermit) -> JoinHandle<()>,
) {
    let room = Arc::new(Semaphore::new(lanes.terms.lanes));
    while !lanes.is_stopping() {
        // There is room for at least one account; request as many as there is room for.
        let permit = tokio::select! {
            permit = Arc::clone(&room).acquire_owned() => permit,
            () = lanes.stopped() => break,
        };
        let Ok(mut permits) = permit else { break };
        let more = room.available_permits();
        if more > 0
            && let Ok(others) =
                Arc::clone(&room).try_acquire_many_owned(u32::try_from(more).unwrap_or(1))
        {
            permits.merge(others);
        }
        let terms = LeaseTerms { lanes: permits.num_permits(), ..lanes.terms.clone() };
        let asked = terms.lanes;
        let leases = match lanes.store.lease(terms).await {
            Ok(leases) => leases,
            Err(error) => {
                lanes.metrics.failed(&error);
                tracing::error!(code = error.code(), "cannot lease work: {error}");
                tokio::select! {
                    () = tokio::time::sleep(AFTER_FAILURE) => continue,
                    () = lanes.stopped() => break,
                }
            }
        };
        let found = leases.len();
        for lease in leases {
            lanes.metrics.died.add(lease.died);
            if lease.died > 0 {
                tracing::error!(
                    items = lease.died,
                    "items became dead letters: their last attempt was never finished"
                );
            }
            if let Some(permit) = permits.split(1)
                && !lease.items.is_empty()
            {
                work(Arc::clone(lanes), lease, permit);
            }
        }
        let idle = permits.num_permits();
        drop(permits);
        if found < asked {
            // There was less work than room.
            let due = lanes.store.next_due().await.ok().flatten();
            let due = due.unwrap_or(Duration::MAX).max(Duration::from_millis(1));
            // One more lane is idle: the account that it released may have more work.
            let one_more = u32::try_from(idle + 1).unwrap_or(u32::MAX);
            tokio::select! {
                () = lanes.store.wait() => {}
                () = sleep(due) => {}
                _ = room.acquire_many(one_more) => {}
                () = lanes.stopped() => break,
            }
        }
    }
    // Running lanes release their accounts.
    let _ = room.acquire_many(u32::try_from(lanes.terms.lanes).unwrap_or(u32::MAX)).await;
}

/// Sleeps; if the time is too long for the runtime, it sleeps forever.
async fn sleep(duration: Duration) {
    if duration == Duration::MAX {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(duration).await;
}

/// Processes the items of a lease, one after the other.
async fn handle_lane<S, H, F>(
    lanes: Arc<Lanes<S>>,
    lease: Lease,
    handler: Arc<H>,
    _permit: OwnedSemaphorePermit,
) where
    S: Store,
    H: Fn(Item) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let record = Record::start(Arc::clone(&lanes), lease.key.clone());
    let mut items = VecDeque::from(lease.items);
    while let Some(stored) = items.pop_front() {
        if lanes.is_stopping() || record.is_lost() {
            items.push_front(stored);
            break;
        }
        let (seq, attempt) = (stored.seq, stored.attempts);
        let outcome = match Item::of(stored) {
            None => Ending::Done,
            Some(item) => {
                let span = tracing::info_span!(
                    "handle",
                    account_id = item.account_id(),
                    callback_id = item.callback_id(),
                    attempt
                );
                // A separate task, so that a panic only fails the attempt.
                let handler = Arc::clone(&handler);
                let work = async move { handler(item).await }.instrument(span);
                lanes.ending(attempt, tokio::spawn(work).await)
            }
        };
        let has_failed = outcome != Ending::Done;
        record.note(seq, outcome);
        if has_failed && lanes.terms.order == Order::InOrder {
            break;
        }
    }
    for untouched in items {
        record.note(untouched.seq, Ending::Untouched);
    }
    record.end().await;
}

impl<S> Lanes<S> {
    /// The result of an item, from how its handler ended.
    pub(crate) fn ending(
        &self,
        attempt: u32,
        handled: Result<Result<(), Failure>, tokio::task::JoinError>,
    ) -> Ending {
        let failure = match handled {
            Ok(Ok(())) => {
                self.metrics.done.add(1);
                return Ending::Done;
            }
            Ok(Err(failure)) => failure,
            Err(error) => {
                let why = error
                    .try_into_panic()
                    .map_or_else(|error| error.to_string(), |panic| panicked(&*panic));
                Failure::Retry(why.into())
            }
        };
        self.failed(attempt, failure)
    }

    pub(crate) fn failed(&self, attempt: u32, failure: Failure) -> Ending {
        let is_last = attempt >= self.terms.attempts;
        let (after, error) = match failure {
            Failure::Dead(error) => (None, error),
            Failure::Retry(error) => (Some(self.retries.wait(attempt)), error),
            Failure::RetryAfter(after, error) => (Some(after), error),
        };
        let error = shortened(&error);
        match after {
            Some(after) if !is_last => {
                self.metrics.retried.add(1);
                tracing::warn!(attempt, "an item failed and will be retried");
                Ending::Retry { after, error }
            }
            _ => {
                self.metrics.died.add(1);
                tracing::error!(attempt, "an item failed and became a dead letter");
                Ending::Dead { error }
            }
        }
    }
}

pub(crate) fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the handler panicked: {}", text.unwrap_or_default())
}

/// The text of an error, cut to what is stored.
fn shortened(error: &dyn Display) -> String {
    const LONGEST: usize = 1000;

    error.to_string().chars().filter(|it| !it.is_control() || *it == '\n').take(LONGEST).collect()
}

/// Records the results of a lease's items while the next ones are processed, and renews the lease.
pub(crate) struct Record {
    endings: tokio::sync::mpsc::UnboundedSender<(u64, Ending)>,
    held_until: watch::Receiver<Option<Instant>>,
    task: JoinHandle<()>,
}

impl Record {
    pub(crate) fn start<S: Store>(lanes: Arc<Lanes<S>>, key: LeaseKey) -> Self {
        let (endings, noted) = tokio::sync::mpsc::unbounded_channel();
        let (holding, held_until) = watch::channel(Some(Instant::now() + lanes.terms.duration));
        let task = tokio::spawn(record(lanes, key, noted, holding));
        Self { endings, held_until, task }
    }

    pub(crate) fn note(&self, seq: u64, ending: Ending) {
        let _ = self.endings.send((seq, ending));
    }

    /// Whether another worker has, or may have, the account, as the lease could not be renewed in
    /// time.
    pub(crate) fn is_lost(&self) -> bool {
        self.held_until.borrow().is_none_or(|until| Instant::now() >= until)
    }

    /// Waits until everything is recorded and the account is released.
    pub(crate) async fn end(self) {
        drop(self.endings);
        let _ = self.task.await;
    }
}

async fn record<S: Store>(
    lanes: Arc<Lanes<S>>,
    key: LeaseKey,
    mut noted: tokio::sync::mpsc::UnboundedReceiver<(u64, Ending)>,
    holding: watch::Sender<Option<Instant>>,
) {
    let third = lanes.terms.duration / 3;
    let mut renewal = tokio::time::interval_at(Instant::now() + third, third);
    let mut endings = Vec::new();
    let lose = || {
        lanes.metrics.leases_lost.add(1);
        tracing::warn!("a lease was lost: the results of its items are not recorded");
        let _ = holding.send(None);
    };
    loop {
        tokio::select! {
            count = noted.recv_many(&mut endings, ITEMS) => {
                let release = count == 0;
                let finished = Finished {
                    lease: key.clone(),
                    items: std::mem::take(&mut endings),
                    release,
                    order: lanes.terms.order,
                };
                match lanes.finish(finished).await {
                    Some(true) if release => return,
                    Some(true) => {}
                    // The lease will expire, and the items are leased again.
                    Some(false) | None => return lose(),
                }
            }
            _ = renewal.tick() => {
                let until = Instant::now() + lanes.terms.duration;
                let renewed = lanes.store.renew(vec![key.clone()], lanes.terms.duration).await;
                match renewed.as_deref() {
                    Ok([true]) => drop(holding.send(Some(until))),
                    Ok(_) => return lose(),
                    // It may still be renewed, or its end be recorded, if nobody takes the account.
                    Err(_) => {}
                }
            }
        }
    }
}

impl<S: Store> Lanes<S> {
    /// Records results, and retries for as long as the lease may last.
    async fn finish(&self, finished: Finished) -> Option<bool> {
        let deadline = Instant::now() + self.terms.duration;
        loop {
            match self.store.finish(vec![finished.clone()]).await {
                Ok(held) => return held.first().copied(),
                Err(error) => {
                    self.metrics.failed(&error);
                    tracing::error!(
                        code = error.code(),
                        "cannot record the results of items: {error}"
                    );
                    if Instant::now() >= deadline {
                        return None;
                    }
                    tokio::time::sleep(AFTER_FAILURE.min(self.terms.duration / 3)).await;
                }
            }
        }
    }
}

/// Purges items, in small batches.
async fn purge<S: Store>(lanes: &Lanes<S>) {
    loop {
        let every = PURGE_EVERY.mul_f64(0.5 + fraction());
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            () = lanes.stopped() => return,
        }
        while !lanes.is_stopping() {
            match lanes.store.purge(lanes.retention, PURGE_BATCH).await {
                Ok(purged) => {
                    lanes.metrics.purged.add(purged);
                    if purged < PURGE_BATCH as u64 {
                        break;
                    }
                }
                Err(error) => {
                    tracing::warn!(code = error.code(), "cannot purge items: {error}");
                    break;
                }
            }
        }
    }
}
