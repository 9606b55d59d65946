//! `python/callbacks.py`: the types of the Python package. They are of a body
//! that the package has read: amounts are exact, and no payload is wrapped.

use std::fmt::Write;

use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Enum, Field, Form, Kind, Model, Struct, Type, role},
    words::{capitalized, literal},
};

/// Names that no attribute of a class can have.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let contents = format!("# {GENERATED}\n{}", module(model));
    vec![Artifact::new("python/callbacks.py", Purpose::Code, contents)]
}

fn module(model: &Model) -> String {
    let mut code = "\"\"\"Every kind of callback, as types.\"\"\"\n\n\
                    from decimal import Decimal\n\
                    from typing import Literal, NotRequired, TypeAlias, TypedDict\n\n\
                    Money: TypeAlias = Decimal | int | str\n\
                    \"\"\"An exact amount, or a string of its digits.\"\"\"\n"
        .to_owned();
    // What is named must have been declared.
    for of in &model.enums {
        code += &enumeration(of);
    }
    for object in in_order_of_use(model) {
        code += &typed_dict(&object.name, &object.doc, &[], &fields(model, object));
    }
    let envelope = model.envelope_without_kind();
    let envelope_fields = fields(model, &envelope);
    code += &typed_dict(&envelope.name, &envelope.doc, &[], &envelope_fields);
    for kind in &model.kinds {
        if kind.has_fields() {
            let payload = &kind.payload;
            code += &typed_dict(&payload.name, &kind.doc(), &[], &fields(model, payload));
        }
        code += &callback(kind, &envelope_fields);
    }

    let names: Vec<_> = model.kinds.iter().map(Kind::callback_name).collect();
    let _ = writeln!(code, "\n\nCallback: TypeAlias = (\n    {}\n)", names.join("\n    | "));
    code += "\"\"\"One callback, of a kind that is known.\"\"\"\n";
    code += &kinds("KINDS", "Every kind that is known.", model.kinds.iter());
    let empty = model.kinds.iter().filter(|kind| !kind.has_fields());
    code += &kinds("EMPTY_KINDS", "The kinds whose payload has no documented field.", empty);
    code
}

/// The kinds as a value, for those who look at a callback at run time.
fn kinds<'a>(name: &str, doc: &str, kinds: impl Iterator<Item = &'a Kind>) -> String {
    let lines: Vec<_> = kinds.map(|kind| format!("        {},\n", literal(&kind.wire))).collect();
    format!(
        "\n{name}: frozenset[str] = frozenset(\n    {{\n{}    }}\n)\n{}\n",
        lines.concat(),
        docstring("", doc)
    )
}

/// Objects, each after those that it nests. There are no circles.
fn in_order_of_use(model: &Model) -> Vec<&Struct> {
    fn add<'a>(model: &'a Model, index: usize, done: &mut [bool], order: &mut Vec<&'a Struct>) {
        if std::mem::replace(&mut done[index], true) {
            return;
        }
        for field in &model.objects[index].fields {
            if let Type::Object(nested) = field.ty.innermost() {
                add(model, *nested, done, order);
            }
        }
        order.push(&model.objects[index]);
    }
    let mut order = Vec::new();
    let mut done = vec![false; model.objects.len()];
    for index in 0..model.objects.len() {
        add(model, index, &mut done, &mut order);
    }
    order
}

/// A key of a dictionary.
struct Key {
    name: String,
    ty: String,
    doc: String,
}

fn fields(model: &Model, of: &Struct) -> Vec<Key> {
    let key = |field: &Field| {
        let ty = type_name(model, &field.ty);
        Key {
            name: field.wire.clone(),
            ty: if field.optional { format!("NotRequired[{ty}]") } else { ty },
            doc: field.doc.clone(),
        }
    };
    of.fields.iter().map(key).collect()
}

/// The envelope with the kind and its payload, which has no type if nothing
/// is told in it.
fn callback(kind: &Kind, envelope: &[Key]) -> String {
    let mut doc = kind.doc();
    if let Some(method) = &kind.confirm {
        let _ = write!(doc, "\n\nTo confirm it, ask the Management API: `{method}`.");
    }
    if let Some(supersession) = kind.supersession() {
        let _ = write!(doc, "\n\n{}.", capitalized(&supersession));
    }
    let mut keys = vec![Key {
        name: role::KIND.to_owned(),
        ty: format!("Literal[{}]", literal(&kind.wire)),
        doc: "The kind.".to_owned(),
    }];
    if kind.has_fields() {
        keys.push(Key {
            name: kind.wire.clone(),
            ty: kind.payload.name.clone(),
            doc: "What is told of it.".to_owned(),
        });
    }
    typed_dict(&kind.callback_name(), &doc, envelope, &keys)
}

