//! `cargo xtask docs`: finds the reference page.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;

const PAGE: &str = "schema/generated/reference.html";

/// Prints the path of the reference page, and with `open` shows it in a
/// browser.
///
/// # Errors
///
/// If the page is missing, or no browser can be started.
pub(crate) fn run(workspace: &Workspace, open: bool) -> Result<ExitCode> {
    let page = workspace.root.join(PAGE);
    ensure!(
        page.is_file(),
        "{} does not exist; run `{}`",
        page.display(),
        workspace.command("gen")
    );
    println!("{}", page.display());
    if open {
        open::that(&page).with_context(|| format!("cannot open {}", page.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
