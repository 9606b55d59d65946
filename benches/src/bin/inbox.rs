//! The cost of the inbox: `cargo xtask bench inbox` runs this and compares the figures with limits.
//! Each line has a store, the name of a measurement and its value. Compared variants run in turn.
//!
//! With `gate`, it only measures counts. `CALLBACKS_BENCH_POSTGRES` has the URL of a PostgreSQL
//! server in which it may create and drop databases; without it, only SQLite is measured.

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, routing::post};
use benches::{
    bodies, credential,
    load::{Figures, Result, compare, median, serve},
};
use tempfile::TempDir;
use tokio::{sync::mpsc, task::JoinSet};
use tokio_postgres::{Config, NoTls};
use voximplant_callbacks::{
    Callback, Credential, MemoryGuard, Outcome, Receiver,
    web::{Answer, Delivery, Endpoint},
};
use voximplant_callbacks_inbox::{Inbox, Postgres, Queue, Shares, Sqlite, Store, web};

/// Names the server.
const POSTGRES: &str = "CALLBACKS_BENCH_POSTGRES";

const CLIENTS: u64 = 32;
const ACCOUNTS: u64 = 100;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => measure(false),
        ["gate"] => measure(true),
        ["memory"] => serve_memory(),
        ["sqlite", file] => serve_sqlite(file),
        ["postgres", database] => serve_postgres(database),
        _ => Err("usage: inbox [gate]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}: {:?}", error.source());
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn measure(gate: bool) -> Result<()> {
    let sqlite = Files(TempDir::new()?, AtomicU64::new(0));
    measure_store(&sqlite, gate).await?;
    if let Ok(url) = env::var(POSTGRES) {
        measure_store(&Server(url.parse()?), gate).await?;
    }
    Ok(())
}

async fn measure_store<P: Place>(place: &P, gate: bool) -> Result<()> {
    bytes(place, if gate { 100_000 } else { 1_000_000 }).await?;
    commits(place).await?;
    if !gate {
        end_to_end(place).await?;
        group_commit(place).await?;
        backlog(place).await?;
        others_wait(place).await?;
        remembered_ids(place).await?;
    }
    Ok(())
}

/// A figure, for the command.
fn print<P: Place>(what: &str, value: f64) {
    println!("{}\t{what}\t{value}", P::NAME);
}

/// A factory of stores.
trait Place: Sync {
    const NAME: &'static str;
    type Store: Store;

    /// A new, empty store, with its name.
    async fn create(&self) -> Result<(Self::Store, String)>;

    /// Removes a store that is no longer used.
    async fn remove(&self, name: &str) -> Result<()>;

    /// Makes the store remember these callback IDs of account 1, a thousand apart.
    async fn remember(&self, name: &str, ids: std::ops::Range<u64>) -> Result<()>;

    /// How many bytes it takes on disk.
    async fn size(&self, name: &str) -> Result<u64>;

    /// The arguments that make the load test serve it.
    fn server(name: &str) -> [&str; 2];
}

struct Files(TempDir, AtomicU64);

impl Files {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

impl Place for Files {
    const NAME: &'static str = "SQLite";
    type Store = Sqlite;

    async fn create(&self) -> Result<(Sqlite, String)> {
        let path = self.path(&format!("{}.db", self.1.fetch_add(1, Ordering::Relaxed)));
        let name = path.display().to_string();
        Ok((Sqlite::open(path).await?, name))
    }

    async fn remove(&self, name: &str) -> Result<()> {
        // The threads of the store may not have closed it yet.
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{name}{end}"));
        }
        Ok(())
    }

    async fn remember(&self, name: &str, ids: std::ops::Range<u64>) -> Result<()> {
        let db = rusqlite::Connection::open(name)?;
        db.execute(
            "WITH RECURSIVE ids (id) AS (SELECT ?1 UNION ALL SELECT id + 1 FROM ids WHERE id < ?2)
             INSERT INTO seen SELECT 1, id * 1000, 1, randomblob(32), 0 FROM ids",
            [ids.start.cast_signed(), ids.end.cast_signed() - 1],
        )?;
        Ok(())
    }

    async fn size(&self, name: &str) -> Result<u64> {
        let db = rusqlite::Connection::open(name)?;
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(Path::new(name).metadata()?.len())
    }

    fn server(name: &str) -> [&str; 2] {
        ["sqlite", name]
    }
}

struct Server(Config);

