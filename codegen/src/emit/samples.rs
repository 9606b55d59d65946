//! `samples/`: for every kind one valid body and some with one fault each, a body in each other
//! shape that is read, and replays; with an index of the expected outcomes, for tests in any
//! language.

mod replays;
mod shapes;

use serde_json::{Value, json};

use super::{
    canonical::{canonical, digest},
    json::{Json, Object, fields},
    published::{ACCOUNT_ID, API_KEY, SALT, by_age, callback_id, hash},
};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Field, Kind, Model, Scalar, Struct, Type, role},
};

/// An amount with more digits than a double can hold.
const LARGE_AMOUNT: &str = "12345678901234567890.12";

/// JSON Pointer to the one callback of a body.
const CALLBACK: &str = "/callbacks/0";

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let samples = samples(model);
    let file = |path: &str, purpose, contents| {
        Artifact::new(&format!("samples/{path}"), purpose, contents)
    };
    let purpose = Purpose::Published("sample bodies, and the expected outcome of each");
    let index = file("index.json", purpose, format!("{:#}\n", index(model, &samples)));
    let bodies = samples
        .into_iter()
        .map(|sample| file(&sample.file, Purpose::Sample, body_with(&sample.text)));
    bodies.chain([index]).collect()
}

/// The body with one callback of a kind, as it is documented.
pub(super) fn documented(model: &Model, kind: &Kind) -> String {
    body_with(&valid(model, kind).text)
}

/// The callback of every kind as it is documented, with the kind.
pub(super) fn of_each_kind(model: &Model) -> Vec<(&str, String)> {
    model.kinds.iter().map(|kind| (&*kind.wire, valid(model, kind).text.0)).collect()
}

/// A body with this callback, whose lines are already indented for the body.
fn body_with(Text(callback): &Text) -> String {
    let callback = callback.replace('\n', "\n    ");
    format!("{{\n  \"callbacks\": [\n    {callback}\n  ]\n}}\n")
}

/// The text of a callback.
struct Text(String);

impl From<Object> for Text {
    fn from(callback: Object) -> Self {
        Self(Json::Object(callback).to_string())
    }
}

/// A body with one callback, and the expected result.
struct Sample {
    file: String,
    kind: String,
    description: &'static str,
    types: Types,
    outcome: Outcome,
    text: Text,
    /// What a guard says about it after the sample in this file.
    after: Option<(&'static str, &'static str)>,
}

impl Sample {
    /// One that is read.
    fn read(
        file: &str,
        kind: &Kind,
        description: &'static str,
        types: Types,
        callback: Object,
    ) -> Self {
        Self {
            file: file.to_owned(),
            kind: kind.wire.clone(),
            description,
            types,
            outcome: Outcome::Callback { hash: "match" },
            text: callback.into(),
            after: None,
        }
    }
}

/// Whether a body is valid by the JSON Schema from which types are generated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Types {
    Fits,
    /// It is newer than the types, has an undocumented shape, or is wrong.
    Differs,
}

impl Types {
    /// For a wrong payload, which the types leave out if it has no fields.
    fn of_wrong_payload(kind: &Kind) -> Self {
        if kind.has_fields() { Self::Differs } else { Self::Fits }
    }
}

