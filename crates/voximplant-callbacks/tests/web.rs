//! The outcomes that a web server gets from a request's body, and its answers.

use std::{
    collections::VecDeque,
    convert::Infallible,
    error::Error,
    io,
    pin::{Pin, pin},
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{FromRef, Request, State},
    handler::Handler,
    routing::post,
};
use http::StatusCode;
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt, Full, Limited};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use voximplant_callbacks::{
    BodyError, Credential, Limits, MemoryGuard, Outcome, Receiver, Unchecked, Verdict,
    web::{Answer, Delivery, Endpoint, Rejection, RequestError, Statuses},
};

const ACCOUNT_ID: u64 = 1_234_567;

fn credential() -> Credential {
    Credential::new(ACCOUNT_ID, "example-salt", "example-api-key").unwrap()
}

/// An endpoint that remembers what was handled.
fn guarded() -> Endpoint {
    Endpoint::new(Receiver::new(credential()).guard(Arc::new(MemoryGuard::default())))
}

/// A signed callback of this kind, with these fields beside those of every
/// callback.
fn callback(callback_id: u64, kind: &str, more: &str) -> String {
    let hash = credential().hash(callback_id);
    format!(
        r#"{{"type": "{kind}", "callback_id": {callback_id}, "account_id": {ACCOUNT_ID},
            "balance": 0.50, "hash": "{hash}"{more}}}"#
    )
}

fn good(callback_id: u64) -> String {
    callback(callback_id, "card_expired", "")
}

fn changed(callback_id: u64) -> String {
    callback(callback_id, "account_is_frozen", "")
}

fn forged(callback_id: u64) -> String {
    good(callback_id).replace(&credential().hash(callback_id).to_string(), &"0".repeat(32))
}

fn unknown(callback_id: u64) -> String {
    callback(callback_id, "new_kind", r#", "new_kind": {}"#)
}

fn malformed(callback_id: u64) -> String {
    callback(callback_id, "min_balance", r#", "min_balance": {"is_min_credit": 5}"#)
}

fn body(callbacks: &[String]) -> Full<Bytes> {
    Full::from(body_text(callbacks))
}

fn body_text(callbacks: &[String]) -> String {
    format!(r#"{{"callbacks": [{}]}}"#, callbacks.join(","))
}

async fn receive(endpoint: &Endpoint, callbacks: &[String]) -> Delivery {
    endpoint.receive(body(callbacks)).await.unwrap()
}

/// What happens when all is handled well.
async fn answer(endpoint: &Endpoint, callbacks: &[String]) -> (u16, String) {
    parts(settled(receive(endpoint, callbacks).await))
}

fn settled<E>(mut delivery: Delivery<E>) -> Answer {
    for outcome in delivery.take_outcomes() {
        outcome.settle();
    }
    delivery.answer()
}

/// What the sender sees.
fn parts(answer: Answer) -> (u16, String) {
    let response: http::Response<String> = answer.response();
    assert_eq!(response.status(), answer.status());
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    let text = response.body().strip_suffix('\n').expect("it ends its line");
    (answer.status().as_u16(), text.to_owned())
}

fn is(status: u16, text: &str) -> (u16, String) {
    (status, text.to_owned())
}

#[tokio::test]
async fn each_outcome_has_its_answer() {
    let endpoint = guarded();
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "received"));
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "duplicate"));
    assert_eq!(answer(&endpoint, &[changed(1)]).await, is(409, "conflict"));
    assert_eq!(answer(&endpoint, &[unknown(2)]).await, is(200, "received"));
    assert_eq!(answer(&endpoint, &[malformed(3)]).await, is(200, "malformed"));
    assert_eq!(answer(&endpoint, &[forged(4)]).await, is(403, "refused"));
    assert_eq!(answer(&endpoint, &["5".to_owned()]).await, is(403, "refused"));
    assert_eq!(answer(&endpoint, &[]).await, is(200, "received"));
}

