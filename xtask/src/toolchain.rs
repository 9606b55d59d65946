//! The needs of the consumers and packages for other languages: programs, and the commands that
//! install, build and run them.

use std::{collections::BTreeMap, path::Path, process::Command};

use anstream::adapter;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::process;

/// Programs that must be installed: the lowest version that works, by the command that prints the
/// version.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Needs(BTreeMap<String, String>);

impl Needs {
    /// Fails if a program is missing or too old.
    pub(crate) fn check(&self, whose: &str) -> Result<()> {
        for (line, least) in &self.0 {
            let mut command = command(line);
            let program = command.get_program().display();
            let need = format!("{whose} needs {program} {least} or newer");
            let output = process::output(&mut command).with_context(|| need.clone())?;
            // Some programs print their version on standard error, and some in colour.
            let printed = [output.stdout, output.stderr].concat();
            let printed = adapter::strip_str(&String::from_utf8_lossy(&printed)).to_string();
            let version = version_in(&printed)
                .with_context(|| format!("{need}: `{line}` prints no version"))?;
            ensure!(
                version >= version_in(least).unwrap_or_default(),
                "{need}: this is {}",
                printed.lines().next().unwrap_or_default()
            );
        }
        Ok(())
    }
}

/// A command from a line: words with spaces between them.
pub(crate) fn command(line: &str) -> Command {
    command_with(line, &[])
}

/// The same, with paths for placeholders.
pub(crate) fn command_with(line: &str, paths: &[(&str, &Path)]) -> Command {
    let mut words = line.split_whitespace().map(|word| {
        let put = |word: String, (placeholder, path): &(&str, &Path)| {
            word.replace(placeholder, &path.display().to_string())
        };
        paths.iter().fold(word.to_owned(), put)
    });
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// The first number with dots in a text.
fn version_in(text: &str) -> Option<Vec<u32>> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let is_version = |character: char| character.is_ascii_digit() || character == '.';
    let rest = &text[start..];
    let end = rest.find(|character| !is_version(character)).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        let cases = [
            ("v20.20.2\n", vec![20, 20, 2]),
            ("go version go1.26.8 linux/amd64", vec![1, 26, 8]),
            ("javac 17.0.15", vec![17, 0, 15]),
            ("Python 3.11.7", vec![3, 11, 7]),
            ("rustc 1.95.0 (59807616e 2026-04-14)", vec![1, 95, 0]),
            ("20", vec![20]),
            ("1.88.", vec![1, 88]),
        ];
        for (printed, version) in cases {
            assert_eq!(version_in(printed), Some(version), "{printed}");
        }
        assert_eq!(version_in("no number"), None);
        assert!(version_in("3.9") < version_in("3.11"));
    }

    #[test]
    fn a_program_that_is_missing_or_old_is_named() {
        let check = |line: &str, least: &str| {
            let needs = Needs([(line.to_owned(), least.to_owned())].into());
            needs.check("Python").map_err(|error| format!("{error:#}"))
        };
        let missing = check("no-such-program --version", "3.11").unwrap_err();
        assert!(missing.starts_with("Python needs no-such-program 3.11 or newer: "), "{missing}");
        let old = check("rustc --version", "999.1").unwrap_err();
        assert!(old.starts_with("Python needs rustc 999.1 or newer: this is rustc 1."), "{old}");
        assert_eq!(check("rustc --version", "1.88"), Ok(()));
    }
}
