//! Every published sample and vector and every hand-written body, compared with its expected
//! results: the verdict of the JSON Schema, and the decoder's outcome.

use std::collections::BTreeSet;

use md5::{Digest as _, Md5};
use serde::Deserialize;
use serde_json::Value;
use tests::{files, read, reader_vectors};
use voximplant_callbacks::{
    Body, Credential, Decoded, Digest, Envelope, Kind, MemoryGuard, Outcome, Receiver, testing,
};

/// What is expected of one callback.
#[derive(Debug, Deserialize, PartialEq)]
struct Expected {
    outcome: String,
    kind: Option<String>,
    hash: Option<String>,
    error: Option<String>,
    pointer: Option<String>,
}

impl Expected {
    /// What the JSON Schema says of the callback: the same as the decoder.
    fn is_valid(&self) -> bool {
        self.outcome != "malformed"
    }
}

#[derive(Deserialize)]
struct Index {
    credential: PublishedCredential,
    samples: Vec<Sample>,
}

#[derive(Deserialize)]
struct PublishedCredential {
    account_id: u64,
    salt: String,
    api_key: String,
}

#[derive(Deserialize)]
struct Sample {
    file: String,
    types: String,
    digest: String,
    after: Option<String>,
    guard: Option<String>,
    #[serde(flatten)]
    expected: Expected,
}

const SAMPLES: &str = "schema/generated/samples";
const READER_VECTORS: &str = "schema/generated/reader-vectors.json";
const DIGEST_VECTORS: &str = "schema/generated/digest-vectors.json";

fn index() -> Index {
    serde_json::from_str(&read(format!("{SAMPLES}/index.json"))).unwrap()
}

fn credential() -> Credential {
    let PublishedCredential { account_id, salt, api_key } = index().credential;
    Credential::new(account_id, &salt, &api_key).unwrap()
}

/// The samples in the crate are the published ones.
#[test]
fn the_samples_of_the_crate_are_the_published_ones() {
    for kind in Kind::ALL {
        let body = read(format!("{SAMPLES}/{kind}/valid.json"));
        let callbacks = Body::decode(body.as_bytes()).unwrap().callbacks;
        assert_eq!(callbacks, [Decoded::Callback(kind.sample())]);
    }
    let PublishedCredential { account_id, salt, api_key } = index().credential;
    let published = (account_id, salt.as_str(), api_key.as_str());
    assert_eq!(published, (testing::ACCOUNT_ID, testing::SALT, testing::API_KEY));
}

fn actual(decoded: &Decoded) -> Expected {
    let hash = |envelope: &Envelope| match credential().check(envelope) {
        Ok(()) => "match".to_owned(),
        Err(error) => error.code().to_owned(),
    };
    let (outcome, kind, hash, error) = match decoded {
        Decoded::Callback(callback) => {
            ("callback", Some(callback.kind().to_string()), Some(hash(&callback.envelope)), None)
        }
        Decoded::Unknown(unknown) => {
            ("unknown", Some(unknown.kind().to_owned()), Some(hash(unknown.envelope())), None)
        }
        Decoded::Malformed(malformed) => {
            let error = malformed.error();
            ("malformed", error.kind().map(|kind| kind.to_string()), None, Some(error))
        }
    };
    Expected {
        outcome: outcome.to_owned(),
        kind,
        hash,
        error: error.map(|error| error.reason().code().to_owned()),
        pointer: error.map(|error| error.pointer().to_owned()),
    }
}

#[test]
fn samples_decode_as_published() {
    for sample in index().samples {
        let body = Body::decode(read(format!("{SAMPLES}/{}", sample.file)).as_bytes()).unwrap();
        let [decoded] = &body.callbacks[..] else { panic!("{}: not one callback", sample.file) };
        assert_eq!(actual(decoded), sample.expected, "{}", sample.file);
    }
}

/// A server that has seen one published body does not treat another one as its duplicate.
#[test]
fn no_two_published_bodies_share_a_callback_id() {
    let firsts = index().samples.into_iter().filter(|sample| sample.after.is_none());
    let samples = firsts.map(|sample| {
        let body = Body::decode(read(format!("{SAMPLES}/{}", sample.file)).as_bytes()).unwrap();
        (body.callbacks[0].callback_id().unwrap().to_string(), sample.file)
    });
    let vectors: Value = serde_json::from_str(&read(READER_VECTORS)).unwrap();
    let vectors = vectors["vectors"].as_array().unwrap().iter().filter_map(|vector| {
        let id = vector["outcomes"][0]["callback_id"].as_str()?.to_owned();
        Some((id, format!("{}: {}", vector["rule"], vector["name"])))
    });
    let mut ids = std::collections::BTreeMap::new();
    // Those that show how an ID is read have one of their own.
    for (id, name) in samples.chain(vectors).filter(|(id, _)| id.len() == 8) {
        if let Some(other) = ids.insert(id, name.clone()) {
            panic!("{other} and {name} share an ID: rename one of them");
        }
    }
}

