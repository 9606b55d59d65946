//! `reader-vectors.json` and `digest-vectors.json`: for every rule of docs/wire.md, bodies and the
//! result that every reader must give.
//!
//! The expected result is written with each body, not computed by a reader.

mod bodies;
mod callbacks;
mod digests;
mod draft;
mod names;
mod payloads;
mod text;
mod values;

use serde_json::{Map, Value, json};

use self::{draft::Draft, text::Text};
use super::{
    canonical::{canonical, digest},
    published::{ACCOUNT_ID, API_KEY, SALT, by_age, callback_id},
};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Field, Kind, Model},
};

/// The default limits of a reader, in bytes and in elements.
const BODY_LIMIT: usize = 1024 * 1024;
const LIST_LIMIT: usize = 10_000;

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let mut cases = Cases { model, kinds: by_age(model), vectors: Vec::new() };
    bodies::add(&mut cases);
    callbacks::add(&mut cases);
    names::add(&mut cases);
    payloads::add(&mut cases);
    values::add(&mut cases);
    let readers = json!({
        "$comment": GENERATED,
        "version": model.version,
        "credential": { "account_id": ACCOUNT_ID.to_string(), "salt": SALT, "api_key": API_KEY },
        "limits": { "body": BODY_LIMIT, "list": LIST_LIMIT },
    });
    let digests = json!({ "$comment": GENERATED, "version": model.version });
    let vectors: Vec<_> = cases.vectors.iter().map(Vector::published).collect();
    let purposes = [
        "bodies for each rule of reading, and the expected results",
        "pairs of callbacks, and their content digests",
    ]
    .map(Purpose::Published);
    vec![
        file("reader-vectors.json", purposes[0], &readers, &vectors),
        file("digest-vectors.json", purposes[1], &digests, &digests::vectors()),
    ]
}

/// A file with one vector per line, so a diff shows which ones changed.
fn file(name: &str, purpose: Purpose, head: &Value, vectors: &[Value]) -> Artifact {
    let head = format!("{head:#}");
    let head = head.strip_suffix("\n}").unwrap_or(&head);
    let lines: Vec<_> = vectors.iter().map(|vector| format!("\n    {vector}")).collect();
    let contents = format!("{head},\n  \"vectors\": [{}\n  ]\n}}\n", lines.join(","));
    Artifact::new(name, purpose, contents)
}

/// A body, and the result that every reader must give.
struct Vector {
    /// The rule of docs/wire.md that it shows.
    rule: &'static str,
    /// A name that is unique among those of the rule.
    name: String,
    body: Text,
    expected: Expected,
}

enum Expected {
    /// The body as a whole is rejected, at a place if it is JSON.
    Refused {
        code: &'static str,
        pointer: Option<&'static str>,
    },
    /// This many callbacks, whatever they are.
    Count(usize),
    Outcomes(Vec<Outcome>),
}

/// The expected result for one callback.
struct Outcome {
    callback: Text,
    reading: Reading,
    /// The kind, unless the callback is malformed and its kind is not known.
    kind: Option<String>,
    /// The IDs, as far as they can be read.
    callback_id: Option<String>,
    account_id: Option<String>,
    /// The result of checking the hash.
    hash: &'static str,
    /// Values that are read, by their pointer in the callback, without the wrapper.
    values: Vec<(String, Value)>,
    /// Unknown fields that are kept, by their pointer, with their JSON text.
    kept: Vec<(String, String)>,
}

enum Reading {
    Known,
    Unknown,
    Malformed { code: &'static str, pointer: String },
}

impl Outcome {
    fn hash(self, verdict: &'static str) -> Self {
        Self { hash: verdict, ..self }
    }

    /// The callback ID cannot be read, so the hash cannot be checked.
    fn no_callback_id(self) -> Self {
        Self { callback_id: None, hash: "unreadable", ..self }
    }

    /// The account ID cannot be read, so the hash cannot be checked.
    fn no_account_id(self) -> Self {
        Self { account_id: None, hash: "unreadable", ..self }
    }

    fn no_kind(self) -> Self {
        Self { kind: None, ..self }
    }

    /// Nothing is known about the callback.
    fn nothing(self) -> Self {
        self.no_kind().no_callback_id().no_account_id()
    }

    /// Expects a value, given as JSON: a number or decimal as a string of its digits.
    fn value(mut self, pointer: &str, json: Value) -> Self {
        self.values.push((pointer.to_owned(), json));
        self
    }

    /// Expects an unknown field to be kept.
    fn kept(mut self, pointer: &str, json: &str) -> Self {
        self.kept.push((pointer.to_owned(), json.to_owned()));
        self
    }

