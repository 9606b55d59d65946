//! Acts on each callback exactly once, even if it is killed: it writes the account ID, the callback
//! ID and the digest of a callback in the same SQLite transaction as the effect of the callback.
//!
//! ```text
//! VOXIMPLANT_ACCOUNT_ID=… VOXIMPLANT_SALT=… VOXIMPLANT_API_KEY=… cargo run --example transaction -- DATABASE ADDRESS
//! ```
//!
//! It listens on 127.0.0.1:8080 by default. The example `server` shows what else a server needs.

mod environment;

use std::{
    env,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::{FromRef, State},
    routing::post,
};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::net::TcpListener;
use tower_http::timeout::RequestBodyDeadlineLayer;
use voximplant_callbacks::{
    Digest, Event, Outcome, Receiver, Verdict,
    rust_decimal::Decimal,
    web::{Answer, Delivery, Endpoint},
};

/// With `FULL`, committed data also survives a power loss.
const SCHEMA: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;

-- What was handled. Rows stay for ever, as a hash never expires.
CREATE TABLE IF NOT EXISTS handled (
    account_id INTEGER NOT NULL,
    callback_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (account_id, callback_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS payment (
    account_id INTEGER NOT NULL,
    callback_id INTEGER NOT NULL,
    amount TEXT NOT NULL
) STRICT;

-- What somebody has to look at: of each callback, the first text of each sort.
CREATE TABLE IF NOT EXISTS kept (
    account_id INTEGER NOT NULL,
    callback_id INTEGER NOT NULL,
    sort TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (account_id, callback_id, sort)
) STRICT;
";

#[derive(Clone)]
struct Service {
    endpoint: Endpoint,
    database: Arc<Mutex<Connection>>,
}

impl FromRef<Service> for Endpoint {
    fn from_ref(service: &Service) -> Self {
        service.endpoint.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("name a file for the database as the argument")?;
    let address = env::args().nth(2).unwrap_or_else(|| "127.0.0.1:8080".to_owned());

    let database = Connection::open(path)?;
    database.busy_timeout(Duration::from_secs(5))?;
    database.execute_batch(SCHEMA)?;
    let service = Service {
        // No replay guard: the database knows what was handled.
        endpoint: Endpoint::new(Receiver::new(environment::credential()?)),
        database: Arc::new(Mutex::new(database)),
    };
    let router = Router::new()
        .route("/callbacks", post(on_callbacks))
        .layer(RequestBodyDeadlineLayer::new(Duration::from_secs(5)))
        .with_state(service);

    let listener = TcpListener::bind(&address).await?;
    println!("listening on http://{}/callbacks", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

async fn on_callbacks(State(service): State<Service>, mut delivery: Delivery) -> Answer {
    let outcomes = delivery.take_outcomes();
    // It runs to completion, even if the client hangs up and axum cancels this function.
    let work = tokio::task::spawn_blocking(move || handle(&service.database, outcomes));
    match work.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => eprintln!("not handled: {error}"),
        Err(error) => eprintln!("not handled: {error}"),
    }
    delivery.answer()
}

/// Handles the callbacks of a request in one transaction. Callbacks are settled only after the
/// commit: if anything fails, the answer asks the sender to retry all.
fn handle(
    database: &Mutex<Connection>,
    outcomes: Vec<Outcome>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    // A transaction that is not committed is rolled back, even on a panic.
    let mut database = database.lock().unwrap_or_else(PoisonError::into_inner);
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut verdicts = Vec::new();
    for outcome in &outcomes {
        verdicts.push(on_outcome(&transaction, outcome)?);
    }
    transaction.commit()?;
    for (outcome, verdict) in outcomes.into_iter().zip(verdicts) {
        outcome.settle_as(verdict);
    }
    Ok(())
}

/// Finds out whether a callback is new, and if so, acts on it.
fn on_outcome(
    transaction: &Transaction,
    outcome: &Outcome,
) -> Result<Verdict, Box<dyn Error + Send + Sync>> {
    let (true, Some(account_id), Some(callback_id)) =
        (outcome.is_new(), outcome.account_id(), outcome.callback_id())
    else {
        // It was refused, so there is nothing to settle.
        return Ok(Verdict::Handled);
    };
    // SQLite has no unsigned integers: these are the same 64 bits.
    let key = [account_id, callback_id].map(u64::cast_signed);

    let handled: Option<String> = transaction
        .prepare_cached("SELECT digest FROM handled WHERE account_id = ? AND callback_id = ?")?
        .query_row(key, |row| row.get(0))
        .optional()?;
    if let Some(handled) = handled {
        let handled: Digest = handled.parse()?;
        if outcome.digest_as(handled.version()) == handled {
            return Ok(Verdict::Duplicate);
        }
        // One of the two may be forged, and not necessarily this one.
        keep(transaction, key, "conflict", outcome)?;
        return Ok(Verdict::Conflict);
    }

    transaction.prepare_cached("INSERT INTO handled VALUES (?, ?, ?)")?.execute(params![
        key[0],
        key[1],
        outcome.digest().to_string()
    ])?;
    match outcome {
        Outcome::Callback(callback) => {
            if let Some(amount) = paid(&callback.event) {
                transaction
                    .prepare_cached("INSERT INTO payment VALUES (?, ?, ?)")?
                    .execute(params![key[0], key[1], amount.to_string()])?;
            }
        }
        // A later version of the SDK may read them.
        Outcome::Unknown(_) | Outcome::Malformed(_) => {
            keep(transaction, key, outcome.code(), outcome)?;
        }
        Outcome::Duplicate(_) | Outcome::Refused(_) => {}
    }
    Ok(Verdict::Handled)
}

/// The amount of a payment. A real service confirms it with the Management API
/// first, as the hash does not cover it.
fn paid(event: &Event) -> Option<Decimal> {
    match event {
        Event::CardPayment(payment) => Some(payment.amount),
        Event::RobokassaPayment(payment) => Some(payment.amount),
        Event::WireTransfer(payment) => Some(payment.amount),
        _ => None,
    }
}

fn keep(
    transaction: &Transaction,
    key: [i64; 2],
    sort: &str,
    outcome: &Outcome,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO kept VALUES (?, ?, ?, ?)")?
        .execute(params![key[0], key[1], sort, outcome.text()])?;
    Ok(())
}