#[tokio::test]
async fn the_highest_status_is_that_of_the_answer() {
    let endpoint = guarded();
    assert_eq!(answer(&endpoint, &[good(1), unknown(2)]).await, is(200, "received"));
    assert_eq!(answer(&endpoint, &[good(1), good(3)]).await, is(200, "duplicate"));
    assert_eq!(answer(&endpoint, &[good(4), forged(5), good(6)]).await, is(403, "refused"));
    assert_eq!(answer(&endpoint, &[changed(4), forged(5), good(6)]).await, is(409, "conflict"));
}

#[tokio::test]
async fn a_refused_callback_does_not_take_its_neighbours_with_it() {
    let endpoint = guarded();
    let delivery =
        receive(&endpoint, &[good(1), forged(2), malformed(3), unknown(4), good(5)]).await;
    assert!(matches!(
        delivery.outcomes(),
        [
            Outcome::Callback(_),
            Outcome::Refused(_),
            Outcome::Malformed(_),
            Outcome::Unknown(_),
            Outcome::Callback(_)
        ]
    ));
    assert_eq!(parts(settled(delivery)), is(403, "refused"));
    assert_eq!(answer(&endpoint, &[good(1), good(5)]).await, is(200, "duplicate"));
}

#[tokio::test]
async fn a_callback_whose_handler_fails_comes_again_alone() {
    let endpoint = guarded();
    let mut delivery = receive(&endpoint, &[good(1), good(2), forged(3), good(4)]).await;
    for outcome in delivery.take_outcomes() {
        match outcome.callback_id() {
            // Nothing is to be done about the third, which is forged.
            Some(2 | 3) => drop(outcome),
            _ => outcome.settle(),
        }
    }
    assert_eq!(parts(delivery.answer()), is(500, "failed"));

    let again = receive(&endpoint, &[good(1), good(2), good(4)]).await;
    assert!(matches!(
        again.outcomes(),
        [Outcome::Duplicate(_), Outcome::Callback(_), Outcome::Duplicate(_)]
    ));
}

#[tokio::test]
async fn what_is_not_to_be_handled_need_not_be_settled() {
    let endpoint = guarded();
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "received"));
    for (callbacks, status, text) in [
        ([good(1), good(1)], 200, "duplicate"),
        ([good(1), forged(2)], 403, "refused"),
        ([changed(1), forged(2)], 409, "conflict"),
    ] {
        let delivery = receive(&endpoint, &callbacks).await;
        assert_eq!(parts(delivery.answer()), is(status, text));
    }
}

#[tokio::test]
async fn a_delivery_that_is_dropped_counts_as_never_received() {
    let endpoint = guarded();
    drop(receive(&endpoint, &[good(1), good(2)]).await);
    assert_eq!(answer(&endpoint, &[good(1), good(2)]).await, is(200, "received"));
}

#[tokio::test]
async fn a_handler_that_gives_up_on_the_way_is_answered_as_failed() {
    let endpoint = guarded();
    let mut delivery = receive(&endpoint, &[good(1), good(2), good(3)]).await;
    let first = delivery.take_outcomes().remove(0);
    first.settle();
    assert_eq!(parts(delivery.answer()), is(500, "failed"));
    assert_eq!(answer(&endpoint, &[good(2), good(3)]).await, is(200, "received"));
}

#[tokio::test]
async fn a_handler_that_is_cancelled_gives_back_what_it_did_not_settle() {
    let endpoint = guarded();
    let mut delivery = receive(&endpoint, &[good(1), good(2), good(3)]).await;
    {
        let mut handling = pin!(async move {
            for outcome in delivery.take_outcomes() {
                if outcome.callback_id() == Some(2) {
                    std::future::pending::<()>().await;
                }
                outcome.settle();
            }
        });
        let mut context = Context::from_waker(Waker::noop());
        assert!(handling.as_mut().poll(&mut context).is_pending());
        assert_eq!(answer(&endpoint, &[good(3)]).await, is(503, "try again later"));
    }
    let again = receive(&endpoint, &[good(1), good(2), good(3)]).await;
    assert!(matches!(
        again.outcomes(),
        [Outcome::Duplicate(_), Outcome::Callback(_), Outcome::Callback(_)]
    ));
}

