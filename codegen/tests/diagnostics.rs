//! What the author of a description sees: each `diagnostics/*.toml` has one
//! class of problem, and the `*.txt` beside it is the report.
//!
//! The reports are golden files.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen::model::{
    Enum, EnumValue, Example, Field, Kind, Model, Scalar, Struct, Type, Upstream,
};
use codegen::{Diagnostic, Diagnostics};
use test_support::{assert_golden_folder, files, read};

/// Where the descriptions with problems are, and their reports.
const FOLDER: &str = "codegen/tests/diagnostics";

/// A description with everything that the notation has, and no problem.
const VALID: &str = include_str!("valid.toml");

#[test]
fn every_report_is_as_agreed() {
    let reports = descriptions()
        .into_iter()
        .map(|path| (path.with_extension("txt"), report_of(&path).to_string() + "\n"));
    assert_golden_folder(FOLDER, ".txt", &reports.collect());
}

#[test]
fn every_code_has_a_report() {
    let reports: Vec<_> = descriptions().iter().map(|path| report_of(path)).collect();
    let reported: BTreeSet<_> =
        reports.iter().flat_map(Diagnostics::iter).map(Diagnostic::code).collect();
    assert_eq!(reported, Diagnostic::CODES.iter().copied().collect());
}

#[test]
fn every_problem_says_how_to_fix_it() {
    for path in descriptions() {
        for problem in report_of(&path).iter() {
            assert!(problem.fix().is_some(), "{}: {}", path.display(), problem.message());
        }
    }
}

/// Following every help text leaves no problem with names.
#[test]
fn proposed_names_are_free() {
    let mut count = 0;
    for path in descriptions() {
        let mut text = read(&path);
        let report = report_of(&path);
        // From the end, so that earlier places stay valid.
        for problem in report.iter().collect::<Vec<_>>().into_iter().rev() {
            count += usize::from(rename(&mut text, problem));
        }
        let proposed = |problem: &&Diagnostic| rename(&mut text.clone(), problem);
        if let Err(problems) = codegen::resolve("renamed.toml", &text) {
            let left: Vec<_> = problems.iter().filter(proposed).map(Diagnostic::message).collect();
            assert_eq!(left, Vec::<&str>::new(), "{}:\n{text}", path.display());
        }
    }
    assert!(count > 25, "{count}");
}

/// Follows the help of a problem with a name; `false` if it proposes no name.
fn rename(text: &mut String, problem: &Diagnostic) -> bool {
    if !["invalid-name", "reserved-name", "name-collision"].contains(&problem.code()) {
        return false;
    }
    let proposals = problem.fix().unwrap().split('`').skip(1).step_by(2);
    let Some(proposal) =
        proposals.into_iter().find(|it| it.contains("rust = ") || it.starts_with('['))
    else {
        return false;
    };
    let span = problem.span();
    let old = text[span.clone()].to_owned();
    if let Some(header) = proposal.strip_prefix('[') {
        let (table, name) = header.trim_end_matches(']').split_once('.').unwrap();
        for part in ["", ".fields"] {
            let header = |name: &str| format!("[{table}.{name}{part}]");
            *text = text.replace(&header(&old), &header(name));
        }
    } else if proposal.starts_with('{') {
        let table = text[..span.start]
            .rfind("{ value")
            .filter(|start| !text[*start..span.start].contains('}'));
        let place = match table {
            Some(start) => start..span.end + text[span.end..].find('}').unwrap() + 1,
            None => span,
        };
        text.replace_range(place, proposal);
    } else if old.starts_with('"') {
        text.replace_range(span, proposal.strip_prefix("rust = ").unwrap());
    } else if text[span.end..].starts_with(']') {
        text.insert_str(span.end + 1, &format!("\n{proposal}"));
    } else {
        let row = span.end + text[span.end..].find('{').unwrap() + 1;
        text.insert_str(row, &format!(" {proposal},"));
    }
    true
}

#[test]
fn a_valid_description_becomes_the_model() {
    let model =
        codegen::resolve("valid.toml", VALID).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(model, expected_model());
}

