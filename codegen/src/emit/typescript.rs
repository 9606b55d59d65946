//! `typescript/callbacks.d.ts` and the kinds beside it: the types of the npm
//! package. They are of a body that the package has read: a number that
//! JavaScript cannot hold is a string of its digits, and no payload is wrapped.

use std::fmt::Write;

use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Enum, Form, Kind, Model, Struct, Type, role},
    words::{capitalized, literal},
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let file = |name: &str, code: String| {
        let contents = format!("// {GENERATED}\n\n{code}");
        Artifact::new(&format!("typescript/{name}"), Purpose::Code, contents)
    };
    vec![file("callbacks.d.ts", types(model)), file("kinds.js", kinds(model))]
}

/// The kinds as values, for those who look at a callback at run time.
fn kinds(model: &Model) -> String {
    let list = |name: &str, kinds: Vec<&Kind>| {
        let lines: Vec<_> = kinds.iter().map(|it| format!("  {},\n", literal(&it.wire))).collect();
        format!("export const {name} = Object.freeze([\n{}]);\n", lines.concat())
    };
    let empty = model.kinds.iter().filter(|kind| !kind.has_fields());
    list("KINDS", model.kinds.iter().collect()) + "\n" + &list("EMPTY_KINDS", empty.collect())
}

fn types(model: &Model) -> String {
    let mut code = "/** An integer, or a string of its digits if it is over 2^53. */\n\
                    export type Integer = number | string;\n\n\
                    /** An exact amount: a string of its digits, or a number if it has no fraction. */\n\
                    export type Money = number | string;\n\n\
                    /** Every kind of callback that is known. */\n\
                    export declare const KINDS: readonly Kind[];\n\n\
                    /** The kinds whose payload has no documented field. */\n\
                    export declare const EMPTY_KINDS: readonly Kind[];\n\n\
                    /** A kind of callback that is known. */\n\
                    export type Kind = Callback[\"type\"];\n\n\
                    /** One callback, of a kind that is known. */\n\
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
        if kind.has_fields() {
            code += &interface(model, &kind.payload, &kind.doc());
        }
    }
    for object in &model.objects {
        code += &interface(model, object, &object.doc);
    }
    for of in &model.enums {
        code += &enumeration(of);
    }
    code
}

/// The envelope with the kind and its payload, which has no type if nothing
/// is told in it.
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
    if kind.has_fields() {
        let _ = writeln!(code, "  {}: {};", kind.wire, kind.payload.name);
    }
    code + "}\n"
}

fn interface(model: &Model, of: &Struct, doc: &str) -> String {
    let mut code = format!("\n{}", comment("", &[doc.to_owned()]));
    let _ = writeln!(code, "export interface {} {{", of.name);
    for field in &of.fields {
        code += &comment("  ", std::slice::from_ref(&field.doc));
        let mark = if field.optional { "?" } else { "" };
        let _ = writeln!(code, "  {}{mark}: {};", field.wire, type_name(model, &field.ty));
    }
    code + "}\n"
}

fn enumeration(of: &Enum) -> String {
    let mut code =
        format!("\n{}export type {} =\n", comment("", std::slice::from_ref(&of.doc)), of.name);
    for value in &of.values {
        let _ = writeln!(code, "  | {}", literal(&value.wire));
    }
    // Any other string too, without losing what an editor proposes.
    code + "  | (string & {});\n"
}

fn type_name(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().form {
            Form::Integer => "Integer",
            Form::Number => "Money",
            Form::Boolean => "boolean",
            Form::Text | Form::Pattern(_) => "string",
            Form::IntegerOrText => "number | string",
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
