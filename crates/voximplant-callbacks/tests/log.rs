//! The parts of a callback to log and store: its kind by name, and a summary of its outcome without
//! secrets and personal data.

use std::{collections::BTreeMap, sync::Arc};

use voximplant_callbacks::{
    Callback, Kind, KindError, MemoryGuard, Outcome, Receiver, Reveal,
    serde_json::{self, Value, json, value::to_raw_value},
    testing,
};

#[test]
fn a_kind_is_text_by_its_name_on_the_wire() {
    for kind in Kind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(*kind));
        let json = serde_json::to_string(kind).unwrap();
        assert_eq!(json, format!("\"{kind}\""));
        assert_eq!(serde_json::from_str::<Kind>(&json).unwrap(), *kind);
    }
    assert_eq!("CardPayment".parse::<Kind>(), "".parse());
    let error = serde_json::from_str::<Kind>("\"secret\"").unwrap_err().to_string();
    let expected = "not the name of a kind that this version of the SDK knows";
    assert!(error.starts_with(expected) && !error.contains("secret"), "{error}");
}

/// Such as a setting that says what becomes of which kind.
#[test]
fn a_kind_is_a_key_of_a_map() {
    let queues: BTreeMap<Kind, String> =
        serde_json::from_str(r#"{"card_payment": "money", "sms_inbound": "support"}"#).unwrap();
    assert_eq!(queues[&Kind::SmsInbound], "support");
    let error: Result<Kind, KindError> = "payment".parse();
    assert!(error.is_err());
}

/// One callback of each outcome.
fn outcomes() -> Vec<Outcome> {
    let receiver = Receiver::new(testing::credential()).guard(Arc::new(MemoryGuard::default()));
    let payment = Kind::CardPayment.sample();
    for outcome in receiver.receive(&testing::body([&payment])).unwrap() {
        outcome.settle();
    }
    let json = |callback: &Callback| serde_json::to_value(callback).unwrap();
    let with = |mut callback: Value, id: u64, name: &str, value: Value| {
        callback["callback_id"] = id.into();
        callback["hash"] = testing::credential().hash(id).to_string().into();
        callback[name] = value;
        to_raw_value(&callback).unwrap()
    };
    let sms = || json(&Kind::SmsInbound.sample());
    receiver
        .receive(&testing::body([
            with(sms(), 1, "language_code", json!("en")),
            with(json!({"account_id": testing::ACCOUNT_ID, "balance": 1}), 2, "type", json!("new")),
            with(sms(), 3, "balance", json!({})),
            // A `Value` would not keep its digits.
            to_raw_value(&payment).unwrap(),
            with(json(&payment), payment.callback_id(), "balance", json!(99)),
            with(sms(), 5, "hash", json!("0".repeat(32))),
            to_raw_value("not a callback").unwrap(),
        ]))
        .unwrap()
}

#[test]
fn an_outcome_is_summarized_without_what_it_says() {
    let outcomes = outcomes();
    let (account_id, paid) = (testing::ACCOUNT_ID, Kind::CardPayment.sample().callback_id());
    assert_eq!(
        serde_json::to_value(&outcomes).unwrap(),
        json!([
            {"outcome": "callback", "kind": "sms_inbound", "account_id": account_id,
                "callback_id": 1},
            {"outcome": "unknown", "kind": "new", "account_id": account_id, "callback_id": 2},
            {"outcome": "malformed", "kind": "sms_inbound", "account_id": account_id,
                "callback_id": 3, "error": {"code": "wrong_type",
                "pointer": "/callbacks/2/balance", "message": "expected a decimal, found an object"}},
            {"outcome": "duplicate", "kind": "card_payment", "account_id": account_id,
                "callback_id": paid, "was_compared": true},
            {"outcome": "refused", "kind": "card_payment", "account_id": account_id,
                "callback_id": paid, "refusal": "conflict"},
            {"outcome": "refused", "kind": "sms_inbound", "account_id": account_id,
                "callback_id": 5, "refusal": "mismatch"},
            {"outcome": "refused", "kind": null, "account_id": null, "callback_id": null,
                "refusal": "unreadable"},
        ])
    );
    for outcome in outcomes {
        let summary = outcome.reveal().to_string();
        let sample = serde_json::to_value(Kind::SmsInbound.sample()).unwrap();
        for field in ["hash", "account_name", "account_email", "account_first_name"] {
            let value = sample[field].as_str().unwrap();
            assert!(!summary.contains(value), "{summary}");
        }
    }
}

#[test]
fn an_outcome_has_its_kind_whatever_became_of_it() {
    let kinds: Vec<_> = outcomes().iter().map(Outcome::kind).collect();
    let (sms, payment) = (Some(Kind::SmsInbound), Some(Kind::CardPayment));
    assert_eq!(kinds, [sms, None, sms, payment, payment, sms, None]);
}
