//! `python/`: the part of the Python package that depends on the kinds. The types describe what its
//! reader returns: amounts are decimals, no payload is wrapped, and absent values are `None` or
//! empty.

use std::fmt::Write;

use super::{reader_table, spelling::python};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::{Enum, Field, Kind, Model, Reading, Struct, Type, role},
    words::{capitalized, literal},
};

pub(super) fn artifacts(model: &Model, samples: &[(&str, String)]) -> Vec<Artifact> {
    let file = |name: &str, code: String| {
        let contents = format!("# {GENERATED}\n{code}");
        Artifact::new(&format!("python/{name}"), Purpose::Code, contents)
    };
    vec![
        file("_samples.py", samples_by_kind(samples)),
        file("_table.py", table(model)),
        file("callbacks.py", module(model)),
    ]
}

/// The table that drives the reader.
fn table(model: &Model) -> String {
    let [first, second] = reader_table::WORDS;
    let mut code = format!(
        "\"\"\"The kinds, objects and fields, with the type of each field.\n\n\
         {first}\n{second}\n\"\"\"\n\nfrom typing import Final\n"
    );
    for (name, json) in reader_table::parts(model) {
        let ty = match name {
            "envelope" => "dict[str, str]",
            "wrapped" => "list[str]",
            _ => "dict[str, dict[str, str]]",
        };
        let _ = write!(code, "\n{}: Final[{ty}] = {json}\n", name.to_uppercase());
    }
    let mut renamed: Vec<_> = all_names(model).filter(|wire| python(wire) != *wire).collect();
    renamed.sort_unstable();
    renamed.dedup();
    let members =
        renamed.iter().map(|wire| format!("{}: {}", literal(wire), literal(&python(wire))));
    let _ = write!(
        code,
        "\nRENAMED: Final[dict[str, str]] = {{{}}}\n\
         \"\"\"Attributes whose names differ from the names of their fields.\"\"\"\n",
        members.collect::<Vec<_>>().join(", ")
    );
    code
}

/// The wire names of everything that becomes an attribute.
fn all_names(model: &Model) -> impl Iterator<Item = &str> {
    let fields = model.structs().flat_map(|of| &of.fields).map(|field| &*field.wire);
    fields.chain(model.kinds.iter().map(|kind| &*kind.wire))
}

/// The documented callback of every kind, as text.
fn samples_by_kind(samples: &[(&str, String)]) -> String {
    let mut code = "\"\"\"The documented callback of every kind, as text.\"\"\"\n\n\
                    from typing import Final\n\nSAMPLES: Final[dict[str, str]] = {\n"
        .to_owned();
    for (kind, text) in samples {
        let _ = writeln!(code, "    {}:\n    {},", literal(kind), literal(text));
    }
    code + "}\n"
}

fn module(model: &Model) -> String {
    let mut code = "\"\"\"Every kind of callback, as types.\"\"\"\n\n\
                    import dataclasses as _dataclasses\n\
                    import datetime as _datetime\n\
                    import decimal as _decimal\n\
                    import typing as _typing\n"
        .to_owned();
    // Python needs a declaration before each use.
    for of in &model.enums {
        code += &enumeration(of);
    }
    for object in in_order_of_use(model) {
        code += &dataclass(&object.name, "", &object.doc, &attributes(model, object));
    }
    let envelope = model.envelope_without_kind();
    code += &dataclass(&envelope.name, "", &envelope.doc, &attributes(model, &envelope));
    for kind in &model.kinds {
        let payload = &kind.payload;
        code += &dataclass(&payload.name, "", &kind.doc(), &attributes(model, payload));
        code += &callback(kind, &envelope.name);
    }

    let names: Vec<_> = model.kinds.iter().map(Kind::callback_name).collect();
    let _ =
        writeln!(code, "\n\nCallback: _typing.TypeAlias = (\n    {}\n)", names.join("\n    | "));
    code += "\"\"\"One callback of a known kind.\"\"\"\n\n\
             CLASSES: _typing.Final[dict[str, tuple[_typing.Any, _typing.Any]]] = {\n";
    for kind in &model.kinds {
        let (wire, payload) = (literal(&kind.wire), &kind.payload.name);
        let _ = writeln!(code, "    {wire}: ({}, {payload}),", kind.callback_name());
    }
    code + "}\n\"\"\"Every known kind, with the classes of its callback and of its payload.\"\"\"\n"
}

/// Objects, each after the ones it contains. There are no cycles.
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

