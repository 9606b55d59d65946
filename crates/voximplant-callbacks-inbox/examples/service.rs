//! A whole service: receives callbacks into an inbox, and counts payments.
//!
//! It needs the credential of an account in the environment:
//! `VOXIMPLANT_ACCOUNT_ID`, `VOXIMPLANT_SALT` and `VOXIMPLANT_API_KEY`.
//!
//! ```sh
//! cargo run --example service -- inbox.db
//! ```
//!
//! Callbacks go to `127.0.0.1:8080/callbacks`; metrics and readiness have a separate listener on
//! port 8081. A payment is counted in a second file, under its idempotency key: even if the handler
//! runs twice, the payment counts once.

use std::{
    env,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    routing::{get, post},
};
use rusqlite::{Connection, params};
use tokio::net::TcpListener;
use voximplant_callbacks::{Credential, Decoded, Event, Receiver, web::Endpoint};
use voximplant_callbacks_inbox::{
    Failure, Inbox, Item, Sqlite,
    web::{metrics, ready, receive},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let file = env::args().nth(1).unwrap_or_else(|| "inbox.db".to_owned());
    let inbox = Inbox::sqlite(&file).await?;

    let payments = Arc::new(Mutex::new(payments(&format!("{file}.payments"))?));
    let lease = setting("LEASE_SECONDS", "30").parse()?;
    let worker = inbox.worker().lease(Duration::from_secs(lease)).run(move |item| {
        let payments = Arc::clone(&payments);
        async move { tokio::task::spawn_blocking(move || handle(&item, &payments)).await? }
    });

    let receiver = Receiver::new(Credential::new(
        required("VOXIMPLANT_ACCOUNT_ID")?.parse()?,
        &required("VOXIMPLANT_SALT")?,
        &required("VOXIMPLANT_API_KEY")?,
    )?);
    let callbacks = Router::new()
        .route("/callbacks", post(receive::<Sqlite>))
        .with_state(inbox.endpoint(Endpoint::new(receiver)));
    let operators = Router::new()
        .route("/metrics", get(metrics::<Sqlite>))
        .route("/ready", get(ready::<Sqlite>))
        .with_state(inbox);
    let (listener, own) =
        (setting("ADDR", "127.0.0.1:8080"), setting("METRICS_ADDR", "127.0.0.1:8081"));
    let (listener, own) = (TcpListener::bind(listener).await?, TcpListener::bind(own).await?);
    println!("listening on {}", listener.local_addr()?);
    tokio::spawn(axum::serve(own, operators).into_future());
    axum::serve(listener, callbacks).with_graceful_shutdown(stopped()).await?;
    worker.stop().await;
    Ok(())
}

fn setting(variable: &str, default: &str) -> String {
    env::var(variable).unwrap_or_else(|_| default.to_owned())
}

fn required(variable: &str) -> Result<String, String> {
    env::var(variable).map_err(|_| format!("{variable} is not set"))
}

async fn stopped() {
    // Without the signal, it never stops.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn payments(file: &str) -> rusqlite::Result<Connection> {
    let payments = Connection::open(file)?;
    payments.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE IF NOT EXISTS payment (key TEXT PRIMARY KEY, amount TEXT NOT NULL) STRICT;",
    )?;
    Ok(payments)
}

/// Counts a payment once, however often it is called for it.
fn handle(item: &Item, payments: &Mutex<Connection>) -> Result<(), Failure> {
    let Decoded::Callback(callback) = item.decoded() else {
        tracing::warn!("a callback that this version cannot read is kept");
        return Ok(());
    };
    if let Event::CardPayment(payment) = &callback.event {
        let payments = payments.lock().unwrap_or_else(PoisonError::into_inner);
        payments.execute(
            "INSERT INTO payment (key, amount) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![item.idempotency_key(), payment.amount.to_string()],
        )?;
    }
    Ok(())
}
