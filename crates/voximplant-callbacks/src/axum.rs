//! What [`web`](crate::web) offers, as extractor and responses of axum.

use axum_core::{
    extract::{FromRef, FromRequest, Request},
    response::{IntoResponse, Response},
};

use crate::web::{Answer, Delivery, Endpoint, Rejection};

/// Reads and checks the callbacks of a request.
///
/// The state of the router is an [`Endpoint`], or holds one: see
/// [`web`](crate::web).
impl<S> FromRequest<S> for Delivery
where
    Endpoint: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        Endpoint::from_ref(state).receive(request.into_body()).await
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.response()
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.answer().response()
    }
}
