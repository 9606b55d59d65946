//! `cargo xtask docs`: where the reference page is, for a person to read.

use std::{path::Path, process::ExitCode};

const PAGE: &str = "schema/generated/reference.html";

/// Prints the path of the reference page, and with `open` shows it in a
/// browser.
///
/// # Errors
///
/// If there is no page, or no browser that could be started.
pub(crate) fn run(workspace: &Path, open: bool) -> Result<ExitCode, String> {
    let page = workspace.join(PAGE);
    if !page.is_file() {
        return Err(format!("{} is not there; run `cargo xtask gen`", page.display()));
    }
    println!("{}", page.display());
    if open {
        open::that(&page).map_err(|error| format!("cannot open {}: {error}", page.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
