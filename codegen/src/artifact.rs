//! Artifacts: the files that emitters make, each with what it is for.

/// A file that the generator emits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Path from the root of the workspace, with `/` between its parts.
    pub path: String,
    /// What the file holds.
    pub contents: String,
    /// What it is for.
    pub purpose: Purpose,
}

/// What an artifact is for, and so where it goes in a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A part of the crate, or of a package for another language.
    Code,
    /// It helps those who edit the description, and is not published.
    Editing,
    /// It is published under its version: what it is, as a phrase.
    Published(&'static str),
    /// It is published under its version, and in the packages for other
    /// languages: what it is, as a phrase.
    JsonSchema(&'static str),
    /// It is published with many others like it, which an index names.
    Sample,
}

/// Directories that hold artifacts alone: a file there that was not emitted
/// is left over from an earlier description.
pub const OWNED_DIRECTORIES: [&str; 2] = [RUST_DIRECTORY, SCHEMA_DIRECTORY];

const RUST_DIRECTORY: &str = "crates/voximplant-callbacks/src/generated";
const SCHEMA_DIRECTORY: &str = "schema/generated";

/// What an artifact says of itself that cannot have a comment.
pub(crate) const GENERATED: &str =
    "Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.";

impl Artifact {
    /// A file of the crate.
    pub(crate) fn rust(path: &str, contents: String) -> Self {
        let path = format!("{RUST_DIRECTORY}/{path}");
        Self { path, contents, purpose: Purpose::Code }
    }

    /// A file of any other purpose.
    pub(crate) fn new(path: &str, purpose: Purpose, contents: String) -> Self {
        Self { path: format!("{SCHEMA_DIRECTORY}/{path}"), contents, purpose }
    }

    /// Path below the folder that is published; `None` if the file is not.
    #[must_use]
    pub fn published_path(&self) -> Option<&str> {
        match self.purpose {
            Purpose::Code | Purpose::Editing => None,
            Purpose::Published(_) | Purpose::JsonSchema(_) | Purpose::Sample => {
                self.path.strip_prefix(SCHEMA_DIRECTORY)?.strip_prefix('/')
            }
        }
    }
}
