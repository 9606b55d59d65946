//! `validation.schema.json` and its twin in draft-07: the JSON Schema to validate bodies at run
//! time. It accepts what the decoder reads, and rejects everything else that JSON Schema can
//! detect.
//!
//! It is flat: an `if` on the type of a value selects what it must satisfy, so one fault gives one
//! error, to which some validators add the `if` that led there. `anyOf` would give the errors of
//! every branch, and strict validators reject `type` with several types, except one and null.

use serde_json::{Map, Value, json};

use super::json_schema::{
    self, CALLBACK, Definitions, definition, described, example_of, extended, reference, text,
};
use crate::{
    artifact::Artifact,
    model::{Enum, Kind, Model, Reading, Struct, Type, role},
};

/// Digits of a number below 2e19, nearly all of which fit in 64 bits. An exact limit would take
/// twenty alternatives, and validators that use doubles could not apply it to numbers.
const INTEGER: &str = "^(0|[1-9][0-9]{0,18}|1[0-9]{19})$";
const DECIMAL: &str = "^-?(0|[1-9][0-9]{0,28})([.][0-9]{1,28})?([eE][+\\-]?[0-9]+)?$";
const DATE: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";

/// Days that do not exist, and the year 0, which few calendars have.
const NO_DAY: &str = "^0000|-02-3|-(0[469]|11)-31|([02468][1235679]|[13579][01345789])(00)?-02-29";
/// Times that not every language can represent in every time zone.
const TOO_LATE: &str = "^9999-12-3(1 |0 (23|22:(00:0[1-9]|00:[1-5]|0[1-9]|[1-5])))";

/// The longest list.
const LIST_LIMIT: usize = 10_000;

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let what = [
        "JSON Schema to validate bodies at run time: it accepts what the SDK reads",
        "the same for tools that do not know 2020-12",
    ];
    json_schema::files("validation", what, &schema(model))
}

/// The JSON Schema in 2020-12.
pub(super) fn schema(model: &Model) -> Value {
    let mut body = json_schema::body();
    let callbacks = &mut body["properties"]["callbacks"];
    callbacks["type"] = json!(["array", "null"]);
    callbacks["maxItems"] = LIST_LIMIT.into();
    json_schema::document(model, "validation", body, definitions(model))
}

fn definitions(model: &Model) -> Definitions {
    let callback = [(CALLBACK.to_owned(), callback(model))];
    let payloads = model.kinds.iter().flat_map(|kind| payload(model, kind));
    let objects = model.objects.iter().map(|of| {
        let object = object_or_empty_list(shape(model, of));
        (of.name.clone(), definition(&of.name, &of.doc, object))
    });
    let enums = model.enums.iter().map(|of| (of.name.clone(), enumeration(of)));
    let scalars = NAMED.iter().filter(|(reading, ..)| is_used(model, *reading)).map(
        |(reading, name, doc)| ((*name).to_owned(), definition(name, doc, of_reading(*reading))),
    );
    callback.into_iter().chain(payloads).chain(objects).chain(enums).chain(scalars).collect()
}

/// Scalars that have a definition, as they have many constraints.
const NAMED: [(Reading, &str, &str); 6] = [
    (
        Reading::Number,
        "Integer",
        "An unsigned integer of up to 64 bits, or a string with its digits.",
    ),
    (
        Reading::Decimal,
        json_schema::MONEY,
        "An amount, exact to the digit: a number, or a string with its digits.",
    ),
    (Reading::Date, "Date", "A date, YYYY-MM-DD."),
    (Reading::Timestamp, "Timestamp", "A time in UTC, YYYY-MM-DD HH:MM:SS."),
    (
        Reading::TimestampOrDate,
        "DateOrTimestamp",
        "A time in UTC, YYYY-MM-DD HH:MM:SS, or a date, YYYY-MM-DD.",
    ),
    (
        Reading::NumberOrString,
        json_schema::NUMBER_OR_STRING,
        "An identifier: a number or a string.",
    ),
];

