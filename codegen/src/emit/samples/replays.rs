//! What an attacker or a retry sends: one callback, repeated and changed. The hash matches in each,
//! so only a guard can distinguish them.

use super::{
    super::{
        json::{Json, Object},
        published::callback_id,
    },
    Sample, Text, Types, callback,
};
use crate::model::{Kind, Model, Scalar, Type, role};

/// The callback that is received first.
const FIRST: &str = "replay/first.json";

pub(super) fn samples(model: &Model, by_age: &[&Kind]) -> Vec<Sample> {
    let Some(kind) = by_age.first() else { return Vec::new() };
    let id = callback_id(FIRST);
    let first = || callback(model, kind, id);
    let read =
        |file, description, types, callback| Sample::read(file, kind, description, types, callback);
    let after = |guard, sample| Sample { after: Some((FIRST, guard)), ..sample };
    let is_amount = |name: &str| {
        let mut envelope = model.envelope.fields.iter();
        envelope.any(|field| field.wire == name && field.ty == Type::Scalar(Scalar::Decimal))
    };
    let other_amount =
        first().changed(|name, _| is_amount(name).then(|| Json::Scalar("99999.00".to_owned())));
    let quoted_id = first().with(role::CALLBACK_ID, Json::text(&id.to_string()));
    let respelled = Sample {
        text: Text(respelled(&Json::Object(first()))),
        ..read(
            "replay/other_spelling.json",
            "The same callback, with different white space, order of names and escapes.",
            Types::Fits,
            Object::default(),
        )
    };
    vec![
        read(FIRST, "A callback that is sent for the first time.", Types::Fits, first()),
        after(
            "duplicate",
            read("replay/again.json", "The same callback again.", Types::Fits, first()),
        ),
        after("duplicate", respelled),
        after(
            "conflict",
            read(
                "replay/other_amount.json",
                "The same IDs and hash with another amount, which the hash does not cover.",
                Types::Fits,
                other_amount,
            ),
        ),
        after(
            "conflict",
            read(
                "replay/quoted_id.json",
                "The same callback with its ID in quotes: the same ID with different content.",
                Types::Differs,
                quoted_id,
            ),
        ),
    ]
}

/// The same value on one line, with names in reverse order and letters as escapes.
fn respelled(json: &Json) -> String {
    match json {
        Json::Scalar(text) if text.starts_with('"') => escaped(text),
        Json::Scalar(text) => text.clone(),
        Json::List(elements) => {
            let elements: Vec<_> = elements.iter().map(respelled).collect();
            format!("[ {} ]", elements.join(" , "))
        }
        Json::Object(object) => {
            let members = object.members().rev().map(|(name, value)| {
                let name = Json::text(name).compact();
                format!("{} :{}", escaped(&name), respelled(value))
            });
            format!("{{ {} }}", members.collect::<Vec<_>>().join(" , "))
        }
    }
}

/// JSON text of a string with every other letter as an escape.
fn escaped(text: &str) -> String {
    let escape = |(index, letter): (usize, char)| {
        if letter.is_ascii_alphanumeric() && index % 2 == 1 {
            format!("\\u{:04x}", u32::from(letter))
        } else {
            letter.to_string()
        }
    };
    // Existing escapes stay unchanged.
    if text.contains('\\') {
        text.to_owned()
    } else {
        text.chars().enumerate().map(escape).collect()
    }
}
