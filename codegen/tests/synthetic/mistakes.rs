//! Descriptions with a given number of mistakes of one sort, including sorts that could take
//! quadratic time: similar names, long cycles, and lines with all of them.

use std::fmt::Write as _;

/// A sort of mistake: its name, the code of its report, and a description with this many.
pub(crate) type Mistake = (&'static str, &'static str, fn(usize) -> String);

/// Every sort of mistake.
pub(crate) const MISTAKES: &[Mistake] = &[
    ("syntax-of-row", "syntax", |count| {
        fields(count, |_| r#"a = { type = "number", example = 1 doc = "A." }"#.to_owned())
    }),
    ("syntax-of-header", "syntax", |count| {
        each(count, |index| format!("[kinds.wrong_{index}\ndoc = \"A mistake.\""))
    }),
    ("syntax-in-one-line", "syntax", |count| values(&vec!["a b".to_owned(); count])),
    ("duplicate-row", "duplicate", |count| kinds(count, |_| "doc = \"Again.\"".to_owned())),
    ("duplicate-header", "duplicate", |count| {
        kinds(count, |index| format!("[kinds.wrong_{index}]\ndoc = \"Again.\""))
    }),
    ("duplicate-header-far-below", "duplicate", |count| {
        let entry = |index| kind(index, "");
        each(count, entry) + &each_entry(count, entry)
    }),
    ("duplicate-field", "duplicate", |count| {
        let field = |index| format!(r#"a{index} = {{ type = "number", example = 1, doc = "A." }}"#);
        fields(1, |_| each_entry(count, field)) + &each_entry(count, field)
    }),
    ("duplicate-value", "duplicate", |count| values(&vec!["\"A\"".to_owned(); count + 1])),
    ("unknown-key", "unknown-key", |count| kinds(count, |_| "sinse = \"2019-06\"".to_owned())),
    ("missing-key", "missing-key", |count| {
        fields(count, |_| r#"a = { example = 1, doc = "A." }"#.to_owned())
    }),
    ("invalid-value", "invalid-value", |count| kinds(count, |_| "since = \"2019\"".to_owned())),
    ("invalid-values-in-one-line", "invalid-value", |count| values(&vec!["1".to_owned(); count])),
    ("unseen-character", "unseen-character", |count| {
        kinds(count, |index| format!("confirm = \"Get\\u202e{index}\""))
    }),
    ("missing-description", "missing-description", |count| {
        each(count, |index| format!("[kinds.wrong_{index}]"))
    }),
    ("description-style", "description-style", |count| {
        each(count, |index| format!("[kinds.wrong_{index}]\ndoc = \"No stop\""))
    }),
    ("invalid-name", "invalid-name", |count| {
        each(count, |index| format!("[kinds.wrong-{index}]\ndoc = \"A mistake.\""))
    }),
    ("reserved-name", "reserved-name", |count| {
        fields(count, |_| r#"extra = { type = "number", example = 1, doc = "A." }"#.to_owned())
    }),
    ("name-collision", "name-collision", |count| {
        kinds(count, |index| format!("[kinds.wrong__{index}]\ndoc = \"The same in Rust.\""))
    }),
    ("value-collision", "value-collision", |count| {
        // On separate lines: other sorts have everything on one line.
        let both = |index| [format!("\n\"value {index}\""), format!("\n\"VALUE_{index}\"")];
        values(&(0..count).flat_map(both).collect::<Vec<_>>())
    }),
    ("unknown-type", "unknown-type", |count| {
        let similar = |index| {
            let object = object(
                &format!("SimilarObject{index}"),
                "number\", example = 1, rust = \"following",
            );
            field(index, &format!(r#"a = {{ type = "SimlarObject{index}", doc = "A." }}"#))
                + &object
        };
        each(count, similar)
    }),
    ("same-unknown-type", "unknown-type", |count| {
        let objects = |index| {
            let object = object(
                &format!("SimilarObject{index}"),
                "number\", example = 1, rust = \"following",
            );
            field(index, r#"a = { type = "SimilarObject", doc = "A." }"#) + &object
        };
        each(count, objects)
    }),
    ("misplaced-attribute", "misplaced-attribute", |count| {
        fields(count, |_| {
            r#"a = { type = "date", or = "date", example = "2026-01-31", doc = "A." }"#.to_owned()
        })
    }),
    ("missing-example", "missing-example", |count| {
        fields(count, |_| r#"a = { type = "number", doc = "A." }"#.to_owned())
    }),
    ("example-misfit", "example-misfit", |count| {
        fields(count, |_| r#"a = { type = "date", example = "today", doc = "A." }"#.to_owned())
    }),
    ("example-out-of-range", "example-out-of-range", |count| {
        fields(count, |_| r#"a = { type = "date", example = "0000-01-01", doc = "A." }"#.to_owned())
    }),
    ("example-of-long-enum", "example-misfit", |count| {
        let values: Vec<_> = (0..count).map(|index| format!("\"KNOWN_VALUE_{index}\"")).collect();
        let field = |index| {
            format!(r#"a = {{ type = "Long", example = "KNWON_VALUE_{index}", doc = "A." }}"#)
        };
        let list = values.join(", ");
        fields(count, field) + &format!("[enums.Long]\ndoc = \"Values.\"\nvalues = [{list}]\n")
    }),
    ("empty", "empty", |count| kinds(count, |_| "superseded_by = []".to_owned())),
    ("object-cycle", "object-cycle", |count| {
        let cycle = |index| {
            let name = format!("Cycle{index}");
            field(index, &format!(r#"a = {{ type = "{name}", doc = "A." }}"#))
                + &object(&name, &name)
        };
        each(count, cycle)
    }),
    ("one-long-cycle", "object-cycle", |count| {
        let step = |index| object(&format!("Step{index}"), &format!("Step{}", (index + 1) % count));
        fields(1, |_| r#"a = { type = "Step0", doc = "A." }"#.to_owned()) + &each_entry(count, step)
    }),
    ("many-long-cycles", "object-cycle", |count| {
        let step = |index| object(&format!("Step{index}"), &format!("Step{}", index + 1));
        let back = |index| format!(r#"a{index} = {{ type = "Step{index}", doc = "A." }}"#);
        fields(1, |_| r#"a = { type = "Step0", doc = "A." }"#.to_owned())
            + &each_entry(count, step)
            + &format!("[objects.Step{count}]\ndoc = \"Last.\"\n[objects.Step{count}.fields]\n")
            + &each_entry(count, back)
    }),
    ("unused", "unused", |count| {
        each(count, |index| {
            object(&format!("Unused{index}"), "number\", example = 1, rust = \"following")
        })
    }),
    ("unknown-group", "unknown-group", |count| {
        kinds(count, |index| format!("group = \"wrnog_{index}\""))
    }),
    ("unknown-successor", "unknown-successor", |count| {
        kinds(count, |index| format!("superseded_by = [\"wrnog_{index}\"]"))
    }),
    ("successor-cycle", "successor-cycle", |count| {
        kinds(count, |index| format!("superseded_by = [\"wrong_{index}\"]"))
    }),
    ("ambiguous-wrapper", "ambiguous-wrapper", |count| {
        fields(count, |index| {
            format!(r#"wrong_{index} = {{ type = "number", example = 1, doc = "A." }}"#)
        })
    }),
];

/// A small description without a mistake, and then an entry for each mistake.
fn each(count: usize, entry: impl Fn(usize) -> String) -> String {
    super::description(10, super::SEED) + &each_entry(count, entry)
}

fn each_entry(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, index| {
        writeln!(text, "{}", entry(index)).unwrap();
        text
    })
}

/// A kind for each mistake, which has this row.
fn kinds(count: usize, row: impl Fn(usize) -> String) -> String {
    each(count, |index| kind(index, &row(index)))
}

/// A kind for each mistake, which has this field.
fn fields(count: usize, row: impl Fn(usize) -> String) -> String {
    each(count, |index| field(index, &row(index)))
}

fn kind(index: usize, row: &str) -> String {
    format!("[kinds.wrong_{index}]\ndoc = \"A mistake.\"\n{row}\n")
}

fn field(index: usize, field: &str) -> String {
    kind(index, &format!("[kinds.wrong_{index}.fields]\n{field}"))
}

/// An object with a field of this type.
fn object(name: &str, ty: &str) -> String {
    format!(
        "[objects.{name}]\ndoc = \"An object.\"\n[objects.{name}.fields]\n\
         next = {{ type = \"{ty}\", doc = \"The next one.\" }}\n"
    )
}

/// An enum with these values in one line.
fn values(values: &[String]) -> String {
    let field = r#"a = { type = "Values", example = "A", doc = "A." }"#;
    fields(1, |_| field.to_owned())
        + &format!("[enums.Values]\ndoc = \"Values.\"\nvalues = [{}]\n", values.join(", "))
}
