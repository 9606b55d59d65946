//! Receives callbacks with hyper alone.

use std::{convert::Infallible, env, error::Error, sync::Arc, time::Duration};

use hyper::{
    Method, Request, Response, StatusCode, body::Incoming, server::conn::http1, service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, time::timeout};
use voximplant_callbacks::{MemoryGuard, Receiver, web::Endpoint};

/// How long the head of a request may take, and how long its body.
const PATIENCE: Duration = Duration::from_secs(5);

async fn serve(
    endpoint: Endpoint,
    request: Request<Incoming>,
) -> Result<Response<String>, Infallible> {
    if (request.method(), request.uri().path()) != (&Method::POST, "/callbacks") {
        return Ok(response(StatusCode::NOT_FOUND));
    }
    let answer = match timeout(PATIENCE, endpoint.receive(request.into_body())).await {
        Err(_) => return Ok(response(StatusCode::REQUEST_TIMEOUT)),
        Ok(Err(rejection)) => {
            eprintln!("rejected: {rejection}");
            rejection.answer()
        }
        Ok(Ok(mut delivery)) => {
            // A separate task, as hyper cancels this function if the sender hangs up.
            let work = tokio::spawn(examples::handle(delivery.take_outcomes()));
            if let Err(error) = work.await {
                eprintln!("not handled: {error}");
            }
            delivery.answer()
        }
    };
    Ok(answer.response())
}

fn response(status: StatusCode) -> Response<String> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let receiver = Receiver::new(examples::credential()?).guard(Arc::new(MemoryGuard::default()));
    let endpoint = Endpoint::new(receiver);
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/callbacks", listener.local_addr()?);
    let mut http = http1::Builder::new();
    http.half_close(true).timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    loop {
        let (stream, _) = listener.accept().await?;
        let endpoint = endpoint.clone();
        let service = service_fn(move |request| serve(endpoint.clone(), request));
        tokio::spawn(http.serve_connection(TokioIo::new(stream), service));
    }
}
