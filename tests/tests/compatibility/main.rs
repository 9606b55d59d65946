//! The rules of compatibility, each held against what really happens: for
//! every rule there are pairs of descriptions, whose JSON Schemas are run on
//! each other's bodies, whose decoders read them, and against whose crates
//! code is compiled.

mod cases;

use std::{collections::BTreeSet, fmt::Write};

use cases::{Case, cases, description};
use codegen::{
    Artifact,
    diff::{self, Change, Contract, RULES, Severity},
    model::{Field, Kind, Model, Type},
};
use serde_json::Value;
use tests::{
    Scratch,
    bodies::{artifact, documented, sample},
    decoders::{self, Outcome, WRITTEN_OTHERWISE},
};

/// The rules after which there are more kinds or values than before: code
/// that asked to know all of them is stopped on purpose.
const GROWTH: [&str; 2] = ["kind-added", "enum-value-added"];

fn model(part: &String) -> Model {
    codegen::resolve("case", &description([part])).unwrap_or_else(|error| panic!("{error}"))
}

fn changes(case: &Case) -> Vec<Change> {
    diff::changes(&model(&case.old), &model(&case.new))
}

/// The gravest effect on a contract that the changes of a case have.
fn verdict(case: &Case, contract: Contract) -> Option<Severity> {
    changes(case).iter().filter_map(|change| change.rule.effect(contract)).max()
}

#[test]
fn each_pair_shows_its_rule_and_nothing_else() {
    for case in cases() {
        let mut found: Vec<_> = changes(&case).iter().map(|change| change.rule.code).collect();
        let mut expected = case.codes.clone();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{}", case.name);
        let none = diff::changes(&model(&case.new), &model(&case.new));
        assert!(none.is_empty(), "{}: {none:?}", case.name);
    }
}

#[test]
fn every_rule_has_a_pair() {
    let shown: BTreeSet<_> = cases().iter().map(|case| case.codes[0]).collect();
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(shown, rules);
    assert_eq!(rules.len(), RULES.len(), "codes are given twice");
}

/// The envelope is a struct like any other.
#[test]
fn a_field_of_the_envelope_has_the_rules_of_a_field() {
    let old = description([]);
    let line = "balance = { type = \"decimal\", example = 1.50, doc = \"Money.\" }\n";
    let new = old.replace("\n[kinds.anchor]", &format!("{line}\n[kinds.anchor]"));
    let resolve = |text: &str| codegen::resolve("case", text).unwrap();
    let found = diff::changes(&resolve(&old), &resolve(&new));
    let [change] = &found[..] else { panic!("{found:?}") };
    assert_eq!(change.rule.code, "required-field-added");
    assert_eq!(change.place, "envelope.fields.balance");
}

// ---- JSON Schemas ----

fn known<'a>(of: &'a Model, other: &'a Model) -> impl Iterator<Item = &'a Kind> {
    let is_known = |kind: &&Kind| other.kinds.iter().any(|known| known.wire == kind.wire);
    of.kinds.iter().filter(is_known)
}

/// Whether a JSON Schema refuses what it accepted, or accepts what it refused.
fn breaks(file: &str, case: &Case) -> bool {
    let (old, new) = (model(&case.old), model(&case.new));
    let (old_files, new_files) = (codegen::artifacts(&old), codegen::artifacts(&new));
    let validator = |files: &[Artifact]| {
        let schema: Value = serde_json::from_str(artifact(files, file)).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    };
    let (before, after) = (validator(&old_files), validator(&new_files));

    let mut is_broken = false;
    for kind in &old.kinds {
        for body in documented(&old, &old_files, kind) {
            assert!(before.is_valid(&body), "{}: {body}", case.name);
            is_broken |= !after.is_valid(&body);
        }
        for fault in ["missing_field", "wrong_type"] {
            let body = sample(&old_files, kind, fault);
            is_broken |= !before.is_valid(&body) && after.is_valid(&body);
        }
    }
    // What only the new one describes was promised nothing.
    for kind in known(&new, &old) {
        for body in documented(&new, &new_files, kind) {
            assert!(after.is_valid(&body), "{}: {body}", case.name);
            is_broken |= !before.is_valid(&body) && !GROWTH.contains(&case.codes[0]);
        }
    }
    is_broken
}

#[test]
fn the_validation_breaks_where_the_rules_say() {
    for case in cases() {
        let is_broken = breaks("validation.schema.json", &case);
        let verdict = verdict(&case, Contract::Validation);
        assert_eq!(is_broken, verdict == Some(Severity::Major), "{}: {verdict:?}", case.name);
    }
}

