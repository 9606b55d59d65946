//! Opens the store: connects, checks that commits are durable, and creates the tables.

use std::{fmt::Write, sync::Arc, time::Duration};

use deadpool_postgres::{
    Client, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Transaction,
};
use tokio::sync::Notify;
use tokio_postgres::{Config, Socket, tls::MakeTlsConnect};

use super::{Postgres, SCHEMA, Shared, explain, listener::Listener, no_connection};
use crate::store::StoreError;

/// The migrations, in order. The schema records how many were applied.
const MIGRATIONS: [&str; 1] = [include_str!("1.sql")];

/// How long anything waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens a store in PostgreSQL: see [`Postgres::builder`].
#[must_use = "nothing is opened before `open`"]
pub struct PostgresBuilder<T> {
    config: Config,
    tls: T,
    connections: usize,
    partitions: u32,
    is_weak_allowed: bool,
}

impl Postgres {
    /// Opens a store over connections with this configuration. You choose the TLS implementation;
    /// `tokio_postgres::NoTls` is for a server on the same machine.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use voximplant_callbacks_inbox::{Inbox, Postgres, StoreError};
    ///
    /// # async fn open() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = "host=127.0.0.1 user=callbacks dbname=callbacks".parse()?;
    /// let inbox = Inbox::new(Postgres::builder(config, tokio_postgres::NoTls).open().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder<T>(config: Config, tls: T) -> PostgresBuilder<T>
    where
        T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
        T::Stream: Send + Sync,
        T::TlsConnect: Send + Sync,
        <T::TlsConnect as tokio_postgres::tls::TlsConnect<Socket>>::Future: Send,
    {
        PostgresBuilder { config, tls, connections: 8, partitions: 0, is_weak_allowed: false }
    }
}

impl<T> PostgresBuilder<T>
where
    T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
    T::Stream: Send + Sync,
    T::TlsConnect: Send + Sync,
    <T::TlsConnect as tokio_postgres::tls::TlsConnect<Socket>>::Future: Send,
{
    /// How many connections it may use: 8 by default, and one more that waits for notifications.
    /// With [`Worker::run_in`](crate::Worker::run_in), each account in progress uses one.
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections.max(2);
        self
    }

    /// Creates the tables with this many partitions by account; by default, they have none. It only
    /// matters when the tables are created.
    pub fn partitions(mut self, partitions: u32) -> Self {
        self.partitions = partitions;
        self
    }

    /// Opens the store even if the server's settings let a crash lose committed data, for example
    /// in tests.
    pub fn allow_weak_durability(mut self) -> Self {
        self.is_weak_allowed = true;
        self
    }

    /// Connects, and creates the tables if they do not exist.
    ///
    /// # Errors
    ///
    /// If the server cannot be used, or not durably: each error says what to
    /// do.
    pub async fn open(self) -> Result<Postgres, StoreError> {
        let manager = Manager::from_config(
            self.config.clone(),
            self.tls.clone(),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let pool = Pool::builder(manager)
            .max_size(self.connections)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .build()
            .map_err(|error| StoreError::Database(error.into()))?;
        let mut client = pool.get().await.map_err(no_connection)?;
        let weaknesses = weaknesses(&client).await.map_err(explain)?;
        if let Some(weakness) = weaknesses.first()
            && !self.is_weak_allowed
        {
            return Err(StoreError::Unusable(weakness.clone()));
        }
        refuse_encoding(&client).await?;
        let transaction = client.transaction().await.map_err(explain)?;
        migrate(&transaction, self.partitions).await?;
        transaction.commit().await.map_err(explain)?;
        drop(client);
        let put = Arc::<Notify>::default();
        let listener = Listener::start(self.config, self.tls, Arc::clone(&put));
        Ok(Postgres { shared: Arc::new(Shared { pool, put, listener }) })
    }
}

/// Settings with which an acknowledged commit can be lost.
pub(super) async fn weaknesses(client: &Client) -> Result<Vec<String>, tokio_postgres::Error> {
    let row = client
        .query_one(
            "SELECT current_setting('fsync'), current_setting('full_page_writes'),
                current_setting('synchronous_commit')",
            &[],
        )
        .await?;
    let settings = ["fsync", "full_page_writes", "synchronous_commit"];
    Ok(settings
        .iter()
        .enumerate()
        .filter(|(column, _)| row.get::<_, &str>(*column) == "off")
        .map(|(_, setting)| {
            format!(
                "PostgreSQL's {setting} is off, so a crash may lose acknowledged callbacks: switch \
                 it on"
            )
        })
        .collect())
}

/// Rejects a database that cannot hold every text.
async fn refuse_encoding(client: &Client) -> Result<(), StoreError> {
    let show = "SELECT current_setting('server_encoding')";
    let encoding: String = client.query_one(show, &[]).await.map_err(explain)?.get(0);
    if ["UTF8", "SQL_ASCII"].contains(&&*encoding) {
        return Ok(());
    }
    Err(StoreError::Unusable(format!(
        "the database has the encoding {encoding}, which cannot hold every text: create one with \
         `CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`"
    )))
}

async fn migrate(transaction: &Transaction<'_>, partitions: u32) -> Result<(), StoreError> {
    // One machine at a time; the key is an arbitrary number.
    let lock = format!("SELECT pg_advisory_xact_lock(hashtext('{SCHEMA}'))");
    transaction.batch_execute(&lock).await.map_err(explain)?;
    let begin = format!(
        "CREATE SCHEMA IF NOT EXISTS {SCHEMA}; SET LOCAL search_path TO {SCHEMA};
         CREATE TABLE IF NOT EXISTS migration (version int PRIMARY KEY);"
    );
    transaction.batch_execute(&begin).await.map_err(explain)?;
    let version: i32 = transaction
        .query_one("SELECT coalesce(max(version), 0) FROM migration", &[])
        .await
        .map_err(explain)?
        .get(0);
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    let Some(missing) = MIGRATIONS.get(version..) else {
        return Err(StoreError::Unusable(format!(
            "the schema {SCHEMA} has version {version}, but this version of the inbox supports at \
             most {}: use the newer version that created it",
            MIGRATIONS.len()
        )));
    };
    for (index, migration) in missing.iter().enumerate() {
        let partition = if partitions > 0 { "PARTITION BY HASH (account_id)" } else { "" };
        let mut sql = migration.replace("{partition}", partition);
        for table in ["seen", "item", "lane", "conflict"] {
            for part in 0..partitions {
                let _ = write!(
                    sql,
                    "CREATE TABLE {table}_{part} PARTITION OF {table}
                        FOR VALUES WITH (MODULUS {partitions}, REMAINDER {part});"
                );
            }
        }
        let _ = write!(sql, "INSERT INTO migration (version) VALUES ({});", version + index + 1);
        transaction.batch_execute(&sql).await.map_err(explain)?;
    }
    Ok(())
}
