//! A callback is read alike from every source: text, bytes, a reader, a value, the buffers of
//! serde, another format.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use voximplant_callbacks::{Body, Callback, Decoded, payload::CardPayment};

/// The result for a callback: its JSON if it can be read, or the code and the place of the error.
fn verdict(decoded: &Decoded) -> String {
    match decoded {
        Decoded::Callback(callback) => serde_json::to_string(callback).unwrap(),
        Decoded::Unknown(unknown) => format!("unknown: {}", unknown.kind()),
        Decoded::Malformed(malformed) => {
            let error = malformed.error();
            format!("{} at {:?}", error.reason().code(), error.pointer())
        }
    }
}

/// The verdict on a callback in a body, with the place below the callback.
fn in_body(callback: &str) -> String {
    let body = Body::decode(format!(r#"{{"callbacks": [{callback}]}}"#).as_bytes()).unwrap();
    verdict(&body.callbacks[0]).replace("/callbacks/0", "")
}

fn from_text(callback: &str) -> [Decoded; 4] {
    let mut with_path = serde_json::Deserializer::from_str(callback);
    [
        serde_json::from_str(callback).unwrap(),
        serde_json::from_slice(callback.as_bytes()).unwrap(),
        serde_json::from_reader(callback.as_bytes()).unwrap(),
        serde_path_to_error::deserialize(&mut with_path).unwrap(),
    ]
}

#[derive(Deserialize)]
#[serde(tag = "source")]
enum Tagged<T> {
    Vox { callback: T },
}

#[derive(Deserialize)]
#[serde(tag = "source")]
enum TaggedWhole<T> {
    Vox(T),
}

#[derive(Deserialize)]
#[serde(tag = "source", content = "callback")]
enum Adjacent<T> {
    Vox(T),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code)] // A variant that no test constructs is the wrong one.
enum Untagged<T> {
    Vox { callback: T },
    Other(Value),
}

#[derive(Deserialize)]
struct Flat<T> {
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, T>,
}

#[derive(Deserialize)]
struct FlatWhole<T> {
    at: u64,
    #[serde(flatten)]
    callback: T,
}

/// Through each buffer that serde has, which all forget the spaces.
fn from_buffers<T: DeserializeOwned>(callback: &str) -> Vec<T> {
    let Tagged::Vox { callback: tagged } =
        serde_json::from_str(&format!(r#"{{"callback": {callback}, "source": "Vox"}}"#)).unwrap();
    // The tag comes last, so that the content has to be kept for it.
    let Adjacent::Vox(adjacent) =
        serde_json::from_str(&format!(r#"{{"callback": {callback}, "source": "Vox"}}"#)).unwrap();
    let untagged = serde_json::from_str(&format!(r#"{{"callback": {callback}}}"#)).unwrap();
    let Untagged::Vox { callback: untagged } = untagged else { panic!("another variant") };
    let mut flat: Flat<T> =
        serde_json::from_str(&format!(r#"{{"callback": {callback}}}"#)).unwrap();
    let flat = flat.rest.remove("callback").unwrap();
    vec![tagged, adjacent, untagged, flat]
}

const PAYMENT: &str = r#"{"transaction_id": 42, "transaction_type": "card", "amount": 10.5}"#;

/// Callbacks of every sort, with numbers that a double holds as they are spelt.
fn callbacks() -> Vec<String> {
    let head = r#""callback_id": 7, "account_id": 1, "balance": -0.5"#;
    let payment =
        |payload: &str| format!(r#"{{"type": "card_payment", {head}, "card_payment": {payload}}}"#);
    vec![
        payment(PAYMENT),
        payment(&PAYMENT.replace("42", "\"42\"")),
        payment(&format!(r#"{{"card_payment": {PAYMENT}, "x": [1,{{"y":null}}]}}"#)),
        payment(&PAYMENT.replace("42", "4.5")),
        payment(&PAYMENT.replace("42", "-42")),
        payment(&PAYMENT.replace("42", "true")),
        payment(&PAYMENT.replace("10.5", "null")),
        payment(r#"{"amount": 1}"#),
        payment(r#"{"transaction_id": 1, "transaction_id": 2, "amount": 1}"#),
        payment(r#"{"x": 1, "x": 1, "amount": 1}"#),
        payment("[]"),
        payment("null"),
        payment("5"),
        format!(r#"{{"type": "card_expired", {head}, "card_expired": []}}"#),
        format!(
            r#"{{"type": "sms_inbound", {head}, "sms_inbound": {{"sms_inbound": [{{"sms_body": "é\n"}}]}}}}"#
        ),
        format!(r#"{{"type": "sms_inbound", {head}, "sms_inbound": {{"sms_inbound": []}}}}"#),
        format!(r#"{{"type": "moon_landing", {head}, "moon_landing": {{}}}}"#),
        format!(r#"{{"type": "card_expired", {head}, "card_payment": {PAYMENT}}}"#),
        format!("{{{head}}}"),
        "{}".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "5".to_owned(),
        "\"text\"".to_owned(),
    ]
}

#[test]
fn every_door_from_text_gives_the_same_verdict() {
    for callback in callbacks() {
        let expected = in_body(&callback);
        for decoded in from_text(&callback) {
            assert_eq!(verdict(&decoded), expected, "{callback}");
            assert_eq!(decoded.range(), None, "there is no body");
        }
        let strict: Result<Callback, _> = serde_json::from_str(&callback);
        assert_eq!(strict.is_ok(), expected.starts_with('{'), "{callback}");
    }
}

#[test]
fn every_buffer_gives_the_same_verdict() {
    for callback in callbacks() {
        let expected = in_body(&callback);
        for decoded in from_buffers::<Decoded>(&callback) {
            assert_eq!(verdict(&decoded), expected, "{callback}");
        }
        if expected.starts_with('{') {
            for read in from_buffers::<Callback>(&callback) {
                assert_eq!(serde_json::to_string(&read).unwrap(), expected);
            }
        }
    }
    for payment in from_buffers::<CardPayment>(PAYMENT) {
        assert_eq!(payment, serde_json::from_str(PAYMENT).unwrap());
    }
}

/// The fields beside those of the outer type are the callback, or a payload.
#[test]
fn a_callback_may_be_the_rest_of_another_object() {
    let callback = &callbacks()[0];
    let text = callback.replacen('{', r#"{"source": "Vox", "at": 9, "#, 1);
    let outer: FlatWhole<Decoded> = serde_json::from_str(&text).unwrap();
    let Decoded::Callback(read) = &outer.callback else { panic!("{:?}", outer.callback) };
    assert_eq!((outer.at, read.callback_id()), (9, 7));
    assert_eq!(read.envelope.extra.get("source").unwrap().get(), "\"Vox\"");
    let TaggedWhole::Vox(Decoded::Callback(read)) = serde_json::from_str(&text).unwrap() else {
        panic!("it is well-formed")
    };
    assert_eq!(read.envelope.extra.get("at").unwrap().get(), "9");
    assert_eq!(read.event, serde_json::from_str::<Callback>(callback).unwrap().event);
}

/// A value keeps each name once, so repeated names are lost.
#[test]
fn a_value_gives_the_same_verdict_on_what_it_can_hold() {
    for callback in callbacks().into_iter().filter(|it| !in_body(it).starts_with("duplicate")) {
        let value: Value = serde_json::from_str(&callback).unwrap();
        let decoded: Decoded = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(verdict(&decoded), in_body(&callback), "{callback}");
        assert_eq!(Decoded::deserialize(&value).unwrap(), decoded);
    }
}

#[test]
fn another_format_gives_the_same_verdict() {
    let read = |text: &str| verdict(&toml::from_str::<Decoded>(text).unwrap());
    let head = "callback_id = 7\naccount_id = 1\nbalance = -0.5\n";
    let payment = "[card_payment]\ntransaction_id = 42\ntransaction_type = 'card'\namount = 10.5\n";
    let text = format!("type = 'card_payment'\n{head}{payment}");
    assert_eq!(read(&text), in_body(&callbacks()[0]));
    assert_eq!(
        read(&text.replace("42", "-42")),
        "invalid_number at \"/card_payment/transaction_id\""
    );
    assert_eq!(read(&text.replace("10.5", "'n/a'")), "invalid_decimal at \"/card_payment/amount\"");
    assert_eq!(read(&text.replace("card_payment", "moon")), "unknown: moon");
    assert_eq!(read(""), "missing_field at \"/callback_id\"");
    let payment: CardPayment = toml::from_str(&payment["[card_payment]\n".len()..]).unwrap();
    assert_eq!(payment, serde_json::from_str(PAYMENT).unwrap());
    // JSON has no such number, and none is invented.
    assert!(toml::from_str::<Decoded>("balance = nan").is_err());
}

/// The names under which `serde_json` hands itself numbers and texts.
const NAMES: [&str; 2] = ["$serde_json::private::Number", "$serde_json::private::RawValue"];

/// Whether somebody in the build switched on `serde_json/arbitrary_precision`.
fn is_arbitrary_precision() -> bool {
    serde_json::from_str::<Value>("1e999").is_ok()
}

#[test]
fn from_text_no_name_is_magic() {
    for name in NAMES {
        let id = format!(r#"{{"{name}": "7"}}"#);
        let callback =
            callbacks()[0].replace(r#""callback_id": 7"#, &format!(r#""callback_id": {id}"#));
        let expected = "wrong_type at \"/callback_id\"";
        assert_eq!(in_body(&callback), expected);
        for decoded in from_text(&callback) {
            assert_eq!(verdict(&decoded), expected);
            assert_eq!(decoded.callback_id(), None);
        }
        // A field like any other, wherever one may be.
        let field = format!(r#"{{"{name}": "7", "#);
        let callback = callbacks()[0].replace('{', &field);
        for decoded in from_text(&callback) {
            let Decoded::Callback(read) = &decoded else { panic!("{}", verdict(&decoded)) };
            assert_eq!(read.envelope.extra.get(name).unwrap().get(), "\"7\"");
        }
        let body = format!(r#"{{"{name}": "7", "callbacks": [{callback}]}}"#);
        let body = Body::decode(body.as_bytes()).unwrap();
        assert_eq!(body.extra.get(name).unwrap().get(), "\"7\"");
        assert_eq!(verdict(&body.callbacks[0]), verdict(&from_text(&callback)[0]));
        // All of a callback, or of a payload.
        assert_eq!(in_body(&id), "missing_field at \"/callback_id\"");
        assert!(serde_json::from_str::<CardPayment>(&id).is_err());
    }
}

/// The documented exception: `serde_json` reads a value before the SDK does, and
/// takes what a sender wrote under its own names for JSON, and for a number where
/// `arbitrary_precision` is on.
#[test]
fn in_a_value_names_of_serde_json_are_magic() {
    let [number, raw_value] = NAMES.map(|name| {
        let id = format!(r#""callback_id": {{"{name}": "7"}}"#);
        let callback = callbacks()[0].replace(r#""callback_id": 7"#, &id);
        let value: Value = serde_json::from_str(&callback).unwrap();
        let decoded: Decoded = serde_json::from_value(value).unwrap();
        decoded.callback_id()
    });
    assert_eq!(number.is_some(), is_arbitrary_precision());
    assert_eq!(raw_value, Some(7));
}

/// The same exception: where `arbitrary_precision` is on, a buffer holds a number
/// as an object of this name, and so what a sender wrote like one.
#[test]
fn in_a_buffer_a_name_is_magic_only_with_arbitrary_precision() {
    let [number, raw_value] = NAMES.map(|name| {
        let id = format!(r#""callback_id": {{"{name}": "7"}}"#);
        let callback = callbacks()[0].replace(r#""callback_id": 7"#, &id);
        from_buffers::<Decoded>(&callback)
    });
    for decoded in raw_value {
        assert_eq!(decoded.callback_id(), None);
    }
    for decoded in number {
        assert_eq!(decoded.callback_id().is_some(), is_arbitrary_precision());
    }
}

/// Digits are exact from text, and in a buffer as exact as the build makes them.
#[test]
fn digits_are_as_exact_as_the_door_lets_them_be() {
    let text = PAYMENT.replace("10.5", "10.50");
    let payment: CardPayment = serde_json::from_str(&text).unwrap();
    assert_eq!(payment.amount.to_string(), "10.50");
    let in_buffer = if is_arbitrary_precision() { "10.50" } else { "10.5" };
    for payment in from_buffers::<CardPayment>(&text) {
        assert_eq!(payment.amount.to_string(), in_buffer);
    }
}
