//! Reads a file of bodies, each after its length as four bytes, and prints
//! what the SDK makes of each as one line of JSON: what readers in other
//! languages are compared with (`tests/differential`).

use std::{
    env, fs,
    io::{self, BufWriter, Write},
};

use serde_json::{Value, json};
use voximplant_callbacks::{
    BodyError, Callback, Credential, Decoded, MalformedCallback, Outcome, Receiver, UnknownCallback,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = env::args().nth(1).ok_or("name a file of bodies")?;
    let data = fs::read(path)?;
    // The published credential.
    let credential =
        Credential::new(1_234_567, "published-test-salt", "00000000-0000-4000-8000-000000000000")?;
    let receiver = Receiver::new(credential);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut rest = &*data;
    while let Some((length, tail)) = rest.split_first_chunk() {
        let (body, tail) = tail.split_at(usize::try_from(u32::from_le_bytes(*length))?);
        serde_json::to_writer(&mut out, &line(&receiver, body))?;
        out.write_all(b"\n")?;
        rest = tail;
    }
    Ok(())
}

fn line(receiver: &Receiver, body: &[u8]) -> Value {
    let error = match receiver.receive(body) {
        Ok(outcomes) => {
            return json!({ "outcomes": outcomes.iter().map(result).collect::<Value>() });
        }
        Err(error) => error,
    };
    let (code, pointer) = match &error {
        BodyError::TooLarge { .. } => ("too_large", ""),
        BodyError::NotUtf8 { .. } | BodyError::Gzip => ("not_utf8", ""),
        BodyError::Syntax { .. } => ("syntax", ""),
        BodyError::Shape { reason, pointer } => (reason.code(), &**pointer),
        other => panic!("there is no code for {other}"),
    };
    json!({ "refused": code, "pointer": pointer })
}

fn result(outcome: &Outcome) -> Value {
    let mut result = json!({ "raw": outcome.text(), "digest": outcome.digest().to_string() });
    let ids = [("callback_id", outcome.callback_id()), ("account_id", outcome.account_id())];
    for (name, id) in ids {
        if let Some(id) = id {
            result[name] = id.to_string().into();
        }
    }
    result["hash"] = "match".into();
    match outcome {
        Outcome::Callback(it) => of_callback(&mut result, it),
        Outcome::Unknown(it) => of_unknown(&mut result, it),
        Outcome::Malformed(it) => of_malformed(&mut result, it),
        Outcome::Duplicate(it) => panic!("there is no guard: {it:?}"),
        Outcome::Refused(it) => {
            result["hash"] = it.refusal().code().into();
            match &it.decode() {
                Decoded::Callback(it) => of_callback(&mut result, it),
                Decoded::Unknown(it) => of_unknown(&mut result, it),
                Decoded::Malformed(it) => of_malformed(&mut result, it),
            }
        }
    }
    result
}

fn of_callback(result: &mut Value, callback: &Callback) {
    result["outcome"] = "callback".into();
    result["kind"] = callback.kind().as_str().into();
    result["value"] = serde_json::to_string(callback).expect("what was read can be written").into();
}

fn of_unknown(result: &mut Value, unknown: &UnknownCallback) {
    result["outcome"] = "unknown".into();
    result["kind"] = unknown.kind().into();
}

fn of_malformed(result: &mut Value, malformed: &MalformedCallback) {
    let error = malformed.error();
    result["outcome"] = "malformed".into();
    if let Some(kind) = error.kind() {
        result["kind"] = kind.as_str().into();
    }
    result["error"] = error.reason().code().into();
    result["pointer"] = error.pointer().into();
}
