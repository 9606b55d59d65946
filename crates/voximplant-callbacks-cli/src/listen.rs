//! `listen`: receives callbacks into an inbox, prints them, and forwards them.

mod alarm;
mod connections;
mod forward;
mod journal;
mod lines;

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    pin::pin,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    Extension, Router,
    body::HttpBody,
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use clap::Args;
use ipnet::IpNet;
use tokio::{net::TcpListener, sync::Semaphore, time::timeout};
use tower_http::timeout::RequestBodyDeadlineLayer;
use voximplant_callbacks::{Outcome, Refusal, web::Endpoint};
use voximplant_callbacks_inbox::{Inbox, Order, Retries, Store, web};

use self::{
    alarm::{Alarm, Tally},
    connections::{PATIENCE, Peer},
    forward::Forward,
    journal::{Entry, Journal},
    lines::Log,
};
use crate::{
    failure::{Failure, Result, Verdict},
    output::Output,
    settings::{self, Settings},
    store::{self, Missing, with_inbox},
};

/// How long an account waits if the process that holds it dies.
const LEASE: Duration = Duration::from_secs(10);

/// The longest wait between two attempts, so that a target that is up again catches up soon.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Attempts until a callback becomes a dead letter, which takes about a day.
const ATTEMPTS: u32 = 3000;

/// A body with more bytes, or without an announced length, counts as large.
const LARGE: u64 = 64 << 10;

/// How many large bodies are in memory at once. Other large ones wait, and small ones do not wait
/// for them.
const LARGE_AT_ONCE: usize = 64;

/// Receives callbacks into an inbox, prints and forwards them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  voximplant-callbacks listen
  voximplant-callbacks listen --forward http://127.0.0.1:9000/
  voximplant-callbacks listen --inbox postgres://callbacks@db.example.com/callbacks \\
      --forward https://billing.example.com/callbacks --metrics-addr 127.0.0.1:8081

A callback is stored before its sender is answered. Each is forwarded in a separate request,
`{\"callbacks\":[…]}` without its hash, signed according to Standard Webhooks with the secrets in
VOXIMPLANT_FORWARD_SECRET or the settings; the ID `ACCOUNT-CALLBACK` is the same in each attempt,
so the target can act once. It is retried until the target answers 2xx, in order per account.
Duplicates, conflicts and refused callbacks are never forwarded.

SIGHUP reads the settings again: credentials, and the secrets of --forward. SIGTERM and Ctrl-C
finish what is in progress; a second signal stops at once.")]
pub(crate) struct Listen {
    /// The address to listen on, with plain HTTP; 127.0.0.1:8080 by default. For any other address,
    /// put a proxy with TLS in front.
    #[arg(long, value_name = "ADDRESS:PORT")]
    addr: Option<String>,
    /// The path of the callback URL; /callbacks by default.
    #[arg(long)]
    path: Option<String>,
    /// The inbox: a file, inbox.db by default, or `postgres://user@host/database`.
    #[arg(long, value_name = "FILE|URL")]
    inbox: Option<String>,
    /// Forwards each callback to this URL.
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    /// How many seconds the target may take to answer; 10 by default.
    #[arg(long, value_name = "SECONDS", requires = "forward", value_parser = clap::value_parser!(u64).range(1..=settings::LONGEST_TIMEOUT))]
    timeout: Option<u64>,
    /// Attempts until a callback becomes a dead letter; about a day of them by default.
    #[arg(long, requires = "forward", value_parser = clap::value_parser!(u32).range(1..))]
    attempts: Option<u32>,
    /// Does not hold back later callbacks of an account while one fails, which gives up their
    /// order.
    #[arg(long, requires = "forward")]
    set_aside: bool,
    /// Serves /metrics and /ready on this address, for operators only.
    #[arg(long, value_name = "ADDRESS:PORT")]
    metrics_addr: Option<String>,
    /// A proxy whose X-Forwarded-For header is trusted, as an address or network.
    #[arg(long, value_name = "NETWORK")]
    trusted_proxy: Vec<String>,
    /// Accepts requests only from this address or network, such as upstream's; others get 403.
    #[arg(long, value_name = "NETWORK")]
    allow_from: Vec<String>,
    /// Prints callbacks in full, including personal data.
    #[arg(long)]
    reveal: bool,
}