impl Server {
    async fn execute(&self, database: Option<&str>, sql: &str) -> Result<()> {
        let (client, connection) = self.config(database).connect(NoTls).await?;
        tokio::spawn(connection);
        Ok(client.batch_execute(sql).await?)
    }

    fn config(&self, database: Option<&str>) -> Config {
        let mut config = self.0.clone();
        if let Some(database) = database {
            config.dbname(database);
        }
        config
    }
}

impl Place for Server {
    const NAME: &'static str = "PostgreSQL";
    type Store = Postgres;

    async fn create(&self) -> Result<(Postgres, String)> {
        static NEXT: AtomicU64 = AtomicU64::new(0);

        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bench_{}_{number}", std::process::id());
        self.execute(None, &format!("CREATE DATABASE {name}")).await?;
        // As many as there are clients, so that each can have its own transaction.
        let connections = usize::try_from(CLIENTS)?;
        let store = Postgres::builder(self.config(Some(&name)), NoTls).connections(connections);
        Ok((store.open().await?, name))
    }

    async fn remove(&self, name: &str) -> Result<()> {
        self.execute(None, &format!("DROP DATABASE {name} WITH (FORCE)")).await
    }

    async fn remember(&self, name: &str, ids: std::ops::Range<u64>) -> Result<()> {
        let sql = format!(
            "INSERT INTO voximplant_callbacks_inbox.seen
             SELECT 1, id * 1000, 1, sha256(id::text::bytea), 0
             FROM generate_series({}::bigint, {}) AS id",
            ids.start,
            ids.end - 1
        );
        self.execute(Some(name), &sql).await?;
        self.execute(Some(name), "VACUUM ANALYZE voximplant_callbacks_inbox.seen").await?;
        self.execute(Some(name), "CHECKPOINT").await
    }

    async fn size(&self, name: &str) -> Result<u64> {
        let (client, connection) = self.config(Some(name)).connect(NoTls).await?;
        tokio::spawn(connection);
        let size = "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'voximplant_callbacks_inbox'::regnamespace";
        Ok(client.query_one(size, &[]).await?.get::<_, i64>(0).cast_unsigned())
    }

    fn server(name: &str) -> [&str; 2] {
        ["postgres", name]
    }
}

/// Signed callbacks of some accounts, like those of the corpus.
struct Source {
    receiver: Receiver,
    credentials: Vec<Credential>,
    callbacks: Vec<Callback>,
}

impl Source {
    fn new() -> Result<Arc<Self>> {
        let credentials: std::result::Result<Vec<_>, _> =
            (1..=ACCOUNTS).map(|account| Credential::new(account, "salt", "key")).collect();
        let credentials = credentials?;
        let receiver = credentials.iter().cloned().fold(Receiver::default(), Receiver::credential);
        let callbacks = bodies(1).into_iter().map(|body| {
            let body: serde_json::Value = serde_json::from_str(&body)?;
            serde_json::from_value(body["callbacks"][0].clone())
        });
        let callbacks = callbacks.collect::<std::result::Result<_, _>>()?;
        Ok(Arc::new(Self { receiver, credentials, callbacks }))
    }

    /// A callback of an account, which counts from 0, as it is received.
    fn one(&self, account: u64, callback_id: u64) -> Vec<Outcome> {
        self.body([(account, callback_id)])
    }

    fn body(&self, ids: impl IntoIterator<Item = (u64, u64)>) -> Vec<Outcome> {
        let callback = |(account, callback_id): (u64, u64)| {
            #[expect(clippy::cast_possible_truncation, reason = "there are few")]
            let index = (account + callback_id) as usize;
            let mut callback = self.callbacks[index % self.callbacks.len()].clone();
            callback.envelope.account_id = account + 1;
            callback.envelope.callback_id = callback_id;
            #[expect(clippy::cast_possible_truncation, reason = "there are few")]
            let credential = &self.credentials[account as usize];
            callback.envelope.hash = credential.hash(callback_id).to_string();
            serde_json::to_string(&callback).expect("a callback can be written")
        };
        let callbacks: Vec<_> = ids.into_iter().map(callback).collect();
        let body = format!("{{\"callbacks\":[{}]}}", callbacks.join(","));
        self.receiver.receive(body.as_bytes()).expect("it is a body")
    }
}

