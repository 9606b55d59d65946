//! The store in an SQLite file, for one machine.
//!
//! Writes go through one thread with one connection, and reads through another, so a listing does
//! not delay a receiver. Other processes may use the same file: a writing transaction waits for the
//! lock at its start.

mod connection;
mod file;

use std::{
    collections::BTreeMap,
    fmt, mem,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};
use tokio::sync::Notify;

use self::connection::{Access, Actor};
use crate::{
    clock::{self, Clock, duration, millis, span, time},
    store::{
        Conflict, Ending, Entry, Filter, Finished, ItemKey, LONGEST_LEASE, Lease, LeaseKey,
        LeaseTerms, NEVER_FINISHED, Order, Reading, Retention, Shares, State, Stats, Store,
        StoreError, StoredItem, Verdict, sealed,
    },
};

/// How often a worker looks for items from other processes.
const POLL: Duration = Duration::from_secs(1);

/// The store in an SQLite file.
///
/// Cloning it is cheap: all clones share the connections.
#[derive(Clone)]
pub struct Sqlite {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    writer: Actor,
    reader: Actor,
    clock: Clock,
    put: Notify,
}

impl Sqlite {
    /// Opens a file, and creates it if it does not exist.
    ///
    /// # Errors
    ///
    /// If the file cannot be used, or not durably: each error says what to do.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_owned();
        let writer = Actor::start(&path, Access::Write).await?;
        let reader = Actor::start(&path, Access::Read).await?;
        let shared = Shared { path, writer, reader, clock: Clock::start(), put: Notify::new() };
        let store = Self { shared: Arc::new(shared) };
        store.write(set_back).await?;
        Ok(store)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Runs something on the connection that writes.
    #[cfg(test)]
    pub(crate) async fn run_on_writer(
        &self,
        work: impl FnOnce(&rusqlite::Connection) + Send + 'static,
    ) {
        self.shared.writer.run(work).await;
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>, i64) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let clock = self.shared.clock;
        self.shared.writer.transaction(move |transaction| work(transaction, clock.now())).await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>, i64) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let clock = self.shared.clock;
        self.shared.reader.transaction(move |transaction| work(transaction, clock.now())).await
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").field("path", &self.shared.path).finish_non_exhaustive()
    }
}

impl sealed::Sealed for Sqlite {}

impl Store for Sqlite {
    /// SQLite has one writer at a time.
    const WRITERS: usize = 1;

    async fn put(&self, entries: Vec<Entry>, shares: Shares) -> Result<Vec<Verdict>, StoreError> {
        let verdicts = self.write(move |db, now| put(db, &entries, shares, now)).await?;
        if verdicts.contains(&Verdict::New) {
            self.shared.put.notify_one();
        }
        Ok(verdicts)
    }

    async fn lease(&self, terms: LeaseTerms) -> Result<Vec<Lease>, StoreError> {
        // Without work, do not take the write lock.
        if self.next_due().await?.is_none_or(|wait| !wait.is_zero()) {
            return Ok(Vec::new());
        }
        self.write(move |db, now| lease(db, &terms, now)).await
    }

    async fn renew(
        &self,
        leases: Vec<LeaseKey>,
        duration: Duration,
    ) -> Result<Vec<bool>, StoreError> {
        self.write(move |db, now| {
            let mut update = db.prepare_cached(
                "UPDATE lane SET lease_until = ?4 WHERE account_id = ?1 AND owner = ?2 AND epoch = ?3",
            )?;
            let until = now + span(duration);
            let renew = |it: &LeaseKey| {
                update.execute(params![it.account_id.cast_signed(), it.owner, it.epoch, until])
            };
            leases.iter().map(renew).map(|renewed| Ok(renewed? == 1)).collect()
        })
        .await
    }

    async fn finish(&self, finished: Vec<Finished>) -> Result<Vec<bool>, StoreError> {
        self.write(move |db, now| finished.iter().map(|it| finish(db, it, now)).collect()).await
    }

