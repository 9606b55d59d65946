//! Large descriptions, and descriptions with many mistakes. `cargo xtask bench gen` measures the
//! speed with the same descriptions.

mod synthetic;

use std::collections::BTreeSet;

use codegen::model::{Enum, Field, Kind, Model, Scalar, Struct, Type};
use codegen::{Diagnostic, Diagnostics};
use serde_json::Value;
use synthetic::{PUBLISHED, SEED, description, mistakes::MISTAKES};

fn resolved(text: &str) -> Model {
    codegen::resolve("callbacks.toml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(text: &str) -> Diagnostics {
    codegen::resolve("callbacks.toml", text).expect_err("there are mistakes")
}

/// The description with this many mistakes.
fn mistakes(name: &str, count: usize) -> String {
    let mistake = MISTAKES.iter().find(|(other, ..)| *other == name);
    let (.., text) = mistake.unwrap_or_else(|| panic!("no mistake is called {name}"));
    text(count)
}

#[test]
fn a_seed_gives_one_description_without_mistakes() {
    for kinds in [1, 10, 300] {
        for seed in 0..5 {
            let text = description(kinds, seed);
            assert_eq!(resolved(&text).kinds.len(), kinds);
            assert_eq!(description(kinds, seed), text);
        }
    }
    assert_ne!(description(10, 0), description(10, 1));
}

/// Every key of every table of the notation, so that nothing is left out of
/// what is measured.
#[test]
fn a_synthetic_description_has_all_that_the_notation_has() {
    let notation = codegen::fixed()
        .into_iter()
        .find(|artifact| artifact.path.ends_with("/notation.schema.json"))
        .expect("there is a JSON Schema of the notation");
    let notation: Value = serde_json::from_str(&notation.contents).unwrap();
    let tables = notation["definitions"].as_object().expect("there are tables").values();
    let keys: BTreeSet<&str> = tables
        .chain([&notation])
        .filter_map(|table| table["properties"].as_object())
        .flat_map(|properties| properties.keys().map(String::as_str))
        .collect();
    assert!(keys.len() > 20, "{keys:?}");

    let text = description(300, SEED);
    for key in keys {
        let spellings = [format!("{key} = "), format!("{key}]\n"), format!("[{key}.")];
        // The head of the published description is aligned.
        let is_there = spellings.iter().any(|spelling| text.contains(spelling))
            || text.lines().any(|line| line.split_once('=').is_some_and(|(k, _)| k.trim() == key));
        assert!(is_there, "no `{key}`: let codegen/tests/synthetic make some");
    }
}

#[test]
fn a_synthetic_description_has_the_shares_of_the_published_one() {
    let (published, synthetic) = (resolved(PUBLISHED), resolved(&description(1000, SEED)));
    let mut compared = 0;
    for ((what, real), (_, made_up)) in shares(&published).into_iter().zip(shares(&synthetic)) {
        assert!(made_up > 0.0, "nothing is {what}");
        if real > 0.0 {
            let ratio = made_up / real;
            assert!((0.6..1.6).contains(&ratio), "{what}: {made_up:.3} against {real:.3}");
            compared += 1;
        } else {
            assert!(
                made_up < 0.06,
                "{what}: {made_up:.3}, although the published description has none"
            );
        }
    }
    assert!(compared > 25, "{compared}");
}

/// Counts by name.
#[allow(clippy::cast_precision_loss)]
fn shares(model: &Model) -> Vec<(&'static str, f64)> {
    let kinds = |is: fn(&Kind) -> bool| {
        model.kinds.iter().filter(|kind| is(kind)).count() as f64 / model.kinds.len() as f64
    };
    let structs: Vec<&Struct> =
        model.kinds.iter().map(|kind| &kind.payload).chain(&model.objects).collect();
    let all: Vec<&Field> = structs.iter().flat_map(|of| &of.fields).collect();
    let fields = |is: fn(&Field) -> bool| {
        all.iter().filter(|field| is(field)).count() as f64 / all.len() as f64
    };
    let is_list_of_lists =
        |field: &Field| matches!(&field.ty, Type::List(ty) if matches!(**ty, Type::List(_)));
    let is_list_of_objects = |field: &Field| {
        matches!(field.ty, Type::List(_)) && matches!(field.ty.innermost(), Type::Object(_))
    };
    let per_kind = |count: usize| count as f64 / model.kinds.len() as f64;
    let values = |of: &Enum| of.values.len();
    vec![
        ("a kind without fields", kinds(|kind| kind.payload.fields.is_empty())),
        ("a kind of many fields", kinds(|kind| kind.payload.fields.len() > 4)),
        ("superseded", kinds(|kind| !kind.superseded_by.is_empty())),
        ("superseded by two", kinds(|kind| kind.superseded_by.len() > 1)),
        ("wrapped", kinds(|kind| kind.wrapped)),
        ("retired", kinds(|kind| kind.retired)),
        ("dated", kinds(|kind| kind.since.is_some())),
        ("confirmed", kinds(|kind| kind.confirm.is_some())),
        ("on a page", kinds(|kind| kind.payload.upstream.is_some())),
        ("a renamed kind", kinds(|kind| kind.payload.name.ends_with("Otherwise"))),
        ("an object", per_kind(model.objects.len())),
        ("an enum", per_kind(model.enums.len())),
        ("a value", per_kind(model.enums.iter().map(values).sum())),
        ("a renamed value", {
            let values = model.enums.iter().flat_map(|of| &of.values);
            per_kind(values.filter(|value| value.name.starts_with("Small")).count())
        }),
        ("a field", per_kind(all.len())),
        ("optional", fields(|field| field.optional)),
        ("sensitive", fields(|field| field.sensitive)),
        ("a renamed field", fields(|field| field.name != field.wire)),
        ("a number", fields(|field| field.ty == Scalar::Number.into())),
        ("a decimal", fields(|field| field.ty == Scalar::Decimal.into())),
        ("an integer decimal", fields(|field| field.ty == Scalar::DecimalInteger.into())),
        ("a decimal in quotes", fields(|field| field.ty == Scalar::DecimalText.into())),
        ("a string", fields(|field| field.ty == Scalar::String.into())),
        ("a boolean", fields(|field| field.ty == Scalar::Boolean.into())),
        ("a date", fields(|field| field.ty == Scalar::Date.into())),
        ("a timestamp", fields(|field| field.ty == Scalar::Timestamp.into())),
        ("a timestamp or date", fields(|field| field.ty == Scalar::TimestampOrDate.into())),
        ("a list of objects", fields(is_list_of_objects)),
        (
            "a list of strings",
            fields(|field| field.ty == Type::List(Box::new(Scalar::String.into()))),
        ),
        (
            "a list of numbers",
            fields(|field| field.ty == Type::List(Box::new(Scalar::Number.into()))),
        ),
        ("a list of lists", fields(is_list_of_lists)),
        ("an object itself", fields(|field| matches!(field.ty, Type::Object(_)))),
        ("of an enum", fields(|field| matches!(field.ty, Type::Enum(_)))),
    ]
}

#[test]
fn every_sort_of_mistake_is_among_those_that_are_measured() {
    let mut codes: BTreeSet<_> = Diagnostic::CODES.iter().copied().collect();
    // The envelope has four fields that can be wrong in this way.
    codes.remove("envelope");
    assert_eq!(MISTAKES.iter().map(|(_, code, _)| *code).collect::<BTreeSet<_>>(), codes);
}

#[test]
fn every_mistake_is_reported() {
    for (name, code, text) in MISTAKES {
        let problems = problems(&text(30));
        let found = problems.iter().filter(|problem| problem.code() == *code).count();
        // One cycle has one report, and so has one line that cannot be read.
        let made = if ["one-long-cycle", "syntax-in-one-line"].contains(name) { 1 } else { 30 };
        assert!(found >= made, "{found} of {name}: {problems}");
    }
}

#[test]
fn thousands_of_mistakes_are_all_shown() {
    for name in ["unknown-type", "missing-example", "name-collision"] {
        let report = problems(&mistakes(name, 2_000)).to_string();
        let (code, _) = report.split_once('\n').unwrap();
        let shown = report.lines().filter(|line| *line == code).count();
        assert!(shown >= 2_000, "{shown} of {name}");
        assert!(report.ends_with(&format!("\n{shown} problems in callbacks.toml")), "{name}");
    }
}

/// The line that holds all of the mistakes is part of each report.
#[test]
fn what_nobody_could_read_to_its_end_is_counted() {
    const COUNT: usize = 2_000;
    let problems = problems(&mistakes("duplicate-value", COUNT));
    let report = problems.to_string();
    assert!(report.len() < 9 * 1024 * 1024, "{}", report.len());
    let shown = report.lines().filter(|line| *line == "duplicate").count();
    assert!(shown > 100, "{shown}");
    let end = format!("\n{} more of duplicate\n{COUNT} problems in callbacks.toml", COUNT - shown);
    assert!(report.ends_with(&end), "{}", &report[report.len() - 200..]);
    assert_eq!(problems.iter().count(), COUNT);
}

#[test]
fn guesses_are_made_for_the_first_of_very_many_mistakes() {
    let few = problems(&mistakes("unknown-type", 100));
    let many = problems(&mistakes("unknown-type", 600));
    let guessed = |problems: &Diagnostics| {
        let help = problems.iter().filter_map(|problem| problem.fix());
        help.filter(|help| help.starts_with("did you mean `SimilarObject")).count()
    };
    assert_eq!(guessed(&few), 100);
    assert!((50..600).contains(&guessed(&many)), "{}", guessed(&many));
    // Without a guess, an object may be the one that was meant.
    assert!(many.iter().all(|problem| problem.code() == "unknown-type"));
    assert_eq!(many.iter().count(), 600);
}

#[test]
fn long_cycles_and_lists_are_cut() {
    let cycle = problems(&mistakes("one-long-cycle", 100)).to_string();
    assert!(cycle.contains("in a cycle: Step0 -> Step1 -> "), "{cycle}");
    assert!(cycle.contains(" -> Step19 -> … -> Step0\n"), "{cycle}");
    assert_eq!(cycle.matches("` holds `").count(), 20, "{cycle}");
    let short = problems(&mistakes("one-long-cycle", 20)).to_string();
    assert!(short.contains(" -> Step19 -> Step0\n"), "{short}");

    let long = mistakes("example-of-long-enum", 100).replace("KNWON_VALUE", "nothing-like-it");
    let help = problems(&long).iter().next().and_then(|problem| problem.fix().map(str::to_owned));
    let help = help.expect("it says how to fix it");
    assert!(help.starts_with("write one of these in quotes: `KNOWN_VALUE_0`, "), "{help}");
    assert!(help.ends_with("`KNOWN_VALUE_19`, and 80 more"), "{help}");
}