/// The settings that SIGHUP reads again.
struct Current {
    endpoint: RwLock<Endpoint>,
    forward: Option<Arc<Forward>>,
    config: Option<PathBuf>,
}

struct Service<S> {
    inbox: Inbox<S>,
    current: Arc<Current>,
    journal: Journal,
    alarm: Arc<Alarm>,
    stranger: Arc<Tally>,
    misses: Arc<Tally>,
    proxies: Arc<[IpNet]>,
    allowed: Arc<[IpNet]>,
    large: Arc<Semaphore>,
}

impl<S> Clone for Service<S>
where
    Inbox<S>: Clone,
{
    fn clone(&self) -> Self {
        Self {
            inbox: self.inbox.clone(),
            current: Arc::clone(&self.current),
            journal: self.journal.clone(),
            alarm: Arc::clone(&self.alarm),
            stranger: Arc::clone(&self.stranger),
            misses: Arc::clone(&self.misses),
            proxies: Arc::clone(&self.proxies),
            allowed: Arc::clone(&self.allowed),
            large: Arc::clone(&self.large),
        }
    }
}

impl Listen {
    pub(crate) fn run(&self, config: Option<&Path>, output: Output) -> Result<Verdict> {
        let _log = Log::start();
        let settings = Settings::load(config)?;
        let runtime = crate::runtime()?;
        let verdict = runtime.block_on(async {
            let name = settings.inbox(self.inbox.as_deref());
            let current = self.current(&settings, config)?;
            let opened = store::open(&settings, name, Missing::Make).await?;
            with_inbox!(opened, inbox => self.serve(&settings, inbox, current, output).await)
        });
        // Do not wait for an abandoned attempt.
        runtime.shutdown_timeout(Duration::from_secs(1));
        verdict
    }

    fn current(&self, settings: &Settings, config: Option<&Path>) -> Result<Arc<Current>> {
        let endpoint = RwLock::new(Endpoint::new(settings.receiver()?));
        let url = self.forward.as_deref().or(settings.forward.url.as_deref());
        let timeout = self.timeout.or(settings.forward.timeout_seconds).unwrap_or(10);
        let forward = url.map(|url| {
            let secrets = settings.forward_secrets()?;
            Forward::new(url, Duration::from_secs(timeout), &secrets).map(Arc::new)
        });
        let config = config.map(Path::to_owned);
        Ok(Arc::new(Current { endpoint, forward: forward.transpose()?, config }))
    }

