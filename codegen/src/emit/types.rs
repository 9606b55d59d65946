//! The body in a form to generate types from: one closed object per kind whose `type` is a
//! constant, so a `switch` narrows and a forgotten kind does not compile. It is emitted as JSON
//! Schema in two dialects, as OpenAPI and as AsyncAPI. It is not for validating bodies, since it
//! rejects anything new.

use serde_json::{Map, Value, json};

use super::json_schema::{
    self, BODY, CALLBACK, Definitions, definition, described, reference, relocated, shape,
};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    hash,
    model::{Kind, Model, role},
};

/// Where definitions are in OpenAPI and AsyncAPI.
const COMPONENTS: &str = "#/components/schemas/";

/// Title of the documents.
const TITLE: &str = "Voximplant account callbacks";
const SUMMARY: &str = "What the telephony platform Voximplant POSTs to its customers' servers. \
                       Unofficial: this is not a product of Voximplant.";
const LICENSE: &str = "MIT OR Apache-2.0";
const HASH: &str = "Every callback carries `hash`, the lower-case hex MD5 of the salt, \
                    `account_id`, the API key and `callback_id`, with nothing between them.";
const ON_RECEIVED: &str = "The callbacks were received, including those of unknown kinds.";

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let types = json_schema::document(model, "types", json_schema::body(), definitions(model));
    let what = [
        "JSON Schema to generate types from: closed, one object per kind, narrows in a `switch`",
        "the same for tools that do not know 2020-12",
    ];
    let mut artifacts = json_schema::files("types", what, &types);
    let others = [
        ("openapi.json", "OpenAPI 3.1, with a webhook", openapi(model)),
        ("asyncapi.json", "AsyncAPI 3", asyncapi(model)),
    ];
    artifacts.extend(others.map(|(path, what, document)| {
        Artifact::new(path, Purpose::Published(what), format!("{document:#}\n"))
    }));
    artifacts
}

fn definitions(model: &Model) -> Definitions {
    let callback = [(CALLBACK.to_owned(), callback(model))];
    let of_kinds = model.kinds.iter().map(|kind| (kind.callback_name(), callback_of(model, kind)));
    let payloads = model.kinds.iter().flat_map(|kind| payload(model, kind));
    let others = json_schema::objects_and_enums(model);
    callback.into_iter().chain(of_kinds).chain(payloads).chain(others).collect()
}

/// `anyOf` rather than `oneOf`: the constants distinguish the kinds, and a validator need not check
/// that only one matches.
fn callback(model: &Model) -> Value {
    let kinds: Value = model.kinds.iter().map(|kind| reference(&kind.callback_name())).collect();
    definition(CALLBACK, "One callback of a known kind.", json!({ "anyOf": kinds }))
}

/// The envelope with this kind, and its payload. A payload without documented fields is left out:
/// it is sent as an object, a list, `null` or not at all, and has no information.
fn callback_of(model: &Model, kind: &Kind) -> Value {
    let mut callback = shape(model, &model.envelope);
    let constant = &mut callback["properties"][role::KIND];
    *constant = described(json!({ "type": "string", "const": kind.wire }), "The kind.");
    if kind.has_fields() {
        let payload = if kind.wrapped { wrapper_name(kind) } else { kind.payload.name.clone() };
        callback["properties"][&kind.wire] = described(reference(&payload), "The payload.");
        if let Value::Array(required) = &mut callback["required"] {
            required.push(kind.wire.as_str().into());
        }
    }
    let mut callback = definition(&kind.callback_name(), &kind.doc(), callback);
    json_schema::note_successors(kind, &mut callback);
    callback
}

fn wrapper_name(kind: &Kind) -> String {
    format!("Wrapped{}", kind.payload.name)
}

/// The payload, if it has fields, and its wrapper where it is documented with one.
fn payload(model: &Model, kind: &Kind) -> Vec<(String, Value)> {
    let name = &kind.payload.name;
    if !kind.has_fields() {
        return Vec::new();
    }
    let payload = (name.clone(), definition(name, &kind.doc(), shape(model, &kind.payload)));
    let wrapper = kind.wrapped.then(|| {
        let wrapper = json!({
            "type": "object",
            "properties": { &kind.wire: reference(name) },
            "required": [kind.wire],
        });
        let name = wrapper_name(kind);
        let doc = "The payload in its documented wrapper. It is usually sent without the wrapper.";
        (name.clone(), definition(&name, doc, wrapper))
    });
    [payload].into_iter().chain(wrapper).collect()
}

