//! From the body of a request to outcomes, and from outcomes to a status.
//!
//! Knows neither a framework nor a runtime: whatever speaks `http-body` can
//! stand on it. With the feature `axum`, [`Delivery`] is an extractor of axum,
//! and [`Answer`] and [`Rejection`] are responses.
//!
//! # Example
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
//!     while let Some(outcome) = delivery.next_outcome() {
//!         match handle(&outcome).await {
//!             Ok(()) => delivery.settle(outcome),
//!             Err(error) => eprintln!("not handled: {error}"),
//!         }
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
//!         Outcome::Malformed(malformed) => println!("kept for a look: {}", malformed.error()),
//!         Outcome::Duplicate(_) => println!("handled before"),
//!         Outcome::Refused(refused) => println!("not to be handled: {}", refused.refusal()),
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

use std::{error::Error, fmt, pin::Pin, sync::Arc, vec};

use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::{BodyError, Credential, Outcome, ReceiveError, Receiver, Refusal};

/// Where callbacks are sent to: a [`Receiver`], and how requests are
/// answered. Cheap to clone.
///
/// Four rules hold, whatever is sent:
///
/// - A request whose body cannot be read whole, or is none of callbacks, is
///   rejected with the status that [`Statuses`] has for it.
/// - Otherwise each outcome has a status, and the highest is that of the
///   answer, so that the sender tries again if that can help any of the
///   callbacks.
/// - A callback that is refused takes none of the others with it: the handler
///   sees all. When the sender comes again because of one, a
///   [`ReplayGuard`](crate::ReplayGuard) tells those that were handled.
/// - What is answered is a fixed phrase, never anything that was received.
///
/// The content type of a request is ignored: upstream does not promise one,
/// and a callback that is not read is lost. Bodies are UTF-8 and not
/// compressed; if yours are, put a layer in front that decompresses them.
///
/// # Example
///
/// In whatever can give a body as bytes, or as a [`http_body::Body`]:
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
///     Ok(delivery) => {
///         for outcome in delivery.outcomes() {
///             println!("{outcome:?}");
///         }
///         delivery.settle_all()
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
    body_limit: usize,
    statuses: Statuses,
}

type BoxError = Box<dyn Error + Send + Sync>;

/// Gives the credentials of an account.
type Lookup = dyn Fn(u64) -> BoxFuture<Result<Vec<Credential>, BoxError>> + Send + Sync;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl Endpoint {
    /// Receives with this receiver.
    #[must_use]
    pub fn new(receiver: Receiver) -> Self {
        let receiver = Arc::new(receiver);
        Self { receiver, lookup: None, body_limit: 64 * 1024, statuses: Statuses::default() }
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

    /// Reads bodies of up to this size, in bytes. 64 KiB by default.
    ///
    /// Over 1 MiB, raise [`Limits::body`](crate::Limits::body) of the receiver
    /// as well.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
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
    /// Nothing bounds the time that the body takes to come. Put a layer around
    /// it that does, such as `RequestBodyDeadlineLayer` of tower-http.
    ///
    /// # Errors
    ///
    /// If the body is over the limit, breaks off, or as a whole is none of
    /// callbacks, or if a lookup fails.
    pub async fn receive<B>(&self, body: B) -> Result<Delivery, Rejection>
    where
        B: http_body::Body,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        match self.outcomes(body).await {
            Ok(outcomes) => Ok(Delivery::new(outcomes, &self.statuses)),
            Err(error) => Err(Rejection { answer: self.statuses.of_error(&error), error }),
        }
    }

    async fn outcomes<B>(&self, body: B) -> Result<Vec<Outcome>, RequestError>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let body = self.read(body).await?;
        match &self.lookup {
            None => Ok(self.receiver.receive(body.as_ref())?),
            Some(lookup) => Ok(self.receiver.receive_with(body.as_ref(), &**lookup).await?),
        }
    }

    /// Reads a body whole, or no more of it than the limit.
    async fn read<B>(&self, body: B) -> Result<impl AsRef<[u8]> + use<B>, RequestError>
    where
        B: http_body::Body,
        B::Error: Into<BoxError>,
    {
        let too_large = RequestError::TooLarge { limit: self.body_limit };
        // A body that says beforehand that it is too large is not read at all.
        if body.size_hint().lower() > self.body_limit as u64 {
            return Err(too_large);
        }
        match Limited::new(body, self.body_limit).collect().await {
            Ok(body) => Ok(body.to_bytes()),
            Err(error) if is_over_length(&*error) => Err(too_large),
            Err(error) => Err(RequestError::Incomplete(error)),
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("receiver", &self.receiver)
            .field("body_limit", &self.body_limit)
            .field("statuses", &self.statuses)
            .finish_non_exhaustive()
    }
}

/// Whether a limit of length was hit: ours, or that of a layer around us.
fn is_over_length(error: &(dyn Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_over_length)
}