/// Bytes per stored callback, of its text alone, and per remembered callback ID.
async fn bytes<P: Place>(place: &P, remembered: u64) -> Result<()> {
    const CALLBACKS: u64 = 50_000;

    let source = Source::new()?;
    let (store, name) = place.create().await?;
    let empty = place.size(&name).await?;
    fill(&Inbox::new(store.clone()), &source, 7, CALLBACKS).await;
    let kept = place.size(&name).await? - empty;
    print::<P>("bytes of text", ratio(store.stats().await?.bytes, CALLBACKS));
    print::<P>("bytes for a callback", ratio(kept, CALLBACKS));
    let before = place.size(&name).await?;
    place.remember(&name, 1_000_000..1_000_000 + remembered).await?;
    let added = place.size(&name).await? - before;
    print::<P>("bytes for an ID", ratio(added, remembered));
    drop(store);
    place.remove(&name).await
}

/// Puts callbacks of this many accounts, each with rising callback IDs.
async fn fill<S: Store>(inbox: &Inbox<S>, source: &Source, accounts: u64, callbacks: u64) {
    const BODY: u64 = 250;

    for start in (0..callbacks).step_by(250) {
        let ids = (start..(start + BODY).min(callbacks)).map(|it| (it % accounts, it));
        inbox.put(source.body(ids)).await;
    }
    let stats = inbox.stats().await.expect("stats");
    assert!(stats.ready >= callbacks, "all of them are stored");
}

/// Transactions per callback while many clients send one each.
async fn commits<P: Place>(place: &P) -> Result<()> {
    const CALLBACKS: u64 = 4_000;

    let (store, name) = place.create().await?;
    let inbox = Inbox::new(store);
    let inboxes = vec![inbox.clone(); usize::try_from(CLIENTS)?];
    put_from_clients(&inboxes, &Source::new()?, &Arc::default(), Until::Stored(CALLBACKS)).await;
    let metrics = inbox.metrics().await?;
    let count = metrics
        .lines()
        .find_map(|line| line.strip_prefix("voximplant_callbacks_batch_size_count "));
    let count: u64 = count.ok_or("the metrics have another form")?.parse()?;
    print::<P>("transactions for a callback", ratio(count, CALLBACKS));
    drop((inbox, inboxes));
    place.remove(&name).await
}

#[derive(Clone, Copy)]
enum Until {
    Stored(u64),
    Passed(Duration),
}

/// One client per inbox, which puts one callback after the other. Returns how many per second.
async fn put_from_clients<S: Store>(
    inboxes: &[Inbox<S>],
    source: &Arc<Source>,
    next: &Arc<AtomicU64>,
    until: Until,
) -> f64 {
    let started = Instant::now();
    let first = next.load(Ordering::Relaxed);
    let before = inboxes[0].stats().await.expect("stats").ready;
    let mut clients = JoinSet::new();
    for inbox in inboxes {
        let (inbox, source, next) = (inbox.clone(), Arc::clone(source), Arc::clone(next));
        clients.spawn(async move {
            let mut stored = 0;
            loop {
                let is_over = match until {
                    Until::Passed(time) => started.elapsed() >= time,
                    Until::Stored(count) => next.load(Ordering::Relaxed) >= first + count,
                };
                if is_over {
                    return stored;
                }
                let id = next.fetch_add(1, Ordering::Relaxed);
                inbox.put(source.one(id % ACCOUNTS, id)).await;
                stored += 1;
            }
        });
    }
    let stored: u64 = clients.join_all().await.into_iter().sum();
    let rate = per_second(stored, started.elapsed());
    let ready = inboxes[0].stats().await.expect("stats").ready;
    assert_eq!(ready - before, stored, "all of them are stored");
    rate
}

/// Requests per second of a server that stores each callback before it answers, relative to one
/// that remembers it in memory.
async fn end_to_end<P: Place>(place: &P) -> Result<()> {
    const ROUNDS: usize = 7;
    const REQUESTS: usize = 10_000;

    let (store, name) = place.create().await?;
    drop(store);
    let servers: [&[&str]; 2] = [&["memory"], &P::server(&name)];
    let [memory, durable] = compare(servers, ROUNDS, REQUESTS).await?;
    let rate = |figures: &[Figures]| median(figures.iter().map(|it| it.rate));
    let ratios = memory.iter().zip(&durable).map(|(memory, durable)| durable.rate / memory.rate);
    print::<P>("end to end", median(ratios));
    print::<P>("end to end, memory", rate(&memory));
    print::<P>("end to end, durable", rate(&durable));
    print::<P>("end to end, 99th percentile in ms", median(durable.iter().map(|it| it.p99 * 1e3)));
    place.remove(&name).await
}

