//! The store in PostgreSQL, for several machines.
//!
//! Every transaction first locks the accounts that it changes, in the order of their IDs. This
//! prevents deadlocks, and commits the items of an account in the order of their numbers. All times
//! are the server's.

mod listener;
mod setup;
mod transaction;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use deadpool_postgres::{Client, GenericClient, Pool, Transaction};
use tokio::sync::Notify;
use tokio_postgres::{Row, types::ToSql};

pub use self::{setup::PostgresBuilder, transaction::Handling};
use crate::{
    clock::{self, duration, millis, span, time},
    store::{
        Conflict, Ending, Entry, Filter, Finished, ItemKey, Lease, LeaseKey, LeaseTerms, Order,
        Reading, Retention, Shares, State, Stats, Store, StoreError, StoredItem, Verdict, sealed,
    },
};

/// How often a worker looks for items from other machines, in case a notification is lost.
const POLL: Duration = Duration::from_secs(5);

/// How long a transaction may take. The server gives up sooner, if it is still reachable.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long a notification may take to arrive, in this many steps.
const HEARING_STEP: Duration = Duration::from_millis(200);
const HEARING: u32 = 15;

/// The schema of the tables, and the channel of the notifications.
const SCHEMA: &str = "voximplant_callbacks_inbox";

/// The server's time in milliseconds since 1970, limits for waiting, and plans
/// that always use an index: the tables grow faster than the server learns
/// their sizes, and it would read them whole.
const BEGIN: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::int8,
    set_config('lock_timeout', '5s', true), set_config('statement_timeout', '10s', true),
    set_config('search_path', 'voximplant_callbacks_inbox', true),
    set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

/// The store in PostgreSQL.
///
/// Cloning it is cheap: all clones share a pool of connections.
#[derive(Clone)]
pub struct Postgres {
    shared: Arc<Shared>,
}

struct Shared {
    pool: Pool,
    put: Arc<Notify>,
    /// Waits for notifications, until this is dropped.
    listener: listener::Listener,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("pool", &self.shared.pool.status()).finish_non_exhaustive()
    }
}

impl sealed::Sealed for Postgres {}

