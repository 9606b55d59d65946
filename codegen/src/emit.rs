//! From the model to artifacts: one file per family, none imports another.
//! What several share stands in `rust`, `json_schema` and `published`.

mod compatibility;
mod enums;
mod event;
mod handler;
mod json_schema;
mod kind;
mod notation;
mod objects;
mod published;
mod python;
mod rust;
mod samples;
mod signatures;
mod types;
mod typescript;
mod validation;

use crate::model::Model;

/// A file that the generator emits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Path from the root of the workspace, with `/` between its parts.
    pub path: String,
    /// What the file holds.
    pub contents: String,
}

/// Directories that hold artifacts alone: a file there that was not emitted
/// is left over from an earlier description.
pub const OWNED_DIRECTORIES: [&str; 2] = [RUST_DIRECTORY, SCHEMA_DIRECTORY];

const RUST_DIRECTORY: &str = "crates/voximplant-callbacks/src/generated";
const SCHEMA_DIRECTORY: &str = "schema/generated";

/// What an artifact says of itself that cannot have a comment.
const GENERATED: &str =
    "Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.";

/// Every artifact that a resolved description calls for, sorted by its path.
#[must_use]
pub fn artifacts(model: &Model) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    artifacts.extend(kind::artifacts(model));
    artifacts.extend(objects::artifacts(model));
    artifacts.extend(enums::artifacts(model));
    artifacts.extend(event::artifacts(model));
    artifacts.extend(handler::artifacts(model));
    artifacts.extend(validation::artifacts(model));
    artifacts.extend(types::artifacts(model));
    artifacts.extend(typescript::artifacts(model));
    artifacts.extend(python::artifacts(model));
    artifacts.extend(samples::artifacts(model));
    artifacts.extend(signatures::artifacts(model));
    artifacts.extend(notation::artifacts());
    artifacts.extend(compatibility::artifacts());
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    artifacts
}