    async fn serve<S: Store>(
        &self,
        settings: &Settings,
        inbox: Inbox<S>,
        current: Arc<Current>,
        output: Output,
    ) -> Result<Verdict> {
        let or = |given: &[String], set: &[String]| {
            settings::networks(if given.is_empty() { set } else { given }).map(Arc::from)
        };
        let journal = Journal::start(output, self.reveal);
        let service = Service {
            inbox: inbox.clone(),
            current: Arc::clone(&current),
            journal: journal.clone(),
            alarm: Arc::default(),
            stranger: Arc::default(),
            misses: Arc::default(),
            proxies: or(&self.trusted_proxy, &settings.listen.trusted_proxies)?,
            allowed: or(&self.allow_from, &settings.listen.allow_from)?,
            large: Arc::new(Semaphore::new(LARGE_AT_ONCE)),
        };
        let path = self.path.as_deref().unwrap_or(settings.listen.path());
        if !is_path(path) {
            return Err(Failure::usage(
                "the path of the callback URL must start with /, have only letters, digits and \
                 -._~%/!$&'()+,;=:@, and have no part that starts with a colon",
            ));
        }
        let router = Router::new()
            .route(path, post(on_callbacks::<S>))
            .layer(RequestBodyDeadlineLayer::new(PATIENCE))
            .fallback(on_other::<S>)
            .method_not_allowed_fallback(on_other::<S>)
            .with_state(service);

        connections::outlive_limits();
        // Bind both before anything is forwarded or printed.
        let stop = connections::stop()?;
        let reload = connections::reload()?;
        let addr = self.addr.as_deref().unwrap_or(settings.listen.addr());
        let listener = bind(addr, "--addr").await?;
        let metrics = self.metrics_addr.as_deref().or(settings.listen.metrics_addr.as_deref());
        let metrics = match metrics {
            Some(addr) => Some(bind(addr, "--metrics-addr").await?),
            None => None,
        };
        let local = |listener: &TcpListener| {
            listener.local_addr().map_err(|it| Failure::io(it.to_string()))
        };
        journal.print(Entry::Listening {
            url: format!("http://{}{path}", local(&listener)?),
            inbox: store::shown(settings.inbox(self.inbox.as_deref())),
            forward: current.forward.as_ref().map(|forward| forward.shown()),
            metrics: metrics.as_ref().map(local).transpose()?.map(|it| it.to_string()),
        });
        let operators = metrics.map(|listener| {
            let router = Router::new()
                .route("/metrics", get(web::metrics::<S>))
                .route("/ready", get(web::ready::<S>))
                .with_state(inbox.clone());
            tokio::spawn(axum::serve(listener, router).into_future())
        });
        let worker = current
            .forward
            .as_ref()
            .map(|forward| self.worker(settings, &inbox).run(forward::handler(forward, &journal)));
        let reloading = tokio::spawn(reload_on(reload, current));

        let open = connections::serve(listener, router, pin!(stop)).await;
        let again = connections::stop()?;
        let finish = async {
            connections::finish(open).await;
            reloading.abort();
            if let Some(worker) = worker {
                worker.stop().await;
            }
            if let Some(operators) = operators {
                operators.abort();
            }
        };
        tokio::select! {
            () = finish => tracing::info!("stopped"),
            () = again => tracing::warn!("stopped at once: work in progress will be repeated"),
        }
        journal.finish();
        Ok(Verdict::Good)
    }

    fn worker<S: Store>(
        &self,
        settings: &Settings,
        inbox: &Inbox<S>,
    ) -> voximplant_callbacks_inbox::Worker<S> {
        let mut retries = Retries::default();
        retries.attempts = self.attempts.or(settings.forward.attempts).unwrap_or(ATTEMPTS);
        retries.first = Duration::from_secs(1);
        retries.longest = LONGEST_WAIT;
        let is_aside = self.set_aside || settings.forward.set_aside;
        let order = if is_aside { Order::SetAside } else { Order::InOrder };
        inbox.worker().retries(retries).order(order).lease(LEASE)
    }
}

/// Whether a request can have this path, and axum does not treat it as a pattern.
fn is_path(path: &str) -> bool {
    let is_part_of_path =
        |it: char| it.is_ascii_alphanumeric() || "-._~%/!$&'()+,;=:@".contains(it);
    path.starts_with('/') && path.chars().all(is_part_of_path) && !path.contains("/:")
}

async fn bind(addr: &str, option: &str) -> Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|error| {
        Failure::io(format!("cannot listen on {addr}: {error}")).help(format!(
            "choose another address with {option}, such as 127.0.0.1:0 for any free port"
        ))
    })
}

/// Reads the settings again at each signal. Invalid settings change nothing.
async fn reload_on(mut reload: connections::Reload, current: Arc<Current>) {
    while reload.next().await {
        let read = || -> Result<()> {
            let settings = Settings::load(current.config.as_deref())?;
            let endpoint = Endpoint::new(settings.receiver()?);
            if let Some(forward) = &current.forward {
                forward.set_secrets(&settings.forward_secrets()?)?;
            }
            *current.endpoint.write().unwrap_or_else(PoisonError::into_inner) = endpoint;
            Ok(())
        };
        match read() {
            Ok(()) => tracing::info!("the settings were read again"),
            Err(failure) => tracing::error!("the settings were not changed: {failure}"),
        }
    }
}