    fn published(&self, index: usize) -> Value {
        let mut published = Map::new();
        let outcome = match &self.reading {
            Reading::Known => "callback",
            Reading::Unknown => "unknown",
            Reading::Malformed { .. } => "malformed",
        };
        published.insert("outcome".to_owned(), outcome.into());
        if let Reading::Malformed { code, pointer } = &self.reading {
            published.insert("error".to_owned(), (*code).into());
            published.insert("pointer".to_owned(), format!("/callbacks/{index}{pointer}").into());
        }
        let known = [
            ("kind", &self.kind),
            ("callback_id", &self.callback_id),
            ("account_id", &self.account_id),
        ];
        for (name, value) in known {
            if let Some(value) = value {
                published.insert(name.to_owned(), value.as_str().into());
            }
        }
        published.insert("hash".to_owned(), self.hash.into());
        let canonical = canonical(&self.callback.whole());
        published.insert("digest".to_owned(), digest(&canonical).into());
        if !self.values.is_empty() {
            published
                .insert("values".to_owned(), Value::Object(self.values.iter().cloned().collect()));
        }
        if !self.kept.is_empty() {
            let kept = self.kept.iter().cloned().map(|(pointer, json)| (pointer, json.into()));
            published.insert("kept".to_owned(), Value::Object(kept.collect()));
        }
        Value::Object(published)
    }
}

impl Vector {
    fn published(&self) -> Value {
        let mut published =
            json!({ "rule": self.rule, "name": self.name, "body": self.body.published() });
        match &self.expected {
            Expected::Refused { code, pointer: None } => {
                published["refused"] = json!({ "error": code });
            }
            Expected::Refused { code, pointer: Some(pointer) } => {
                published["refused"] = json!({ "error": code, "pointer": pointer });
            }
            Expected::Count(count) => published["count"] = (*count).into(),
            Expected::Outcomes(outcomes) => {
                let outcomes = outcomes.iter().enumerate();
                published["outcomes"] =
                    outcomes.map(|(index, outcome)| outcome.published(index)).collect();
            }
        }
        published
    }
}

/// The vectors under construction.
struct Cases<'m> {
    model: &'m Model,
    /// Every kind. Vectors that need any kind use the first suitable one.
    kinds: Vec<&'m Kind>,
    vectors: Vec<Vector>,
}

impl<'m> Cases<'m> {
    /// The first suitable kind.
    fn kind(&self, will_do: impl Fn(&Kind) -> bool) -> Option<&'m Kind> {
        self.kinds.iter().copied().find(|kind| will_do(kind))
    }

    /// A kind with fields that is documented with a wrapper, or without one; preferably one with
    /// required fields.
    fn with_fields(&self, wrapped: bool) -> Option<&'m Kind> {
        let is_such = |kind: &Kind| kind.has_fields() && kind.wrapped == wrapped;
        let needs = |kind: &Kind| kind.payload.fields.iter().any(Field::is_needed);
        self.kind(|kind| is_such(kind) && needs(kind)).or_else(|| self.kind(is_such))
    }

    /// A kind with fields that is not wrapped.
    fn plain(&self) -> Option<&'m Kind> {
        self.with_fields(false)
    }

    /// A kind without fields.
    fn quiet(&self) -> Option<&'m Kind> {
        self.kind(|kind| !kind.has_fields())
    }

    /// A body that is rejected as a whole, without a pointer.
    fn refuse(
        &mut self,
        rule: &'static str,
        name: &str,
        body: impl Into<Text>,
        code: &'static str,
    ) {
        self.push(rule, name, body, Expected::Refused { code, pointer: None });
    }

    /// A body that is rejected as a whole, with a pointer.
    fn refuse_at(
        &mut self,
        rule: &'static str,
        name: &str,
        body: impl Into<Text>,
        code: &'static str,
        pointer: &'static str,
    ) {
        self.push(rule, name, body, Expected::Refused { code, pointer: Some(pointer) });
    }

    /// A body of this many callbacks.
    fn count(&mut self, rule: &'static str, name: &str, body: impl Into<Text>, count: usize) {
        self.push(rule, name, body, Expected::Count(count));
    }

    /// A body of one callback of the kind.
    fn callback(
        &mut self,
        rule: &'static str,
        name: &str,
        kind: &Kind,
        case: impl FnOnce(Draft<'m>) -> Outcome,
    ) {
        self.callback_in(rule, name, ["{\"callbacks\":[", "]}"], kind, case);
    }

    /// The same, in a body with this start and end.
    fn callback_in(
        &mut self,
        rule: &'static str,
        name: &str,
        [start, end]: [&str; 2],
        kind: &Kind,
        case: impl FnOnce(Draft<'m>) -> Outcome,
    ) {
        let id = callback_id(&format!("vectors/{rule}/{name}"));
        let outcome = case(Draft::new(self.model, kind, id));
        let body = Text::from(start).then(outcome.callback.clone()).then(end);
        self.push(rule, name, body, Expected::Outcomes(vec![outcome]));
    }

    /// A body of several callbacks.
    fn callbacks(&mut self, rule: &'static str, name: &str, outcomes: Vec<Outcome>) {
        let list = outcomes.iter().enumerate().fold(Text::default(), |list, (index, outcome)| {
            list.then(if index > 0 { "," } else { "" }).then(outcome.callback.clone())
        });
        let body = Text::from("{\"callbacks\":[").then(list).then("]}");
        self.push(rule, name, body, Expected::Outcomes(outcomes));
    }

    fn push(&mut self, rule: &'static str, name: &str, body: impl Into<Text>, expected: Expected) {
        self.vectors.push(Vector { rule, name: name.to_owned(), body: body.into(), expected });
    }
}

#[cfg(test)]
mod tests;
