//! The generator takes as an example what the decoder reads, and draws the
//! same line: neither depends on the other, so that only a test can say so.

use proptest::{
    prelude::*,
    string::string_regex,
    test_runner::{Config, RngSeed, TestRunner},
};
use voximplant_callbacks::{Body, Decoded};

/// A type of the notation, and a field of the published description that has
/// it: the rest of its payload, and its name.
const TYPES: &[(&str, &str, &str, &str)] = &[
    ("number", "card_payment", r#""amount": 1"#, "transaction_id"),
    ("decimal", "card_payment", r#""transaction_id": 1"#, "amount"),
    ("date", "expiring_callerid", r#""callerids": []"#, "expiration_date"),
    (
        "timestamp",
        "call_history_report",
        r#""history_report_id": 1, "success": true"#,
        "order_date",
    ),
];

/// Whether `gen` takes a literal, as TOML writes it, as an example of a type.
fn generates(attributes: &str, literal: &str) -> bool {
    let description = format!(
        r#"version  = "0.1.0"
upstream = "https://example.com/"
[envelope]
doc = "What every callback has."
[envelope.fields]
callback_id = {{ type = "number", example = 1, doc = "Its ID." }}
type        = {{ type = "string", rust = "kind", example = "a", doc = "Its kind." }}
account_id  = {{ type = "number", example = 1, doc = "The account ID." }}
hash        = {{ type = "string", example = "0", doc = "The hash." }}
[kinds.a]
doc = "A kind."
[kinds.a.fields]
value = {{ {attributes}, example = {literal}, doc = "A value." }}
"#
    );
    codegen::resolve("callbacks.toml", &description).is_ok()
}

/// Whether the decoder reads a literal, as JSON writes it, as a value of a
/// type.
fn decodes(word: &str, literal: &str) -> bool {
    let (_, kind, rest, field) = TYPES.iter().find(|(other, ..)| *other == word).unwrap();
    let body = format!(
        r#"{{"callbacks": [{{"callback_id": 1, "type": "{kind}", "account_id": 1, "balance": 0,
            "{kind}": {{{rest}, "{field}": {literal}}}}}]}}"#
    );
    let body = Body::decode(body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"));
    matches!(body.callbacks[..], [Decoded::Callback(_)])
}

fn check(word: &str, text: &str) {
    let is_text = ["date", "timestamp"].contains(&word);
    let literal = if is_text { format!("\"{text}\"") } else { text.to_owned() };
    let is_taken = generates(&format!("type = \"{word}\""), &literal);
    assert_eq!(is_taken, decodes(word, &literal), "{word}: {text}");
    if word == "decimal" {
        let quoted = format!("\"{text}\"");
        let is_taken = generates("type = \"string\", holds = \"decimal\"", &quoted);
        assert_eq!(is_taken, decodes(word, &quoted), "{word}: {quoted}");
    }
    if word == "timestamp" {
        let is_taken = generates("type = \"timestamp\", or = \"date\"", &literal);
        assert_eq!(is_taken, decodes(word, &literal), "{word}, or date: {text}");
    }
}

#[test]
fn both_have_the_same_limits() {
    let limits = [
        ("number", "0"),
        ("number", "18446744073709551615"),
        ("number", "18446744073709551616"),
        ("decimal", "79228162514264337593543950335"),
        ("decimal", "79228162514264337593543950336"),
        ("decimal", "-79228162514264337593543950335"),
        ("decimal", "0.0000000000000000000000000001"),
        ("decimal", "0.00000000000000000000000000001"),
        ("decimal", "0.00000000000000000000000000000"),
        ("decimal", "7.9228162514264337593543950335"),
        ("decimal", "7.9228162514264337593543950336"),
        ("decimal", "1.0000000000000000000000000000"),
        ("decimal", "1.00000000000000000000000000000"),
        ("date", "0000-12-31"),
        ("date", "0001-01-01"),
        ("date", "9999-12-31"),
        ("date", "2023-02-29"),
        ("date", "2024-02-29"),
        ("date", "20240229"),
        ("date", "2024-02-29 00:00:00"),
        ("timestamp", "0000-12-31 23:59:59"),
        ("timestamp", "0001-01-01 00:00:00"),
        ("timestamp", "9999-12-30 22:00:00"),
        ("timestamp", "9999-12-30 22:00:01"),
        ("timestamp", "9999-12-31 23:59:59"),
        ("timestamp", "2026-01-01 23:59:60"),
        ("timestamp", "2026-01-01 24:00:00"),
        ("timestamp", "2026-01-01T00:00:00"),
        ("timestamp", "2026-01-01 00:00:00Z"),
        ("timestamp", "2026-01-01 00:00:00.5"),
        ("timestamp", "2026-01-01 00:00"),
    ];
    for (word, text) in limits {
        check(word, text);
    }
}

#[test]
fn whatever_is_taken_as_an_example_is_read() {
    let date = "(0000|0001|1900|2000|2023|2024|9999)-(0[0-9]|1[0-3])-(0[0-9]|[12][0-9]|3[0-2])";
    let time = "([01][0-9]|2[0-4]):[0-6][0-9]:[0-6][0-9]";
    let timestamp = string_regex(&format!("{date} {time}")).unwrap();
    let texts = prop_oneof![
        "0|[1-9][0-9]{0,20}".prop_map(|text| ("number", text)),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,31})?".prop_map(|text| ("decimal", text)),
        "-?7922816251426433759354395[0-9]{4}".prop_map(|text| ("decimal", text)),
        date.prop_map(|text| ("date", text)),
        timestamp.prop_map(|text| ("timestamp", text)),
    ];
    let config = Config {
        cases: 512,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x5EED),
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&texts, |(word, text)| {
            check(word, &text);
            Ok(())
        })
        .unwrap();
}
