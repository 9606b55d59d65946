//! `payload/<enum>.rs`: strings with known values.

use quote::quote;

use super::{markdown, rust};
use crate::{
    artifact::Artifact,
    model::{Enum, Model},
    names,
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    model.enums.iter().map(artifact).collect()
}

fn artifact(of: &Enum) -> Artifact {
    let name = rust::ident(&of.name);
    let variants: Vec<_> = of.values.iter().map(|value| rust::ident(&value.name)).collect();
    let wires: Vec<_> = of.values.iter().map(|value| &value.wire).collect();
    let docs =
        wires.iter().map(|wire| rust::doc([format!("On the wire: {}.", markdown::code(wire))]));

    let doc = rust::doc([
        markdown::prose(&of.doc).as_str(),
        "Upstream may add values: values that this version of the SDK does not know are kept; \
         compare them with `as_str()`.",
    ]);
    let definition = quote! {
        #doc
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants,)*
            #[doc(hidden)]
            _Unrecognized(crate::wire::Unrecognized),
        }
    };
    let values = quote! {
        impl #name {
            /// Every value that this version of the SDK knows.
            pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::_Unrecognized(value) => value.as_str(),
                }
            }

            /// Whether this version of the SDK knows the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::_Unrecognized(_))
            }
        }
    };
    let from = quote! {
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#wires => Self::#variants,)*
                    _ => Self::_Unrecognized(crate::wire::Unrecognized::new(value)),
                }
            }
        }
    };
    let traits = quote!(crate::wire::open_enum!(#name););
    let module = names::snake(&of.name);
    rust::file(
        &format!("payload/{module}.rs"),
        &format!("Values of [`{}`].", of.name),
        vec![definition, values, from, traits],
    )
}
