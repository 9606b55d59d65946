//! What a sender is answered, and what is kept.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
    routing::{get, post},
};
use tower::ServiceExt;
use voximplant_callbacks::web::Endpoint;

use super::{ACCOUNT, body, inbox, outcomes, receiver, signed};
use crate::{
    Filter, Inbox, Queue, Receipt, Shares, Sqlite,
    store::{Reading, State},
    web,
};

fn app(inbox: &Inbox<Sqlite>) -> Router {
    Router::new()
        .route("/callbacks", post(web::receive::<Sqlite>))
        .with_state(inbox.endpoint(Endpoint::new(receiver())))
}

async fn send(inbox: &Inbox<Sqlite>, body: String) -> StatusCode {
    let request = Request::post("/callbacks").body(Body::from(body)).expect("a request");
    app(inbox).oneshot(request).await.expect("an answer").status()
}

async fn kept(inbox: &Inbox<Sqlite>) -> Vec<(u64, Reading, State)> {
    let items = inbox.list(&Filter::default(), None, 100).await.expect("list");
    items.iter().map(|it| (it.callback_id, it.reading, it.state)).collect()
}

#[tokio::test]
async fn each_callback_is_answered_by_what_the_store_says() {
    let (inbox, _folder) = inbox().await;
    assert_eq!(send(&inbox, body(&[signed(ACCOUNT, 7, "10.50")])).await, 200);
    assert_eq!(send(&inbox, body(&[signed(ACCOUNT, 7, "10.50")])).await, 200);
    assert_eq!(send(&inbox, body(&[signed(ACCOUNT, 7, "99.50")])).await, 409);
    let respelt = signed(ACCOUNT, 7, "10.50").replace("\"balance\":1", " \"b\\u0061lance\" : 1 ");
    assert_eq!(send(&inbox, body(&[respelt])).await, 200, "another spelling is a duplicate");
    let forged = signed(ACCOUNT, 8, "1").replace("\"callback_id\":8", "\"callback_id\":9");
    assert_eq!(send(&inbox, body(std::slice::from_ref(&forged))).await, 403);
    assert_eq!(send(&inbox, "{}".to_owned()).await, 400);
    // A forged one takes none of the others with it.
    assert_eq!(send(&inbox, body(&[forged, signed(ACCOUNT, 10, "1")])).await, 403);
    assert_eq!(
        kept(&inbox).await,
        [(7, Reading::Known, State::Ready), (10, Reading::Known, State::Ready)]
    );
}

#[tokio::test]
async fn unknown_and_malformed_callbacks_are_kept_and_read_anew() {
    let (inbox, _folder) = inbox().await;
    let unknown = signed(ACCOUNT, 1, "1").replace("card_payment", "new_kind");
    let malformed = signed(ACCOUNT, 2, "\"much\"");
    assert_eq!(send(&inbox, body(&[unknown.clone(), malformed])).await, 200);
    assert_eq!(
        kept(&inbox).await,
        [(1, Reading::Unknown, State::Ready), (2, Reading::Malformed, State::Ready)]
    );
    // The same bytes are a duplicate, however this or another version reads
    // them: see `suite` for the digest.
    assert_eq!(send(&inbox, body(&[unknown])).await, 200);
    assert_eq!(kept(&inbox).await.len(), 2);
    assert_eq!(inbox.rerun_unread(&Filter::default()).await.expect("rerun"), 0, "still unread");

    // As if it had been stored by a version that did not know the kind yet.
    inbox.put(outcomes(&[signed(ACCOUNT, 3, "1")])).await;
    let item = &inbox.list(&Filter::default(), None, 9).await.expect("list")[2];
    let as_unknown = vec![(item.key(), Reading::Unknown, Some("card_payment".to_owned()))];
    crate::Store::reread(inbox.store(), as_unknown).await.expect("reread");
    let worker = inbox.worker().run(|_| async { Ok(()) });
    while inbox.stats().await.expect("stats").ready > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    worker.stop().await;
    assert_eq!(inbox.rerun_unread(&Filter::default()).await.expect("rerun"), 1);
    assert_eq!(kept(&inbox).await[2], (3, Reading::Known, State::Ready));
    inbox.put(outcomes(&[signed(ACCOUNT, 3, "1")])).await;
    assert_eq!(kept(&inbox).await.len(), 3, "the same bytes are a duplicate still");
}

