//! What is generated from a small description that has everything once: kept
//! as golden files, and then compiled without a warning and run.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use test_support::{assert_golden_folder, files, folder, read, run, write};
use tests::Scratch;

const DESCRIPTION: &str = "tests/golden/callbacks.toml";
const EXPECTED: &str = "tests/golden/expected";

#[test]
fn the_small_description_gives_the_files_that_are_kept() {
    let artifacts = codegen::generate(DESCRIPTION, &read(DESCRIPTION)).unwrap();
    let generated: BTreeMap<PathBuf, String> = artifacts
        .into_iter()
        // They are so long that they are run instead of read.
        .filter(|artifact| !artifact.path.ends_with("-vectors.json"))
        .map(|artifact| {
            let text = match &*artifact.path {
                "schema/generated/reference.html" => without_program(&artifact.contents),
                _ => artifact.contents,
            };
            (PathBuf::from(EXPECTED).join(artifact.path), text)
        })
        .collect();

    assert_golden_folder(EXPECTED, "", &generated);
}

/// A page without its style, its script and their hashes, which are the same
/// for every description.
fn without_program(page: &str) -> String {
    let mut page = page.to_owned();
    let parts = [
        ("style-src 'sha256-", "'"),
        ("script-src 'sha256-", "'"),
        ("<style>", "</style>"),
        ("<script>", "</script>"),
    ];
    for (start, end) in parts {
        let (before, rest) = page.split_once(start).unwrap();
        let (_, after) = rest.split_once(end).unwrap();
        page = format!("{before}{start}…{end}{after}");
    }
    page
}

const PROGRAM: &str = r##"
use voximplant_callbacks::{
    Body, Callback, Decoded, Event, ExhaustiveEvent, Handler, Kind, jiff::civil::date, payload,
};

struct Names;

impl Handler for Names {
    type Output<'a> = &'static str;

    fn on_quiet(&mut self, _: &Callback, _: &payload::Quiet) -> &'static str {
        "quiet"
    }

    fn on_everything(&mut self, _: &Callback, _: &payload::Everything) -> &'static str {
        "everything"
    }

    fn on_wrapped(&mut self, _: &Callback, _: &payload::Wrapped) -> &'static str {
        "wrapped"
    }
}

fn decode(body: &str) -> Callback {
    let mut body = Body::decode(body.as_bytes()).unwrap();
    match body.callbacks.remove(0) {
        Decoded::Callback(callback) => callback,
        other => panic!("{other:?}"),
    }
}