/// The outcome of a callback, as the SDK's codes name it.
enum Outcome {
    Callback { hash: &'static str },
    Unknown { hash: &'static str },
    Malformed { error: &'static str, pointer: String },
}

fn samples(model: &Model) -> Vec<Sample> {
    let by_age = by_age(model);
    let numbers = by_age
        .first()
        .into_iter()
        .flat_map(|kind| [large_numbers(model, kind), quoted_amounts(model, kind)]);
    let known = model.kinds.iter().flat_map(|kind| of_kind(model, kind, &by_age));
    let others =
        shapes::samples(model, &by_age).into_iter().chain(replays::samples(model, &by_age));
    [new_kind(model)].into_iter().chain(numbers).chain(known).chain(others).collect()
}

fn of_kind(model: &Model, kind: &Kind, by_age: &[&Kind]) -> Vec<Sample> {
    let mut samples = vec![
        valid(model, kind),
        missing_field(model, kind),
        wrong_type(model, kind),
        wrong_hash(model, kind),
        unsigned(model, kind),
    ];
    // A kind whose payload can be recognized.
    let mut others = by_age.iter().filter(|other| other.wire != kind.wire && other.has_fields());
    samples.extend(others.next().map(|other| mismatched_payload(model, kind, other)));
    samples.push(new_field(model, kind));
    samples.extend(new_value(model, kind));
    samples
}

/// The file of a case of a kind.
fn file_of(kind: &Kind, case: &str) -> String {
    format!("{}/{case}.json", kind.wire)
}

/// The numbers of an envelope, as large as possible.
fn large_numbers(model: &Model, kind: &Kind) -> Sample {
    let callback = callback(model, kind, u64::MAX);
    Sample {
        file: "numbers/large.json".to_owned(),
        kind: kind.wire.clone(),
        description: "Numbers that a double cannot hold.",
        types: Types::Fits,
        outcome: Outcome::Callback { hash: "match" },
        text: with_amounts(model, callback, &Json::Scalar(LARGE_AMOUNT.to_owned())).into(),
        after: None,
    }
}

/// Amounts as strings of digits where a number is documented.
fn quoted_amounts(model: &Model, kind: &Kind) -> Sample {
    let file = "numbers/quoted.json";
    let callback = callback(model, kind, callback_id(file));
    Sample {
        file: file.to_owned(),
        kind: kind.wire.clone(),
        description: "Amounts as strings of digits.",
        types: Types::Fits,
        outcome: Outcome::Callback { hash: "match" },
        text: with_amounts(model, callback, &Json::text(LARGE_AMOUNT)).into(),
        after: None,
    }
}

/// The callback with this value for every amount of its envelope.
fn with_amounts(model: &Model, callback: Object, amount: &Json) -> Object {
    let is_amount = |field: &&Field| field.ty == Type::Scalar(Scalar::Decimal);
    let amounts = model.envelope.fields.iter().filter(is_amount);
    amounts.fold(callback, |callback, field| callback.with(&field.wire, amount.clone()))
}

fn new_kind(model: &Model) -> Sample {
    let file = "unknown/new_kind.json";
    let kind = newer("new_kind", |name| {
        model.kinds.iter().any(|kind| kind.wire == name) || has_field(&model.envelope, name)
    });
    let payload = Object::default().with("tells", Json::text("something new"));
    Sample {
        file: file.to_owned(),
        description: "A callback of a kind that is newer than the description.",
        types: Types::Differs,
        outcome: Outcome::Unknown { hash: "match" },
        text: envelope(model, &kind, callback_id(file)).with(&kind, Json::Object(payload)).into(),
        after: None,
        kind,
    }
}

/// A name that is not taken.
fn newer(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while is_taken(&name) {
        name.insert_str(0, "very_");
    }
    name
}

fn valid(model: &Model, kind: &Kind) -> Sample {
    let file = file_of(kind, "valid");
    let id = callback_id(&file);
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "A callback as it is documented.",
        types: Types::Fits,
        outcome: Outcome::Callback { hash: "match" },
        text: callback(model, kind, id).into(),
        after: None,
    }
}

fn missing_field(model: &Model, kind: &Kind) -> Sample {
    let file = file_of(kind, "missing_field");
    let id = callback_id(&file);
    let in_payload = kind.payload.fields.iter().find(|field| field.is_needed());
    // The last one, as the first ones identify the callback.
    let in_envelope = model.envelope.fields.iter().rfind(|field| field.is_needed());
    let (callback, pointer) = if let Some(Field { wire, .. }) = in_payload {
        let fields = fields(model, &kind.payload.fields).without(wire);
        let callback = envelope(model, &kind.wire, id).with(&kind.wire, payload(kind, fields));
        (callback, pointer_to(kind, wire))
    } else {
        let wire = in_envelope.map_or(role::ACCOUNT_ID, |field| &field.wire);
        (callback(model, kind, id).without(wire), format!("{CALLBACK}/{wire}"))
    };
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "A required field is missing.",
        types: Types::Differs,
        outcome: Outcome::Malformed { error: "missing_field", pointer },
        text: callback.into(),
        after: None,
    }
}

fn wrong_type(model: &Model, kind: &Kind) -> Sample {
    let file = file_of(kind, "wrong_type");
    let id = callback_id(&file);
    let (payload, pointer) = match kind.payload.fields.first() {
        Some(Field { wire, ty, .. }) => {
            let wrong = match ty {
                Type::Object(_) => Json::text("no object"),
                _ => Json::Object(Object::default()),
            };
            let fields = fields(model, &kind.payload.fields).with(wire, wrong);
            (payload(kind, fields), pointer_to(kind, wire))
        }
        None => (Json::text("no object"), format!("{CALLBACK}/{}", kind.wire)),
    };
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "A value has the wrong JSON type.",
        types: Types::of_wrong_payload(kind),
        outcome: Outcome::Malformed { error: "wrong_type", pointer },
        text: envelope(model, &kind.wire, id).with(&kind.wire, payload).into(),
        after: None,
    }
}

