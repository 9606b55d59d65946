//! `cargo xtask diff`: compares two descriptions, from files or from git, and
//! lists what changed.

use std::{path::Path, process::ExitCode};

use anyhow::Result;
use codegen::diff::Comparison;

use crate::description::Description;

/// Exit code if there is nothing to compare.
const UNUSABLE: u8 = 2;

/// How the changes are printed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, with colour if the terminal supports it
    Text,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

/// Prints what changed. The exit code shows whether the version of the new description covers it.
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
        // Strips colours if the output is not a terminal or `NO_COLOR` is set.
        Format::Text => anstream::print!("{}", comparison.text()),
        Format::Json => print!("{}", comparison.json()),
        Format::Markdown => print!("{}", comparison.markdown()),
    }
    if comparison.is_covered() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compare(workspace: &Path, old: Option<&str>, new: Option<&str>) -> Result<Comparison> {
    let old = match old {
        Some(old) => Some(Description::file_or_revision(workspace, old)?),
        None => Description::released(workspace)?,
    };
    let new = match new {
        Some(new) => Description::file_or_revision(workspace, new)?,
        None => Description::of(workspace)?,
    };
    let old = old.as_ref().map(Description::resolve).transpose()?;
    Ok(Comparison::of(old.as_ref(), &new.resolve()?))
}