fn main() {
    let everything = decode(include_str!("everything.json"));
    assert_eq!(everything.dispatch(&mut Names), "everything");
    let ExhaustiveEvent::Everything(payload) = everything.event.exhaustive() else { panic!() };
    assert_eq!(payload.number, 5);
    assert_eq!(payload.decimal.to_string(), "1.50");
    assert_eq!(payload.integer.to_string(), "3");
    assert_eq!(payload.text.to_string(), "20.00");
    assert_eq!(payload.date, date(2026, 2, 28));
    assert_eq!(payload.timestamp_or_date.to_string(), "2026-02-28 10:20:30");
    assert_eq!(payload.number_or_string.as_str(), "0e7f4c2a");
    assert_eq!(payload.numbers, [1, 2]);
    assert_eq!(payload.state, payload::State::InProgress);
    assert_eq!(payload.places[0].place_type, "city");
    assert_eq!(payload.may_be_absent, Some(date(2026, 3, 1)));
    assert!(!format!("{everything:?}").contains("secret"));
    let json = serde_json::to_string(&everything).unwrap();
    assert!(json.contains(r#""text":"20.00","string":"secret""#), "{json}");

    let wrapped = decode(include_str!("wrapped.json"));
    assert_eq!(wrapped.dispatch(&mut Names), "wrapped");
    assert!(matches!(&wrapped.event, Event::Wrapped(payload) if payload.place.place_type == "city"));
    assert!(serde_json::to_string(&wrapped).unwrap().contains(r#""wrapped":{"wrapped":{"place""#));

    let quiet = decode(r#"{"callbacks": [{"type": "quiet", "callback_id": 7, "account_id": 1}]}"#);
    assert_eq!(quiet.dispatch(&mut Names), "quiet");
    assert!(quiet.kind().is_deprecated());
    assert_eq!(quiet.kind().superseded_by(), [Kind::Everything]);
    assert_eq!(Kind::Everything.confirm_by(), Some("GetEverything"));
    assert_eq!(Kind::Everything.upstream(), Some("https://docs.example.com/everythingcallback"));
    assert_eq!(Kind::ALL.len(), 3);
    assert!(Kind::ALL.iter().all(|kind| Kind::from_wire_name(kind.as_str()) == Some(*kind)));
}
"##;

#[test]
fn the_small_sdk_compiles_without_a_warning_and_works() {
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "golden", &read(DESCRIPTION));
    let package = ["--package", "voximplant-callbacks", "--all-features"];
    let _ = scratch
        .cargo(&[&["clippy"], &package[..], &["--", "--deny", "warnings"]].concat())
        .success();

    scratch.write("user/src/main.rs", &format!("#![deny(warnings)]\n{PROGRAM}"));
    for kind in ["everything", "wrapped"] {
        let sample = format!("{EXPECTED}/schema/generated/samples/{kind}/valid.json");
        scratch.write(format!("user/src/{kind}.json"), &read(sample));
    }
    scratch.cargo(&["run", "--package", "user"]).success();
}

const VECTORS_PROGRAM: &str = r#"
mod reader_vectors;

fn main() {
    let failures = reader_vectors::failures(include_str!("reader-vectors.json"));
    assert!(failures.is_empty(), "{failures:#?}");
}
"#;

/// The published description does not have every type: here, all of them are read by the rules.
#[test]
fn the_small_sdk_reads_its_own_vectors() {
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "golden-vectors", &read(DESCRIPTION));
    scratch.write("user/src/main.rs", VECTORS_PROGRAM);
    scratch.write("user/src/reader_vectors.rs", &read("tests/src/reader_vectors.rs"));
    let artifacts = codegen::generate(DESCRIPTION, &read(DESCRIPTION)).unwrap();
    let vectors = artifacts.iter().find(|it| it.path.ends_with("reader-vectors.json")).unwrap();
    scratch.write("user/src/reader-vectors.json", &vectors.contents);
    scratch.cargo(&["run", "--package", "user"]).success();
}

/// What breaks a file is refused or written so that it does not.
#[test]
fn whatever_a_description_may_say_compiles_and_is_documented_without_a_warning() {
    let description = read("tests/golden/hostile.toml");
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "hostile", &description);
    let package = ["--package", "voximplant-callbacks", "--lib", "--all-features"];
    for command in ["clippy", "rustdoc"] {
        let arguments = [&[command], &package[..], &["--", "--deny", "warnings"]].concat();
        scratch.cargo(&arguments).success();
    }
    for artifact in codegen::generate("hostile.toml", &description).unwrap() {
        if std::path::Path::new(&artifact.path).extension().is_some_and(|it| it == "json") {
            let json = serde_json::from_str::<serde_json::Value>(&artifact.contents);
            assert!(json.is_ok(), "{}: {json:?}", artifact.path);
        }
    }
}

/// The same in Go. Only there are types of a description beside what is
/// written by hand.
#[test]
#[ignore = "needs Go"]
fn whatever_a_description_may_say_compiles_in_go() {
    for description in [DESCRIPTION, "tests/golden/hostile.toml"] {
        let folder = folder!("go");
        for path in files("packages/go", "") {
            let name = path.strip_prefix("packages/go").unwrap();
            if !name.starts_with("archive") && !name.to_string_lossy().ends_with("_test.go") {
                write(folder.join(name), &read(&path));
            }
        }
        for artifact in codegen::generate(description, &read(description)).unwrap() {
            let path = artifact.path.strip_prefix("schema/generated/").unwrap_or_default();
            if let Some(path) = path.strip_prefix("go/") {
                write(folder.join(path), &artifact.contents);
            } else if path.ends_with(".schema.json") {
                write(folder.join("schemas").join(path), &artifact.contents);
            }
        }
        let _ = run(Command::new("go").args(["vet", "./..."]).current_dir(&folder)).success();
        let formatted = run(Command::new("gofmt").args(["-l", "."]).current_dir(&folder)).success();
        assert_eq!(formatted.stdout, "", "{description}");
    }
}

/// Naming a superseded kind is a warning that names the successor.
#[test]
fn a_superseded_kind_is_deprecated() {
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "superseded", &read(DESCRIPTION));
    scratch.write(
        "user/src/main.rs",
        "fn main() {\n    println!(\"{}\", voximplant_callbacks::Kind::Quiet);\n}\n",
    );
    let message = scratch.cargo(&["check", "--package", "user"]).success().stderr;
    assert!(message.contains("use of deprecated unit variant"), "{message}");
    assert!(message.contains("superseded by `everything`"), "{message}");
}
