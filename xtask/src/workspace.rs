//! The workspace in which the commands work, and how to show commands to the user.

use std::path::{Path, PathBuf};

/// Path of the description, from the root of the workspace.
pub(crate) const DESCRIPTION: &str = "schema/callbacks.toml";

pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// The value of `--workspace`.
    given: Option<PathBuf>,
}

impl Workspace {
    /// The given workspace, or the one that xtask belongs to.
    pub(crate) fn new(given: Option<PathBuf>) -> Self {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a workspace");
        Self { root: given.clone().unwrap_or_else(|| own.to_owned()), given }
    }

    /// A command of xtask as the user would type it for this workspace.
    pub(crate) fn command(&self, command: &str) -> String {
        self.command_with(command, &[])
    }

    /// The same, with the options that have a value.
    pub(crate) fn command_with(&self, command: &str, options: &[(&str, Option<&Path>)]) -> String {
        let mut text = format!("cargo xtask {command}");
        for (option, value) in [("--workspace", self.given.as_deref())].iter().chain(options) {
            if let Some(value) = value {
                text.extend([" ", option, " ", &value.display().to_string()]);
            }
        }
        text
    }
}
