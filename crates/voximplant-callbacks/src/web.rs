//! From the body of a request to outcomes, and from outcomes to a status.
//!
//! It needs the feature `http`, and neither a framework nor a runtime: anything
//! that gives the body of a request as a [`http_body::Body`] can use it. With the
//! feature `axum`, [`Delivery`] is an extractor of axum, and [`Answer`] and
//! [`Rejection`] are responses. Examples for actix-web, hyper alone and AWS Lambda
//! are in the folder `examples` of the repository.
//!
//! # Logs
//!
//! With the feature `tracing`, each delivery is a span `delivery` of the target
//! `voximplant_callbacks`, with events in it:
//!
//! | event | level | fields |
//! | --- | --- | --- |
//! | `checked` | info | how many `callbacks` there are, and how many are `new`, `duplicate` and `refused` |
//! | `refused` | warn | `code` of a [`Refusal`](crate::Refusal), and how many `callbacks` have it |
//! | `callback` | debug | `code` of an [`Outcome`] whose hash matches, `kind`, `account_id`, `callback_id`; if it is malformed, `error` and `pointer` |
//! | `settled` | debug | `code` of the verdict, or `failed`; `kind`, `account_id`, `callback_id` |
//! | `answered` | info | `status` |
//! | `rejected` | warn | `code` of a [`RequestError`], `bytes`, `status` |
//!
//! No event contains a received value other than IDs and the names of known
//! kinds. Refused callbacks, which anyone can send, are counted: there is one
//! event for each code. [`Delivery::span`] is for events of your own. A
//! [`Receiver`] without `web` reports the same events, except `answered` and
//! `rejected`.
//!
//! # Example
//!
//! Servers such as axum and hyper drop the future of a handler when its client
//! hangs up. The work done so far would be repeated when the sender retries, so
//! do it in a separate task, which runs to completion:
//!
//! ```
//! use std::sync::Arc;
//!
//! use axum::{Router, routing::post};
//! use voximplant_callbacks::{
//!     Credential, Event, MemoryGuard, Outcome, Receiver,
//!     web::{Answer, Delivery, Endpoint},
//! };
//!
//! async fn on_callbacks(mut delivery: Delivery) -> Answer {
//!     let outcomes = delivery.take_outcomes();
//!     let work = tokio::spawn(async {
//!         for outcome in outcomes {
//!             match handle(&outcome).await {
//!                 Ok(()) => outcome.settle(),
//!                 Err(error) => eprintln!("not handled: {error}"),
//!             }
//!         }
//!     });
//!     if let Err(error) = work.await {
//!         eprintln!("not handled: {error}");
//!     }
//!     delivery.answer()
//! }
//!
//! async fn handle(outcome: &Outcome) -> Result<(), std::io::Error> {
//!     match outcome {
//!         Outcome::Callback(callback) => match &callback.event {
//!             Event::CardPayment(payment) => println!("{} paid", payment.amount),
//!             _ => {}
//!         },
//!         Outcome::Unknown(unknown) => println!("newer than this SDK: {}", unknown.kind()),
//!         Outcome::Malformed(malformed) => println!("kept for inspection: {}", malformed.error()),
//!         Outcome::Duplicate(_) => println!("handled before"),
//!         Outcome::Refused(refused) => println!("rejected: {}", refused.refusal()),
//!     }
//!     Ok(())
//! }
//!
//! let credential = Credential::new(1_234_567, "example-salt", "example-api-key")?;
//! let receiver = Receiver::new(credential).guard(Arc::new(MemoryGuard::default()));
//! let router: Router =
//!     Router::new().route("/callbacks", post(on_callbacks)).with_state(Endpoint::new(receiver));
//! # Ok::<(), voximplant_callbacks::CredentialError>(())
//! ```

use std::{
    error::Error,
    fmt, mem,
    pin::{Pin, pin},
    sync::Arc,
};

use bytes::Buf;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError};

use crate::{
    BodyError, Credential, HashMatch, Outcome, ReceiveError, Receiver, Unchecked,
    ledger::{Ledger, Standing},
    receiver,
    trace::Trace,
};

