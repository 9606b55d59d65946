//! JSON Schema of the payloads as documented, and the translation between dialects. It knows
//! nothing about how kinds are distinguished.
//!
//! It uses only keywords that every validator accepts: some reject `format` and unknown keywords,
//! and for others `\d` matches more than ASCII digits.

use serde_json::{Map, Value, json};

use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Enum, Example, Field, Form, Kind, Model, Scalar, Struct, Type},
    words::capitalized,
};

/// Name of the definition of a callback, reserved like the names below: no type of a description
/// may have it.
pub(super) const CALLBACK: &str = "Callback";
/// Title of a body.
pub(super) const BODY: &str = "Body";
/// Name of the definition of an exact decimal. It is a definition so that users who generate types
/// can map it to a better type than a float in one place.
pub(super) const MONEY: &str = "Money";

/// Name of the definition of a number or string, which is one for the same reason.
pub(super) const NUMBER_OR_STRING: &str = "NumberOrString";

/// A character that no number or time has: in some dialects, `$` also matches before a line feed at
/// the end.
const FOREIGN: &str = "[^ -~]";

/// Prefix of references to definitions in 2020-12.
const DEFINITIONS: &str = "#/$defs/";

/// Definitions by name.
pub(super) type Definitions = Map<String, Value>;

/// Body of a POST; the definition of its callbacks is elsewhere.
pub(super) fn body() -> Value {
    json!({
        "title": BODY,
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
    })
}

/// A document in both dialects, with its purpose in each.
pub(super) fn files(name: &str, what: [&'static str; 2], document: &Value) -> Vec<Artifact> {
    let file = |dialect: &str, what, document: &Value| {
        let path = format!("{name}{dialect}.schema.json");
        Artifact::new(&path, Purpose::JsonSchema(what), format!("{document:#}\n"))
    };
    vec![file("", what[0], document), file(".draft-07", what[1], &in_draft_07(document))]
}

/// A document in 2020-12, with the definitions that it refers to.
pub(super) fn document(model: &Model, name: &str, mut root: Value, defs: Definitions) -> Value {
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}{}/{name}.schema.json", model.base, model.version),
        "$comment": GENERATED,
    });
    root["$defs"] = defs.into();
    extend(&mut document, root);
    document
}

/// The definitions that payloads need, as documented: unknown values are invalid, so a `switch`
/// over the known values is complete.
pub(super) fn objects_and_enums(model: &Model) -> Definitions {
    let objects = model.objects.iter().map(|object| {
        (object.name.clone(), definition(&object.name, &object.doc, shape(model, object)))
    });
    let enums = model.enums.iter().map(|of| (of.name.clone(), enumeration(of)));
    let is_used = |form: Form| {
        let fields = model.structs().flat_map(|of| &of.fields);
        fields.map(|field| field.ty.innermost()).any(|ty| is_of_form(ty, form))
    };
    let money = is_used(Form::Number).then(|| (MONEY.to_owned(), money()));
    let number_or_string =
        is_used(Form::IntegerOrText).then(|| (NUMBER_OR_STRING.to_owned(), number_or_string()));
    objects.chain(enums).chain(money).chain(number_or_string).collect()
}

/// An object with at least these fields.
pub(super) fn shape(model: &Model, of: &Struct) -> Value {
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

fn enumeration(of: &Enum) -> Value {
    let known: Vec<_> = of.values.iter().map(|value| &*value.wire).collect();
    definition(&of.name, &of.doc, json!({ "type": "string", "enum": known }))
}

fn money() -> Value {
    let doc = "An amount, exact to the digit: a number, or a string with its digits.";
    definition(
        MONEY,
        doc,
        json!({ "anyOf": [{ "type": "number" }, of_form(Scalar::DecimalText.facts().form)] }),
    )
}

fn number_or_string() -> Value {
    let doc = "An identifier: a number or a string.";
    let either = json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] });
    definition(NUMBER_OR_STRING, doc, either)
}

fn field(model: &Model, field: &Field) -> Value {
    let mut schema = described(of_type(model, &field.ty), &field.doc);
    if let Some(example) = example_of(field) {
        schema["examples"] = json!([example]);
    }
    schema
}

/// The example of a field, if it has one.
pub(super) fn example_of(field: &Field) -> Option<Value> {
    field.example.as_ref().map(|value| example(&field.ty, value))
}

/// Adds a description to the schema of a property.
pub(super) fn described(mut schema: Value, doc: &str) -> Value {
    // Some tools ignore keywords next to a `$ref`.
    if schema.get("$ref").is_some() {
        schema = json!({ "allOf": [schema] });
    }
    schema["description"] = doc.into();
    schema
}

