//! `event.rs`: the enum of all kinds with their payloads, open and exhaustive.

use proc_macro2::TokenStream;
use quote::quote;

use super::{markdown, rust};
use crate::{
    artifact::Artifact,
    model::{Kind, Model},
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let mut items = vec![
        quote!(
            use super::{Kind, payload};
        ),
        event_enum(model),
        event_impl(model),
        exhaustive_enum(model),
    ];
    items.extend(model.kinds.iter().map(from_payload));
    vec![rust::file("event.rs", "What happened, with its payload.", items)]
}

fn event_enum(model: &Model) -> TokenStream {
    let doc = rust::doc([
        "What happened, with its payload.",
        "A `match` on it needs a wildcard, so it keeps compiling when a later version of the SDK \
         adds kinds. To have the compiler report new kinds, match on [`Event::exhaustive`], or \
         implement a [`Handler`](crate::Handler). Payloads are boxed, so an event is small \
         whatever its kind.",
    ]);
    let variants = model.kinds.iter().map(|kind| {
        let name = rust::ident(&kind.payload.name);
        let doc = rust::doc([markdown::prose(&kind.doc())]);
        let deprecated = rust::deprecated(kind);
        quote!(#doc #deprecated #name(Box<payload::#name>),)
    });
    quote! {
        #doc
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
        }
    }
}

fn event_impl(model: &Model) -> TokenStream {
    let names: Vec<_> = model.kinds.iter().map(|kind| rust::ident(&kind.payload.name)).collect();
    let wires = model.kinds.iter().map(|kind| &kind.wire);
    let without_payload = model
        .kinds
        .iter()
        .filter(|kind| !kind.has_fields())
        .map(|kind| rust::ident(&kind.payload.name));
    quote! {
        impl Event {
            /// The kind, without the payload.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self {
                    #(Self::#names(_) => Kind::#names,)*
                }
            }

            /// The event in the form that a `match` must handle kind by kind.
            ///
            /// Without a wildcard, such a `match` stops compiling when a later version of the SDK
            /// adds kinds, and the error names them.
            #[must_use]
            pub fn exhaustive(&self) -> ExhaustiveEvent<'_> {
                match self {
                    #(Self::#names(payload) => ExhaustiveEvent::#names(payload),)*
                }
            }

            /// The event of a kind without payload fields; `None` if its payload has fields.
            pub(crate) fn without_payload(kind: Kind) -> Option<Self> {
                match kind {
                    #(Kind::#without_payload => {
                        Some(Self::#without_payload(Box::default()))
                    })*
                    _ => None,
                }
            }

            /// Reads the payload of a kind.
            pub(crate) fn read(
                kind: Kind,
                json: &mut crate::wire::Json<'_>,
                found: crate::wire::Type,
            ) -> Result<Self, crate::wire::Fault> {
                Ok(match kind {
                    #(Kind::#names => Self::#names(Box::new(crate::wire::Read::read(json, found)?)),)*
                })
            }

            /// Writes the payload as the field named after its kind.
            pub(crate) fn write<M: ::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> Result<(), M::Error> {
                match self {
                    #(Self::#names(payload) => map.serialize_entry(#wires, payload),)*
                }
            }
        }
    }
}

fn from_payload(kind: &Kind) -> TokenStream {
    let name = rust::ident(&kind.payload.name);
    quote! {
        impl From<payload::#name> for Event {
            fn from(payload: payload::#name) -> Self {
                Self::#name(Box::new(payload))
            }
        }
    }
}

fn exhaustive_enum(model: &Model) -> TokenStream {
    let doc = rust::doc([
        "What happened, with its payload, for a `match` that must handle every kind.",
        "Returned by [`Event::exhaustive`]. Every new kind adds a variant, so code without a \
         wildcard stops compiling until it handles the new kind.",
        rust::NEW_KINDS,
    ]);
    let variants = model.kinds.iter().map(|kind| {
        let name = rust::ident(&kind.payload.name);
        let doc = rust::doc([markdown::prose(&kind.doc())]);
        quote!(#doc #name(&'a payload::#name),)
    });
    quote! {
        #doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ExhaustiveEvent<'a> {
            #(#variants)*
        }
    }
}
