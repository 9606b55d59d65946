//! The suite for every store, and what is particular to a file.

use std::fs;

use tempfile::TempDir;

use super::Sqlite;
use crate::store::StoreError;

async fn open() -> Option<(Sqlite, TempDir)> {
    let folder = TempDir::new().expect("a folder");
    let store = Sqlite::open(folder.path().join("inbox.db")).await.expect("open");
    Some((store, folder))
}

crate::suite::suite!(open);

#[tokio::test]
async fn a_digest_of_a_version_to_come_is_only_seen() {
    let (store, _folder) = open().await.expect("a store");
    let entry = crate::suite::entry(1, 7);
    let shares = crate::Shares::default();
    crate::Store::put(&store, vec![entry.clone()], shares).await.expect("put");
    store.write(|db, _| db.execute("UPDATE seen SET version = 9", [])).await.expect("update");
    let again = crate::Store::put(&store, vec![entry], shares).await.expect("put");
    assert_eq!(again, [crate::store::Verdict::Seen]);
}

#[tokio::test]
async fn a_newer_schema_and_another_database_are_refused() {
    let (store, folder) = open().await.expect("a store");
    store.run_on_writer(|db| db.pragma_update(None, "user_version", 99).expect("a version")).await;
    drop(store);
    let error = Sqlite::open(folder.path().join("inbox.db")).await.expect_err("it is newer");
    assert!(error.to_string().contains("schema version 99"), "{error}");

    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).expect("open");
    connection.execute_batch("CREATE TABLE mine (x)").expect("a table");
    // Whatever version its owner gave it.
    for version in [0, 1, 7] {
        connection.pragma_update(None, "user_version", version).expect("a version");
        let before = fs::read(&other).expect("read");
        let error = Sqlite::open(&other).await.expect_err("it is somebody else's");
        assert!(error.to_string().contains("a separate file"), "{error}");
        assert_eq!(fs::read(&other).expect("read"), before, "nothing of it was changed");
    }

    let text = folder.path().join("text.db");
    fs::write(&text, "not a database, and long enough to be looked at as one".repeat(30))
        .expect("write");
    let error = Sqlite::open(&text).await.expect_err("it is no database");
    assert!(matches!(error, StoreError::Unusable(_)), "{error}");
}

