//! What the tests share that use the SDK: scratch workspaces with one from
//! another description, what its decoder makes of documented bodies, the
//! example server, and what is logged.

#[doc = include_str!("../../docs/rust.md")]
#[cfg(doctest)]
pub struct InRust;

pub mod bodies;
pub mod decoders;
mod log;
pub mod reader_vectors;
mod scratch;
mod server;

pub use log::logged;
pub use scratch::Scratch;
pub use server::{Ended, Server};
pub use test_support::{files, read, root};
