//! `typescript/`: the part of the npm package that depends on the kinds. The types describe what
//! its reader returns: integers and amounts are strings of digits, no payload is wrapped, and
//! absent values are null or empty.

use std::fmt::Write;

use super::{reader_table, spelling::javascript};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Enum, Kind, Model, Reading, Struct, Type, role},
    words::{capitalized, literal},
};

pub(super) fn artifacts(model: &Model, samples: &[(&str, String)]) -> Vec<Artifact> {
    let file = |name: &str, code: String| {
        let contents = format!("// {GENERATED}\n\n{code}");
        Artifact::new(&format!("typescript/{name}"), Purpose::Code, contents)
    };
    vec![
        file("callbacks.d.ts", types(model)),
        file("samples.js", samples_by_kind(samples)),
        file("table.js", table(model)),
    ]
}

/// The table that drives the reader.
pub(super) fn table(model: &Model) -> String {
    let [first, second] = reader_table::WORDS;
    let mut code = format!(
        "// The kinds, objects and fields, with the type of each field.\n// {first}\n// {second}\n\
         export const TABLE = {{\n"
    );
    for (name, json) in reader_table::parts(model) {
        let _ = writeln!(code, "  {name}: {},", json.replace('\n', "\n  "));
    }
    code + "};\n"
}

/// The documented callback of every kind, as text: a JavaScript object would
/// lose digits.
fn samples_by_kind(samples: &[(&str, String)]) -> String {
    let mut code = "export const SAMPLES = {\n".to_owned();
    for (kind, text) in samples {
        let _ = writeln!(code, "  {}:\n    {},", literal(kind), literal(text));
    }
    code + "};\n"
}

fn types(model: &Model) -> String {
    let mut code = "/** An integer as its digits, since JavaScript rounds numbers above 2^53. */\n\
                    export type Integer = string;\n\n\
                    /** An exact amount as its digits, such as `\"10.50\"`. */\n\
                    export type Money = string;\n\n\
                    /** A date as `YYYY-MM-DD`. */\n\
                    export type CalendarDate = string;\n\n\
                    /** A point in time as `YYYY-MM-DD HH:MM:SS`, in UTC. */\n\
                    export type Timestamp = string;\n\n\
                    /** Fields that this version does not know: the JSON text of each value as received, by name. */\n\
                    export interface Extra {\n  readonly [name: string]: string | undefined;\n}\n\n\
                    /** A kind of callback that this version knows. */\n\
                    export type Kind = Callback[\"type\"];\n\n\
                    /** One callback of a known kind. */\n\
                    export type Callback =\n"
        .to_owned();
    for (index, kind) in model.kinds.iter().enumerate() {
        let end = if index + 1 == model.kinds.len() { ";" } else { "" };
        let _ = writeln!(code, "  | {}{end}", kind.callback_name());
    }
    let envelope = model.envelope_without_kind();
    code += &interface(model, &envelope, &envelope.doc);
    for kind in &model.kinds {
        code += &callback(kind);
        code += &interface(model, &kind.payload, &kind.doc());
    }
    for object in &model.objects {
        code += &interface(model, object, &object.doc);
    }
    for of in &model.enums {
        code += &enumeration(of);
    }
    code
}

/// The envelope with the kind and its payload.
fn callback(kind: &Kind) -> String {
    let mut doc = vec![kind.doc()];
    if let Some(method) = &kind.confirm {
        doc.push(format!("To confirm it, ask the Management API: `{method}`."));
    }
    if let Some(supersession) = kind.supersession() {
        doc.push(format!("@deprecated {}.", capitalized(&supersession)));
    }
    let mut code = format!("\n{}", comment("", &doc));
    let _ = writeln!(code, "export interface {} extends Envelope {{", kind.callback_name());
    let _ = writeln!(code, "  {}: {};", role::KIND, literal(&kind.wire));
    let _ = writeln!(code, "  {}: {};", javascript(&kind.wire), kind.payload.name);
    code + "}\n"
}

fn interface(model: &Model, of: &Struct, doc: &str) -> String {
    let mut code = format!("\n{}", comment("", &[doc.to_owned()]));
    let _ = writeln!(code, "export interface {} {{", of.name);
    for field in &of.fields {
        code += &comment("  ", std::slice::from_ref(&field.doc));
        let or_null = if field.optional { " | null" } else { "" };
        let ty = type_name(model, &field.ty);
        let _ = writeln!(code, "  {}: {ty}{or_null};", javascript(&field.wire));
    }
    code + "  /** Fields that this version does not know. */\n  extra: Extra;\n}\n"
}

fn enumeration(of: &Enum) -> String {
    let mut code =
        format!("\n{}export type {} =\n", comment("", std::slice::from_ref(&of.doc)), of.name);
    for value in &of.values {
        let _ = writeln!(code, "  | {}", literal(&value.wire));
    }
    // Any other string is accepted too, without losing completion in editors.
    code + "  | (string & {});\n"
}

fn type_name(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().reading {
            Reading::Number => "Integer",
            Reading::Decimal => "Money",
            Reading::String | Reading::NumberOrString => "string",
            Reading::Boolean => "boolean",
            Reading::Date => "CalendarDate",
            Reading::Timestamp => "Timestamp",
            Reading::TimestampOrDate => "Timestamp | CalendarDate",
        }
        .to_owned(),
        Type::List(element) => match type_name(model, element) {
            union if union.contains('|') => format!("({union})[]"),
            element => format!("{element}[]"),
        },
        Type::Object(index) => model.objects[*index].name.clone(),
        Type::Enum(index) => model.enums[*index].name.clone(),
    }
}

/// A documentation comment of these paragraphs.
fn comment(indent: &str, paragraphs: &[String]) -> String {
    let text = |paragraph: &String| paragraph.replace("*/", "*\\/");
    if let [only] = paragraphs {
        return format!("{indent}/** {} */\n", text(only));
    }
    let mut code = format!("{indent}/**\n");
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            let _ = writeln!(code, "{indent} *");
        }
        let _ = writeln!(code, "{indent} * {}", text(paragraph));
    }
    let _ = writeln!(code, "{indent} */");
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_cannot_end_its_comment() {
        assert_eq!(comment("", &["a */ b".to_owned()]), "/** a *\\/ b */\n");
        assert_eq!(
            comment("  ", &["a".to_owned(), "b */".to_owned()]),
            "  /**\n   * a\n   *\n   * b *\\/\n   */\n"
        );
    }

    #[test]
    fn a_value_is_a_literal() {
        assert_eq!(literal("legal \"entity\""), r#""legal \"entity\"""#);
    }
}