#[tokio::test]
async fn a_failure_to_open_says_what_to_do() {
    let folder = TempDir::new().expect("a folder");
    for (path, says) in [
        (folder.path().join("missing/inbox.db"), "create it first"),
        (folder.path().to_owned(), "name a file in it"),
    ] {
        let error = Sqlite::open(&path).await.expect_err("it cannot be opened");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_private() {
    use std::os::unix::fs::PermissionsExt;

    let (store, folder) = open().await.expect("a store");
    let entry = crate::suite::entry(1, 7);
    crate::Store::put(&store, vec![entry], crate::Shares::default()).await.expect("put");
    let mode = |name: &str| {
        let metadata = fs::metadata(folder.path().join(name)).expect("a file");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(
        (mode("inbox.db"), mode("inbox.db-wal"), mode("inbox.db-shm")),
        (0o600, 0o600, 0o600)
    );
    drop(store);
    // As a copy that was restored without care.
    let path = folder.path().join("inbox.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("loosen");
    let _again = Sqlite::open(&path).await.expect("open");
    assert_eq!(mode("inbox.db"), 0o600);

    // But nobody else's.
    let notes = folder.path().join("notes.txt");
    fs::write(&notes, "not a database").expect("write");
    fs::set_permissions(&notes, fs::Permissions::from_mode(0o644)).expect("loosen");
    Sqlite::open(&notes).await.expect_err("it is no database");
    assert_eq!(mode("notes.txt"), 0o644);
}

#[tokio::test]
async fn a_store_that_is_dropped_leaves_everything_in_one_file() {
    let (store, folder) = open().await.expect("a store");
    let put = crate::Store::put(&store, vec![crate::suite::entry(1, 7)], crate::Shares::default());
    put.await.expect("put");
    drop(store);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    let copy = folder.path().join("copy.db");
    fs::copy(folder.path().join("inbox.db"), &copy).expect("copy");
    let copy = Sqlite::open(&copy).await.expect("open");
    assert_eq!(crate::Store::stats(&copy).await.expect("stats").ready, 1);
}

/// What is written to a file that is at its place no more is lost, so it is not
/// acknowledged.
#[cfg(unix)]
#[tokio::test]
async fn nothing_is_kept_in_a_file_that_was_removed_or_replaced() {
    for name in ["inbox.db", "inbox.db-wal"] {
        let (store, folder) = open().await.expect("a store");
        let put = async |id| {
            let entry = crate::suite::entry(1, id);
            crate::Store::put(&store, vec![entry], crate::Shares::default()).await
        };
        put(1).await.expect("put");
        let (path, aside) = (folder.path().join(name), folder.path().join("aside"));
        fs::rename(&path, &aside).expect("move");
        let error = put(2).await.expect_err("it is gone").to_string();
        assert!(error.contains("removed or replaced") && error.contains(name), "{error}");
        fs::copy(&aside, &path).expect("restore");
        put(3).await.expect_err("it is another one");
        fs::rename(&aside, &path).expect("move back");
        put(4).await.expect("put");
    }
}

#[tokio::test]
async fn a_panic_ends_one_transaction() {
    let (store, _folder) = open().await.expect("a store");
    store.run_on_writer(|_| panic!("on purpose")).await;
    let put = crate::Store::put(&store, vec![crate::suite::entry(1, 7)], crate::Shares::default());
    put.await.expect("put");
}

fn terms() -> crate::store::LeaseTerms {
    crate::store::LeaseTerms {
        owner: "a".to_owned(),
        lanes: 10,
        items: 8,
        duration: std::time::Duration::from_secs(10),
        order: crate::store::Order::InOrder,
        attempts: 3,
    }
}

/// A process whose clock is years ahead receives, leases and is killed; then the
/// clock is set right.
#[tokio::test]
async fn what_was_received_while_the_clock_was_ahead_is_handled() {
    let (store, folder) = open().await.expect("a store");
    let entries = vec![crate::suite::entry(1, 7), crate::suite::entry(2, 7)];
    crate::Store::put(&store, entries, crate::Shares::default()).await.expect("put");
    let leases = crate::Store::lease(&store, terms()).await.expect("lease");
    assert_eq!(leases.len(), 2);
    let ahead = |db: &rusqlite::Transaction<'_>, _| {
        const YEARS: i64 = 70 * 365 * 24 * 60 * 60 * 1000;
        db.execute(
            "UPDATE item SET received_at = received_at + ?1, due_at = due_at + ?1",
            [YEARS],
        )?;
        db.execute("UPDATE lane SET due_at = due_at + ?1, lease_until = lease_until + ?1", [YEARS])
    };
    store.write(ahead).await.expect("update");
    drop(store);

    let store = Sqlite::open(folder.path().join("inbox.db")).await.expect("open");
    let leases = crate::Store::lease(&store, terms()).await.expect("lease");
    assert_eq!(leases.iter().map(|it| it.items.len()).sum::<usize>(), 2);
}

/// The clock is set back under a running process, and another one, such as a
/// command of the tool, opens the file.
#[tokio::test]
async fn a_lease_from_before_the_clock_was_set_back_still_holds() {
    let (mut store, folder) = open().await.expect("a store");
    let shared = std::sync::Arc::get_mut(&mut store.shared).expect("nobody else has it");
    shared.clock = crate::clock::Clock::ahead(std::time::Duration::from_secs(10 * 60));
    crate::Store::put(&store, vec![crate::suite::entry(1, 7)], crate::Shares::default())
        .await
        .expect("put");
    assert_eq!(crate::Store::lease(&store, terms()).await.expect("lease").len(), 1);
    let other = Sqlite::open(folder.path().join("inbox.db")).await.expect("open");
    for store in [&store, &other] {
        assert_eq!(crate::Store::lease(store, terms()).await.expect("lease").len(), 0);
    }
}

/// As by a process that began before the clock was set back.
#[tokio::test]
async fn a_clock_that_is_ahead_does_not_delay_what_it_runs_again() {
    let (store, folder) = open().await.expect("a store");
    crate::Store::put(&store, vec![crate::suite::entry(1, 7)], crate::Shares::default())
        .await
        .expect("put");
    let lease = crate::Store::lease(&store, terms()).await.expect("lease").remove(0);
    let finished = crate::store::Finished {
        items: vec![(lease.items[0].seq, crate::store::Ending::Dead { error: String::new() })],
        lease: lease.key,
        release: true,
        order: crate::store::Order::InOrder,
    };
    crate::Store::finish(&store, vec![finished]).await.expect("finish");

    let mut ahead = Sqlite::open(folder.path().join("inbox.db")).await.expect("open");
    let shared = std::sync::Arc::get_mut(&mut ahead.shared).expect("nobody else has it");
    shared.clock = crate::clock::Clock::ahead(std::time::Duration::from_secs(8 * 60 * 60));
    assert_eq!(crate::Store::rerun(&ahead, vec![lease.items[0].key()]).await.expect("rerun"), 1);
    assert_eq!(crate::Store::lease(&store, terms()).await.expect("lease").len(), 1);
}

#[tokio::test]
async fn erased_text_is_not_in_the_file_any_more() {
    let (store, folder) = open().await.expect("a store");
    let mut entry = crate::suite::entry(1, 7);
    entry.text = entry.text.replace("\"x\":\"\"", "\"x\":\"+15550100 A SECRET\"");
    crate::Store::put(&store, vec![entry], crate::Shares::default()).await.expect("put");
    crate::Store::erase(&store, vec![(1, 7)]).await.expect("erase");
    let checkpoint = |db: &rusqlite::Connection| {
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("checkpoint");
    };
    store.run_on_writer(checkpoint).await;
    for name in ["inbox.db", "inbox.db-wal"] {
        let bytes = fs::read(folder.path().join(name)).unwrap_or_default();
        assert!(!bytes.windows(8).any(|it| it == b"A SECRET"), "{name}");
    }
}

/// Two processes have what two stores of one file have: nothing in common but
/// the file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_stores_share_a_file() {
    let (first, folder) = open().await.expect("a store");
    let second = Sqlite::open(folder.path().join("inbox.db")).await.expect("open");
    let mut tasks = Vec::new();
    for (store, base) in [(first.clone(), 0), (second.clone(), 50)] {
        tasks.push(tokio::spawn(async move {
            let mut new = 0;
            for id in base..base + 100 {
                let entry = crate::suite::entry(1, id);
                let put = crate::Store::put(&store, vec![entry], crate::Shares::default());
                new += usize::from(put.await.expect("put") == [crate::store::Verdict::New]);
            }
            new
        }));
    }
    let mut new = 0;
    for task in tasks {
        new += task.await.expect("a task");
    }
    assert_eq!(new, 150, "each once, whoever put it");
}

/// A process that closes a file loses its locks on it, however often it has it
/// open. Then another process may take the log away from under this one.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn opening_a_file_again_keeps_its_locks() {
    use std::os::unix::fs::MetadataExt;

    let (store, folder) = open().await.expect("a store");
    let path = folder.path().join("inbox.db");
    let again = Sqlite::open(&path).await.expect("open");
    let file = format!(":{} ", fs::metadata(&path).expect("a file").ino());
    let own = format!(" {} ", std::process::id());
    // While other locks come and go, a listing may leave some out.
    let is_locked = |_| {
        let locks = fs::read_to_string("/proc/locks").expect("the locks of the system");
        locks.lines().any(|it| it.contains(&file) && it.contains(&own))
    };
    assert!((0..100).any(is_locked));
    drop((store, again));
}
