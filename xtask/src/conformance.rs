//! `cargo xtask conformance`: runs the consumers in other languages, and compares their verdicts
//! with the published ones. `tests/conformance/README.md` says what a consumer is.

mod consumer;
mod report;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use tempfile::TempDir;

use self::{
    consumer::Consumer,
    report::{Expected, faults, judge_mutated, table},
};
use crate::{
    dist,
    files::{files_below, read, write},
    workspace::Workspace,
};

const ARTIFACTS: &str = "schema/generated";

/// The tables that drive the readers of the packages, with a fault for each.
const TABLES: [(&str, &str, &str); 3] = [
    ("go/objects.go", "\", decimal(", "s\", decimal("),
    ("python/_table.py", "\"decimal", "\"boolean"),
    ("typescript/table.js", "\"decimal", "\"boolean"),
];

const CONSUMERS: &str = "tests/conformance";
const DOCUMENT: &str = "docs/conformance.md";

/// The name of the table's place in the document.
const TABLE: &str = "conformance";

/// What to do with the results.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Only print it.
    Print,
    /// Write the table into the documentation.
    Write,
    /// Fail if the table in the documentation is out of date.
    Check,
    /// Use artifacts with faults, and fail unless every tool notices.
    Mutate,
}

/// Runs the consumers with these names, or all of them if no name is given.
///
/// # Errors
///
/// If a toolchain is missing, a consumer cannot be run, or a file cannot be
/// read or written.
pub(crate) fn run(workspace: &Workspace, names: &[String], mode: Mode) -> Result<ExitCode> {
    let root = &*workspace.root;
    let consumers = chosen(root, names)?;
    ensure!(
        names.is_empty() || !matches!(mode, Mode::Write | Mode::Check),
        "{DOCUMENT} covers all consumers: name none with this option"
    );
    let published = root.join(ARTIFACTS);
    let expected = Expected::read(&published)?;
    let scratch = TempDir::new()?;
    let artifacts = match mode {
        Mode::Mutate => mutated(&published, &scratch.path().join("artifacts"))?,
        _ => published,
    };

    // Report missing toolchains before anything is installed.
    consumers.iter().try_for_each(Consumer::check_needs)?;
    let packages = scratch.path().join("packages");
    if consumers.iter().any(Consumer::is_of_dist) {
        dist::build(workspace, &packages, true, None)?;
    }
    let mut reports = Vec::new();
    for consumer in &consumers {
        reports.push(consumer.run(&artifacts, &packages)?);
    }
    if mode == Mode::Mutate {
        return Ok(judge_mutated(&reports, &expected));
    }
    let table = table(&reports, &expected);
    let mut faults = faults(&reports, &expected);
    match mode {
        Mode::Write => {
            let document = renewed(&read(&root.join(DOCUMENT))?, &table)?;
            write(root, DOCUMENT, document.as_bytes())?;
            println!("wrote {DOCUMENT}");
        }
        _ => print!("{table}"),
    }
    if mode == Mode::Check {
        let document = read(&root.join(DOCUMENT))?;
        if document != renewed(&document, &table)? {
            let command = workspace.command("conformance --write");
            faults.push(format!("{DOCUMENT} is out of date; run `{command}`"));
        }
    }
    for fault in &faults {
        eprintln!("error: {fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The consumers with these names, or all of them if no name is given.
fn chosen(root: &Path, names: &[String]) -> Result<Vec<Consumer>> {
    let mut consumers = Consumer::all(&root.join(CONSUMERS))?;
    let all: Vec<_> = consumers.iter().map(|consumer| consumer.name.clone()).collect();
    for name in names {
        ensure!(
            all.contains(name),
            "there is no consumer {name}; the consumers are {}",
            all.join(", ")
        );
    }
    ensure!(!all.is_empty(), "{CONSUMERS} has no consumer");
    consumers.retain(|consumer| names.is_empty() || names.contains(&consumer.name));
    Ok(consumers)
}

/// The document with a new table.
fn renewed(document: &str, table: &str) -> Result<String> {
    codegen::document::renewed(document, TABLE, table).with_context(|| {
        format!(
            "{DOCUMENT} has no place for the table: write a line `<!-- {TABLE}: generated -->` and \
             a line `<!-- end of {TABLE} -->` below it"
        )
    })
}

/// A copy of the artifacts with faults: no callback needs a hash or a balance, every hash was made
/// with another key, the tables of the readers have a fault, and digests cover something else.
fn mutated(published: &Path, folder: &Path) -> Result<PathBuf> {
    for path in files_below(published)? {
        let text = read(&published.join(&path))?;
        // Edit bodies as text, as a JSON value would lose digits.
        let is_body = path.starts_with("samples/") && path != "samples/index.json";
        let text = match serde_json::from_str(&text) {
            Ok(mut json) if !is_body => {
                mutate(&mut json);
                format!("{json:#}\n")
            }
            Ok(_) => text.replace("\"USD\"", "\"EUR\""),
            _ => TABLES
                .iter()
                .filter(|(table, ..)| *table == path)
                .fold(text, |text, (_, right, wrong)| text.replace(right, wrong)),
        };
        write(folder, &path, text.as_bytes())?;
    }
    Ok(folder.to_owned())
}

fn mutate(json: &mut Value) {
    match json {
        Value::Object(object) => {
            mutate_object(object);
            object.values_mut().for_each(mutate);
        }
        Value::Array(list) => list.iter_mut().for_each(mutate),
        _ => {}
    }
}

fn mutate_object(object: &mut Map<String, Value>) {
    if let Some(Value::Array(required)) = object.get_mut("required") {
        required.retain(|name| name != "hash" && name != "balance");
    }
    if let Some(Value::String(api_key)) = object.get_mut("api_key") {
        api_key.push('0');
    }
    // The input of a digest.
    if let Some(Value::String(text)) = object.get_mut("text") {
        *text = format!("[{text}]");
    }
}