/// The body and its definitions, as components of another document.
fn components(model: &Model) -> Map<String, Value> {
    let body = [(BODY.to_owned(), json_schema::body())];
    let schemas = body.into_iter().chain(definitions(model));
    schemas.map(|(name, schema)| (name, relocated(&schema, COMPONENTS))).collect()
}

fn openapi(model: &Model) -> Value {
    let mut schemas = components(model);
    // Without it, generators use 32-bit integers.
    schemas.values_mut().for_each(|schema| {
        json_schema::each_object(schema, &mut |object| {
            if object.get("type").is_some_and(|ty| ty == "integer") {
                object.insert("format".to_owned(), "int64".into());
            }
        });
    });
    let mapping = model
        .kinds
        .iter()
        .map(|kind| (kind.wire.clone(), format!("{COMPONENTS}{}", kind.callback_name()).into()));
    // The constants let at most one kind match. With `oneOf`, more generators select the kind by
    // the discriminator, and do not take a malformed one for another kind.
    schemas[CALLBACK]["oneOf"] = schemas[CALLBACK]["anyOf"].take();
    if let Value::Object(callback) = &mut schemas[CALLBACK] {
        callback.remove("anyOf");
    }
    schemas[CALLBACK]["discriminator"] =
        json!({ "propertyName": role::KIND, "mapping": mapping.collect::<Map<_, _>>() });
    // No example refers to a sample file: a generator without the samples would reject the
    // document.
    let content = json!({ "schema": { "$ref": format!("{COMPONENTS}{BODY}") } });
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": TITLE,
            "version": model.version,
            "summary": SUMMARY,
            "description": format!("{HASH}\n\n{}\n\n{GENERATED}", hash::paragraph()),
            "license": { "name": LICENSE, "identifier": LICENSE },
        },
        // Some tools reject a document without it, although the specification allows that.
        "paths": {},
        "webhooks": {
            "accountCallbacks": {
                "post": {
                    "operationId": "receiveAccountCallbacks",
                    "summary": "Receive account callbacks.",
                    "description": format!("{HASH} {}", hash::paragraph()),
                    // OpenAPI has no security scheme for a hash in the body.
                    "security": [],
                    "requestBody": {
                        "required": true,
                        "content": { "application/json": content },
                    },
                    "responses": {
                        "2XX": { "description": ON_RECEIVED },
                        "4XX": { "description": "The body is not a list of callbacks, or a hash does not match." },
                    },
                },
            },
        },
        "components": { "schemas": schemas },
    })
}

/// The components without `allOf` around a single reference, as generators turn that into unnamed
/// models. The description next to it is lost.
fn plain_components(model: &Model) -> Map<String, Value> {
    let mut schemas = components(model);
    schemas.values_mut().for_each(|schema| {
        json_schema::each_object(schema, &mut |object| {
            let parts = object.get("allOf").and_then(Value::as_array);
            if let Some([Value::Object(reference)]) = parts.map(Vec::as_slice) {
                *object = reference.clone();
            }
        });
    });
    schemas
}

