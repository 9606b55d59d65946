//! From the description of the callbacks to every file generated from it.
//!
//! [`generate`] is text in, [`Artifact`]s or [`Diagnostics`] out. Nothing here uses files, the
//! clock or the environment, so the same text always gives the same bytes.

mod artifact;
mod diagnostic;
pub mod diff;
pub mod document;
mod emit;
mod hash;
mod lower;
pub mod model;
mod names;
mod notation;
pub mod source;
pub mod words;

pub use artifact::{Artifact, OWNED_DIRECTORIES, Purpose};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use emit::{artifacts, documents, fixed};
pub use names::{field_name, pascal, snake, spelling, value_names};
pub use notation::{Map, Spanned};
pub use words::quoted;

/// Generates every artifact that depends on the description.
///
/// `name` is the name of the text in diagnostics, usually its path.
///
/// # Errors
///
/// Every problem of the text, each with its place and how to fix it.
pub fn generate(name: &str, text: &str) -> Result<Vec<Artifact>, Diagnostics> {
    resolve(name, text).map(|model| artifacts(&model))
}

/// Resolves the description without generating anything.
///
/// # Errors
///
/// The same as [`generate`].
pub fn resolve(name: &str, text: &str) -> Result<model::Model, Diagnostics> {
    lower::lower(name, text)
}

/// Reads the description as written, without resolving names. Parts that a person still has to
/// write may be missing.
///
/// # Errors
///
/// Every problem of the text itself, except missing descriptions.
pub fn read(name: &str, text: &str) -> Result<source::Source, Diagnostics> {
    let mut found = Vec::new();
    let source = source::read(text, &mut found);
    found.retain(|problem| problem.code() != diagnostic::code::MISSING_DESCRIPTION);
    if found.is_empty() { Ok(source) } else { Err(Diagnostics::new(name, text, found)) }
}
