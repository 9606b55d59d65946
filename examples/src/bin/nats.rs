//! Publishes callbacks to NATS `JetStream`, from an inbox.
//!
//! A callback is stored, then its sender is answered. A worker publishes it
//! until the server confirms that it is in the stream. If the process dies
//! between the two, it publishes again, under the same message ID: the stream
//! drops the second one within its duplicate window, and a consumer that acts
//! once for each ID loses nothing beyond it.
//!
//! A stream with the subjects `callbacks.>` must exist. It publishes the callback as received, with
//! its hash: anyone who can read the stream can forge callbacks.

use std::{env, error::Error};

use async_nats::{
    HeaderMap,
    header::NATS_MESSAGE_ID,
    jetstream::{self, Context},
};
use axum::{Router, routing::post};
use tokio::net::TcpListener;
use voximplant_callbacks::{Decoded, Receiver, web::Endpoint};
use voximplant_callbacks_inbox::{Failure, Inbox, Item, Sqlite, web::receive};

async fn publish(stream: Context, item: Item) -> Result<(), Failure> {
    // An unknown kind is text chosen by the sender, so it must not be part of a subject.
    let kind = match item.decoded() {
        Decoded::Callback(callback) => callback.kind().as_str(),
        Decoded::Unknown(_) => "unknown",
        Decoded::Malformed(_) => "malformed",
    };
    let subject = format!("callbacks.{}.{kind}", item.account_id());
    let mut headers = HeaderMap::new();
    headers.insert(NATS_MESSAGE_ID, item.idempotency_key());
    let confirmation =
        stream.publish_with_headers(subject, headers, item.text().to_owned().into()).await?;
    // Without the confirmation, the message may be lost.
    confirmation.await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let stream = jetstream::new(async_nats::connect(server).await?);
    let inbox = Inbox::sqlite(env::args().nth(2).unwrap_or_else(|| "inbox.db".to_owned())).await?;
    let worker = inbox.worker().run(move |item| publish(stream.clone(), item));

    let receiver = Receiver::new(examples::credential()?);
    let app = Router::new()
        .route("/callbacks", post(receive::<Sqlite>))
        .with_state(inbox.endpoint(Endpoint::new(receiver)));
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/callbacks", listener.local_addr()?);
    axum::serve(listener, app).await?;
    worker.stop().await;
    Ok(())
}
