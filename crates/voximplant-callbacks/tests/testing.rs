//! What the feature `testing` gives to the tests of others.

use std::collections::BTreeSet;

use voximplant_callbacks::{Callback, Credential, Kind, Outcome, payload, serde_json, testing};

#[test]
fn every_kind_has_a_sample_that_is_received() {
    let samples: Vec<_> = Kind::ALL.iter().map(|kind| kind.sample()).collect();
    let outcomes = testing::outcomes(&samples);
    assert_eq!(outcomes.len(), Kind::ALL.len());
    for ((kind, sample), outcome) in Kind::ALL.iter().zip(&samples).zip(&outcomes) {
        let Outcome::Callback(callback) = outcome else { panic!("{outcome:?}") };
        assert_eq!((callback.kind(), outcome.kind()), (*kind, Some(*kind)));
        assert_eq!(**callback, *sample);
    }
    let ids: BTreeSet<_> = samples.iter().map(Callback::callback_id).collect();
    assert_eq!(ids.len(), samples.len(), "two share a callback ID");
}

#[test]
fn a_payload_that_was_changed_is_received_as_it_is() {
    let mut payment = payload::CardPayment::sample();
    payment.amount = "99.50".parse().unwrap();
    let callback = testing::callback(payment.clone());
    assert_eq!(callback.envelope, Kind::CardPayment.sample().envelope);

    let mut delivery = testing::delivery([&callback]);
    let [outcome] = &delivery.take_outcomes()[..] else { panic!() };
    assert!(outcome.text().contains(r#""amount":99.50"#), "{}", outcome.text());
    let Outcome::Callback(received) = outcome else { panic!("{outcome:?}") };
    assert_eq!(received.event, payment.into());
}

#[test]
fn a_delivery_is_answered_by_what_becomes_of_its_outcomes() {
    let samples = [Kind::CardPayment.sample(), Kind::MinBalance.sample()];
    let mut delivery = testing::delivery(&samples);
    for outcome in delivery.take_outcomes() {
        outcome.settle();
    }
    assert_eq!(delivery.answer().status(), 200);

    let mut delivery = testing::delivery(&samples);
    delivery.take_outcomes().pop().unwrap().settle();
    assert_eq!(delivery.answer().status(), 500);
}

#[test]
fn a_callback_is_signed_for_the_account_of_the_credential() {
    let credential = Credential::new(42, "another-salt", "another-api-key").unwrap();
    let mut callback = Kind::CardPayment.sample();
    assert!(credential.check(&callback.envelope).is_err());
    testing::sign(&mut callback, &credential);
    assert_eq!(credential.check(&callback.envelope), Ok(()));
    assert_eq!(testing::outcomes([callback])[0].code(), "unknown_account");
}

#[test]
fn whatever_is_json_can_be_sent() {
    let id = 7;
    let hash = testing::credential().hash(id).to_string();
    let unknown = serde_json::json!({
        "type": "new_kind", "callback_id": id, "account_id": testing::ACCOUNT_ID, "hash": hash,
        "balance": 1,
    });
    let outcomes = testing::outcomes([unknown, serde_json::json!("not a callback")]);
    assert_eq!([outcomes[0].code(), outcomes[1].code()], ["unknown", "unreadable"]);
    assert_eq!(outcomes[0].kind(), None);
}