#[test]
fn line_endings_and_a_byte_order_mark_change_nothing() {
    let with_crlf = VALID.replace('\n', "\r\n");
    for text in [with_crlf.clone(), format!("\u{feff}{VALID}"), format!("\u{feff}{with_crlf}")] {
        let model = codegen::resolve("valid.toml", &text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(model, expected_model());
    }

    let broken = VALID.replace("type = \"[number]\"", "type = \"[numbr]\"");
    let place = |text: &str| {
        let report = codegen::resolve("valid.toml", text).unwrap_err().to_string();
        report.lines().find(|line| line.contains("valid.toml:")).unwrap().to_owned()
    };
    assert_eq!(place(&broken), place(&broken.replace('\n', "\r\n")));
    assert_eq!(place(&broken), place(&format!("\u{feff}{broken}")));
    let first = |text: &str| place(&text.replace("version", "versio"));
    assert_eq!(first(VALID), first(&format!("\u{feff}{VALID}")));
}

#[test]
fn colour_is_only_there_when_asked_for() {
    let problems = codegen::resolve("empty.toml", "").unwrap_err();
    assert!(!problems.render(false).contains('\u{1b}'));
    assert!(problems.render(true).contains('\u{1b}'));
}

/// Cuts a description at every place, and replaces every letter with what a typing mistake or a bad
/// merge may insert.
#[test]
fn no_text_makes_it_panic() {
    // Every resolution reads the whole text, so the text is short, but has everything.
    let text = r#"version = "0.1.0"
[envelope.fields]
type = { type = "string", example = "ö", doc = "Kind." }
[kinds.a]
doc = "A."
superseded_by = ["a"]
fields.b = { type = "[[B]]", example = [["x"], []], doc = "B." }
fields.c = { type = "C", or = "date", example = 1.5 }
[objects.C.fields]
c = { type = "C", holds = "decimal", rust = "type" }
[enums.B]
values = ["x", { value = "y", rust = "X" }]
"#;
    let slips = ["", "\"", "\n", "[", "]", "{", "}", "=", ",", "é", "\u{0}", "\r", "'''", "."];
    for (turn, (index, letter)) in text.char_indices().enumerate() {
        let (before, rest) = text.split_at(index);
        let after = &rest[letter.len_utf8()..];
        let some = slips.iter().skip(turn % 5).step_by(5);
        let slipped = some.map(|slip| format!("{before}{slip}{after}"));
        for text in slipped.chain([before.to_owned()]) {
            let report = codegen::resolve("slip.toml", &text).unwrap_err().to_string();
            assert!(!report.contains("Failed to read contents"), "{report}");
        }
    }
}

#[test]
fn ten_thousand_problems_are_all_reported() {
    let mut text = VALID.to_owned();
    text.push_str("\n[kinds.long]\ndoc = \"A long kind.\"\n[kinds.long.fields]\n");
    for index in 0..5_000 {
        writeln!(text, "field_{index} = {{ type = \"nonsense\", dco = \"Field.\" }}").unwrap();
    }
    let problems = codegen::resolve("long.toml", &text).unwrap_err();
    let report = problems.to_string();
    assert_eq!(problems.iter().count(), 15_000);
    assert!(report.ends_with("15000 problems in long.toml"));
}

#[test]
fn a_long_chain_of_objects_is_no_problem() {
    let mut text = VALID.replace("type = \"[Device]\"", "type = \"Link0\"");
    text = text.replace("objects.Device", "objects.Link5000");
    for index in 0..5_000 {
        write!(
            text,
            "\n[objects.Link{index}]\ndoc = \"A link.\"\n[objects.Link{index}.fields]\n\
             next = {{ type = \"Link{}\", doc = \"The next one.\" }}\n",
            index + 1
        )
        .unwrap();
    }
    let model =
        codegen::resolve("chain.toml", &text).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(model.objects.len(), 5_001);
}

fn report_of(path: &Path) -> Diagnostics {
    let name = path.file_name().unwrap().to_str().unwrap();
    match codegen::resolve(name, &read(path)) {
        Ok(_) => panic!("{name} has no problem"),
        Err(problems) => problems,
    }
}

fn descriptions() -> Vec<PathBuf> {
    files(FOLDER, ".toml")
}

fn expected_model() -> Model {
    let ping = Kind {
        wire: "ping".to_owned(),
        payload: Struct {
            name: "Pong".to_owned(),
            doc: "A ping.".to_owned(),
            upstream: None,
            fields: Vec::new(),
        },
        group: None,
        wrapped: false,
        since: None,
        confirm: None,
        superseded_by: Vec::new(),
        retired: true,
    };
    let device = Struct {
        name: "Device".to_owned(),
        doc: "A device.".to_owned(),
        upstream: None,
        fields: vec![field("kind", Type::Enum(0), Some(text("legal entity")))],
    };
    let value = |wire: &str, name: &str| EnumValue { wire: wire.to_owned(), name: name.to_owned() };
    let device_type = Enum {
        name: "DeviceType".to_owned(),
        doc: "What a device is.".to_owned(),
        values: vec![
            value("legal entity", "LegalEntity"),
            value("SIP", "Sip"),
            value("sip+", "SipPlus"),
        ],
    };
    Model {
        base: "https://voximplant-callbacks.invalid/".to_owned(),
        version: "0.1.0".to_owned(),
        groups: vec!["pings".to_owned(), "everything".to_owned()],
        envelope: expected_envelope(),
        kinds: vec![expected_kind(), ping],
        objects: vec![device],
        enums: vec![device_type],
    }
}

fn expected_envelope() -> Struct {
    let kind = field("type", Scalar::String, Some(text("ping")));
    let hash = field("hash", Scalar::String, Some(text("00ff")));
    Struct {
        name: "Envelope".to_owned(),
        doc: "What every callback has.".to_owned(),
        upstream: Some(upstream("AccountCallback")),
        fields: vec![
            field("callback_id", Scalar::Number, Some(Example::Number(7001))),
            named("kind", kind),
            field("account_id", Scalar::Number, Some(Example::Number(1))),
            Field { sensitive: true, ..hash },
        ],
    }
}

fn expected_kind() -> Kind {
    let name = field("name", Scalar::String, Some(text("")));
    let listed = |ty: Type| Type::List(Box::new(ty));
    let numbers = Example::List(vec![Example::Number(1), Example::Number(2)]);
    let batches = Example::List(vec![Example::Number(17), text("0e7f")]);
    let lists = Example::List(vec![
        Example::List(vec![text("a")]),
        Example::List(vec![text("b"), text("c")]),
    ]);
    let fields = vec![
        field("id", Scalar::Number, Some(Example::Number(12))),
        decimal("price", Scalar::Decimal, "-12.50"),
        decimal("whole", Scalar::Decimal, "100"),
        decimal("charge", Scalar::DecimalInteger, "1000.10"),
        decimal("total", Scalar::DecimalText, "120.00"),
        Field { optional: true, ..name },
        field("is_ready", Scalar::Boolean, Some(Example::Boolean(false))),
        field("day", Scalar::Date, Some(text("2024-02-29"))),
        field("at", Scalar::Timestamp, Some(text("2026-12-31 23:59:59"))),
        field("from", Scalar::TimestampOrDate, Some(text("2026-01-01 00:00:00"))),
        field("ids", listed(Scalar::Number.into()), Some(numbers)),
        field("batch", Scalar::NumberOrString, Some(text("0e7f"))),
        field("batches", listed(Scalar::NumberOrString.into()), Some(batches)),
        field("lists", listed(listed(Scalar::String.into())), Some(lists)),
        named("device_type", field("type", Type::Enum(0), Some(text("SIP")))),
        field("devices", listed(Type::Object(0)), None),
    ];
    Kind {
        wire: "a2p_everything".to_owned(),
        payload: Struct {
            name: "A2pEverything".to_owned(),
            doc: "Everything happened at once.".to_owned(),
            upstream: Some(upstream("A2PEverythingCallback")),
            fields,
        },
        group: Some("everything".to_owned()),
        wrapped: true,
        since: Some("2019-06".to_owned()),
        confirm: Some("GetAccountInfo".to_owned()),
        superseded_by: vec!["ping".to_owned()],
        retired: false,
    }
}

fn upstream(name: &str) -> Upstream {
    Upstream {
        name: name.to_owned(),
        url: format!("https://example.com/reference/{}", name.to_lowercase()),
    }
}

fn field(wire: &str, ty: impl Into<Type>, example: Option<Example>) -> Field {
    Field {
        wire: wire.to_owned(),
        name: wire.to_owned(),
        ty: ty.into(),
        optional: false,
        sensitive: false,
        doc: format!("What `{wire}` tells."),
        example,
    }
}

fn named(name: &str, field: Field) -> Field {
    Field { name: name.to_owned(), ..field }
}

fn decimal(wire: &str, scalar: Scalar, digits: &str) -> Field {
    let example = Example::Decimal(digits.to_owned());
    field(wire, scalar, Some(example))
}

fn text(text: &str) -> Example {
    Example::Text(text.to_owned())
}

/// In Go, the types of a description are in the same package as hand-written code.
#[test]
fn names_of_the_go_module_are_reserved() {
    let mut names = BTreeSet::new();
    for path in files("packages/go", ".go") {
        let is_of_the_package = path.parent().is_some_and(|folder| folder.ends_with("packages/go"));
        if !is_of_the_package || path.to_string_lossy().ends_with("_test.go") {
            continue;
        }
        let text = read(&path);
        let words =
            |line: &str| line.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        for line in text.lines() {
            let words: Vec<String> = words(line);
            let name = match &words[..] {
                [keyword, name, ..] if ["func", "type", "var", "const"].contains(&&**keyword) => {
                    name
                }
                // Of a group of constants.
                [indent, name, ..] if line.starts_with('\t') && indent.is_empty() => name,
                _ => continue,
            };
            let is_constant = ["Err", "Refusal", "Claim"].iter().any(|of| name.starts_with(of));
            if name.starts_with(|c: char| c.is_ascii_uppercase())
                && (!line.starts_with('\t') || is_constant)
            {
                names.insert(name.clone());
            }
        }
    }
    assert!(names.len() > 60, "{names:?}");
    for name in names {
        let text = VALID.replacen(
            "[kinds.",
            &format!("[kinds.zzz]\ndoc = \"Z.\"\nrust = \"{name}\"\n\n[kinds."),
            1,
        );
        let problems = codegen::resolve("reserved.toml", &text).err();
        let is_refused = |problems: Diagnostics| {
            problems.iter().any(|it| it.code() == "reserved-name" && it.message().contains(&name))
        };
        assert!(problems.is_some_and(is_refused), "{name} is not reserved");
    }
}
