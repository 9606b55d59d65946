//! The JSON Schema of the values that have no type of their own in Rust, or
//! one that does not know how upstream writes it. Generated code names these
//! in `#[schemars(with = "…")]`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, transform::Transform};

/// Digits with an optional fraction, as in `-12.50`.
const DECIMAL: &str = "^-?[0-9]+(\\.[0-9]+)?$";
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const TIMESTAMP: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";
const TIMESTAMP_OR_DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$";

macro_rules! schemas {
    ($($(#[$doc:meta])* $name:ident = $schema:tt;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

schemas! {
    /// A decimal that is documented as a number.
    Decimal = { "anyOf": [{ "type": "number" }, { "type": "string", "pattern": DECIMAL }] };
    /// A decimal that is documented as a string.
    QuotedDecimal = { "type": "string", "pattern": DECIMAL };
    /// A date.
    Date = { "type": "string", "pattern": DATE };
    /// A timestamp.
    Timestamp = { "type": "string", "pattern": TIMESTAMP };
    /// A timestamp that may come as a date.
    TimestampOrDate = { "type": "string", "pattern": TIMESTAMP_OR_DATE };
}

/// A string whose known values are no limit.
pub(crate) fn open_enum<'a>(known: impl Iterator<Item = &'a str>) -> Schema {
    json_schema!({ "type": "string", "examples": known.collect::<Vec<_>>() })
}

/// Puts a payload where its documentation has it: under its own name.
pub(crate) fn wrapped(name: &'static str) -> impl Transform {
    move |schema: &mut Schema| {
        let inner = std::mem::take(schema);
        *schema = json_schema!({
            "type": "object",
            "properties": { name: inner },
            "required": [name],
        });
    }
}
