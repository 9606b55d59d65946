//! What happens when upstream adds a kind: only the description is edited. Programs that use the
//! SDK are really compiled.

use std::{collections::BTreeMap, fmt::Write};

use tests::{Scratch, read};
use voximplant_callbacks::Kind;

/// A kind with three fields and an enum, as upstream might add it.
const NEW_KIND: &str = r#"
[kinds.number_ported]
doc = "A phone number moved to another operator."

[kinds.number_ported.fields]
phone_id = { type = "number", example = 1101, doc = "Number of the record." }
fee      = { type = "decimal", example = 2.50, doc = "What the move cost, in the account's currency." }
state    = { type = "PortingState", example = "DONE", doc = "How far the move has come." }

[enums.PortingState]
doc    = "How far the move of a phone number has come."
values = ["STARTED", "DONE"]
"#;

/// The description with the new kind in front of this table.
fn description_with_it_before(table: &str) -> String {
    let description = read("schema/callbacks.toml");
    assert!(description.contains(table), "{table}");
    description.replacen(table, &format!("{}\n{table}", NEW_KIND.trim_start()), 1)
}

/// The description with one more kind.
fn description() -> String {
    read("schema/callbacks.toml") + NEW_KIND
}

/// What the program prints.
fn run(scratch: &Scratch) -> String {
    scratch.cargo(&["run", "--package", "user", "--bin", "user"]).success().stdout
}

/// Matches every kind of the published description, in a file of its own.
fn exhaustive_program() -> String {
    let mut arms = String::new();
    for kind in Kind::ALL {
        writeln!(arms, "        ExhaustiveEvent::{kind:?}(_) => \"{kind}\",").unwrap();
    }
    format!(
        "use voximplant_callbacks::{{Event, ExhaustiveEvent}};\n\n\
         pub fn name(event: &Event) -> &'static str {{\n    match event.exhaustive() {{\n{arms}    }}\n}}\n\n\
         fn main() {{}}\n"
    )
}

/// Handles every kind of the published description.
fn handler_program() -> String {
    let mut methods = String::new();
    for kind in Kind::ALL {
        writeln!(methods, "    fn on_{kind}(&mut self, _: &Callback, _: &payload::{kind:?}) {{}}")
            .unwrap();
    }
    format!(
        "#![deny(warnings)]\nuse voximplant_callbacks::{{Callback, Handler, payload}};\n\n\
         struct Quiet;\n\nimpl Handler for Quiet {{\n    type Output<'a> = ();\n{methods}}}\n\n\
         fn main() {{\n    let _ = |callback: &Callback| callback.dispatch(&mut Quiet);\n}}\n"
    )
}

const WILDCARD_PROGRAM: &str = r##"
#![deny(warnings)]
use voximplant_callbacks::{Body, Decoded, Event};

fn main() {
    let body = r#"{"callbacks": [{"type": "number_ported", "callback_id": 7, "account_id": 1, "balance": 1,
        "number_ported": {"phone_id": 5, "fee": 2.50, "state": "LOST"}}]}"#;
    for decoded in Body::decode(body.as_bytes()).unwrap().callbacks {
        match decoded {
            Decoded::Callback(callback) => match &callback.event {
                Event::CardPayment(payment) => println!("{}", payment.amount),
                _ => println!("another"),
            },
            Decoded::Unknown(unknown) => println!("unknown {}", unknown.kind()),
            Decoded::Malformed(malformed) => println!("{}", malformed.error()),
        }
    }
}
"##;

const NEW_KIND_PROGRAM: &str = r##"
use voximplant_callbacks::{Body, Decoded, Event, payload::PortingState};

fn main() {
    let body = r#"{"callbacks": [{"type": "number_ported", "callback_id": 7, "account_id": 1, "balance": 1,
        "number_ported": {"phone_id": 5, "fee": 2.50, "state": "DONE"}}]}"#;
    let body = Body::decode(body.as_bytes()).unwrap();
    let Decoded::Callback(callback) = &body.callbacks[0] else { panic!("{body:?}") };
    let Event::NumberPorted(ported) = &callback.event else { panic!("{callback:?}") };
    assert_eq!(ported.state, PortingState::Done);
    println!("{} {}", ported.fee, serde_json::to_string(callback).unwrap());
}
"##;

