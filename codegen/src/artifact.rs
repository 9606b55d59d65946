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
    /// For those who edit the description; not published.
    Editing,
    /// Published under its version; the phrase says what it is.
    Published(&'static str),
    /// Published under its version and in the packages for other languages; the phrase says what it
    /// is.
    JsonSchema(&'static str),
    /// Published with many others like it, which are listed in an index.
    Sample,
}

/// Directories that hold nothing but artifacts: any other file there is left over from an earlier
/// description.
pub const OWNED_DIRECTORIES: [&str; 2] = [RUST_DIRECTORY, SCHEMA_DIRECTORY];

const RUST_DIRECTORY: &str = "crates/voximplant-callbacks/src/generated";
const SCHEMA_DIRECTORY: &str = "schema/generated";

/// The notice in an artifact whose format has no comments.
pub(crate) const GENERATED: &str =
    "Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.";

impl Artifact {
    /// A file of the crate.
    pub(crate) fn rust(path: &str, contents: String) -> Self {
        let path = format!("{RUST_DIRECTORY}/{path}");
        Self { path, contents, purpose: Purpose::Code }
    }

    /// A file with any other purpose.
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
