//! Receives callbacks with axum: checks them, acts on each once, logs, and finishes work in
//! progress before it stops.
//!
//! ```text
//! VOXIMPLANT_ACCOUNT_ID=… VOXIMPLANT_SALT=… VOXIMPLANT_API_KEY=… cargo run --example server -- ADDRESS
//! ```
//!
//! It listens on 127.0.0.1:8080 by default; port 0 picks a free port. It speaks plain HTTP: put an
//! HTTPS proxy in front, which also limits what a single client may use. `/health` answers 200.

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

use axum::{
    Router,
    extract::{FromRef, State},
    http::{Method, StatusCode, Uri},
    routing::{get, post},
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    signal,
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::task::TaskTracker;
use tower_http::timeout::RequestBodyDeadlineLayer;
use voximplant_callbacks::{
    Event, ExhaustiveEvent, MemoryGuard, Outcome, Receiver, Refusal,
    web::{Answer, Delivery, Endpoint},
};

/// How long the head of a request may take, how long its body, and how long a client may stop
/// reading its answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long requests in progress may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How many connections are served at once. Others wait. Each may hold a body of 1 MiB.
const MAX_CONNECTIONS: usize = 256;

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

#[derive(Clone)]
struct Service {
    endpoint: Endpoint,
    /// The work in progress, whether or not its client still waits.
    work: TaskTracker,
}

impl FromRef<Service> for Endpoint {
    fn from_ref(service: &Service) -> Self {
        service.endpoint.clone()
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    // The guard remembers handled callbacks as long as the process lives.
    let receiver =
        Receiver::new(environment::credential()?).guard(Arc::new(MemoryGuard::default()));
    let service = Service { endpoint: Endpoint::new(receiver), work: TaskTracker::new() };
    let router = Router::new()
        .route("/callbacks", post(on_callbacks))
        .layer(RequestBodyDeadlineLayer::new(PATIENCE))
        .route("/health", get(|| async { "healthy\n" }))
        .fallback(on_other_path)
        .method_not_allowed_fallback(on_other_method)
        .with_state(service.clone());

    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address)
        .await
        .map_err(|error| format!("{address}: {error}; name another address as the argument"))?;
    println!("listening on http://{}/callbacks", listener.local_addr()?);
    serve_connections(listener, router, service.work).await
}

/// Does what `axum::serve` does, with limits that it does not have: the number of connections, the
/// time for the head of a request, and the time that a client does not read. It also answers
/// senders that have closed their half of the connection.
async fn serve_connections(
    listener: TcpListener,
    router: Router,
    work: TaskTracker,
) -> Result<(), Box<dyn Error>> {
    let mut http = http1::Builder::new();
    http.half_close(true).timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut stop = pin!(stop()?);
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let mut stream = match accepted {
            Ok((stream, _)) => TimeoutStream::new(stream),
            Err(error) => {
                // For example, too many files are open: wait until some are closed.
                tracing::error!(%error, "cannot take a connection");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        stream.set_write_timeout(Some(PATIENCE));
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }

    drop(listener);
    tracing::info!("stopping: no more connections are taken");
    work.close();
    let finish = async {
        connections.shutdown().await;
        work.wait().await;
    };
    if timeout(GRACE, finish).await.is_err() {
        tracing::warn!("some clients do not read their answers: they are left behind");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Answers a request. A request that cannot be read does not get here: the SDK logs it, as it logs
/// refused callbacks. To keep its bytes, take an argument of type `Result<Delivery, Rejection>`;
/// anyone can send such requests, so limit the storage.
async fn on_callbacks(State(service): State<Service>, mut delivery: Delivery) -> Answer {
    // A separate task: when a client hangs up, this function is cancelled wherever it waits, and
    // its work would be repeated.
    let outcomes = delivery.take_outcomes();
    let span = delivery.span().clone();
    let work = service.work.spawn(async move { span.in_scope(|| handle(outcomes)) });
    if let Err(error) = work.await {
        tracing::error!(%error, "not handled: its sender should retry");
    }
    delivery.answer()
}

/// Handles the callbacks of a request, and settles each that succeeded.
fn handle(outcomes: Vec<Outcome>) {
    for outcome in outcomes {
        match on_outcome(&outcome) {
            Ok(()) => outcome.settle(),
            Err(error) => tracing::error!(%error, "not handled: its sender should retry"),
        }
    }
}

/// Handles one callback. If it fails, the callback counts as never received.
fn on_outcome(outcome: &Outcome) -> io::Result<()> {
    let callback_id = outcome.callback_id();
    match outcome {
        Outcome::Callback(callback) => {
            let action = action(&callback.event);
            tracing::info!(callback_id, kind = %callback.kind(), action, "received");
        }
        // The answer for these is 2xx, since a retry would not help, so we have to keep them.
        Outcome::Unknown(unknown) => {
            keep(outcome)?;
            tracing::warn!(callback_id, kind = unknown.kind(), "newer than this SDK");
        }
        Outcome::Malformed(malformed) => {
            keep(outcome)?;
            tracing::warn!(callback_id, error = %malformed.error(), "malformed");
        }
        Outcome::Duplicate(_) => tracing::info!(callback_id, "handled before"),
        // Of two with one callback ID, one may be forged, and not necessarily
        // the second.
        Outcome::Refused(refused) if refused.refusal() == Refusal::Conflict => {
            keep(outcome)?;
            tracing::warn!(callback_id, reason = %refused.refusal(), "refused");
        }
        // Anyone can send thousands. The SDK logs how many there are.
        Outcome::Refused(_) => {}
    }
    Ok(())
}

/// Keeps a callback for inspection: on standard output, since personal data does not belong in a
/// log.
fn keep(outcome: &Outcome) -> io::Result<()> {
    writeln!(io::stdout(), "{}", outcome.text())
}

/// This reveals a typing mistake in the callback URL.
async fn on_other_path(method: Method, uri: Uri) -> StatusCode {
    tracing::warn!(%method, path = shown(uri.path()), "no such path");
    StatusCode::NOT_FOUND
}

async fn on_other_method(method: Method, uri: Uri) -> StatusCode {
    tracing::warn!(%method, path = shown(uri.path()), "no such method");
    StatusCode::METHOD_NOT_ALLOWED
}

/// Enough of the path to find the mistake.
fn shown(path: &str) -> String {
    path.chars().take(100).collect()
}

/// What a real service would do. It must handle every kind: when the SDK adds a kind, this stops
/// compiling, and the compiler names the kind.
fn action(event: &Event) -> &'static str {
    use ExhaustiveEvent as E;
    match event.exhaustive() {
        E::CardPayment(_) | E::RobokassaPayment(_) | E::WireTransfer(_) => {
            "confirm the payment with the Management API, then book it"
        }
        E::InvoiceReceived(_) | E::NewInvoice(_) => "pass the invoice to accounting",
        E::RenewedSubscriptions(_) => "book the charges",
        E::BalanceIsChanged(_) | E::PlanConfig(_) => "look the account up again",
        E::MinBalance(_)
        | E::NextChargeAlert(_)
        | E::CardExpired(_)
        | E::CardExpiresInMonth(_)
        | E::CardPaymentFailed(_) => "ask the payer to check the card",
        E::StagnantAccount(_) => "ask whether the account is still needed",
        E::AccountIsFrozen(_)
        | E::SubscriptionIsFrozen(_)
        | E::SubscriptionIsDetached(_)
        | E::UnverifiedSubscriptionDetached(_)
        | E::SipRegistrationFail(_)
        | E::JsFail(_) => "alert the person on call",
        E::AccountIsUnfrozen(_) | E::SipRegistrationRecovered(_) | E::ActivateSuccessful(_) => {
            "tell the person on call that it works again"
        }
        E::AccountDocumentUploaded(_)
        | E::AccountDocumentVerified(_)
        | E::AccountDocumentStatusUpdated(_)
        | E::RegulationAddressUploaded(_)
        | E::RegulationAddressVerified(_)
        | E::RegulationAddressDocumentsRequested(_)
        | E::ExpiringAgreement(_)
        | E::ExpiredAgreement(_)
        | E::RestoredAgreementStatus(_) => "notify the person responsible for documents",
        E::CertificateExpired(_)
        | E::ExpiredCertificates(_)
        | E::ExpiringCertificates(_)
        | E::ExpiringCallerid(_)
        | E::ExpiredCallerid(_) => "open a ticket to renew it",
        E::CallHistoryReport(_) | E::TransactionHistoryReport(_) | E::TranscriptionComplete(_) => {
            "download it"
        }
        E::SmsInbound(_) | E::A2pSmsActivated(_) => "pass it to the support desk",
        E::PhoneNumberActivationStatusChanged(_) => "update the record of the phone number",
        E::BatchTaskCancellingCompleted(_) => "mark the batch as cancelled",
        E::ResetAccountPasswordRequest(_) => "tell the owner of the account",
    }
}

/// Waits for a signal to stop.
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
