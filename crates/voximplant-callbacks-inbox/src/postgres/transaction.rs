//! Handlers whose effect is committed together with the item.

use std::{collections::VecDeque, panic::AssertUnwindSafe, pin::Pin, sync::Arc};

use deadpool_postgres::Transaction;
use futures_util::FutureExt;
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument;

use super::{Postgres, begin, explain, finish, no_connection};
use crate::{
    Failure, Item, Running, Worker,
    store::{Ending, Finished, Lease, Order, StoreError, StoredItem},
    worker::{Lanes, Record, panicked},
};

/// The future of a handler that works in a transaction.
pub type Handling<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

impl Worker<Postgres> {
    /// Starts to process items with a handler that works in a transaction.
    ///
    /// The item is finished in the same transaction, so the handler's effect in this database
    /// happens exactly once: if anything fails, or the lease is lost, both are rolled back. Effects
    /// elsewhere happen at least once, as with [`Worker::run`](crate::Worker::run).
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use voximplant_callbacks_inbox::{Inbox, Postgres};
    /// # async fn run(inbox: Inbox<Postgres>) {
    /// let worker = inbox.worker().run_in(|transaction, item| {
    ///     Box::pin(async move {
    ///         let book = "INSERT INTO payment (key) VALUES ($1)";
    ///         transaction.execute(book, &[&item.idempotency_key()]).await?;
    ///         Ok(())
    ///     })
    /// });
    /// # worker.stop().await;
    /// # }
    /// ```
    pub fn run_in<H>(self, handler: H) -> Running
    where
        H: for<'t> Fn(&'t mut Transaction<'_>, Item) -> Handling<'t> + Send + Sync + 'static,
    {
        let handler = Arc::new(handler);
        self.start(move |lanes, lease, permit| {
            tokio::spawn(handle_lane(lanes, lease, Arc::clone(&handler), permit))
        })
    }
}

async fn handle_lane<H>(
    lanes: Arc<Lanes<Postgres>>,
    lease: Lease,
    handler: Arc<H>,
    _permit: OwnedSemaphorePermit,
) where
    H: for<'t> Fn(&'t mut Transaction<'_>, Item) -> Handling<'t> + Send + Sync + 'static,
{
    let record = Record::start(Arc::clone(&lanes), lease.key.clone());
    let mut items = VecDeque::from(lease.items);
    while let Some(stored) = items.pop_front() {
        if lanes.is_stopping() || record.is_lost() {
            items.push_front(stored);
            break;
        }
        let (seq, attempt) = (stored.seq, stored.attempts);
        let ended = handle(&lanes, &lease.key, stored, &*handler).await;
        let failure = match ended {
            Ok(()) => continue,
            Err(failure) => failure,
        };
        record.note(seq, lanes.failed(attempt, failure));
        if lanes.terms.order == Order::InOrder {
            break;
        }
    }
    for untouched in items {
        record.note(untouched.seq, Ending::Untouched);
    }
    record.end().await;
}

/// Handles an item and finishes it in one transaction.
async fn handle<H>(
    lanes: &Lanes<Postgres>,
    lease: &crate::store::LeaseKey,
    stored: StoredItem,
    handler: &H,
) -> Result<(), Failure>
where
    H: for<'t> Fn(&'t mut Transaction<'_>, Item) -> Handling<'t> + Send + Sync + 'static,
{
    let seq = stored.seq;
    let store = |error: StoreError| Failure::Retry(error.into());
    let mut client = lanes.store.shared.pool.get().await.map_err(|it| store(no_connection(it)))?;
    let mut transaction = client.transaction().await.map_err(|it| store(explain(it)))?;
    if let Some(item) = Item::of(stored) {
        let span = tracing::info_span!(
            "handle",
            account_id = item.account_id(),
            callback_id = item.callback_id(),
            attempt = item.attempt()
        );
        let handling = async { handler(&mut transaction, item).await }.instrument(span);
        AssertUnwindSafe(handling)
            .catch_unwind()
            .await
            .unwrap_or_else(|panic| Err(Failure::Retry(panicked(&*panic).into())))?;
    }
    let now = begin(&transaction).await.map_err(|it| store(explain(it)))?;
    let finished = Finished {
        lease: lease.clone(),
        items: vec![(seq, Ending::Done)],
        release: false,
        order: lanes.terms.order,
    };
    let held = finish(&transaction, &[finished], now).await.map_err(|it| store(explain(it)))?;
    if held != [true] {
        return Err(Failure::Retry("the lease was lost, so the effect was rolled back".into()));
    }
    transaction.commit().await.map_err(|it| store(explain(it)))?;
    lanes.metrics.done.add(1);
    Ok(())
}
