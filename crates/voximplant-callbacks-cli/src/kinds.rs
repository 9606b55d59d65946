//! `kinds`: the reference in the terminal.

use clap::{Args, builder::PossibleValuesParser};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Value, json};
use voximplant_callbacks::Kind;

use crate::{
    failure::{Failure, Result, Verdict},
    json,
    output::{BOLD, DIM, Output, YELLOW},
    sample::Sample,
};

/// Lists all kinds of callbacks, or shows one kind with its fields and a sample.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  voximplant-callbacks kinds
  voximplant-callbacks kinds card_payment
  voximplant-callbacks kinds --json | jq -r .kind")]
pub(crate) struct Kinds {
    /// The kind to show.
    #[arg(
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.as_str()))
    )]
    kind: Option<String>,
}

impl Kinds {
    pub(crate) fn run(&self, output: Output) -> Result<Verdict> {
        match &self.kind {
            None => Kind::ALL.iter().try_for_each(|kind| list(*kind, output))?,
            Some(name) => {
                let kind = Kind::from_wire_name(name)
                    .ok_or_else(|| Failure::usage(format!("no such kind: {name}")))?;
                show(kind, output)?;
            }
        }
        Ok(Verdict::Good)
    }
}

fn list(kind: Kind, output: Output) -> Result<()> {
    let value = json!({
        "kind": kind.as_str(),
        "description": kind.description(),
        "deprecated": kind.is_deprecated(),
    });
    let mark = if kind.is_deprecated() {
        format!(" {YELLOW}(superseded){YELLOW:#}")
    } else {
        String::new()
    };
    output.either(&value, format_args!("{BOLD}{kind:<40}{BOLD:#} {}{mark}", kind.description()))
}

fn show(kind: Kind, output: Output) -> Result<()> {
    let schema = payload(kind);
    let sample = Sample::documented(kind)?;
    let sample = sample.text();
    let successors: Vec<&str> = kind.superseded_by().iter().map(|kind| kind.as_str()).collect();
    if output.json {
        let value = json!({
            "kind": kind.as_str(),
            "description": kind.description(),
            "deprecated": kind.is_deprecated(),
            "superseded_by": successors,
            "since": kind.since(),
            "confirm_by": kind.confirm_by(),
            "upstream": kind.upstream(),
            "payload": schema,
        });
        return output.line(json::with(&value, "sample", Some(sample)));
    }
    output.line(format_args!("{BOLD}{kind}{BOLD:#}\n{}", kind.description()))?;
    let facts = [
        ("superseded by", (!successors.is_empty()).then(|| successors.join(", "))),
        ("since", kind.since().map(str::to_owned)),
        ("confirm by", kind.confirm_by().map(str::to_owned)),
        ("upstream", kind.upstream().map(str::to_owned)),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            output.line(format_args!("{DIM}{name:<14}{DIM:#} {fact}"))?;
        }
    }
    let required: Vec<&str> = strings(&schema["required"]);
    let mut rows = Vec::new();
    if let Some(fields) = schema["properties"].as_object() {
        for (name, field) in fields {
            let is_required = required.contains(&name.as_str());
            rows.push(vec![
                name.clone(),
                type_of(field),
                if is_required { "required" } else { "optional" }.to_owned(),
                about(field["description"].as_str().unwrap_or_default()),
            ]);
        }
    }
    if !rows.is_empty() {
        output.line("")?;
        output.table(&["field", "type", "", "description"], &rows)?;
    }
    output.line(format_args!("\n{}", json::indented(sample)))
}

/// The JSON Schema of the fields of a payload, without the wrapper and the empty list that are read
/// too.
fn payload(kind: Kind) -> Value {
    let mut generator = SchemaGenerator::default();
    let schema = kind.payload_schema(&mut generator);
    let definitions = generator.take_definitions(true);
    let value = Schema::to_value(schema);
    let name = value["$ref"].as_str().and_then(|it| it.rsplit('/').next());
    let mut schema = name.and_then(|name| definitions.get(name)).cloned().unwrap_or(value);
    while schema.get("properties").is_none() && schema.get("else").is_some() {
        schema = schema["else"].take();
    }
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.retain(|_, field| field.get("not").is_none() || field.get("type").is_some());
    }
    schema
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The description of a field, on one line. It leaves out how `Debug` shows the field.
fn about(description: &str) -> String {
    let parts = description.split("\n\n").map(|part| match part {
        part if part.starts_with("Sensitive:") => "Personal.".to_owned(),
        part => part.replace('\n', " "),
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// The type of a field as one word.
fn type_of(field: &Value) -> String {
    if let Some(name) = field["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return name.to_owned();
    }
    if let Some(format) = field["format"].as_str() {
        return format.to_owned();
    }
    if let Some(other) = field.get("else") {
        let one = field.get("then").unwrap_or(&field["if"]);
        return match (type_of(one), type_of(other)) {
            (one, _) if one.starts_with('[') => one,
            (one, other) if matches!(&*one, "" | "array") => other,
            (one, other) => format!("{one} or {other}"),
        };
    }
    let types = match &field["type"] {
        Value::String(name) => vec![name.as_str()],
        names => strings(names),
    };
    let types: Vec<&str> = types.into_iter().filter(|name| *name != "null").collect();
    match (types.is_empty(), &types[..]) {
        (false, ["array"]) if field.get("items").is_some() => {
            format!("[{}]", type_of(&field["items"]))
        }
        (false, types) => types.join(" or "),
        (true, _) => {
            let inner = ["anyOf", "oneOf", "allOf"].iter().find_map(|it| field[it].as_array());
            let inner = inner.into_iter().flatten().map(type_of);
            let inner: Vec<String> = inner.filter(|it| it != "null" && !it.is_empty()).collect();
            inner.join(" or ")
        }
    }
}