fn of_type(model: &Model, ty: &Type) -> Value {
    match ty {
        Type::Scalar(scalar) => of_form(scalar.facts().form),
        Type::List(element) => json!({ "type": "array", "items": of_type(model, element) }),
        Type::Object(index) => reference(&model.objects[*index].name),
        Type::Enum(index) => reference(&model.enums[*index].name),
    }
}

fn of_form(form: Form) -> Value {
    match form {
        Form::Integer => json!({ "type": "integer", "minimum": 0 }),
        Form::Number => reference(MONEY),
        Form::Boolean => json!({ "type": "boolean" }),
        Form::Text => json!({ "type": "string" }),
        Form::Pattern(pattern) => text(pattern, &[]),
        Form::IntegerOrText => reference(NUMBER_OR_STRING),
    }
}

/// A string that matches one pattern and none of the others, so that it means the same in every
/// dialect.
pub(super) fn text(pattern: &str, others: &[&str]) -> Value {
    let others = [&[FOREIGN], others].concat().join("|");
    json!({ "type": "string", "pattern": pattern, "not": { "type": "string", "pattern": others } })
}

fn is_of_form(ty: &Type, form: Form) -> bool {
    matches!(ty, Type::Scalar(scalar) if scalar.facts().form == form)
}

fn example(ty: &Type, value: &Example) -> Value {
    match (ty, value) {
        (Type::List(element), Example::List(values)) => {
            values.iter().map(|value| example(element, value)).collect()
        }
        (_, Example::List(values)) => values.iter().map(|value| example(ty, value)).collect(),
        (money, Example::Decimal(digits)) if is_of_form(money, Form::Number) => {
            serde_json::from_str(digits).unwrap_or_else(|_| digits.as_str().into())
        }
        (_, Example::Decimal(text) | Example::Text(text)) => text.as_str().into(),
        (_, Example::Number(number)) => (*number).into(),
        (_, Example::Boolean(boolean)) => (*boolean).into(),
    }
}

pub(super) fn definition(title: &str, doc: &str, shape: Value) -> Value {
    let mut definition = json!({ "title": title, "description": doc });
    extend(&mut definition, shape);
    definition
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("{DEFINITIONS}{name}") })
}

/// Notes the kinds that replace this one, if any.
pub(super) fn note_successors(kind: &Kind, schema: &mut Value) {
    let Some(supersession) = kind.supersession() else { return };
    let note = format!("{}.", capitalized(&supersession));
    schema["description"] = match schema.get("description").and_then(Value::as_str) {
        Some(doc) => format!("{doc} {note}").into(),
        None => note.into(),
    };
    schema["deprecated"] = true.into();
}

/// The same document in draft-07, which differs, for what is used here, only in where definitions
/// are and in the lack of `deprecated`.
fn in_draft_07(document: &Value) -> Value {
    let mut document = relocated(document, "#/definitions/");
    each_object(&mut document, &mut |object| {
        object.remove("deprecated");
    });
    if let Value::Object(root) = &mut document {
        for (keyword, value) in std::mem::take(root) {
            let (keyword, value) = match (keyword.as_str(), value) {
                ("$schema", _) => (keyword, "http://json-schema.org/draft-07/schema#".into()),
                ("$id", Value::String(id)) => {
                    (keyword, id.replace(".schema.json", ".draft-07.schema.json").into())
                }
                ("$defs", value) => ("definitions".to_owned(), value),
                (_, value) => (keyword, value),
            };
            root.insert(keyword, value);
        }
    }
    document
}

/// The same schema, with its definitions in another place.
pub(super) fn relocated(schema: &Value, definitions: &str) -> Value {
    let mut schema = schema.clone();
    each_object(&mut schema, &mut |object| {
        if let Some(Value::String(reference)) = object.get_mut("$ref") {
            *reference = reference.replace(DEFINITIONS, definitions);
        }
    });
    schema
}

/// Changes every object of a JSON value.
pub(super) fn each_object(json: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match json {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|json| each_object(json, change));
        }
        Value::Array(list) => list.iter_mut().for_each(|json| each_object(json, change)),
        _ => {}
    }
}

/// A JSON Schema with more keywords.
pub(super) fn extended(mut schema: Value, with: Value) -> Value {
    extend(&mut schema, with);
    schema
}

fn extend(object: &mut Value, with: Value) {
    if let (Value::Object(object), Value::Object(with)) = (object, with) {
        object.extend(with);
    }
}