fn is_used(model: &Model, reading: Reading) -> bool {
    let fields = model.structs().flat_map(|of| &of.fields);
    fields
        .map(|field| field.ty.innermost())
        .any(|ty| matches!(ty, Type::Scalar(scalar) if scalar.facts().reading == reading))
}

/// The values that are read as a scalar.
fn of_reading(reading: Reading) -> Value {
    match reading {
        Reading::Number => either(
            &text(INTEGER, &[]),
            json!({ "type": "integer", "minimum": 0, "exclusiveMaximum": 2e19 }),
        ),
        Reading::Decimal => either(
            &text(DECIMAL, &[]),
            json!({ "type": "number", "exclusiveMinimum": -1e29, "exclusiveMaximum": 1e29 }),
        ),
        Reading::String => json!({ "type": ["string", "null"] }),
        Reading::Boolean => json!({ "type": "boolean" }),
        Reading::Date => text(&format!("^{DATE}$"), &[NO_DAY]),
        Reading::Timestamp => text(&format!("^{DATE} {TIME}$"), &[NO_DAY, TOO_LATE]),
        Reading::TimestampOrDate => text(&format!("^{DATE}( {TIME})?$"), &[NO_DAY, TOO_LATE]),
        Reading::NumberOrString => {
            either(&json!({ "type": "string" }), json!({ "type": ["number", "null"] }))
        }
    }
}

/// The first schema if the value has its type, otherwise the second.
fn either(one: &Value, other: Value) -> Value {
    let mut schema = json!({ "if": { "type": one["type"] } });
    if one.as_object().is_some_and(|keywords| keywords.len() > 1) {
        schema["then"] = one.clone();
    }
    schema["else"] = other;
    schema
}

/// The same, or null.
fn or_null(mut schema: Value) -> Value {
    match &schema["type"] {
        Value::String(ty) => {
            schema["type"] = json!([ty, "null"]);
            schema
        }
        Value::Array(_) => schema,
        _ => either(&json!({ "type": "null" }), schema),
    }
}

fn of_type(model: &Model, ty: &Type) -> Value {
    match ty {
        Type::Scalar(scalar) => {
            let reading = scalar.facts().reading;
            let named = NAMED.iter().find(|(named, ..)| *named == reading);
            named.map_or_else(|| of_reading(reading), |(_, name, _)| reference(name))
        }
        Type::Enum(index) => reference(&model.enums[*index].name),
        Type::Object(index) => reference(&model.objects[*index].name),
        Type::List(element) => {
            let list = json!({
                "type": "array",
                "items": of_type(model, element),
                "maxItems": LIST_LIMIT,
            });
            match **element {
                Type::List(_) | Type::Object(_) => or_null(list),
                // A single value is read as a list of one.
                _ => either(&list, or_null(of_type(model, element))),
            }
        }
    }
}

fn enumeration(of: &Enum) -> Value {
    let known: Vec<_> = of.values.iter().map(|value| &*value.wire).collect();
    definition(&of.name, &of.doc, json!({ "type": ["string", "null"], "examples": known }))
}

/// An object with the fields.
fn shape(model: &Model, of: &Struct) -> Value {
    let mut shape = json!({ "type": "object" });
    for field in &of.fields {
        let read = of_type(model, &field.ty);
        // A field that reads as empty accepts null anyway.
        let is_null_new = field.optional && !field.ty.reads_as_empty();
        let read = if is_null_new { or_null(read) } else { read };
        let mut schema = described(read, &field.doc);
        if let Some(example) = example_of(field) {
            schema["examples"] = json!([example]);
        }
        shape["properties"][&field.wire] = schema;
    }
    let needed: Vec<_> =
        of.fields.iter().filter(|field| field.is_needed()).map(|field| &*field.wire).collect();
    if !needed.is_empty() {
        shape["required"] = needed.into();
    }
    shape
}

/// The object, or an empty list if it has no required fields.
fn object_or_empty_list(object: Value) -> Value {
    if object.get("required").is_some() {
        return object;
    }
    either(&json!({ "type": "array", "maxItems": 0 }), object)
}

