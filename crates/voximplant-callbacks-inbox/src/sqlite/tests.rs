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
    let before = fs::read(&other).expect("read");
    let error = Sqlite::open(&other).await.expect_err("it is somebody else's");
    assert!(error.to_string().contains("a file of its own"), "{error}");
    drop(connection);
    let rows: i64 = rusqlite::Connection::open(&other)
        .expect("open")
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .expect("count");
    assert_eq!(rows, 1, "nothing was added to it");
    assert!(!before.is_empty());

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
        (folder.path().join("missing/inbox.db"), "make it first"),
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
    let locks = fs::read_to_string("/proc/locks").expect("the locks of the system");
    assert!(locks.lines().any(|it| it.contains(&file) && it.contains(&own)), "{locks}");
    drop((store, again));
}
