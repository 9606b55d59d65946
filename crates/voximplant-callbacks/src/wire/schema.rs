//! The JSON Schema of accepted values. Generated code names these types in `#[schemars(with =
//! "…")]`, where a Rust type does not show which values are read.
//!
//! A test checks that the published JSON Schema agrees. It is flat: an `if` on the type of a value
//! selects what it must satisfy, so one fault gives one error.

use std::{borrow::Cow, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, transform::Transform};
use serde_json::{Map, Value, json};

use super::{Object, Payload};
use crate::Limits;

const INTEGER: &str = "^(0|[1-9][0-9]{0,18}|1[0-9]{19})$";
const DECIMAL: &str = "^-?(0|[1-9][0-9]{0,28})([.][0-9]{1,28})?([eE][+\\-]?[0-9]+)?$";

/// Patterns of dates and times.
macro_rules! date {
    ($rest:literal) => {
        concat!("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", $rest)
    };
}
const DATE: &str = date!("$");
const TIMESTAMP: &str = date!(" ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$");
const TIMESTAMP_OR_DATE: &str = date!("( ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?$");

/// A character that no number or time has: in some dialects, `$` also matches before a line feed at
/// the end.
const FOREIGN: &str = "[^ -~]";
/// Days that do not exist, and the year 0, which few calendars have.
macro_rules! no_day {
    ($rest:literal) => {
        concat!(
            "[^ -~]|^0000|-02-3|-(0[469]|11)-31|([02468][1235679]|[13579][01345789])(00)?-02-29",
            $rest
        )
    };
}
const NO_DAY: &str = no_day!("");
/// Also times that not every language can represent in every time zone.
const NO_TIME: &str = no_day!("|^9999-12-3(1 |0 (23|22:(00:0[1-9]|00:[1-5]|0[1-9]|[1-5])))");

macro_rules! schemas {
    ($($(#[doc = $doc:literal])* $name:ident = $title:literal $schema:expr;)*) => {$(
        $(#[doc = $doc])*
        #[allow(dead_code)] // A description need not have it.
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schema($schema)
            }
        }
    )*};
}

schemas! {
    /// An integer without a sign.
    Integer = "Integer" either(
        &text(INTEGER, FOREIGN),
        json!({ "type": "integer", "minimum": 0, "exclusiveMaximum": 2e19 }),
    );
    /// An exact decimal.
    Money = "Money" either(
        &text(DECIMAL, FOREIGN),
        json!({ "type": "number", "exclusiveMinimum": -1e29, "exclusiveMaximum": 1e29 }),
    );
    /// A date.
    Date = "Date" text(DATE, NO_DAY);
    /// A timestamp.
    Timestamp = "Timestamp" text(TIMESTAMP, NO_TIME);
    /// A timestamp that may be sent as a date.
    TimestampOrDate = "DateOrTimestamp" text(TIMESTAMP_OR_DATE, NO_TIME);
}

/// A string.
pub(crate) struct Text;

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "null"] })
    }
}

/// The wrapper for another type.
macro_rules! made_of {
    ($($(#[doc = $doc:literal])* $name:ident = |$generator:ident| $schema:expr;)*) => {$(
        $(#[doc = $doc])*
        #[allow(dead_code)] // A description need not have it.
        pub(crate) struct $name<T>(PhantomData<T>);

        impl<T: JsonSchema> JsonSchema for $name<T> {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                format!("{}{}", stringify!($name), T::schema_name()).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                schema($schema)
            }
        }
    )*};
}

made_of! {
    /// A value that may be absent.
    Optional = |generator| or_null(generator.subschema_for::<T>().to_value());
    /// A list, or a single value that is read as a list of it.
    List = |generator| {
        let element = generator.subschema_for::<T>().to_value();
        either(&list(&element), or_null(element))
    };
    /// A list of objects or lists.
    ListOfParts = |generator| or_null(list(&generator.subschema_for::<T>().to_value()));
}

fn list(element: &Value) -> Value {
    json!({ "type": "array", "items": element, "maxItems": Limits::default().list })
}

/// An identifier that is sent as a number or as a string.
pub(crate) fn number_or_string() -> Schema {
    let number = json!({ "type": ["number", "null"] });
    schema(either(&json!({ "type": "string" }), number))
}

/// A string with known values that may also have others.
pub(crate) fn open_enum<'a>(known: impl Iterator<Item = &'a str>) -> Schema {
    json_schema!({ "type": ["string", "null"], "examples": known.collect::<Vec<_>>() })
}

/// Turns what schemars derives from the fields of an object into what is read.
pub(crate) fn object<T: Object>() -> impl Transform {
    |derived: &mut Schema| {
        let Value::Object(mut fields) = std::mem::take(derived).to_value() else { return };
        let annotations = ["title", "description", "deprecated"];
        let annotations: Vec<_> =
            annotations.into_iter().filter_map(|name| fields.remove_entry(name)).collect();
        let needed = T::needed();
        if needed.is_empty() {
            fields.remove("required");
        } else {
            fields.insert("required".to_owned(), needed.into());
        }
        let read = match T::PAYLOAD {
            Some(of) => payload(of, fields),
            None => or_empty_list(fields),
        };
        *derived = schema(read);
        derived.ensure_object().extend(annotations);
    }
}

/// The fields of a payload, or a wrapper with the fields one level deeper.
fn payload(of: Payload, mut fields: Map<String, Value>) -> Value {
    let object = json!({ "type": "object" });
    let is_wrapper =
        if of.is_wrapped { either(&json!({ "type": "array" }), object) } else { object };
    let properties = fields.entry("properties").or_insert_with(|| json!({}));
    let names = properties.as_object().into_iter().flat_map(Map::keys);
    let mut beside: Map<_, _> = names.map(|name| (name.clone(), false.into())).collect();
    properties[of.of] = json!({ "not": is_wrapper });
    let fields = or_empty_list(fields);
    let wrapper = if of.is_wrapped {
        let list = json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": fields });
        either(&list, fields.clone())
    } else {
        fields.clone()
    };
    beside.insert(of.of.to_owned(), wrapper);
    let has_wrapper = json!({
        "type": "object",
        "properties": { of.of: is_wrapper },
        "required": [of.of],
    });
    json!({
        "if": has_wrapper,
        "then": { "type": "object", "properties": beside },
        "else": fields,
    })
}

/// The object, or an empty list if it has no required fields.
fn or_empty_list(object: Map<String, Value>) -> Value {
    if object.contains_key("required") {
        return object.into();
    }
    either(&json!({ "type": "array", "maxItems": 0 }), object.into())
}

/// A string that matches one pattern and not the other.
fn text(pattern: &str, but: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "not": { "type": "string", "pattern": but } })
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

fn schema(json: Value) -> Schema {
    json.try_into().unwrap_or_default()
}
