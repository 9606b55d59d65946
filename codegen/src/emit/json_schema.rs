//! `validation.schema.json`: the body as JSON Schema 2020-12, to check bodies
//! with while a program runs. It describes the documented wire, of which the
//! decoder reads more, and knows nothing of Rust but the names of definitions.
//!
//! Only keywords that every validator takes are used: `format` and unknown
//! keywords are refused by some, and `\d` means more than ASCII to others.

use serde_json::{Map, Value, json};

use super::{Artifact, SCHEMA_DIRECTORY};
use crate::model::{DecimalForm, Enum, Example, Field, Kind, Model, Struct, Type, role};

const GENERATED: &str =
    "Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.";

/// Digits with an optional fraction, as in `-12.50`.
const DECIMAL: &str = "^-?[0-9]+(\\.[0-9]+)?$";
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const TIMESTAMP: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";
const TIMESTAMP_OR_DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$";

/// Name of the definition of a callback, which no other may have: it is the
/// SDK's own.
const CALLBACK: &str = "Callback";

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    vec![Artifact {
        path: format!("{SCHEMA_DIRECTORY}/validation.schema.json"),
        contents: format!("{:#}\n", validation(model)),
    }]
}

fn validation(model: &Model) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:voximplant-callbacks:{}:validation", model.version),
        "$comment": GENERATED,
        "title": "Body",
        "description": "The JSON document of one POST: a list of callbacks.",
        "type": "object",
        "properties": {
            "callbacks": {
                "type": "array",
                "items": reference(CALLBACK),
                "description": "The callbacks, of any kind and account.",
            },
        },
        "required": ["callbacks"],
        "$defs": definitions(model),
    })
}

fn definitions(model: &Model) -> Map<String, Value> {
    let callback = [(CALLBACK.to_owned(), callback(model))];
    let payloads = model.kinds.iter().map(|kind| (kind.payload.rust.clone(), payload(model, kind)));
    let objects = model.objects.iter().map(|object| {
        (object.rust.clone(), definition(&object.rust, &object.doc, shape(model, object)))
    });
    let enums = model.enums.iter().map(|of| (of.rust.clone(), open_enum(of)));
    callback.into_iter().chain(payloads).chain(objects).chain(enums).collect()
}

/// The envelope, and every kind's payload as a property that is tied to
/// `type`.
fn callback(model: &Model) -> Value {
    let mut callback = shape(model, &model.envelope);
    for kind in &model.kinds {
        callback["properties"][&kind.wire] = payload_property(kind);
    }
    callback["allOf"] = model.kinds.iter().map(tie).collect();
    let doc = "One callback: what every callback carries, and the payload under the property that \
               is named as its kind.";
    definition(CALLBACK, doc, callback)
}

/// Where the payload of a kind stands. A payload without documented fields
/// may be missing altogether, and is met as `null` or an empty list as well.
fn payload_property(kind: &Kind) -> Value {
    let payload = reference(&kind.payload.rust);
    let mut property = if kind.payload.fields.is_empty() {
        json!({ "anyOf": [payload, { "type": "array", "maxItems": 0 }, { "type": "null" }] })
    } else if kind.superseded_by.is_empty() {
        return payload;
    } else {
        json!({ "allOf": [payload] })
    };
    if !kind.superseded_by.is_empty() {
        let successors: Vec<_> =
            kind.superseded_by.iter().map(|wire| format!("`{wire}`")).collect();
        property["description"] = format!("Superseded by {}.", successors.join(" and ")).into();
        property["deprecated"] = true.into();
    }
    property
}

/// A callback of the kind has its payload, and no other callback has it. A
/// kind that is not known ties nothing.
fn tie(kind: &Kind) -> Value {
    let is_of_kind =
        json!({ "properties": { role::KIND: { "const": kind.wire } }, "required": [role::KIND] });
    let has_no_payload = json!({ "properties": { &kind.wire: false } });
    if kind.payload.fields.is_empty() {
        return json!({ "if": is_of_kind, "else": has_no_payload });
    }
    // Strict validators want every required property to be named beside.
    let has_payload = json!({ "properties": { &kind.wire: true }, "required": [kind.wire] });
    json!({ "if": is_of_kind, "then": has_payload, "else": has_no_payload })
}

