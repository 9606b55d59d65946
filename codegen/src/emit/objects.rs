//! `envelope.rs`, `payload.rs` and `payload/…`: objects with named fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::{markdown, rust};
use crate::{
    artifact::Artifact,
    model::{Field, Kind, Model, Scalar, Struct, Type},
    names,
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let payloads = model.kinds.iter().map(|kind| {
        payload_file(model, &kind.payload, Some(kind), &format!("Payload of `{}`.", kind.wire))
    });
    let objects = model
        .objects
        .iter()
        .map(|object| payload_file(model, object, None, &format!("Object [`{}`].", object.name)));
    let mut artifacts = vec![envelope(model), payload_index(model)];
    artifacts.extend(payloads.chain(objects));
    artifacts
}

/// The envelope, without the field that names the kind: the event has the kind.
fn envelope(model: &Model) -> Artifact {
    file("envelope.rs", "What every callback has.", model, &model.envelope_without_kind(), None)
}

/// The modules, one per type, and their types.
fn payload_index(model: &Model) -> Artifact {
    let payloads = model.kinds.iter().map(|kind| &kind.payload.name);
    let objects = model.objects.iter().map(|object| &object.name);
    let enums = model.enums.iter().map(|of| &of.name);
    let mut types: Vec<_> =
        payloads.chain(objects).chain(enums).map(|name| (names::snake(name), name)).collect();
    types.sort();
    let modules = types.iter().map(|(module, _)| {
        let module = rust::ident(module);
        quote!(mod #module;)
    });
    let uses = types.iter().map(|(module, name)| {
        let (module, name) = (rust::ident(module), rust::ident(name));
        quote!(pub use self::#module::#name;)
    });
    rust::file("payload.rs", "One module per type.", modules.chain(uses).collect())
}

fn payload_file(model: &Model, of: &Struct, kind: Option<&Kind>, doc: &str) -> Artifact {
    file(&format!("payload/{}.rs", names::snake(&of.name)), doc, model, of, kind)
}

/// An object: its struct and the table of its fields.
fn file(path: &str, doc: &str, model: &Model, of: &Struct, kind: Option<&Kind>) -> Artifact {
    let mut artifact = rust::file(path, doc, vec![definition(model, of, kind)]);
    artifact.contents.extend(["\n", &table(of, kind)]);
    artifact
}

fn definition(model: &Model, of: &Struct, kind: Option<&Kind>) -> TokenStream {
    let name = rust::ident(&of.name);
    let doc = rust::doc(
        std::iter::once(markdown::prose(&kind.map_or_else(|| of.doc.clone(), Kind::doc)))
            .chain(kind.map(|kind| format!("Payload of `{}`.", kind.wire)))
            // A handler of every kind must name it, so it must not cause a warning.
            .chain(kind.and_then(rust::superseded))
            .chain(kind.and_then(rust::confirm))
            .chain(rust::upstream(of)),
    );
    let default = of.fields.is_empty().then(|| quote!(Default,));
    let fields = of.fields.iter().map(|field| {
        let doc = field_doc(field);
        let name = rust::ident(&field.name);
        let ty = field_type(model, field);
        let schema = field_schema(model, field);
        quote!(#doc #schema pub #name: #ty,)
    });
    quote! {
        #doc
        #[derive(Clone, #default PartialEq, Eq)]
        #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
        #[cfg_attr(feature = "schemars", schemars(transform = crate::wire::schema::object::<#name>()))]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Undocumented fields, as they were received.
            #[cfg_attr(feature = "schemars", schemars(skip))]
            pub extra: crate::Extra,
        }
    }
}

fn field_doc(field: &Field) -> TokenStream {
    let mut paragraphs = vec![markdown::prose(&field.doc)];
    if field.name != field.wire {
        paragraphs.push(format!("On the wire: `{}`.", field.wire));
    }
    if let Some(example) = &field.example {
        paragraphs.push(format!("Example: {}.", markdown::code(&example.to_string())));
    }
    if field.sensitive {
        paragraphs.push("Sensitive: `Debug` does not show it.".to_owned());
    }
    rust::doc(paragraphs)
}

/// The table for reading, writing and showing an object. It is laid out here, as no formatter of
/// Rust code lays out tables.
fn table(of: &Struct, kind: Option<&Kind>) -> String {
    let payload = kind.map_or_else(String::new, |kind| {
        let form = if kind.wrapped { "wrapped" } else { "payload" };
        format!(" = {form} {:?}", kind.wire)
    });
    let rows = of.fields.iter().map(|field| {
        let is_quoted = *field.ty.innermost() == Type::Scalar(Scalar::DecimalText);
        let how = [(field.sensitive, "sensitive"), (is_quoted, "quoted")];
        let how: Vec<_> = how.into_iter().filter_map(|(is, how)| is.then_some(how)).collect();
        let how = if how.is_empty() { String::new() } else { format!(" [{}]", how.join(" ")) };
        format!("        {:?} => {}{how},\n", field.wire, rust::ident(&field.name))
    });
    let rows: String = rows.collect();
    let rows = if rows.is_empty() { rows } else { format!("\n{rows}    ") };
    format!("crate::wire::object! {{\n    {}{payload} {{{rows}}}\n}}\n", of.name)
}

fn field_type(model: &Model, field: &Field) -> TokenStream {
    let ty = rust_type(model, &field.ty);
    if field.optional { quote!(Option<#ty>) } else { ty }
}

fn rust_type(model: &Model, ty: &Type) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => rust::path(scalar.facts().rust),
        Type::List(element) => {
            let element = rust_type(model, element);
            quote!(Vec<#element>)
        }
        Type::Object(index) => {
            let name = rust::ident(&model.objects[*index].name);
            quote!(super::#name)
        }
        Type::Enum(index) => {
            let name = rust::ident(&model.enums[*index].name);
            quote!(super::#name)
        }
    }
}

/// What schemars cannot derive: the name on the wire, and the values that are read for the type.
fn field_schema(model: &Model, field: &Field) -> Option<TokenStream> {
    let rename = (field.name != field.wire).then(|| {
        let wire = &field.wire;
        quote!(rename = #wire)
    });
    let mut with = schema_type(model, &field.ty);
    if field.optional {
        let read = with.unwrap_or_else(|| plain_type(model, &field.ty));
        // A field that reads as empty accepts null anyway.
        let optional = || format!("crate::wire::schema::Optional<{read}>");
        with = Some(if field.ty.reads_as_empty() { read.clone() } else { optional() });
    }
    let attributes: Vec<_> =
        rename.into_iter().chain(with.map(|with| quote!(with = #with))).collect();
    (!attributes.is_empty())
        .then(|| quote!(#[cfg_attr(feature = "schemars", schemars(#(#attributes),*))]))
}

fn plain_type(model: &Model, ty: &Type) -> String {
    rust_type(model, ty).to_string().replace(' ', "")
}

/// The type that replaces another one in a JSON Schema, if there is one.
fn schema_type(model: &Model, ty: &Type) -> Option<String> {
    match ty {
        Type::Scalar(scalar) => {
            scalar.facts().schema.map(|name| format!("crate::wire::schema::{name}"))
        }
        Type::List(element) => {
            let of = schema_type(model, element).unwrap_or_else(|| plain_type(model, element));
            let list = match **element {
                Type::Object(_) | Type::List(_) => "ListOfParts",
                _ => "List",
            };
            Some(format!("crate::wire::schema::{list}<{of}>"))
        }
        Type::Object(_) | Type::Enum(_) => None,
    }
}