impl Postgres {
    /// Runs `work` in a transaction, with the server's time.
    async fn transaction<T>(
        &self,
        work: impl AsyncFnOnce(&Transaction<'_>, i64) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let mut lent = Lent(Some(self.shared.pool.get().await.map_err(no_connection)?));
        let run = async {
            let client = lent.0.as_mut().expect("it is given back below");
            let transaction = client.transaction().await?;
            let now = begin(&transaction).await?;
            let result = work(&transaction, now).await?;
            transaction.commit().await?;
            Ok(result)
        };
        let done = tokio::time::timeout(PATIENCE, run).await.map_err(|_| StoreError::TimedOut)?;
        // Return it to the pool.
        drop(lent.0.take());
        done.map_err(explain)
    }

    /// Whether a notification arrives. It is sent repeatedly, as the connection that waits for
    /// notifications may still be opening.
    async fn hears(&self) -> Result<bool, StoreError> {
        let mut heard = self.shared.listener.heard();
        for _ in 0..HEARING {
            Box::pin(self.transaction(async |db, _| notify(db).await)).await?;
            if let Ok(Ok(())) = tokio::time::timeout(HEARING_STEP, heard.changed()).await {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A connection that is closed if its transaction is abandoned, as the server or the network may no
/// longer answer on it.
struct Lent(Option<Client>);

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.take().map(Client::take);
    }
}

impl Store for Postgres {
    /// While one writer commits, the other collects.
    const WRITERS: usize = 2;

    async fn put(&self, entries: Vec<Entry>, shares: Shares) -> Result<Vec<Verdict>, StoreError> {
        let put = self.transaction(async |db, now| put(db, &entries, shares, now).await);
        let verdicts = Box::pin(put).await?;
        if verdicts.contains(&Verdict::New) {
            self.shared.put.notify_one();
        }
        Ok(verdicts)
    }

    async fn lease(&self, terms: LeaseTerms) -> Result<Vec<Lease>, StoreError> {
        Box::pin(self.transaction(async |db, now| lease(db, &terms, now).await)).await
    }

    async fn renew(
        &self,
        leases: Vec<LeaseKey>,
        duration: Duration,
    ) -> Result<Vec<bool>, StoreError> {
        let renew = self.transaction(async |db, now| {
            let held = lock_held(db, leases.iter()).await?;
            let accounts: Vec<i64> = held.iter().copied().collect();
            db.execute_cached(
                "UPDATE lane SET lease_until = $2 WHERE account_id = ANY($1)",
                &[&accounts, &(now + span(duration))],
            )
            .await?;
            Ok(leases.iter().map(|it| held.contains(&it.account_id.cast_signed())).collect())
        });
        Box::pin(renew).await
    }

    async fn finish(&self, finished: Vec<Finished>) -> Result<Vec<bool>, StoreError> {
        Box::pin(self.transaction(async |db, now| finish(db, &finished, now).await)).await
    }

    async fn next_due(&self) -> Result<Option<Duration>, StoreError> {
        let next = self.transaction(async |db, now| {
            let due = db
                .query_one_cached(
                    "SELECT min(CASE WHEN owner IS NULL THEN due_at ELSE greatest(due_at, lease_until) END)
                     FROM lane WHERE due_at IS NOT NULL",
                    &[],
                )
                .await?;
            Ok(due.get::<_, Option<i64>>(0).map(|due| duration(due - now)))
        });
        Box::pin(next).await
    }

    async fn list(
        &self,
        filter: Filter,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StoredItem>, StoreError> {
        let list = self.transaction(async |db, _| {
            let Filter { account_id, callback_id, kind, state, unread, since, until, newest } = &filter;
            let (beyond, order, start) =
                if *newest { ("<", "DESC", i64::MAX) } else { (">", "ASC", 0) };
            let list = format!(
                "SELECT {ITEM} FROM item WHERE seq {beyond} $1
                    AND ($2::int8 IS NULL OR account_id = $2) AND ($3::int8 IS NULL OR callback_id = $3)
                    AND ($4::text IS NULL OR kind = $4) AND ($5::int2 IS NULL OR state = $5)
                    AND (NOT $6 OR reading <> 0)
                    AND ($7::int8 IS NULL OR received_at >= $7) AND ($8::int8 IS NULL OR received_at < $8)
                 ORDER BY seq {order} LIMIT $9"
            );
            let values: [&(dyn ToSql + Sync); 9] = [
                &after.map_or(start, u64::cast_signed),
                &account_id.map(u64::cast_signed),
                &callback_id.map(u64::cast_signed),
                kind,
                &state.map(State::code),
                unread,
                &since.map(millis),
                &until.map(millis),
                &rows(limit),
            ];
            // Plan it for these values, as they determine which index is best.
            Ok(db.query(&list, &values).await?.iter().map(item).collect())
        });
        Box::pin(list).await
    }

    async fn conflicts(
        &self,
        account_id: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Conflict>, StoreError> {
        let conflicts = self.transaction(async |db, _| {
            let conflicts = db
                .query_cached(
                    "SELECT account_id, callback_id, first_at, last_at, count, text FROM conflict
                     WHERE $1::int8 IS NULL OR account_id = $1 ORDER BY account_id, callback_id LIMIT $2",
                    &[&account_id.map(u64::cast_signed), &rows(limit)],
                )
                .await?;
            Ok(conflicts.iter().map(conflict).collect())
        });
        Box::pin(conflicts).await
    }

    async fn rerun(&self, items: Vec<ItemKey>) -> Result<u64, StoreError> {
        let rerun = self.transaction(async |db, now| {
            let (accounts, seqs) = columns(&items);
            lock(db, &accounts).await?;
            let rerun = db
                .execute_cached(
                    "UPDATE item SET state = 0, attempts = 0, due_at = $3, finished_at = NULL, error = NULL
                     FROM unnest($1::int8[], $2::int8[]) AS it (account_id, seq)
                     WHERE item.account_id = it.account_id AND item.seq = it.seq AND text IS NOT NULL",
                    &[&accounts, &seqs, &now],
                )
                .await?;
            recount(db, &accounts, now).await?;
            notify(db).await?;
            Ok(rerun)
        });
        let rerun = Box::pin(rerun).await?;
        self.shared.put.notify_one();
        Ok(rerun)
    }

    async fn reread(
        &self,
        items: Vec<(ItemKey, Reading, Option<String>)>,
    ) -> Result<(), StoreError> {
        let reread = self.transaction(async |db, _| {
            let keys: Vec<ItemKey> = items.iter().map(|(key, ..)| *key).collect();
            let (accounts, seqs) = columns(&keys);
            let readings: Vec<i16> = items.iter().map(|(_, reading, _)| reading.code()).collect();
            let kinds: Vec<Option<&str>> = items.iter().map(|(.., it)| it.as_deref()).collect();
            lock(db, &accounts).await?;
            db.execute_cached(
                "UPDATE item SET reading = it.reading, kind = it.kind
                 FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::text[]) AS it (account_id, seq, reading, kind)
                 WHERE item.account_id = it.account_id AND item.seq = it.seq",
                &[&accounts, &seqs, &readings, &kinds],
            )
            .await
            .map(drop)
        });
        Box::pin(reread).await
    }

    async fn erase(&self, callbacks: Vec<(u64, u64)>) -> Result<u64, StoreError> {
        Box::pin(self.transaction(async |db, now| erase(db, &callbacks, now).await)).await
    }

    async fn purge(&self, retention: Retention, limit: usize) -> Result<u64, StoreError> {
        Box::pin(self.transaction(async |db, now| purge(db, retention, limit, now).await)).await
    }

    async fn remove(&self, items: Vec<ItemKey>) -> Result<u64, StoreError> {
        let remove = self.transaction(async |db, now| {
            let (accounts, seqs) = columns(&items);
            lock(db, &accounts).await?;
            let removed = db
                .execute_cached(
                    "DELETE FROM item USING unnest($1::int8[], $2::int8[]) AS it (account_id, seq)
                     WHERE item.account_id = it.account_id AND item.seq = it.seq AND state <> 0",
                    &[&accounts, &seqs],
                )
                .await?;
            recount(db, &accounts, now).await?;
            Ok(removed)
        });
        Box::pin(remove).await
    }

    async fn stats(&self) -> Result<Stats, StoreError> {
        let stats = self.transaction(async |db, now| {
            let row = db
                .query_one_cached(
                    "SELECT coalesce(sum(ready), 0)::int8, coalesce(sum(bytes + conflict_bytes), 0)::int8,
                        min(oldest_at), count(*) FILTER (WHERE owner IS NOT NULL AND lease_until > $1),
                        (SELECT count(*) FROM item WHERE state = 2), (SELECT count(*) FROM conflict)
                     FROM lane",
                    &[&now],
                )
                .await?;
            let oldest: Option<i64> = row.get(2);
            Ok(Stats {
                ready: id(&row, 0),
                bytes: id(&row, 1),
                oldest_ready: oldest.map(|at| duration(now - at)),
                leased: id(&row, 3),
                dead: id(&row, 4),
                conflicts: id(&row, 5),
            })
        });
        Box::pin(stats).await
    }

    async fn diagnose(&self) -> Result<Vec<String>, StoreError> {
        let client = self.shared.pool.get().await.map_err(no_connection)?;
        let mut found = setup::weaknesses(&client).await.map_err(explain)?;
        let here = millis(SystemTime::now());
        let there: i64 = client
            .query_one("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::int8", &[])
            .await
            .map_err(explain)?
            .get(0);
        found.extend(clock::differs(here, there));
        if !self.hears().await? {
            found.push(
                "no notifications arrive, for example because a pooler shares sessions: items from \
                 other machines are found within 5 seconds"
                    .to_owned(),
            );
        }
        Ok(found)
    }

    async fn wait(&self) {
        // Whichever comes first.
        let _ = tokio::time::timeout(POLL, self.shared.put.notified()).await;
    }
}

/// Sets the limits of a transaction, and returns the server's time.
async fn begin(db: &Transaction<'_>) -> Result<i64, tokio_postgres::Error> {
    let statement = db.prepare_cached(BEGIN).await?;
    Ok(db.query_one(&statement, &[]).await?.get(0))
}

/// Statements that are prepared once per connection.
trait Cached {
    async fn query_cached(
        &self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, tokio_postgres::Error>;

    async fn query_one_cached(
        &self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, tokio_postgres::Error>;

    async fn execute_cached(
        &self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, tokio_postgres::Error>;
}

impl Cached for Transaction<'_> {
    async fn query_cached(
        &self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        let statement = self.prepare_cached(sql).await?;
        self.query(&statement, values).await
    }

    async fn query_one_cached(
        &self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, tokio_postgres::Error> {
        let statement = self.prepare_cached(sql).await?;
        self.query_one(&statement, values).await
    }

    async fn execute_cached(
        &self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, tokio_postgres::Error> {
        let statement = self.prepare_cached(sql).await?;
        self.execute(&statement, values).await
    }
}

/// What an account stores, while a batch is put.
struct Kept {
    had_work: bool,
    bytes: i64,
    conflict_bytes: i64,
    added: i64,
}

async fn put(
    db: &Transaction<'_>,
    entries: &[Entry],
    shares: Shares,
    now: i64,
) -> Result<Vec<Verdict>, tokio_postgres::Error> {
    let accounts: BTreeSet<i64> = entries.iter().map(|it| it.account_id.cast_signed()).collect();
    let accounts: Vec<i64> = accounts.into_iter().collect();
    db.execute_cached(
        "INSERT INTO lane (account_id) SELECT unnest($1::int8[]) ON CONFLICT DO NOTHING",
        &[&accounts],
    )
    .await?;
    let lanes = db
        .query_cached(
            "SELECT account_id, due_at IS NOT NULL, bytes, conflict_bytes FROM lane
             WHERE account_id = ANY($1) ORDER BY account_id FOR UPDATE",
            &[&accounts],
        )
        .await?;
    let mut kept: BTreeMap<i64, Kept> = lanes
        .iter()
        .map(|row| {
            let kept = Kept {
                had_work: row.get(1),
                bytes: row.get(2),
                conflict_bytes: row.get(3),
                added: 0,
            };
            (row.get(0), kept)
        })
        .collect();

    let of_accounts: Vec<i64> = entries.iter().map(|it| it.account_id.cast_signed()).collect();
    let of_callbacks: Vec<i64> = entries.iter().map(|it| it.callback_id.cast_signed()).collect();
    let seen = db
        .query_cached(
            "SELECT account_id, callback_id, version, digest FROM seen
             WHERE (account_id, callback_id) IN (SELECT * FROM unnest($1::int8[], $2::int8[]))",
            &[&of_accounts, &of_callbacks],
        )
        .await?;
    let mut seen: HashMap<(i64, i64), (u8, Vec<u8>)> = seen
        .iter()
        .map(|row| {
            // A version beyond a byte is newer than this SDK, like 255.
            let version = u8::try_from(row.get::<_, i16>(2)).unwrap_or(u8::MAX);
            ((row.get(0), row.get(1)), (version, row.get(3)))
        })
        .collect();

    let mut new = Vec::new();
    let mut conflicts = Vec::new();
    let verdicts = entries.iter().map(|entry| {
        let key = (entry.account_id.cast_signed(), entry.callback_id.cast_signed());
        let kept = kept.get_mut(&key.0).expect("the rows of all accounts are there");
        if let Some((version, digest)) = seen.get(&key) {
            let verdict = entry.compare(*version, digest);
            if verdict == Verdict::Conflict {
                conflicts.push(entry);
            }
            return verdict;
        }
        if kept.bytes + size(entry) > bounded(shares.text) {
            return Verdict::OverShare;
        }
        kept.added += 1;
        kept.bytes += size(entry);
        let digest = entry.digest;
        seen.insert(key, (digest.version().number(), digest.as_bytes().to_vec()));
        new.push(entry);
        Verdict::New
    });
    let verdicts = verdicts.collect();
    insert_conflicts(db, &conflicts, &mut kept, shares, now).await?;
    // In one round trip, as none depends on another.
    tokio::try_join!(insert(db, &new, now), update_lanes(db, &kept, now))?;
    Ok(verdicts)
}

async fn insert(
    db: &Transaction<'_>,
    new: &[&Entry],
    now: i64,
) -> Result<(), tokio_postgres::Error> {
    if new.is_empty() {
        return Ok(());
    }
    let accounts: Vec<i64> = new.iter().map(|it| it.account_id.cast_signed()).collect();
    let callbacks: Vec<i64> = new.iter().map(|it| it.callback_id.cast_signed()).collect();
    let versions: Vec<i16> = new.iter().map(|it| it.digest.version().number().into()).collect();
    let digests: Vec<&[u8]> = new.iter().map(|it| &it.digest.as_bytes()[..]).collect();
    let readings: Vec<i16> = new.iter().map(|it| it.reading.code()).collect();
    let kinds: Vec<Option<&str>> = new.iter().map(|it| it.kind.as_deref()).collect();
    let texts: Vec<&str> = new.iter().map(|it| &*it.text).collect();
    let seen: [&(dyn ToSql + Sync); 5] = [&accounts, &callbacks, &versions, &digests, &now];
    let items: [&(dyn ToSql + Sync); 6] = [&accounts, &callbacks, &readings, &kinds, &texts, &now];
    tokio::try_join!(
        db.execute_cached(
            "INSERT INTO seen (account_id, callback_id, version, digest, at)
             SELECT *, $5::int8 FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::bytea[])",
            &seen,
        ),
        db.execute_cached(
            "INSERT INTO item (account_id, callback_id, reading, kind, text, received_at, due_at)
             SELECT account_id, callback_id, reading, kind, text, $6::int8, $6::int8
             FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::text[], $5::text[])
                WITH ORDINALITY AS it (account_id, callback_id, reading, kind, text, place)
             ORDER BY place",
            &items,
        )
    )
    .map(drop)
}

/// Counts conflicts, and stores the text of the first one of each callback ID if the account has
/// room.
async fn insert_conflicts(
    db: &Transaction<'_>,
    conflicts: &[&Entry],
    kept: &mut BTreeMap<i64, Kept>,
    shares: Shares,
    now: i64,
) -> Result<(), tokio_postgres::Error> {
    for entry in conflicts {
        let (account, callback) = (entry.account_id.cast_signed(), entry.callback_id.cast_signed());
        let counted = db
            .execute_cached(
                "UPDATE conflict SET count = count + 1, last_at = $3
                 WHERE account_id = $1 AND callback_id = $2",
                &[&account, &callback, &now],
            )
            .await?;
        if counted > 0 {
            continue;
        }
        let kept = kept.get_mut(&account).expect("the rows of all accounts are there");
        let has_room = kept.conflict_bytes + size(entry) <= bounded(shares.conflicts);
        kept.conflict_bytes += if has_room { size(entry) } else { 0 };
        db.execute_cached(
            "INSERT INTO conflict (account_id, callback_id, first_at, last_at, count, text)
             VALUES ($1, $2, $3, $3, 1, $4)",
            &[&account, &callback, &now, &has_room.then_some(&entry.text)],
        )
        .await?;
    }
    Ok(())
}

async fn update_lanes(
    db: &Transaction<'_>,
    kept: &BTreeMap<i64, Kept>,
    now: i64,
) -> Result<(), tokio_postgres::Error> {
    let accounts: Vec<i64> = kept.keys().copied().collect();
    let added: Vec<i64> = kept.values().map(|it| it.added).collect();
    let bytes: Vec<i64> = kept.values().map(|it| it.bytes).collect();
    let conflict_bytes: Vec<i64> = kept.values().map(|it| it.conflict_bytes).collect();
    db.execute_cached(
        "UPDATE lane SET bytes = it.bytes, conflict_bytes = it.conflict_bytes, ready = ready + it.added,
            due_at = CASE WHEN it.added > 0 THEN least(due_at, $5) ELSE due_at END,
            oldest_at = CASE WHEN it.added > 0 THEN coalesce(oldest_at, $5) ELSE oldest_at END
         FROM unnest($1::int8[], $2::int8[], $3::int8[], $4::int8[])
            AS it (account_id, added, bytes, conflict_bytes)
         WHERE lane.account_id = it.account_id",
        &[&accounts, &added, &bytes, &conflict_bytes, &now],
    )
    .await?;
    // Only if an account was idle: workers look for more work by themselves.
    if kept.values().any(|it| it.added > 0 && !it.had_work) {
        notify(db).await?;
    }
    Ok(())
}

async fn notify(db: &Transaction<'_>) -> Result<(), tokio_postgres::Error> {
    db.execute_cached("SELECT pg_notify($1, '')", &[&SCHEMA]).await.map(drop)
}

async fn lease(
    db: &Transaction<'_>,
    terms: &LeaseTerms,
    now: i64,
) -> Result<Vec<Lease>, tokio_postgres::Error> {
    let lanes = db
        .query_cached(
            "WITH due AS (
                SELECT account_id, owner IS NOT NULL AS was_lost, due_at FROM lane
                WHERE due_at <= $1 AND (owner IS NULL OR lease_until <= $1)
                ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
             UPDATE lane SET owner = $3, epoch = epoch + 1, lease_until = $4
             FROM due WHERE lane.account_id = due.account_id
             RETURNING lane.account_id, epoch, was_lost",
            &[&now, &rows(terms.lanes), &terms.owner, &(now + span(terms.duration))],
        )
        .await?;
    let mut leases = Vec::new();
    // The worker of a lane vanished or is too slow. An item may be the cause, so items are leased
    // one at a time.
    let limits = lanes.iter().map(|row| {
        let limit = if row.get(2) { 1 } else { terms.items };
        (row.get::<_, i64>(0), limit)
    });
    let mut taken = take(db, &limits.collect::<Vec<_>>(), terms, now).await?;
    let mut idle = Vec::new();
    for row in &lanes {
        let (account, epoch): (i64, i64) = (row.get(0), row.get(1));
        let (items, died) = taken.remove(&account).unwrap_or_default();
        if items.is_empty() {
            idle.push(account);
            if died == 0 {
                continue;
            }
        }
        let key =
            LeaseKey { account_id: account.cast_unsigned(), owner: terms.owner.clone(), epoch };
        leases.push(Lease { key, items, died });
    }
    settle_lanes(db, &idle, terms.order, true, now).await?;
    Ok(leases)
}

/// Takes the oldest due items of accounts, and gives up those that used up their attempts.
async fn take(
    db: &Transaction<'_>,
    limits: &[(i64, usize)],
    terms: &LeaseTerms,
    now: i64,
) -> Result<HashMap<i64, (Vec<StoredItem>, u64)>, tokio_postgres::Error> {
    let in_order = terms.order == Order::InOrder;
    let mut taken: HashMap<i64, (Vec<StoredItem>, u64)> = HashMap::new();
    let mut open = limits.to_vec();
    while !open.is_empty() {
        let accounts: Vec<i64> = open.iter().map(|(account, _)| *account).collect();
        let limits: Vec<i64> = open.iter().map(|(_, limit)| rows(*limit)).collect();
        let found = db
            .query_cached(
                &format!(
                    "SELECT it.* FROM unnest($1::int8[], $2::int8[]) AS of (account_id, rows)
                     CROSS JOIN LATERAL (
                        SELECT {ITEM} FROM item
                        WHERE item.account_id = of.account_id AND state = 0 AND ($3 OR due_at <= $4)
                        ORDER BY seq LIMIT of.rows) AS it
                     ORDER BY it.account_id, it.seq"
                ),
                &[&accounts, &limits, &in_order, &now],
            )
            .await?;
        let mut over = Vec::new();
        let mut has_found: BTreeSet<i64> = BTreeSet::new();
        for found in found.iter().map(item) {
            let account = found.account_id.cast_signed();
            let (items, died) = taken.entry(account).or_default();
            if found.attempts >= terms.attempts {
                *died += 1;
                over.push(found.key());
            } else {
                has_found.insert(account);
                items.push(found);
            }
        }
        end_lost(db, &over, now).await?;
        // If all of these were given up, there may be more behind them.
        let over: BTreeSet<i64> = over.iter().map(|it| it.account_id.cast_signed()).collect();
        open.retain(|(account, _)| over.contains(account) && !has_found.contains(account));
    }
    if in_order {
        // No item overtakes one that is not due.
        for (items, _) in taken.values_mut() {
            let due = items.iter().take_while(|item| millis(item.due_at) <= now).count();
            items.truncate(due);
        }
    }
    let attempted: Vec<ItemKey> =
        taken.values().flat_map(|(items, _)| items).map(StoredItem::key).collect();
    let (accounts, seqs) = columns(&attempted);
    db.execute_cached(
        "UPDATE item SET attempts = attempts + 1
         FROM unnest($1::int8[], $2::int8[]) AS it (account_id, seq)
         WHERE item.account_id = it.account_id AND item.seq = it.seq",
        &[&accounts, &seqs],
    )
    .await?;
    for item in taken.values_mut().flat_map(|(items, _)| items) {
        item.attempts += 1;
    }
    Ok(taken)
}

/// Turns items whose last attempt never finished into dead letters.
async fn end_lost(
    db: &Transaction<'_>,
    items: &[ItemKey],
    now: i64,
) -> Result<(), tokio_postgres::Error> {
    if items.is_empty() {
        return Ok(());
    }
    let endings: Vec<_> = items
        .iter()
        .map(|item| (*item, Ending::Dead { error: crate::store::NEVER_FINISHED.to_owned() }))
        .collect();
    let ended =
        end(db, &endings.iter().map(|(item, it)| (*item, it)).collect::<Vec<_>>(), now).await?;
    count_down(db, &ended).await
}

/// Locks the lanes of leases, and returns the accounts that they still hold.
async fn lock_held(
    db: &Transaction<'_>,
    leases: impl Iterator<Item = &LeaseKey> + Clone,
) -> Result<BTreeSet<i64>, tokio_postgres::Error> {
    let accounts: Vec<i64> = leases.clone().map(|it| it.account_id.cast_signed()).collect();
    let owners: Vec<&str> = leases.clone().map(|it| &*it.owner).collect();
    let epochs: Vec<i64> = leases.map(|it| it.epoch).collect();
    let held = db
        .query_cached(
            "SELECT lane.account_id FROM lane
             JOIN unnest($1::int8[], $2::text[], $3::int8[]) AS it (account_id, owner, epoch)
                ON lane.account_id = it.account_id AND lane.owner = it.owner AND lane.epoch = it.epoch
             ORDER BY lane.account_id FOR UPDATE OF lane",
            &[&accounts, &owners, &epochs],
        )
        .await?;
    Ok(held.iter().map(|row| row.get(0)).collect())
}

pub(crate) async fn finish(
    db: &Transaction<'_>,
    finished: &[Finished],
    now: i64,
) -> Result<Vec<bool>, tokio_postgres::Error> {
    let held = lock_held(db, finished.iter().map(|it| &it.lease)).await?;
    let is_held = |it: &Finished| held.contains(&it.lease.account_id.cast_signed());
    let endings: Vec<(ItemKey, &Ending)> = finished
        .iter()
        .filter(|it| is_held(it))
        .flat_map(|it| {
            let account_id = it.lease.account_id;
            it.items.iter().map(move |(seq, ending)| (ItemKey { account_id, seq: *seq }, ending))
        })
        .collect();
    let ended = end(db, &endings, now).await?;
    count_down(db, &ended).await?;
    for order in [Order::InOrder, Order::SetAside] {
        for release in [true, false] {
            let accounts: Vec<i64> = finished
                .iter()
                .filter(|it| is_held(it) && it.order == order && it.release == release)
                .map(|it| it.lease.account_id.cast_signed())
                .collect();
            settle_lanes(db, &accounts, order, release, now).await?;
        }
    }
    Ok(finished.iter().map(is_held).collect())
}

/// Records the results of waiting items, and returns the account of each item that is no longer
/// waiting.
async fn end(
    db: &Transaction<'_>,
    endings: &[(ItemKey, &Ending)],
    now: i64,
) -> Result<Vec<i64>, tokio_postgres::Error> {
    if endings.is_empty() {
        return Ok(Vec::new());
    }
    let (accounts, seqs) = columns(&endings.iter().map(|(item, _)| *item).collect::<Vec<_>>());
    let mut states = Vec::new();
    let mut dues: Vec<Option<i64>> = Vec::new();
    let mut errors: Vec<Option<&str>> = Vec::new();
    let mut untouched: Vec<bool> = Vec::new();
    for (_, ending) in endings {
        let (state, due, error) = match ending {
            Ending::Done => (State::Done, Some(now), None),
            Ending::Dead { error } => (State::Dead, Some(now), Some(&**error)),
            Ending::Retry { after, error } => {
                (State::Ready, Some(now + span(*after)), Some(&**error))
            }
            Ending::Untouched => (State::Ready, None, None),
        };
        states.push(state.code());
        dues.push(due);
        errors.push(error);
        untouched.push(**ending == Ending::Untouched);
    }
    let ended = db
        .query_cached(
            "UPDATE item SET state = it.state, due_at = coalesce(it.due_at, item.due_at),
                finished_at = CASE WHEN it.state <> 0 THEN $7::int8 END,
                error = CASE WHEN it.untouched THEN item.error ELSE it.error END,
                attempts = CASE WHEN it.untouched THEN greatest(attempts - 1, 0) ELSE attempts END
             FROM unnest($1::int8[], $2::int8[], $3::int2[], $4::int8[], $5::text[], $6::bool[])
                AS it (account_id, seq, state, due_at, error, untouched)
             WHERE item.account_id = it.account_id AND item.seq = it.seq AND item.state = 0
             RETURNING item.account_id, item.state",
            &[&accounts, &seqs, &states, &dues, &errors, &untouched, &now],
        )
        .await?;
    Ok(ended
        .iter()
        .filter(|row| row.get::<_, i16>(1) != State::Ready.code())
        .map(|row| row.get(0))
        .collect())
}

/// Decreases the count of waiting items, by one for each occurrence of an account.
async fn count_down(db: &Transaction<'_>, accounts: &[i64]) -> Result<(), tokio_postgres::Error> {
    if accounts.is_empty() {
        return Ok(());
    }
    db.execute_cached(
        "UPDATE lane SET ready = ready - it.ended
         FROM (SELECT account_id, count(*) AS ended FROM unnest($1::int8[]) AS it (account_id)
            GROUP BY account_id) AS it
         WHERE lane.account_id = it.account_id",
        &[&accounts],
    )
    .await
    .map(drop)
}

/// Updates when accounts are due, after their items changed.
async fn settle_lanes(
    db: &Transaction<'_>,
    accounts: &[i64],
    order: Order,
    release: bool,
    now: i64,
) -> Result<(), tokio_postgres::Error> {
    if accounts.is_empty() {
        return Ok(());
    }
    // Accounts with a backlog take turns: after its turn, an account goes to the end.
    db.execute_cached(
        "UPDATE lane SET oldest_at = head.received_at,
            due_at = greatest(CASE WHEN $2 AND head.due_at > $4 THEN (
                SELECT min(due_at) FROM item WHERE item.account_id = head.account_id AND state = 0)
                ELSE head.due_at END, CASE WHEN head.due_at IS NOT NULL THEN $4 END),
            owner = CASE WHEN $3 THEN NULL ELSE owner END,
            lease_until = CASE WHEN $3 THEN 0 ELSE lease_until END
         FROM (SELECT of.account_id, first.due_at, first.received_at FROM unnest($1::int8[]) AS of (account_id)
            LEFT JOIN LATERAL (
                SELECT due_at, received_at FROM item
                WHERE item.account_id = of.account_id AND state = 0 ORDER BY seq LIMIT 1) AS first ON true) AS head
         WHERE lane.account_id = head.account_id",
        &[&accounts, &(order == Order::SetAside), &release, &now],
    )
    .await
    .map(drop)
}

/// Locks accounts, in the order that every transaction uses.
async fn lock(db: &Transaction<'_>, accounts: &[i64]) -> Result<(), tokio_postgres::Error> {
    db.query_cached(
        "SELECT 1 FROM lane WHERE account_id = ANY($1) ORDER BY account_id FOR UPDATE",
        &[&accounts],
    )
    .await
    .map(drop)
}

/// Recounts the items of accounts. It is slow for an account with many, and only for operators'
/// commands.
async fn recount(
    db: &Transaction<'_>,
    accounts: &[i64],
    now: i64,
) -> Result<(), tokio_postgres::Error> {
    db.execute_cached(
        "UPDATE lane SET
            ready = (SELECT count(*) FROM item WHERE item.account_id = lane.account_id AND state = 0),
            bytes = (SELECT coalesce(sum(octet_length(text)), 0) FROM item WHERE item.account_id = lane.account_id),
            conflict_bytes = (SELECT coalesce(sum(octet_length(text)), 0) FROM conflict
                WHERE conflict.account_id = lane.account_id)
         WHERE account_id = ANY($1)",
        &[&accounts],
    )
    .await?;
    settle_lanes(db, accounts, Order::SetAside, false, now).await
}

async fn erase(
    db: &Transaction<'_>,
    callbacks: &[(u64, u64)],
    now: i64,
) -> Result<u64, tokio_postgres::Error> {
    let accounts: Vec<i64> = callbacks.iter().map(|(account, _)| account.cast_signed()).collect();
    let ids: Vec<i64> = callbacks.iter().map(|(_, callback)| callback.cast_signed()).collect();
    lock(db, &accounts).await?;
    let erased = db
        .query_one_cached(
            "WITH of AS (SELECT DISTINCT * FROM unnest($1::int8[], $2::int8[]) AS of (account_id, callback_id)),
                items AS (
                    UPDATE item SET text = NULL, error = NULL, state = 3, finished_at = $3
                    FROM of WHERE item.account_id = of.account_id AND item.callback_id = of.callback_id
                        AND text IS NOT NULL
                    RETURNING item.account_id, item.callback_id),
                conflicts AS (
                    UPDATE conflict SET text = NULL
                    FROM of WHERE conflict.account_id = of.account_id AND conflict.callback_id = of.callback_id
                        AND text IS NOT NULL
                    RETURNING conflict.account_id, conflict.callback_id)
             SELECT count(*) FROM (SELECT * FROM items UNION SELECT * FROM conflicts) AS erased",
            &[&accounts, &ids, &now],
        )
        .await?;
    recount(db, &accounts, now).await?;
    Ok(id(&erased, 0))
}

async fn purge(
    db: &Transaction<'_>,
    retention: Retention,
    limit: usize,
    now: i64,
) -> Result<u64, tokio_postgres::Error> {
    let until = |kept: Duration| now - span(kept);
    let over = db
        .query_cached(
            "SELECT account_id, seq FROM item
             WHERE state <> 0 AND finished_at <= CASE state WHEN 2 THEN $2::int8 ELSE $1::int8 END
                AND (reading = 0 OR state = 3)
             ORDER BY finished_at LIMIT $3",
            &[&until(retention.done), &until(retention.dead), &rows(limit)],
        )
        .await?;
    let accounts: Vec<i64> = over.iter().map(|row| row.get(0)).collect();
    let seqs: Vec<i64> = over.iter().map(|row| row.get(1)).collect();
    lock(db, &accounts).await?;
    // They may have been queued again before their accounts were locked.
    let purged = db
        .query_cached(
            "WITH purged AS (
                DELETE FROM item USING unnest($1::int8[], $2::int8[]) AS it (account_id, seq)
                WHERE item.account_id = it.account_id AND item.seq = it.seq AND state <> 0
                RETURNING item.account_id, coalesce(octet_length(text), 0) AS bytes),
             counted AS (
                SELECT account_id, sum(bytes) AS bytes, count(*) AS items FROM purged GROUP BY account_id)
             UPDATE lane SET bytes = greatest(lane.bytes - counted.bytes, 0)
             FROM counted WHERE lane.account_id = counted.account_id RETURNING counted.items",
            &[&accounts, &seqs],
        )
        .await?;
    Ok(purged.iter().map(|row| id(row, 0)).sum())
}

/// The columns that [`item`] reads.
const ITEM: &str = "seq, account_id, callback_id, reading, kind, text, received_at, state, attempts, \
    due_at, finished_at, error";

fn item(row: &Row) -> StoredItem {
    StoredItem {
        seq: id(row, 0),
        account_id: id(row, 1),
        callback_id: id(row, 2),
        reading: Reading::from_code(row.get(3)),
        kind: row.get(4),
        text: row.get(5),
        received_at: time(row.get(6)),
        state: State::from_code(row.get(7)),
        attempts: u32::try_from(row.get::<_, i64>(8)).unwrap_or(u32::MAX),
        due_at: time(row.get(9)),
        finished_at: row.get::<_, Option<i64>>(10).map(time),
        error: row.get(11),
    }
}

fn conflict(row: &Row) -> Conflict {
    Conflict {
        account_id: id(row, 0),
        callback_id: id(row, 1),
        first_at: time(row.get(2)),
        last_at: time(row.get(3)),
        count: id(row, 4),
        text: row.get(5),
    }
}

/// An ID: PostgreSQL has no unsigned integers, so it is stored with the same bits.
fn id(row: &Row, column: usize) -> u64 {
    row.get::<_, i64>(column).cast_unsigned()
}

fn columns(items: &[ItemKey]) -> (Vec<i64>, Vec<i64>) {
    items.iter().map(|it| (it.account_id.cast_signed(), it.seq.cast_signed())).unzip()
}

fn rows(limit: usize) -> i64 {
    bounded(limit as u64)
}

fn size(entry: &Entry) -> i64 {
    bounded(entry.text.len() as u64)
}

fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn no_connection(error: deadpool_postgres::PoolError) -> StoreError {
    match error {
        deadpool_postgres::PoolError::Timeout(_) => StoreError::TimedOut,
        deadpool_postgres::PoolError::Backend(error) => explain(error),
        other => StoreError::Database(other.into()),
    }
}

fn explain(error: tokio_postgres::Error) -> StoreError {
    use tokio_postgres::error::SqlState;

    match error.code() {
        Some(code) if [&SqlState::DISK_FULL, &SqlState::OUT_OF_MEMORY].contains(&code) => {
            StoreError::Full
        }
        Some(&SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_DEADLOCK_DETECTED) => StoreError::Busy,
        Some(&SqlState::QUERY_CANCELED) => StoreError::TimedOut,
        Some(&SqlState::UNDEFINED_TABLE | &SqlState::INVALID_SCHEMA_NAME) => {
            StoreError::Unusable(format!("the schema {SCHEMA} lacks its tables: restore a backup"))
        }
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::Unusable(format!(
            "the connection's role has no access to the schema {SCHEMA}: make it the owner"
        )),
        _ => StoreError::Database(error.into()),
    }
}

#[cfg(test)]
mod tests;
