//! The suite for every store, and what is particular to a server.
//!
//! They need a server: `CALLBACKS_TEST_POSTGRES` has the URL of a database
//! in which they may make and drop databases.

use tokio_postgres::{Config, NoTls};

use super::Postgres;

/// A store in a database of its own, unless no server is named.
async fn open() -> Option<(Postgres, Database)> {
    let database = Database::create().await?;
    let store = Postgres::builder(database.config.clone(), NoTls).open().await.expect("open");
    Some((store, database))
}

/// The same in four partitions.
async fn open_partitioned() -> Option<(Postgres, Database)> {
    let database = Database::create().await?;
    let store =
        Postgres::builder(database.config.clone(), NoTls).partitions(4).open().await.expect("open");
    Some((store, database))
}

/// A database for one test.
struct Database {
    config: Config,
}

impl Database {
    async fn create() -> Option<Self> {
        let Ok(url) = std::env::var("CALLBACKS_TEST_POSTGRES") else {
            eprintln!("left out: set CALLBACKS_TEST_POSTGRES to the URL of a PostgreSQL database");
            return None;
        };
        let server: Config = url.parse().expect("the URL of a database");
        let (client, connection) = server.connect(NoTls).await.expect("connect");
        tokio::spawn(connection);
        let name = format!("inbox_{:016x}", getrandom::u64().expect("random numbers"));
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("create");
        let mut config = server;
        config.dbname(&name);
        Some(Self { config })
    }
}

mod plain {
    crate::suite::suite!(super::open);
}

mod partitioned {
    crate::suite::suite!(super::open_partitioned);
}

mod own {
    //! What only a server has.

    use std::{
        collections::BTreeSet,
        process::Command,
        sync::{
            Arc,
            atomic::{AtomicU64, Ordering},
        },
        time::Duration,
    };

    use tokio_postgres::NoTls;

    use super::{Database, Postgres, open};
    use crate::{
        Failure, Inbox, Queue, Retries, Shares, StoreError,
        store::{Store, Verdict},
        suite::entry,
    };

    fn quick() -> Retries {
        let (first, longest) = (Duration::from_millis(1), Duration::from_millis(5));
        Retries { attempts: 20, first, longest }
    }

    async fn put(store: &Postgres, ids: std::ops::Range<u64>) {
        let entries = ids.map(|id| entry(id % 5, id)).collect();
        store.put(entries, Shares::default()).await.expect("put");
    }

