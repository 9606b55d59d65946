//! From checked callbacks to verdicts: a bounded queue, and one transaction for everything in the
//! queue.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    metrics::Metrics,
    store::{Entry, Shares, Store, StoreError, Verdict},
};

/// Limits of the queue in front of the store, in total and for one account.
///
/// A body that does not fit is answered with 503, so its sender retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Queue {
    /// The most callbacks that may wait: 8192 by default.
    pub callbacks: usize,
    /// The most bytes that may wait: 64 MiB by default.
    pub bytes: usize,
    /// One account may fill one in this many parts of the queue: 4 by default, so a quarter.
    pub share: usize,
    /// Callbacks per transaction: 256 by default. A body is never split.
    pub batch: usize,
    /// How long a body waits for its transaction: 10 seconds by default.
    pub patience: Duration,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            callbacks: 8192,
            bytes: 64 << 20,
            share: 4,
            batch: 256,
            patience: Duration::from_secs(10),
        }
    }
}

/// Why a body could not be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The queue is full, or the account's part of it.
    QueueFull,
    /// The store did not answer in time, or failed.
    Store,
}

/// The callbacks of one body, with the channel for their verdicts.
struct Job {
    entries: Vec<Entry>,
    reply: oneshot::Sender<Result<Vec<Verdict>, Trouble>>,
    /// Frees its room in the queue when it is dropped.
    _room: Room,
}

/// The queue in front of a store.
#[derive(Clone)]
pub(crate) struct Intake {
    queue: mpsc::UnboundedSender<Job>,
    waiting: Arc<Mutex<Waiting>>,
    limits: Queue,
}

impl Intake {
    /// Starts the tasks that empty the queue, `writers` in number.
    pub(crate) fn start<S: Store>(
        store: &S,
        limits: Queue,
        shares: Shares,
        writers: usize,
        metrics: &Arc<Metrics>,
    ) -> Self {
        let (queue, jobs) = mpsc::unbounded_channel();
        let jobs = Arc::new(tokio::sync::Mutex::new(jobs));
        for _ in 0..writers {
            let drain =
                drain(store.clone(), Arc::clone(&jobs), limits, shares, Arc::clone(metrics));
            tokio::spawn(drain);
        }
        Self { queue, waiting: Arc::default(), limits }
    }

    /// Stores the callbacks of a body, and returns their verdicts once they are durable.
    pub(crate) async fn put(&self, entries: Vec<Entry>) -> Result<Vec<Verdict>, Trouble> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let room = Room::take(&self.waiting, &entries, self.limits).ok_or(Trouble::QueueFull)?;
        let (reply, verdicts) = oneshot::channel();
        self.queue.send(Job { entries, reply, _room: room }).map_err(|_| Trouble::Store)?;
        match tokio::time::timeout(self.limits.patience, verdicts).await {
            Ok(Ok(verdicts)) => verdicts,
            Ok(Err(_)) | Err(_) => Err(Trouble::Store),
        }
    }

    /// How many callbacks wait.
    pub(crate) fn waiting(&self) -> usize {
        lock(&self.waiting).callbacks
    }
}

async fn drain<S: Store>(
    store: S,
    jobs: Arc<tokio::sync::Mutex<mpsc::UnboundedReceiver<Job>>>,
    limits: Queue,
    shares: Shares,
    metrics: Arc<Metrics>,
) {
    // A body that does not fit into the batch starts the next one.
    let mut next: Option<Job> = None;
    loop {
        let mut batch: Vec<Job> = next.take().into_iter().collect();
        {
            let mut jobs = jobs.lock().await;
            if batch.is_empty() {
                match jobs.recv().await {
                    Some(job) => batch.push(job),
                    None => return,
                }
            }
            let mut callbacks: usize = batch.iter().map(|job| job.entries.len()).sum();
            while let Ok(job) = jobs.try_recv() {
                if callbacks + job.entries.len() > limits.batch {
                    next = Some(job);
                    break;
                }
                callbacks += job.entries.len();
                batch.push(job);
            }
        }
        // Nobody waits for these bodies any more; their senders retry.
        batch.retain(|job| !job.reply.is_closed());
        put(&store, batch, shares, &metrics, limits.patience).await;
    }
}

