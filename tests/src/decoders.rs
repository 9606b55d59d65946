//! What the decoders of two versions of the SDK, each generated from its own
//! description and compiled, make of the bodies that both describe.

use std::collections::BTreeMap;

use codegen::diff::Older;
use serde_json::Value;

use crate::{Scratch, bodies::documented};

/// The rules after which a body is written in the documented form, though it
/// was read in another one.
pub const WRITTEN_OTHERWISE: [&str; 3] =
    ["kind-wrapping-changed", "decimal-quoting-changed", "type-widened"];

/// What became of the bodies of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the new version loses a body of the old description: it reports
    /// an unknown or malformed callback.
    pub is_lost: bool,
    /// Whether the new version writes back the same as the old one, of all that
    /// it does not lose.
    pub is_same: bool,
    /// The worst that the old version makes of a body of the new description.
    pub older: Older,
}

impl Outcome {
    /// That of no body.
    pub const NONE: Self = Self { is_lost: false, is_same: true, older: Older::Read };

    /// Both taken together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            is_lost: self.is_lost || other.is_lost,
            is_same: self.is_same && other.is_same,
            older: self.older.max(other.older),
        }
    }
}

/// The outcome of every kind that an old or a new description has, by its name.
/// The SDKs are compiled in folders of this name below `temporary`, which is
/// `CARGO_TARGET_TMPDIR`.
///
/// # Panics
///
/// If a description is wrong, or its decoder does not read its own bodies.
#[must_use]
pub fn outcomes(temporary: &str, name: &str, descriptions: [&str; 2]) -> BTreeMap<String, Outcome> {
    let [old, new] = descriptions.map(bodies);
    let all: Vec<_> = old.iter().chain(&new).collect();
    let [before, after] =
        [("before", descriptions[0]), ("after", descriptions[1])].map(|(version, description)| {
            let scratch = Scratch::new(temporary, &format!("{name}-{version}"), description);
            scratch.write("user/src/main.rs", DECODER);
            decoded(&scratch, &all)
        });
    let mut outcomes = BTreeMap::new();
    for (index, (kind, body)) in all.into_iter().enumerate() {
        let (before, after) = (&before[index], &after[index]);
        let is_old = index < old.len();
        let (own, other) = if is_old { (before, after) } else { (after, before) };
        assert_eq!(own.word, "read", "{body}");
        let outcome = if is_old {
            let is_lost = matches!(&*other.word, "unknown" | "malformed");
            Outcome { is_lost, is_same: is_lost || own.json == other.json, ..Outcome::NONE }
        } else {
            let older = match &*other.word {
                "read" => Older::Read,
                "keep" | "unknown" => Older::Keep,
                "malformed" => Older::Refuse,
                word => panic!("{word}"),
            };
            Outcome { older, ..Outcome::NONE }
        };
        let of_kind = outcomes.entry(kind.clone()).or_insert(Outcome::NONE);
        *of_kind = of_kind.and(outcome);
    }
    outcomes
}

/// Each body that a description documents, with its kind.
fn bodies(description: &str) -> Vec<(String, Value)> {
    let model = codegen::resolve("callbacks.toml", description);
    let model = model.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let artifacts = codegen::artifacts(&model);
    let of_kind = |kind| documented(&model, &artifacts, kind).into_iter();
    let kinds = model.kinds.iter();
    kinds.flat_map(|kind| of_kind(kind).map(|body| (kind.wire.clone(), body))).collect()
}

/// Prints a line for every line of the input: what the decoder makes of the
/// one callback of a body.
const DECODER: &str = r#"
use voximplant_callbacks::{Body, Decoded};

fn main() {
    let bodies = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    for line in bodies.lines() {
        let body = Body::decode(line.as_bytes()).unwrap();
        match &body.callbacks[0] {
            Decoded::Callback(callback) => {
                // `Extra(0)` has no fields, and an enum that is missing reads as the empty string.
                let debug = format!("{callback:?}");
                let debug = debug.replace("Extra(0)", "").replace("_Unrecognized(\"\")", "");
                let keeps = debug.contains("Extra(") || debug.contains("_Unrecognized");
                let word = if keeps { "keep" } else { "read" };
                println!("{word} {}", serde_json::to_string(callback).unwrap());
            }
            Decoded::Unknown(unknown) => println!("unknown {}", unknown.raw().get()),
            Decoded::Malformed(malformed) => println!("malformed {}", malformed.raw().get()),
        }
    }
}
"#;

/// What an SDK makes of a body.
struct Read {
    word: String,
    json: Value,
}

fn decoded(scratch: &Scratch, bodies: &[&(String, Value)]) -> Vec<Read> {
    let lines: Vec<_> = bodies.iter().map(|(_, body)| body.to_string()).collect();
    scratch.write("user/bodies.ndjson", &lines.join("\n"));
    let output = scratch.cargo(&["run", "--package", "user", "--", "user/bodies.ndjson"]);
    let lines = output.success().stdout;
    let lines = lines.lines().map(|line| {
        let (word, json) = line.split_once(' ').unwrap();
        Read { word: word.to_owned(), json: serde_json::from_str(json).unwrap() }
    });
    lines.collect()
}
