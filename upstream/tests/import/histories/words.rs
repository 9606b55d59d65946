//! What a person writes: the first description, and after an import the words
//! and examples that it asks for.

use std::{collections::BTreeMap, fmt::Write as _};

use codegen::Diagnostics;
use upstream::{Depth, Type};

use super::world::{Kind, Listed, World};

const HEAD: &str = r#"version  = "0.1.0"
upstream = "https://example.com/"

[envelope]
doc      = "Words."
upstream = "AccountCallback"

[envelope.fields]
callback_id = { type = "number",                example = 1,   doc = "Words." }
type        = { type = "string", rust = "kind", example = "a", doc = "Words." }
account_id  = { type = "number",                example = 1,   doc = "Words." }
hash        = { type = "string",                example = "a", doc = "Words." }
"#;

/// The description of a world, in which fields with the same values share an
/// enum.
pub(super) fn described(world: &World) -> String {
    let mut text = HEAD.to_owned();
    let mut enums: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for kind in &world.kinds {
        let Kind { name, structure, .. } = kind;
        let _ = write!(text, "\n[kinds.{name}]\ndoc = \"Words.\"\nupstream = \"{structure}\"\n");
        if kind.depth != Depth::Flat {
            text.push_str("wrapped = true\n");
        }
        rows(&mut text, &format!("kinds.{name}"), &kind.fields, &world.prefix, &mut enums);
    }
    for object in &world.objects {
        let name = object.structure.trim_end_matches("Info");
        let _ = write!(
            text,
            "\n[objects.{name}]\ndoc = \"Words.\"\nupstream = \"{}\"\n",
            object.structure
        );
        rows(&mut text, &format!("objects.{name}"), &object.fields, &world.prefix, &mut enums);
    }
    for (values, name) in enums {
        let _ = write!(text, "\n[enums.{name}]\ndoc = \"Words.\"\nvalues = {values:?}\n");
    }
    filled_in(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// One description of all that these have, whose names differ.
pub(super) fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let tables = texts.map(|text| text.strip_prefix(HEAD).expect("no import changes the head"));
    std::iter::once(HEAD).chain(tables).collect()
}

fn rows(
    text: &mut String,
    table: &str,
    fields: &[Listed],
    prefix: &str,
    enums: &mut BTreeMap<Vec<String>, String>,
) {
    let _ = write!(text, "\n[{table}.fields]\n");
    for Listed { field, .. } in fields {
        let count = enums.len();
        let word = match (&field.values, &field.ty) {
            (Some(values), _) => {
                let name = codegen::pascal(prefix) + ["FirstStatus", "SecondStatus"][count.min(1)];
                enums.entry(values.clone()).or_insert(name).clone()
            }
            (None, ty @ Type::List(_)) => ty.to_string().replace("Info", ""),
            (None, ty) => ty.to_string(),
        };
        let _ = writeln!(text, "{} = {{ type = \"{word}\", doc = \"\" }}", field.name);
    }
}

/// The text with every word and example that is missing, if nothing else is.
pub(super) fn filled_in(text: &str) -> Result<String, Diagnostics> {
    let mut text = text.to_owned();
    let Err(problems) = codegen::resolve("doors.toml", &text) else { return Ok(text) };
    // From the end, so that the places before stay where they are.
    let mut places: Vec<_> = problems.iter().map(|it| (it.span(), it.code())).collect();
    places.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, code) in places {
        match code {
            "missing-description" => text.replace_range(span, "\"Words.\""),
            "missing-example" => {
                let line = text[span.start..].lines().next().unwrap();
                let word = line.split('"').nth(1).unwrap();
                let example = example(&text, word);
                let at = span.start + line.find("doc = ").unwrap();
                text.insert_str(at, &format!("example = {example}, "));
            }
            "example-misfit" => {
                let line_start = text[..span.start].rfind('\n').unwrap() + 1;
                let word = text[line_start..].split('"').nth(1).unwrap();
                text.replace_range(span, &example(&text, word));
            }
            _ => return Err(problems),
        }
    }
    codegen::resolve("doors.toml", &text).map(|_| text)
}

fn example(text: &str, word: &str) -> String {
    match word {
        "number" => "1".to_owned(),
        "decimal" => "1.50".to_owned(),
        "string" => "\"a\"".to_owned(),
        "boolean" => "true".to_owned(),
        "date" => "\"2026-01-31\"".to_owned(),
        "timestamp" => "\"2026-01-31 23:59:59\"".to_owned(),
        name => {
            let declared = text.split_once(&format!("[enums.{name}]")).unwrap().1;
            format!(
                "\"{}\"",
                declared.split("values = [").nth(1).unwrap().split('"').nth(1).unwrap()
            )
        }
    }
}
