//! Serves connections within limits, until a signal stops the process.

use std::{net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use axum::{Extension, Router};
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

use crate::failure::{Failure, Result};

/// How long the head of a request may take, from the start of the connection or from the previous
/// request: longer than proxies keep an idle connection, so that none sends a request into a
/// closing connection.
const IDLE: Duration = Duration::from_secs(150);

/// How long the body of a request may take, and how long a client may stop reading its answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How long requests in progress may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(15);

/// How many connections are served at once. Others wait.
const MAX_CONNECTIONS: usize = 512;

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// Adds limits that `axum::serve` does not have: the number of connections, the time for the head
/// of a request, and the time that a client does not read. Returns the connections that are still
/// open.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> GracefulShutdown {
    let mut http = http1::Builder::new();
    http.half_close(true).timer(TokioTimer::new()).header_read_timeout(IDLE);
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // For example, too many files are open: wait until some are closed.
                tracing::error!("cannot accept a connection: {error}");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(PATIENCE));
        let service = TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))));
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection failed: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stopping after the requests in progress");
    connections
}

/// Finishes the requests that are in progress.
pub(super) async fn finish(connections: GracefulShutdown) {
    if timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some clients do not read their answers: closing their connections");
    }
}

/// A file that has reached the limit of the process for files cannot grow then,
/// instead of ending the process.
pub(super) fn outlive_limits() {
    #[cfg(unix)]
    {
        /// SIGXFSZ, on all systems that matter.
        const TOO_LARGE: i32 = 25;

        let _ = on(signal::unix::SignalKind::from_raw(TOO_LARGE));
    }
}

/// Waits for a signal to stop.
pub(super) fn stop() -> Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminated = on(signal::unix::SignalKind::terminate())?;
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

/// Waits for SIGHUP, where there is one.
pub(super) struct Reload {
    #[cfg(unix)]
    hangup: signal::unix::Signal,
}

#[cfg(unix)]
pub(super) fn reload() -> Result<Reload> {
    Ok(Reload { hangup: on(signal::unix::SignalKind::hangup())? })
}

#[cfg(not(unix))]
pub(super) fn reload() -> Result<Reload> {
    Ok(Reload {})
}

impl Reload {
    #[cfg(unix)]
    pub(super) async fn next(&mut self) -> bool {
        self.hangup.recv().await.is_some()
    }

    #[cfg(not(unix))]
    pub(super) async fn next(&mut self) -> bool {
        std::future::pending().await
    }
}

#[cfg(unix)]
fn on(kind: signal::unix::SignalKind) -> Result<signal::unix::Signal> {
    let failed = |error: std::io::Error| Failure::io(format!("cannot wait for signals: {error}"));
    signal::unix::signal(kind).map_err(failed)
}