/// The destination of callbacks: a [`Receiver`], and how requests are answered.
/// Cheap to clone.
///
/// Four rules always hold:
///
/// - A request whose body cannot be read whole, or is not a list of callbacks,
///   is rejected with the status that [`Statuses`] has for it. The
///   [`Rejection`] has its bytes.
/// - Otherwise each outcome has a status, and the answer has the highest of
///   them, so that the sender retries if that can help any of the callbacks.
/// - A refused callback does not affect the others: the handler sees all
///   outcomes. When the sender retries because of one, a
///   [`ReplayGuard`](crate::ReplayGuard) recognizes those that were handled.
/// - The answer is a fixed phrase, never anything that was received.
///
/// A body may have as many bytes as [`Limits::body`](crate::Limits::body) of
/// the receiver says: 1 MiB by default.
///
/// The content type of a request is ignored: upstream does not promise one, and
/// a callback that is not read is lost. Bodies must be UTF-8 and not
/// compressed; if yours are compressed, put a layer in front that decompresses
/// them.
///
/// # Example
///
/// With any server that gives a body as bytes, or as a [`http_body::Body`]:
///
/// ```
/// use http_body_util::Full;
/// use voximplant_callbacks::{Credential, Receiver, web::Endpoint};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let credential = Credential::new(1_234_567, "example-salt", "example-api-key")?;
/// let endpoint = Endpoint::new(Receiver::new(credential));
///
/// let body: Full<&[u8]> = Full::new(br#"{"callbacks": []}"#);
/// let answer = match endpoint.receive(body).await {
///     Ok(mut delivery) => {
///         for outcome in delivery.take_outcomes() {
///             println!("{outcome:?}");
///             outcome.settle();
///         }
///         delivery.answer()
///     }
///     Err(rejection) => rejection.answer(),
/// };
/// assert_eq!(answer.status(), 200);
///
/// let response: http::Response<String> = answer.response();
/// assert_eq!(response.body(), "received\n");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Endpoint {
    receiver: Arc<Receiver>,
    lookup: Option<Arc<Lookup>>,
    statuses: Statuses,
}

type BoxError = Box<dyn Error + Send + Sync>;

