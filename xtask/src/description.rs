//! A description: its place and its text.

use std::{
    fs,
    io::{self, IsTerminal},
    path::Path,
};

use anyhow::{Context, Result, anyhow, ensure};
use codegen::model::Model;

use crate::{
    files::{self, read},
    process::{self, git},
    workspace::{DESCRIPTION, Workspace},
};

/// The description of the last release, if there was one.
pub(crate) const RELEASED: &str = "schema/released/callbacks.toml";

pub(crate) struct Description {
    /// Its name in messages.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Description {
    /// The file that `--description` names, or the one of the workspace.
    pub(crate) fn current(workspace: &Workspace, given: Option<&Path>) -> Result<Self> {
        match given {
            Some(path) => Self::file(path, &path.display().to_string()),
            None => Self::of(&workspace.root),
        }
    }

    /// That of a workspace.
    pub(crate) fn of(root: &Path) -> Result<Self> {
        Self::file(&root.join(DESCRIPTION), DESCRIPTION)
    }

    /// Of the last release, if there was one.
    pub(crate) fn released(root: &Path) -> Result<Option<Self>> {
        let path = root.join(RELEASED);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Self { name: RELEASED.to_owned(), text })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// A file, or else a git revision.
    pub(crate) fn file_or_revision(root: &Path, given: &str) -> Result<Self> {
        let path = Path::new(given);
        if path.exists() { Self::file(path, given) } else { Self::revision(root, given) }
    }

    fn file(path: &Path, name: &str) -> Result<Self> {
        Ok(Self { name: name.to_owned(), text: read(path)? })
    }

    /// From a git revision, which may name another path after a colon.
    fn revision(root: &Path, revision: &str) -> Result<Self> {
        let name = if revision.contains(':') {
            revision.to_owned()
        } else {
            format!("{revision}:{DESCRIPTION}")
        };
        let output = process::output(&mut git(root, &["show", "--end-of-options", &name]))?;
        ensure!(
            output.status.success(),
            "`{revision}` is neither a file nor a git revision with a description: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        let text =
            String::from_utf8(output.stdout).with_context(|| format!("cannot read {name}"))?;
        Ok(Self { name, text })
    }

    /// Replaces its text.
    pub(crate) fn save(workspace: &Workspace, given: Option<&Path>, text: &str) -> Result<()> {
        let (root, path) = match given.and_then(|path| Some((path.parent()?, path.file_name()?))) {
            Some((folder, name)) => (folder, name.display().to_string()),
            None => (&*workspace.root, DESCRIPTION.to_owned()),
        };
        files::write(root, &path, text.as_bytes()).map(drop)
    }

    /// The model, or the mistakes.
    pub(crate) fn resolve(&self) -> Result<Model> {
        codegen::resolve(&self.name, &self.text).map_err(|diagnostics| {
            anyhow!(
                "{} has mistakes\n{}",
                self.name,
                diagnostics.render(io::stderr().is_terminal()).trim_end()
            )
        })
    }
}
