//! Bodies of a kind, as its description documents them.

use codegen::{
    Artifact,
    model::{Enum, Field, Kind, Model, Scalar, Type},
};
use serde_json::{Value, json};

/// The text of a generated file below `schema/generated`.
///
/// # Panics
///
/// If there is no such file.
#[must_use]
pub fn artifact<'a>(artifacts: &'a [Artifact], path: &str) -> &'a str {
    let path = format!("schema/generated/{path}");
    let found = artifacts.iter().find(|artifact| artifact.path == path);
    &found.unwrap_or_else(|| panic!("no {path}")).contents
}

/// A sample of a kind.
///
/// # Panics
///
/// If there is no such sample.
#[must_use]
pub fn sample(artifacts: &[Artifact], kind: &Kind, file: &str) -> Value {
    let path = format!("samples/{}/{file}.json", kind.wire);
    serde_json::from_str(artifact(artifacts, &path)).unwrap()
}

/// Bodies of a kind as it is documented: with all fields, each object without
/// its optional ones, each known value of an enum, other values than the
/// examples, and every form that a payload without fields has.
///
/// # Panics
///
/// If the artifacts are not those of the model.
#[must_use]
pub fn documented(model: &Model, artifacts: &[Artifact], kind: &Kind) -> Vec<Value> {
    let body = sample(artifacts, kind, "valid");
    let mut bodies = vec![body.clone()];
    let mut add = |change: &dyn Fn(&mut Value)| {
        let mut body = body.clone();
        change(&mut body);
        bodies.push(body);
    };
    let place = format!("/callbacks/0/{}", kind.wire);
    if kind.payload.fields.is_empty() {
        for payload in [json!(null), json!([])] {
            add(&|body| *at(body, &place) = payload.clone());
        }
        add(&|body| {
            at(body, "/callbacks/0").as_object_mut().unwrap().remove(&kind.wire);
        });
        return bodies;
    }
    let inner = if kind.wrapped { format!("{place}/{}", kind.wire) } else { place };
    let mut parts = Parts::default();
    parts.add(model, inner, &kind.payload.fields);
    for (pointer, fields) in &parts.objects {
        if fields.iter().any(|field| field.optional) {
            add(&|body| {
                let object = at(body, pointer).as_object_mut().unwrap();
                object.retain(|name, _| {
                    !fields.iter().any(|field| field.optional && field.wire == *name)
                });
            });
        }
    }
    for (pointer, of) in &parts.enums {
        for value in &of.values {
            add(&|body| *at(body, pointer) = json!(value.wire));
        }
    }
    if !parts.scalars.is_empty() {
        add(&|body| {
            for (pointer, scalar) in &parts.scalars {
                *at(body, pointer) = other_value(*scalar);
            }
        });
    }
    bodies
}

/// What is in a payload, each with its JSON Pointer. Of a list it is what the
/// first element holds.
#[derive(Default)]
struct Parts<'m> {
    objects: Vec<(String, &'m [Field])>,
    enums: Vec<(String, &'m Enum)>,
    scalars: Vec<(String, Scalar)>,
}

impl<'m> Parts<'m> {
    fn add(&mut self, model: &'m Model, pointer: String, fields: &'m [Field]) {
        for field in fields {
            let mut pointer = format!("{pointer}/{}", field.wire);
            let mut ty = &field.ty;
            while let Type::List(element) = ty {
                pointer.push_str("/0");
                ty = element;
            }
            match ty {
                Type::Scalar(scalar) => self.scalars.push((pointer, *scalar)),
                Type::Enum(index) => self.enums.push((pointer, &model.enums[*index])),
                Type::Object(index) => self.add(model, pointer, &model.objects[*index].fields),
                Type::List(_) => unreachable!("it was left above"),
            }
        }
        self.objects.push((pointer, fields));
    }
}

/// A value that a field of this type may have, and of those types alone that
/// read all that this one reads.
fn other_value(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Number => json!(12),
        Scalar::Decimal | Scalar::DecimalInteger => json!(0.25),
        Scalar::DecimalText => json!("0.25"),
        Scalar::String | Scalar::NumberOrString => json!("another text"),
        Scalar::Boolean => json!(false),
        Scalar::Date | Scalar::TimestampOrDate => json!("2024-02-29"),
        Scalar::Timestamp => json!("2024-02-29 12:30:45"),
    }
}

fn at<'b>(body: &'b mut Value, pointer: &str) -> &'b mut Value {
    body.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing is at {pointer}"))
}