fn wrong_hash(model: &Model, kind: &Kind) -> Sample {
    let file = file_of(kind, "wrong_hash");
    let id = callback_id(&file);
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "The hash belongs to another callback, which no JSON Schema can detect.",
        types: Types::Fits,
        outcome: Outcome::Callback { hash: "mismatch" },
        text: callback(model, kind, id).with(role::HASH, Json::text(&hash(id - 1))).into(),
        after: None,
    }
}

fn unsigned(model: &Model, kind: &Kind) -> Sample {
    let file = file_of(kind, "unsigned");
    let id = callback_id(&file);
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "The hash is missing: the callback can be read, but not trusted.",
        types: Types::Differs,
        outcome: Outcome::Callback { hash: "missing" },
        text: callback(model, kind, id).without(role::HASH).into(),
        after: None,
    }
}

fn mismatched_payload(model: &Model, kind: &Kind, other: &Kind) -> Sample {
    let file = file_of(kind, "mismatched_payload");
    let id = callback_id(&file);
    let payload = payload(other, fields(model, &other.payload.fields));
    let pointer = format!("{CALLBACK}/{}", other.wire);
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "The payload belongs to another kind than `type` says.",
        types: Types::of_wrong_payload(kind),
        outcome: Outcome::Malformed { error: "payload_mismatch", pointer },
        text: envelope(model, &kind.wire, id).with(&other.wire, payload).into(),
        after: None,
    }
}

fn has_field(of: &Struct, name: &str) -> bool {
    of.fields.iter().any(|field| field.wire == name)
}

fn new_field(model: &Model, kind: &Kind) -> Sample {
    let file = file_of(kind, "new_field");
    let id = callback_id(&file);
    let name = newer("new_field", |name| has_field(&kind.payload, name));
    let fields = fields(model, &kind.payload.fields).with(&name, Json::text("as it came"));
    Sample {
        file,
        kind: kind.wire.clone(),
        description: "The payload has a field that is newer than the description.",
        types: Types::Fits,
        outcome: Outcome::Callback { hash: "match" },
        text: envelope(model, &kind.wire, id).with(&kind.wire, payload(kind, fields)).into(),
        after: None,
    }
}

/// For a kind whose payload has an enum: a callback with an unknown value of it.
fn new_value(model: &Model, kind: &Kind) -> Option<Sample> {
    let file = file_of(kind, "new_value");
    let id = callback_id(&file);
    let (field, known) = kind.payload.fields.iter().find_map(|field| match field.ty {
        Type::Enum(index) => Some((field, &model.enums[index].values)),
        _ => None,
    })?;
    let value = newer("new_value", |value| known.iter().any(|known| known.wire == value));
    let fields = fields(model, &kind.payload.fields).with(&field.wire, Json::text(&value));
    Some(Sample {
        file,
        kind: kind.wire.clone(),
        description: "A field has a value that is newer than the description.",
        types: Types::Differs,
        outcome: Outcome::Callback { hash: "match" },
        text: envelope(model, &kind.wire, id).with(&kind.wire, payload(kind, fields)).into(),
        after: None,
    })
}

/// A callback as it is documented.
fn callback(model: &Model, kind: &Kind, id: u64) -> Object {
    let payload = payload(kind, fields(model, &kind.payload.fields));
    envelope(model, &kind.wire, id).with(&kind.wire, payload)
}

/// The fields of every callback, with the correct hash.
fn envelope(model: &Model, kind: &str, id: u64) -> Object {
    fields(model, &model.envelope.fields)
        .with(role::CALLBACK_ID, Json::number(id))
        .with(role::KIND, Json::text(kind))
        .with(role::ACCOUNT_ID, Json::number(ACCOUNT_ID))
        .with(role::HASH, Json::text(&hash(id)))
}

