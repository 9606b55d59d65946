//! Receives callbacks with axum: checks them, acts on each once, logs, and
//! finishes what is in progress before it stops.
//!
//! ```text
//! VOXIMPLANT_ACCOUNT_ID=… VOXIMPLANT_SALT=… VOXIMPLANT_API_KEY=… cargo run --example server -- ADDRESS
//! ```
//!
//! It listens on 127.0.0.1:8080 unless another address is named; port 0 takes
//! a free one. It speaks plain HTTP: put a proxy that speaks HTTPS in front.

mod environment;

use std::{
    env,
    error::Error,
    io::{self, Write},
    pin::pin,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use axum::{Router, routing::post};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, signal, time::sleep};
use tower_http::timeout::RequestBodyDeadlineLayer;
use voximplant_callbacks::{
    Event, ExhaustiveEvent, MemoryGuard, Outcome, Receiver,
    serde_json::value::RawValue,
    web::{Answer, Delivery, Endpoint, Rejection},
};

/// How long the head of a request may take to come, and its body again.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let endpoint = Endpoint::new(
        // What was handled before is known for as long as the process lives.
        Receiver::new(environment::credential()?).guard(Arc::new(MemoryGuard::default())),
    );
    let router = Router::new()
        .route("/callbacks", post(on_callbacks))
        .layer(RequestBodyDeadlineLayer::new(PATIENCE))
        .with_state(endpoint);

    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address)
        .await
        .map_err(|error| format!("{address}: {error}; name another address as the argument"))?;
    println!("listening on http://{}/callbacks", listener.local_addr()?);
    serve_connections(listener, router).await
}

/// Does what `axum::serve` does, and two things that it has no setting for:
/// bounds the time that the head of a request takes to come, and answers
/// senders that have closed their half of the connection.
async fn serve_connections(listener: TcpListener, router: Router) -> Result<(), Box<dyn Error>> {
    let mut http = http1::Builder::new();
    http.half_close(true).timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop()?);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => TokioIo::new(stream),
                Err(error) => {
                    // Such as too many open files: wait until some are closed.
                    tracing::error!(%error, "cannot take a connection");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = connections.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }

    drop(listener);
    tracing::info!("stopping: no more connections are taken");
    connections.shutdown().await;
    tracing::info!("stopped");
    Ok(())
}

/// Answers a request. One that cannot be read at all is logged as well.
async fn on_callbacks(delivery: Result<Delivery, Rejection>) -> Answer {
    let mut delivery = match delivery {
        Ok(delivery) => delivery,
        Err(rejection) => {
            tracing::warn!(%rejection, "rejected a request");
            return rejection.answer();
        }
    };
    while let Some(outcome) = delivery.next_outcome() {
        match on_outcome(&outcome) {
            Ok(()) => delivery.settle(outcome),
            Err(error) => tracing::error!(%error, "not handled: its sender is to come again"),
        }
    }
    delivery.answer()
}

/// Handles one callback. If it fails, the callback counts as never received.
fn on_outcome(outcome: &Outcome) -> io::Result<()> {
    let callback_id = outcome.callback_id();
    match outcome {
        Outcome::Callback(callback) => {
            let action = action(&callback.event);
            tracing::info!(callback_id, kind = %callback.kind(), action, "received");
        }
        // The sender is told that these are well received, so that it will
        // not come again with what we cannot read: we have to keep them.
        Outcome::Unknown(unknown) => {
            keep(unknown.raw())?;
            tracing::warn!(callback_id, kind = unknown.kind(), "newer than this SDK");
        }
        Outcome::Malformed(malformed) => {
            keep(malformed.raw())?;
            tracing::warn!(callback_id, error = %malformed.error(), "malformed");
        }
        Outcome::Duplicate(_) => tracing::info!(callback_id, "handled before"),
        Outcome::Refused(refused) => {
            tracing::warn!(callback_id, reason = %refused.refusal(), "refused");
        }
    }
    Ok(())
}

/// Keeps a callback for somebody to look at: on standard output, since it is
/// personal data, which has no place in a log.
fn keep(callback: &RawValue) -> io::Result<()> {
    writeln!(io::stdout(), "{callback}")
}

/// What a real service would do. It has to know every kind: when the SDK
/// learns a new one, this stops compiling, and the compiler names it.
fn action(event: &Event) -> &'static str {
    use ExhaustiveEvent as E;
    match event.exhaustive() {
        E::CardPayment(_) | E::RobokassaPayment(_) | E::WireTransfer(_) => {
            "confirm the payment with the Management API, then book it"
        }
        E::InvoiceReceived(_) => "pass the invoice to accounting",
        E::RenewedSubscriptions(_) => "book the charges",
        E::MinBalance(_)
        | E::NextChargeAlert(_)
        | E::CardExpired(_)
        | E::CardExpiresInMonth(_)
        | E::CardPaymentFailed(_) => "ask whoever pays to see to it",
        E::AccountIsFrozen(_)
        | E::SubscriptionIsFrozen(_)
        | E::SubscriptionIsDetached(_)
        | E::UnverifiedSubscriptionDetached(_)
        | E::SipRegistrationFail(_)
        | E::JsFail(_) => "wake whoever is on call",
        E::AccountIsUnfrozen(_) | E::SipRegistrationRecovered(_) | E::ActivateSuccessful(_) => {
            "tell whoever is on call that all is well"
        }
        E::AccountDocumentUploaded(_)
        | E::AccountDocumentVerified(_)
        | E::AccountDocumentStatusUpdated(_)
        | E::RegulationAddressUploaded(_)
        | E::RegulationAddressVerified(_)
        | E::RegulationAddressDocumentsRequested(_)
        | E::ExpiringAgreement(_)
        | E::ExpiredAgreement(_)
        | E::RestoredAgreementStatus(_) => "tell whoever sees to the documents",
        E::CertificateExpired(_)
        | E::ExpiredCertificates(_)
        | E::ExpiringCertificates(_)
        | E::ExpiringCallerid(_) => "open a ticket to renew it",
        E::CallHistoryReport(_) | E::TransactionHistoryReport(_) | E::TranscriptionComplete(_) => {
            "download it"
        }
        E::SmsInbound(_) | E::A2pSmsActivated(_) => "pass it to the support desk",
        E::ResetAccountPasswordRequest(_) => "tell the owner of the account",
    }
}

/// Waits until the process is told to stop.
fn stop() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminated = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let terminated = async move { terminated.recv().await };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();

    Ok(async {
        tokio::select! {
            _ = signal::ctrl_c() => {}
            _ = terminated => {}
        }
    })
}