/// Looks up the credentials of an account.
type Lookup = dyn Fn(u64) -> BoxFuture<Result<Vec<Credential>, BoxError>> + Send + Sync;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl Endpoint {
    /// Receives with this receiver.
    #[must_use]
    pub fn new(receiver: Receiver) -> Self {
        let receiver = Arc::new(receiver);
        Self { receiver, lookup: None, statuses: Statuses::default() }
    }

    /// Looks up the credentials of accounts for which the receiver has none:
    /// see [`Receiver::receive_with`].
    ///
    /// # Example
    ///
    /// ```
    /// use voximplant_callbacks::{Credential, Receiver, web::Endpoint};
    ///
    /// # #[derive(Clone)]
    /// # struct Database;
    /// # impl Database {
    /// #     async fn credentials(&self, account_id: u64) -> Result<Vec<Credential>, std::io::Error> {
    /// #         Ok(Vec::new())
    /// #     }
    /// # }
    /// # let database = Database;
    /// let endpoint = Endpoint::new(Receiver::default()).lookup(move |account_id| {
    ///     let database = database.clone();
    ///     async move { database.credentials(account_id).await }
    /// });
    /// ```
    #[must_use]
    pub fn lookup<L, F, E>(mut self, lookup: L) -> Self
    where
        L: Fn(u64) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Vec<Credential>, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.lookup = Some(Arc::new(move |account_id| {
            let found = lookup(account_id);
            Box::pin(async move { found.await.map_err(Into::into) })
        }));
        self
    }

    /// Answers with these statuses instead of the default ones.
    #[must_use]
    pub fn statuses(mut self, statuses: Statuses) -> Self {
        self.statuses = statuses;
        self
    }

    /// Reads the body of a request and checks every callback in it.
    ///
    /// The time until the body has arrived has no limit. Put a layer around it
    /// that sets one, such as `RequestBodyDeadlineLayer` of tower-http.
    ///
    /// # Errors
    ///
    /// If the body is over the limit, breaks off, or as a whole is not a list
    /// of callbacks, or if a lookup fails.
    pub async fn receive<B>(&self, body: B) -> Result<Delivery, Rejection>
    where
        B: http_body::Body,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let ledger = self.ledger(body).await?;
        let checked = match &self.lookup {
            None => self.receiver.check(&ledger).map_err(RequestError::from),
            Some(lookup) => {
                self.receiver.check_with(&ledger, &**lookup).await.map_err(RequestError::from)
            }
        };
        self.delivery(checked, ledger)
    }

    /// Reads the body of a request without checking hashes: see
    /// [`Receiver::read`].
    ///
    /// # Errors
    ///
    /// If the body is over the limit, breaks off, or as a whole is not a list
    /// of callbacks.
    pub async fn read<B>(&self, body: B) -> Result<Delivery<Unchecked>, Rejection>
    where
        B: http_body::Body,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let ledger = self.ledger(body).await?;
        let unchecked = receiver::unchecked(&ledger).map_err(RequestError::from);
        self.delivery(unchecked, ledger)
    }

    /// Receives a body that is already in memory, with the available credentials.
    #[cfg(feature = "testing")]
    pub(crate) fn receive_whole(&self, body: Vec<u8>) -> Result<Delivery, Rejection> {
        let ledger = self.ledger_of(body)?;
        self.delivery(self.receiver.check(&ledger).map_err(RequestError::from), ledger)
    }

    fn delivery<E>(
        &self,
        outcomes: Result<Vec<Outcome<E>>, RequestError>,
        ledger: Arc<Ledger>,
    ) -> Result<Delivery<E>, Rejection> {
        match outcomes {
            Ok(outcomes) => {
                let outcomes = receiver::claim(outcomes, &ledger);
                Ok(Delivery { outcomes, ledger, statuses: self.statuses })
            }
            Err(error) => {
                let trace = ledger.trace().clone();
                let body = Arc::into_inner(ledger).map(|ledger| ledger.into_body().into_bytes());
                Err(self.rejection(&trace, error, body.unwrap_or_default()))
            }
        }
    }

    fn rejection(&self, trace: &Trace, error: RequestError, body: Vec<u8>) -> Rejection {
        let answer = self.statuses.of_error(&error);
        trace.rejected(error.code(), body.len(), answer.status.as_u16());
        Rejection { answer, error, body }
    }

    /// Reads a whole body, or as much of it as the limit allows.
    async fn ledger<B>(&self, body: B) -> Result<Arc<Ledger>, Rejection>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let mut read = Vec::new();
        if let Err(error) = self.read_whole(body, &mut read).await {
            return Err(self.rejection(&Trace::of_no_body(), error, read));
        }
        self.ledger_of(read)
    }

    fn ledger_of(&self, body: Vec<u8>) -> Result<Arc<Ledger>, Rejection> {
        self.receiver
            .ledger_of(body)
            .map_err(|(error, body)| self.rejection(&Trace::of_no_body(), error.into(), body))
    }

    async fn read_whole<B>(&self, body: B, read: &mut Vec<u8>) -> Result<(), RequestError>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let limit = self.receiver.body_limit();
        // A body whose announced size is too large is not read at all.
        if body.size_hint().lower() > limit as u64 {
            return Err(RequestError::TooLarge { limit });
        }
        let mut body = pin!(body);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| {
                let error = error.into();
                if is_over_length(&*error) {
                    RequestError::TooLarge { limit }
                } else {
                    RequestError::Incomplete(error)
                }
            })?;
            let Ok(mut data) = frame.into_data() else { continue };
            while data.has_remaining() {
                let chunk = data.chunk();
                if chunk.len() > limit - read.len() {
                    return Err(RequestError::TooLarge { limit });
                }
                read.extend_from_slice(chunk);
                let taken = chunk.len();
                data.advance(taken);
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("receiver", &self.receiver)
            .field("statuses", &self.statuses)
            .finish_non_exhaustive()
    }
}

/// Whether a limit of length was hit: ours, or that of an outer layer.
fn is_over_length(error: &(dyn Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_over_length)
}

/// The status for each outcome.
///
/// A status of 2xx means that all is well, 4xx that a retry cannot help, and 5xx
/// that it can. Upstream does not document whether and when it retries.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::web::Statuses;
///
/// let mut statuses = Statuses::default();
/// // Do not tell a forger that the hash was wrong.
/// statuses.refused = 400.try_into()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statuses {
    /// A callback of a known kind. 200 by default.
    pub received: StatusCode,
    /// A callback of a kind that is newer than this SDK. 200 by default, since
    /// a retry would not help: keep it.
    pub unknown: StatusCode,
    /// A callback that cannot be read, but whose hash matches. 200 by default,
    /// since a retry would not help: keep it. If you do not settle it, the
    /// answer is `failed`.
    pub malformed: StatusCode,
    /// A callback that was handled before. 200 by default, since there is
    /// nothing left to do.
    pub duplicate: StatusCode,
    /// A callback whose hash does not match. 403 by default.
    pub refused: StatusCode,
    /// A callback whose ID was handled before with different content. 409 by default.
    pub conflict: StatusCode,
    /// A callback that cannot be handled now: the replay guard is full,
    /// another delivery of it is being handled, the lookup of a credential
    /// failed, or its verdict is
    /// [`Verdict::Unavailable`](crate::Verdict::Unavailable). 503 by default.
    pub unavailable: StatusCode,
    /// A callback that was not settled, as its handler failed. 500 by default.
    pub failed: StatusCode,
    /// A body over the size limit. 413 by default.
    pub too_large: StatusCode,
    /// A body that broke off, or took too long. 408 by default.
    pub incomplete: StatusCode,
    /// A body that is not a list of callbacks. 400 by default.
    pub unreadable: StatusCode,
}

