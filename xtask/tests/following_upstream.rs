//! docs/following-upstream.md, run from start to end as it is written.
//!
//! It is a golden file: of its output, what no longer comes out is replaced.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use test_support::{assert_golden, files, folder, read, write};

const DOCUMENT: &str = "docs/following-upstream.md";
const FILES: &str = "xtask/tests/following-upstream";

/// What stands for lines that are left out, and for a time.
const LEFT_OUT: &str = "…";

/// A workspace in which the description was released as it is, with the pages
/// that were saved since.
fn workspace() -> PathBuf {
    let folder = folder!("following-upstream");
    let before = read(format!("{FILES}/before.toml"));
    write(folder.join("schema/callbacks.toml"), &before);
    write(folder.join("schema/released/callbacks.toml"), &before);
    write(
        folder.join("CHANGELOG.md"),
        "# Changelog\n\n## Unreleased\n\n## 1.4.0\n\n- The last one.\n",
    );
    write(folder.join("Cargo.toml"), "[workspace.package]\nversion = \"1.4.0\"\n");
    write(
        folder.join("Cargo.lock"),
        "version = 4\n\n[[package]]\nname = \"codegen\"\nversion = \"1.4.0\"\n",
    );
    write(folder.join(".ci/run"), "echo checked\n");
    for page in files(format!("{FILES}/saved"), "") {
        write(folder.join("saved").join(page.file_name().unwrap()), &read(&page));
    }
    run(&folder, "cargo xtask gen");
    folder
}

/// What commands print, and what they complain of, in the order in which they
/// do, without the time that they took.
fn run(workspace: &Path, commands: &str) -> String {
    let script =
        format!("cargo() {{ shift; \"$XTASK\" --workspace . \"$@\"; }}\nexec 2>&1\n{commands}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(workspace);
    shell.env("XTASK", env!("CARGO_BIN_EXE_xtask")).env("NO_COLOR", "1");
    // A reader works in the workspace itself, so that no command that is named repeats where it is.
    let output = test_support::run(&mut shell).stdout.replace(" --workspace .`", "`");
    // How many artifacts there are changes with every emitter, and the time with every run.
    let timeless = |line: &str| match line.split_once(" fields: ") {
        Some((start, rest)) if rest.trim_end().ends_with(" ms") => {
            format!("{start} fields: {LEFT_OUT} in {LEFT_OUT} ms\n")
        }
        _ => line.to_owned(),
    };
    output.split_inclusive('\n').map(timeless).collect()
}

/// Puts the lines that are added in the place of those that are taken away.
fn edit(text: &str, diff: &str) -> String {
    let mut text = text.to_owned();
    let mut lines = diff.lines().peekable();
    while lines.peek().is_some() {
        let mut side = |sign| {
            let mut side = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(sign)) {
                side.extend([&line[1..], "\n"]);
            }
            side
        };
        let (taken, added) = (side('-'), side('+'));
        assert_eq!(text.matches(&taken).count(), 1, "{taken}");
        text = text.replace(&taken, &added);
    }
    text
}

/// Whether an output is what is shown of it.
fn is_shown(shown: &[&str], output: &[&str]) -> bool {
    match (shown, output) {
        ([], []) => true,
        ([LEFT_OUT, rest @ ..], _) => {
            (0..=output.len()).any(|skip| is_shown(rest, &output[skip..]))
        }
        ([line, shown @ ..], [printed, output @ ..]) => line == printed && is_shown(shown, output),
        _ => false,
    }
}

#[test]
fn every_command_gives_what_is_shown() {
    let workspace = workspace();
    let document = read(DOCUMENT);
    let mut written = String::new();
    let mut output = None;
    let mut commands = 0;
    let mut rest = document.as_str();
    while let Some((before, after)) = rest.split_once("```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (block, after) = after.split_once("```").unwrap();
        let mut kept = block.to_owned();
        match language {
            "sh" => {
                assert!(output.is_none(), "no output is shown before {block}");
                commands += block.lines().count();
                output = Some((block, run(&workspace, block)));
            }
            "text" => {
                let (_, printed) = output.take().expect("a command stands before its output");
                let lines = |text: &'_ str| {
                    text.trim_end()
                        .lines()
                        .map(str::trim_end)
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                };
                let (shown, told) = (lines(block), lines(&printed));
                let as_str = |lines: &'_ [String]| {
                    lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
                };
                let shown_lines: Vec<_> = shown.iter().map(String::as_str).collect();
                let told_lines: Vec<_> = told.iter().map(String::as_str).collect();
                if !is_shown(&shown_lines, &told_lines) {
                    kept = as_str(&told) + "\n";
                }
            }
            "diff" => {
                let schema = workspace.join("schema/callbacks.toml");
                write(&schema, &edit(&read(&schema), block));
            }
            other => panic!("a block of `{other}`"),
        }
        written.extend([before, "```", language, "\n", &kept, "```"]);
        rest = after;
    }
    written.push_str(rest);
    assert!(output.is_none(), "the output of the last command is not shown");
    assert!(commands >= 6, "{commands}");

    assert_golden(DOCUMENT, &written);
}

#[test]
fn what_is_left_out_is_distinguished_from_what_differs() {
    assert!(is_shown(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(is_shown(&["…"], &[]));
    assert!(!is_shown(&["a", "…", "d"], &["a", "b", "c"]));
    assert!(!is_shown(&["a"], &["a", "b"]));
    assert!(!is_shown(&[], &["a"]));
}
