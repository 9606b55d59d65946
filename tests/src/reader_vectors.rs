//! Runs reader vectors through the decoder and the receiver. A scratch
//! workspace takes this file as it is, to run those of another description.

use std::collections::BTreeMap;

use serde_json::{Value, json, value::RawValue};
use voximplant_callbacks::{Body, BodyError, Credential, Decoded, Outcome, Receiver};

/// Every vector of a file that is not read as it says: its rule, its name, and
/// what was expected and found.
///
/// # Panics
///
/// If the file is not one of reader vectors.
#[must_use]
pub fn failures(file: &str) -> Vec<(String, String, String)> {
    let file: Value = serde_json::from_str(file).expect("the file is JSON");
    let text = |value: &Value| value.as_str().expect("it is a string").to_owned();
    let credential = &file["credential"];
    let account_id = text(&credential["account_id"]).parse().expect("it is a number");
    let credential =
        Credential::new(account_id, &text(&credential["salt"]), &text(&credential["api_key"]));
    let receiver = Receiver::new(credential.expect("the credential is right"));
    let vectors = file["vectors"].as_array().expect("there are vectors");
    assert!(!vectors.is_empty(), "there are vectors");
    let failures = vectors.iter().filter_map(|vector| {
        let mut expected = vector.as_object().expect("a vector is an object").clone();
        let [rule, name] = ["rule", "name"].map(|name| text(&expected[name]));
        expected.retain(|name, _| !["rule", "name", "body"].contains(&&**name));
        let expected = Value::Object(expected);
        let found = found(&receiver, &bytes(&vector["body"]), &expected);
        (found != expected).then(|| (rule, name, format!("expected {expected}\n   found {found}")))
    });
    failures.collect()
}

/// The bytes of a body, which may be given in parts.
///
/// # Panics
///
/// If it is not given so.
#[must_use]
pub fn bytes(body: &Value) -> Vec<u8> {
    let text = |part: &Value| part.as_str().expect("it is a string").to_owned();
    match body {
        Value::String(text) => text.clone().into_bytes(),
        Value::Array(parts) => parts.iter().flat_map(bytes).collect(),
        part if part.get("hex").is_some() => {
            let hex = text(&part["hex"]);
            let digits = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]);
            digits.map(|digits| u8::from_str_radix(digits, 16).expect("it is hex")).collect()
        }
        part => {
            let times = part["times"].as_u64().and_then(|times| usize::try_from(times).ok());
            text(&part["repeat"]).repeat(times.expect("it is a count")).into_bytes()
        }
    }
}

/// What is made of a body, in the form of what is expected.
fn found(receiver: &Receiver, body: &[u8], expected: &Value) -> Value {
    let (body, outcomes) = match (Body::decode(body), receiver.receive(body)) {
        (Ok(body), Ok(outcomes)) => (body, outcomes),
        (Err(error), Err(other)) if error == other => {
            return json!({ "refused": refused(&error) });
        }
        (one, other) => panic!("{:?} is not {:?}", one.err(), other.err()),
    };
    if expected.get("count").is_some() {
        return json!({ "count": body.callbacks.len() });
    }
    let callbacks = body.callbacks.iter().zip(&outcomes).enumerate();
    let found: Vec<_> = callbacks
        .map(|(index, (decoded, outcome))| {
            of_callback(decoded, outcome, &expected["outcomes"][index])
        })
        .collect();
    json!({ "outcomes": found })
}

fn refused(error: &BodyError) -> Value {
    match error {
        BodyError::TooLarge { .. } => json!({ "error": "too_large" }),
        BodyError::NotUtf8 { .. } => json!({ "error": "not_utf8" }),
        BodyError::Syntax { .. } => json!({ "error": "syntax" }),
        BodyError::Shape { reason, pointer } => {
            json!({ "error": reason.code(), "pointer": pointer })
        }
        other => panic!("there is no code for {other}"),
    }
}

fn of_callback(decoded: &Decoded, outcome: &Outcome, expected: &Value) -> Value {
    let mut found = json!({});
    let text = match decoded {
        Decoded::Callback(callback) => {
            found["outcome"] = "callback".into();
            found["kind"] = callback.kind().as_str().into();
            serde_json::to_string(callback).expect("what was read can be written")
        }
        Decoded::Unknown(unknown) => {
            found["outcome"] = "unknown".into();
            found["kind"] = unknown.kind().into();
            unknown.raw().get().to_owned()
        }
        Decoded::Malformed(malformed) => {
            let error = malformed.error();
            found["outcome"] = "malformed".into();
            found["error"] = error.reason().code().into();
            found["pointer"] = error.pointer().into();
            if let Some(kind) = error.kind() {
                found["kind"] = kind.as_str().into();
            }
            malformed.raw().get().to_owned()
        }
    };
    for (name, id) in [("callback_id", decoded.callback_id()), ("account_id", decoded.account_id())]
    {
        if let Some(id) = id {
            found[name] = id.to_string().into();
        }
    }
    found["hash"] = match outcome {
        Outcome::Refused(refused) => refused.refusal().code().into(),
        _ => "match".into(),
    };
    found["digest"] = outcome.digest().to_string().into();

    let callback: &RawValue = serde_json::from_str(&text).expect("a callback is JSON");
    let kind = found["kind"].as_str().unwrap_or_default().to_owned();
    let steps = |pointer: &str| pointer.split('/').skip(1).map(str::to_owned).collect::<Vec<_>>();
    if let Some(values) = expected["values"].as_object() {
        for (pointer, value) in values {
            let found_value = match find(callback, &steps(pointer), &kind) {
                Some(json) => typed(json),
                // What is not there is not written.
                None if [json!(""), json!([]), json!(null)].contains(value) => value.clone(),
                None => json!({ "absent": true }),
            };
            found["values"][pointer] = found_value;
        }
    }
    if let Some(kept) = expected["kept"].as_object() {
        for pointer in kept.keys() {
            let json = find(callback, &steps(pointer), &kind).map(RawValue::get);
            found["kept"][pointer] = json.into();
        }
    }
    found
}

/// The value at a place, as it is written. A wrapper is none of the steps.
fn find<'j>(json: &'j RawValue, steps: &[String], kind: &str) -> Option<&'j RawValue> {
    let Some((step, rest)) = steps.split_first() else { return Some(json) };
    if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(json.get()) {
        return find(list.get(step.parse::<usize>().ok()?)?, rest, "");
    }
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(json.get()).ok()?;
    let mut value = *members.get(step)?;
    if step == kind && !rest.is_empty() {
        let inner: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
        if let Some(wrapped) = inner.get(kind).filter(|inner| inner.get().starts_with('{')) {
            value = *wrapped;
        }
    }
    find(value, rest, "")
}

/// A number by its digits, and anything else as it is.
fn typed(json: &RawValue) -> Value {
    if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(json.get()) {
        return list.into_iter().map(typed).collect();
    }
    match json.get().as_bytes() {
        [b'-' | b'0'..=b'9', ..] => json.get().into(),
        _ => serde_json::from_str(json.get()).expect("it is JSON"),
    }
}