impl Default for Statuses {
    fn default() -> Self {
        Self {
            received: StatusCode::OK,
            unknown: StatusCode::OK,
            malformed: StatusCode::OK,
            duplicate: StatusCode::OK,
            refused: StatusCode::FORBIDDEN,
            conflict: StatusCode::CONFLICT,
            unavailable: StatusCode::SERVICE_UNAVAILABLE,
            failed: StatusCode::INTERNAL_SERVER_ERROR,
            too_large: StatusCode::PAYLOAD_TOO_LARGE,
            incomplete: StatusCode::REQUEST_TIMEOUT,
            unreadable: StatusCode::BAD_REQUEST,
        }
    }
}

impl Statuses {
    /// The answer to a body with callbacks in these states: the one with the
    /// highest status.
    fn of_standings(&self, standings: impl Iterator<Item = Standing>) -> Answer {
        let answers = standings.map(|standing| self.of_standing(standing));
        let of_none = self.of_standing(Standing::Received);
        answers.max_by_key(|answer| answer.status).unwrap_or(of_none)
    }

    fn of_standing(&self, standing: Standing) -> Answer {
        let (status, text) = match standing {
            Standing::Received => (self.received, "received\n"),
            Standing::Unknown => (self.unknown, "received\n"),
            Standing::Malformed => (self.malformed, "malformed\n"),
            Standing::Duplicate => (self.duplicate, "duplicate\n"),
            Standing::Refused => (self.refused, "refused\n"),
            Standing::Conflict => (self.conflict, "conflict\n"),
            Standing::Unavailable => (self.unavailable, UNAVAILABLE),
            Standing::Failed => (self.failed, "failed\n"),
        };
        Answer { status, text }
    }

    fn of_error(&self, error: &RequestError) -> Answer {
        let (status, text) = match error {
            RequestError::TooLarge { .. } => (self.too_large, "body is too large\n"),
            RequestError::Incomplete(_) => (self.incomplete, "body is incomplete\n"),
            RequestError::Unreadable(_) => (self.unreadable, "body is not a list of callbacks\n"),
            RequestError::Lookup { .. } => (self.unavailable, UNAVAILABLE),
        };
        Answer { status, text }
    }
}

const UNAVAILABLE: &str = "try again later\n";

/// The content of one request: an [`Outcome`] for each callback, in the order of the body, and the
/// answer that follows from them.
///
/// [Take](Delivery::take_outcomes) the outcomes, [settle](Outcome::settle) each
/// that was handled, then [`answer`](Delivery::answer). Each outcome is settled
/// on its own, wherever it is by then: in another task, or in a queue that
/// waits for [the verdict](crate::Verdict) of a database. An outcome that is
/// dropped instead, because its handler failed, panicked or was cancelled,
/// counts as not handled: the [`ReplayGuard`](crate::ReplayGuard) releases it,
/// and the answer asks the sender to retry. On the retry, that callback is new,
/// and the others are duplicates.
///
/// # Example
///
/// A database decides what is new, and all callbacks of a request are handled
/// in one transaction:
///
/// ```
/// use voximplant_callbacks::{
///     Outcome, Verdict,
///     web::{Answer, Delivery},
/// };
///
/// # struct Database;
/// # type Error = std::io::Error;
/// # impl Database {
/// /// Handles the callbacks that are new to the database, and commits.
/// async fn handle(&self, outcomes: &[Outcome]) -> Result<Vec<Verdict>, Error> {
///     // …
/// #     Ok(outcomes.iter().map(|_| Verdict::Handled).collect())
/// }
/// # }
///
/// async fn answer(mut delivery: Delivery, database: &Database) -> Answer {
///     let outcomes = delivery.take_outcomes();
///     match database.handle(&outcomes).await {
///         Ok(verdicts) => {
///             for (outcome, verdict) in outcomes.into_iter().zip(verdicts) {
///                 outcome.settle_as(verdict);
///             }
///         }
///         Err(error) => {
///             eprintln!("not handled: {error}");
///             for outcome in outcomes {
///                 outcome.settle_as(Verdict::Unavailable);
///             }
///         }
///     }
///     delivery.answer()
/// }
/// ```
#[derive(Debug)]
#[must_use = "what is not settled counts as not handled"]
pub struct Delivery<E = HashMatch> {
    outcomes: Vec<Outcome<E>>,
    ledger: Arc<Ledger>,
    statuses: Statuses,
}

