//! The table that drives the readers of other languages: the kinds, objects and fields, with the
//! type of each field as one word. The readers know how to read a value of each type.

use std::fmt::Write;

use crate::{
    model::{Model, Reading, Struct, Type},
    words::literal,
};

/// Explains the words of the table, for a comment in it.
pub(super) const WORDS: [&str; 2] = [
    "`[word]` is a list, `word?` may be absent or null, `word!` must not appear in logs; a word with a",
    "capital letter names an object.",
];

/// The parts of the table, each with its name and its value as JSON, which JavaScript and Python
/// read alike.
pub(super) fn parts(model: &Model) -> [(&'static str, String); 4] {
    // Readers handle the field that names the kind themselves.
    let envelope = model.envelope_without_kind();
    let kinds = model.kinds.iter().map(|kind| (&*kind.wire, &kind.payload));
    let objects = model.objects.iter().map(|object| (&*object.name, object));
    [
        ("envelope", fields(model, &envelope, 0)),
        ("wrapped", wrapped(model)),
        ("kinds", named(model, kinds)),
        ("objects", named(model, objects)),
    ]
}

/// The kinds whose payload is documented one level deeper.
fn wrapped(model: &Model) -> String {
    let wrapped = model.kinds.iter().filter(|kind| kind.wrapped);
    let names: Vec<_> = wrapped.map(|kind| literal(&kind.wire)).collect();
    format!("[{}]", names.join(", "))
}

fn named<'a>(model: &Model, structs: impl Iterator<Item = (&'a str, &'a Struct)>) -> String {
    block(structs.map(|(name, of)| (name, fields(model, of, 1))), 0)
}

fn fields(model: &Model, of: &Struct, depth: usize) -> String {
    let fields = of.fields.iter().map(|field| {
        let mut word = word(model, &field.ty);
        if field.optional {
            word.push('?');
        }
        if field.sensitive {
            word.push('!');
        }
        (&*field.wire, literal(&word))
    });
    block(fields, depth)
}

fn word(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().reading {
            Reading::Number => "number",
            Reading::Decimal => "decimal",
            Reading::String => "string",
            Reading::Boolean => "boolean",
            Reading::Date => "date",
            Reading::Timestamp => "timestamp",
            Reading::TimestampOrDate => "timestamp_or_date",
            Reading::NumberOrString => "number_or_string",
        }
        .to_owned(),
        Type::Enum(_) => "string".to_owned(),
        Type::List(element) => format!("[{}]", word(model, element)),
        Type::Object(index) => model.objects[*index].name.clone(),
    }
}

/// An object with one member per line.
fn block<'a>(members: impl Iterator<Item = (&'a str, String)>, depth: usize) -> String {
    let mut lines = String::new();
    for (name, value) in members {
        let _ = writeln!(lines, "{:1$}{2}: {value},", "", 2 * depth + 2, literal(name));
    }
    if lines.is_empty() { "{}".to_owned() } else { format!("{{\n{lines}{:1$}}}", "", 2 * depth) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = r#"
version  = "0.1.0"
upstream = "https://example.com/"

[envelope]
doc = "What every callback carries."

[envelope.fields]
callback_id = { type = "number", example = 7001, doc = "Callback ID." }
type        = { type = "string", rust = "kind", example = "paid", doc = "Kind." }
account_id  = { type = "number", example = 1, doc = "Account ID." }
hash        = { type = "string", sensitive = true, example = "00", doc = "Hash." }

[kinds.paid]
doc     = "A payment was made."
wrapped = true

[kinds.paid.fields]
note   = { type = "Note", optional = true, sensitive = true, example = "LATE", doc = "Note." }
total  = { type = "string", holds = "decimal", example = "13.50", doc = "Total." }
due    = { type = "timestamp", or = "date", example = "2026-03-01 09:30:00", doc = "When it is due." }
payers = { type = "[Payer]", doc = "Who paid." }

[kinds.frozen]
doc = "The account was frozen."

[objects.Payer]
doc = "Who paid."

[objects.Payer.fields]
payer_id = { type = "number", example = 5, doc = "Payer ID." }

[enums.Note]
doc    = "A note."
values = ["LATE"]
"#;

    #[test]
    fn every_type_has_its_word() {
        let model = crate::resolve("description", DESCRIPTION).expect("the description is right");
        let [envelope, wrapped, kinds, objects] = parts(&model).map(|(_, json)| json);
        assert_eq!(
            envelope,
            "{\n  \"callback_id\": \"number\",\n  \"account_id\": \"number\",\n  \"hash\": \"string!\",\n}"
        );
        assert_eq!(wrapped, r#"["paid"]"#);
        assert_eq!(
            kinds,
            r#"{
  "paid": {
    "note": "string?!",
    "total": "decimal",
    "due": "timestamp_or_date",
    "payers": "[Payer]",
  },
  "frozen": {},
}"#
        );
        assert_eq!(objects, "{\n  \"Payer\": {\n    \"payer_id\": \"number\",\n  },\n}");
    }
}