#[test]
fn samples_have_the_published_digests() {
    for sample in index().samples {
        let body = read(format!("{SAMPLES}/{}", sample.file));
        let outcomes = Receiver::default().read(body.as_bytes()).unwrap();
        assert_eq!(outcomes[0].digest().to_string(), sample.digest, "{}", sample.file);
    }
}

#[test]
fn a_guard_says_of_replays_what_is_published() {
    let mut count = 0;
    for sample in index().samples {
        let (Some(after), Some(guard)) = (sample.after, sample.guard) else { continue };
        let receiver =
            Receiver::new(credential()).guard(std::sync::Arc::new(MemoryGuard::default()));
        let receive = |file: &str| {
            receiver.receive(read(format!("{SAMPLES}/{file}")).as_bytes()).unwrap().remove(0)
        };
        receive(&after).settle();
        let verdict = match receive(&sample.file) {
            Outcome::Duplicate(_) => "duplicate",
            Outcome::Refused(refused) => refused.refusal().code(),
            other => panic!("{other:?}"),
        };
        assert_eq!(verdict, guard, "{}", sample.file);
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn samples_validate_as_published() {
    let schema: Value =
        serde_json::from_str(&read("schema/generated/validation.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for sample in index().samples {
        let body: Value =
            serde_json::from_str(&read(format!("{SAMPLES}/{}", sample.file))).unwrap();
        let errors: Vec<_> = validator.iter_errors(&body).collect();
        assert_eq!(errors.is_empty(), sample.expected.is_valid(), "{}: {errors:?}", sample.file);

        // A broken sample fails for its own reason, and for nothing else.
        let (Some(pointer), Some(code)) = (&sample.expected.pointer, &sample.expected.error) else {
            continue;
        };
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let own = |place: &str, text: &str| match code.as_str() {
            "missing_field" => {
                place == parent && text.contains(&format!("\"{name}\" is a required"))
            }
            "wrong_type" => place == pointer,
            // The payload that is there must not be, and the one that is not must.
            "payload_mismatch" => place == pointer || text.contains("is a required property"),
            other => panic!("{}: no expectation for {other}", sample.file),
        };
        for error in &errors {
            let (place, text) = (error.instance_path().to_string(), error.to_string());
            assert!(own(&place, &text), "{}: {text} at {place}", sample.file);
        }
    }
}

#[test]
fn both_dialects_of_both_json_schemas_give_the_published_verdicts() {
    let validator = |name: &str| {
        let schema = read(format!("schema/generated/{name}.schema.json"));
        jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
    };
    let of_validation = ["validation", "validation.draft-07"].map(validator);
    let of_types = ["types", "types.draft-07"].map(validator);
    for sample in index().samples {
        let body: Value =
            serde_json::from_str(&read(format!("{SAMPLES}/{}", sample.file))).unwrap();
        let verdicts = [sample.expected.is_valid(), sample.types == "valid"];
        for (validators, is_valid) in [&of_validation, &of_types].into_iter().zip(verdicts) {
            for validator in validators {
                assert_eq!(validator.is_valid(&body), is_valid, "{}", sample.file);
            }
        }
    }
}

#[test]
fn signatures_are_checked_as_published() {
    #[derive(Deserialize)]
    struct Vectors {
        signatures: Vec<Signature>,
    }
    #[derive(Deserialize)]
    struct Signature {
        description: String,
        salt: String,
        account_id: String,
        api_key: String,
        callback_id: String,
        hash: String,
        verdict: String,
    }
    let vectors: Vectors = serde_json::from_str(&read("schema/generated/signatures.json")).unwrap();
    for it in vectors.signatures {
        let account_id = it.account_id.parse().unwrap();
        let credential = match it.salt.as_str() {
            "" => Credential::without_salt(account_id, &it.api_key),
            salt => Credential::new(account_id, salt, &it.api_key),
        };
        let callback = format!(
            r#"{{"callbacks": [{{"type": "card_expired", "callback_id": {}, "account_id": {account_id},
                "balance": 0.50, "hash": {:?}}}]}}"#,
            it.callback_id, it.hash
        );
        let receiver = Receiver::new(credential.unwrap());
        let verdict = match receiver.receive(callback.as_bytes()).unwrap().remove(0) {
            Outcome::Callback(_) => "match",
            Outcome::Refused(refused) => refused.refusal().code(),
            other => panic!("{other:?}"),
        };
        assert_eq!(verdict, it.verdict, "{}", it.description);
    }
}