/// The payload with these fields, which are one level deeper for some kinds.
fn payload(kind: &Kind, fields: Object) -> Json {
    let payload = Json::Object(fields);
    if kind.wrapped { Json::Object(Object::default().with(&kind.wire, payload)) } else { payload }
}

/// JSON Pointer to a field of the payload.
fn pointer_to(kind: &Kind, field: &str) -> String {
    let wire = &kind.wire;
    if kind.wrapped {
        format!("{CALLBACK}/{wire}/{wire}/{field}")
    } else {
        format!("{CALLBACK}/{wire}/{field}")
    }
}

fn index(model: &Model, samples: &[Sample]) -> Value {
    json!({
        "$comment": GENERATED,
        "version": model.version,
        "credential": { "account_id": ACCOUNT_ID, "salt": SALT, "api_key": API_KEY },
        "samples": samples.iter().map(entry).collect::<Value>(),
    })
}

fn entry(sample: &Sample) -> Value {
    let mut entry = json!({
        "file": sample.file,
        "kind": sample.kind,
        "description": sample.description,
        "types": if sample.types == Types::Fits { "valid" } else { "invalid" },
    });
    let (outcome, details) = match &sample.outcome {
        Outcome::Callback { hash } => ("callback", vec![("hash", *hash)]),
        Outcome::Unknown { hash } => ("unknown", vec![("hash", *hash)]),
        Outcome::Malformed { error, pointer } => {
            ("malformed", vec![("error", *error), ("pointer", pointer)])
        }
    };
    entry["outcome"] = outcome.into();
    for (name, code) in details {
        entry[name] = code.into();
    }
    entry["digest"] = digest(&canonical(&sample.text.0)).into();
    if let Some((other, guard)) = sample.after {
        entry["after"] = other.into();
        entry["guard"] = guard.into();
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = r#"
version  = "0.1.0"
upstream = "https://example.com/"

[envelope]
doc = "What every callback carries."

[envelope.fields]
callback_id = { type = "number",  example = 7001,    doc = "Number." }
type        = { type = "string",  rust = "kind", example = "paid", doc = "Kind." }
account_id  = { type = "number",  example = 1,       doc = "Account." }
hash        = { type = "string",  example = "00",    doc = "Hash." }
balance     = { type = "decimal", example = 120.50,  doc = "Balance." }

[kinds.paid]
doc = "A payment was made."

[kinds.paid.fields]
note    = { type = "string", example = "a \"quoted\" note", doc = "Note." }
amounts = { type = "[decimal]", example = [10.50, 3], doc = "Amounts." }
total   = { type = "string", holds = "decimal", example = "13.50", doc = "Total." }
is_last = { type = "boolean", optional = true, example = true, doc = "Whether it is the last." }
payer   = { type = "Payer", doc = "Who paid." }

[kinds.frozen]
doc = "The account was frozen."

[kinds.new_kind]
doc     = "A text arrived."
wrapped = true

[kinds.new_kind.fields]
text   = { type = "string", example = "hello", doc = "Text." }
cost   = { type = "decimal", example = 0.10, doc = "Cost." }

[objects.Payer]
doc = "Who paid."

[objects.Payer.fields]
payer_id = { type = "number", example = 5, doc = "Number." }
"#;

    fn generated() -> Vec<Artifact> {
        artifacts(&crate::resolve("description", DESCRIPTION).expect("the description is right"))
    }

    fn text(artifacts: &[Artifact], file: &str) -> String {
        let path = format!("schema/generated/samples/{file}");
        let found = artifacts.iter().find(|artifact| artifact.path == path);
        found.unwrap_or_else(|| panic!("no {file}")).contents.clone()
    }

    fn body(file: &str) -> Value {
        serde_json::from_str(&text(&generated(), file)).expect("samples are JSON")
    }

    #[test]
    fn digits_stay_as_they_are_described() {
        assert_eq!(
            text(&generated(), "paid/valid.json"),
            r#"{
  "callbacks": [
    {
      "callback_id": 46988926,
      "type": "paid",
      "account_id": 1234567,
      "hash": "9aca70398fb875d731bc3afddf0383de",
      "balance": 120.50,
      "paid": {
        "note": "a \"quoted\" note",
        "amounts": [
          10.50,
          3
        ],
        "total": "13.50",
        "is_last": true,
        "payer": {
          "payer_id": 5
        }
      }
    }
  ]
}
"#
        );
    }

    #[test]
    fn what_is_missing_cannot_read_as_empty() {
        assert_eq!(body("paid/missing_field.json").pointer("/callbacks/0/paid/total"), None);
        assert_eq!(body("frozen/missing_field.json").pointer("/callbacks/0/balance"), None);
        let inner = "/callbacks/0/new_kind/new_kind";
        let body = body("new_kind/missing_field.json");
        assert_eq!(body.pointer(inner), Some(&json!({ "text": "hello" })));
    }

    #[test]
    fn mismatched_payloads_have_fields() {
        let body = body("paid/mismatched_payload.json");
        assert_eq!(body.pointer("/callbacks/0/type"), Some(&json!("paid")));
        assert!(body.pointer("/callbacks/0/new_kind/new_kind/text").is_some());
    }

    #[test]
    fn the_new_kind_is_not_in_the_description() {
        let body = body("unknown/new_kind.json");
        assert_eq!(body.pointer("/callbacks/0/type"), Some(&json!("very_new_kind")));
        assert!(body.pointer("/callbacks/0/very_new_kind").is_some());
    }

    #[test]
    fn the_index_names_every_file_and_each_id_is_used_once() {
        let artifacts = generated();
        let index: Value = serde_json::from_str(&text(&artifacts, "index.json")).unwrap();
        let samples = index["samples"].as_array().expect("a list");
        assert_eq!(samples.len() + 1, artifacts.len());
        let firsts: Vec<_> =
            samples.iter().filter(|sample| sample.get("after").is_none()).collect();
        let ids: std::collections::BTreeSet<_> = firsts
            .iter()
            .map(|sample| text(&artifacts, sample["file"].as_str().expect("a path")))
            .map(|text| text.lines().find(|line| line.contains("callback_id")).map(str::to_owned))
            .collect();
        assert_eq!(ids.len(), firsts.len());
    }

    #[test]
    fn every_shape_is_there_once() {
        let shapes = |folder: &str| {
            let all = generated().into_iter().filter_map(|artifact| {
                let file = artifact.path.strip_prefix("schema/generated/samples/")?.to_owned();
                file.starts_with(folder).then_some(file)
            });
            all.count()
        };
        // There is no sample of a shape that no published kind can have.
        assert_eq!(shapes("shapes/"), 12);
        assert_eq!(shapes("replay/"), 5);
        assert_eq!(body("shapes/quoted_ids.json")["callbacks"][0]["account_id"], "1234567");
        assert_eq!(
            body("shapes/new_kind_list.json").pointer("/callbacks/0/new_kind/new_kind/0/text"),
            Some(&json!("hello"))
        );
        assert_eq!(
            body("shapes/paid_bare_element.json").pointer("/callbacks/0/paid/amounts"),
            Some(&json!(10.5))
        );
    }

    #[test]
    fn a_callback_in_another_spelling_is_the_same_value() {
        assert_eq!(body("replay/first.json"), body("replay/other_spelling.json"));
        assert_ne!(
            text(&generated(), "replay/first.json"),
            text(&generated(), "replay/other_spelling.json")
        );
    }

    #[test]
    fn faults_are_told_with_their_places() {
        let index: Value = serde_json::from_str(&text(&generated(), "index.json")).unwrap();
        let fault = |file: &str| {
            let entry = index["samples"]
                .as_array()
                .and_then(|samples| samples.iter().find(|sample| sample["file"] == file))
                .unwrap_or_else(|| panic!("no {file}"));
            (entry["error"].as_str(), entry["pointer"].as_str())
        };
        let at = |error, pointer| (Some(error), Some(pointer));

        assert_eq!(
            fault("paid/missing_field.json"),
            at("missing_field", "/callbacks/0/paid/total")
        );
        assert_eq!(
            fault("new_kind/wrong_type.json"),
            at("wrong_type", "/callbacks/0/new_kind/new_kind/text")
        );
        assert_eq!(fault("frozen/wrong_type.json"), at("wrong_type", "/callbacks/0/frozen"));
        assert_eq!(
            fault("new_kind/mismatched_payload.json"),
            at("payload_mismatch", "/callbacks/0/paid")
        );
        assert_eq!(fault("paid/unsigned.json"), (None, None));
    }
}
