//! Programs that a test runs to completion.

use std::{
    path::Path,
    process::{Command, ExitStatus},
};

/// The output and exit status of a program.
#[derive(Debug)]
pub struct Finished {
    /// What it printed on standard output.
    pub stdout: String,
    /// What it printed on standard error.
    pub stderr: String,
    /// How it ended.
    pub status: ExitStatus,
}

impl Finished {
    /// The same, after checking that the program succeeded.
    ///
    /// # Panics
    ///
    /// If it failed.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn success(self) -> Self {
        assert!(self.status.success(), "{}\n{}\n{}", self.status, self.stdout, self.stderr);
        self
    }

    /// The same, after checking that the program ended with this code.
    ///
    /// # Panics
    ///
    /// If it ended with another code.
    #[allow(clippy::must_use_candidate, clippy::return_self_not_must_use)]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.status.code(), Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// Runs a program to completion. Output that is not UTF-8 is replaced.
///
/// # Panics
///
/// If it cannot be started.
#[allow(clippy::must_use_candidate)]
pub fn run(command: &mut Command) -> Finished {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Finished { stdout: text(output.stdout), stderr: text(output.stderr), status: output.status }
}

/// Runs git in a folder, with an identity for commits.
///
/// # Panics
///
/// If it fails.
#[allow(clippy::must_use_candidate)]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    git.args(["-c", "user.name=Test", "-c", "user.email=test@example.com"]);
    run(git.args(arguments)).success().stdout
}
