//! `validation.schema.json` and its twin in draft-07: the body as JSON Schema
//! to check bodies with while a program runs. Open for what is new, and flat,
//! so that a fault gives one error. It describes the documented wire, of which
//! the decoder reads more.

use serde_json::{Value, json};

use super::json_schema::{self, CALLBACK, Definitions, Openness, definition, reference, shape};
use crate::{
    artifact::Artifact,
    model::{Kind, Model, role},
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let what = [
        "JSON Schema to check bodies with while a program runs: open for what is new",
        "the same for tools that do not know 2020-12",
    ];
    json_schema::files("validation", what, &schema(model))
}

/// The JSON Schema in 2020-12.
pub(super) fn schema(model: &Model) -> Value {
    json_schema::document(model, "validation", json_schema::body(), definitions(model))
}

fn definitions(model: &Model) -> Definitions {
    let callback = [(CALLBACK.to_owned(), callback(model))];
    let payloads = model.kinds.iter().map(|kind| (kind.payload.name.clone(), payload(model, kind)));
    let others = json_schema::objects_and_enums(model, Openness::Open);
    callback.into_iter().chain(payloads).chain(others).collect()
}

/// The envelope, and every kind's payload as a property that is tied to
/// `type`.
fn callback(model: &Model) -> Value {
    let mut callback = shape(model, &model.envelope);
    for kind in &model.kinds {
        callback["properties"][&kind.wire] = payload_property(kind);
    }
    callback["allOf"] = model.kinds.iter().map(tie).collect();
    let doc = "One callback: what every callback carries, and the payload in the property that has \
               the name of its kind.";
    definition(CALLBACK, doc, callback)
}

/// Where the payload of a kind stands. A payload without documented fields
/// may be missing altogether, and is met as `null` or an empty list as well.
fn payload_property(kind: &Kind) -> Value {
    let payload = reference(&kind.payload.name);
    let mut property = if !kind.has_fields() {
        json!({ "anyOf": [payload, { "type": "array", "maxItems": 0 }, { "type": "null" }] })
    } else if kind.is_superseded() {
        json!({ "allOf": [payload] })
    } else {
        return payload;
    };
    json_schema::note_successors(kind, &mut property);
    property
}

/// A callback of the kind has its payload, and no other callback has it. A
/// kind that is not known ties nothing.
fn tie(kind: &Kind) -> Value {
    let is_of_kind =
        json!({ "properties": { role::KIND: { "const": kind.wire } }, "required": [role::KIND] });
    let has_no_payload = json!({ "properties": { &kind.wire: false } });
    if !kind.has_fields() {
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
    definition(&kind.payload.name, &kind.doc(), payload)
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
                        "allOf": [{ "$ref": "#/$defs/Money" }],
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
    fn money_is_a_number_or_its_digits() {
        let digits = json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" });
        assert_eq!(definition_of("Money")["anyOf"], json!([{ "type": "number" }, digits]));
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