/// A dictionary with these keys, and those of the envelope if there are any.
fn typed_dict(name: &str, doc: &str, envelope: &[Key], keys: &[Key]) -> String {
    let mut code = "\n\n".to_owned();
    if keys.iter().any(|key| KEYWORDS.contains(&&*key.name)) {
        // A class cannot have all of them.
        let _ = writeln!(code, "{name} = TypedDict(\n    {},\n    {{", literal(name));
        for Key { name, ty, doc } in envelope.iter().chain(keys) {
            let _ = writeln!(code, "        #: {doc}\n        {}: {ty},", literal(name));
        }
        code += "    },\n)\n";
        let _ = writeln!(code, "{}", docstring("", doc));
        return code;
    }
    let base = if envelope.is_empty() { "TypedDict" } else { "Envelope" };
    let _ = writeln!(code, "class {name}({base}):\n{}\n", docstring("    ", doc));
    for Key { name, ty, doc } in keys {
        let _ = writeln!(code, "    #: {doc}\n    {name}: {ty}");
    }
    code
}

fn enumeration(of: &Enum) -> String {
    let values: Vec<_> =
        of.values.iter().map(|value| format!("        {},\n", literal(&value.wire))).collect();
    // Any other string too, as upstream may add to them.
    format!(
        "\n{}: TypeAlias = (\n    Literal[\n{}    ]\n    | str\n)\n{}\n",
        of.name,
        values.concat(),
        docstring("", &of.doc)
    )
}

fn type_name(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().form {
            Form::Integer => "int",
            Form::Number => "Money",
            Form::Boolean => "bool",
            Form::Text | Form::Pattern(_) => "str",
            Form::IntegerOrText => "int | str",
        }
        .to_owned(),
        Type::List(element) => format!("list[{}]", type_name(model, element)),
        Type::Object(index) => model.objects[*index].name.clone(),
        Type::Enum(index) => model.enums[*index].name.clone(),
    }
}

fn docstring(indent: &str, text: &str) -> String {
    // Quotation marks that would end it.
    let ends = text.contains("\"\"\"") || text.ends_with('"');
    let text = text.replace('\\', "\\\\");
    let text = if ends { text.replace('"', "\\\"") } else { text };
    let lines: Vec<_> = text
        .split('\n')
        .enumerate()
        .map(|(index, line)| match (index, line) {
            (0, line) => format!("{indent}\"\"\"{line}"),
            (_, "") => String::new(),
            (_, line) => format!("{indent}{line}"),
        })
        .collect();
    let end = if lines.len() > 1 { format!("\n{indent}\"\"\"") } else { "\"\"\"".to_owned() };
    lines.join("\n") + &end
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = r#"
version  = "0.1.0"
upstream = "https://example.com/"

[envelope]
doc = "What every callback carries."

[envelope.fields]
callback_id = { type = "number", example = 7001, doc = "Number." }
type        = { type = "string", rust = "kind", example = "moved", doc = "Kind." }
account_id  = { type = "number", example = 1, doc = "Account." }
hash        = { type = "string", example = "00", doc = "Hash." }

[kinds.moved]
doc = "A number \"moved\" \\ was moved."

[kinds.moved.fields]
from  = { type = "string", rust = "source", example = "a", doc = "Whence." }
means = { type = "[Means]", optional = true, doc = "How." }

[kinds.import]
doc           = "Something was imported."
superseded_by = ["moved"]

[kinds.import.fields]
count = { type = "number", example = 1, doc = "How many." }

[objects.Means]
doc = "How it was done."

[objects.Means.fields]
cost = { type = "Cost", doc = "What it cost." }

[objects.Cost]
doc = "What something cost."

[objects.Cost.fields]
amount = { type = "decimal", example = 10.50, doc = "How much." }
"#;

    fn generated() -> String {
        let model = crate::resolve("description", DESCRIPTION).expect("the description is right");
        artifacts(&model).remove(0).contents
    }

    #[test]
    fn a_keyword_can_be_a_key() {
        let code = generated();
        assert!(code.contains("Moved = TypedDict(\n    \"Moved\",\n    {\n"), "{code}");
        assert!(code.contains("        \"from\": str,\n"), "{code}");
        assert!(code.contains("        \"means\": NotRequired[list[Means]],\n"), "{code}");
        // It has no base class, so that it has the keys of the envelope itself.
        let (_, import) = code.split_once("ImportCallback = TypedDict(").expect("it is there");
        let (import, _) = import.split_once("\n)\n").expect("it ends");
        for key in ["callback_id", "account_id", "hash", "type", "import"] {
            assert!(import.contains(&format!("        \"{key}\": ")), "{import}");
        }
    }

    #[test]
    fn what_is_named_was_declared_before() {
        let code = generated();
        let place = |name: &str| code.find(&format!("class {name}(")).expect("it is there");
        assert!(place("Cost") < place("Means"));
        assert!(place("Means") < code.find("Moved = ").expect("it is there"));
    }

    #[test]
    fn a_description_cannot_end_its_string() {
        assert_eq!(docstring("", "a \"\"\" b \\ c"), r#""""a \"\"\" b \\ c""""#);
        assert_eq!(docstring("  ", "a\n\nb"), "  \"\"\"a\n\n  b\n  \"\"\"");
        // Neither can one that ends with a quotation mark.
        assert_eq!(docstring("", "say \"no\""), r#""""say \"no\"""""#);
        assert_eq!(docstring("", "say \"no\"."), r#""""say "no".""""#);
    }
}
