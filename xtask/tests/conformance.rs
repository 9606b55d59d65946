//! `cargo xtask conformance`, run as a program on a consumer that needs
//! nothing but a shell.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use test_support::{Finished, folder, read, run, write};

const DOCUMENT: &str = "docs/conformance.md";
const EMPTY: &str = "Words.\n\n<!-- conformance: written by `cargo xtask conformance --write` -->\n\
    <!-- end of conformance -->\n\nMore words.\n";

fn conformance(workspace: &Path, arguments: &[&str]) -> Finished {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run(xtask.arg("conformance").args(arguments).arg("--workspace").arg(workspace))
}

/// A workspace with one sample and a consumer that has this verdict on it.
fn workspace(name: &str, verdict: &str) -> PathBuf {
    let workspace = folder!(Path::new("conformance").join(name));
    let at = |path: &str| workspace.join(path);
    let samples =
        r#"{ "samples": [{ "file": "a.json", "outcome": "callback", "types": "valid" }] }"#;
    write(at("schema/generated/samples/index.json"), samples);
    write(at("schema/generated/signatures.json"), r#"{ "signatures": [], "api_key": "k" }"#);
    for vectors in ["reader-vectors.json", "digest-vectors.json"] {
        write(at("schema/generated").join(vectors), r#"{ "vectors": [] }"#);
    }
    write(at(DOCUMENT), EMPTY);
    let consumer = at("tests/conformance/shell");
    let manifest = "title = \"Shell\"\nneeds = { \"cargo --version\" = \"1.88\" }\n\
        setup = [\"touch installed\"]\nrun = \"sh report.sh\"\n";
    write(consumer.join("consumer.toml"), manifest);
    // With faults in the artifacts, it says something else.
    let report = format!(
        r#"test -f installed || exit 1
grep -q '"k"' "$1/signatures.json" && verdict={verdict} || verdict=noticed
cat <<END
{{ "verdicts": [{{ "tool": "sh", "version": "1", "on": "validation", "verdicts": {{ "a.json": "$verdict" }} }}],
  "claims": [{{ "claim": "it runs", "holds": true }}] }}
END
"#
    );
    write(consumer.join("report.sh"), &report);
    write(at("tests/conformance/README.md"), "Not a consumer.\n");
    workspace
}

#[test]
fn the_table_goes_between_its_markers() {
    let workspace = workspace("table", "valid");
    let stale = conformance(&workspace, &["--check"]).code(1).stderr;
    let command =
        format!("run `cargo xtask conformance --write --workspace {}`", workspace.display());
    assert!(stale.contains(&command), "{stale}");

    conformance(&workspace, &["--write"]).success();
    let document = read(workspace.join(DOCUMENT));
    let table = "| Shell | sh 1 | validation | all |\n\n| language | claim | holds |\n\
        | --- | --- | --- |\n| Shell | it runs | yes |\n\n<!-- end of conformance -->\n\nMore words.\n";
    assert!(document.starts_with("Words.\n") && document.ends_with(table), "{document}");
    conformance(&workspace, &["--check"]).success();
    conformance(&workspace, &["--mutate"]).success();

    write(workspace.join(DOCUMENT), "Words.\n");
    let lost = conformance(&workspace, &["--write"]).code(1).stderr;
    assert!(
        lost.contains("docs/conformance.md has no place for the table: write a line "),
        "{lost}"
    );
}

#[test]
fn a_verdict_that_differs_fails_the_run() {
    let workspace = workspace("differs", "invalid");
    let output = conformance(&workspace, &["shell"]).code(1);
    assert!(
        output.stdout.contains("| Shell | sh 1 | validation | **all but 1** |"),
        "{}",
        output.stdout
    );
    assert!(output.stderr.contains("a.json is valid, reported as invalid"), "{}", output.stderr);
}

#[test]
fn what_cannot_be_run_is_named() {
    let workspace = workspace("named", "valid");
    let unknown = conformance(&workspace, &["cobol"]).code(1).stderr;
    assert_eq!(unknown, "error: there is no consumer cobol; the consumers are shell\n");
    let some = conformance(&workspace, &["shell", "--write"]).code(1).stderr;
    assert!(some.contains("covers all consumers: name none"), "{some}");

    let manifest = workspace.join("tests/conformance/shell/consumer.toml");
    let text = read(&manifest);
    write(&manifest, &text.replace("setup", "setpu"));
    let misspelt = conformance(&workspace, &[]).code(1).stderr;
    assert!(misspelt.contains("unknown field `setpu`"), "{misspelt}");
    write(&manifest, &text.replace("1.88", "999"));
    let old = conformance(&workspace, &[]).code(1).stderr;
    assert!(old.contains("Shell needs cargo 999 or newer: this is cargo 1."), "{old}");
}

#[test]
fn the_table_is_not_written_by_way_of_a_symbolic_link() {
    let workspace = workspace("link", "valid");
    let elsewhere = workspace.join("elsewhere.md");
    fs::rename(workspace.join(DOCUMENT), &elsewhere).unwrap();
    symlink(&elsewhere, workspace.join(DOCUMENT)).unwrap();
    let refused = conformance(&workspace, &["--write"]).code(1).stderr;
    assert!(refused.contains("docs/conformance.md is a symbolic link"), "{refused}");
    assert_eq!(read(elsewhere), EMPTY);
}