/// The payload as it is documented, which for some kinds is one level deeper.
fn payload(model: &Model, kind: &Kind) -> Value {
    let mut payload = shape(model, &kind.payload);
    if kind.wrapped {
        payload = json!({
            "type": "object",
            "properties": { &kind.wire: payload },
            "required": [kind.wire],
        });
    }
    definition(&kind.payload.rust, &kind.payload.doc, payload)
}

/// An object with these fields at least.
fn shape(model: &Model, of: &Struct) -> Value {
    let mut shape = json!({ "type": "object" });
    for each in &of.fields {
        shape["properties"][&each.wire] = field(model, each);
    }
    let required: Vec<_> =
        of.fields.iter().filter(|field| !field.optional).map(|field| &*field.wire).collect();
    if !required.is_empty() {
        shape["required"] = required.into();
    }
    shape
}

fn open_enum(of: &Enum) -> Value {
    let known: Vec<_> = of.values.iter().map(|value| &*value.wire).collect();
    definition(&of.rust, &of.doc, json!({ "type": "string", "examples": known }))
}

fn field(model: &Model, field: &Field) -> Value {
    let mut schema = match (&field.ty, of_type(model, &field.ty)) {
        // Some tools ignore what stands beside a `$ref`.
        (Type::Object(_) | Type::Enum(_), reference) => json!({ "allOf": [reference] }),
        (_, schema) => schema,
    };
    schema["description"] = field.doc.as_str().into();
    if let Some(value) = &field.example {
        schema["examples"] = json!([example(&field.ty, value)]);
    }
    schema
}

