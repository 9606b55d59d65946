//! Two roads to the JSON Schema of a payload, and one answer: what the
//! generator emits, and what schemars derives from the emitted Rust types.

use std::collections::BTreeSet;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use tests::read;
use voximplant_callbacks::Kind;

/// Both in one canonical form: references resolved, and without what is only
/// for people.
fn canonical(schema: &Value, is_definition: bool, definitions: &Map<String, Value>) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let mut canonical_schema = Map::new();
    for (keyword, value) in schema {
        let value = match (keyword.as_str(), value) {
            ("title" | "description" | "$schema" | "$defs" | "deprecated", _) => {
                continue;
            }
            // The examples of a definition are the known values of an open enum; those of a
            // field are only known to the emitter.
            ("examples", _) if !is_definition => continue,
            ("$ref", Value::String(reference)) => {
                let name = reference.rsplit('/').next().unwrap();
                let Value::Object(resolved) = canonical(&definitions[name], true, definitions)
                else {
                    panic!("{name} is no object");
                };
                canonical_schema.extend(resolved);
                continue;
            }
            // `allOf: [{$ref}]` is a reference with a description beside it.
            ("allOf", Value::Array(parts)) if parts.len() == 1 => {
                let Value::Object(part) = canonical(&parts[0], false, definitions) else {
                    panic!("a part is no object")
                };
                canonical_schema.extend(part);
                continue;
            }
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, property)| (name.clone(), canonical(property, false, definitions)))
                .collect::<Map<_, _>>()
                .into(),
            ("required", Value::Array(names)) => {
                let mut names = names.clone();
                names.sort_by_key(Value::to_string);
                if names.is_empty() {
                    continue;
                }
                names.into()
            }
            (_, value) => canonical(value, false, definitions),
        };
        canonical_schema.insert(keyword.clone(), value);
    }
    if canonical_schema.get("properties").is_some_and(|properties| *properties == json!({})) {
        canonical_schema.remove("properties");
    }
    Value::Object(canonical_schema)
}

fn emitted() -> Map<String, Value> {
    let schema: Value =
        serde_json::from_str(&read("schema/generated/validation.schema.json")).unwrap();
    let Value::Object(mut definitions) = schema["$defs"].clone() else { panic!("no definitions") };
    // The callback itself is read by hand-written code.
    definitions.remove("Callback").expect("the callback is a definition");
    definitions
}

/// The definitions that schemars derives, by Rust name.
fn derived() -> Map<String, Value> {
    let mut generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    for kind in Kind::ALL {
        let _ = kind.payload_schema(&mut generator);
    }
    generator.take_definitions(true)
}

/// The definition that a definition is a part of: schemars writes the fields of a payload where
/// they are used.
fn whole<'n>(name: &'n str, emitted: &Map<String, Value>) -> &'n str {
    name.strip_suffix("Fields").filter(|of| emitted.contains_key(*of)).unwrap_or(name)
}

fn form(definitions: &Map<String, Value>, name: &str) -> Option<Value> {
    definitions.get(name).map(|schema| canonical(schema, true, definitions))
}

/// Where the two answers differ, by name.
fn differences(emitted: &Map<String, Value>, derived: &Map<String, Value>) -> Vec<String> {
    let names: BTreeSet<_> =
        emitted.keys().chain(derived.keys()).map(|name| whole(name, emitted)).collect();
    names
        .into_iter()
        .filter(|name| form(emitted, name) != form(derived, name))
        .map(|name| format!("{name}: {:#?} {:#?}", form(emitted, name), form(derived, name)))
        .collect()
}

#[test]
fn two_roads_lead_to_one_answer() {
    assert_eq!(derived().len() + Kind::ALL.len(), emitted().len());
    let differences = differences(&emitted(), &derived());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Every change of a keyword that matters is a difference.
#[test]
fn a_mutation_of_what_is_emitted_is_found() {
    let derived = derived();
    let mut mutations = 0;
    for (name, definition) in emitted() {
        let whole = whole(&name, &emitted()).to_owned();
        let right = form(&derived, &whole);
        for pointer in places(&definition, "") {
            let mut emitted = emitted();
            let place = emitted[&name].pointer_mut(&pointer).unwrap();
            *place = match place.take() {
                Value::String(text) => json!(format!("{text} mutated")),
                Value::Array(mut list) => {
                    list.push(json!("mutated"));
                    list.into()
                }
                Value::Number(_) => json!(-1),
                other => panic!("no mutation of {other}"),
            };
            assert_ne!(form(&emitted, &whole), right, "{name}{pointer}");
            mutations += 1;
        }
    }
    assert!(mutations > 400, "only {mutations}");
}

/// Pointers to what validates: types, patterns, bounds and required names.
fn places(schema: &Value, pointer: &str) -> Vec<String> {
    let mut found = Vec::new();
    match schema {
        Value::Object(schema) => {
            for (keyword, value) in schema {
                let pointer = format!("{pointer}/{keyword}");
                match keyword.as_str() {
                    "type" | "pattern" | "minimum" | "maxItems" if !value.is_object() => {
                        found.push(pointer);
                    }
                    "required" => found.push(pointer),
                    "examples" | "description" | "title" | "$ref" => {}
                    _ => found.extend(places(value, &pointer)),
                }
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                found.extend(places(value, &format!("{pointer}/{index}")));
            }
        }
        _ => {}
    }
    found
}