/// An attribute of a class.
struct Attribute {
    /// Name, type and default.
    declaration: String,
    doc: String,
}

fn attributes(model: &Model, of: &Struct) -> Vec<Attribute> {
    let declare = |field: &Field| {
        let (name, mut ty) = (python(&field.wire), type_name(model, &field.ty));
        if field.optional {
            ty += " | None";
        }
        let default = match (field.optional, field.sensitive) {
            (true, true) => " = _dataclasses.field(default=None, repr=False)",
            (true, false) => " = None",
            (false, true) => " = _dataclasses.field(repr=False)",
            (false, false) => "",
        };
        Attribute { declaration: format!("{name}: {ty}{default}"), doc: field.doc.clone() }
    };
    let extra = Attribute {
        declaration:
            "extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)"
                .to_owned(),
        doc: "Fields that this version does not know: the JSON text of each value as received, by \
            name."
            .to_owned(),
    };
    of.fields.iter().map(declare).chain([extra]).collect()
}

/// The envelope with the kind and its payload.
fn callback(kind: &Kind, envelope: &str) -> String {
    let mut doc = kind.doc();
    if let Some(method) = &kind.confirm {
        let _ = write!(doc, "\n\nTo confirm it, ask the Management API: `{method}`.");
    }
    if let Some(supersession) = kind.supersession() {
        let _ = write!(doc, "\n\n{}.", capitalized(&supersession));
    }
    let wire = literal(&kind.wire);
    let attributes = [
        Attribute {
            declaration: format!("{}: _typing.Literal[{wire}] = {wire}", role::KIND),
            doc: "The kind.".to_owned(),
        },
        Attribute {
            declaration: format!("{}: {}", python(&kind.wire), kind.payload.name),
            doc: "The payload.".to_owned(),
        },
    ];
    dataclass(&kind.callback_name(), &format!("({envelope})"), &doc, &attributes)
}

fn dataclass(name: &str, bases: &str, doc: &str, attributes: &[Attribute]) -> String {
    let mut code = format!(
        "\n\n@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)\nclass {name}{bases}:\n{}\n\n",
        docstring("    ", doc)
    );
    for Attribute { declaration, doc } in attributes {
        let _ = writeln!(code, "    {declaration}\n{}", docstring("    ", doc));
    }
    code
}

fn enumeration(of: &Enum) -> String {
    let values: Vec<_> =
        of.values.iter().map(|value| format!("        {},\n", literal(&value.wire))).collect();
    // Any other string is accepted too, as upstream may add values.
    format!(
        "\n{}: _typing.TypeAlias = (\n    _typing.Literal[\n{}    ]\n    | str\n)\n{}\n",
        of.name,
        values.concat(),
        docstring("", &of.doc)
    )
}

fn type_name(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().reading {
            Reading::Number => "int",
            Reading::Decimal => "_decimal.Decimal",
            Reading::String | Reading::NumberOrString => "str",
            Reading::Boolean => "bool",
            Reading::Date => "_datetime.date",
            Reading::Timestamp => "_datetime.datetime",
            Reading::TimestampOrDate => "_datetime.datetime | _datetime.date",
        }
        .to_owned(),
        Type::List(element) => format!("list[{}]", type_name(model, element)),
        Type::Object(index) => model.objects[*index].name.clone(),
        Type::Enum(index) => model.enums[*index].name.clone(),
    }
}

fn docstring(indent: &str, text: &str) -> String {
    // Quotation marks that would end the string.
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
from  = { type = "string", rust = "source", sensitive = true, example = "a", doc = "Whence." }
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

    fn generated(file: &str) -> String {
        let model = crate::resolve("description", DESCRIPTION).expect("the description is right");
        let mut files = artifacts(&model, &[]).into_iter();
        files.find(|artifact| artifact.path.ends_with(file)).expect("it is generated").contents
    }

    #[test]
    fn a_keyword_can_be_a_field() {
        let code = generated("callbacks.py");
        assert!(code.contains("\n    from_: str = _dataclasses.field(repr=False)\n"), "{code}");
        assert!(code.contains("\n    import_: Import\n"), "{code}");
        let table = generated("_table.py");
        assert!(table.contains(r#"= {"from": "from_", "import": "import_"}"#), "{table}");
    }

    #[test]
    fn what_is_named_was_declared_before() {
        let code = generated("callbacks.py");
        let place = |name: &str| code.find(&format!("class {name}:")).expect("it is there");
        assert!(place("Cost") < place("Means"));
        assert!(place("Means") < place("Moved"));
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
