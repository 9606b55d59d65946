//! One body for each undocumented shape that is read: what senders do although upstream does not
//! document it.

use super::{
    super::{
        json::{Json, Object, fields},
        published::{ACCOUNT_ID, callback_id},
    },
    Sample, Types, callback, envelope,
};
use crate::model::{Field, Kind, Model, Reading, Type, role};

pub(super) fn samples(model: &Model, by_age: &[&Kind]) -> Vec<Sample> {
    let Some(first) = by_age.first() else { return Vec::new() };
    let without_fields = by_age.iter().find(|kind| !kind.has_fields());
    let with_fields = || by_age.iter().filter(|kind| kind.has_fields());
    let with_text = with_fields().find(|kind| kind.payload.fields.iter().any(reads_empty));
    [
        Some(quoted_ids(model, first)),
        with_fields().find(|kind| has(kind, is_number)).map(|kind| digit_strings(model, kind)),
        with_text.map(|kind| nulls(model, kind)),
        with_text.map(|kind| absent(model, kind)),
        with_fields().find(|kind| has(kind, is_day_or_time)).map(|kind| plain_dates(model, kind)),
        others_null(model, first, by_age),
    ]
    .into_iter()
    .flatten()
    .chain(without_fields.into_iter().flat_map(|kind| empty(model, kind)))
    .chain(with_fields().find(|kind| !kind.wrapped).map(|kind| wrapped(model, kind)))
    .chain(by_age.iter().filter(|kind| kind.wrapped).flat_map(|kind| unwrapped(model, kind)))
    .chain(by_age.iter().filter_map(|kind| bare_element(model, kind)))
    .collect()
}

fn has(kind: &Kind, is_it: fn(&Type) -> bool) -> bool {
    kind.payload.fields.iter().any(|field| is_it(&field.ty))
}