#[tokio::test]
async fn the_answer_follows_from_verdicts_that_come_later() {
    for (verdict, expected) in [
        (Verdict::Handled, is(200, "received")),
        (Verdict::Duplicate, is(200, "duplicate")),
        (Verdict::Conflict, is(409, "conflict")),
        (Verdict::Unavailable, is(503, "try again later")),
    ] {
        let mut statuses = Statuses::default();
        let endpoint = Endpoint::new(Receiver::new(credential())).statuses(statuses);
        let mut delivery = receive(&endpoint, &[good(1), forged(2), good(3)]).await;
        let (sender, mut queue) = tokio::sync::mpsc::channel(10);
        let store = tokio::spawn(async move {
            while let Some((outcome, verdict)) = queue.recv().await {
                let outcome: Outcome = outcome;
                outcome.settle_as(verdict);
            }
        });
        for outcome in delivery.take_outcomes() {
            let verdict = if outcome.callback_id() == Some(3) { verdict } else { Verdict::Handled };
            sender.send((outcome, verdict)).await.unwrap();
        }
        drop(sender);
        store.await.unwrap();
        let refused = is(403, "refused");
        let answer = parts(delivery.answer());
        assert_eq!(answer, if expected.0 == 200 { refused } else { expected.clone() });

        // The statuses are the user's.
        statuses.refused = StatusCode::OK;
        let endpoint = Endpoint::new(Receiver::new(credential())).statuses(statuses);
        let mut delivery = receive(&endpoint, &[good(1), forged(2)]).await;
        delivery.take_outcomes().remove(0).settle_as(verdict);
        assert_eq!(delivery.answer().status().as_u16(), expected.0);
    }
}

#[tokio::test]
async fn an_outcome_settles_in_its_own_delivery_wherever_it_is() {
    let endpoint = guarded();
    let mut first = receive(&endpoint, &[good(1)]).await;
    let mut second = receive(&endpoint, &[good(2)]).await;
    let of_first = first.take_outcomes();
    second.take_outcomes().remove(0).settle();
    assert_eq!(parts(first.answer()), is(500, "failed"));
    assert_eq!(parts(second.answer()), is(200, "received"));
    // What is settled after the answer was given is a duplicate next time.
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(503, "try again later"));
    for outcome in of_first {
        outcome.settle();
    }
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "duplicate"));

    // A duplicate in the place of a callback that failed changes nothing.
    let mut delivery = receive(&endpoint, &[good(1), good(3)]).await;
    delivery.take_outcomes().remove(0).settle();
    assert_eq!(parts(delivery.answer()), is(500, "failed"));
}

#[tokio::test]
async fn what_is_read_without_a_check_is_answered_alike() {
    let endpoint = guarded();
    for (callbacks, expected) in [
        ([forged(1), malformed(2)], is(200, "malformed")),
        ([good(1), malformed(2)], is(200, "duplicate")),
        ([changed(1), malformed(2)], is(409, "conflict")),
    ] {
        let delivery: Delivery<Unchecked> = endpoint.read(body(&callbacks)).await.unwrap();
        assert_eq!(parts(settled(delivery)), expected);
    }
    let rejection = endpoint.read(Full::<Bytes>::from("[]")).await.unwrap_err();
    assert_eq!(parts(rejection.answer()), is(400, "body is not a list of callbacks"));
}

#[tokio::test]
async fn a_second_delivery_is_put_off_while_the_first_is_in_work() {
    let endpoint = guarded();
    let first = receive(&endpoint, &[good(1)]).await;
    assert_eq!(answer(&endpoint, &[good(1), good(2)]).await, is(503, "try again later"));
    assert_eq!(parts(settled(first)), is(200, "received"));
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "duplicate"));
    assert_eq!(answer(&endpoint, &[good(2)]).await, is(200, "duplicate"));
}

#[tokio::test]
async fn a_guard_that_is_full_lets_the_sender_come_again() {
    let guard = MemoryGuard::default().runs(1);
    let endpoint = Endpoint::new(Receiver::new(credential()).guard(Arc::new(guard)));
    assert_eq!(answer(&endpoint, &[good(1), good(9)]).await, is(503, "try again later"));
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "duplicate"));
}

