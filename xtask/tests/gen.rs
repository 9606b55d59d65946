//! `cargo xtask gen`, run as a program.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::Command,
    time::{Duration, SystemTime},
};

use test_support::{Finished, files, folder, read, run};

fn xtask(arguments: &[&str]) -> Finished {
    run(Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments))
}

/// Generates the description of the workspace into a folder of this name.
fn generated(name: &str) -> PathBuf {
    let folder = folder!(name);
    xtask(&["gen", "--out", folder.to_str().unwrap()]).success();
    folder
}

const KIND: &str = "crates/voximplant-callbacks/src/generated/kind.rs";

#[test]
fn the_generated_files_of_this_workspace_are_fresh() {
    xtask(&["gen", "--check"]).success();
}

#[test]
fn a_second_run_writes_nothing() {
    let folder = folder!("twice");
    let arguments = ["gen", "--out", folder.to_str().unwrap()];
    let first = xtask(&arguments).stdout;
    assert!(first.contains(" 0 unchanged, 0 removed"), "{first}");
    let written = fs::metadata(folder.join(KIND)).unwrap().modified().unwrap();
    let second = xtask(&arguments).stdout;
    assert!(second.contains(": 0 artifacts written, "), "{second}");
    assert_eq!(fs::metadata(folder.join(KIND)).unwrap().modified().unwrap(), written);
}

#[test]
fn check_names_every_file_and_the_command_and_writes_nothing() {
    let folder = generated("check");
    let stale = folder.join(KIND);
    let orphan = "crates/voximplant-callbacks/src/generated/payload/retired_kind.rs";
    fs::copy(&stale, folder.join(orphan)).unwrap();
    fs::write(&stale, "// edited by hand\n").unwrap();
    let missing = "schema/generated/validation.schema.json";
    fs::remove_file(folder.join(missing)).unwrap();

    let out = folder.to_str().unwrap();
    let output = xtask(&["gen", "--check", "--out", out]);
    let message = output.stderr;
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains(&format!("missing: {missing}\n")), "{message}");
    assert!(message.contains(&format!("stale: {KIND}\n")), "{message}");
    assert!(message.contains(&format!("orphaned: {orphan}\n")), "{message}");
    assert!(message.contains(&format!("run `cargo xtask gen --out {out}`")), "{message}");
    assert_eq!(fs::read_to_string(&stale).unwrap(), "// edited by hand\n");
    assert!(folder.join(orphan).exists());

    // The command that it names fixes all of it.
    let fixed = xtask(&["gen", "--out", out]).stdout;
    assert!(fixed.contains(&format!("removed {orphan}\n")), "{fixed}");
    assert!(fixed.contains(": 2 artifacts written, "), "{fixed}");
    assert!(fixed.contains(" 1 removed in "), "{fixed}");
    assert!(xtask(&["gen", "--check", "--out", out]).status.success());
}

/// Whatever names the kind's description changes, and nothing else is touched.
#[test]
fn an_edit_of_one_kind_rewrites_only_what_tells_of_it() {
    let generated = generated("edited");
    let text = read("schema/callbacks.toml");
    let start = text.find("[kinds.js_fail]\ndoc").unwrap();
    let start = start + text[start..].find('"').unwrap();
    let end = start + text[start..].find('\n').unwrap();
    let edited = folder!("edited-description").join("edited.toml");
    fs::write(&edited, format!("{}\"Reworded.\"{}", &text[..start], &text[end..])).unwrap();

    let artifacts = files(&generated, "");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in &artifacts {
        File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }
    let arguments =
        ["gen", "--description", edited.to_str().unwrap(), "--out", generated.to_str().unwrap()];
    let summary = xtask(&arguments).stdout;

    let is_written = |path: &&PathBuf| fs::metadata(path).unwrap().modified().unwrap() != long_ago;
    let tells = |path: &&PathBuf| fs::read_to_string(path).unwrap().contains("Reworded.");
    let written: Vec<_> = artifacts.iter().filter(is_written).collect();
    assert_eq!(written, artifacts.iter().filter(tells).collect::<Vec<_>>());
    let payload = "crates/voximplant-callbacks/src/generated/payload/js_fail.rs";
    assert!(written.contains(&&generated.join(payload)), "{written:?}");
    assert!(written.len() < artifacts.len() / 20, "{written:?}");
    let (count, rest) = (written.len(), artifacts.len() - written.len());
    let expected = format!(": {count} artifacts written, {rest} unchanged, 0 removed in ");
    assert!(summary.contains(&expected), "{summary}");
}

#[test]
fn a_kind_that_goes_takes_its_files_with_it() {
    let folder = generated("gone");
    let text = read("schema/callbacks.toml");
    let start = text.find("[kinds.js_fail]").unwrap();
    let end = start + text[start..].find("\n[kinds.").unwrap();
    let kinds =
        text.lines().filter(|line| line.starts_with("[kinds.") && !line.ends_with(".fields]"));
    let fewer = kinds.count() - 1;
    let shorter = folder.join("shorter.toml");
    fs::write(&shorter, format!("{}{}", &text[..start], &text[end..])).unwrap();

    let arguments =
        ["gen", "--description", shorter.to_str().unwrap(), "--out", folder.to_str().unwrap()];
    let summary = xtask(&arguments).success().stdout;
    assert!(summary.contains(&format!("{fewer} kinds, ")), "{summary}");
    assert!(!folder.join("schema/generated/samples/js_fail").exists());
    assert!(!folder.join("crates/voximplant-callbacks/src/generated/payload/js_fail.rs").exists());
}

#[test]
fn a_mistake_in_the_description_leaves_the_files_alone() {
    let folder = generated("mistake");
    let text = read("schema/callbacks.toml");
    let wrong = folder.join("wrong.toml");
    fs::write(&wrong, text.replace("type = \"decimal\"", "type = \"decimaal\"")).unwrap();

    let name = wrong.to_str().unwrap();
    let output = xtask(&["gen", "--description", name, "--out", folder.to_str().unwrap()]);
    let message = output.stderr;
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("did you mean `decimal`"), "{message}");
    assert!(xtask(&["gen", "--check", "--out", folder.to_str().unwrap()]).status.success());
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = xtask(&["gen", "--description", "no-such-file.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.contains("cannot read no-such-file.toml"), "{}", output.stderr);
}

#[test]
fn it_explains_itself() {
    for arguments in [&[][..], &["--help"]] {
        let output = xtask(arguments);
        let help = output.stdout + &output.stderr;
        assert!(help.contains("Usage: cargo xtask [OPTIONS] <COMMAND>"), "{help}");
        assert!(help.contains("gen "), "{help}");
    }
    let help = xtask(&["gen", "--help"]).stdout;
    for flag in ["--check", "--description <FILE>", "--out <DIR>"] {
        assert!(help.contains(flag), "{help}");
    }
}

#[test]
fn an_option_of_every_command_stands_wherever_one_can() {
    for arguments in
        [["--workspace", "no/such", "bench", "gen"], ["bench", "--workspace", "no/such", "gen"]]
    {
        let output = xtask(&arguments);
        assert_eq!(output.status.code(), Some(1), "{}", output.stderr);
        assert!(output.stderr.contains("cannot run "), "{}", output.stderr);
    }
}
