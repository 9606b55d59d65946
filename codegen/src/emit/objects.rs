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

/// The envelope, without the field that names the kind: the event says it.
fn envelope(model: &Model) -> Artifact {
    let items = object(model, &model.envelope_without_kind(), None);
    rust::file("envelope.rs", "What every callback has.", items)
}

/// The modules that hold a type each, and their types.
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
    rust::file(&format!("payload/{}.rs", names::snake(&of.name)), doc, object(model, of, kind))
}

/// An object: its struct, and what reading and writing needs to know of it.
fn object(model: &Model, of: &Struct, kind: Option<&Kind>) -> Vec<TokenStream> {
    let name = rust::ident(&of.name);
    let mut items = vec![definition(model, of, kind)];
    if !of.fields.is_empty() {
        items.extend([slots(model, of), slots_impl(of)]);
    }
    items.push(object_impl(of, kind));
    items.push(debug(of));
    items.push(quote!(crate::wire::object!(#name);));
    items
}

fn definition(model: &Model, of: &Struct, kind: Option<&Kind>) -> TokenStream {
    let name = rust::ident(&of.name);
    let doc = rust::doc(
        std::iter::once(markdown::prose(&kind.map_or_else(|| of.doc.clone(), Kind::doc)))
            .chain(kind.map(|kind| format!("Payload of `{}`.", kind.wire)))
            .chain(kind.and_then(rust::confirm))
            .chain(rust::upstream(of)),
    );
    let default = of.fields.is_empty().then(|| quote!(Default,));
    let wrap = kind.filter(|kind| kind.wrapped).map(|kind| {
        let wire = &kind.wire;
        quote! {
            #[cfg_attr(
                feature = "schemars",
                schemars(transform = crate::wire::schema::wrapped(#wire))
            )]
        }
    });
    let deprecated = kind.and_then(rust::deprecated);
    let fields = of.fields.iter().map(|field| {
        let doc = field_doc(field);
        let name = rust::ident(&field.name);
        let ty = field_type(model, field);
        let schema = field_schema(field);
        quote!(#doc #schema pub #name: #ty,)
    });
    quote! {
        #doc
        #deprecated
        #[derive(Clone, #default PartialEq, Eq)]
        #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
        #wrap
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Fields that are not documented, as they came.
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

/// Room for the fields while they are read.
fn slots(model: &Model, of: &Struct) -> TokenStream {
    let fields = of.fields.iter().map(|field| {
        let name = rust::ident(&field.name);
        let ty = field_type(model, field);
        quote!(#name: Option<#ty>,)
    });
    quote! {
        #[derive(Default)]
        pub(crate) struct Slots {
            #(#fields)*
        }
    }
}

fn slots_impl(of: &Struct) -> TokenStream {
    let fields = of.fields.iter().map(|field| {
        let (wire, ident) = (&field.wire, rust::ident(&field.name));
        quote!(#wire => crate::wire::Field::new(#wire, &mut self.#ident),)
    });
    quote! {
        impl crate::wire::Slots for Slots {
            #[inline(always)]
            fn field(&mut self, name: &str) -> Option<crate::wire::Field<'_>> {
                Some(match name {
                    #(#fields)*
                    _ => return None,
                })
            }
        }
    }
}

fn object_impl(of: &Struct, kind: Option<&Kind>) -> TokenStream {
    let name = rust::ident(&of.name);
    let payload = kind.map(|kind| {
        let (wire, is_wrapped) = (&kind.wire, kind.wrapped);
        quote! {
            const PAYLOAD: Option<crate::wire::Payload> =
                Some(crate::wire::Payload { of: #wire, is_wrapped: #is_wrapped });
        }
    });
    let wires: Vec<_> = of.fields.iter().map(|field| &field.wire).collect();
    let idents: Vec<_> = of.fields.iter().map(|field| rust::ident(&field.name)).collect();
    let values = of.fields.iter().map(|field| {
        let name = rust::ident(&field.name);
        if *field.ty.innermost() == Type::Scalar(Scalar::DecimalText) {
            quote!(&crate::wire::Quoted(&self.#name))
        } else {
            quote!(&self.#name)
        }
    });

    let has_fields = !of.fields.is_empty();
    let slots = if has_fields { quote!(Slots) } else { quote!(()) };
    let extra_arg = if has_fields { quote!(mut extra) } else { quote!(extra) };
    let slots_arg = if has_fields { quote!(slots: Slots) } else { quote!((): ()) };
    let fields_arg = if has_fields { quote!(fields) } else { quote!(_) };
    let write_body = if has_fields {
        let (last_wire, first_wires) = wires.split_last().expect("there are fields");
        let values: Vec<_> = values.collect();
        let (last_value, first_values) = values.split_last().expect("there are fields");
        quote! {
            #(fields.write(#first_wires, #first_values)?;)*
            fields.write(#last_wire, #last_value)
        }
    } else {
        quote!(Ok(()))
    };

    quote! {
        impl crate::wire::Object for #name {
            #payload
            type Slots = #slots;

            fn assemble(
                #slots_arg,
                #extra_arg: crate::Extra,
            ) -> Result<Self, crate::wire::Missing> {
                Ok(Self {
                    #(#idents: crate::wire::present(#wires, slots.#idents, &mut extra)?,)*
                    extra,
                })
            }

            fn write_fields<M: ::serde::ser::SerializeMap>(
                &self,
                #fields_arg: &mut crate::wire::Fields<'_, M>,
            ) -> Result<(), M::Error> {
                #write_body
            }

            fn extra(&self) -> &crate::Extra {
                &self.extra
            }
        }
    }
}

fn debug(of: &Struct) -> TokenStream {
    let name = rust::ident(&of.name);
    let text = &of.name;
    let fields = of.fields.iter().map(|field| {
        let (ident, text) = (rust::ident(&field.name), &field.name);
        if field.sensitive {
            quote!(.field(#text, &crate::wire::Redacted))
        } else {
            quote!(.field(#text, &self.#ident))
        }
    });
    quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#text)#(#fields)*.field("extra", &self.extra).finish()
            }
        }
    }
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

/// What schemars cannot know: the name on the wire, and how upstream writes
/// values of the type.
fn field_schema(field: &Field) -> Option<TokenStream> {
    let rename = (field.name != field.wire).then(|| {
        let wire = &field.wire;
        quote!(rename = #wire)
    });
    let with = schema_type(field).map(|with| quote!(with = #with));
    let attributes: Vec<_> = rename.into_iter().chain(with).collect();
    (!attributes.is_empty())
        .then(|| quote!(#[cfg_attr(feature = "schemars", schemars(#(#attributes),*))]))
}

/// The type that stands in for the field's own in its JSON Schema.
fn schema_type(field: &Field) -> Option<String> {
    let Type::Scalar(scalar) = field.ty.innermost() else { return None };
    let leaf = scalar.facts().schema?;
    let mut with = format!("crate::wire::schema::{leaf}");
    let mut ty = &field.ty;
    while let Type::List(element) = ty {
        with = format!("Vec<{with}>");
        ty = element;
    }
    Some(if field.optional { format!("Option<{with}>") } else { with })
}
