//! `cargo xtask diff`, run as a program.
//!
//! `UPDATE_GOLDEN=1 cargo test -p xtask --test diff` writes what is kept of its
//! output anew.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const OLD: &str = "../tests/golden/callbacks.toml";
const NEW: &str = "tests/diff/new.toml";

fn xtask(arguments: &[&str]) -> Output {
    coloured(arguments, &[])
}

/// Runs it with variables that ask for colour or refuse it.
fn coloured(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An empty folder of this name, with a folder for a description.
fn workspace(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("schema/released")).unwrap();
    folder
}

/// Compares with what is kept in a file.
fn assert_kept(file: &str, text: &str) {
    let path = Path::new("tests/diff").join(file);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&path).unwrap(), "{file}; see the head of this test");
}

/// If this fails, the description changed, and its `version` does not say so:
/// `cargo xtask diff` tells the version that does.
#[test]
fn the_version_of_this_workspace_covers_what_changed() {
    let output = xtask(&["diff"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn every_format_is_as_it_is_kept() {
    for (format, file) in [("text", "text.txt"), ("json", "json.json"), ("markdown", "markdown.md")]
    {
        let output = xtask(&["diff", OLD, NEW, "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert_kept(file, &stdout(&output));
    }
}

#[test]
fn colour_is_for_those_who_see_it() {
    let text = |variables: &[_]| stdout(&coloured(&["diff", OLD, NEW], variables));
    let plain = text(&[]);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    // As on a terminal.
    let forced = text(&[("CLICOLOR_FORCE", "1")]);
    assert!(forced.contains("\u{1b}[1m\u{1b}[31mmajor\u{1b}[0m  type-replaced"), "{forced:?}");
    assert_eq!(text(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain);
    let json = coloured(&["diff", OLD, NEW, "--format", "json"], &[("CLICOLOR_FORCE", "1")]);
    assert!(!stdout(&json).contains('\u{1b}'));
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
        assert_eq!(output.status.code(), Some(code), "{version}: {}", stdout(&output));
    }
    let same = xtask(&["diff", OLD, OLD]);
    assert_eq!(same.status.code(), Some(0));
    assert!(stdout(&same).contains("1.2.3 → 1.2.3: nothing changed"), "{}", stdout(&same));
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
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn the_last_release_is_compared_with_what_stands_there() {
    let folder = workspace("default");
    let arguments = ["diff", "--workspace", folder.to_str().unwrap()];
    let missing = xtask(&arguments);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("schema/callbacks.toml"), "{}", stderr(&missing));

    fs::copy(NEW, folder.join("schema/callbacks.toml")).unwrap();
    let first = xtask(&arguments);
    assert_eq!(first.status.code(), Some(0));
    assert!(stdout(&first).contains("1.3.0 is the first version"), "{}", stdout(&first));

    fs::copy(OLD, folder.join("schema/released/callbacks.toml")).unwrap();
    let later = xtask(&arguments);
    assert_eq!(later.status.code(), Some(1));
    assert_eq!(stdout(&later), stdout(&xtask(&["diff", OLD, NEW])));
}

#[test]
fn a_revision_is_read_from_git() {
    let folder = workspace("revision");
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .arg("-C")
            .arg(&folder)
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.com"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    let schema = folder.join("schema/callbacks.toml");
    git(&["init", "--quiet"]);
    fs::copy(OLD, &schema).unwrap();
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Before"]);
    fs::copy(NEW, &schema).unwrap();

    let at = folder.to_str().unwrap();
    let expected = stdout(&xtask(&["diff", OLD, NEW]));
    for revision in ["HEAD", "HEAD:schema/callbacks.toml"] {
        let output = xtask(&["diff", revision, "--workspace", at]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert_eq!(stdout(&output), expected);
    }
    git(&["commit", "--quiet", "--all", "--message", "After"]);
    let both = xtask(&["diff", "HEAD~", "HEAD", "--workspace", at]);
    assert_eq!(stdout(&both), expected);
}
