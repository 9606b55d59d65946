//! JSON in the documented form: values whose numbers keep their digits, unlike those of
//! `serde_json`, and the values that the examples of a description form.

use std::fmt;

use serde_json::Value;

use crate::model::{Example, Field, Form, Model, Type};

/// A JSON value whose numbers keep their digits.
#[derive(Clone)]
pub(super) enum Json {
    /// The text of a string, number, boolean or null, as it is written.
    Scalar(String),
    List(Vec<Json>),
    Object(Object),
}

/// The properties of an object, in order.
#[derive(Clone, Default)]
pub(super) struct Object(Vec<(String, Json)>);

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Scalar(Value::from(text).to_string())
    }

    pub(super) fn number(number: u64) -> Self {
        Self::Scalar(number.to_string())
    }

    /// On one line, without white space.
    pub(super) fn compact(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Scalar(text) => text.clone(),
            Self::List(list) => format!("[{}]", joined(list.iter().map(Self::compact).collect())),
            Self::Object(Object(properties)) => {
                let members = properties.iter().map(|(name, value)| {
                    format!("{}:{}", Value::from(name.as_str()), value.compact())
                });
                format!("{{{}}}", joined(members.collect()))
            }
        }
    }
}

impl Object {
    /// Sets a property in place, or adds it at the end.
    pub(super) fn with(mut self, name: &str, value: Json) -> Self {
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
        self
    }

    /// Every property, in order.
    pub(super) fn members(&self) -> impl DoubleEndedIterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// With a new value for each property for which there is one.
    pub(super) fn changed(self, change: impl Fn(&str, &Json) -> Option<Json>) -> Self {
        let changed = |(name, value): (String, Json)| {
            let value = change(&name, &value).unwrap_or(value);
            (name, value)
        };
        Self(self.0.into_iter().map(changed).collect())
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(other, _)| other != name);
        self
    }
}

/// With one value per line.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Json {
    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let start_line = |f: &mut fmt::Formatter<'_>, index, depth| {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}\n{:1$}", "", 2 * depth)
        };
        match self {
            Self::Scalar(text) => f.write_str(text),
            Self::List(elements) if elements.is_empty() => f.write_str("[]"),
            Self::Object(Object(properties)) if properties.is_empty() => f.write_str("{}"),
            Self::List(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    start_line(f, index, depth + 1)?;
                    element.write(f, depth + 1)?;
                }
                start_line(f, 0, depth)?;
                f.write_str("]")
            }
            Self::Object(Object(properties)) => {
                f.write_str("{")?;
                for (index, (name, value)) in properties.iter().enumerate() {
                    start_line(f, index, depth + 1)?;
                    write!(f, "{}: ", Value::from(name.as_str()))?;
                    value.write(f, depth + 1)?;
                }
                start_line(f, 0, depth)?;
                f.write_str("}")
            }
        }
    }
}

/// An object with every field, including optional ones.
pub(super) fn fields(model: &Model, fields: &[Field]) -> Object {
    fields.iter().fold(Object::default(), |object, field| {
        object.with(&field.wire, value(model, &field.ty, field.example.as_ref()))
    })
}

/// The example of the field, or an object made from the examples of its fields.
pub(super) fn value(model: &Model, ty: &Type, example: Option<&Example>) -> Json {
    match (ty, example) {
        (Type::Object(index), _) => Json::Object(fields(model, &model.objects[*index].fields)),
        (Type::List(element), Some(Example::List(examples))) => {
            Json::List(examples.iter().map(|each| value(model, element, Some(each))).collect())
        }
        (Type::List(element), _) => Json::List(vec![value(model, element, example)]),
        (Type::Scalar(scalar), Some(Example::Decimal(digits)))
            if scalar.facts().form != Form::Number =>
        {
            Json::text(digits)
        }
        (_, Some(Example::Decimal(digits))) => Json::Scalar(digits.clone()),
        (_, Some(Example::Number(number))) => Json::number(*number),
        (_, Some(Example::Boolean(boolean))) => Json::Scalar(boolean.to_string()),
        (_, Some(Example::Text(text))) => Json::text(text),
        // Only objects have no example of their own.
        (_, Some(Example::List(_)) | None) => Json::Scalar("null".to_owned()),
    }
}