/// The payload of a kind as it is read: its fields, or a wrapper with the fields one level deeper,
/// under the name of the kind.
fn payload(model: &Model, kind: &Kind) -> [(String, Value); 2] {
    let (name, wire) = (&kind.payload.name, &kind.wire);
    let name_of_fields = format!("{name}Fields");
    let fields = reference(&name_of_fields);
    let object = json!({ "type": "object" });
    let (is_wrapper, wrapper) = if kind.wrapped {
        let list = json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": fields });
        (either(&json!({ "type": "array" }), object), either(&list, fields.clone()))
    } else {
        (object, fields.clone())
    };

    let mut beside: Map<_, _> =
        kind.payload.fields.iter().map(|field| (field.wire.clone(), false.into())).collect();
    beside.insert(wire.clone(), wrapper);
    let has_wrapper = json!({
        "type": "object",
        "properties": { wire: is_wrapper },
        "required": [wire],
    });
    let payload = json!({
        "if": has_wrapper,
        "then": { "type": "object", "properties": beside },
        "else": fields,
    });

    let mut shape = shape(model, &kind.payload);
    shape["properties"][wire] = json!({ "not": is_wrapper });
    let doc = format!("The fields of `{wire}`, with or without a wrapper around them.");
    let shape = definition(&name_of_fields, &doc, object_or_empty_list(shape));
    let mut payload = definition(name, &kind.doc(), payload);
    json_schema::note_successors(kind, &mut payload);
    [(name.clone(), payload), (name_of_fields, shape)]
}

/// The envelope, and every kind's payload as a property that depends on `type`.
fn callback(model: &Model) -> Value {
    let mut callback = shape(model, &model.envelope);
    let kind = callback["properties"][role::KIND].take();
    callback["properties"][role::KIND] =
        extended(kind, json!({ "type": "string", "minLength": 1 }));
    if let Some(needed) = callback["required"].as_array_mut() {
        needed.push(role::KIND.into());
    }
    callback["allOf"] = model.kinds.iter().map(tie).collect();
    let doc = "One callback: the fields of every callback, and the payload in the property named \
        after its kind.";
    definition(CALLBACK, doc, callback)
}

