//! The gate to what `cargo xtask gen` emits: the files in `generated/` are never
//! edited, and nothing else in the crate names them.

#![allow(
    // Kinds that upstream supersedes are still sent, and so still read here.
    deprecated,
    // Descriptions are prose.
    clippy::doc_markdown,
    // The loop over the fields knows which slot it reads into only once the name is looked up in it.
    clippy::inline_always,
    // Upstream decides which fields there are, and what they are called.
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    // One arm a kind.
    clippy::too_many_lines
)]

#[rustfmt::skip]
mod envelope;
#[rustfmt::skip]
mod event;
#[rustfmt::skip]
mod handler;
#[rustfmt::skip]
mod kind;
#[cfg(feature = "testing")]
#[rustfmt::skip]
mod samples;
/// Payloads, the objects nested in them, and strings with known values.
#[rustfmt::skip]
pub mod payload;

pub use envelope::Envelope;
pub use event::{Event, ExhaustiveEvent};
pub use handler::{Handler, PartialHandler};
pub use kind::Kind;