#[tokio::test]
async fn what_became_of_each_is_said_in_order() {
    let (inbox, _folder) = inbox().await;
    let forged = signed(ACCOUNT, 1, "1").replace("\"callback_id\":1", "\"callback_id\":9");
    let first = [forged, signed(ACCOUNT, 1, "1"), signed(ACCOUNT, 2, "1"), signed(ACCOUNT, 1, "1")];
    let receipts = inbox.put(outcomes(&first)).await;
    assert_eq!(receipts, [Receipt::Refused, Receipt::New, Receipt::New, Receipt::Duplicate]);
    let second = [signed(ACCOUNT, 2, "9"), signed(ACCOUNT, 3, "1")];
    assert_eq!(inbox.put(outcomes(&second)).await, [Receipt::Conflict, Receipt::New]);
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_diagnosed() {
    let (inbox, _folder) = inbox().await;
    inbox.put(outcomes(&[signed(ACCOUNT, 1, "1")])).await;
    let found = async || crate::Store::diagnose(inbox.store()).await.expect("diagnose").join("\n");
    assert!(!found().await.contains("clock"));
    inbox
        .store()
        .run_on_writer(|db| {
            db.execute("UPDATE item SET received_at = received_at + 3600000", []).expect("update");
        })
        .await;
    assert!(found().await.contains("behind the time of the newest callback"));
}

#[tokio::test]
async fn a_full_disk_is_answered_with_503_and_recovers() {
    let (inbox, _folder) = inbox().await;
    assert_eq!(send(&inbox, body(&[signed(ACCOUNT, 1, "1")])).await, 200);
    limit_pages(&inbox, 12).await;
    let long = "1".repeat(20);
    let mut refused = 0;
    for id in 2..200 {
        let status = send(&inbox, body(&[signed(ACCOUNT, id, &long)])).await;
        refused += u64::from(status == 503);
        assert!(status == 200 || status == 503, "{status}");
    }
    assert!(refused > 0, "the disk did not fill");
    let before = kept(&inbox).await.len();
    assert_eq!(before as u64 + refused, 199, "what was not kept was not acknowledged");
    limit_pages(&inbox, 1_000_000).await;
    assert_eq!(send(&inbox, body(&[signed(ACCOUNT, 500, "1")])).await, 200);
    assert_eq!(kept(&inbox).await.len(), before + 1);
}

/// SQLite's own bound for the size of a file, which behaves as a full disk.
async fn limit_pages(inbox: &Inbox<Sqlite>, pages: i64) {
    inbox
        .store()
        .run_on_writer(move |db| {
            db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("a bound");
        })
        .await;
}

#[tokio::test]
async fn a_store_that_is_held_is_answered_with_503_and_recovers() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("inbox.db");
    let store = Sqlite::open(&path).await.expect("open");
    let queue = Queue { patience: Duration::from_millis(100), ..Queue::default() };
    let inbox = Inbox::with(store, queue, Shares::default());

    let other = rusqlite::Connection::open(&path).expect("open");
    other.execute_batch("BEGIN IMMEDIATE").expect("hold");
    assert_eq!(send(&inbox, body(&[signed(ACCOUNT, 1, "1")])).await, 503);
    other.execute_batch("ROLLBACK").expect("let go");
    while send(&inbox, body(&[signed(ACCOUNT, 1, "1")])).await != 200 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(kept(&inbox).await.len(), 1);
}

#[tokio::test]
async fn an_account_that_fills_its_part_of_the_queue_harms_no_other() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("inbox.db");
    let store = Sqlite::open(&path).await.expect("open");
    let queue = Queue { callbacks: 40, share: 4, ..Queue::default() };
    let inbox = Inbox::with(store, queue, Shares::default());

    let other = rusqlite::Connection::open(&path).expect("open");
    other.execute_batch("BEGIN IMMEDIATE").expect("hold");
    let mut waiting = Vec::new();
    for id in 0..30 {
        let inbox = inbox.clone();
        waiting.push(tokio::spawn(async move { send(&inbox, body(&[signed(2, id, "1")])).await }));
        tokio::task::yield_now().await;
    }
    let genuine = {
        let inbox = inbox.clone();
        tokio::spawn(async move { send(&inbox, body(&[signed(ACCOUNT, 1, "1")])).await })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    other.execute_batch("ROLLBACK").expect("let go");
    assert_eq!(genuine.await.expect("an answer"), 200);
    let mut answers = [0, 0];
    for task in waiting {
        match task.await.expect("an answer").as_u16() {
            200 => answers[0] += 1,
            503 => answers[1] += 1,
            other => panic!("{other}"),
        }
    }
    assert!(answers[1] > 0 && answers[0] >= 10, "{answers:?}");
}

#[tokio::test]
async fn metrics_name_no_id_and_nothing_that_was_sent() {
    let (inbox, _folder) = inbox().await;
    let unknown = signed(ACCOUNT, 778_899, "1").replace("card_payment", "a_kind_to_come");
    send(&inbox, body(&[unknown, signed(ACCOUNT, 778_900, "1")])).await;
    send(&inbox, body(&[signed(ACCOUNT, 778_900, "2")])).await;
    send(&inbox, "[".to_owned()).await;
    let app = Router::new()
        .route("/metrics", get(web::metrics::<Sqlite>))
        .route("/ready", get(web::ready::<Sqlite>))
        .with_state(inbox.clone());
    let ask = |path: &str| Request::get(path).body(Body::empty()).expect("a request");
    let ready = app.clone().oneshot(ask("/ready")).await.expect("an answer");
    assert_eq!(ready.status(), 204);
    let metrics = app.oneshot(ask("/metrics")).await.expect("an answer");
    let text = to_bytes(metrics.into_body(), 1 << 20).await.expect("a text");
    let text = String::from_utf8(text.to_vec()).expect("UTF-8");
    for line in [
        "voximplant_callbacks_received_total{verdict=\"new\"} 2",
        "voximplant_callbacks_received_total{verdict=\"conflict\"} 1",
        "voximplant_callbacks_ready 2",
        "voximplant_callbacks_bodies_rejected_total 1",
        "voximplant_callbacks_batch_size_count 2",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} is not in {text}");
    }
    for secret in ["7788", "1234567", "a_kind_to_come", "card_payment"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn what_is_kept_outlives_the_process() {
    let (first, folder) = inbox().await;
    first.put(outcomes(&[signed(ACCOUNT, 7, "10.50")])).await;
    drop(first);
    let again = Inbox::sqlite(folder.path().join("inbox.db")).await.expect("open");
    assert_eq!(send(&again, body(&[signed(ACCOUNT, 7, "10.50")])).await, 200);
    assert_eq!(send(&again, body(&[signed(ACCOUNT, 7, "99.50")])).await, 409);
    assert_eq!(kept(&again).await.len(), 1);
    let text = again.list(&Filter::default(), None, 1).await.expect("list").remove(0).text;
    assert_eq!(text, Some(signed(ACCOUNT, 7, "10.50")), "as it came");
}