async fn on_callbacks<S: Store>(
    State(service): State<Service<S>>,
    Extension(Peer(peer)): Extension<Peer>,
    request: Request,
) -> Response {
    let from = client(peer.ip(), request.headers(), &service.proxies);
    if !service.allowed.is_empty() && !contains(&service.allowed, from) {
        if let Some(count) = service.stranger.add(1) {
            tracing::warn!(count, last = %from, "requests from addresses that are not allowed");
        }
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut room = None;
    if request.body().size_hint().upper().is_none_or(|size| size > LARGE) {
        match timeout(PATIENCE, Arc::clone(&service.large).acquire_owned()).await {
            Ok(Ok(taken)) => room = Some(taken),
            Ok(Err(_)) | Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }
    let endpoint = service.current.endpoint.read().unwrap_or_else(PoisonError::into_inner).clone();
    match endpoint.receive(request.into_body()).await {
        Ok(mut delivery) => {
            let outcomes = delivery.take_outcomes();
            // A separate task, so that it completes even if the client hangs up.
            let kept = tokio::spawn(async move {
                keep(&service, outcomes, from).await;
                drop(room);
            });
            if kept.await.is_err() {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
            delivery.answer().into_response()
        }
        Err(rejection) => {
            service.journal.print(Entry::Rejected { reason: rejection.to_string(), from });
            rejection.into_response()
        }
    }
}

/// Stores callbacks, and prints the results.
async fn keep<S: Store>(service: &Service<S>, outcomes: Vec<Outcome>, from: IpAddr) {
    // One line for all refused callbacks, as anyone can send thousands.
    let mut refused: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut matched = 0;
    for outcome in &outcomes {
        match outcome {
            Outcome::Refused(it) if matches!(it.refusal(), Refusal::Hash(_)) => {
                *refused.entry(outcome.code()).or_default() += 1;
            }
            _ => matched += 1,
        }
    }
    service.alarm.note(matched, &refused);
    let lines: Vec<_> = outcomes.iter().map(|it| service.journal.received(it, from)).collect();
    let receipts = service.inbox.put(outcomes).await;
    for (line, receipt) in lines.into_iter().zip(receipts) {
        if let Some(line) = line {
            service.journal.print(Entry::Received(line, receipt));
        }
    }
    for (code, count) in refused {
        service.journal.print(Entry::Refused { code, count, from });
    }
}

/// This reveals a typing mistake in the callback URL.
async fn on_other<S: Store>(
    State(service): State<Service<S>>,
    method: Method,
    request: Request,
) -> StatusCode {
    if let Some(count) = service.misses.add(1) {
        let path: String = request.uri().path().chars().take(100).collect();
        tracing::warn!(count, %method, path, "requests for other paths than the callback URL");
    }
    StatusCode::NOT_FOUND
}

fn contains(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// The sender of a request: the peer, or, if that is a trusted proxy, the address that it names,
/// and so on for further proxies.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    if !contains(proxies, peer) {
        return peer;
    }
    let named = headers.get_all("x-forwarded-for").iter().filter_map(|it| it.to_str().ok());
    let named: Vec<&str> = named.flat_map(|it| it.split(',')).map(str::trim).collect();
    let mut client = peer;
    for name in named.iter().rev() {
        let address = name.parse().or_else(|_| name.parse().map(|it: SocketAddr| it.ip()));
        let Ok(address) = address else { break };
        client = address.to_canonical();
        if !contains(proxies, client) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_say_who_sent() {
        let proxies =
            settings::networks(&["10.0.0.0/8".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let client = |peer: &str, named: &[&str]| {
            let mut headers = HeaderMap::new();
            for name in named {
                headers.append("x-forwarded-for", name.parse().unwrap());
            }
            super::client(peer.parse().unwrap(), &headers, &proxies).to_string()
        };
        assert_eq!(client("192.0.2.1", &["198.51.100.7"]), "192.0.2.1", "it is no proxy");
        assert_eq!(client("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(client("::ffff:127.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        // Everything before the last address that no proxy wrote comes from the client.
        assert_eq!(client("10.1.1.1", &["203.0.113.9, 198.51.100.7, 10.2.2.2"]), "198.51.100.7");
        assert_eq!(client("10.1.1.1", &["203.0.113.9", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("10.1.1.1", &["198.51.100.7, nonsense"]), "10.1.1.1");
        assert_eq!(client("10.1.1.1", &["198.51.100.7:4711"]), "198.51.100.7");
    }
}
