//! `go/`: the part of the Go module that depends on the kinds. The types describe what its reader
//! returns: amounts are decimals, no payload is wrapped, and absent values are nil or empty. Each
//! object lists its fields and their types; the hand-written part of the module reads and writes
//! them.

use std::fmt::Write;

use super::spelling::go_fields;
use crate::{
    artifact::{Artifact, Purpose},
    model::{Enum, Form, Kind, Model, Reading, Struct, Type, role},
    names,
    words::{capitalized, lines, literal},
};

/// The line by which Go's tools and `gen` recognize a generated file.
const HEADER: &str =
    "// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.";

/// Width of a comment.
const WIDTH: usize = 112;

pub(super) fn artifacts(model: &Model, samples: &[(&str, String)]) -> Vec<Artifact> {
    let file = |name: &str, package: &str, code: String| {
        let contents = format!("{HEADER}\n\npackage {package}\n{code}");
        Artifact::new(&format!("go/{name}"), Purpose::Code, contents)
    };
    vec![
        file("callbackstest/samples.go", "callbackstest", samples_by_kind(samples)),
        file(
            "enums.go",
            "callbacks",
            model.enums.iter().map(|of| enumeration(model, of)).collect(),
        ),
        file("kinds.go", "callbacks", kinds(model)),
        file("objects.go", "callbacks", objects(model)),
    ]
}

/// The documented callback of every kind, as text.
fn samples_by_kind(samples: &[(&str, String)]) -> String {
    let mut code = "\nimport \"voximplant-callbacks.invalid/callbacks\"\n\n\
                    // documented returns the documented callback of a kind, or nothing if the kind is not known.\n\
                    func documented(kind callbacks.Kind) string {\n\tswitch kind {\n"
        .to_owned();
    for (kind, text) in samples {
        let _ = writeln!(code, "\tcase {}:\n\t\treturn {}", literal(kind), literal(text));
    }
    code + "\t}\n\treturn \"\"\n}\n"
}

fn kinds(model: &Model) -> String {
    let mut code =
        "\n// Kind says what happened. It may be a kind that this version does not know.\n\
                    type Kind string\n\nconst (\n"
            .to_owned();
    for kind in &model.kinds {
        code += &comment("\t", &doc(kind));
        let _ = writeln!(
            code,
            "\t{} Kind = {}",
            constant(model, "Kind", &kind.payload.name),
            literal(&kind.wire)
        );
    }
    code += ")\n\n// Kinds returns every kind that this version knows.\n\
             func Kinds() []Kind {\n\treturn []Kind{\n";
    for kind in &model.kinds {
        let _ = writeln!(code, "\t\t{},", constant(model, "Kind", &kind.payload.name));
    }
    code += "\t}\n}\n\n// newPayload returns an empty payload of a kind, and whether it is documented in a wrapper. It is nil\n\
             // if the kind is not known.\n\
             func newPayload(kind string) (payload Payload, isWrapped bool) {\n\tswitch Kind(kind) {\n";
    for kind in &model.kinds {
        let (constant, name, wrapped) =
            (constant(model, "Kind", &kind.payload.name), &kind.payload.name, kind.wrapped);
        let _ = writeln!(code, "\tcase {constant}:\n\t\treturn new({name}), {wrapped}");
    }
    code + "\t}\n\treturn nil, false\n}\n"
}

/// Documentation of a kind. A superseded kind is not marked as `Deprecated:`, as a switch over all
/// kinds must name it too.
fn doc(kind: &Kind) -> String {
    let mut doc = kind.doc();
    if let Some(method) = &kind.confirm {
        let _ = write!(doc, " To confirm it, ask the Management API: `{method}`.");
    }
    if let Some(supersession) = kind.supersession() {
        let _ = write!(doc, " {}.", capitalized(&supersession));
    }
    doc
}

fn objects(model: &Model) -> String {
    let is_used = |reading| model.structs().any(|of| uses(of, reading));
    let mut code = "\nimport (\n\t\"fmt\"\n\t\"log/slog\"\n".to_owned();
    if is_used(Reading::Timestamp) {
        code += "\t\"time\"\n";
    }
    code += ")\n\n// Payload has the details of a callback: a pointer to the struct of its kind.\n\
             //\n//sumtype:decl\ntype Payload interface {\n\trecord\n\tkind() Kind\n}\n";
    let envelope = model.envelope_without_kind();
    code += &structure(model, &envelope, &envelope.doc);
    let [account_id, callback_id, hash] = [role::ACCOUNT_ID, role::CALLBACK_ID, role::HASH]
        .map(|wire| {
            go_fields(&envelope).find(|(field, _)| field.wire == wire).map(|(_, name)| name)
        })
        .map(Option::unwrap_or_default);
    let _ = writeln!(
        code,
        "\nfunc (it *Envelope) signature() (accountID, callbackID uint64, hash string) {{\n\
         \treturn it.{account_id}, it.{callback_id}, it.{hash}\n}}"
    );
    for kind in &model.kinds {
        let doc = format!("The payload of `{}`. {}", kind.wire, doc(kind));
        code += &structure(model, &kind.payload, &doc);
        let _ = writeln!(
            code,
            "\nfunc (*{}) kind() Kind {{\n\treturn {}\n}}",
            kind.payload.name,
            constant(model, "Kind", &kind.payload.name)
        );
    }
    for object in &model.objects {
        code += &structure(model, object, &object.doc);
    }
    code
}

/// Whether a field holds a value that is read in this way.
fn uses(of: &Struct, reading: Reading) -> bool {
    let is_it = |ty: &Type| matches!(ty, Type::Scalar(it) if it.facts().reading == reading);
    of.fields.iter().any(|field| is_it(field.ty.innermost()))
}