/// Which status answers what.
///
/// A status of 2xx tells the sender that all is well, 4xx that it is not
/// worth sending again, and 5xx that it is. Whether and when upstream sends
/// again is not documented.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::web::Statuses;
///
/// let mut statuses = Statuses::default();
/// // Keep callbacks that cannot be read coming until a new version can.
/// statuses.malformed = 503.try_into()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statuses {
    /// A callback of a known kind. 200 by default.
    pub received: StatusCode,
    /// A callback of a kind that is newer than this SDK. 200 by default, as
    /// the same bytes would be no more known the next time: keep it.
    pub unknown: StatusCode,
    /// A callback that cannot be read, but whose hash matches. 200 by
    /// default, as the same bytes would be no more readable the next time:
    /// keep it.
    pub malformed: StatusCode,
    /// A callback that was handled before. 200 by default, as all is well.
    pub duplicate: StatusCode,
    /// A callback whose hash does not match. 403 by default.
    pub refused: StatusCode,
    /// A callback whose number came before with other content. 409 by default.
    pub conflict: StatusCode,
    /// A callback that cannot be handled now: the replay guard is full,
    /// another delivery of it is being handled, or the lookup of a credential
    /// failed. 503 by default.
    pub unavailable: StatusCode,
    /// A callback whose handler failed. 500 by default.
    pub failed: StatusCode,
    /// A body over the size limit. 413 by default.
    pub too_large: StatusCode,
    /// A body that broke off, or took too long. 408 by default.
    pub incomplete: StatusCode,
    /// A body that is none of callbacks. 400 by default.
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
    fn of_outcomes(&self, outcomes: &[Outcome]) -> Answer {
        let none = Answer { status: self.received, text: "received\n" };
        outcomes.iter().map(|it| self.of_outcome(it)).reduce(Answer::or_higher).unwrap_or(none)
    }

    fn of_outcome(&self, outcome: &Outcome) -> Answer {
        let (status, text) = match outcome {
            Outcome::Callback(_) => (self.received, "received\n"),
            Outcome::Unknown(_) => (self.unknown, "received\n"),
            Outcome::Malformed(_) => (self.malformed, "malformed\n"),
            Outcome::Duplicate(_) => (self.duplicate, "duplicate\n"),
            Outcome::Refused(refused) => match refused.refusal() {
                Refusal::Hash(_) => (self.refused, "refused\n"),
                Refusal::Conflict => (self.conflict, "conflict\n"),
                Refusal::InProgress | Refusal::GuardFull => (self.unavailable, UNAVAILABLE),
            },
        };
        Answer { status, text }
    }

    fn of_error(&self, error: &RequestError) -> Answer {
        let (status, text) = match error {
            RequestError::TooLarge { .. } => (self.too_large, "body is too large\n"),
            RequestError::Incomplete(_) => (self.incomplete, "body is incomplete\n"),
            RequestError::Unreadable(_) => (self.unreadable, "body is none of callbacks\n"),
            RequestError::Lookup { .. } => (self.unavailable, UNAVAILABLE),
        };
        Answer { status, text }
    }

    fn of_failure(&self) -> Answer {
        Answer { status: self.failed, text: "failed\n" }
    }
}

const UNAVAILABLE: &str = "try again later\n";

/// What one request brought: an [`Outcome`] for each callback, in the order
/// in which they came.
///
/// With a [`ReplayGuard`](crate::ReplayGuard) it holds the claims to handle
/// the callbacks. [`settle`](Delivery::settle) each that was handled. One that
/// is dropped instead, because its handler failed, panicked or was cancelled,
/// is given back to the guard, and the answer asks the sender to come again:
/// then that one is new, and the others are duplicates.
///
/// There is nothing to handle in duplicates and refused callbacks. Whether
/// they are settled makes no difference.
#[derive(Debug)]
#[must_use = "what is not settled counts as not handled"]
pub struct Delivery {
    outcomes: vec::IntoIter<Outcome>,
    /// How many that are to be handled are not settled.
    unsettled: usize,
    /// If all are settled.
    answer: Answer,
    /// If not.
    failure: Answer,
}

impl Delivery {
    fn new(outcomes: Vec<Outcome>, statuses: &Statuses) -> Self {
        Self {
            unsettled: outcomes.iter().filter(|outcome| is_to_be_handled(outcome)).count(),
            answer: statuses.of_outcomes(&outcomes),
            failure: statuses.of_failure(),
            outcomes: outcomes.into_iter(),
        }
    }

    /// The outcomes that were not taken yet, in the order in which their
    /// callbacks came.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        self.outcomes.as_slice()
    }

    /// Takes the next outcome, to handle it.
    pub fn next_outcome(&mut self) -> Option<Outcome> {
        self.outcomes.next()
    }

    /// The callback was handled, and its next copy will be a duplicate.
    pub fn settle(&mut self, outcome: Outcome) {
        if is_to_be_handled(&outcome) {
            self.unsettled = self.unsettled.saturating_sub(1);
        }
        outcome.settle();
    }

    /// Settles all that are left, and gives the answer.
    ///
    /// For a handler that takes all or none, as in one transaction of a
    /// database. If it fails, drop the delivery and answer with an error.
    pub fn settle_all(mut self) -> Answer {
        while let Some(outcome) = self.next_outcome() {
            self.settle(outcome);
        }
        self.answer()
    }

    /// The answer: that something failed, unless all that were to be handled
    /// are settled.
    pub fn answer(self) -> Answer {
        if self.unsettled == 0 { self.answer } else { self.answer.or_higher(self.failure) }
    }
}

fn is_to_be_handled(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Callback(_) | Outcome::Unknown(_) | Outcome::Malformed(_) => true,
        Outcome::Duplicate(_) | Outcome::Refused(_) => false,
    }
}

/// What the sender is told: a status and a fixed phrase, nothing that was
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

    /// That of the two with the higher status.
    fn or_higher(self, other: Self) -> Self {
        if other.status > self.status { other } else { self }
    }
}

/// Why a request was rejected as a whole, and what its sender is told.
#[derive(Debug)]
pub struct Rejection {
    answer: Answer,
    error: RequestError,
}

impl Rejection {
    /// What the sender is told.
    pub fn answer(&self) -> Answer {
        self.answer
    }

    /// What is wrong with the request.
    #[must_use]
    pub fn error(&self) -> &RequestError {
        &self.error
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
    /// The body is none of callbacks.
    Unreadable(BodyError),
    /// The credentials of an account could not be looked up.
    Lookup {
        /// The account.
        account_id: u64,
        /// What the lookup said.
        error: Box<dyn Error + Send + Sync>,
    },
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