fn reading(ty: &Type) -> Option<Reading> {
    match ty {
        Type::Scalar(scalar) => Some(scalar.facts().reading),
        _ => None,
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(reading(ty), Some(Reading::Number | Reading::Decimal))
}

fn is_day_or_time(ty: &Type) -> bool {
    reading(ty) == Some(Reading::TimestampOrDate)
}

/// Whether it reads as empty if it is missing.
fn reads_empty(field: &Field) -> bool {
    !field.optional && field.ty.reads_as_empty()
}

/// The callback of a kind with this payload.
fn with_payload(model: &Model, kind: &Kind, file: &str, payload: Json) -> Object {
    envelope(model, &kind.wire, callback_id(file)).with(&kind.wire, payload)
}

/// The fields of a payload, in a wrapper if it is documented in one.
fn payload(kind: &Kind, fields: Object) -> Json {
    super::payload(kind, fields)
}

fn documented(model: &Model, kind: &Kind) -> Object {
    fields(model, &kind.payload.fields)
}

fn null() -> Json {
    Json::Scalar("null".to_owned())
}

/// The value as a string, unless it is one already.
fn quoted(json: &Json) -> Option<Json> {
    match json {
        Json::Scalar(text) if !text.starts_with('"') => Some(Json::text(text)),
        _ => None,
    }
}

fn quoted_ids(model: &Model, kind: &Kind) -> Sample {
    let file = "shapes/quoted_ids.json";
    let id = callback_id(file);
    let callback = callback(model, kind, id)
        .with(role::CALLBACK_ID, Json::text(&id.to_string()))
        .with(role::ACCOUNT_ID, Json::text(&ACCOUNT_ID.to_string()));
    let description = "The IDs are strings of digits.";
    Sample::read(file, kind, description, Types::Differs, callback)
}

fn digit_strings(model: &Model, kind: &Kind) -> Sample {
    let file = "shapes/digit_strings.json";
    let is_number =
        |name: &str| kind.payload.fields.iter().any(|it| it.wire == name && is_number(&it.ty));
    let fields = documented(model, kind)
        .changed(|name, value| if is_number(name) { quoted(value) } else { None });
    let callback = with_payload(model, kind, file, payload(kind, fields));
    let description = "The numbers of the payload are strings of digits.";
    Sample::read(file, kind, description, Types::Differs, callback)
}

fn nulls(model: &Model, kind: &Kind) -> Sample {
    let file = "shapes/nulls.json";
    let as_null = |of: &[Field], name: &str| {
        of.iter().any(|it| it.wire == name && reads_empty(it)).then(null)
    };
    let fields = documented(model, kind).changed(|name, _| as_null(&kind.payload.fields, name));
    let kept = [role::KIND, role::HASH];
    let callback = with_payload(model, kind, file, payload(kind, fields)).changed(|name, _| {
        if kept.contains(&name) { None } else { as_null(&model.envelope.fields, name) }
    });
    let description = "Fields that read as empty if they are missing are null.";
    Sample::read(file, kind, description, Types::Differs, callback)
}

fn absent(model: &Model, kind: &Kind) -> Sample {
    let file = "shapes/absent.json";
    let without = |object: Object, of: &[Field], kept: &[&str]| {
        let names = of.iter().filter(|it| reads_empty(it) && !kept.contains(&&*it.wire));
        names.fold(object, |object, field| object.without(&field.wire))
    };
    let fields = without(documented(model, kind), &kind.payload.fields, &[]);
    let callback = with_payload(model, kind, file, payload(kind, fields));
    let callback = without(callback, &model.envelope.fields, &[role::KIND, role::HASH]);
    let description = "Fields that read as empty if they are missing are missing.";
    Sample::read(file, kind, description, Types::Differs, callback)
}

fn plain_dates(model: &Model, kind: &Kind) -> Sample {
    let file = "shapes/plain_dates.json";
    let is_either =
        |name: &str| kind.payload.fields.iter().any(|it| it.wire == name && is_day_or_time(&it.ty));
    let fields = documented(model, kind).changed(|name, value| match value {
        Json::Scalar(text) if is_either(name) => {
            // In quotes, without the time.
            Some(Json::Scalar(format!("{}\"", text.get(..11)?)))
        }
        _ => None,
    });
    let callback = with_payload(model, kind, file, payload(kind, fields));
    let description = "A field that may be a timestamp or a date is a date.";
    Sample::read(file, kind, description, Types::Fits, callback)
}

fn others_null(model: &Model, kind: &Kind, by_age: &[&Kind]) -> Option<Sample> {
    let file = "shapes/other_kind_null.json";
    let other = by_age.iter().find(|other| other.wire != kind.wire && other.has_fields())?;
    let callback = callback(model, kind, callback_id(file)).with(&other.wire, null());
    let description = "The payload of another kind is present, as null.";
    Some(Sample::read(file, kind, description, Types::Fits, callback))
}

/// The payload of a kind without documented fields, in every undocumented form.
fn empty(model: &Model, kind: &Kind) -> [Sample; 3] {
    let sample = |file: &str, description, change: fn(Object, &Kind) -> Object| {
        let callback = callback(model, kind, callback_id(file));
        Sample::read(file, kind, description, Types::Fits, change(callback, kind))
    };
    [
        sample(
            "shapes/payload_absent.json",
            "The payload, which has no documented fields, is missing.",
            |callback, kind| callback.without(&kind.wire),
        ),
        sample(
            "shapes/payload_null.json",
            "The payload, which has no documented fields, is null.",
            |callback, kind| callback.with(&kind.wire, null()),
        ),
        sample(
            "shapes/payload_empty_list.json",
            "The payload, which has no documented fields, is an empty list.",
            |callback, kind| callback.with(&kind.wire, Json::List(Vec::new())),
        ),
    ]
}

fn wrapped(model: &Model, kind: &Kind) -> Sample {
    let file = "shapes/wrapped.json";
    let wrapper = Object::default().with(&kind.wire, Json::Object(documented(model, kind)));
    let callback = with_payload(model, kind, file, Json::Object(wrapper));
    let description = "The payload is one level deeper than documented.";
    Sample::read(file, kind, description, Types::of_wrong_payload(kind), callback)
}

/// Each kind that is documented in a wrapper is also sent without one, and in a list of one.
fn unwrapped(model: &Model, kind: &Kind) -> [Sample; 2] {
    let file = format!("shapes/{}_unwrapped.json", kind.wire);
    let plain = with_payload(model, kind, &file, Json::Object(documented(model, kind)));
    let description = "The payload is not in its documented wrapper.";
    let plain = Sample::read(&file, kind, description, Types::Differs, plain);

    let file = format!("shapes/{}_list.json", kind.wire);
    let list = Json::List(vec![Json::Object(documented(model, kind))]);
    let wrapper = Json::Object(Object::default().with(&kind.wire, list));
    let listed = with_payload(model, kind, &file, wrapper);
    let description = "The wrapper of the payload holds a list of one.";
    [plain, Sample::read(&file, kind, description, Types::Differs, listed)]
}

/// A single value instead of a list of one.
fn bare_element(model: &Model, kind: &Kind) -> Option<Sample> {
    let is_list = |field: &&Field| match &field.ty {
        Type::List(element) => !matches!(**element, Type::List(_) | Type::Object(_)),
        _ => false,
    };
    let list = &kind.payload.fields.iter().find(is_list)?.wire;
    let file = format!("shapes/{}_bare_element.json", kind.wire);
    let fields = documented(model, kind).changed(|name, value| match value {
        Json::List(elements) if name == list => elements.first().cloned(),
        _ => None,
    });
    let callback = with_payload(model, kind, &file, payload(kind, fields));
    let description = "A single value is sent instead of a list.";
    Some(Sample::read(&file, kind, description, Types::Differs, callback))
}