#[test]
fn every_kind_has_samples_of_every_case() {
    let cases: BTreeSet<_> = index().samples.into_iter().map(|sample| sample.file).collect();
    for kind in Kind::ALL {
        for case in [
            "valid",
            "missing_field",
            "wrong_type",
            "wrong_hash",
            "mismatched_payload",
            "unsigned",
            "new_field",
        ] {
            let file = format!("{kind}/{case}.json");
            assert!(cases.contains(&file), "{file}");
        }
    }
    let listed: BTreeSet<_> = cases.iter().map(|file| format!("{SAMPLES}/{file}").into()).collect();
    let mut present: BTreeSet<_> = files(SAMPLES, ".json").into_iter().collect();
    present.remove(std::path::Path::new(&format!("{SAMPLES}/index.json")));
    assert_eq!(present, listed);
}

/// What is expected of a body written by hand.
#[derive(Deserialize)]
struct Case {
    /// Why no JSON Schema can say what the decoder says, if none can.
    unsaid: Option<String>,
    outcomes: Vec<Expected>,
}

/// Every body written by hand, with its name and what is expected of it.
fn cases() -> Vec<(String, String, Case)> {
    let mut expected: std::collections::BTreeMap<String, Case> =
        serde_json::from_str(&read("tests/payloads/expected.json")).unwrap();
    let mut cases = Vec::new();
    for path in files("tests/payloads", ".payload.json") {
        let name = path.strip_prefix("tests/payloads").unwrap().to_string_lossy();
        let name = name.strip_suffix(".payload.json").unwrap();
        let case = expected.remove(name).unwrap_or_else(|| panic!("{name} is not expected"));
        cases.push((name.to_owned(), read(&path), case));
    }
    assert!(expected.is_empty(), "not there: {:?}", expected.keys());
    cases
}

#[test]
fn bodies_written_by_hand_decode_as_expected() {
    for (name, text, case) in cases() {
        let body = Body::decode(text.as_bytes()).unwrap();
        let outcomes: Vec<_> = body.callbacks.iter().map(actual).collect();
        assert_eq!(outcomes, case.outcomes, "{name}");
    }
}