/// Without an effect, the text of the file stays as it is.
#[test]
fn a_json_schema_stays_as_it_is_where_the_rules_say() {
    let files =
        [("validation.schema.json", Contract::Validation), ("types.schema.json", Contract::Types)];
    for case in cases() {
        let [before, after] = [&case.old, &case.new].map(|part| codegen::artifacts(&model(part)));
        for (file, contract) in files {
            let is_same = artifact(&before, file) == artifact(&after, file);
            let verdict = verdict(&case, contract);
            assert_eq!(is_same, verdict.is_none(), "{} {file}: {verdict:?}", case.name);
        }
    }
}

/// Every name that a type may get: those of definitions, and titles.
fn names(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut todo = vec![schema];
    while let Some(schema) = todo.pop() {
        match schema {
            Value::Object(keywords) => {
                if let Some(Value::Object(definitions)) = keywords.get("$defs") {
                    found.extend(definitions.keys().cloned());
                }
                if let Some(Value::String(title)) = keywords.get("title") {
                    found.insert(title.clone());
                }
                todo.extend(keywords.values());
            }
            Value::Array(schemas) => todo.extend(schemas),
            _ => {}
        }
    }
    found
}

#[test]
fn the_types_break_where_the_rules_say() {
    let file = "types.schema.json";
    for case in cases() {
        let is_broken = breaks(file, &case);
        let names = |part| {
            let files = codegen::artifacts(&model(part));
            names(&serde_json::from_str(artifact(&files, file)).unwrap())
        };
        let is_nameless = !names(&case.old).is_subset(&names(&case.new));
        let verdict = verdict(&case, Contract::Types);
        let is_major = verdict == Some(Severity::Major);
        assert_eq!(is_broken || is_nameless, is_major, "{}: {verdict:?}", case.name);
    }
}

// ---- The decoder ----

/// One description of all cases, before or after.
fn merged(part: impl Fn(&Case) -> &String) -> String {
    description(cases().iter().map(part))
}

#[test]
fn the_decoder_breaks_where_the_rules_say() {
    let (old, new) = (merged(|case| &case.old), merged(|case| &case.new));
    let outcomes = decoders::outcomes(env!("CARGO_TARGET_TMPDIR"), "compatibility", [&old, &new]);
    for case in cases() {
        let models = [&case.old, &case.new].map(model);
        let kinds = models.iter().flat_map(|model| &model.kinds);
        let outcome = kinds.map(|kind| outcomes[&kind.wire]).fold(Outcome::NONE, Outcome::and);
        let verdict = verdict(&case, Contract::Wire);
        assert_eq!(outcome.is_lost, verdict == Some(Severity::Major), "{}: {verdict:?}", case.name);
        let is_written_otherwise = case.codes.iter().any(|code| WRITTEN_OTHERWISE.contains(code));
        assert!(outcome.is_same || is_written_otherwise, "{}", case.name);
        let told = changes(&case).iter().map(|change| change.older).max();
        assert_eq!(Some(outcome.older), told, "{}", case.name);
    }
}

// ---- Rust ----

/// A program that names all that the case has in Rust, with its types.
fn program(model: &Model) -> String {
    let mut text =
        "#![allow(deprecated)]\nuse voximplant_callbacks::*;\n\nfn main() {}\n".to_owned();
    let mut function = |argument: String, body: String| {
        let number = text.len();
        write!(text, "\npub fn f{number}({argument}) {{\n{body}}}\n").unwrap();
    };
    let fields = |fields: &[Field]| {
        let uses = fields.iter().map(|field| {
            let ty = rust_type(model, field);
            format!("    let _: &{ty} = &it.{};\n", field.name)
        });
        uses.collect::<String>()
    };
    for kind in model.kinds.iter().filter(|kind| kind.wire != "anchor") {
        let name = &kind.payload.name;
        function(format!("it: &payload::{name}"), fields(&kind.payload.fields));
        let body = format!(
            "    let _ = Kind::{name};\n    if let Event::{name}(_) = it {{}}\n    \
             if let ExhaustiveEvent::{name}(_) = it.exhaustive() {{}}\n"
        );
        function("it: &Event".to_owned(), body);
        if kind.payload.fields.is_empty() {
            let body = format!("    let _ = payload::{name}::default();\n");
            function(String::new(), body);
        }
    }
    for object in &model.objects {
        function(format!("it: &payload::{}", object.name), fields(&object.fields));
    }
    for of in &model.enums {
        let name = &of.name;
        let values = of
            .values
            .iter()
            .map(|value| format!("    if let payload::{name}::{} = it {{}}\n", value.name));
        function(format!("it: &payload::{name}"), values.collect());
    }
    text
}

