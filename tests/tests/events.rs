//! The events of a delivery.
//!
//! In a separate file, where nothing runs without a subscriber: the first event at a place in the
//! code decides whether that place is logged from then on, even if another test caused it.

use std::{
    io,
    task::{Context, Poll, Waker},
};

use voximplant_callbacks::{Kind, Receiver, testing, web::Endpoint};

fn logged(work: impl FnOnce()) -> Vec<String> {
    tests::logged(work).lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_delivery_is_a_span_with_an_event_for_each_step() {
    let good = Kind::CardPayment.sample();
    let mut forged = good.clone();
    forged.envelope.callback_id = 7;
    let sent = [good.clone(), forged.clone(), Kind::MinBalance.sample(), forged];
    let log = logged(|| {
        let mut delivery = testing::delivery(&sent);
        // The others are dropped.
        delivery.take_outcomes().remove(0).settle();
        delivery.span().in_scope(|| tracing::info!("an event of the handler"));
        assert_eq!(delivery.answer().status(), 500);
    });
    let bytes = testing::body(&sent).len();
    let event = |level: &str, text: &str| {
        format!("{level} delivery{{bytes={bytes}}}: voximplant_callbacks: {text}")
    };
    let about = |kind: Kind| {
        let (account_id, callback_id) = (testing::ACCOUNT_ID, kind.sample().callback_id());
        format!(r#"kind="{kind}" account_id={account_id} callback_id={callback_id}"#)
    };
    let (payment, balance) = (about(Kind::CardPayment), about(Kind::MinBalance));
    assert_eq!(
        log,
        [
            event("DEBUG", &format!(r#"callback code="callback" {payment}"#)),
            event("DEBUG", &format!(r#"callback code="callback" {balance}"#)),
            event("INFO", "checked callbacks=4 new=2 duplicate=0 refused=2"),
            event("WARN", r#"refused code="mismatch" callbacks=2"#),
            event("DEBUG", &format!(r#"settled code="handled" {payment}"#)),
            event("DEBUG", &format!(r#"settled code="failed" {balance}"#)),
            format!("INFO delivery{{bytes={bytes}}}: events: an event of the handler"),
            event("INFO", "answered status=500"),
        ]
    );
}

#[test]
fn a_request_that_is_rejected_is_an_event() {
    let endpoint = Endpoint::new(Receiver::new(testing::credential()));
    let failing = Endpoint::new(Receiver::default())
        .lookup(|_| async { Err(io::Error::other("a text of the database")) });
    let sample = String::from_utf8(testing::body([Kind::MinBalance.sample()])).unwrap();
    let bytes = sample.len();
    for (endpoint, body, expected) in [
        (
            &endpoint,
            "secret".to_owned(),
            r#"delivery{bytes=6}: voximplant_callbacks: rejected code="syntax" bytes=6 status=400"#
                .to_owned(),
        ),
        (
            &endpoint,
            "x".repeat(1_048_577),
            r#"voximplant_callbacks: rejected code="too_large" bytes=0 status=413"#.to_owned(),
        ),
        (
            &failing,
            sample,
            format!(
                r#"delivery{{bytes={bytes}}}: voximplant_callbacks: rejected code="lookup_failed" bytes={bytes} status=503"#
            ),
        ),
    ] {
        let mut received = Box::pin(endpoint.receive(body));
        let log = logged(|| {
            // Nothing here waits.
            let mut context = Context::from_waker(Waker::noop());
            assert!(matches!(received.as_mut().poll(&mut context), Poll::Ready(Err(_))));
        });
        assert_eq!(log, [format!("WARN {expected}")]);
    }
}