    async fn next_due(&self) -> Result<Option<Duration>, StoreError> {
        self.read(|db, now| {
            db.prepare_cached(
                "SELECT CASE WHEN owner IS NULL THEN due_at ELSE max(due_at, lease_until) END AS at
                 FROM lane WHERE due_at IS NOT NULL ORDER BY at LIMIT 1",
            )?
            .query_row([], |row| row.get(0))
            .optional()
            .map(|due: Option<i64>| due.map(|due| duration(due - now)))
        })
        .await
    }

    async fn list(
        &self,
        filter: Filter,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StoredItem>, StoreError> {
        self.read(move |db, _| list(db, &filter, after, limit)).await
    }

    async fn conflicts(
        &self,
        account_id: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Conflict>, StoreError> {
        self.read(move |db, _| {
            db.prepare_cached(
                "SELECT account_id, callback_id, first_at, last_at, count, text FROM conflict
                 WHERE ?1 IS NULL OR account_id = ?1 ORDER BY account_id, callback_id LIMIT ?2",
            )?
            .query_map(params![account_id.map(u64::cast_signed), rows(limit)], |row| {
                Ok(Conflict {
                    account_id: id(row, 0)?,
                    callback_id: id(row, 1)?,
                    first_at: time(row.get(2)?),
                    last_at: time(row.get(3)?),
                    count: id(row, 4)?,
                    text: row.get(5)?,
                })
            })?
            .collect()
        })
        .await
    }

    async fn rerun(&self, items: Vec<ItemKey>) -> Result<u64, StoreError> {
        let rerun = self.write(move |db, now| {
            change(db, &items, |db, item| {
                db.prepare_cached(
                    "UPDATE item SET state = 0, attempts = 0, due_at = min(received_at, ?3),
                        finished_at = NULL, error = NULL
                     WHERE account_id = ?1 AND seq = ?2 AND text IS NOT NULL",
                )?
                .execute(params![
                    item.account_id.cast_signed(),
                    item.seq.cast_signed(),
                    now
                ])
            })
        });
        let rerun = rerun.await?;
        self.shared.put.notify_one();
        Ok(rerun)
    }

    async fn reread(
        &self,
        items: Vec<(ItemKey, Reading, Option<String>)>,
    ) -> Result<(), StoreError> {
        self.write(move |db, _| {
            let mut update = db.prepare_cached(
                "UPDATE item SET reading = ?3, kind = ?4 WHERE account_id = ?1 AND seq = ?2",
            )?;
            items.iter().try_for_each(|(item, reading, kind)| {
                let (account, seq) = (item.account_id.cast_signed(), item.seq.cast_signed());
                update.execute(params![account, seq, reading.code(), kind]).map(drop)
            })
        })
        .await
    }

    async fn erase(&self, callbacks: Vec<(u64, u64)>) -> Result<u64, StoreError> {
        self.write(move |db, now| erase(db, &callbacks, now)).await
    }

    async fn purge(&self, retention: Retention, limit: usize) -> Result<u64, StoreError> {
        self.write(move |db, now| purge(db, retention, limit, now)).await
    }

    async fn remove(&self, items: Vec<ItemKey>) -> Result<u64, StoreError> {
        self.write(move |db, _| {
            change(db, &items, |db, item| {
                db.prepare_cached(
                    "DELETE FROM item WHERE account_id = ?1 AND seq = ?2 AND state <> 0",
                )?
                .execute([item.account_id.cast_signed(), item.seq.cast_signed()])
            })
        })
        .await
    }

    async fn stats(&self) -> Result<Stats, StoreError> {
        self.read(|db, now| {
            let dead = db
                .prepare_cached("SELECT count(*) FROM item WHERE state = 2")?
                .query_row([], |row| id(row, 0))?;
            let conflicts = db
                .prepare_cached("SELECT count(*) FROM conflict")?
                .query_row([], |row| id(row, 0))?;
            db.prepare_cached(
                "SELECT coalesce(sum(ready), 0), coalesce(sum(bytes + conflict_bytes), 0), min(oldest_at),
                    count(CASE WHEN owner IS NOT NULL AND lease_until > ?1 THEN 1 END) FROM lane",
            )?
            .query_row([now], |row| {
                let oldest: Option<i64> = row.get(2)?;
                Ok(Stats {
                    ready: id(row, 0)?,
                    bytes: id(row, 1)?,
                    oldest_ready: oldest.map(|at| duration(now - at)),
                    dead,
                    conflicts,
                    leased: id(row, 3)?,
                })
            })
        })
        .await
    }

    async fn diagnose(&self) -> Result<Vec<String>, StoreError> {
        let mut found = self
            .read(|db, now| {
                let newest: Option<i64> = db
                    .prepare("SELECT received_at FROM item ORDER BY seq DESC LIMIT 1")?
                    .query_row([], |row| row.get(0))
                    .optional()?;
                let mut found = Vec::from_iter(clock::is_behind(newest, now));
                let damage = db
                    .prepare("PRAGMA quick_check(10)")?
                    .query_map([], |row| row.get::<_, String>(0))?
                    .filter(|line| line.as_ref().map_or(true, |line| line != "ok"))
                    .map(|line| {
                        line.map(|line| format!("the file is damaged: {line}; restore a backup"))
                    })
                    .collect::<rusqlite::Result<Vec<_>>>()?;
                found.extend(damage);
                Ok(found)
            })
            .await?;
        found.extend(file::diagnose(&self.shared.path));
        Ok(found)
    }

    async fn wait(&self) {
        // Whichever comes first.
        let _ = tokio::time::timeout(POLL, self.shared.put.notified()).await;
    }
}

/// Corrects due times in the future, if the clock was ahead when they were set: until then, nothing
/// would process the items. A lease that a running process may hold stays.
fn set_back(db: &Transaction<'_>, now: i64) -> rusqlite::Result<()> {
    let latest: Option<i64> = db.query_row(
        "SELECT max(at) FROM (
            SELECT * FROM (SELECT received_at AS at FROM item ORDER BY seq DESC LIMIT 1)
            UNION ALL SELECT max(finished_at) FROM item WHERE state <> 0
            UNION ALL SELECT max(lease_until) - ?1 FROM lane)",
        [span(LONGEST_LEASE)],
        |row| row.get(0),
    )?;
    if clock::is_behind(latest, now).is_some() {
        db.execute("UPDATE item SET due_at = ?1 WHERE state = 0 AND due_at > ?1", [now])?;
        db.execute(
            "UPDATE lane SET due_at = min(due_at, ?1),
                lease_until = CASE WHEN lease_until > ?1 + ?2 THEN ?1 ELSE lease_until END",
            [now, span(LONGEST_LEASE)],
        )?;
    }
    Ok(())
}

fn put(
    db: &Transaction<'_>,
    entries: &[Entry],
    shares: Shares,
    now: i64,
) -> rusqlite::Result<Vec<Verdict>> {
    let mut kept: BTreeMap<u64, Kept> = BTreeMap::new();
    let mut verdicts = Vec::with_capacity(entries.len());
    for entry in entries {
        verdicts.push(put_one(db, entry, shares, now, &mut kept)?);
    }
    let mut upsert = db.prepare_cached(
        "UPDATE lane SET due_at = min(coalesce(due_at, ?2), ?2), oldest_at = coalesce(oldest_at, ?2),
            ready = ready + ?3, bytes = ?4 WHERE account_id = ?1",
    )?;
    for (account_id, kept) in kept.iter().filter(|(_, kept)| kept.added > 0) {
        upsert.execute(params![account_id.cast_signed(), now, kept.added, kept.bytes])?;
    }
    Ok(verdicts)
}

/// What an account stores, while a batch is put.
struct Kept {
    added: i64,
    bytes: i64,
}

impl Kept {
    /// Creates the account's row, if it has none.
    fn load(db: &Transaction<'_>, account_id: u64) -> rusqlite::Result<Self> {
        let account_id = account_id.cast_signed();
        let bytes = db
            .prepare_cached("SELECT bytes FROM lane WHERE account_id = ?1")?
            .query_row([account_id], |row| row.get(0))
            .optional()?;
        if bytes.is_none() {
            db.prepare_cached("INSERT INTO lane (account_id) VALUES (?1)")?
                .execute([account_id])?;
        }
        Ok(Self { added: 0, bytes: bytes.unwrap_or(0) })
    }
}

fn put_one(
    db: &Transaction<'_>,
    entry: &Entry,
    shares: Shares,
    now: i64,
    kept: &mut BTreeMap<u64, Kept>,
) -> rusqlite::Result<Verdict> {
    let (account, callback) = (entry.account_id.cast_signed(), entry.callback_id.cast_signed());
    let seen = db
        .prepare_cached(
            "SELECT version, digest FROM seen WHERE account_id = ?1 AND callback_id = ?2",
        )?
        .query_row([account, callback], |row| {
            Ok(entry.compare(row.get(0)?, row.get_ref(1)?.as_blob()?))
        })
        .optional()?;
    let text = size(entry);
    match seen {
        Some(Verdict::Conflict) => {
            conflict(db, entry, shares, now)?;
            return Ok(Verdict::Conflict);
        }
        Some(verdict) => return Ok(verdict),
        None => {}
    }
    let kept = match kept.entry(entry.account_id) {
        std::collections::btree_map::Entry::Occupied(kept) => kept.into_mut(),
        std::collections::btree_map::Entry::Vacant(room) => {
            room.insert(Kept::load(db, entry.account_id)?)
        }
    };
    if kept.bytes + text > shares.text.try_into().unwrap_or(i64::MAX) {
        return Ok(Verdict::OverShare);
    }
    db.prepare_cached(
        "INSERT INTO seen (account_id, callback_id, version, digest, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![account, callback, entry.digest.version().number(), &entry.digest.as_bytes()[..], now])?;
    db.prepare_cached(
        "INSERT INTO item (account_id, callback_id, reading, kind, text, received_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?
    .execute(params![account, callback, entry.reading.code(), entry.kind, entry.text, now])?;
    kept.added += 1;
    kept.bytes += text;
    Ok(Verdict::New)
}

/// Counts a conflict, and stores its text if it is the first of its callback ID and the account has
/// room.
fn conflict(db: &Transaction<'_>, entry: &Entry, shares: Shares, now: i64) -> rusqlite::Result<()> {
    let (account, callback) = (entry.account_id.cast_signed(), entry.callback_id.cast_signed());
    let counted = db
        .prepare_cached(
            "UPDATE conflict SET count = count + 1, last_at = ?3 WHERE account_id = ?1 AND callback_id = ?2",
        )?
        .execute(params![account, callback, now])?;
    if counted > 0 {
        return Ok(());
    }
    let room = db
        .prepare_cached(
            "UPDATE lane SET conflict_bytes = conflict_bytes + ?2
             WHERE account_id = ?1 AND conflict_bytes + ?2 <= ?3",
        )?
        .execute(params![
            account,
            size(entry),
            i64::try_from(shares.conflicts).unwrap_or(i64::MAX)
        ])?;
    let text = (room > 0).then_some(&entry.text);
    db.prepare_cached(
        "INSERT INTO conflict (account_id, callback_id, first_at, last_at, count, text)
         VALUES (?1, ?2, ?3, ?3, 1, ?4)",
    )?
    .execute(params![account, callback, now, text])
    .map(drop)
}

fn lease(db: &Transaction<'_>, terms: &LeaseTerms, now: i64) -> rusqlite::Result<Vec<Lease>> {
    let mut free = db.prepare_cached(
        "SELECT account_id, epoch, owner IS NOT NULL FROM lane
         WHERE due_at <= ?1 AND (owner IS NULL OR lease_until <= ?1) ORDER BY due_at LIMIT ?2",
    )?;
    let free = free.query_map(params![now, rows(terms.lanes)], |row| {
        Ok((id(row, 0)?, row.get::<_, i64>(1)?, row.get::<_, bool>(2)?))
    })?;
    let free = free.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut leases = Vec::new();
    for (account_id, epoch, was_lost) in free {
        // Its worker vanished or is too slow. An item may be the cause, so items are leased one at
        // a time.
        let limit = if was_lost { 1 } else { terms.items };
        let (items, died) = take(db, account_id, limit, terms, now)?;
        if items.is_empty() {
            settle_lane(db, account_id, terms.order, true, now)?;
            if died > 0 {
                let key = LeaseKey { account_id, owner: String::new(), epoch };
                leases.push(Lease { key, items, died });
            }
            continue;
        }
        let key = LeaseKey { account_id, owner: terms.owner.clone(), epoch: epoch + 1 };
        db.prepare_cached(
            "UPDATE lane SET owner = ?2, epoch = ?3, lease_until = ?4 WHERE account_id = ?1",
        )?
        .execute(params![
            account_id.cast_signed(),
            key.owner,
            key.epoch,
            now + span(terms.duration)
        ])?;
        leases.push(Lease { key, items, died });
    }
    Ok(leases)
}

/// Takes the oldest due items of an account, and gives up those that used up their attempts.
fn take(
    db: &Transaction<'_>,
    account_id: u64,
    limit: usize,
    terms: &LeaseTerms,
    now: i64,
) -> rusqlite::Result<(Vec<StoredItem>, u64)> {
    let mut died = 0;
    let mut items: Vec<StoredItem> = Vec::new();
    let mut ready = db.prepare_cached(&format!(
        "SELECT {ITEM} FROM item WHERE account_id = ?1 AND state = 0 AND (?2 OR due_at <= ?3)
         ORDER BY seq LIMIT ?4"
    ))?;
    let in_order = terms.order == Order::InOrder;
    loop {
        let found = ready
            .query_map(params![account_id.cast_signed(), in_order, now, rows(limit)], item)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let (over, found): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|item| item.attempts >= terms.attempts);
        for item in &over {
            end(db, item.key(), &Ending::Dead { error: NEVER_FINISHED.to_owned() }, now)?;
        }
        died += over.len() as u64;
        if over.is_empty() || !found.is_empty() {
            items.extend(found);
            break;
        }
    }
    if in_order {
        // No item overtakes one that is not due.
        let due = items.iter().take_while(|item| millis(item.due_at) <= now).count();
        items.truncate(due);
    }
    for item in &mut items {
        item.attempts += 1;
        db.prepare_cached("UPDATE item SET attempts = ?3 WHERE account_id = ?1 AND seq = ?2")?
            .execute(params![account_id.cast_signed(), item.seq.cast_signed(), item.attempts])?;
    }
    Ok((items, died))
}

fn finish(db: &Transaction<'_>, finished: &Finished, now: i64) -> rusqlite::Result<bool> {
    let key = &finished.lease;
    let is_held = db
        .prepare_cached("SELECT 1 FROM lane WHERE account_id = ?1 AND owner = ?2 AND epoch = ?3")?
        .exists(params![key.account_id.cast_signed(), key.owner, key.epoch])?;
    if !is_held {
        return Ok(false);
    }
    for (seq, ending) in &finished.items {
        end(db, ItemKey { account_id: key.account_id, seq: *seq }, ending, now)?;
    }
    settle_lane(db, key.account_id, finished.order, finished.release, now)?;
    Ok(true)
}

/// Records the result of a waiting item.
fn end(db: &Transaction<'_>, item: ItemKey, ending: &Ending, now: i64) -> rusqlite::Result<()> {
    let (account, seq) = (item.account_id.cast_signed(), item.seq.cast_signed());
    let (state, due, error) = match ending {
        Ending::Untouched => {
            db.prepare_cached(
                "UPDATE item SET attempts = max(attempts - 1, 0) WHERE account_id = ?1 AND seq = ?2 AND state = 0",
            )?
            .execute([account, seq])?;
            return Ok(());
        }
        Ending::Done => (State::Done, now, None),
        Ending::Dead { error } => (State::Dead, now, Some(error)),
        Ending::Retry { after, error } => (State::Ready, now + span(*after), Some(error)),
    };
    let finished_at = (state != State::Ready).then_some(now);
    let ended = db
        .prepare_cached(
            "UPDATE item SET state = ?3, due_at = ?4, finished_at = ?5, error = ?6
             WHERE account_id = ?1 AND seq = ?2 AND state = 0",
        )?
        .execute(params![account, seq, state.code(), due, finished_at, error])?;
    if ended > 0 && finished_at.is_some() {
        db.prepare_cached("UPDATE lane SET ready = ready - 1 WHERE account_id = ?1")?
            .execute([account])?;
    }
    Ok(())
}

/// Updates when an account is due, after its items changed.
fn settle_lane(
    db: &Transaction<'_>,
    account_id: u64,
    order: Order,
    release: bool,
    now: i64,
) -> rusqlite::Result<()> {
    let account = account_id.cast_signed();
    let head: Option<(i64, i64)> = db
        .prepare_cached(
            "SELECT due_at, received_at FROM item WHERE account_id = ?1 AND state = 0 ORDER BY seq LIMIT 1",
        )?
        .query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let due = match (head, order) {
        (Some((due, _)), Order::SetAside) if due > now => db
            .prepare_cached("SELECT min(due_at) FROM item WHERE account_id = ?1 AND state = 0")?
            .query_row([account], |row| row.get(0))?,
        (head, _) => head.map(|(due, _)| due),
    };
    // Accounts with a backlog take turns: after its turn, an account goes to the end.
    let due = due.map(|due| due.max(now));
    let oldest = head.map(|(_, received)| received);
    let release = if release { ", owner = NULL, lease_until = 0" } else { "" };
    db.prepare_cached(&format!(
        "UPDATE lane SET due_at = ?2, oldest_at = ?3{release} WHERE account_id = ?1"
    ))?
    .execute(params![account, due, oldest])
    .map(drop)
}

/// Changes items one by one, then recounts and reschedules their accounts.
fn change(
    db: &Transaction<'_>,
    items: &[ItemKey],
    mut change: impl FnMut(&Transaction<'_>, ItemKey) -> rusqlite::Result<usize>,
) -> rusqlite::Result<u64> {
    let mut changed = 0;
    for item in items {
        changed += change(db, *item)? as u64;
    }
    let mut accounts: Vec<_> = items.iter().map(|item| item.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    for account_id in accounts {
        recount(db, account_id)?;
    }
    Ok(changed)
}

/// Recounts an account's items. It is slow for an account with many, and only for operators'
/// commands.
fn recount(db: &Transaction<'_>, account_id: u64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE lane SET
            ready = (SELECT count(*) FROM item WHERE account_id = ?1 AND state = 0),
            bytes = (SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM item WHERE account_id = ?1),
            conflict_bytes = (SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM conflict WHERE account_id = ?1)
         WHERE account_id = ?1",
    )?
    .execute([account_id.cast_signed()])?;
    // Not at a time of this process: the process that handles the items may have another clock.
    settle_lane(db, account_id, Order::SetAside, false, 0)
}

fn erase(db: &Transaction<'_>, callbacks: &[(u64, u64)], now: i64) -> rusqlite::Result<u64> {
    let mut erased = 0;
    for (account_id, callback_id) in callbacks {
        let key = [account_id.cast_signed(), callback_id.cast_signed()];
        let of_item = db
            .prepare_cached(
                "UPDATE item SET text = NULL, error = NULL, state = 3, finished_at = ?3
                 WHERE account_id = ?1 AND callback_id = ?2 AND text IS NOT NULL",
            )?
            .execute(params![key[0], key[1], now])?;
        let of_conflict = db
            .prepare_cached(
                "UPDATE conflict SET text = NULL WHERE account_id = ?1 AND callback_id = ?2 AND text IS NOT NULL",
            )?
            .execute(key)?;
        if of_item + of_conflict > 0 {
            erased += 1;
            recount(db, *account_id)?;
        }
    }
    Ok(erased)
}

fn purge(
    db: &Transaction<'_>,
    retention: Retention,
    limit: usize,
    now: i64,
) -> rusqlite::Result<u64> {
    let mut over = db.prepare_cached(
        "SELECT seq, account_id, coalesce(length(CAST(text AS BLOB)), 0) FROM item
         WHERE state <> 0 AND finished_at <= CASE state WHEN 2 THEN ?2 ELSE ?1 END
            AND (reading = 0 OR state = 3)
         ORDER BY finished_at LIMIT ?3",
    )?;
    let until = |kept: Duration| now - span(kept);
    let over = over
        .query_map(params![until(retention.done), until(retention.dead), rows(limit)], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        })?;
    let over = over.collect::<rusqlite::Result<Vec<_>>>()?;
    for (seq, account, bytes) in &over {
        db.prepare_cached("DELETE FROM item WHERE seq = ?1")?.execute([seq])?;
        db.prepare_cached("UPDATE lane SET bytes = max(bytes - ?2, 0) WHERE account_id = ?1")?
            .execute([account, bytes])?;
    }
    Ok(over.len() as u64)
}

fn list(
    db: &Transaction<'_>,
    filter: &Filter,
    after: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Vec<StoredItem>> {
    let (beyond, order, start) =
        if filter.newest { ("<", "DESC", i64::MAX) } else { (">", "ASC", 0) };
    let mut conditions = vec![format!("seq {beyond} ?")];
    let mut values: Vec<rusqlite::types::Value> =
        vec![after.map_or(start, u64::cast_signed).into()];
    let mut add = |condition: &str, value: rusqlite::types::Value| {
        conditions.push(condition.to_owned());
        values.push(value);
    };
    let Filter { account_id, callback_id, kind, state, unread, since, until, newest: _ } = filter;
    if let Some(id) = account_id {
        add("account_id = ?", id.cast_signed().into());
    }
    if let Some(id) = callback_id {
        add("callback_id = ?", id.cast_signed().into());
    }
    if let Some(kind) = kind {
        add("kind = ?", kind.clone().into());
    }
    if let Some(state) = state {
        add("state = ?", i64::from(state.code()).into());
    }
    if *unread {
        add("reading <> ?", i64::from(Reading::Known.code()).into());
    }
    if let Some(since) = since {
        add("received_at >= ?", millis(*since).into());
    }
    if let Some(until) = until {
        add("received_at < ?", millis(*until).into());
    }
    values.push(rows(limit).into());
    let conditions = mem::take(&mut conditions).join(" AND ");
    db.prepare_cached(&format!(
        "SELECT {ITEM} FROM item WHERE {conditions} ORDER BY seq {order} LIMIT ?"
    ))?
    .query_map(params_from_iter(values), item)?
    .collect()
}

/// The columns that [`item`] reads.
const ITEM: &str = "seq, account_id, callback_id, reading, kind, text, received_at, state, attempts, \
    due_at, finished_at, error";

fn item(row: &Row<'_>) -> rusqlite::Result<StoredItem> {
    Ok(StoredItem {
        seq: id(row, 0)?,
        account_id: id(row, 1)?,
        callback_id: id(row, 2)?,
        reading: Reading::from_code(row.get(3)?),
        kind: row.get(4)?,
        text: row.get(5)?,
        received_at: time(row.get(6)?),
        state: State::from_code(row.get(7)?),
        attempts: row.get(8)?,
        due_at: time(row.get(9)?),
        finished_at: row.get::<_, Option<i64>>(10)?.map(time),
        error: row.get(11)?,
    })
}

/// An ID: SQLite has no unsigned integers, so it is stored with the same bits.
fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn size(entry: &Entry) -> i64 {
    i64::try_from(entry.text.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
