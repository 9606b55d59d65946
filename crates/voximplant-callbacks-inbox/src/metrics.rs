//! Counters of this process, and their Prometheus text. They contain neither IDs nor text chosen by
//! senders.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use crate::store::{Stats, StoreError, Verdict};

/// A counter.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Upper bounds of the buckets for the time of a commit, in seconds.
const SECONDS: [f64; 8] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0];

/// Upper bounds of the buckets for the size of a batch.
const SIZES: [f64; 6] = [1.0, 4.0, 16.0, 64.0, 256.0, 1024.0];

/// A histogram: how many values were at most each bound, and their sum.
struct Histogram<const N: usize> {
    bounds: [f64; N],
    buckets: [Counter; N],
    count: Counter,
    /// In millionths, as atomics are integers.
    sum: Counter,
}

impl<const N: usize> Histogram<N> {
    fn new(bounds: [f64; N]) -> Self {
        let buckets = std::array::from_fn(|_| Counter::default());
        Self { bounds, buckets, count: Counter::default(), sum: Counter::default() }
    }

    fn observe(&self, value: f64, millionths: u64) {
        for (bound, bucket) in self.bounds.iter().zip(&self.buckets) {
            if value <= *bound {
                bucket.add(1);
            }
        }
        self.count.add(1);
        self.sum.add(millionths);
    }

    fn write(&self, text: &mut String, name: &str, help: &str) {
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} histogram");
        for (bound, bucket) in self.bounds.iter().zip(&self.buckets) {
            let _ = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {}", bucket.get());
        }
        let count = self.count.get();
        let _ = writeln!(text, "{name}_bucket{{le=\"+Inf\"}} {count}");
        let sum = self.sum.get();
        let (whole, rest) = (sum / 1_000_000, sum % 1_000_000);
        let _ = writeln!(text, "{name}_sum {whole}.{rest:06}\n{name}_count {count}");
    }
}

/// The counts since this process started.
pub(crate) struct Metrics {
    received: [Counter; RECEIVED.len()],
    pub(crate) rejected: Counter,
    pub(crate) done: Counter,
    pub(crate) retried: Counter,
    pub(crate) died: Counter,
    pub(crate) leases_lost: Counter,
    pub(crate) purged: Counter,
    failures: [Counter; FAILURES.len()],
    commit_seconds: Histogram<{ SECONDS.len() }>,
    batch_size: Histogram<{ SIZES.len() }>,
}

/// The possible results for a received callback.
const RECEIVED: [&str; 7] =
    ["new", "duplicate", "seen", "conflict", "over_share", "unavailable", "refused"];

/// The possible errors of a transaction.
const FAILURES: [&str; 5] = ["full", "busy", "timed_out", "unusable", "database"];

impl Default for Metrics {
    fn default() -> Self {
        Self {
            received: Default::default(),
            rejected: Counter::default(),
            done: Counter::default(),
            retried: Counter::default(),
            died: Counter::default(),
            leases_lost: Counter::default(),
            purged: Counter::default(),
            failures: Default::default(),
            commit_seconds: Histogram::new(SECONDS),
            batch_size: Histogram::new(SIZES),
        }
    }
}

impl Metrics {
    /// Counts a callback that was received.
    pub(crate) fn received(&self, what: &str, count: u64) {
        if let Some(index) = RECEIVED.iter().position(|name| *name == what) {
            self.received[index].add(count);
        }
    }

    /// Counts a transaction that puts callbacks.
    pub(crate) fn committed(&self, callbacks: usize, took: Duration, error: Option<&StoreError>) {
        if let Some(error) = error {
            self.failed(error);
            return;
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.commit_seconds.observe(took.as_secs_f64(), micros);
        let size = u32::try_from(callbacks).unwrap_or(u32::MAX);
        self.batch_size.observe(size.into(), u64::from(size) * 1_000_000);
    }

    /// Counts a transaction that failed.
    pub(crate) fn failed(&self, error: &StoreError) {
        if let Some(index) = FAILURES.iter().position(|name| *name == error.code()) {
            self.failures[index].add(1);
        }
    }

    /// The text in Prometheus's format.
    pub(crate) fn text(&self, stats: &Stats, waiting: usize) -> String {
        let mut text = String::new();
        let prefix = "voximplant_callbacks";
        let mut one = |name: &str, kind: &str, help: &str, value: &dyn std::fmt::Display| {
            let name = format!("{prefix}_{name}");
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        };
        one("ready", "gauge", "Items waiting to be processed.", &stats.ready);
        let oldest = stats.oldest_ready.unwrap_or_default().as_secs_f64();
        one(
            "oldest_ready_seconds",
            "gauge",
            "Age of the oldest item waiting to be processed.",
            &oldest,
        );
        one("dead", "gauge", "Dead letters.", &stats.dead);
        one("conflict_ids", "gauge", "Callback IDs with a conflict.", &stats.conflicts);
        one("leased_accounts", "gauge", "Accounts that a worker has leased.", &stats.leased);
        one("stored_bytes", "gauge", "Bytes of stored text.", &stats.bytes);
        one("queue_waiting", "gauge", "Callbacks waiting for their transaction.", &waiting);
        one("bodies_rejected_total", "counter", "Rejected bodies.", &self.rejected.get());
        one("done_total", "counter", "Processed items.", &self.done.get());
        one("retries_total", "counter", "Failed attempts that are retried.", &self.retried.get());
        one("died_total", "counter", "Items that became dead letters.", &self.died.get());
        one("leases_lost_total", "counter", "Lost leases.", &self.leases_lost.get());
        one("purged_total", "counter", "Items removed after their retention.", &self.purged.get());
        let mut labelled =
            |name: &str, help: &str, label: &str, names: &[&str], values: &[Counter]| {
                let name = format!("{prefix}_{name}");
                let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter");
                for (value, counter) in names.iter().zip(values) {
                    let _ = writeln!(text, "{name}{{{label}=\"{value}\"}} {}", counter.get());
                }
            };
        let help = "Received callbacks, by result.";
        labelled("received_total", help, "verdict", &RECEIVED, &self.received);
        let help = "Failed transactions, by reason.";
        labelled("store_failures_total", help, "reason", &FAILURES, &self.failures);
        let help = "Duration of a transaction that stores callbacks.";
        self.commit_seconds.write(&mut text, &format!("{prefix}_commit_seconds"), help);
        let help = "Callbacks per transaction.";
        self.batch_size.write(&mut text, &format!("{prefix}_batch_size"), help);
        text
    }
}

/// The name of a verdict among [`RECEIVED`].
pub(crate) fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::New => "new",
        Verdict::Duplicate => "duplicate",
        Verdict::Seen => "seen",
        Verdict::Conflict => "conflict",
        Verdict::OverShare => "over_share",
    }
}
