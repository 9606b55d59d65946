//! `handler.rs`: traits with one method per kind, and the methods that call them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{markdown, rust};
use crate::{artifact::Artifact, model::Model};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let imports = quote!(
        use super::{Event, payload};
    );
    let methods = Methods::of(model);
    let items = vec![imports, methods.handler(), methods.partial_handler(), methods.dispatch()];
    vec![rust::file("handler.rs", "One method per kind.", items)]
}

/// For each kind, its method and its payload.
struct Methods {
    docs: Vec<TokenStream>,
    names: Vec<Ident>,
    payloads: Vec<Ident>,
}

impl Methods {
    fn of(model: &Model) -> Self {
        let kinds = || model.kinds.iter();
        Self {
            docs: kinds().map(|kind| rust::doc([markdown::prose(&kind.doc())])).collect(),
            names: kinds().map(|kind| format_ident!("on_{}", kind.snake_name())).collect(),
            payloads: kinds().map(|kind| rust::ident(&kind.payload.name)).collect(),
        }
    }

    fn handler(&self) -> TokenStream {
        let Self { docs, names, payloads } = self;
        let doc = rust::doc([
            "Handles every kind of callback, one method each.",
            "All are required: an implementation stops compiling when a later version of the SDK \
             adds kinds, and the error names them. Call it with \
             [`Callback::dispatch`](crate::Callback::dispatch).",
            rust::NEW_KINDS,
            "To handle only some kinds, implement [`PartialHandler`].",
        ]);
        let output = output();
        quote! {
            #doc
            pub trait Handler {
                #output
                #(
                    #docs
                    fn #names<'a>(
                        &'a mut self,
                        callback: &'a crate::Callback,
                        payload: &'a payload::#payloads,
                    ) -> Self::Output<'a>;
                )*
            }
        }
    }

    fn partial_handler(&self) -> TokenStream {
        let Self { docs, names, payloads } = self;
        let doc = rust::doc([
            "Handles some kinds of callbacks, one method each, and all others with one.",
            "Only [`otherwise`](PartialHandler::otherwise) is required, so an implementation keeps \
             compiling when a later version of the SDK adds kinds. Call it with \
             [`Callback::dispatch_partial`](crate::Callback::dispatch_partial).",
        ]);
        let output = output();
        quote! {
            #doc
            pub trait PartialHandler {
                #output

                /// Handles a callback of a kind whose method is not implemented.
                fn otherwise<'a>(&'a mut self, callback: &'a crate::Callback) -> Self::Output<'a>;
                #(
                    #docs
                    fn #names<'a>(
                        &'a mut self,
                        callback: &'a crate::Callback,
                        payload: &'a payload::#payloads,
                    ) -> Self::Output<'a> {
                        let _ = payload;
                        self.otherwise(callback)
                    }
                )*
            }
        }
    }

    fn dispatch(&self) -> TokenStream {
        let Self { names, payloads, .. } = self;
        quote! {
            impl crate::Callback {
                /// Calls the handler's method for the kind of this callback.
                pub fn dispatch<'a, H: Handler + ?Sized>(
                    &'a self,
                    handler: &'a mut H,
                ) -> H::Output<'a> {
                    match &self.event {
                        #(Event::#payloads(payload) => handler.#names(self, payload),)*
                    }
                }

                /// Calls the handler's method for the kind of this callback, or
                /// [`otherwise`](PartialHandler::otherwise) if it has none.
                pub fn dispatch_partial<'a, H: PartialHandler + ?Sized>(
                    &'a self,
                    handler: &'a mut H,
                ) -> H::Output<'a> {
                    match &self.event {
                        #(Event::#payloads(payload) => handler.#names(self, payload),)*
                    }
                }
            }
        }
    }
}

fn output() -> TokenStream {
    quote! {
        /// What every method returns, such as a `Result`, or a boxed future that borrows the
        /// handler and the callback.
        type Output<'a>
        where
            Self: 'a;
    }
}