fn of_type(model: &Model, ty: &Type) -> Value {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match ty {
        Type::Number => json!({ "type": "integer", "minimum": 0 }),
        Type::Decimal(DecimalForm::Number | DecimalForm::Integer) => {
            json!({ "anyOf": [{ "type": "number" }, text(DECIMAL)] })
        }
        Type::Decimal(DecimalForm::Text) => text(DECIMAL),
        Type::String => json!({ "type": "string" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Date => text(DATE),
        Type::Timestamp => text(TIMESTAMP),
        Type::TimestampOrDate => text(TIMESTAMP_OR_DATE),
        Type::List(element) => json!({ "type": "array", "items": of_type(model, element) }),
        Type::Object(index) => reference(&model.objects[*index].rust),
        Type::Enum(index) => reference(&model.enums[*index].rust),
    }
}

fn example(ty: &Type, value: &Example) -> Value {
    match (ty, value) {
        (Type::List(element), Example::List(values)) => {
            values.iter().map(|value| example(element, value)).collect()
        }
        (_, Example::List(values)) => values.iter().map(|value| example(ty, value)).collect(),
        (Type::Decimal(DecimalForm::Number | DecimalForm::Integer), Example::Decimal(digits)) => {
            serde_json::from_str(digits).unwrap_or_else(|_| digits.as_str().into())
        }
        (_, Example::Decimal(text) | Example::Text(text)) => text.as_str().into(),
        (_, Example::Number(number)) => (*number).into(),
        (_, Example::Boolean(boolean)) => (*boolean).into(),
    }
}

fn definition(title: &str, doc: &str, shape: Value) -> Value {
    let mut definition = json!({ "title": title, "description": doc });
    if let (Value::Object(definition), Value::Object(shape)) = (&mut definition, shape) {
        definition.extend(shape);
    }
    definition
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
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
callback_id = { type = "number", example = 7001, doc = "Number." }
type        = { type = "string", rust = "kind", example = "paid", doc = "Kind." }
account_id  = { type = "number", example = 1, doc = "Account." }
hash        = { type = "string", example = "00", doc = "Hash." }
locale      = { type = "string", optional = true, example = "en", doc = "Locale." }

[kinds.paid]
doc = "A payment was made."

[kinds.paid.fields]
amount = { type = "decimal", example = 10.50, doc = "Amount." }
fee    = { type = "string", holds = "decimal", example = "0.10", doc = "Fee." }
bills  = { type = "[number]", example = [1, 2], doc = "Bills." }
means  = { type = "Means", example = "CARD", doc = "Means of payment." }

[kinds.frozen]
doc           = "The account was frozen."
superseded_by = ["paid"]

[kinds.text]
doc     = "A text arrived."
wrapped = true

[kinds.text.fields]
body = { type = "string", optional = true, example = "hello", doc = "Text." }

[enums.Means]
doc    = "Means of payment."
values = ["CARD", "WIRE"]
"#;

    fn definition_of(name: &str) -> Value {
        let model = crate::resolve("description", DESCRIPTION).expect("the description is right");
        validation(&model)["$defs"][name].take()
    }

    #[test]
    fn payloads_have_the_documented_fields() {
        let decimal = "^-?[0-9]+(\\.[0-9]+)?$";
        assert_eq!(
            definition_of("Paid"),
            json!({
                "title": "Paid",
                "description": "A payment was made.",
                "type": "object",
                "properties": {
                    "amount": {
                        "anyOf": [{ "type": "number" }, { "type": "string", "pattern": decimal }],
                        "description": "Amount.",
                        "examples": [10.5],
                    },
                    "fee": {
                        "type": "string",
                        "pattern": decimal,
                        "description": "Fee.",
                        "examples": ["0.10"],
                    },
                    "bills": {
                        "type": "array",
                        "items": { "type": "integer", "minimum": 0 },
                        "description": "Bills.",
                        "examples": [[1, 2]],
                    },
                    "means": {
                        "allOf": [{ "$ref": "#/$defs/Means" }],
                        "description": "Means of payment.",
                        "examples": ["CARD"],
                    },
                },
                "required": ["amount", "fee", "bills", "means"],
            })
        );
    }

    #[test]
    fn optional_fields_are_not_required() {
        let required = definition_of("Callback")["required"].take();
        assert_eq!(required, json!(["callback_id", "type", "account_id", "hash"]));
    }

    #[test]
    fn each_kind_is_tied_to_its_payload_and_none_to_an_empty_one() {
        let is =
            |kind| json!({ "properties": { "type": { "const": kind } }, "required": ["type"] });
        let tie = definition_of("Callback")["allOf"].take();
        assert_eq!(
            tie[0],
            json!({
                "if": is("paid"),
                "then": { "properties": { "paid": true }, "required": ["paid"] },
                "else": { "properties": { "paid": false } },
            })
        );
        assert_eq!(
            tie[1],
            json!({ "if": is("frozen"), "else": { "properties": { "frozen": false } } })
        );
    }

    #[test]
    fn empty_payloads_are_met_in_several_forms() {
        assert_eq!(
            definition_of("Callback")["properties"]["frozen"],
            json!({
                "anyOf": [
                    { "$ref": "#/$defs/Frozen" },
                    { "type": "array", "maxItems": 0 },
                    { "type": "null" },
                ],
                "description": "Superseded by `paid`.",
                "deprecated": true,
            })
        );
        assert_eq!(definition_of("Frozen")["type"], "object");
    }

    #[test]
    fn wrapped_payloads_stand_one_level_deeper() {
        let text = definition_of("Text");
        assert_eq!(text["required"], json!(["text"]));
        let inner = &text["properties"]["text"];
        assert_eq!(inner["properties"]["body"]["type"], "string");
        assert_eq!(inner.get("required"), None);
    }

    #[test]
    fn enums_are_open() {
        let means = definition_of("Means");
        assert_eq!(means["type"], "string");
        assert_eq!(means["examples"], json!(["CARD", "WIRE"]));
        assert_eq!(means.get("enum"), None);
    }
}