impl<E> Delivery<E> {
    /// The outcomes that were not taken yet, in the order in which their
    /// callbacks came.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome<E>] {
        &self.outcomes
    }

    /// Takes the outcomes, to handle and settle them.
    #[must_use = "an outcome that is dropped counts as not handled"]
    pub fn take_outcomes(&mut self) -> Vec<Outcome<E>> {
        mem::take(&mut self.outcomes)
    }

    /// The body as received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.ledger.body().as_bytes()
    }

    /// The answer that follows from the outcomes so far. If any callback still has to be settled,
    /// the answer is that it failed.
    pub fn answer(self) -> Answer {
        let answer = self.statuses.of_standings(self.ledger.standings());
        self.ledger.trace().answered(answer.status.as_u16());
        answer
    }

    /// The span in which the SDK reports what becomes of the delivery: enter it to add your own
    /// events.
    ///
    /// # Example
    ///
    /// ```
    /// use tracing::Instrument;
    /// use voximplant_callbacks::web::{Answer, Delivery};
    ///
    /// async fn on_callbacks(mut delivery: Delivery) -> Answer {
    ///     let outcomes = delivery.take_outcomes();
    ///     let work = async {
    ///         for outcome in outcomes {
    ///             tracing::info!(code = outcome.code(), "handled");
    ///             outcome.settle();
    ///         }
    ///     };
    ///     work.instrument(delivery.span().clone()).await;
    ///     delivery.answer()
    /// }
    /// ```
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn span(&self) -> &tracing::Span {
        self.ledger.trace().span()
    }
}

/// The answer to a sender: a status and a fixed phrase, nothing that was
/// received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "the sender waits for the answer"]
pub struct Answer {
    status: StatusCode,
    text: &'static str,
}

impl Answer {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The phrase, which ends with a line break.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The answer as a response, with the phrase as plain text.
    #[must_use]
    pub fn response<B: From<&'static str>>(self) -> Response<B> {
        let mut response = Response::new(B::from(self.text));
        *response.status_mut() = self.status;
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        response
    }
}

/// Why a request was rejected as a whole, and the answer to its sender.
pub struct Rejection {
    answer: Answer,
    error: RequestError,
    body: Vec<u8>,
}

impl Rejection {
    /// The answer to the sender.
    pub fn answer(&self) -> Answer {
        self.answer
    }

    /// What is wrong with the request.
    #[must_use]
    pub fn error(&self) -> &RequestError {
        &self.error
    }

    /// The body as received, to keep what could not be read. If it was over the
    /// limit or broke off, this is the part that was read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as received: see [`Rejection::body`].
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

/// Shows what is wrong, but nothing from the body.
impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("answer", &self.answer)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for Rejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// What is wrong with a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// The body is over the size limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The body broke off, or took too long.
    Incomplete(Box<dyn Error + Send + Sync>),
    /// The body is not a list of callbacks.
    Unreadable(BodyError),
    /// The credentials of an account could not be looked up.
    Lookup {
        /// The account.
        account_id: u64,
        /// The error of the lookup.
        error: Box<dyn Error + Send + Sync>,
    },
}

impl RequestError {
    /// A stable name for logs and metrics: `too_large`, `incomplete`,
    /// `lookup_failed`, or the [code](BodyError::code) of what is wrong with the
    /// body.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::Incomplete(_) => "incomplete",
            Self::Unreadable(error) => error.code(),
            Self::Lookup { .. } => "lookup_failed",
        }
    }
}

impl From<BodyError> for RequestError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { limit, .. } => Self::TooLarge { limit },
            error => Self::Unreadable(error),
        }
    }
}

impl From<ReceiveError<BoxError>> for RequestError {
    fn from(error: ReceiveError<BoxError>) -> Self {
        match error {
            ReceiveError::Body(error) => error.into(),
            ReceiveError::Lookup { account_id, error } => Self::Lookup { account_id, error },
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "body is over the limit of {limit} bytes"),
            Self::Incomplete(error) => write!(f, "body is incomplete: {error}"),
            Self::Unreadable(error) => error.fmt(f),
            Self::Lookup { account_id, error } => {
                write!(f, "cannot look up the credentials of account {account_id}: {error}")
            }
        }
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Incomplete(error) | Self::Lookup { error, .. } => Some(&**error),
            Self::Unreadable(error) => Some(error),
        }
    }
}