#[tokio::test]
async fn credentials_are_looked_up() {
    let lookup = |account_id| async move {
        match account_id {
            ACCOUNT_ID => Ok(vec![credential()]),
            1 => Ok(Vec::new()),
            _ => Err("the database is away"),
        }
    };
    let endpoint = Endpoint::new(Receiver::default()).lookup(lookup);
    assert_eq!(answer(&endpoint, &[good(1)]).await, is(200, "received"));

    let of = |account_id: u64| good(1).replace(&ACCOUNT_ID.to_string(), &account_id.to_string());
    assert_eq!(answer(&endpoint, &[of(1)]).await, is(403, "refused"));
    let rejection = endpoint.receive(body(&[good(1), of(2)])).await.unwrap_err();
    assert_eq!(parts(rejection.answer()), is(503, "try again later"));
    assert!(matches!(rejection.error(), RequestError::Lookup { account_id: 2, .. }));
    assert!(rejection.to_string().ends_with("the database is away"), "{rejection}");
}

#[tokio::test]
async fn every_status_can_be_chosen() {
    let status = |code| StatusCode::from_u16(code).unwrap();
    let mut statuses = Statuses::default();
    statuses.received = status(201);
    statuses.unknown = status(202);
    statuses.malformed = status(501);
    statuses.duplicate = status(208);
    statuses.refused = status(401);
    statuses.conflict = status(422);
    statuses.unavailable = status(429);
    statuses.failed = status(502);
    statuses.too_large = status(414);
    statuses.incomplete = status(417);
    statuses.unreadable = status(200);
    let mut limits = Limits::default();
    limits.body = 1000;
    let receiver = Receiver::new(credential()).limits(limits);
    let endpoint =
        Endpoint::new(receiver.guard(Arc::new(MemoryGuard::default()))).statuses(statuses);

    assert_eq!(answer(&endpoint, &[good(1)]).await.0, 201);
    assert_eq!(answer(&endpoint, &[good(1)]).await.0, 208);
    assert_eq!(answer(&endpoint, &[changed(1)]).await.0, 422);
    assert_eq!(answer(&endpoint, &[unknown(2)]).await.0, 202);
    assert_eq!(answer(&endpoint, &[malformed(3)]).await.0, 501);
    assert_eq!(answer(&endpoint, &[forged(4)]).await.0, 401);
    let failing = receive(&endpoint, &[good(5)]).await;
    assert_eq!(answer(&endpoint, &[good(5)]).await.0, 429);
    assert_eq!(failing.answer().status(), 502);

    assert_eq!(rejection(&endpoint, Full::from(vec![b' '; 1001])).await.answer().status(), 414);
    assert_eq!(rejection(&endpoint, Pieces::that_break_off()).await.answer().status(), 417);
    assert_eq!(rejection(&endpoint, Full::from("[]")).await.answer().status(), 200);
}

async fn rejection<B>(endpoint: &Endpoint, body: B) -> Rejection
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    endpoint.receive(body).await.unwrap_err()
}

/// The most bytes that are read by default.
const LIMIT: usize = 1024 * 1024;

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_not_read() {
    let body = Pieces { exact: Some(LIMIT as u64 + 1), pieces: VecDeque::new() };
    let rejection = rejection(&guarded(), body).await;
    assert_eq!(parts(rejection.answer()), is(413, "body is too large"));
    assert!(matches!(rejection.error(), RequestError::TooLarge { limit: LIMIT }));
    assert_eq!(rejection.body(), b"");
}

