//! The rules of reading that every language shares (docs/wire.md), through
//! `Body::decode`, a single callback and a `Receiver`: all of them say the same.

use std::sync::Arc;

use voximplant_callbacks::{
    Body, BodyError, Credential, Decoded, HashError, MemoryGuard, Outcome, Receiver, Refusal,
    payload,
};

const HEAD: &str = r#""callback_id": 7, "account_id": 1, "balance": 0.50"#;

fn callback(kind: &str, payload: &str) -> String {
    format!(r#"{{"type": "{kind}", {HEAD}, "{kind}": {payload}}}"#)
}

fn body(callback: &str) -> String {
    format!(r#"{{"callbacks": [{callback}]}}"#)
}

/// What is wrong with a callback, and where below it; "" if nothing is.
fn fault(callback: &str) -> String {
    let of = |decoded: &Decoded, above: &str| match decoded {
        Decoded::Malformed(malformed) => {
            let error = malformed.error();
            let place = error.pointer().strip_prefix(above).expect("it is below").to_owned();
            format!("{} {place}", error.reason().code())
        }
        _ => String::new(),
    };
    let read = Body::decode(body(callback).as_bytes()).unwrap();
    let fault = of(&read.callbacks[0], "/callbacks/0");
    let alone = serde_json::from_str(callback).unwrap();
    assert_eq!(of(&alone, ""), fault, "alone: {callback}");
    let received = Receiver::default().read(body(callback).as_bytes()).unwrap();
    let is_malformed = matches!(received[..], [Outcome::Malformed(_)]);
    assert_eq!(is_malformed, !fault.is_empty(), "received: {callback}");
    fault
}

/// The text of what is wrong with a callback.
fn text(callback: &str) -> String {
    let read = Body::decode(body(callback).as_bytes()).unwrap();
    let Decoded::Malformed(malformed) = &read.callbacks[0] else { panic!("{callback} is read") };
    malformed.error().reason().to_string()
}

#[test]
fn only_json_has_a_shape() {
    for (body, column) in [
        ("[1,2", 4),
        (r#"{"callbacks": 5, oops"#, 18),
        (r#"{"callbacks": {}, "callbacks": }"#, 32),
        (r#"{"a": 01}"#, 8),
        (r#"{"callbacks": 01}"#, 16),
        (r#"{"callbacks": 1.}"#, 17),
        (r#"{"callbacks": [{"callback_id": true}, tru]}"#, 42),
        ("5 5", 3),
    ] {
        let error = Body::decode(body.as_bytes()).unwrap_err();
        assert_eq!(error, BodyError::Syntax { line: 1, column }, "{body}");
    }
    // Size, then UTF-8, then syntax.
    let mut limits = voximplant_callbacks::Limits::default();
    limits.body = 3;
    let error = Body::decode_within(b"\xff[[[", limits).unwrap_err();
    assert_eq!(error, BodyError::TooLarge { size: 4, limit: 3 });
    assert_eq!(Body::decode(b"\xff[[[").unwrap_err(), BodyError::NotUtf8 { offset: 0 });
}

#[test]
fn a_type_is_told_by_the_first_character() {
    for (value, found) in [("1e999", "a number"), (r#""\ud800""#, "a string")] {
        let payload = format!(r#"{{"is_min_credit": {value}, "is_repeated": true}}"#);
        let callback = callback("min_balance", &payload);
        assert_eq!(fault(&callback), "wrong_type /min_balance/is_min_credit");
        assert_eq!(text(&callback), format!("expected a boolean, found {found}"));
        let error = Body::decode(format!(r#"{{"callbacks": {value}}}"#).as_bytes()).unwrap_err();
        let BodyError::Shape { reason, pointer } = error else { panic!("{error:?}") };
        assert_eq!((reason.code(), pointer.as_str()), ("wrong_type", "/callbacks"));
        assert_eq!(fault(value), "wrong_type ");
    }
    let text = callback("sms_inbound", r#"{"sms_body": 1e999}"#);
    assert_eq!(fault(&text), "wrong_type /sms_inbound/sms_body");
    assert_eq!(fault(&format!(r#"{{"type": 1e400, {HEAD}}}"#)), "wrong_type /type");
}

#[test]
fn an_id_is_plain_digits_before_it_is_too_large() {
    let id = |id: &str| fault(&callback("js_fail", "{}").replace('7', id));
    for id_text in
        ["1e30", "1e400", "-1", "7.0", r#""07""#, r#""1e30""#, r#""99999999999999999999x""#]
    {
        assert_eq!(id(id_text), "invalid_number /callback_id", "{id_text}");
    }
    for id_text in ["18446744073709551616", r#""99999999999999999999""#] {
        assert_eq!(id(id_text), "out_of_range /callback_id", "{id_text}");
    }
    assert_eq!(id(r#""\ud800""#), "unreadable /callback_id");
    assert_eq!(id("18446744073709551615"), "");
}

#[test]
fn no_hash_is_a_missing_one_whatever_else_is_wrong() {
    let receiver = Receiver::new(Credential::new(1, "salt", "key").unwrap());
    let refusal = |callback: &str| {
        let outcomes = receiver.receive(body(callback).as_bytes()).unwrap();
        let [Outcome::Refused(refused)] = &outcomes[..] else { panic!("{outcomes:?}") };
        let Refusal::Hash(error) = refused.refusal() else { panic!("{refused:?}") };
        error
    };
    for hash in ["", r#", "hash": null"#, r#", "hash": """#] {
        for rest in [HEAD, r#""callback_id": 7"#, r#""account_id": "x""#, r#""\ud800": 1"#] {
            assert_eq!(refusal(&format!("{{{rest}{hash}}}")), HashError::Missing, "{rest}{hash}");
        }
    }
    for hash in [r#""hash": 5"#, r#""hash": "\ud800""#, r#""hash": "a", "hash": "a""#] {
        assert_eq!(refusal(&format!("{{{HEAD}, {hash}}}")), HashError::Unreadable, "{hash}");
    }
    assert_eq!(refusal("5"), HashError::Unreadable);
}

#[test]
fn dates_and_timestamps_have_a_range_and_the_error_names_its_end() {
    let date = |date: &str| {
        callback(
            "expiring_callerid",
            &format!(r#"{{"callerids": [], "expiration_date": "{date}"}}"#),
        )
    };
    for (text_of_date, code) in [
        ("0001-01-01", ""),
        ("9999-12-31", ""),
        ("2024-02-29", ""),
        ("0000-12-31", "out_of_range /expiring_callerid/expiration_date"),
        ("0000-02-29", "out_of_range /expiring_callerid/expiration_date"),
        ("2023-02-29", "invalid_date /expiring_callerid/expiration_date"),
        ("2026-00-01", "invalid_date /expiring_callerid/expiration_date"),
        ("0000-00-00", "invalid_date /expiring_callerid/expiration_date"),
        ("10000-01-01", "invalid_date /expiring_callerid/expiration_date"),
    ] {
        assert_eq!(fault(&date(text_of_date)), code, "{text_of_date}");
    }
    assert!(text(&date("0000-01-01")).ends_with("to 9999-12-31"));

    let timestamp = |timestamp: &str| {
        let payload =
            format!(r#"{{"history_report_id": 1, "success": true, "order_date": "{timestamp}"}}"#);
        callback("transaction_history_report", &payload)
    };
    for (text_of_timestamp, code) in [
        ("0001-01-01 00:00:00", ""),
        ("9999-12-30 22:00:00", ""),
        ("9999-12-30 22:00:01", "out_of_range /transaction_history_report/order_date"),
        ("9999-12-31 23:59:59", "out_of_range /transaction_history_report/order_date"),
        ("0000-12-31 23:59:59", "out_of_range /transaction_history_report/order_date"),
        ("9999-12-31 24:00:00", "invalid_date /transaction_history_report/order_date"),
        ("2026-01-01 00:00:60", "invalid_date /transaction_history_report/order_date"),
        ("2026-02-30 00:00:00", "invalid_date /transaction_history_report/order_date"),
    ] {
        assert_eq!(fault(&timestamp(text_of_timestamp)), code, "{text_of_timestamp}");
    }
    assert!(text(&timestamp("9999-12-31 00:00:00")).ends_with("to 9999-12-30 22:00:00"));
}

#[test]
fn a_decimal_has_96_bits_and_28_places() {
    let amount = |amount: &str| {
        fault(&callback("card_payment", &format!(r#"{{"transaction_id": 1, "amount": {amount}}}"#)))
    };
    for decimal in
        ["79228162514264337593543950335", "0.0000000000000000000000000001", "1e28", "0e99"]
    {
        assert_eq!(amount(decimal), "", "{decimal}");
        assert_eq!(amount(&format!("\"{decimal}\"")), "", "{decimal}");
    }
    for decimal in
        ["79228162514264337593543950336", "0.00000000000000000000000000001", "1e29", "1e-29"]
    {
        assert_eq!(amount(decimal), "out_of_range /card_payment/amount", "{decimal}");
    }
    assert_eq!(amount(r#""1,5""#), "invalid_decimal /card_payment/amount");
    assert_eq!(amount(r#""\udc00""#), "unreadable /card_payment/amount");
}

#[test]
fn faults_are_told_in_their_order() {
    let bad = r#""balance": true"#;
    let twice = r#""x": 1, "x": 2"#;
    let no_payload = r#""type": "card_payment""#;
    for (callback, expected) in [
        // As they stand there.
        (format!(r#"{{{bad}, "account_id": true}}"#), "wrong_type /balance"),
        (format!(r#"{{"account_id": true, {bad}}}"#), "wrong_type /account_id"),
        // Then a repeated unknown name, missing fields, the type, the payload.
        (format!(r"{{{twice}, {bad}}}"), "wrong_type /balance"),
        (format!("{{{twice}}}"), "duplicate_field "),
        (format!("{{{no_payload}}}"), "missing_field /callback_id"),
        (r#"{"balance": 1}"#.to_owned(), "missing_field /callback_id"),
        (r#"{"balance": 1, "callback_id": 1}"#.to_owned(), "missing_field /account_id"),
        (format!("{{{HEAD}}}"), "missing_field /type"),
        (format!("{{{HEAD}, {no_payload}}}"), "missing_payload /card_payment"),
        // The second payload is read before it is refused.
        (
            format!(r#"{{{HEAD}, "js_fail": {{}}, "card_payment": {{"amount": true}}}}"#),
            "wrong_type /card_payment/amount",
        ),
        (
            format!(r#"{{{HEAD}, "js_fail": {{}}, "card_expired": {{}}}}"#),
            "payload_mismatch /card_expired",
        ),
    ] {
        assert_eq!(fault(&callback), expected, "{callback}");
    }
}

#[test]
fn names_are_compared_as_what_they_say() {
    let twice = r#"{"sms_body": "a", "sms_\u0062ody": "b"}"#;
    assert_eq!(fault(&callback("sms_inbound", twice)), "duplicate_field /sms_inbound/sms_body");
    let unknown = r#"{"\u00e9": 1, "é": 2}"#;
    assert_eq!(fault(&callback("sms_inbound", unknown)), "duplicate_field /sms_inbound");
    let own = r#"{"js_fail": 1, "js_fai\u006c": 2}"#;
    assert_eq!(fault(&callback("js_fail", own)), "duplicate_field /js_fail/js_fail");
    // Names are not compared in unknown values and beside the callbacks.
    assert_eq!(fault(&callback("js_fail", r#"{"x": {"a": 1, "a": 2}}"#)), "");
    let body = Body::decode(br#"{"x": 1, "callbacks": [], "x": 2}"#).unwrap();
    assert_eq!(body.extra.len(), 2);
}

const MESSAGE: &str = r#"{"source_number": "1", "destination_number": "2", "sms_body": "hi"}"#;
const PAYMENT: &str = r#"{"transaction_id": 1, "transaction_type": "card", "amount": 1}"#;

#[test]
fn an_object_under_its_own_name_is_the_payload() {
    for (kind, payload) in [("sms_inbound", MESSAGE), ("card_payment", PAYMENT), ("js_fail", "{}")]
    {
        let wrapped = format!(r#"{{"{kind}": {payload}}}"#);
        assert_eq!(fault(&callback(kind, payload)), "");
        assert_eq!(fault(&callback(kind, &wrapped)), "");
        let read =
            |payload: &str| serde_json::from_str::<Decoded>(&callback(kind, payload)).unwrap();
        assert_eq!(read(&wrapped), read(payload));
        // A field that nobody knows is kept, whichever side of the wrapper it stands on.
        for beside in [
            format!(r#"{{"x": 1, "{kind}": {payload}}}"#),
            format!(r#"{{"{kind}": {payload}, "x": 1}}"#),
        ] {
            let Decoded::Callback(callback) = read(&beside) else { panic!("{beside}") };
            let written = serde_json::to_string(&callback).unwrap();
            assert!(written.contains(r#""x":1"#), "{written}");
        }
    }
}

#[test]
fn no_documented_field_stands_beside_a_wrapper() {
    for (kind, field, rest) in [
        ("sms_inbound", r#""sms_body": "a""#, r#"{"source_number": "1"}"#),
        ("sms_inbound", r#""sms_body": null"#, "{}"),
        ("card_payment", r#""amount": 1"#, r#"{"transaction_id": 1}"#),
    ] {
        let before = callback(kind, &format!(r#"{{{field}, "{kind}": {rest}}}"#));
        assert_eq!(fault(&before), format!("duplicate_field /{kind}/{kind}"));
        let name = field.split('"').nth(1).unwrap();
        let behind = callback(kind, &format!(r#"{{"{kind}": {rest}, {field}}}"#));
        assert_eq!(fault(&behind), format!("duplicate_field /{kind}/{name}"));
    }
}

#[test]
fn half_of_a_surrogate_pair_matters_only_in_what_is_known() {
    let half = r#""\ud83d""#;
    for (payload, expected) in [
        (format!(r#"{{"sms_body": {half}}}"#), "unreadable /sms_inbound/sms_body"),
        (format!(r"{{{half}: 1}}"), "unreadable /sms_inbound"),
        (format!(r#"{{"sms_inbound": {{{half}: 1}}}}"#), "unreadable /sms_inbound/sms_inbound"),
        (format!(r#"{{"x": {half}, "y": {{{half}: [{half}]}}}}"#), ""),
        (r#"{"sms_body": "\ud83d\ude00"}"#.to_owned(), ""),
    ] {
        assert_eq!(fault(&callback("sms_inbound", &payload)), expected, "{payload}");
    }
    assert_eq!(fault(&format!(r#"{{"type": {half}, {HEAD}}}"#)), "unreadable /type");
    assert_eq!(fault(&format!(r"{{{HEAD}, {half}: 1}}")), "unreadable ");
    let error = Body::decode(br#"{"callbacks": [], "\ud83d": 1}"#).unwrap_err();
    let BodyError::Shape { reason, pointer } = error else { panic!("{error:?}") };
    assert_eq!((reason.code(), pointer.as_str()), ("unreadable", ""));
}

/// Such a callback is not lost: its hash can still be checked.
#[test]
fn a_name_that_is_not_text_hides_no_other_field() {
    let credential = Credential::new(1, "salt", "key").unwrap();
    let signed = format!(r#"{{"\ud83d": 1, {HEAD}, "hash": "{}"}}"#, credential.hash(7));
    let outcomes = Receiver::new(credential).receive(body(&signed).as_bytes()).unwrap();
    assert!(matches!(outcomes[..], [Outcome::Malformed(_)]), "{outcomes:?}");
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

#[test]
fn a_byte_order_mark_is_skipped_and_counted() {
    let callback = callback("card_payment", PAYMENT);
    let text = format!("{BYTE_ORDER_MARK}{}", body(&callback));
    let read = Body::decode(text.as_bytes()).unwrap();
    assert_eq!(read, Body::decode(body(&callback).as_bytes()).unwrap());
    assert_eq!(read.callbacks[0].text_in(text.as_bytes()), Some(callback.as_str()));
    let received = Receiver::default().read(text.as_bytes()).unwrap();
    assert_eq!(received[0].text(), callback);

    let error = |text: String| Body::decode(text.as_bytes()).unwrap_err();
    let twice = format!("{BYTE_ORDER_MARK}{text}");
    assert_eq!(error(twice), BodyError::Syntax { line: 1, column: 4 });
    assert_eq!(error(format!("{BYTE_ORDER_MARK}[1 2]")), BodyError::Syntax { line: 1, column: 7 });
    assert_eq!(
        error(format!("{BYTE_ORDER_MARK}[\n1 2]")),
        BodyError::Syntax { line: 2, column: 3 }
    );
    let not_utf8 = [BYTE_ORDER_MARK.as_bytes(), b"{\xff"].concat();
    assert_eq!(Body::decode(&not_utf8).unwrap_err(), BodyError::NotUtf8 { offset: 4 });
    let shape = error(format!("{BYTE_ORDER_MARK}{{\"callbacks\": 5}}"));
    assert!(matches!(shape, BodyError::Shape { pointer, .. } if pointer == "/callbacks"));
}

#[test]
fn every_callback_knows_its_place_in_the_body() {
    let callbacks = [
        callback("card_payment", PAYMENT),
        callback("moon_landing", "{ }"),
        "5".to_owned(),
        r#"{ "x": "é" }"#.to_owned(),
        callback("js_fail", "[]"),
    ];
    let text = format!("\n {{\"é\": 1, \"callbacks\" : [ {} ] }}", callbacks.join(" ,\n"));
    let body = Body::decode(text.as_bytes()).unwrap();
    assert_eq!(body.callbacks.len(), callbacks.len());
    for (decoded, callback) in body.callbacks.iter().zip(&callbacks) {
        let range = decoded.range().unwrap();
        assert_eq!(&text[range.clone()], callback);
        assert_eq!(decoded.text_in(text.as_bytes()), Some(callback.as_str()));
        // Without a copy: the text is a part of the body.
        let start = decoded.text_in(text.as_bytes()).unwrap().as_ptr().addr();
        assert_eq!(start - text.as_ptr().addr(), range.start);
        // With another body, there is no text, or a different one.
        assert_eq!(decoded.text_in(b""), None);
        let place = match decoded {
            Decoded::Callback(it) => (it.range(), it.text_in(text.as_bytes())),
            Decoded::Unknown(it) => (it.range(), it.text_in(text.as_bytes())),
            Decoded::Malformed(it) => (it.range(), it.text_in(text.as_bytes())),
        };
        assert_eq!(place, (Some(range), Some(callback.as_str())));
    }
}

#[test]
fn every_outcome_knows_its_place_in_the_body() {
    let credential = Credential::new(1, "salt", "key").unwrap();
    let signed = |id, callback: &str| {
        let ids = format!(r#""hash": "{}", "callback_id": {id}"#, credential.hash(id));
        callback.replace(r#""callback_id": 7"#, &ids)
    };
    let payment = callback("card_payment", PAYMENT);
    let details = vec!["[]"; 5000].join(",");
    let subscription =
        format!(r#"{{"cost": 1, "next_renewal": "2026-03-01", "details": [{details}]}}"#);
    let renewed = format!(r#"{{"subscriptions": [{subscription}]}}"#);
    let callbacks = [
        signed(1, &payment),
        // Has so many objects that it is read to its end only once its hash is known to match.
        signed(2, &callback("renewed_subscriptions", &renewed)),
        signed(3, &callback("moon_landing", "{ }")),
        signed(4, &callback("card_payment", "5")),
        signed(1, &payment),
        payment.clone(),
    ];
    let text = format!("\n {{\"é\": 1, \"callbacks\" : [ {} ] }}", callbacks.join(" ,\n"));
    let receiver = Receiver::new(credential).guard(Arc::new(MemoryGuard::default()));
    let outcomes = receiver.receive(text.as_bytes()).unwrap();
    let codes: Vec<_> = outcomes.iter().map(Outcome::code).collect();
    assert_eq!(codes, ["callback", "callback", "unknown", "malformed", "duplicate", "missing"]);
    for (outcome, callback) in outcomes.iter().zip(&callbacks) {
        assert_eq!((&text[outcome.range()], outcome.text()), (&callback[..], &callback[..]));
        let range = match outcome {
            Outcome::Callback(it) => it.range(),
            Outcome::Unknown(it) => it.range(),
            Outcome::Malformed(it) => it.range(),
            Outcome::Duplicate(it) => it.decode().range(),
            Outcome::Refused(it) => it.decode().range(),
        };
        assert_eq!(range, Some(outcome.range()), "{}", outcome.code());
    }
}

#[test]
fn a_list_that_was_absent_is_written_once_it_has_elements() {
    let mut agreement: payload::ExpiredAgreement = serde_json::from_str(r#"{"a": 1}"#).unwrap();
    assert_eq!(serde_json::to_string(&agreement).unwrap(), r#"{"a":1}"#);
    assert!(!agreement.extra.is_empty());
    agreement.document_ids.push(7);
    assert_eq!(serde_json::to_string(&agreement).unwrap(), r#"{"document_ids":[7],"a":1}"#);
    let agreement: payload::ExpiredAgreement = serde_json::from_str("{}").unwrap();
    assert!(agreement.extra.is_empty());
}

#[test]
fn a_place_is_no_part_of_a_value() {
    let callback = callback("card_payment", PAYMENT);
    let text = body(&format!("{callback},  {callback}"));
    let body = Body::decode(text.as_bytes()).unwrap();
    let alone: Decoded = serde_json::from_str(&callback).unwrap();
    let [first, second] = &body.callbacks[..] else { panic!("there are two") };
    assert_ne!(first.range(), second.range());
    assert_eq!(alone.range(), None);
    for other in [second, &alone] {
        assert_eq!(first, other);
        assert_eq!(format!("{first:?}"), format!("{other:?}"));
        assert_eq!(serde_json::to_string(first).unwrap(), serde_json::to_string(other).unwrap());
    }
}