#[test]
fn code_with_a_wildcard_goes_on_compiling_and_exhaustive_code_stops() {
    let old = read("schema/callbacks.toml");
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "new-kind", &old);

    // Today, all three compile, and the kind is unknown.
    scratch.write("user/src/main.rs", WILDCARD_PROGRAM);
    scratch.write("user/src/bin/exhaustive.rs", &exhaustive_program());
    scratch.write("user/src/bin/handler.rs", &handler_program());
    scratch.cargo(&["check", "--package", "user"]).success();
    assert_eq!(run(&scratch), "unknown number_ported\n");

    // Tomorrow, the kind is known, and code that asked for every kind stops compiling.
    scratch.generate(&description());
    assert_eq!(run(&scratch), "another\n");
    let output = scratch.cargo(&["check", "--package", "user", "--bin", "exhaustive"]);
    let message = output.stderr;
    assert!(!output.status.success());
    assert!(message.contains("non-exhaustive patterns"), "{message}");
    assert!(message.contains("ExhaustiveEvent::NumberPorted(_)` not covered"), "{message}");
    let output = scratch.cargo(&["check", "--package", "user", "--bin", "handler"]);
    let message = output.stderr;
    assert!(!output.status.success());
    assert!(message.contains("missing: `on_number_ported`"), "{message}");

    // And it is decoded, matched and written like all the others.
    scratch.write("user/src/main.rs", NEW_KIND_PROGRAM);
    let printed = run(&scratch);
    assert!(printed.starts_with("2.50 {\"type\":\"number_ported\""), "{printed}");
    assert!(printed.contains(r#""number_ported":{"phone_id":5,"fee":2.50,"state":"DONE"}"#));

    // The SDK's own tests pass as they are; the example that matches without a wildcard does not
    // compile.
    let sdk = ["--package", "voximplant-callbacks"];
    scratch.cargo(&[&["test", "--lib", "--tests"], &sdk[..]].concat()).success();
    let output = scratch.cargo(&[&["check", "--example", "server"], &sdk[..]].concat());
    let message = output.stderr;
    assert!(message.contains("ExhaustiveEvent::NumberPorted(_)` not covered"), "{message}");
}

#[test]
fn a_new_kind_is_in_the_json_schema_and_in_the_samples() {
    let artifacts = codegen::generate("callbacks.toml", &description()).unwrap();
    let text = |path: &str| {
        let artifact = artifacts.iter().find(|artifact| artifact.path == path);
        &artifact.unwrap_or_else(|| panic!("no {path}")).contents
    };
    let schema = serde_json::from_str(text("schema/generated/validation.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let verdict = |case: &str| {
        let body = text(&format!("schema/generated/samples/number_ported/{case}.json"));
        validator.is_valid(&serde_json::from_str(body).unwrap())
    };
    assert!(verdict("valid"));
    assert!(!verdict("missing_field"));
    assert!(!verdict("wrong_type"));
    assert!(!verdict("mismatched_payload"));
    assert!(text("schema/generated/samples/index.json").contains("number_ported/valid.json"));
}

/// A recorded body stays what it is: the diff of an update shows what is new, and nothing else.
#[test]
fn a_new_kind_changes_no_published_body_of_another() {
    let bodies = |description: &str| -> BTreeMap<String, String> {
        let artifacts = codegen::generate("callbacks.toml", description).unwrap();
        let bodies = artifacts
            .into_iter()
            .filter(|it| it.path.contains("/samples/") || it.path.ends_with("-vectors.json"));
        bodies.map(|it| (it.path, it.contents)).collect()
    };
    let index = |bodies: &mut BTreeMap<String, String>| {
        let index = bodies.remove("schema/generated/samples/index.json").unwrap();
        serde_json::from_str::<serde_json::Value>(&index).unwrap()["samples"].take()
    };
    let is_of_it = |name: &str| name.contains("number_ported");

    let mut before = bodies(&read("schema/callbacks.toml"));
    let index_before = index(&mut before);
    // At the start of the kinds, in their middle, and at their end.
    for table in ["[kinds.account_document_uploaded]", "[kinds.min_balance]", "[objects."] {
        let mut after = bodies(&description_with_it_before(table));
        let mut index_after = index(&mut after);
        assert!(after.keys().any(|path| is_of_it(path)), "{table}");
        after.retain(|path, _| !is_of_it(path));
        assert_eq!(after, before, "{table}");
        let entries = index_after.as_array_mut().unwrap();
        entries.retain(|entry| !is_of_it(entry["file"].as_str().unwrap()));
        assert_eq!(index_after, index_before, "{table}");
    }
}
