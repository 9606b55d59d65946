//! Runs other programs. An error says which command failed, and how to get a
//! program that is missing.

use std::{
    io,
    path::Path,
    process::{Command, Output},
};

use anyhow::{Context, Error, Result, anyhow, ensure};

/// How to install the programs that commands run, except the tools of other languages.
const SOURCES: [(&str, &str); 4] = [
    ("bash", "install bash"),
    ("cargo", "install Rust from https://rustup.rs"),
    ("git", "install git"),
    ("valgrind", "install valgrind, for example with `apt-get install valgrind`"),
];

/// Runs a program to completion; the user sees its output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| not_started(command, error))?;
    ensure!(status.success(), "`{}` failed with {status}", shown(command));
    Ok(())
}

/// The standard output of a program. If it fails, the error has its standard error, unless the user
/// saw that.
pub(crate) fn stdout(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } = output(command)?;
    let stderr = String::from_utf8_lossy(&stderr);
    ensure!(
        status.success(),
        "{}",
        format!("`{}` failed with {status}\n{stderr}", shown(command)).trim_end()
    );
    String::from_utf8(stdout)
        .with_context(|| format!("`{}` printed text that is not UTF-8", shown(command)))
}

/// All output of a program, whether it fails or not.
pub(crate) fn output(command: &mut Command) -> Result<Output> {
    command.output().map_err(|error| not_started(command, error))
}

/// Git in a folder.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(arguments);
    git
}

/// Why a program did not start.
fn not_started(command: &Command, error: io::Error) -> Error {
    let program = command.get_program().display().to_string();
    let folder = command.get_current_dir().filter(|folder| !folder.is_dir());
    let reason = match folder {
        Some(folder) => anyhow!("there is no folder {}", folder.display()),
        None if error.kind() == io::ErrorKind::NotFound => {
            let source = SOURCES.iter().find(|(name, _)| *name == program);
            anyhow!("it is not installed; {}", source.map_or("install it", |(_, how)| how))
        }
        None => error.into(),
    };
    reason.context(format!("cannot run {program}"))
}

/// A command as a user would type it.
fn shown(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.display().to_string()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(result: Result<String>) -> String {
        format!("{:#}", result.unwrap_err())
    }

    #[test]
    fn a_missing_program_and_a_missing_folder_are_told_apart() {
        let missing = reason(stdout(&mut Command::new("no-such-program")));
        assert_eq!(missing, "cannot run no-such-program: it is not installed; install it");
        let nowhere = reason(stdout(Command::new("cargo").current_dir("no/such/folder")));
        assert_eq!(nowhere, "cannot run cargo: there is no folder no/such/folder");
    }

    #[test]
    fn a_program_that_fails_is_named_with_what_it_says() {
        let failed = reason(stdout(Command::new("cargo").arg("no-such-command")));
        assert!(failed.starts_with("`cargo no-such-command` failed with exit "), "{failed}");
        assert!(failed.contains("no such command"), "{failed}");
    }
}
