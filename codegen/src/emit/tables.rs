//! Generated parts of hand-written documents: the rules of compatibility, the types of the
//! notation, what is published, and what a matching hash shows.

use std::fmt::Write;

use crate::{
    artifact::{Artifact, Purpose},
    diff::{Contract, RULES, Severity},
    document::{self, NoPlace},
    hash,
    model::{Facts, Form, Refinement, Scalar},
    words::{capitalized, lines},
};

/// Width of prose in documents.
const WIDTH: usize = 116;

/// The documents that say what a matching hash shows.
const ON_HASHES: [&str; 6] = [
    "README.md",
    "SECURITY.md",
    "crates/voximplant-callbacks/README.md",
    "packages/go/README.md",
    "packages/npm/README.md",
    "packages/python/README.md",
];

/// Every document with a generated part, each as it should be. Documents that cannot be found are
/// left out.
///
/// # Errors
///
/// If a document lacks the place for its part.
pub fn documents(
    artifacts: &[Artifact],
    read: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Artifact>, NoPlace> {
    let mut parts = vec![
        ("docs/languages.md", "artifacts", published(artifacts)),
        ("docs/compatibility.md", "rules", rules()),
        ("schema/README.md", "types", types()),
    ];
    let paragraph = lines(&hash::paragraph(), WIDTH).join("\n");
    parts.extend(ON_HASHES.map(|path| (path, "hash", paragraph.clone())));
    let mut documents: Vec<Artifact> = Vec::new();
    for (path, name, part) in parts {
        let known = documents.iter().position(|document| document.path == path);
        let Some(text) = known.map_or_else(|| read(path), |at| Some(documents.remove(at).contents))
        else {
            continue;
        };
        let contents =
            document::renewed(&text, name, &part).ok_or(NoPlace { document: path, name })?;
        documents.push(Artifact { path: path.to_owned(), contents, purpose: Purpose::Editing });
    }
    Ok(documents)
}

/// What is published, and what it is for.
fn published(artifacts: &[Artifact]) -> String {
    let mut table = "| file | what it is |\n| --- | --- |\n".to_owned();
    for artifact in artifacts {
        if let (Some(path), Purpose::Published(what) | Purpose::JsonSchema(what)) =
            (artifact.published_path(), artifact.purpose)
        {
            let _ = writeln!(table, "| [`{path}`](../{}) | {what} |", artifact.path);
        }
    }
    table
}

/// The rules: an overview, then each with its reason.
fn rules() -> String {
    let mut text = "| rule | wire | Rust | validation | types |\n".to_owned();
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for rule in RULES {
        let _ = write!(text, "| [`{code}`](#{code}) |", code = rule.code);
        for contract in Contract::ALL {
            let effect = rule.effect(contract).map_or("–", Severity::as_str);
            let _ = write!(text, " {effect} |");
        }
        text.push('\n');
    }
    for rule in RULES {
        let _ = write!(text, "\n### {}\n\n", rule.code);
        let (title, severity) = (capitalized(rule.title), rule.severity());
        for line in lines(&format!("{title}: {severity}. {}", rule.why), WIDTH) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// The types: scalars, and those that contain others.
fn types() -> String {
    let mut table =
        "| type | documented on the wire | also read | Rust | JSON Schema of the types |\n\
                     | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for facts in Scalar::ALL.iter().map(|scalar| scalar.facts()) {
        let Facts { word, documented, also_read, .. } = facts;
        let refinement = match facts.refinement {
            None => "",
            Some(Refinement::HoldsDecimal) => ", holds `decimal`",
            Some(Refinement::OrDate) => ", or `date`",
        };
        let rust = facts.rust.trim_start_matches("crate").trim_start_matches("::");
        let schema = in_json_schema(facts.form);
        let _ = writeln!(
            table,
            "| `{word}`{refinement} | {documented} | {also_read} | `{rust}` | {schema} |"
        );
    }
    table.push_str(
        "| `[T]` | list | a single value, unless `T` is an object; `null` or absent, as an empty list \
         | `Vec<T>` | `array` |\n\
         | name of an object | object | `[]`, as an object without fields | a struct | `object` |\n\
         | name of an enum | string | any other value, which is kept; `null` or absent, as an empty one \
         | an open enum | `string`, with the values as `enum` |\n\
         | any, `optional` | as the type, or absent | `null` | `Option<T>` | not in `required` |\n",
    );
    table
}

/// In the JSON Schema of the types: the documented form.
fn in_json_schema(form: Form) -> &'static str {
    match form {
        Form::Integer => "`integer`, `minimum` 0",
        Form::Number => "`anyOf` of `number` and `string` with a `pattern`",
        Form::Boolean => "`boolean`",
        Form::Text => "`string`",
        Form::Pattern(_) => "`string` with a `pattern`",
        Form::IntegerOrText => "`anyOf` of `number` and `string`",
    }
}
