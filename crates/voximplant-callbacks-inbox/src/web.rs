//! Handlers for axum: one receives callbacks, one serves metrics, and one reports whether the store
//! answers.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use voximplant_callbacks::web::Endpoint;

use crate::{Inbox, store::Store};

/// The state of a router that receives callbacks: the endpoint that checks them, and the inbox that
/// stores them. Cheap to clone. Created by [`Inbox::endpoint`].
#[derive(Debug, Clone)]
pub struct Mailbox<S> {
    endpoint: Endpoint,
    inbox: Inbox<S>,
}

impl<S: Store> Inbox<S> {
    /// The state for [`receive`], which checks callbacks with this endpoint and stores them in this
    /// inbox.
    pub fn endpoint(&self, endpoint: Endpoint) -> Mailbox<S> {
        Mailbox { endpoint, inbox: self.clone() }
    }
}

/// Checks and stores the callbacks of a request, and answers once they are
/// durable.
///
/// A rejected body is logged without its content. To keep rejected bodies, write your own handler
/// with [`Endpoint::receive`] and [`Inbox::put`].
///
/// # Example
///
/// ```
/// use axum::{Router, routing::post};
/// use voximplant_callbacks::{Receiver, web::Endpoint};
/// use voximplant_callbacks_inbox::{Inbox, Sqlite, web::receive};
///
/// fn app(inbox: &Inbox<Sqlite>, receiver: Receiver) -> Router {
///     Router::new()
///         .route("/callbacks", post(receive::<Sqlite>))
///         .with_state(inbox.endpoint(Endpoint::new(receiver)))
/// }
/// ```
pub async fn receive<S: Store>(State(mailbox): State<Mailbox<S>>, request: Request) -> Response {
    let Mailbox { endpoint, inbox } = mailbox;
    match endpoint.receive(request.into_body()).await {
        Ok(mut delivery) => {
            inbox.put(delivery.take_outcomes()).await;
            delivery.answer().into_response()
        }
        Err(rejection) => {
            inbox.rejected();
            tracing::warn!("a body was rejected: {rejection}");
            rejection.into_response()
        }
    }
}

/// Serves the metrics of an inbox to Prometheus: see [`Inbox::metrics`].
///
/// Serve it on a separate listener, which the senders of callbacks cannot reach.
pub async fn metrics<S: Store>(State(inbox): State<Inbox<S>>) -> Response {
    match inbox.metrics().await {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
            .into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Reports whether the store answers: 204, or 503 if not.
pub async fn ready<S: Store>(State(inbox): State<Inbox<S>>) -> StatusCode {
    match inbox.stats().await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
