//! Sensitive and undocumented values are in no `Debug`, no summary and no error, whatever the
//! outcome of a body.

use std::{collections::BTreeSet, sync::Arc};

use axum::{body::Body as RequestBody, extract::FromRequest, http::Request};
use serde_json::Value;
use tests::{files, logged, read};
use voximplant_callbacks::{
    Body, Credential, Decoded, MemoryGuard, Outcome, Receiver, Reveal, UrlToken,
    web::{Delivery, Endpoint},
};

const ACCOUNT_ID: u64 = 1_234_567;
const SALT: &str = "published-test-salt";
const API_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// Names of fields, as the description has them.
struct Names {
    sensitive: BTreeSet<String>,
    harmless: BTreeSet<String>,
}

impl Names {
    fn described() -> Self {
        let model = codegen::resolve("callbacks.toml", &read("schema/callbacks.toml")).unwrap();
        let payloads = model.kinds.iter().map(|kind| &kind.payload);
        let (sensitive, harmless): (Vec<_>, Vec<_>) = payloads
            .chain(&model.objects)
            .chain([&model.envelope])
            .flat_map(|of| &of.fields)
            .partition(|field| field.sensitive);
        let names = |fields: Vec<&codegen::model::Field>| {
            fields.into_iter().map(|field| field.wire.clone()).collect::<BTreeSet<_>>()
        };
        let mut names = Self { sensitive: names(sensitive), harmless: names(harmless) };
        // Else it would depend on the object whether a name is sensitive.
        assert!(names.sensitive.is_disjoint(&names.harmless));
        names.harmless.insert("callbacks".to_owned());
        names.harmless.extend(model.kinds.into_iter().map(|kind| kind.wire));
        names
    }

    /// The values of a body that nothing may show: those of sensitive fields
    /// and of fields that nobody knows.
    fn secrets(&self, json: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.gather(json, false, &mut found);
        // Shorter ones may stand anywhere by chance.
        found.retain(|text| text.len() > 3);
        found
    }

    fn gather(&self, json: &Value, is_secret: bool, found: &mut BTreeSet<String>) {
        match json {
            Value::Object(fields) => {
                for (name, json) in fields {
                    self.gather(json, is_secret || !self.harmless.contains(name), found);
                }
            }
            Value::Array(list) => list.iter().for_each(|json| self.gather(json, is_secret, found)),
            Value::String(text) if is_secret => drop(found.insert(text.clone())),
            Value::Number(number) if is_secret => drop(found.insert(number.to_string())),
            _ => {}
        }
    }
}

/// Whether a text shows a secret, and not only a longer word that holds it.
/// More digits may follow, as those of `10.50` after `10.5`.
fn shows(text: &str, secret: &str) -> bool {
    let is_of_word = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(secret).any(|(start, _)| {
        let is_begun = text[..start].chars().next_back().is_some_and(is_of_word);
        let next = text[start + secret.len()..].chars().next();
        !is_begun && !next.is_some_and(|next| is_of_word(next) && !next.is_ascii_digit())
    })
}

/// Every published sample and every body written by hand.
fn bodies() -> Vec<(String, String)> {
    let paths = files("schema/generated/samples", ".json")
        .into_iter()
        .filter(|path| !path.ends_with("index.json"))
        .chain(files("tests/payloads", ".payload.json"));
    paths.map(|path| (path.display().to_string(), read(&path))).collect()
}

fn credential(api_key: &str) -> Credential {
    Credential::new(ACCOUNT_ID, SALT, api_key).unwrap()
}

