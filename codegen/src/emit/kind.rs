//! `kind.rs`: the enum of all kinds, and what the description says about each.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{markdown, rust};
use crate::{
    artifact::Artifact,
    model::{Kind, Model},
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let items = vec![kind_enum(model), facts(model), payload_schema(model)];
    vec![rust::file("kind.rs", "Every kind of callback.", items)]
}

fn kind_enum(model: &Model) -> TokenStream {
    let doc = rust::doc([
        "What happened: the value of `type`, and the name of the property with the payload.",
        "Upstream adds kinds without notice; a callback of a kind that this version of the SDK \
         does not know is read as an [`UnknownCallback`](crate::UnknownCallback).",
    ]);
    let variants = model.kinds.iter().map(|kind| {
        let name = rust::ident(&kind.payload.name);
        let doc = [markdown::prose(&kind.doc()), format!("On the wire: `{}`.", kind.wire)];
        let doc = rust::doc(doc.into_iter().chain(rust::confirm(kind)));
        let deprecated = rust::deprecated(kind);
        quote!(#doc #deprecated #name,)
    });
    quote! {
        #doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            #(#variants)*
        }
    }
}

fn facts(model: &Model) -> TokenStream {
    let names: Vec<_> = model.kinds.iter().map(|kind| rust::ident(&kind.payload.name)).collect();
    let wires: Vec<_> = model.kinds.iter().map(|kind| &kind.wire).collect();
    let docs = model.kinds.iter().map(Kind::doc);

    let indices: BTreeMap<_, _> = wires.iter().copied().zip(0..).collect();
    let superseded = match_some(model, &quote!(&[]), |kind| {
        let mut successors: Vec<usize> =
            kind.superseded_by.iter().filter_map(|wire| indices.get(wire).copied()).collect();
        successors.sort_unstable();
        let successors = successors.into_iter().map(|index| &names[index]);
        kind.is_superseded().then(|| quote!(&[#(Self::#successors),*]))
    });
    let since = match_some(model, &quote!(None), |kind| {
        kind.since.as_ref().map(|since| quote!(Some(#since)))
    });
    let confirm = match_some(model, &quote!(None), |kind| {
        kind.confirm.as_ref().map(|method| quote!(Some(#method)))
    });
    let upstream = match_some(model, &quote!(None), |kind| {
        kind.payload.upstream.as_ref().map(|page| {
            let url = &page.url;
            quote!(Some(#url))
        })
    });

    quote! {
        impl Kind {
            /// Every kind, in the order of the upstream page.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];

            /// The kind with this name on the wire, if this version of the SDK knows it.
            #[must_use]
            pub fn from_wire_name(name: &str) -> Option<Self> {
                Some(match name {
                    #(#wires => Self::#names,)*
                    _ => return None,
                })
            }

            /// The name on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#names => #wires,)*
                }
            }

            /// What happened, in a sentence.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self {
                    #(Self::#names => #docs,)*
                }
            }

            /// Whether upstream replaced the kind with others.
            #[must_use]
            pub fn is_deprecated(self) -> bool {
                !self.superseded_by().is_empty()
            }

            /// The kinds that upstream names as the replacement.
            #[must_use]
            pub fn superseded_by(self) -> &'static [Self] {
                #superseded
            }

            /// Month of the first record of the kind, `YYYY-MM`. Records begin with 2019-06.
            #[must_use]
            pub fn since(self) -> Option<&'static str> {
                #since
            }

            /// Method of the Management API that returns the same facts, to confirm a callback
            /// without relying on its hash.
            #[must_use]
            pub fn confirm_by(self) -> Option<&'static str> {
                #confirm
            }

            /// Address of the upstream page on the payload.
            #[must_use]
            pub fn upstream(self) -> Option<&'static str> {
                #upstream
            }
        }
    }
}

/// A `match` over the kinds that have a value, with one arm per value.
fn match_some(
    model: &Model,
    otherwise: &TokenStream,
    value: impl Fn(&Kind) -> Option<TokenStream>,
) -> TokenStream {
    let mut arms: Vec<(TokenStream, Vec<proc_macro2::Ident>)> = Vec::new();
    let mut indices = BTreeMap::new();
    for kind in &model.kinds {
        let Some(value) = value(kind) else { continue };
        let index = *indices.entry(value.to_string()).or_insert(arms.len());
        if index == arms.len() {
            arms.push((value, Vec::new()));
        }
        arms[index].1.push(rust::ident(&kind.payload.name));
    }
    if arms.is_empty() {
        return otherwise.clone();
    }
    let all = arms.iter().map(|(_, names)| names.len()).sum::<usize>() == model.kinds.len();
    let otherwise = (!all).then(|| quote!(_ => #otherwise,));
    let arms = arms.iter().map(|(value, names)| quote!(#(Self::#names)|* => #value,));
    quote!(match self { #(#arms)* #otherwise })
}

fn payload_schema(model: &Model) -> TokenStream {
    let names: Vec<_> = model.kinds.iter().map(|kind| rust::ident(&kind.payload.name)).collect();
    quote! {
        #[cfg(feature = "schemars")]
        impl Kind {
            /// The JSON Schema of the payload: it accepts what the SDK reads.
            pub fn payload_schema(
                self,
                generator: &mut ::schemars::SchemaGenerator,
            ) -> ::schemars::Schema {
                match self {
                    #(Self::#names => generator.subschema_for::<super::payload::#names>(),)*
                }
            }
        }
    }
}
