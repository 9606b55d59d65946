//! What upstream documents, and how the description differs from it.
//!
//! There is one path through it: a saved page or a file of types becomes [`Structure`]s, these
//! become [`Pages`], which give a [`Reference`]; two references are [`compare`]d, and [`edit`]
//! merges one into the text of the description. Text in, facts, text or [`Diagnostics`] out: it
//! touches no file.
//!
//! [`Diagnostics`]: codegen::Diagnostics

mod compare;
mod description;
mod doubt;
mod edit;
mod pages;
mod prose;
mod read;
mod reference;
mod report;
mod subject;
mod values;

pub use compare::{acknowledged, compare};
pub use description::Description;
pub use edit::{Edit, edit};
pub use pages::{Pages, Refusal};
pub use read::{read_page, read_types};
pub use reference::{Depth, Field, Kind, Payload, Place, Reference, Structure, Type};
pub use report::{contents, report, table};
pub use subject::{Aspect, Difference, Owner, Subject};
