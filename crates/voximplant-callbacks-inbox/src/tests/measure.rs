//! What the stores cost, as ratios within one run: `cargo xtask bench inbox`.
//!
//! Each prints rows of docs/benchmarks.md. Only ratios are judged, and only
//! where they are far from noise.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    Inbox, Queue, Shares, Sqlite,
    intake::Intake,
    store::{Entry, Store, Verdict},
    suite::entry_with,
};

/// As long as an ordinary callback.
fn entry(account_id: u64, callback_id: u64) -> Entry {
    entry_with(account_id, callback_id, &"x".repeat(400))
}

#[allow(clippy::cast_precision_loss)] // They are small.
fn rate(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// Callbacks a second that 32 clients store, each one after the other.
async fn intake_rate<S: Store>(store: &S, batch: usize, next: &Arc<AtomicU64>) -> f64 {
    let queue = Queue { batch, patience: Duration::from_secs(60), ..Queue::default() };
    let intake = Intake::start(store, queue, Shares::default(), S::WRITERS, &Arc::default());
    let until = Instant::now() + Duration::from_secs(3);
    let started = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..32 {
        let (intake, next) = (intake.clone(), Arc::clone(next));
        clients.push(tokio::spawn(async move {
            let mut stored = 0;
            while Instant::now() < until {
                let id = next.fetch_add(1, Ordering::Relaxed);
                let put = intake.put(vec![entry(id % 100, id)]).await;
                assert_eq!(put.expect("stored"), [Verdict::New]);
                stored += 1;
            }
            stored
        }));
    }
    let mut stored = 0;
    for client in clients {
        stored += client.await.expect("a client");
    }
    rate(stored, started.elapsed())
}

/// Group commit against a transaction for each callback.
pub(crate) async fn group_commit<S: Store>(name: &str, store: S) {
    let next = Arc::default();
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let alone = intake_rate(&store, 1, &next).await;
        let grouped = intake_rate(&store, 256, &next).await;
        println!("{name}: {grouped:.0} callbacks a second grouped, {alone:.0} alone");
        ratios.push(grouped / alone);
    }
    ratios.sort_unstable_by(f64::total_cmp);
    println!("| {name} | group commit against one row a transaction | {:.1} |", ratios[1]);
}

/// Items a second that a worker handles that has nothing to do for them.
async fn work_rate<S: Store>(store: S, accounts: u64, items: u64) -> f64 {
    for chunk in 0..items / 500 {
        let entries = (chunk * 500..(chunk + 1) * 500).map(|id| entry(id % accounts, id));
        store.put(entries.collect(), Shares::default()).await.expect("stored");
    }
    let handled = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&handled);
    let started = Instant::now();
    let worker = Inbox::new(store).worker().run(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        async { Ok(()) }
    });
    let until = Duration::from_secs(8);
    while handled.load(Ordering::Relaxed) < items && started.elapsed() < until {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let rate = rate(handled.load(Ordering::Relaxed), started.elapsed());
    worker.stop().await;
    rate
}

/// One account with a long backlog against many with as much together.
pub(crate) async fn backlog<S: Store, O, F>(name: &str, open: O)
where
    O: Fn() -> F,
    F: Future<Output = S>,
{
    let one = work_rate(open().await, 1, 60_000).await;
    let many = work_rate(open().await, 100, 60_000).await;
    println!("{name}: {one:.0} items a second of one account, {many:.0} of 100");
    println!("| {name} | one account with 60 000 items against 100 with 600 | {:.2} |", one / many);
}

async fn open() -> (Sqlite, TempDir) {
    let folder = TempDir::new().expect("a folder");
    (Sqlite::open(folder.path().join("inbox.db")).await.expect("open"), folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "`cargo xtask bench inbox` runs it"]
async fn sqlite_group_commit() {
    group_commit("SQLite", open().await.0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "`cargo xtask bench inbox` runs it"]
async fn sqlite_backlog() {
    let folder = TempDir::new().expect("a folder");
    let files = AtomicU64::new(0);
    backlog("SQLite", || {
        let file = folder.path().join(files.fetch_add(1, Ordering::Relaxed).to_string());
        async { Sqlite::open(file).await.expect("open") }
    })
    .await;
}

/// What a callback costs beside ever more callback IDs that are remembered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "`cargo xtask bench inbox` runs it"]
async fn sqlite_remembered_ids() {
    const MEASURED: u64 = 20_000;

    let (store, folder) = open().await;
    let size = || std::fs::metadata(folder.path().join("inbox.db")).expect("a file").len();
    let mut first = None;
    let mut remembered = 0;
    for ids in [10_000, 100_000, 1_000_000, 10_000_000_u64] {
        let before = size();
        let add = ids - remembered;
        store
            .run_on_writer(move |db| {
                // Rising IDs, as upstream counts them.
                let fill = "WITH RECURSIVE ids (id) AS (SELECT ?1 UNION ALL SELECT id + 1 FROM ids WHERE id < ?2)
                    INSERT INTO seen SELECT 1, id, 1, randomblob(32), 0 FROM ids";
                db.execute(fill, [remembered.cast_signed(), (ids - 1).cast_signed()]).expect("fill");
                db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("checkpoint");
            })
            .await;
        remembered = ids;
        let each = size().saturating_sub(before) / add;
        let mut rates = Vec::new();
        for random in [false, true] {
            let started = Instant::now();
            for chunk in 0..MEASURED / 250 {
                let id = |it: u64| {
                    let id = chunk * 250 + it;
                    // Rising ones go behind those that are there; random ones between them.
                    if random {
                        (id * ids).wrapping_mul(0x9E37_79B9_7F4A_7C15)
                    } else {
                        (1 << 40) + ids * 10 + id
                    }
                };
                let entries = (0..250).map(|it| entry(1, id(it))).collect();
                store
                    .put(entries, Shares { text: u64::MAX, ..Shares::default() })
                    .await
                    .expect("stored");
            }
            rates.push(rate(MEASURED, started.elapsed()));
        }
        let base = *first.get_or_insert(rates[0]);
        println!(
            "| SQLite, {ids} remembered IDs | cost of a callback, against the first row | {:.2} rising, {:.2} random | {each} bytes an ID |",
            base / rates[0],
            base / rates[1]
        );
    }
}

/// Bytes in the file for each callback that is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "`cargo xtask bench inbox` runs it"]
async fn sqlite_bytes() {
    let (store, folder) = open().await;
    let mut text = 0;
    for chunk in 0..100 {
        let entries: Vec<_> = (0..500).map(|id| entry(id % 7, chunk * 500 + id)).collect();
        text += entries.iter().map(|entry| entry.text.len() as u64).sum::<u64>();
        store.put(entries, Shares::default()).await.expect("stored");
    }
    store
        .run_on_writer(|db| {
            db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("checkpoint");
        })
        .await;
    let size = std::fs::metadata(folder.path().join("inbox.db")).expect("a file").len();
    println!("| SQLite | bytes for a callback of {} bytes | {} |", text / 50_000, size / 50_000);
}