fn rust_type(model: &Model, field: &Field) -> String {
    fn of(model: &Model, ty: &Type) -> String {
        match ty {
            // What the crate has from another one, it gives on.
            Type::Scalar(scalar) => {
                scalar.facts().rust.trim_start_matches("crate").trim_start_matches("::").to_owned()
            }
            Type::List(element) => format!("Vec<{}>", of(model, element)),
            Type::Object(index) => format!("payload::{}", model.objects[*index].name),
            Type::Enum(index) => format!("payload::{}", model.enums[*index].name),
        }
    }
    let ty = of(model, &field.ty);
    if field.optional { format!("Option<{ty}>") } else { ty }
}

/// The programs that do not compile, by the names of their cases.
fn broken_programs(scratch: &Scratch) -> BTreeSet<String> {
    let arguments =
        ["check", "--package", "user", "--bins", "--keep-going", "--message-format=json"];
    let output = scratch.cargo(&arguments);
    let mut broken = BTreeSet::new();
    for line in output.stdout.lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        if message["message"]["level"] == "error" {
            broken.insert(message["target"]["name"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(output.status.success(), broken.is_empty(), "{}", output.stderr);
    broken
}

#[test]
fn code_stops_compiling_where_the_rules_say() {
    let old = merged(|case| &case.old);
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "compatibility-code", &old);
    for case in cases() {
        scratch.write(format!("user/src/bin/{}.rs", case.name), &program(&model(&case.old)));
    }
    assert_eq!(broken_programs(&scratch), BTreeSet::new());

    scratch.generate(&merged(|case| &case.new));
    let major = cases()
        .into_iter()
        .filter(|case| verdict(case, Contract::Rust) == Some(Severity::Major))
        .map(|case| case.name);
    assert_eq!(broken_programs(&scratch), major.collect());
}

/// What cargo-semver-checks finds that a version of this kind may not have.
fn semver_checks(scratch: &Scratch, release: &str) -> Vec<String> {
    let output = scratch.cargo(&[
        "semver-checks",
        "--baseline-rustdoc=before.json",
        "--current-rustdoc=after.json",
        "--release-type",
        release,
        "--color=never",
    ]);
    assert!(output.stderr.contains("Checked ["), "it did not run: {}", output.stderr);
    // Explanations are indented deeper.
    let is_finding = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    output.stdout.lines().filter(is_finding).map(str::to_owned).collect()
}

/// The case that a finding is about: its name stands in the name of an item.
fn case_of<'a>(finding: &str, cases: &'a [Case]) -> &'a Case {
    let is_named =
        |case: &&Case| finding.contains(&case.name) || finding.contains(&case.pascal_name());
    let named = cases.iter().filter(is_named);
    named.max_by_key(|case| case.name.len()).unwrap_or_else(|| panic!("no case for {finding}"))
}

#[test]
#[ignore = "needs a tool: cargo install cargo-semver-checks --version 0.51.0 --locked"]
fn cargo_semver_checks_agrees_or_the_rule_says_why_not() {
    let scratch =
        Scratch::new(env!("CARGO_TARGET_TMPDIR"), "semver-checks", &merged(|case| &case.old));
    for (file, part) in [("before.json", None), ("after.json", Some(merged(|case| &case.new)))] {
        if let Some(description) = part {
            scratch.generate(&description);
        }
        // The JSON of rustdoc is not stable, so that the compiler wants to be asked twice.
        let _ = scratch
            .cargo(&[
                "rustdoc",
                "--package=voximplant-callbacks",
                "--config=env.RUSTC_BOOTSTRAP='1'",
                "--",
                "-Zunstable-options",
                "--output-format=json",
            ])
            .success();
        let json = concat!(env!("CARGO_TARGET_TMPDIR"), "/target/doc/voximplant_callbacks.json");
        scratch.write(file, &std::fs::read_to_string(json).unwrap());
    }

    let cases = cases();
    let found = |release| -> BTreeSet<_> {
        let findings = semver_checks(&scratch, release);
        findings.iter().map(|finding| case_of(finding, &cases).name.clone()).collect()
    };
    // What no minor version may have, and what no patch may have.
    let (major, more) = (found("minor"), found("patch"));
    let mut explained = BTreeSet::new();
    for case in &cases {
        let verdict = verdict(case, Contract::Rust);
        let is_major = verdict == Some(Severity::Major);
        let reasons = changes(case).into_iter().map(|change| change.rule);
        let excuses: Vec<_> =
            reasons.filter(|rule| rule.why.contains("cargo-semver-checks")).collect();
        if major.contains(&case.name) == is_major {
            assert!(is_major || !more.contains(&case.name) || verdict == Some(Severity::Minor));
        } else {
            assert!(!excuses.is_empty(), "{}: {verdict:?} is not explained", case.name);
            explained.extend(excuses.iter().map(|rule| rule.code));
        }
    }
    let excuses = RULES.iter().filter(|rule| rule.why.contains("cargo-semver-checks"));
    assert_eq!(explained, excuses.map(|rule| rule.code).collect(), "excuses that are not needed");
}
