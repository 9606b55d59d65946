//! `cargo xtask diff`, run as a program. Its output is kept in golden files.

use std::{fs, path::PathBuf, process::Command};

use test_support::{Finished, assert_golden, folder, git, run};

const OLD: &str = "../tests/golden/callbacks.toml";
const NEW: &str = "tests/diff/new.toml";

fn xtask(arguments: &[&str]) -> Finished {
    coloured(arguments, &[])
}

/// Runs it with variables that ask for colour or refuse it.
fn coloured(arguments: &[&str], variables: &[(&str, &str)]) -> Finished {
    run(Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied()))
}

/// An empty folder of this name, with a folder for a description.
fn workspace(name: &str) -> PathBuf {
    let folder = folder!(name);
    fs::create_dir_all(folder.join("schema/released")).unwrap();
    folder
}

/// If this fails, the description changed, and its `version` does not say so:
/// `cargo xtask diff` names the version that does.
#[test]
fn the_version_of_this_workspace_covers_what_changed() {
    let output = xtask(&["diff"]);
    assert!(output.status.success(), "{}{}", output.stdout, output.stderr);
}

#[test]
fn every_format_is_as_it_is_kept() {
    for (format, file) in [("text", "text.txt"), ("json", "json.json"), ("markdown", "markdown.md")]
    {
        let output = xtask(&["diff", OLD, NEW, "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{}", output.stderr);
        assert_golden(format!("xtask/tests/diff/{file}"), &output.stdout);
    }
}

#[test]
fn colour_is_for_those_who_see_it() {
    let text = |variables: &[_]| coloured(&["diff", OLD, NEW], variables).stdout;
    let plain = text(&[]);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    // As on a terminal.
    let forced = text(&[("CLICOLOR_FORCE", "1")]);
    assert!(forced.contains("\u{1b}[1m\u{1b}[31mmajor\u{1b}[0m  type-replaced"), "{forced:?}");
    assert_eq!(text(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain);
    let json = coloured(&["diff", OLD, NEW, "--format", "json"], &[("CLICOLOR_FORCE", "1")]);
    assert!(!json.stdout.contains('\u{1b}'));
}

#[test]
fn the_exit_code_says_whether_the_version_covers_it() {
    let folder = workspace("covers");
    let new = fs::read_to_string(NEW).unwrap();
    // A version, and whether it covers a major change of 1.2.3.
    for (version, code) in [("1.2.4", 1), ("1.3.0", 1), ("2.0.0", 0), ("3.1.0", 0), ("0.9.0", 1)] {
        let file = folder.join("new.toml");
        fs::write(&file, new.replace("\"1.3.0\"", &format!("\"{version}\""))).unwrap();
        let output = xtask(&["diff", OLD, file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(code), "{version}: {}", output.stdout);
    }
    let same = xtask(&["diff", OLD, OLD]);
    assert_eq!(same.status.code(), Some(0));
    assert!(same.stdout.contains("1.2.3 → 1.2.3: nothing changed"), "{}", same.stdout);
}

#[test]
fn what_cannot_be_compared_has_a_code_of_its_own() {
    let folder = workspace("unusable");
    let wrong = folder.join("wrong.toml");
    fs::write(&wrong, fs::read_to_string(OLD).unwrap().replace("\"decimal\"", "\"decimaal\""))
        .unwrap();
    // What is given, and what is said of it.
    let cases = [
        (vec![OLD, wrong.to_str().unwrap()], "did you mean `decimal`?"),
        (vec!["no-such-revision"], "is neither a file nor a git revision"),
        (vec![OLD, NEW, "--format", "yaml"], "invalid value 'yaml'"),
        (vec![OLD, NEW, NEW], "unexpected argument"),
    ];
    for (arguments, message) in cases {
        let output = xtask(&[&["diff"], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stderr.contains(message), "{}", output.stderr);
        assert_eq!(output.stdout, "");
    }
}

#[test]
fn the_last_release_is_compared_with_what_stands_there() {
    let folder = workspace("default");
    let arguments = ["diff", "--workspace", folder.to_str().unwrap()];
    let missing = xtask(&arguments);
    assert_eq!(missing.status.code(), Some(2));
    assert!(missing.stderr.contains("schema/callbacks.toml"), "{}", missing.stderr);

    fs::copy(NEW, folder.join("schema/callbacks.toml")).unwrap();
    let first = xtask(&arguments);
    assert_eq!(first.status.code(), Some(0));
    assert!(first.stdout.contains("1.3.0 is the first version"), "{}", first.stdout);

    fs::copy(OLD, folder.join("schema/released/callbacks.toml")).unwrap();
    let later = xtask(&arguments);
    assert_eq!(later.status.code(), Some(1));
    assert_eq!(later.stdout, xtask(&["diff", OLD, NEW]).stdout);
}

#[test]
fn a_revision_is_read_from_git() {
    let folder = workspace("revision");
    let git = |arguments: &[&str]| git(&folder, arguments);
    let schema = folder.join("schema/callbacks.toml");
    git(&["init", "--quiet"]);
    fs::copy(OLD, &schema).unwrap();
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Before"]);
    fs::copy(NEW, &schema).unwrap();

    let at = folder.to_str().unwrap();
    let expected = xtask(&["diff", OLD, NEW]).stdout;
    for revision in ["HEAD", "HEAD:schema/callbacks.toml"] {
        let output = xtask(&["diff", revision, "--workspace", at]);
        assert_eq!(output.status.code(), Some(1), "{}", output.stderr);
        assert_eq!(output.stdout, expected);
    }
    git(&["commit", "--quiet", "--all", "--message", "After"]);
    let both = xtask(&["diff", "HEAD~", "HEAD", "--workspace", at]);
    assert_eq!(both.stdout, expected);
}
