//! What upstream documents, and how the description differs from it.
//!
//! The way is one: a saved page or a file of types becomes [`Structure`]s, these
//! a [`Reference`]; two references are [`compare`]d, and [`edit`] takes one into
//! the text of the description. Text in, facts, text or [`Diagnostics`] out: it
//! touches no file.
//!
//! [`Diagnostics`]: codegen::Diagnostics

mod compare;
mod edit;
mod prose;
mod read;
mod reference;
mod report;
mod schema;

pub use compare::{Aspect, Difference, Owner, Subject, compare};
pub use edit::edit;
pub use read::{read_page, read_types};
pub use reference::{Field, Kind, Payload, Place, Reference, Structure, Type};
pub use report::{contents, report, table};
pub use schema::Description;
