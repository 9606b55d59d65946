//! `cargo xtask diff`: gets two descriptions, from files or from git, and says
//! what changed between them.

use std::{
    fs,
    io::{self, IsTerminal},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result, anyhow, ensure};
use codegen::{diff::Comparison, model::Model};

use crate::{
    files::read,
    process::{self, git},
    workspace::DESCRIPTION,
};

/// The description of the last release, if there was one.
pub(crate) const RELEASED: &str = "schema/released/callbacks.toml";

/// Exit code for what cannot be compared.
const UNUSABLE: u8 = 2;

/// How the changes are told.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, with colour where a terminal wants it
    Text,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

/// Prints what changed, and tells by the exit code whether the version of the
/// new description covers it.
pub(crate) fn run(
    workspace: &Path,
    old: Option<&str>,
    new: Option<&str>,
    format: Format,
) -> ExitCode {
    let comparison = match compare(workspace, old, new) {
        Ok(comparison) => comparison,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::from(UNUSABLE);
        }
    };
    match format {
        // Takes the colours out where nobody sees them or `NO_COLOR` is set.
        Format::Text => anstream::print!("{}", comparison.text()),
        Format::Json => print!("{}", comparison.json()),
        Format::Markdown => print!("{}", comparison.markdown()),
    }
    if comparison.is_covered() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compare(workspace: &Path, old: Option<&str>, new: Option<&str>) -> Result<Comparison> {
    let old = match old {
        Some(old) => Some(Description::given(workspace, old)?),
        None => Description::released(workspace)?,
    };
    let new = match new {
        Some(new) => Description::given(workspace, new)?,
        None => Description::file(&workspace.join(DESCRIPTION), DESCRIPTION)?,
    };
    let old = old.as_ref().map(Description::resolve).transpose()?;
    Ok(Comparison::of(old.as_ref(), &new.resolve()?))
}

/// A description, and how messages call it.
pub(crate) struct Description {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Description {
    /// Of the last release, if there was one.
    pub(crate) fn released(workspace: &Path) -> Result<Option<Self>> {
        let path = workspace.join(RELEASED);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Self { name: RELEASED.to_owned(), text })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    pub(crate) fn file(path: &Path, name: &str) -> Result<Self> {
        Ok(Self { name: name.to_owned(), text: read(path)? })
    }

    /// A file, or else a git revision.
    fn given(workspace: &Path, given: &str) -> Result<Self> {
        let path = Path::new(given);
        if path.exists() { Self::file(path, given) } else { Self::revision(workspace, given) }
    }

    /// As it was in a revision, which may name another path behind a colon.
    fn revision(workspace: &Path, revision: &str) -> Result<Self> {
        let name = if revision.contains(':') {
            revision.to_owned()
        } else {
            format!("{revision}:{DESCRIPTION}")
        };
        let output = process::output(&mut git(workspace, &["show", "--end-of-options", &name]))?;
        ensure!(
            output.status.success(),
            "`{revision}` is neither a file nor a git revision with a description: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        let text =
            String::from_utf8(output.stdout).with_context(|| format!("cannot read {name}"))?;
        Ok(Self { name, text })
    }

    /// What it says, or its mistakes.
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