#[test]
fn bodies_written_by_hand_validate_as_expected() {
    let schema: Value =
        serde_json::from_str(&read("schema/generated/validation.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, text, case) in cases() {
        let body: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<_> = validator.iter_errors(&body).collect();
        let is_read = case.outcomes.iter().all(Expected::is_valid);
        assert!(!(is_read && case.unsaid.is_some()), "{name} is read");
        assert_eq!(errors.is_empty(), is_read || case.unsaid.is_some(), "{name}: {errors:?}");
    }
}

/// Every body that there is.
fn bodies() -> impl Iterator<Item = (String, String)> {
    let samples = index().samples.into_iter().map(|sample| format!("{SAMPLES}/{}", sample.file));
    let by_hand = files("tests/payloads", ".payload.json").into_iter();
    samples.chain(by_hand.map(|path| path.to_string_lossy().into_owned())).map(|path| {
        let text = read(&path);
        (path, text)
    })
}

#[test]
fn what_is_read_and_written_is_read_the_same() {
    for (path, text) in bodies() {
        let body = Body::decode(text.as_bytes()).unwrap();
        let written = serde_json::to_string(&body).unwrap();
        let mut again = Body::decode(written.as_bytes()).unwrap();
        // The raw JSON of these is a part of the text, spaces included.
        let malformed = |decoded: &Decoded| matches!(decoded, Decoded::Malformed(_));
        assert_eq!(
            again.callbacks.iter().position(malformed),
            body.callbacks.iter().position(malformed)
        );
        again.callbacks.retain(|decoded| !malformed(decoded));
        let mut body = body;
        body.callbacks.retain(|decoded| !malformed(decoded));
        assert_eq!(again, body, "{path}");
    }
}

/// What is shown and what is written of every sample, as MD5: no change within
/// the SDK changes them unnoticed.
#[test]
fn debug_and_json_of_every_sample_stay_the_same() {
    let md5 = |text: String| format!("{:032x}", u128::from_be_bytes(Md5::digest(text).into()));
    let lines = bodies().map(|(path, text)| {
        let body = Body::decode(text.as_bytes()).unwrap();
        let [debug, json] = [format!("{body:?}"), serde_json::to_string(&body).unwrap()].map(md5);
        format!("{debug} {json} {path}\n")
    });
    test_support::assert_golden("tests/golden/samples.txt", &lines.collect::<String>());
}

/// A number by its digits and anything else as it is.
fn canonical(json: &str) -> String {
    let mut text = String::new();
    let mut in_string = false;
    let mut escaped = false;
    for character in json.chars() {
        if in_string || !character.is_whitespace() {
            text.push(character);
        }
        in_string ^= character == '"' && !escaped;
        escaped = in_string && character == '\\' && !escaped;
    }
    text
}

#[test]
fn valid_samples_are_written_as_documented_to_the_digit() {
    /// The fields of an object, each with the text of its value.
    fn fields(json: &str) -> std::collections::BTreeMap<String, String> {
        let fields: std::collections::BTreeMap<String, Box<serde_json::value::RawValue>> =
            serde_json::from_str(json).unwrap();
        fields.into_iter().map(|(name, json)| (name, canonical(json.get()))).collect()
    }
    fn callback(body: &str) -> std::collections::BTreeMap<String, String> {
        let body: std::collections::BTreeMap<String, Vec<Box<serde_json::value::RawValue>>> =
            serde_json::from_str(body).unwrap();
        fields(body["callbacks"][0].get())
    }
    for kind in Kind::ALL {
        let text = read(format!("{SAMPLES}/{kind}/valid.json"));
        let body = Body::decode(text.as_bytes()).unwrap();
        let written = serde_json::to_string(&body).unwrap();
        assert_eq!(callback(&written), callback(&text), "{kind}");
    }
}

#[test]
fn reader_vectors_are_read_as_published() {
    let failures = reader_vectors::failures(&read(READER_VECTORS));
    let listed: Vec<_> =
        failures.iter().map(|(rule, name, what)| format!("{rule}: {name}\n{what}\n")).collect();
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), listed.concat());
}

#[test]
fn digests_are_made_as_published() {
    let file: Value = serde_json::from_str(&read(DIGEST_VECTORS)).unwrap();
    for vector in file["vectors"].as_array().unwrap() {
        let name = format!("{}: {}", vector["rule"], vector["name"]);
        let digests = [0, 1].map(|index| {
            let callback = &vector["callbacks"][index];
            let [text, canonical] = ["text", "canonical"]
                .map(|it| String::from_utf8(reader_vectors::bytes(&callback[it])).unwrap());
            let digest = |json: &str| Digest::of(serde_json::from_str(json).unwrap());
            assert_eq!(digest(&text).to_string(), *callback["digest"].as_str().unwrap(), "{name}");
            // A reader that is handed its own canonical text changes nothing in it.
            assert_eq!(digest(&canonical), digest(&text), "{name}");
            // However good or bad the callback is.
            let body = format!("{{\"callbacks\":[{text}]}}");
            let outcomes = Receiver::default().read(body.as_bytes()).unwrap();
            assert_eq!(outcomes[0].digest(), digest(&text), "{name}");
            digest(&text)
        });
        assert_eq!(digests[0] == digests[1], vector["same"] == true, "{name}");
    }
}

/// The rules of docs/wire.md are those that the vectors show, in either direction.
#[test]
fn every_rule_of_reading_has_vectors() {
    let documented: BTreeSet<_> = read("docs/wire.md")
        .lines()
        .filter(|line| line.starts_with("**`"))
        .flat_map(|line| line.split("**`").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|rest| rest.split_once("`**").map(|(rule, _)| rule.to_owned()))
        .collect();
    // The published description does not have every type.
    let small = "tests/golden/callbacks.toml";
    let artifacts = codegen::generate(small, &read(small)).unwrap();
    let is_of_vectors = |it: &codegen::Artifact| it.path.ends_with("-vectors.json");
    let rules = artifacts.into_iter().filter(is_of_vectors).flat_map(|artifact| {
        let file: Value = serde_json::from_str(&artifact.contents).unwrap();
        let vectors = file["vectors"].as_array().unwrap().clone();
        vectors.into_iter().map(|vector| vector["rule"].as_str().unwrap().to_owned())
    });
    let shown: BTreeSet<_> = rules.collect();
    assert!(documented.len() > 60, "{documented:?}");
    let apart: Vec<_> = documented.symmetric_difference(&shown).collect();
    assert!(apart.is_empty(), "without vectors, or not documented: {apart:?}");
}