async fn put<S: Store>(
    store: &S,
    mut batch: Vec<Job>,
    shares: Shares,
    metrics: &Metrics,
    patience: Duration,
) {
    let sizes: Vec<usize> = batch.iter().map(|job| job.entries.len()).collect();
    let entries: Vec<Entry> =
        batch.iter_mut().flat_map(|job| std::mem::take(&mut job.entries)).collect();
    if entries.is_empty() {
        return;
    }
    let callbacks = entries.len();
    let started = Instant::now();
    let result = tokio::time::timeout(patience, store.put(entries, shares)).await;
    let result = result.unwrap_or(Err(StoreError::TimedOut));
    metrics.committed(callbacks, started.elapsed(), result.as_ref().err());
    match result {
        Ok(verdicts) => {
            let mut verdicts = verdicts.into_iter();
            for (job, size) in batch.into_iter().zip(sizes) {
                let _ = job.reply.send(Ok(verdicts.by_ref().take(size).collect()));
            }
        }
        Err(error) => {
            tracing::error!(
                code = error.code(),
                callbacks,
                "callbacks could not be stored and are answered with 503: {error}"
            );
            for job in batch {
                let _ = job.reply.send(Err(Trouble::Store));
            }
        }
    }
}

/// What waits, in total and by account.
#[derive(Default)]
struct Waiting {
    callbacks: usize,
    bytes: usize,
    accounts: HashMap<u64, (usize, usize)>,
}

/// Room in the queue for the callbacks of a body.
struct Room {
    waiting: Arc<Mutex<Waiting>>,
    taken: Vec<(u64, usize)>,
}

impl Room {
    /// Reserves room for a whole body, or for none of it.
    fn take(waiting: &Arc<Mutex<Waiting>>, entries: &[Entry], limits: Queue) -> Option<Self> {
        let mut now = lock(waiting);
        let bytes: usize = entries.iter().map(|entry| entry.text.len()).sum();
        // A body that exceeds a limit by itself is accepted if nothing else waits, or it would
        // never be.
        let is_idle = now.callbacks == 0;
        let fits =
            now.callbacks + entries.len() <= limits.callbacks && now.bytes + bytes <= limits.bytes;
        if !fits && !is_idle {
            return None;
        }
        let share = limits.share.max(1);
        let mut added: HashMap<u64, (usize, usize)> = HashMap::new();
        for entry in entries {
            let (callbacks, bytes) = added.entry(entry.account_id).or_default();
            *callbacks += 1;
            *bytes += entry.text.len();
        }
        let has_room = |(account, added): (&u64, &(usize, usize))| {
            let (callbacks, bytes) = now.accounts.get(account).copied().unwrap_or_default();
            callbacks == 0
                || (callbacks + added.0 <= limits.callbacks / share
                    && bytes + added.1 <= limits.bytes / share)
        };
        if !added.iter().all(has_room) {
            return None;
        }
        let taken = entries.iter().map(|entry| (entry.account_id, entry.text.len()));
        let taken: Vec<_> = taken.collect();
        now.callbacks += entries.len();
        now.bytes += bytes;
        for (account, (callbacks, bytes)) in added {
            let waiting = now.accounts.entry(account).or_default();
            waiting.0 += callbacks;
            waiting.1 += bytes;
        }
        drop(now);
        Some(Self { waiting: Arc::clone(waiting), taken })
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut now = lock(&self.waiting);
        for (account, size) in &self.taken {
            now.callbacks -= 1;
            now.bytes -= size;
            if let Some(waiting) = now.accounts.get_mut(account) {
                waiting.0 -= 1;
                waiting.1 -= size;
                if waiting.0 == 0 {
                    now.accounts.remove(account);
                }
            }
        }
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    // Nothing in here can panic halfway.
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