/// A callback of the kind has its payload, and other callbacks do not have it, except as null. An
/// unknown kind implies nothing.
fn tie(kind: &Kind) -> Value {
    let wire = &kind.wire;
    let is_of_kind =
        json!({ "properties": { role::KIND: { "const": wire } }, "required": [role::KIND] });
    let payload = reference(&kind.payload.name);
    let has_payload = if kind.has_fields() {
        json!({ "properties": { wire: payload }, "required": [wire] })
    } else {
        json!({ "properties": { wire: or_null(payload) } })
    };
    let has_no_payload = json!({ "properties": { wire: { "type": "null" } } });
    json!({ "if": is_of_kind, "then": has_payload, "else": has_no_payload })
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
        schema(&model)["$defs"][name].take()
    }

    #[test]
    fn fields_are_what_is_read_for_each_type() {
        let fields = definition_of("PaidFields");
        let properties = [
            (
                "amount",
                json!({
                    "allOf": [{ "$ref": "#/$defs/Money" }],
                    "description": "Amount.",
                    "examples": [10.5],
                }),
            ),
            (
                "fee",
                json!({
                    "allOf": [{ "$ref": "#/$defs/Money" }],
                    "description": "Fee.",
                    "examples": ["0.10"],
                }),
            ),
            (
                "bills",
                json!({
                    "if": { "type": "array" },
                    "then": {
                        "type": "array",
                        "items": { "$ref": "#/$defs/Integer" },
                        "maxItems": 10_000,
                    },
                    "else": {
                        "if": { "type": "null" },
                        "else": { "$ref": "#/$defs/Integer" },
                    },
                    "description": "Bills.",
                    "examples": [[1, 2]],
                }),
            ),
            (
                "means",
                json!({
                    "allOf": [{ "$ref": "#/$defs/Means" }],
                    "description": "Means of payment.",
                    "examples": ["CARD"],
                }),
            ),
            ("paid", json!({ "not": { "type": "object" } })),
        ];
        for (name, expected) in properties {
            assert_eq!(fields["properties"][name], expected);
        }
        assert_eq!(fields["type"], "object");
        assert_eq!(fields["required"], json!(["amount", "fee"]));
    }

    #[test]
    fn a_number_is_one_or_the_string_of_its_digits() {
        let integer = definition_of("Integer");
        assert_eq!(integer["if"], json!({ "type": "string" }));
        assert_eq!(integer["then"]["pattern"], INTEGER);
        assert_eq!(integer["else"]["type"], "integer");
        let money = definition_of("Money");
        assert_eq!(money["then"]["pattern"], DECIMAL);
        assert_eq!(money["else"]["type"], "number");
    }

    #[test]
    fn what_reads_as_empty_is_not_required() {
        let callback = definition_of("Callback");
        assert_eq!(callback["required"], json!(["callback_id", "account_id", "type"]));
        assert_eq!(callback["properties"]["hash"]["type"], json!(["string", "null"]));
        assert_eq!(callback["properties"]["type"]["type"], "string");
        assert_eq!(callback["properties"]["type"]["minLength"], 1);
    }

    #[test]
    fn each_kind_is_tied_to_its_payload_and_no_other_has_it() {
        let is =
            |kind| json!({ "properties": { "type": { "const": kind } }, "required": ["type"] });
        let tie = definition_of("Callback")["allOf"].take();
        assert_eq!(
            tie[0],
            json!({
                "if": is("paid"),
                "then": {
                    "properties": { "paid": { "$ref": "#/$defs/Paid" } },
                    "required": ["paid"],
                },
                "else": { "properties": { "paid": { "type": "null" } } },
            })
        );
        // A payload without documented fields may be missing.
        let frozen = json!({ "if": { "type": "null" }, "else": { "$ref": "#/$defs/Frozen" } });
        assert_eq!(
            tie[1],
            json!({
                "if": is("frozen"),
                "then": { "properties": { "frozen": frozen } },
                "else": { "properties": { "frozen": { "type": "null" } } },
            })
        );
    }

    #[test]
    fn an_object_without_needed_fields_may_be_an_empty_list() {
        let fields = definition_of("FrozenFields");
        assert_eq!(fields["if"], json!({ "type": "array" }));
        assert_eq!(fields["then"], json!({ "type": "array", "maxItems": 0 }));
        assert_eq!(fields["else"]["type"], "object");
        let frozen = definition_of("Frozen");
        assert_eq!(frozen["description"], "The account was frozen. Superseded by `paid`.");
        assert_eq!(frozen["deprecated"], true);
    }

    #[test]
    fn every_payload_is_read_with_and_without_a_wrapper() {
        let fields = json!({ "$ref": "#/$defs/PaidFields" });
        let paid = definition_of("Paid");
        assert_eq!(paid["if"]["properties"], json!({ "paid": { "type": "object" } }));
        assert_eq!(
            paid["then"]["properties"],
            json!({ "amount": false, "fee": false, "bills": false, "means": false, "paid": fields })
        );
        assert_eq!(paid["else"], fields);
    }

    #[test]
    fn a_documented_wrapper_may_be_a_list_of_one() {
        let fields = json!({ "$ref": "#/$defs/TextFields" });
        let list_or_object = json!({ "if": { "type": "array" }, "else": { "type": "object" } });
        let text = definition_of("Text");
        assert_eq!(text["if"]["properties"]["text"], list_or_object);
        let wrapper = &text["then"]["properties"]["text"];
        let list = json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": fields });
        assert_eq!(wrapper["then"], list);
        assert_eq!(wrapper["else"], fields);
        let inner = definition_of("TextFields");
        assert_eq!(inner["else"]["properties"]["text"], json!({ "not": list_or_object }));
    }

    #[test]
    fn enums_are_open() {
        let means = definition_of("Means");
        assert_eq!(means["type"], json!(["string", "null"]));
        assert_eq!(means["examples"], json!(["CARD", "WIRE"]));
        assert_eq!(means.get("enum"), None);
    }
}