    async fn until_idle(store: &Postgres) {
        for _ in 0..2000 {
            if store.stats().await.is_ok_and(|stats| stats.ready == 0) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("there is still something to do");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn effect_and_completion_are_committed_together() {
        let Some((store, database)) = open().await else { return };
        let (client, connection) = database.config.connect(NoTls).await.expect("connect");
        tokio::spawn(connection);
        client.batch_execute("CREATE TABLE public.payment (key text)").await.expect("a table");
        put(&store, 0..60).await;
        let attempts = Arc::new(AtomicU64::new(0));
        let mut workers = Vec::new();
        for _ in 0..2 {
            let attempts = Arc::clone(&attempts);
            let inbox = Inbox::new(store.clone());
            workers.push(inbox.worker().accounts(3).retries(quick()).run_in(move |db, item| {
                let attempts = Arc::clone(&attempts);
                Box::pin(async move {
                    let book = "INSERT INTO public.payment (key) VALUES ($1)";
                    db.execute(book, &[&item.idempotency_key()]).await?;
                    // After the effect, in every way there is.
                    match attempts.fetch_add(1, Ordering::Relaxed) % 7 {
                        1 => Err(Failure::retry_after(Duration::ZERO, "no luck")),
                        3 => panic!("in the middle"),
                        5 => Ok(db.batch_execute("SELECT 1 / 0").await?),
                        _ => Ok(()),
                    }
                })
            }));
        }
        until_idle(&store).await;
        for worker in workers {
            worker.stop().await;
        }
        let row = client
            .query_one("SELECT count(*), count(DISTINCT key) FROM public.payment", &[])
            .await
            .expect("count");
        assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (60, 60));
        assert!(attempts.load(Ordering::Relaxed) > 60, "some failed");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_effect_under_a_lost_lease_is_rolled_back() {
        let Some((store, database)) = open().await else { return };
        let (client, connection) = database.config.connect(NoTls).await.expect("connect");
        tokio::spawn(connection);
        client.batch_execute("CREATE TABLE public.payment (key text)").await.expect("a table");
        put(&store, 0..1).await;
        let client = Arc::new(client);
        let other = Arc::clone(&client);
        let inbox = Inbox::new(store.clone());
        let worker = inbox.worker().retries(quick()).run_in(move |db, item| {
            let other = Arc::clone(&other);
            Box::pin(async move {
                let book = "INSERT INTO public.payment (key) VALUES ($1)";
                db.execute(book, &[&item.idempotency_key()]).await?;
                if item.attempt() == 1 {
                    // Another machine takes the account over meanwhile.
                    let take = "UPDATE voximplant_callbacks_inbox.lane SET epoch = epoch + 1, owner = NULL";
                    other.batch_execute(take).await?;
                }
                Ok(())
            })
        });
        until_idle(&store).await;
        worker.stop().await;
        let row =
            client.query_one("SELECT count(*) FROM public.payment", &[]).await.expect("count");
        assert_eq!(row.get::<_, i64>(0), 1);
        let item = store.list(crate::Filter::default(), None, 1).await.expect("list").remove(0);
        assert_eq!(item.attempts, 2);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_newer_schema_is_refused() {
        let Some((store, database)) = open().await else { return };
        let (client, connection) = database.config.connect(NoTls).await.expect("connect");
        tokio::spawn(connection);
        drop(store);
        let newer = "INSERT INTO voximplant_callbacks_inbox.migration (version) VALUES (99)";
        client.batch_execute(newer).await.expect("a version");
        let error =
            Postgres::builder(database.config.clone(), NoTls).open().await.expect_err("newer");
        assert!(matches!(error, StoreError::Unusable(_)), "{error}");
        assert!(error.to_string().contains("version 99"), "{error}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn settings_that_lose_commits_are_refused() {
        let Some(database) = Database::create().await else { return };
        let mut config = database.config.clone();
        config.options("-c synchronous_commit=off");
        let open = || Postgres::builder(config.clone(), NoTls);
        let error = open().open().await.expect_err("it is off");
        assert!(error.to_string().contains("synchronous_commit is off"), "{error}");
        open().allow_weak_durability().open().await.expect("it was asked for");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_that_cannot_hold_every_text_is_refused() {
        let Some(database) = Database::create().await else { return };
        let (client, connection) = database.config.connect(NoTls).await.expect("connect");
        tokio::spawn(connection);
        let name = format!("{}_latin1", database.config.get_dbname().expect("a name"));
        let create = format!(
            "CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        );
        client.batch_execute(&create).await.expect("create");
        let mut config = database.config.clone();
        config.dbname(&name);
        let error = Postgres::builder(config, NoTls).open().await.expect_err("it is LATIN1");
        assert!(error.to_string().contains("ENCODING 'UTF8'"), "{error}");
    }

    /// Passes bytes on to a server, until connections are made to stand still,
    /// as if the server or the network were gone without a word.
    async fn passing_on(server: &tokio_postgres::Config) -> (u16, tokio::sync::watch::Sender<u32>) {
        let port = *server.get_ports().first().expect("a port");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bind");
        let own = listener.local_addr().expect("an address").port();
        let (still, era) = tokio::sync::watch::channel(0);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let mut era = era.clone();
                let current = *era.borrow();
                tokio::spawn(async move {
                    let to = tokio::net::TcpStream::connect(("127.0.0.1", port));
                    let mut server = to.await.expect("connect");
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut client, &mut server) => {}
                        _ = async { era.wait_for(|era| *era != current).await.map(drop) } => {}
                    }
                    std::future::pending::<()>().await;
                    drop((client, server));
                });
            }
        });
        (own, still)
    }

    #[tokio::test]
    async fn a_connection_that_stands_still_is_not_used_again() {
        let Some(database) = Database::create().await else { return };
        let (port, still) = passing_on(&database.config).await;
        let mut config = tokio_postgres::Config::new();
        let dbname = database.config.get_dbname().expect("a name");
        config.host("127.0.0.1").port(port).dbname(dbname).user("postgres");
        let store = Postgres::builder(config, NoTls).open().await.expect("open");
        put(&store, 0..1).await;

        // The caller gives up, as the queue in front of the store does.
        still.send_replace(1);
        let wait = Duration::from_millis(100);
        let given_up = tokio::time::timeout(wait, put(&store, 1..2)).await;
        given_up.expect_err("it stands still");
        put(&store, 2..3).await;

        // And who has nothing else to do does not wait for ever.
        still.send_replace(2);
        tokio::time::pause();
        let error = store.stats().await.expect_err("it stands still");
        assert!(matches!(error, StoreError::TimedOut), "{error}");
        tokio::time::resume();
        put(&store, 3..4).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_machines_can_make_the_tables_at_once() {
        let Some(database) = Database::create().await else { return };
        let mut opening = Vec::new();
        for _ in 0..6 {
            let builder = Postgres::builder(database.config.clone(), NoTls).connections(2);
            opening.push(tokio::spawn(builder.open()));
        }
        for opened in opening {
            opened.await.expect("a task").expect("open");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn another_machine_is_woken_by_a_notification() {
        let Some((store, database)) = open().await else { return };
        let other = Postgres::builder(database.config.clone(), NoTls).open().await.expect("open");
        assert!(other.hears().await.expect("a server"));
        let (handled, mut has_handled) = tokio::sync::mpsc::unbounded_channel();
        let worker = Inbox::new(other).worker().run(move |item| {
            let handled = handled.clone();
            async move {
                handled.send(item.callback_id()).ok();
                Ok(())
            }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        put(&store, 7..8).await;
        // Sooner than it would have looked by itself.
        let woken = tokio::time::timeout(super::super::POLL / 2, has_handled.recv()).await;
        assert_eq!(woken.expect("in time"), Some(7));
        worker.stop().await;
    }

    /// Though the server has no statistics yet of what was put just now.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn no_table_is_read_from_end_to_end() {
        const BATCHES: i64 = 20;

        let Some((store, database)) = open().await else { return };
        for batch in 0..BATCHES.cast_unsigned() {
            put(&store, batch * 200..(batch + 1) * 200).await;
        }
        let worker = Inbox::new(store.clone()).worker().run(|_| async { Ok(()) });
        until_idle(&store).await;
        worker.stop().await;
        drop(store);
        let (client, connection) = database.config.connect(NoTls).await.expect("connect");
        tokio::spawn(connection);
        // A connection has reported what it read once it has ended.
        let others = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        while client.query_one(others, &[]).await.expect("statistics").get::<_, i64>(0) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let read =
            "SELECT sum(idx_scan) FILTER (WHERE relname = 'seen')::int8, sum(seq_tup_read)::int8
            FROM pg_stat_user_tables WHERE relname IN ('item', 'seen')";
        let read = client.query_one(read, &[]).await.expect("statistics");
        let (by_index, from_end_to_end): (i64, i64) = (read.get(0), read.get(1));
        assert!(by_index >= BATCHES);
        assert_eq!(from_end_to_end, 0, "rows");
    }

    /// As behind a pooler: connections that are lost are made again later only.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_hears_no_notification_is_told_so() {
        let Some((store, database)) = open().await else { return };
        assert_eq!(store.diagnose().await.expect("a server"), Vec::<String>::new());
        let (client, connection) = database.config.connect(NoTls).await.expect("a server");
        tokio::spawn(connection);
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        client.batch_execute(end).await.expect("a superuser");
        let found = store.diagnose().await.expect("a server");
        assert!(found.len() == 1 && found[0].contains("no notifications arrive"), "{found:?}");
    }

    /// The server is killed under load, several times. `.ci/run` says how, as
    /// the server belongs to another user there.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "kills a server: `.ci/run` runs it alone"]
    async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
        let crash = std::env::var("CALLBACKS_TEST_POSTGRES_CRASH").expect("a command");
        let (store, _database) = open().await.expect("a server");
        let queue = Queue { patience: Duration::from_secs(3), ..Queue::default() };
        let inbox = Inbox::with(store.clone(), queue, Shares::default());
        let handled = Arc::new(std::sync::Mutex::new(BTreeSet::new()));
        let seen = Arc::clone(&handled);
        let worker =
            inbox.worker().lease(Duration::from_secs(2)).retries(quick()).run(move |item| {
                let seen = Arc::clone(&seen);
                async move {
                    seen.lock().expect("a lock").insert(item.callback_id());
                    Ok(())
                }
            });
        let next = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let mut clients = Vec::new();
        for _ in 0..16 {
            let (store, next, stop) = (store.clone(), Arc::clone(&next), Arc::clone(&stop));
            clients.push(tokio::spawn(async move {
                let (mut acknowledged, mut refused) = (Vec::new(), 0);
                while !stop.load(Ordering::Relaxed) {
                    let id = next.fetch_add(1, Ordering::Relaxed);
                    let put = store.put(vec![entry(id % 5, id)], Shares::default());
                    if let Ok(verdicts) = put.await {
                        assert_eq!(verdicts, [Verdict::New]);
                        acknowledged.push(id);
                    } else {
                        refused += 1;
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                }
                (acknowledged, refused)
            }));
        }
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let crash = crash.clone();
            let run = move || Command::new("sh").args(["-c", &crash]).status().expect("run");
            assert!(tokio::task::spawn_blocking(run).await.expect("a task").success());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        stop.store(true, Ordering::Relaxed);
        let (mut acknowledged, mut refused) = (Vec::new(), 0);
        for client in clients {
            let (ids, no) = client.await.expect("a client");
            acknowledged.extend(ids);
            refused += no;
        }
        until_idle(&store).await;
        worker.stop().await;
        let handled = handled.lock().expect("a lock");
        let lost = acknowledged.iter().filter(|id| !handled.contains(id)).count();
        eprintln!("acknowledged {}, refused meanwhile {refused}, lost {lost}", acknowledged.len());
        assert_eq!(lost, 0);
        assert!(refused > 0 && acknowledged.len() > 100, "it was killed under load");
    }
}
