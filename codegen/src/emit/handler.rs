//! `handler.rs`: a trait with one method per kind, and the way to it.

use quote::{format_ident, quote};

use super::{markdown, rust};
use crate::{artifact::Artifact, model::Model};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let names: Vec<_> = model.kinds.iter().map(|kind| rust::ident(&kind.payload.name)).collect();
    let methods: Vec<_> =
        model.kinds.iter().map(|kind| format_ident!("on_{}", kind.snake_name())).collect();
    let docs = model.kinds.iter().map(|kind| rust::doc([markdown::prose(&kind.doc())]));

    let doc = rust::doc([
        "Handles every kind of callback, one method each.",
        "All are required: an implementation stops compiling when a later version of the SDK \
         knows more kinds, and the error names them. Call it with \
         [`Callback::dispatch`](crate::Callback::dispatch).",
    ]);
    let handler = quote! {
        #doc
        pub trait Handler {
            /// What every method returns, such as a `Result` or a future.
            type Output;
            #(
                #docs
                fn #methods(
                    &mut self,
                    callback: &crate::Callback,
                    payload: &payload::#names,
                ) -> Self::Output;
            )*
        }
    };
    let dispatch = quote! {
        impl crate::Callback {
            /// Calls the handler's method for the kind of this callback.
            pub fn dispatch<H: Handler + ?Sized>(&self, handler: &mut H) -> H::Output {
                match &self.event {
                    #(Event::#names(payload) => handler.#methods(self, payload),)*
                }
            }
        }
    };
    let imports = quote!(
        use super::{Event, payload};
    );
    vec![rust::file("handler.rs", "One method per kind.", vec![imports, handler, dispatch])]
}