fn asyncapi(model: &Model) -> Value {
    let body = json!({ "$ref": format!("{COMPONENTS}{BODY}") });
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": TITLE,
            "version": model.version,
            "description": format!("{SUMMARY}\n\n{HASH}\n\n{}\n\n{GENERATED}", hash::paragraph()),
            "license": { "name": LICENSE },
        },
        "defaultContentType": "application/json",
        "channels": {
            "accountCallbacks": {
                "description": "The callback URL of the account.",
                "messages": { "body": { "$ref": "#/components/messages/body" } },
            },
        },
        "operations": {
            "receiveAccountCallbacks": {
                "action": "receive",
                "summary": "Receive account callbacks.",
                "channel": { "$ref": "#/channels/accountCallbacks" },
                "messages": [{ "$ref": "#/channels/accountCallbacks/messages/body" }],
            },
        },
        "components": {
            "messages": {
                "body": { "title": BODY, "summary": "One POST.", "payload": body },
            },
            "schemas": plain_components(model),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = r#"
version  = "1.2.3"
upstream = "https://example.com/"
base     = "https://schemas.example.com/callbacks/"

[envelope]
doc = "What every callback carries."

[envelope.fields]
callback_id = { type = "number", example = 7001, doc = "Number." }
type        = { type = "string", rust = "kind", example = "paid", doc = "Kind." }
account_id  = { type = "number", example = 1, doc = "Account." }
hash        = { type = "string", example = "00", doc = "Hash." }

[kinds.paid]
doc = "A payment was made."

[kinds.paid.fields]
amount = { type = "decimal", example = 10.50, doc = "Amount." }
means  = { type = "Means", example = "CARD", doc = "Means of payment." }

[kinds.frozen]
doc           = "The account was frozen."
superseded_by = ["paid"]

[kinds.text]
doc     = "A text arrived."
wrapped = true

[kinds.text.fields]
body = { type = "string", example = "hello", doc = "Text." }

[enums.Means]
doc    = "Means of payment."
values = ["CARD", "WIRE"]
"#;

    fn generated(file: &str) -> Value {
        let model = crate::resolve("description", DESCRIPTION).expect("the description is right");
        let artifacts = artifacts(&model);
        let path = format!("schema/generated/{file}");
        let artifact = artifacts.iter().find(|artifact| artifact.path == path);
        serde_json::from_str(&artifact.expect("it is generated").contents).expect("it is JSON")
    }

    /// Every object of a JSON value.
    fn objects<'a>(json: &'a Value, found: &mut Vec<&'a Map<String, Value>>) {
        match json {
            Value::Object(object) => {
                found.push(object);
                object.values().for_each(|json| objects(json, found));
            }
            Value::Array(list) => list.iter().for_each(|json| objects(json, found)),
            _ => {}
        }
    }

    #[test]
    fn a_callback_is_any_of_its_kinds_each_with_a_constant() {
        let definitions = generated("types.schema.json")["$defs"].take();
        let kinds = ["Paid", "Frozen", "Text"]
            .map(|kind| json!({ "$ref": format!("#/$defs/{kind}Callback") }));
        assert_eq!(definitions["Callback"]["anyOf"], json!(kinds));
        let paid = &definitions["PaidCallback"];
        assert_eq!(
            paid["properties"]["type"],
            json!({ "type": "string", "const": "paid", "description": "The kind." })
        );
        assert_eq!(paid["required"], json!(["callback_id", "type", "account_id", "hash", "paid"]));
        assert_eq!(definitions["Means"]["enum"], json!(["CARD", "WIRE"]));
    }

    #[test]
    fn payloads_without_fields_are_left_out() {
        let definitions = generated("types.schema.json")["$defs"].take();
        let frozen = &definitions["FrozenCallback"];
        assert_eq!(frozen["properties"].get("frozen"), None);
        assert_eq!(definitions.get("Frozen"), None);
        assert_eq!(frozen["description"], "The account was frozen. Superseded by `paid`.");
        assert_eq!(frozen["deprecated"], true);
    }

    #[test]
    fn wrapped_payloads_have_a_name_for_each_level() {
        let definitions = generated("types.schema.json")["$defs"].take();
        let property = &definitions["TextCallback"]["properties"]["text"];
        assert_eq!(property["allOf"], json!([{ "$ref": "#/$defs/WrappedText" }]));
        let wrapper = &definitions["WrappedText"];
        assert_eq!(wrapper["properties"]["text"], json!({ "$ref": "#/$defs/Text" }));
        assert_eq!(definitions["Text"]["properties"]["body"]["type"], "string");
    }

    #[test]
    fn every_definition_has_its_name_as_title() {
        for file in ["types.schema.json", "types.draft-07.schema.json"] {
            let document = generated(file);
            assert_eq!(document["title"], "Body");
            let key = if file.contains("draft-07") { "definitions" } else { "$defs" };
            let definitions = document[key].as_object().expect("there are definitions");
            for (name, definition) in definitions {
                assert_eq!(definition["title"], name.as_str());
            }
        }
    }

    #[test]
    fn the_base_address_and_the_version_are_in_every_id() {
        let base = "https://schemas.example.com/callbacks/1.2.3";
        assert_eq!(generated("types.schema.json")["$id"], format!("{base}/types.schema.json"));
        let twin = generated("types.draft-07.schema.json");
        assert_eq!(twin["$id"], format!("{base}/types.draft-07.schema.json"));
        assert_eq!(twin["$schema"], "http://json-schema.org/draft-07/schema#");
        assert_eq!(generated("openapi.json")["info"]["version"], "1.2.3");
        assert_eq!(generated("asyncapi.json")["info"]["version"], "1.2.3");
    }

    #[test]
    fn the_twin_in_draft_07_knows_no_later_keyword() {
        let twin = generated("types.draft-07.schema.json");
        let mut found = Vec::new();
        objects(&twin, &mut found);
        for object in found {
            for later in ["$defs", "deprecated"] {
                assert_eq!(object.get(later), None, "{object:?}");
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        for file in
            ["types.schema.json", "types.draft-07.schema.json", "openapi.json", "asyncapi.json"]
        {
            let document = generated(file);
            let mut found = Vec::new();
            objects(&document, &mut found);
            let references =
                found.iter().filter_map(|object| object.get("$ref").and_then(Value::as_str));
            let mut count = 0;
            for reference in references {
                let pointer = reference.strip_prefix('#').expect("it is within the document");
                assert!(document.pointer(pointer).is_some(), "{file}: {reference}");
                count += 1;
            }
            assert!(count > 6, "{file}: {count}");
        }
    }

    /// In some dialects, `$` also matches before a line feed at the end.
    #[test]
    fn patterns_mean_the_same_in_every_dialect() {
        for file in
            ["types.schema.json", "types.draft-07.schema.json", "openapi.json", "asyncapi.json"]
        {
            let document = generated(file);
            let mut found = Vec::new();
            objects(&document, &mut found);
            let ends = |object: &&&Map<String, Value>| {
                let pattern = object.get("pattern").and_then(Value::as_str);
                pattern.is_some_and(|pattern| pattern.contains('$'))
            };
            let mut patterns = found.iter().filter(ends).peekable();
            assert!(patterns.peek().is_some(), "{file}");
            for object in patterns {
                assert_eq!(object["not"]["pattern"], "[^ -~]", "{file}: {object:?}");
            }
        }
    }

    #[test]
    fn integers_of_openapi_have_64_bits_and_there_are_paths() {
        let document = generated("openapi.json");
        let callback = &document["components"]["schemas"]["PaidCallback"];
        assert_eq!(callback["properties"]["callback_id"]["format"], "int64");
        assert_eq!(document["paths"], json!({}));
        assert!(!generated("types.schema.json").to_string().contains("int64"));
    }

    #[test]
    fn every_model_of_asyncapi_has_a_name() {
        let document = generated("asyncapi.json");
        let callback = &document["components"]["schemas"]["PaidCallback"];
        assert_eq!(callback["properties"]["paid"], json!({ "$ref": "#/components/schemas/Paid" }));
        assert!(!document.to_string().contains("allOf"));
    }

    #[test]
    fn openapi_needs_no_other_file() {
        let document = generated("openapi.json");
        let mut found = Vec::new();
        objects(&document, &mut found);
        assert!(found.iter().all(|object| !object.contains_key("externalValue")));
    }

    #[test]
    fn openapi_alone_has_a_discriminator() {
        let callback = generated("openapi.json")["components"]["schemas"]["Callback"].take();
        assert_eq!(callback["oneOf"].as_array().map(Vec::len), Some(3));
        assert_eq!(callback.get("anyOf"), None);
        assert_eq!(callback["discriminator"]["propertyName"], "type");
        assert_eq!(
            callback["discriminator"]["mapping"]["frozen"],
            "#/components/schemas/FrozenCallback"
        );
        let callback = generated("asyncapi.json")["components"]["schemas"]["Callback"].take();
        assert_eq!(callback.get("discriminator"), None);
    }
}