/// Callbacks per second of many clients whose callbacks share transactions, relative to one
/// transaction per callback.
async fn group_commit<P: Place>(place: &P) -> Result<()> {
    const ROUNDS: usize = 5;
    const TURN: Until = Until::Passed(Duration::from_secs(2));

    let (store, name) = place.create().await?;
    let source = Source::new()?;
    let clients = usize::try_from(CLIENTS)?;
    let grouped = vec![Inbox::new(store.clone()); clients];
    let mut queue = Queue::default();
    queue.batch = 1;
    queue.patience = Duration::from_secs(60);
    // Each has its own queue, so that a server sees as many concurrent transactions.
    let alone: Vec<_> =
        (0..clients).map(|_| Inbox::with(store.clone(), queue, Shares::default())).collect();
    let next = Arc::default();
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let alone = put_from_clients(&alone, &source, &next, TURN).await;
        rates.push((put_from_clients(&grouped, &source, &next, TURN).await, alone));
    }
    print::<P>("group commit", median(rates.iter().map(|(grouped, alone)| grouped / alone)));
    print::<P>("group commit, grouped", median(rates.iter().map(|(grouped, _)| *grouped)));
    print::<P>("group commit, alone", median(rates.iter().map(|(_, alone)| *alone)));
    drop((store, grouped, alone));
    place.remove(&name).await
}

const BACKLOG: u64 = 60_000;

/// Items per second of one account with a long backlog, relative to many accounts with the same
/// total. They take turns, a part at a time.
async fn backlog<P: Place>(place: &P) -> Result<()> {
    const TURNS: u64 = 6;
    const TURN: u64 = 3_000;

    let source = Source::new()?;
    let (one, one_name) = place.create().await?;
    let (many, many_name) = place.create().await?;
    let [one, many] = [Inbox::new(one), Inbox::new(many)];
    fill(&one, &source, 1, BACKLOG).await;
    fill(&many, &source, ACCOUNTS, BACKLOG).await;
    let mut rates = Vec::new();
    for _ in 0..TURNS {
        rates.push((handle(&one, TURN).await, handle(&many, TURN).await));
    }
    print::<P>("backlog", median(rates.iter().map(|(one, many)| one / many)));
    print::<P>("backlog, one", median(rates.iter().map(|(one, _)| *one)));
    print::<P>("backlog, many", median(rates.iter().map(|(_, many)| *many)));
    drop((one, many));
    place.remove(&one_name).await?;
    place.remove(&many_name).await
}

/// Processes at least this many items with a handler that does nothing, and returns how many per
/// second.
async fn handle<S: Store>(inbox: &Inbox<S>, items: u64) -> f64 {
    let (count, mut counted) = mpsc::unbounded_channel();
    let started = Instant::now();
    let worker = inbox.worker().run(move |_| {
        let _ = count.send(());
        async { Ok(()) }
    });
    for _ in 0..items {
        counted.recv().await.expect("the worker runs");
    }
    let rate = per_second(items, started.elapsed());
    worker.stop().await;
    rate
}

/// How long callbacks of other accounts wait for their handler while one account has a long
/// backlog, and without it.
async fn others_wait<P: Place>(place: &P) -> Result<()> {
    let source = Source::new()?;
    let (idle, idle_name) = place.create().await?;
    let (busy, busy_name) = place.create().await?;
    let [idle, busy] = [Inbox::new(idle), Inbox::new(busy)];
    fill(&busy, &source, 1, BACKLOG).await;
    let without = waits(&idle, &source).await;
    let with = waits(&busy, &source).await;
    let left = busy.stats().await?.ready;
    assert!(left > 0, "there was a backlog all the time");
    print::<P>("others wait, in ms", with.0);
    print::<P>("others wait without it, in ms", without.0);
    print::<P>("others wait, 99th percentile in ms", with.1);
    print::<P>("others wait without it, 99th percentile in ms", without.1);
    drop((idle, busy));
    place.remove(&idle_name).await?;
    place.remove(&busy_name).await
}

