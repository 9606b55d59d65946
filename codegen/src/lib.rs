//! From the description of the callbacks to every file that is made of it.
//!
//! The one way in is [`generate`]: text in, [`Artifact`]s or [`Diagnostics`]
//! out. It touches no file, no clock and no environment, so the same text
//! always gives the same bytes.

mod diagnostic;
mod emit;
mod lower;
pub mod model;
mod names;
mod notation;
mod source;

pub use diagnostic::{Diagnostic, Diagnostics};
pub use emit::{Artifact, OWNED_DIRECTORIES, artifacts};

/// Generates every artifact that the description calls for.
///
/// `name` is what diagnostics call the text, usually its path.
///
/// # Errors
///
/// Every problem that the text has, each with its place and how to mend it.
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