fn structure(model: &Model, of: &Struct, doc: &str) -> String {
    let name = &of.name;
    let mut code = format!("\n{}type {name} struct {{\n", comment("", &format!("{name}: {doc}")));
    let mut table = String::new();
    for (field, go) in go_fields(of) {
        let mut doc = field.doc.clone();
        let mut ty = type_name(model, &field.ty);
        let mut value = format!("{}(&it.{go})", constructor(model, &field.ty));
        if field.optional {
            doc += " It is nil if it is absent.";
            value = match &field.ty {
                Type::List(element) => {
                    format!("optionalList(&it.{go}, {})", constructor_of(model, element))
                }
                of => {
                    ty.insert(0, '*');
                    format!("optional(&it.{go}, {})", constructor_of(model, of))
                }
            };
        } else if let Type::List(element) = &field.ty {
            value = format!("list(&it.{go}, {})", constructor_of(model, element));
        }
        code += &comment("\t", &doc);
        let _ = writeln!(code, "\t{go} {ty}\n");
        let _ = writeln!(table, "\t\t{{{}, {value}, {}}},", literal(&field.wire), field.sensitive);
    }
    let table = if table.is_empty() { "nil".to_owned() } else { format!("[]field{{\n{table}\t}}") };
    let _ = write!(
        code,
        "\t// Extra has the fields that this version does not know.\n\tExtra Extra\n}}\n\n\
         func (it *{name}) fields() []field {{\n\treturn {table}\n}}\n\n\
         func (it *{name}) extra() *Extra {{\n\treturn &it.Extra\n}}\n\n\
         // MarshalJSON writes the documented form, with the unknown fields.\n\
         func (it {name}) MarshalJSON() ([]byte, error) {{\n\treturn appendRecord(nil, &it), nil\n}}\n\n\
         // UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].\n\
         func (it *{name}) UnmarshalJSON(data []byte) error {{\n\treturn unmarshalRecord(data, it)\n}}\n\n\
         // Format prints what is safe to log.\n\
         func (it {name}) Format(state fmt.State, _ rune) {{\n\tprintRecord(state, {quoted}, &it)\n}}\n\n\
         // LogValue returns what is safe to log.\n\
         func (it {name}) LogValue() slog.Value {{\n\treturn logged(it)\n}}\n",
        quoted = literal(name),
    );
    code
}

/// The Go expression that reads and writes a value through a pointer.
fn constructor(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().reading {
            Reading::Number => "number",
            Reading::Decimal if matches!(scalar.facts().form, Form::Pattern(_)) => "quotedDecimal",
            Reading::Decimal => "decimal",
            Reading::String => "text",
            Reading::Boolean => "boolean",
            Reading::Date => "date",
            Reading::Timestamp => "timestamp",
            Reading::TimestampOrDate => "dateOrTimestamp",
            Reading::NumberOrString => "numberOrString",
        }
        .to_owned(),
        Type::Enum(_) => "text".to_owned(),
        Type::Object(index) => format!("object[{}]", model.objects[*index].name),
        Type::List(element) => format!("lists({})", constructor_of(model, element)),
    }
}

/// The same as a value, where Go cannot infer the type.
fn constructor_of(model: &Model, ty: &Type) -> String {
    let constructor = constructor(model, ty);
    if constructor == "text" { format!("text[{}]", type_name(model, ty)) } else { constructor }
}

fn type_name(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar.facts().reading {
            Reading::Number => "uint64",
            Reading::Decimal => "Decimal",
            Reading::String => "string",
            Reading::Boolean => "bool",
            Reading::Date => "Date",
            Reading::Timestamp => "time.Time",
            Reading::TimestampOrDate => "DateOrTimestamp",
            Reading::NumberOrString => "NumberOrString",
        }
        .to_owned(),
        Type::List(element) => format!("[]{}", type_name(model, element)),
        Type::Object(index) => model.objects[*index].name.clone(),
        Type::Enum(index) => model.enums[*index].name.clone(),
    }
}

/// A string with constants for its known values.
fn enumeration(model: &Model, of: &Enum) -> String {
    let name = &of.name;
    let constants: Vec<_> =
        of.values.iter().map(|value| constant(model, &of.name, &value.name)).collect();
    let width = constants.iter().map(String::len).max().unwrap_or_default();
    let mut code = format!(
        "\n{}type {name} string\n\nconst (\n",
        comment("", &format!("{name}: {} Upstream may add values.", of.doc))
    );
    for (value, constant) in of.values.iter().zip(&constants) {
        let _ = writeln!(code, "\t{constant:width$} {name} = {}", literal(&value.wire));
    }
    let _ = write!(
        code,
        ")\n\n// IsKnown reports whether this version knows the value.\n\
         func (value {name}) IsKnown() bool {{\n\tswitch value {{\n\tcase {}:\n\t\treturn true\n\t}}\n\treturn false\n}}\n",
        constants.join(",\n\t\t")
    );
    code
}

/// The constant of a value, with the enum's name in front if the short name is taken by a type or
/// by the module.
fn constant(model: &Model, of: &str, value: &str) -> String {
    let name = format!("{of}{value}");
    let structs = model.structs().map(|of| &of.name);
    let mut types = structs.chain(model.enums.iter().map(|of| &of.name));
    let is_taken = names::reserved_type(&name).is_some() || types.any(|it| *it == name);
    if is_taken { format!("{of}_{value}") } else { name }
}

/// A comment, in lines.
fn comment(indent: &str, text: &str) -> String {
    lines(text, WIDTH).iter().fold(String::new(), |mut code, line| {
        let _ = writeln!(code, "{indent}// {line}");
        code
    })
}