/// The median and the 99th percentile of the time from the answer to the handler,
/// in milliseconds, of accounts that have no backlog.
async fn waits<S: Store>(inbox: &Inbox<S>, source: &Source) -> (f64, f64) {
    const CALLBACKS: u64 = 200;

    let (handled, mut handlings) = mpsc::unbounded_channel();
    let worker = inbox.worker().run(move |item| {
        if item.account_id() > 1 {
            let _ = handled.send(Instant::now());
        }
        // As long as a handler that calls another service takes.
        async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(())
        }
    });
    let mut waits = Vec::new();
    for number in 0..CALLBACKS {
        let account = 1 + number % (ACCOUNTS - 1);
        inbox.put(source.one(account, 1_000_000 + number)).await;
        let stored = Instant::now();
        let handled = handlings.recv().await.expect("the worker runs");
        waits.push(handled.saturating_duration_since(stored).as_secs_f64() * 1e3);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    worker.stop().await;
    waits.sort_unstable_by(f64::total_cmp);
    (waits[waits.len() / 2], waits[waits.len() * 99 / 100])
}

/// The cost of a callback with more and more remembered callback IDs, relative to the cost with ten
/// thousand.
async fn remembered_ids<P: Place>(place: &P) -> Result<()> {
    const IDS: [u64; 4] = [10_000, 100_000, 1_000_000, 10_000_000];
    const TURNS: u64 = 15;
    const BODY: u64 = 250;

    let source = Source::new()?;
    let mut stores = Vec::new();
    for ids in IDS {
        let (store, name) = place.create().await?;
        place.remember(&name, 1..ids).await?;
        stores.push((Inbox::new(store), name, ids));
    }
    let mut costs = vec![Vec::new(); 2 * IDS.len()];
    for turn in 0..=TURNS {
        for (index, (inbox, _, ids)) in stores.iter().enumerate() {
            for is_random in [false, true] {
                let id = |it: u64| {
                    let number = turn * BODY + it;
                    // Rising IDs go after existing ones, random IDs between them.
                    let place = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) % (ids * 1_000);
                    if is_random {
                        place / 1_000 * 1_000 + 1 + number % 999
                    } else {
                        ids * 1_000 + number
                    }
                };
                let body = source.body((0..BODY).map(|it| (0, id(it))));
                let started = Instant::now();
                inbox.put(body).await;
                // The first turn is a warm-up and does not count.
                if turn > 0 {
                    costs[2 * index + usize::from(is_random)].push(started.elapsed().as_secs_f64());
                }
            }
        }
    }
    for (index, (_, _, ids)) in stores.iter().enumerate() {
        for (order, name) in ["rising", "random"].into_iter().enumerate() {
            let ratios =
                costs[2 * index + order].iter().zip(&costs[0]).map(|(cost, base)| cost / base);
            print::<P>(&format!("{ids} IDs, {name}"), median(ratios));
        }
    }
    for (inbox, name, _) in stores {
        drop(inbox);
        place.remove(&name).await?;
    }
    Ok(())
}

/// The web service without an inbox: it forgets what it received.
#[tokio::main(worker_threads = 2)]
async fn serve_memory() -> Result<()> {
    let receiver = Receiver::new(credential()).guard(Arc::new(MemoryGuard::default()));
    let state = Endpoint::new(receiver);
    serve(Router::new().route("/callbacks", post(settle)).with_state(state)).await
}

async fn settle(mut delivery: Delivery) -> Answer {
    delivery.take_outcomes().into_iter().for_each(Outcome::settle);
    delivery.answer()
}

#[tokio::main(worker_threads = 2)]
async fn serve_sqlite(file: &str) -> Result<()> {
    serve_inbox(Inbox::sqlite(file).await?).await
}

#[tokio::main(worker_threads = 2)]
async fn serve_postgres(database: &str) -> Result<()> {
    let config = Server(env::var(POSTGRES)?.parse()?).config(Some(database));
    serve_inbox(Inbox::new(Postgres::builder(config, NoTls).open().await?)).await
}

async fn serve_inbox<S: Store>(inbox: Inbox<S>) -> Result<()> {
    let state = inbox.endpoint(Endpoint::new(Receiver::new(credential())));
    serve(Router::new().route("/callbacks", post(web::receive)).with_state(state)).await
}

#[expect(clippy::cast_precision_loss, reason = "they are small")]
fn ratio(value: u64, to: u64) -> f64 {
    value as f64 / to as f64
}

fn per_second(count: u64, took: Duration) -> f64 {
    ratio(count, 1) / took.as_secs_f64()
}
