//! A thread with a connection, and the settings that make it durable.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    thread::JoinHandle,
    time::Duration,
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, config::DbConfig,
};
use tokio::sync::{mpsc, oneshot};

use super::file;
use crate::store::StoreError;

/// How long a transaction waits for one of another process.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many transactions may wait for a thread.
const QUEUE: usize = 256;

/// The migrations, in order. A file records how many were applied.
const MIGRATIONS: [&str; 1] = [include_str!("1.sql")];

/// The version of a file with all migrations.
#[allow(clippy::cast_possible_truncation)] // They are few.
const VERSION: u32 = MIGRATIONS.len() as u32;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

type Work = Box<dyn FnOnce(&mut Opened) + Send>;

/// A connection, and its open file.
struct Opened {
    connection: Connection,
    file: file::InPlace,
}

/// A thread with a connection that runs one transaction after the other. Dropping the actor ends it
/// and waits for it, as the last one to close the file moves the log into it.
pub(super) struct Actor {
    access: Access,
    queue: Option<mpsc::Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Actor {
    pub(super) async fn start(path: &Path, access: Access) -> Result<Self, StoreError> {
        let (queue, mut works) = mpsc::channel::<Work>(QUEUE);
        let (opened, is_open) = oneshot::channel();
        let path = path.to_owned();
        let thread = std::thread::Builder::new()
            .name("callbacks-inbox".to_owned())
            .spawn(move || {
                let mut it = match open(&path, access) {
                    Ok(it) => it,
                    Err(error) => return drop(opened.send(Err(error))),
                };
                let _ = opened.send(Ok(()));
                while let Some(work) = works.blocking_recv() {
                    // A panic ends only the transaction.
                    let _ = catch_unwind(AssertUnwindSafe(|| work(&mut it)));
                }
            })
            .map_err(|error| StoreError::Database(error.into()))?;
        is_open.await.map_err(|_| gone())??;
        Ok(Self { access, queue: Some(queue), thread: Some(thread) })
    }

    /// Runs a transaction. It is committed unless `work` fails.
    pub(super) async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let behavior = match self.access {
            Access::Read => TransactionBehavior::Deferred,
            // Take the lock at the start: if SQLite needs it later, it does not wait.
            Access::Write => TransactionBehavior::Immediate,
        };
        let run = move |it: &mut Opened| {
            let done = run(&mut it.connection, behavior, work).map_err(explain);
            // Check before the result is returned: anything written to another file is lost.
            let _ = reply.send(done.and_then(|done| it.file.check().map(|()| done)));
        };
        self.queue().send(Box::new(run)).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    fn queue(&self) -> &mpsc::Sender<Work> {
        self.queue.as_ref().expect("it is there until the actor is dropped")
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
impl Actor {
    pub(super) async fn run(&self, work: impl FnOnce(&Connection) + Send + 'static) {
        let (reply, answer) = oneshot::channel();
        let run = move |it: &mut Opened| {
            work(&it.connection);
            let _ = reply.send(());
        };
        assert!(self.queue().send(Box::new(run)).await.is_ok(), "the thread runs");
        let _ = answer.await;
    }
}

fn run<T>(
    connection: &mut Connection,
    behavior: TransactionBehavior,
    work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let transaction = connection.transaction_with_behavior(behavior)?;
    let result = work(&transaction)?;
    transaction.commit()?;
    Ok(result)
}

/// The transaction ended without a result, for example after a panic.
fn gone() -> StoreError {
    StoreError::Database("a transaction of the store was aborted".into())
}

fn open(path: &Path, access: Access) -> Result<Opened, StoreError> {
    let path = file::prepare(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&path, flags).map_err(explain)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.busy_timeout(PATIENCE).map_err(explain)?;
    // Another program's database is not changed, not even its permissions.
    refuse_foreign(&connection).map_err(explain)??;
    file::make_private(&path)?;
    configure(&connection).map_err(explain)??;
    if access == Access::Write {
        migrate(&mut connection).map_err(explain)??;
    }
    Ok(Opened { connection, file: file::InPlace::new(path) })
}

/// Rejects a database that is neither empty nor an inbox.
fn refuse_foreign(connection: &Connection) -> rusqlite::Result<Result<(), StoreError>> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let (all, own): (u32, u32) = connection.query_row(
        "SELECT count(*), count(*) FILTER (WHERE type = 'table' AND name IN ('seen', 'item', 'lane', 'conflict'))
         FROM sqlite_schema",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let is_empty = version == 0 && all == 0;
    let is_inbox = version > 0 && own == 4;
    Ok(if is_empty || is_inbox {
        Ok(())
    } else {
        Err(StoreError::Unusable(
            "the file is another program's database: give the inbox a separate file".to_owned(),
        ))
    })
}

/// Sets what makes commits durable, and checks that it took effect.
fn configure(connection: &Connection) -> rusqlite::Result<Result<(), StoreError>> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    let settings: [(&str, &str, &str); 5] = [
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("secure_delete", "ON", "1"),
        ("fullfsync", "ON", "1"),
        ("checkpoint_fullfsync", "ON", "1"),
    ];
    for (pragma, wanted, shown) in settings {
        connection.pragma_update_and_check(None, pragma, wanted, |_| Ok(())).or_else(|error| {
            match error {
                // Some return nothing when they are set.
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                other => Err(other),
            }
        })?;
        let got = connection.pragma_query_value(None, pragma, |row| {
            row.get::<_, rusqlite::types::Value>(0).map(|value| match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                _ => String::new(),
            })
        })?;
        if got != shown {
            return Ok(Err(StoreError::Unusable(format!(
                "SQLite's {pragma} is {got} and cannot be set to {wanted}, so a power loss may \
                 lose callbacks: move the file to a local disk that supports it"
            ))));
        }
    }
    Ok(Ok(()))
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<Result<(), StoreError>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let Some(missing) = MIGRATIONS.get(version as usize..) else {
        return Ok(Err(StoreError::Unusable(format!(
            "the file has schema version {version}, but this version of the inbox supports at most \
             {VERSION}: use the newer version that wrote it"
        ))));
    };
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(Ok(()))
}

fn explain(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::NotADatabase) => StoreError::Unusable(
            "the file is not an SQLite database: give the inbox a separate file".to_owned(),
        ),
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Unusable(
            "the file is damaged: stop the service, keep a copy, and restore a backup".to_owned(),
        ),
        Some(ErrorCode::ReadOnly) => StoreError::Unusable(
            "the file cannot be written: make the service's user the owner of the file and its \
             folder"
                .to_owned(),
        ),
        _ => StoreError::Database(error.into()),
    }
}
