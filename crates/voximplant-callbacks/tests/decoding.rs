//! The wire policy, rule by rule: what is read, what is refused and where,
//! and what is written back.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use voximplant_callbacks::{
    Body, BodyError, Callback, Credential, CredentialError, DateOrTimestamp, Decoded, Event,
    HashError, Limits, Outcome, Reason, Receiver, Refusal, jiff::civil::date, payload::*,
};

/// A callback of this kind with this payload and these further fields.
fn callback(kind: &str, payload: &str, more: &str) -> String {
    format!(
        r#"{{"type": "{kind}", "callback_id": 7, "account_id": 1, "balance": 0.50, "{kind}": {payload} {more}}}"#
    )
}

fn body(callbacks: &[String]) -> String {
    format!(r#"{{"callbacks": [{}]}}"#, callbacks.join(", "))
}

fn decode(callback: &str) -> Decoded {
    let mut body = Body::decode(body(&[callback.to_owned()]).as_bytes()).unwrap();
    assert_eq!(body.callbacks.len(), 1);
    body.callbacks.remove(0)
}

fn known(callback: &str) -> Callback {
    match decode(callback) {
        Decoded::Callback(callback) => callback,
        other => panic!("{other:?}"),
    }
}

/// The code and the place of what is wrong.
fn fault(callback: &str) -> (&'static str, String) {
    match decode(callback) {
        Decoded::Malformed(malformed) => {
            (malformed.error().reason().code(), malformed.error().pointer().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

const PAYMENT: &str = r#"{"transaction_id": 42, "transaction_type": "card", "amount": 10.50}"#;

#[test]
fn one_bad_callback_leaves_its_neighbours_alone() {
    let good = callback("card_payment", PAYMENT, "");
    let bad = callback("card_payment", r#"{"transaction_id": 42}"#, "");
    let unknown = callback("moon_landing", "{}", "");
    let body = body(&[good.clone(), bad, "5".to_owned(), unknown, good]);
    let body = Body::decode(body.as_bytes()).unwrap();
    assert!(matches!(
        &body.callbacks[..],
        [
            Decoded::Callback(_),
            Decoded::Malformed(_),
            Decoded::Malformed(_),
            Decoded::Unknown(_),
            Decoded::Callback(_)
        ]
    ));
    let Decoded::Malformed(number) = &body.callbacks[2] else { panic!() };
    assert_eq!(
        number.error().to_string(),
        "callback is malformed: expected a callback, found a number at /callbacks/2"
    );
    assert_eq!(number.raw().get(), "5");
}

#[test]
fn an_unknown_kind_keeps_its_envelope_its_payload_and_its_text() {
    let text = callback("moon_landing", r#"{"site": "sea of tranquility", "fuel": 1.10}"#, "");
    let Decoded::Unknown(unknown) = decode(&text) else { panic!() };
    assert_eq!(
        (unknown.kind(), unknown.callback_id(), unknown.account_id()),
        ("moon_landing", 7, 1)
    );
    assert_eq!(unknown.envelope().balance.to_string(), "0.50");
    assert_eq!(unknown.payload().unwrap().get(), r#"{"site": "sea of tranquility", "fuel": 1.10}"#);
    assert_eq!(unknown.raw().get(), text);
    assert_eq!(serde_json::to_string(&unknown).unwrap(), text);
}

/// Reads a type in every way that `serde_json` has, and through a wrapper of it.
fn read_in_every_way<T: DeserializeOwned + PartialEq + std::fmt::Debug>(json: &str) -> T {
    let from_str: T = serde_json::from_str(json).unwrap();
    let from_slice: T = serde_json::from_slice(json.as_bytes()).unwrap();
    let from_reader: T = serde_json::from_reader(json.as_bytes()).unwrap();
    let mut json = serde_json::Deserializer::from_str(json);
    let with_path: T = serde_path_to_error::deserialize(&mut json).unwrap();
    assert_eq!(from_str, from_slice);
    assert_eq!(from_str, from_reader);
    assert_eq!(from_str, with_path);
    from_str
}

/// Requesting the text of a number uses an undocumented name of `serde_json`; this detects a change
/// of it.
#[test]
fn numbers_are_exact_however_they_are_read() {
    for digits in
        ["10.50", "0.1", "-3.70", "79228162514264337593543950335", "1.0000000000000000001"]
    {
        let json = PAYMENT.replace("10.50", digits);
        let payment: CardPayment = read_in_every_way(&json);
        assert_eq!(payment.amount.to_string(), digits);
        let quoted = PAYMENT.replace("10.50", &format!("\"{digits}\""));
        assert_eq!(read_in_every_way::<CardPayment>(&quoted), payment);
        assert!(serde_json::to_string(&payment).unwrap().contains(&format!("\"amount\":{digits}")));
    }
    // A `Value` is as exact as its numbers are.
    let value: Value = serde_json::from_str(PAYMENT).unwrap();
    let payment: CardPayment = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(payment.amount, "10.5".parse().unwrap());
    assert_eq!(serde_json::to_value(&payment).unwrap(), value);
}

#[test]
fn no_number_is_rounded() {
    let payload = PAYMENT.replace("10.50", "79228162514264337593543950336");
    let place = "/callbacks/0/card_payment/amount".to_owned();
    assert_eq!(fault(&callback("card_payment", &payload, "")), ("out_of_range", place.clone()));
    let payload = PAYMENT.replace("10.50", "1e-400");
    assert_eq!(fault(&callback("card_payment", &payload, "")), ("out_of_range", place));
}

#[test]
fn identifiers_have_one_spelling() {
    for (id, code) in [
        ("-1", "invalid_number"),
        ("1.0", "invalid_number"),
        ("1e0", "invalid_number"),
        (r#""01""#, "invalid_number"),
        (r#""+1""#, "invalid_number"),
        (r#"" 1""#, "invalid_number"),
        (r#""""#, "invalid_number"),
        ("-0", "invalid_number"),
        ("18446744073709551616", "out_of_range"),
        ("null", "wrong_type"),
        ("true", "wrong_type"),
        ("[1]", "wrong_type"),
    ] {
        let text = callback("js_fail", "{}", "")
            .replace(r#""account_id": 1"#, &format!("\"account_id\": {id}"));
        assert_eq!(fault(&text), (code, "/callbacks/0/account_id".to_owned()), "{id}");
    }
    let text = callback("js_fail", "{}", "").replace(r#""account_id": 1"#, r#""account_id": "1""#);
    assert_eq!(known(&text).account_id(), 1);
    // More than the parser itself accepts: which of the two faults is reported depends on the
    // parser.
    let text =
        callback("js_fail", "{}", "").replace(r#""account_id": 1"#, r#""account_id": 1e400"#);
    let (code, place) = fault(&text);
    assert!(["invalid_number", "out_of_range"].contains(&code), "{code}");
    assert_eq!(place, "/callbacks/0/account_id");
}

#[test]
fn a_leading_zero_is_no_json() {
    let text = body(&[callback("js_fail", "{}", "")]).replace(": 7,", ": 07,");
    let error = Body::decode(text.as_bytes()).unwrap_err();
    assert!(matches!(error, BodyError::Syntax { line: 1, .. }), "{error:?}");
}

#[test]
fn what_is_not_promised_reads_as_empty_and_what_cannot_be_empty_is_malformed() {
    let text = callback("sms_inbound", r#"{"source_number": null}"#, r#", "account_name": null"#);
    let Event::SmsInbound(message) = known(&text).event else { panic!() };
    assert_eq!((message.source_number.as_str(), message.sms_body.as_str()), ("", ""));

    let text = callback("expired_agreement", "{}", "");
    let Event::ExpiredAgreement(agreement) = known(&text).event else { panic!() };
    assert!(agreement.document_ids.is_empty());

    let text = callback("min_balance", r#"{"is_min_credit": null, "is_repeated": true}"#, "");
    assert_eq!(fault(&text), ("wrong_type", "/callbacks/0/min_balance/is_min_credit".to_owned()));
    let text = callback("js_fail", "{}", "").replace(r#""balance": 0.50, "#, "");
    assert_eq!(fault(&text), ("missing_field", "/callbacks/0/balance".to_owned()));
}

#[test]
fn payloads_are_read_in_both_shapes_and_written_in_the_documented_one() {
    let direct = r#"{"source_number": "+12025550143", "destination_number": "", "sms_body": "hi", "receival_date": 5}"#;
    let wrapped = format!(r#"{{"sms_inbound": {direct}}}"#);
    let from_direct = known(&callback("sms_inbound", direct, ""));
    let from_wrapped = known(&callback("sms_inbound", &wrapped, ""));
    assert_eq!(from_direct, from_wrapped);
    let written: Value = serde_json::to_value(&from_direct).unwrap();
    assert_eq!(written["sms_inbound"], serde_json::from_str::<Value>(&wrapped).unwrap());

    // The reverse: documented without the wrapper, sent with it.
    let wrapped = format!(r#"{{"card_payment": {PAYMENT}}}"#);
    let callback = known(&callback("card_payment", &wrapped, ""));
    let written: Value = serde_json::to_value(&callback).unwrap();
    assert_eq!(written["card_payment"], serde_json::from_str::<Value>(PAYMENT).unwrap());
}

#[test]
fn a_payload_that_is_in_both_shapes_at_once_is_malformed() {
    let both = r#"{"sms_body": "a", "sms_inbound": {"sms_body": "b"}}"#;
    assert_eq!(
        fault(&callback("sms_inbound", both, "")),
        ("duplicate_field", "/callbacks/0/sms_inbound/sms_inbound/sms_body".to_owned())
    );
    let twice = r#"{"sms_inbound": {}, "sms_inbound": {}}"#;
    assert_eq!(
        fault(&callback("sms_inbound", twice, "")),
        ("duplicate_field", "/callbacks/0/sms_inbound/sms_inbound".to_owned())
    );
}

#[test]
fn a_kind_without_fields_says_all_by_happening() {
    for payload in ["{}", "[]", "null"] {
        let callback = known(&callback("card_expired", payload, ""));
        assert!(matches!(callback.event, Event::CardExpired(_)), "{payload}");
        assert_eq!(serde_json::to_value(&callback).unwrap()["card_expired"], json!({}));
    }
    let absent = callback("card_expired", "{}", "").replace(r#", "card_expired": {} "#, "");
    assert!(matches!(known(&absent).event, Event::CardExpired(_)));

    for (payload, code) in [("[1]", "wrong_type"), ("5", "wrong_type"), (r#""""#, "wrong_type")] {
        let place = "/callbacks/0/card_expired".to_owned();
        assert_eq!(fault(&callback("card_expired", payload, "")), (code, place));
    }
}

#[test]
fn a_kind_with_fields_needs_its_payload() {
    let place = "/callbacks/0/card_payment".to_owned();
    assert_eq!(fault(&callback("card_payment", "null", "")), ("missing_payload", place.clone()));
    let absent = callback("js_fail", "{}", "")
        .replace("\"js_fail\",", "\"card_payment\",")
        .replace(r#""js_fail": {}"#, r#""x": 1"#);
    assert_eq!(fault(&absent), ("missing_payload", place));
}

#[test]
fn a_payload_under_another_name_is_refused() {
    let other = format!(r#", "wire_transfer": {PAYMENT}"#);
    let place = "/callbacks/0/wire_transfer".to_owned();
    assert_eq!(
        fault(&callback("card_payment", PAYMENT, &other)),
        ("payload_mismatch", place.clone())
    );
    assert_eq!(fault(&callback("js_fail", "{}", &other)), ("payload_mismatch", place.clone()));
    assert_eq!(fault(&callback("moon_landing", "{}", &other)), ("payload_mismatch", place));
    // Upstream lists the payloads of all kinds as optional: null says nothing.
    known(&callback("card_payment", PAYMENT, r#", "wire_transfer": null"#));
}

#[test]
fn an_envelope_says_everything_once() {
    for (more, place) in [
        (r#", "account_id": 1"#, "/callbacks/0/account_id"),
        (r#", "type": "card_payment""#, "/callbacks/0/type"),
        (r#", "card_payment": null"#, "/callbacks/0/card_payment"),
        (r#", "wire_transfer": null, "wire_transfer": null"#, "/callbacks/0/wire_transfer"),
        (r#", "not_documented": 1, "x": 2, "not_documented": 1"#, "/callbacks/0"),
    ] {
        let text = callback("card_payment", PAYMENT, more);
        assert_eq!(fault(&text), ("duplicate_field", place.to_owned()), "{more}");
    }
    // An escape is another spelling of the same name.
    let text = callback("card_payment", PAYMENT, r#", "account_\u0069d": 2"#);
    assert_eq!(fault(&text), ("duplicate_field", "/callbacks/0/account_id".to_owned()));
}

/// As a payload is written in one shape whatever it was read in, fields from
/// within and beside a wrapper come together.
#[test]
fn a_payload_says_everything_once() {
    for (payload, place) in [
        (r#"{"sms_body": "a", "sms_body": "b"}"#, "/callbacks/0/sms_inbound/sms_body"),
        (r#"{"x": 1, "x": 2}"#, "/callbacks/0/sms_inbound"),
        (r#"{"sms_inbound": {"x": 1, "x": 2}}"#, "/callbacks/0/sms_inbound/sms_inbound"),
        (r#"{"x": 1, "sms_inbound": {"x": 2}}"#, "/callbacks/0/sms_inbound/sms_inbound"),
        (r#"{"sms_inbound": {"x": 1}, "x": 2}"#, "/callbacks/0/sms_inbound"),
    ] {
        let text = callback("sms_inbound", payload, "");
        assert_eq!(fault(&text), ("duplicate_field", place.to_owned()), "{payload}");
    }
}

#[test]
fn type_must_be_there() {
    let without = callback("js_fail", "{}", "").replace(r#""type": "js_fail", "#, "");
    assert_eq!(fault(&without), ("missing_field", "/callbacks/0/type".to_owned()));
    let empty = without.replacen('{', r#"{"type": "", "#, 1);
    assert_eq!(fault(&empty), ("missing_field", "/callbacks/0/type".to_owned()));
    let null = without.replacen('{', r#"{"type": null, "#, 1);
    assert_eq!(fault(&null), ("wrong_type", "/callbacks/0/type".to_owned()));
}

#[test]
fn lists_of_one_may_come_as_the_element() {
    let text = callback("expired_agreement", r#"{"document_ids": 5}"#, "");
    let Event::ExpiredAgreement(agreement) = known(&text).event else { panic!() };
    assert_eq!(agreement.document_ids, [5]);
    let text = callback("expired_agreement", r#"{"document_ids": ["5", 6]}"#, "");
    let Event::ExpiredAgreement(agreement) = known(&text).event else { panic!() };
    assert_eq!(agreement.document_ids, [5, 6]);

    let text = callback("expired_agreement", r#"{"document_ids": [5, -6]}"#, "");
    let place = "/callbacks/0/expired_agreement/document_ids/1".to_owned();
    assert_eq!(fault(&text), ("invalid_number", place));
    let text = callback("sip_registration_recovered", r#"{"sip_registrations": 5}"#, "");
    let place = "/callbacks/0/sip_registration_recovered/sip_registrations".to_owned();
    assert_eq!(fault(&text), ("wrong_type", place));
}

#[test]
fn a_fault_deep_inside_is_named_by_its_place() {
    let payload = r#"{"subscriptions": [{"type": "PLAN", "name": "", "cost": 1, "next_renewal": "2026-03-01",
        "details": [{"type": "PHONE", "phone_numbers": [{"phone_id": 1}, {"phone_id": "x"}]}]}]}"#;
    assert_eq!(
        fault(&callback("renewed_subscriptions", payload, "")),
        (
            "invalid_number",
            "/callbacks/0/renewed_subscriptions/subscriptions/0/details/0/phone_numbers/1/phone_id"
                .to_owned()
        )
    );
}

#[test]
fn unknown_values_survive_and_are_compared_by_their_text() {
    let payload = r#"{"account_document_id": 1, "previous_account_document_status": "VERIFIED",
        "account_document_status": "ON_HOLD", "update_time": "2026-03-01 10:20:30", "legal_status": ""}"#;
    let text = callback("account_document_status_updated", payload, "");
    let callback = known(&text);
    let Event::AccountDocumentStatusUpdated(update) = &callback.event else { panic!() };
    assert_eq!(update.previous_account_document_status, AccountDocumentStatus::Verified);
    assert_eq!(update.account_document_status.as_str(), "ON_HOLD");
    assert!(!update.account_document_status.is_known());
    let written = serde_json::to_value(&callback).unwrap();
    assert_eq!(written["account_document_status_updated"]["account_document_status"], "ON_HOLD");
}

#[test]
fn unknown_fields_survive_wherever_they_are() {
    let payload = r#"{"certificates": [{"push_credential_id": 1, "cert_file_name": "a", "issuer": [1.10]}], "more": {"a": null}}"#;
    let text = callback("expired_certificates", payload, r#", "retry": 1e2"#);
    let text = body(&[text]).replacen('{', r#"{"version": "2", "#, 1);
    let body = Body::decode(text.as_bytes()).unwrap();
    let Decoded::Callback(callback) = &body.callbacks[0] else { panic!() };
    let Event::ExpiredCertificates(expired) = &callback.event else { panic!() };
    assert_eq!(expired.extra.get("more").unwrap().get(), r#"{"a": null}"#);
    assert_eq!(expired.certificates[0].extra.get("issuer").unwrap().get(), "[1.10]");
    assert_eq!(callback.envelope.extra.get("retry").unwrap().get(), "1e2");

    let written = serde_json::to_string(&body).unwrap();
    for raw in [r#""more":{"a": null}"#, r#""issuer":[1.10]"#, r#""retry":1e2"#, r#""version":"2""#]
    {
        assert!(written.contains(raw), "{raw} in {written}");
    }
}

#[test]
fn a_plain_date_stays_one() {
    let payload = r#"{"invoice_id": 1, "invoice_date": "2026-03-01", "receival_date": "2026-03-02 10:20:30",
        "amount": "120.00", "tax_amount": 20.5, "currency": "USD"}"#;
    let callback = known(&callback("invoice_received", payload, ""));
    let Event::InvoiceReceived(invoice) = &callback.event else { panic!() };
    assert_eq!(invoice.invoice_date, DateOrTimestamp::Date(date(2026, 3, 1)));
    assert_eq!(invoice.receival_date.date(), date(2026, 3, 2));
    let written = serde_json::to_value(&callback).unwrap()["invoice_received"].clone();
    assert_eq!(written["invoice_date"], "2026-03-01");
    assert_eq!(written["receival_date"], "2026-03-02 10:20:30");
    assert_eq!((&written["amount"], &written["tax_amount"]), (&json!("120.00"), &json!("20.5")));
}

#[test]
fn half_a_surrogate_pair_is_malformed_where_text_is_needed_and_kept_elsewhere() {
    let text = callback("sms_inbound", r#"{"sms_body": "\ud83d"}"#, "");
    assert_eq!(fault(&text), ("unreadable", "/callbacks/0/sms_inbound/sms_body".to_owned()));
    let callback = known(&callback("js_fail", r#"{"trace": "\ud83d"}"#, ""));
    let Event::JsFail(fail) = &callback.event else { panic!() };
    assert_eq!(fail.extra.get("trace").unwrap().get(), r#""\ud83d""#);
}

#[test]
fn a_body_is_an_object_with_a_list() {
    for (text, code, place) in [
        ("[]", "wrong_type", ""),
        ("{}", "missing_field", "/callbacks"),
        (r#"{"callbacks": {}}"#, "wrong_type", "/callbacks"),
        (r#"{"callbacks": [], "callbacks": []}"#, "duplicate_field", "/callbacks"),
    ] {
        match Body::decode(text.as_bytes()).unwrap_err() {
            BodyError::Shape { reason, pointer } => {
                assert_eq!((reason.code(), pointer.as_str()), (code, place), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    assert_eq!(
        Body::decode(b"{\"callbacks\": [\n}").unwrap_err(),
        BodyError::Syntax { line: 2, column: 1 }
    );
    assert!(matches!(
        Body::decode(br#"{"callbacks": []} {}"#).unwrap_err(),
        BodyError::Syntax { .. }
    ));
    assert_eq!(
        Body::decode(b"{\"callbacks\": [\xff]}").unwrap_err(),
        BodyError::NotUtf8 { offset: 15 }
    );
    let error = Body::decode(b"\x1f\x8b\x08\0\0\0\0\0").unwrap_err();
    assert_eq!(error, BodyError::Gzip);
    assert_eq!(error.to_string(), "body is compressed with gzip: decompress it first");
    assert!(Body::decode(br#"{"callbacks": []}"#).unwrap().callbacks.is_empty());
}

#[test]
fn limits_are_kept() {
    let mut limits = Limits::default();
    limits.body = 20;
    let error = Body::decode_within(&[b' '; 21], limits).unwrap_err();
    assert_eq!(error, BodyError::TooLarge { size: 21, limit: 20 });

    let mut limits = Limits::default();
    limits.list = 2;
    let three = callback("expired_agreement", r#"{"document_ids": [1, 2, 3]}"#, "");
    let decoded = Body::decode_within(body(&[three]).as_bytes(), limits).unwrap();
    let Decoded::Malformed(malformed) = &decoded.callbacks[0] else { panic!() };
    assert_eq!(malformed.error().reason(), &Reason::TooLong { limit: 2 });
    assert_eq!(malformed.error().pointer(), "/callbacks/0/expired_agreement/document_ids");

    let callbacks = vec![callback("js_fail", "{}", ""); 3];
    let error = Body::decode_within(body(&callbacks).as_bytes(), limits).unwrap_err();
    assert_eq!(
        error,
        BodyError::Shape { reason: Reason::TooLong { limit: 2 }, pointer: "/callbacks".to_owned() }
    );
}

#[test]
fn errors_through_serde_name_the_place_and_no_value() {
    let error = serde_json::from_str::<CardPayment>(&PAYMENT.replace("10.50", r#""secret""#));
    assert_eq!(error.unwrap_err().to_string(), r#"expected a decimal number at "/amount""#);
}

fn signed(credential: &Credential) -> String {
    let hash = format!(r#", "hash": "{}""#, credential.hash(7));
    body(&[callback("card_payment", PAYMENT, &hash)])
}

#[test]
fn a_hash_is_checked_against_every_credential_of_its_account() {
    let old = Credential::new(1, "old salt", "key").unwrap();
    let new = Credential::new(1, "new salt", "key").unwrap();
    let other = Credential::new(2, "other salt", "key").unwrap();
    let receiver = Receiver::new(other).credential(old.clone()).credential(new.clone());
    for (index, credential) in [old, new].iter().enumerate() {
        let outcomes = receiver.receive(signed(credential).as_bytes()).unwrap();
        let [Outcome::Callback(callback)] = &outcomes[..] else { panic!("{outcomes:?}") };
        assert_eq!(callback.credential_index(), index);
    }

    let stranger = Credential::new(1, "a guess", "key").unwrap();
    let refusal = |body: &str| match receiver.receive(body.as_bytes()).unwrap().remove(0) {
        Outcome::Refused(refused) => refused.refusal(),
        outcome => panic!("{outcome:?}"),
    };
    assert_eq!(refusal(&signed(&stranger)), Refusal::Hash(HashError::Mismatch));
    let unsigned = body(&[callback("card_payment", PAYMENT, "")]);
    assert_eq!(refusal(&unsigned), Refusal::Hash(HashError::Missing));
    for hash in
        ["", "null", "0123", "0123456789ABCDEF0123456789ABCDEF", "g123456789abcdef0123456789abcdef"]
    {
        let field = if hash == "null" { "null".to_owned() } else { format!("\"{hash}\"") };
        let text = body(&[callback("card_payment", PAYMENT, &format!(", \"hash\": {field}"))]);
        let missing = matches!(hash, "" | "null");
        let expected = if missing { HashError::Missing } else { HashError::Invalid };
        assert_eq!(refusal(&text), Refusal::Hash(expected), "{hash}");
    }
    let text = signed(&stranger).replace(r#""account_id": 1"#, r#""account_id": 3"#);
    assert_eq!(refusal(&text), Refusal::Hash(HashError::UnknownAccount));
}

/// Otherwise, a payment whose form upstream changed would be lost among junk.
#[test]
fn a_malformed_callback_is_told_from_junk_by_its_hash() {
    let credential = Credential::new(1, "salt", "key").unwrap();
    let receiver = Receiver::new(credential.clone());
    let hash = format!(r#", "hash": "{}""#, credential.hash(7));
    let bad = PAYMENT.replace("10.50", r#""n/a""#);
    let genuine = callback("card_payment", &bad, &hash);
    let unsigned = callback("card_payment", &bad, "");
    let junk = "5".to_owned();
    let outcomes = receiver.receive(body(&[genuine, unsigned, junk]).as_bytes()).unwrap();
    let [Outcome::Malformed(malformed), Outcome::Refused(unsigned), Outcome::Refused(junk)] =
        &outcomes[..]
    else {
        panic!("{outcomes:?}")
    };
    assert_eq!((malformed.account_id(), malformed.callback_id()), (1, 7));
    assert_eq!(unsigned.refusal(), Refusal::Hash(HashError::Missing));
    assert_eq!(junk.refusal(), Refusal::Hash(HashError::Unreadable));
}

#[test]
fn a_callback_that_was_stored_is_read_again() {
    let stored = serde_json::to_string(&known(&callback("card_payment", PAYMENT, ""))).unwrap();
    let again: Callback = serde_json::from_str(&stored).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), stored);
    let error = serde_json::from_str::<Callback>(&stored.replace("10.50", "true")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "card_payment callback 7 is malformed: expected a decimal, found a boolean at /card_payment/amount"
    );
    let error = serde_json::from_str::<Callback>(&callback("moon_landing", "{}", "")).unwrap_err();
    assert_eq!(error.to_string(), "kind is newer than this SDK");
}

#[test]
fn what_was_not_there_is_not_written() {
    let payload = r#"{"account_document_id": 1, "update_time": "2026-03-01 10:20:30", "legal_status": null, "account_document_status": ""}"#;
    let mut callback =
        known(&callback("account_document_status_updated", payload, r#", "currency": """#));
    assert_eq!(
        serde_json::to_string(&callback).unwrap(),
        r#"{"type":"account_document_status_updated","callback_id":7,"account_id":1,"balance":0.50,"currency":"","account_document_status_updated":{"account_document_id":1,"account_document_status":"","update_time":"2026-03-01 10:20:30"}}"#
    );
    // Unless code set a value.
    "Example".clone_into(&mut callback.envelope.account_name);
    assert_eq!(serde_json::to_value(&callback).unwrap()["account_name"], "Example");
}

/// Upstream documented a list of messages until 2020.
#[test]
fn a_list_of_one_is_a_wrapper_where_one_is_documented() {
    let message = r#"{"source_number": "+15550100", "sms_body": "hi", "x": 1}"#;
    let wrapped =
        |inner: &str| callback("sms_inbound", &format!(r#"{{"sms_inbound": {inner}}}"#), "");
    assert_eq!(known(&wrapped(&format!("[{message}]"))), known(&wrapped(message)));
    assert_eq!(known(&wrapped("[[]]")), known(&wrapped("{}")));

    let place = |more: &str| format!("/callbacks/0/sms_inbound/sms_inbound{more}");
    for list in ["[]", "[ ]", "[\n]", "[{}, {}]", "[1, 2]", "[{}, {}, {}]"] {
        assert_eq!(fault(&wrapped(list)), ("wrong_type", place("")), "{list}");
    }
    assert_eq!(fault(&wrapped("[5]")), ("wrong_type", place("/0")));
    assert_eq!(fault(&wrapped(r#"[{"sms_body": 5}]"#)), ("wrong_type", place("/0/sms_body")));
    assert_eq!(fault(&wrapped(r#"[{"x": 1, "x": 1}]"#)), ("duplicate_field", place("/0")));
    assert_eq!(
        fault(&wrapped(r#"[{"sms_inbound": {}}]"#)),
        ("duplicate_field", place("/0/sms_inbound"))
    );
    let text = callback("transcription_complete", r#"{"transcription_complete": [{}]}"#, "");
    let (code, pointer) = fault(&text);
    assert_eq!(code, "missing_field");
    let inner = "/callbacks/0/transcription_complete/transcription_complete/0/";
    assert!(pointer.starts_with(inner), "{pointer}");
}

#[test]
fn only_an_object_of_the_payloads_name_is_a_wrapper() {
    for inner in [r#""TypeError""#, "null", "5", "[1]", "[]"] {
        let payload = format!(r#"{{"js_fail": {inner}}}"#);
        let callback = known(&callback("js_fail", &payload, ""));
        let Event::JsFail(fail) = &callback.event else { panic!() };
        assert_eq!(fail.extra.get("js_fail").unwrap().get(), inner);
        let again: Callback =
            serde_json::from_str(&serde_json::to_string(&callback).unwrap()).unwrap();
        assert_eq!(again, callback);
    }
    let place = "/callbacks/0/card_payment/card_payment".to_owned();
    for payload in [
        r#"{"card_payment": {"card_payment": {"foo": 1}, "transaction_id": 1, "amount": 1}}"#,
        r#"{"x": 1, "card_payment": {"transaction_id": 1, "amount": 1, "x": 2}}"#,
    ] {
        let (code, pointer) = fault(&callback("card_payment", payload, ""));
        assert_eq!(code, "duplicate_field");
        assert!(place.starts_with(&pointer) || pointer.starts_with(&place), "{pointer}");
    }
}

#[test]
fn undocumented_fields_are_read_through_a_buffer_too() {
    #[derive(serde::Deserialize)]
    struct Outer {
        #[serde(flatten)]
        payment: CardPayment,
    }
    let json = PAYMENT.replace('}', r#", "more": {"a": 1}}"#);
    let outer: Outer = serde_json::from_str(&json).unwrap();
    assert_eq!(outer.payment.extra.get("more").unwrap().get(), r#"{"a":1}"#);
}

/// Also if a crate in the build enables `arbitrary_precision`, which makes numbers look like
/// objects.
#[test]
fn a_number_in_the_wrong_place_is_called_one_and_not_shown() {
    for (payload, place) in [
        ("411122223333.25", "/card_payment"),
        (
            r#"{"transaction_id": 1, "amount": 1, "transaction_type": 411122223333.25}"#,
            "/card_payment/transaction_type",
        ),
    ] {
        let text = callback("card_payment", payload, "");
        assert_eq!(fault(&text), ("wrong_type", format!("/callbacks/0{place}")));
    }
    assert_eq!(fault("5.5"), ("wrong_type", "/callbacks/0".to_owned()));
    let error = serde_json::from_str::<CardPayment>("411122223333.25").unwrap_err();
    assert_eq!(error.to_string(), r#"expected an object, found a number at """#);
}

#[test]
fn an_empty_salt_must_be_asked_for() {
    assert_eq!(Credential::new(1, "", "key").unwrap_err(), CredentialError::EmptySalt);
    assert_eq!(Credential::new(1, "salt", "").unwrap_err(), CredentialError::EmptyApiKey);
    let credential = Credential::without_salt(1, "key").unwrap();
    // md5 of "1key7".
    assert_eq!(credential.hash(7).to_string(), "9679dceaf265fc598c61a5755716dca8");
}

/// What was absent stays absent when it is written, unless it got a value since.
#[test]
fn a_field_that_was_absent_is_written_once_it_has_a_value() {
    let mut expiring: ExpiringCallerid =
        serde_json::from_str(r#"{"expiration_date": "2026-01-15"}"#).unwrap();
    let written = |of: &ExpiringCallerid| serde_json::to_string(of).unwrap();
    assert_eq!(written(&expiring), r#"{"expiration_date":"2026-01-15"}"#);
    expiring.callerids.push("+15550100".to_owned());
    let filled = r#"{"callerids":["+15550100"],"expiration_date":"2026-01-15"}"#;
    assert_eq!(written(&expiring), filled);

    let mut message: SmsInbound = serde_json::from_str("{}").unwrap();
    message.sms_body.push_str("hi");
    let filled = r#"{"sms_inbound":{"sms_body":"hi"}}"#;
    assert_eq!(serde_json::to_string(&message).unwrap(), filled);
}

/// Two malformed callbacks are equal if their texts and errors are equal, wherever they were.
#[test]
fn malformed_callbacks_are_compared() {
    let [one, two, other, spaced] = ["5", "5", "6", "{}"].map(decode);
    assert_eq!(one, two);
    assert_ne!(one, other);
    assert_ne!(one, spaced);
    let list = Body::decode(br#"{"callbacks": [5, 5]}"#).unwrap().callbacks;
    assert_ne!(list[0], list[1], "the place is a part of the reason");
}