#[tokio::test]
async fn a_body_of_unknown_length_is_read_up_to_the_limit() {
    let piece = || Ok(Bytes::from_static(&[b' '; LIMIT / 64]));
    let end = || Ok(Bytes::from_static(br#"{"callbacks": []}"#));
    let fits = Pieces { exact: None, pieces: (0..63).map(|_| piece()).chain([end()]).collect() };
    let delivery = guarded().receive(fits).await.unwrap();
    assert_eq!(delivery.body().len(), LIMIT / 64 * 63 + 17);
    assert_eq!(parts(settled(delivery)), is(200, "received"));

    let over = Pieces { exact: None, pieces: (0..64).map(|_| piece()).chain([end()]).collect() };
    let rejection = rejection(&guarded(), over).await;
    assert_eq!(parts(rejection.answer()), is(413, "body is too large"));
    assert_eq!(rejection.into_body().len(), LIMIT);
}

/// What upstream sends when an account renews thousands of phone numbers.
#[tokio::test]
async fn a_renewal_of_four_thousand_numbers_is_received() {
    let subscription = r#"{"subscription_id": 1, "cost": 1.10, "next_renewal": "2026-03-01", "type": "PHONE_NUM",
        "details": [{"phone_id": 1, "phone_number": "15550100", "can_be_used": true, "category": "GEOGRAPHIC"}]}"#;
    let subscriptions = vec![subscription; 4000].join(",");
    let renewal = callback(
        1,
        "renewed_subscriptions",
        &format!(r#", "renewed_subscriptions": {{"subscriptions": [{subscriptions}]}}"#),
    );
    assert!(renewal.len() > LIMIT * 3 / 4, "{}", renewal.len());
    assert_eq!(answer(&guarded(), &[renewal]).await, is(200, "received"));
}

#[tokio::test]
async fn a_body_is_at_hand_whether_it_is_read_or_rejected() {
    let empty = r#"{"callbacks": []}"#;
    let pieces = [&empty[..5], &empty[5..]].map(|piece| Ok(Bytes::from_static(piece.as_bytes())));
    let delivery = guarded().receive(Pieces { exact: None, pieces: pieces.into() }).await.unwrap();
    assert_eq!(delivery.body(), empty.as_bytes());

    for body in [&b"[1]"[..], b"{\"callbacks\": [,]}", b"\xE9", b"\x1f\x8b\x08\x00"] {
        let rejected = rejection(&guarded(), Full::from(body)).await;
        assert_eq!(rejected.body(), body);
        assert!(!format!("{rejected:?}").contains("body:"), "{rejected:?}");
        assert_eq!(rejected.into_body(), body);
    }
    let half = rejection(&guarded(), Pieces::that_break_off()).await;
    assert_eq!(half.body(), br#"{"callbacks": ["#);

    let fails = |_| async { Err::<Vec<Credential>, _>("the database is away") };
    let endpoint = Endpoint::new(Receiver::default()).lookup(fails);
    let rejected = rejection(&endpoint, body(&[good(1)])).await;
    assert_eq!(rejected.body(), body_text(&[good(1)]).as_bytes());
}

#[tokio::test]
async fn the_limits_of_the_receiver_and_of_layers_hold_too() {
    let mut limits = Limits::default();
    limits.body = 10;
    let strict = Endpoint::new(Receiver::new(credential()).limits(limits));
    let rejected = rejection(&strict, Full::from(r#"{"callbacks": []}"#)).await;
    assert_eq!(parts(rejected.answer()), is(413, "body is too large"));
    assert!(matches!(rejected.error(), RequestError::TooLarge { limit: 10 }));

    let layered = Body::new(Limited::new(Full::from(r#"{"callbacks": []}"#), 10));
    let rejected = rejection(&guarded(), layered).await;
    assert_eq!(parts(rejected.answer()), is(413, "body is too large"));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_rejected() {
    let rejection = rejection(&guarded(), Pieces::that_break_off()).await;
    assert_eq!(parts(rejection.answer()), is(408, "body is incomplete"));
    assert_eq!(rejection.to_string(), "body is incomplete: the sender is gone");
    assert!(rejection.source().unwrap().is::<io::Error>());
}

#[tokio::test]
async fn a_body_that_is_not_a_list_of_callbacks_is_rejected() {
    for body in [&b""[..], b"callbacks=1", b"[]", b"{}", b"{\"callbacks\": [], \"\xE9\": 1}"] {
        let rejection = rejection(&guarded(), Full::from(body)).await;
        assert_eq!(parts(rejection.answer()), is(400, "body is not a list of callbacks"));
        assert!(matches!(rejection.error(), RequestError::Unreadable(_)));
        assert!(rejection.source().unwrap().is::<BodyError>());
    }
}

/// The state of a server: an endpoint, and what the handler needs.
#[derive(Clone)]
struct Service {
    endpoint: Endpoint,
    /// How long an effect takes to be finished once it has happened.
    takes: Duration,
    handled: Arc<Mutex<Vec<u64>>>,
}

impl Service {
    fn new() -> Self {
        Self { endpoint: guarded(), takes: Duration::ZERO, handled: Arc::default() }
    }

    async fn handle(&self, outcome: &Outcome) -> Result<(), Infallible> {
        if let Outcome::Callback(callback) = outcome {
            assert_ne!(callback.callback_id(), 666, "a handler that panics");
            self.handled.lock().unwrap().push(callback.callback_id());
        }
        tokio::time::sleep(self.takes).await;
        Ok(())
    }
}

impl FromRef<Service> for Endpoint {
    fn from_ref(service: &Service) -> Self {
        service.endpoint.clone()
    }
}

/// What a user writes: it compiles only if all futures in it are `Send`.
async fn on_callbacks(State(service): State<Service>, mut delivery: Delivery) -> Answer {
    let outcomes = delivery.take_outcomes();
    let work = tokio::spawn(async move {
        for outcome in outcomes {
            if service.handle(&outcome).await.is_ok() {
                outcome.settle();
            }
        }
    });
    if let Err(error) = work.await {
        assert!(error.is_panic());
    }
    delivery.answer()
}

#[tokio::test]
async fn axum_extracts_a_delivery_and_sends_the_answer() {
    let service = Service::new();
    for (body, status, text) in [
        (Body::new(body(&[good(1), good(2)])), 200, "received\n"),
        (Body::new(body(&[forged(3)])), 403, "refused\n"),
        (Body::new(Pieces::that_break_off()), 408, "body is incomplete\n"),
        (Body::from("secret"), 400, "body is not a list of callbacks\n"),
    ] {
        let response = on_callbacks.call(Request::new(body), service.clone()).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), text);
    }
    assert_eq!(*service.handled.lock().unwrap(), [1, 2]);

    let panics = Request::new(Body::new(body(&[good(1), good(666), good(4)])));
    assert_eq!(on_callbacks.call(panics, service.clone()).await.status(), 500);
    assert_eq!(answer(&service.endpoint, &[good(666), good(4)]).await, is(200, "received"));
}

/// A client that hangs up cancels the future of the handler, as in axum and hyper. The work
/// continues: it is done once, and a retry is a duplicate.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_does_not_make_an_effect_happen_again() {
    let service = Service { takes: Duration::from_millis(300), ..Service::new() };
    let router = Router::new().route("/", post(on_callbacks)).with_state(service.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, router).await.unwrap() });

    let body = body_text(&[good(1)]);
    let request = format!(
        "POST / HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let send = async || {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    };
    for _ in 0..3 {
        let stream = send().await;
        while service.handled.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        drop(stream);
        tokio::time::sleep(service.takes * 2).await;
    }
    let mut answer = String::new();
    send().await.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("duplicate\n"), "{answer}");
    assert_eq!(*service.handled.lock().unwrap(), [1]);
}

type BoxError = Box<dyn Error + Send + Sync>;

/// A body that comes in pieces.
struct Pieces {
    /// Its length, if it says so beforehand.
    exact: Option<u64>,
    pieces: VecDeque<io::Result<Bytes>>,
}

impl Pieces {
    fn that_break_off() -> Self {
        let error = io::Error::new(io::ErrorKind::ConnectionReset, "the sender is gone");
        let start = Bytes::from_static(br#"{"callbacks": ["#);
        Self { exact: None, pieces: [Ok(start), Err(error)].into() }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        assert_eq!(self.exact, None, "a body that is known to be too large is read");
        Poll::Ready(self.pieces.pop_front().map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.exact.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
