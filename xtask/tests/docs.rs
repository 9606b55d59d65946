//! `cargo xtask docs`, run as a program.

use std::{path::Path, process::Command};

use test_support::{Finished, run};

const PAGE: &str = "schema/generated/reference.html";

fn xtask(arguments: &[&str], path: Option<&Path>) -> Finished {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    if let Some(path) = path {
        command.env("PATH", path);
    }
    run(command.args(arguments))
}

#[test]
fn it_names_the_page_that_is_there() {
    let output = xtask(&["docs"], None).success();
    let printed = output.stdout;
    let page = Path::new(printed.trim_end());
    assert!(page.is_absolute() && page.ends_with(PAGE), "{printed}");
    assert!(page.is_file(), "{printed}");
}

#[test]
fn a_page_that_is_not_there_is_generated_by_the_command_that_it_names() {
    let output = xtask(&["docs", "--workspace", "no/such"], None);
    let message = output.stderr;
    assert_eq!(output.status.code(), Some(1));
    assert!(message.ends_with("run `cargo xtask gen --workspace no/such`\n"), "{message}");
}

/// With a browser that only writes down what it was asked to show.
#[cfg(target_os = "linux")]
#[test]
fn it_opens_the_page_if_asked_to() {
    use std::{fs, os::unix::fs::PermissionsExt};

    let folder = test_support::folder!("docs");
    let (browser, shown) = (folder.join("xdg-open"), folder.join("shown"));
    fs::write(&browser, format!("#!/bin/sh\necho \"$1\" > '{}'\n", shown.display())).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();

    let output = xtask(&["docs", "--open"], Some(&folder)).success();
    let printed = output.stdout;
    assert_eq!(fs::read_to_string(&shown).unwrap(), printed);

    fs::remove_file(&browser).unwrap();
    let output = xtask(&["docs", "--open"], Some(&folder));
    let message = output.stderr;
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.starts_with("error: cannot open "), "{message}");
}