/// Everything that can be shown of a body without asking for it.
fn shown(text: &str) -> Vec<String> {
    let body = Body::decode(text.as_bytes()).unwrap();
    let mut shown = vec![format!("{body:?}"), format!("{body:#?}")];
    for decoded in &body.callbacks {
        if let Decoded::Malformed(malformed) = decoded {
            shown.extend([format!("{:?}", malformed.error()), malformed.error().to_string()]);
        }
    }
    // The first time they are new, then they are duplicates; with another key
    // they are refused.
    let guarded = Receiver::new(credential(API_KEY)).guard(Arc::new(MemoryGuard::default()));
    let other = Receiver::new(credential("another key"));
    for receiver in [&guarded, &guarded, &other] {
        for outcome in receiver.receive(text.as_bytes()).unwrap() {
            shown.extend([format!("{outcome:?}"), serde_json::to_string(&outcome).unwrap()]);
            if let Outcome::Refused(refused) = &outcome {
                shown.extend([format!("{refused:?}"), refused.refusal().to_string()]);
            }
            outcome.settle();
        }
        shown.push(format!("{receiver:?}"));
    }
    shown
}

#[test]
fn nothing_sensitive_is_shown_of_any_body() {
    let names = Names::described();
    let mut walked = 0;
    for (path, text) in bodies() {
        let secrets = names.secrets(&serde_json::from_str(&text).unwrap());
        walked += secrets.len();
        for shown in shown(&text) {
            for secret in secrets.iter().map(String::as_str).chain([SALT, API_KEY]) {
                assert!(!shows(&shown, secret), "{path}: {secret} in {shown}");
            }
        }
    }
    // Hash, two names, address and balance of each at the least.
    assert!(walked > 5 * 200, "{walked}");
}

#[test]
fn no_error_shows_what_it_met() {
    let names = Names::described();
    for (path, text) in bodies() {
        let secrets = names.secrets(&serde_json::from_str(&text).unwrap());
        // Broken off, and with a byte in it that is no JSON.
        for place in (0..text.len()).step_by(13) {
            let (start, rest) = text.as_bytes().split_at(place);
            for broken in [start, &[start, b"\x01", rest].concat()] {
                let Err(error) = Body::decode(broken) else { continue };
                for shown in [error.to_string(), format!("{error:?}")] {
                    assert!(!secrets.iter().any(|it| shows(&shown, it)), "{path}: {shown}");
                }
            }
        }
    }
}

#[test]
fn nothing_sensitive_is_shown_of_a_request() {
    let names = Names::described();
    let endpoint = Endpoint::new(Receiver::new(credential(API_KEY)));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (path, text) in bodies() {
        let secrets = names.secrets(&serde_json::from_str(&text).unwrap());
        let half = &text.as_bytes()[..text.len() / 2];
        for body in [text.as_bytes(), half] {
            let request = Request::new(RequestBody::from(body.to_vec()));
            let mut shown = String::new();
            let log = logged(|| {
                shown = match runtime.block_on(Delivery::from_request(request, &endpoint)) {
                    Ok(delivery) => {
                        let shown = format!("{delivery:?}");
                        format!("{shown} {:?}", delivery.answer())
                    }
                    Err(rejection) => format!("{rejection:?} {rejection} {:?}", rejection.answer()),
                };
            });
            assert!(log.contains("voximplant_callbacks"), "{path}: nothing is logged");
            shown.push_str(&log);
            assert!(!secrets.iter().any(|it| shows(&shown, it)), "{path}: {shown}");
        }
    }
}

#[test]
fn secrets_of_the_receiver_show_nothing() {
    let token = "3f0c9e5d7a1b48260f3e9d5c7b1a4826";
    let shown = format!("{:?} {:?}", UrlToken::new(token).unwrap(), credential(API_KEY));
    for secret in [token, SALT, API_KEY, &credential(API_KEY).hash(7).to_string()] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn what_is_hidden_is_revealed_on_purpose() {
    let names = Names::described();
    let text = read("schema/generated/samples/sms_inbound/valid.json");
    let body = Body::decode(text.as_bytes()).unwrap();
    let revealed = body.reveal().to_string();
    let secrets = names.secrets(&serde_json::from_str(&text).unwrap());
    assert!(!secrets.is_empty());
    for secret in secrets {
        assert!(revealed.contains(&secret), "{secret} is not in {revealed}");
    }
}
