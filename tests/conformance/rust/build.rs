//! Makes Rust types of the JSON Schema for types with typify, a way from `type`
//! to them, and a `match` over them: one that has every kind, and, for a build
//! that is to fail, one without each.
//!
//! Two things are prepared on the way. `Money` becomes an exact decimal in
//! place of a float. And a constant is written as an enum of one value, since
//! typify reads a constant string as any string.

use std::{env, error::Error, fmt::Write, fs, path::Path};

use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceImpl, TypeSpaceSettings};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=ARTIFACTS");
    println!("cargo::rustc-check-cfg=cfg(forgotten)");
    let artifacts =
        env::var("ARTIFACTS").unwrap_or_else(|_| "../../../schema/generated".to_owned());
    let path = format!("{artifacts}/types.draft-07.schema.json");
    println!("cargo::rerun-if-changed={path}");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let kinds = kinds(&schema)?;

    make_constants_enums(&mut schema);
    let mut settings = TypeSpaceSettings::default();
    settings.with_replacement(
        "Money",
        "rust_decimal::Decimal",
        [TypeSpaceImpl::Display].into_iter(),
    );
    let mut types = TypeSpace::new(&settings);
    types.add_root_schema(serde_json::from_value(schema)?)?;

    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("types.rs"), types.to_stream().to_string())?;
    fs::write(Path::new(&out).join("known.rs"), known(&kinds)?)?;
    fs::write(Path::new(&out).join("readme.rs"), readme()?)?;
    Ok(())
}

/// The lines to copy, to be run.
fn readme() -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed=README.md");
    let readme = fs::read_to_string("README.md")?;
    let block = readme.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next());
    Ok(format!("{{\n{}}}", block.ok_or("no block of Rust in README.md")?))
}

/// The value of `type` and the name of the definition, of every kind.
fn kinds(schema: &Value) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let references = schema["definitions"]["Callback"]["anyOf"].as_array().ok_or("no kinds")?;
    let mut kinds = Vec::new();
    for reference in references {
        let pointer = reference["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        let pointer = pointer.ok_or("no reference")?;
        let kind =
            schema.pointer(pointer).and_then(|it| it["properties"]["type"]["const"].as_str());
        let name = pointer.rsplit('/').next().unwrap_or_default();
        kinds.push((kind.ok_or("no constant")?.to_owned(), name.to_owned()));
    }
    Ok(kinds)
}

fn make_constants_enums(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(constant) = object.remove("const") {
                object.insert("enum".to_owned(), json!([constant]));
            }
            object.values_mut().for_each(make_constants_enums);
        }
        Value::Array(list) => list.iter_mut().for_each(make_constants_enums),
        _ => {}
    }
}

/// An enum of the kinds that are known. It is decoded by `type` rather than by
/// trying one after the other, so that an error says what is wrong.
fn known(kinds: &[(String, String)]) -> Result<String, std::fmt::Error> {
    let mut code =
        "/// A callback of a kind that is known.\n#[derive(Debug)]\npub enum Known {\n".to_owned();
    for (_, name) in kinds {
        writeln!(code, "{name}(Box<crate::types::{name}>),")?;
    }
    code += "}\nimpl Known {\n/// `None` if the kind is newer than the types.\n\
             pub fn decode(kind: &str, callback: &str) -> serde_json::Result<Option<Self>> {\n\
             Ok(Some(match kind {\n";
    for (kind, name) in kinds {
        writeln!(code, "{kind:?} => Self::{name}(serde_json::from_str(callback)?),")?;
    }
    code += "_ => return Ok(None),\n}))\n}\n}\n";
    let names: Vec<_> = kinds.iter().map(|(_, name)| name.as_str()).collect();
    writeln!(code, "pub const KINDS: &[&str] = &{names:?};")?;
    code += &over_kinds("complete", &names);
    for left in &names {
        let others: Vec<_> = names.iter().copied().filter(|name| name != left).collect();
        code += "#[cfg(forgotten)]\n#[allow(non_snake_case)]\n";
        code += &over_kinds(&format!("without_{left}"), &others);
    }
    Ok(code)
}

/// A function with a `match` that has these kinds, and no others.
fn over_kinds(function: &str, names: &[&str]) -> String {
    let arms: Vec<_> = names.iter().map(|name| format!("Known::{name}(_) => {{}}")).collect();
    let arms = arms.join(",\n");
    format!("pub fn {function}(known: &Known) {{\nmatch known {{\n{arms}\n}}\n}}\n")
}
