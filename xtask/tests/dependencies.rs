//! The oldest Rust that the workspace promises: no dependency needs a newer
//! one. That no code does is for `clippy::incompatible_msrv`.

use std::process::Command;

use serde_json::Value;
use test_support::{git, root, run};

/// A version of Rust, without its patch.
fn version(text: &str) -> Vec<u32> {
    text.split('.').take(2).map(|part| part.parse().unwrap()).collect()
}

/// Compares the dependencies of a workspace with the Rust that its own
/// packages promise, and gives that.
fn oldest_rust(manifest: &str) -> Option<Vec<u32>> {
    let arguments = ["metadata", "--format-version=1", "--locked", "--manifest-path"];
    let mut cargo = Command::new(env!("CARGO"));
    let metadata = run(cargo.args(arguments).arg(root().join(manifest))).success().stdout;
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let rust = |package: &Value| package["rust_version"].as_str().map(version);
    let packages = metadata["packages"].as_array().unwrap();
    let (own, others): (Vec<_>, Vec<_>) =
        packages.iter().partition(|package| package["source"].is_null());
    let promised = own.into_iter().filter_map(rust).min();
    let newer: Vec<_> = others
        .iter()
        .filter(|package| promised.is_some() && rust(package) > promised)
        .map(|package| format!("{} needs {}", package["id"], package["rust_version"]))
        .collect();
    assert!(newer.is_empty(), "{manifest} promises Rust {promised:?}, and {newer:#?}");
    assert!(others.len() > 20, "{}", others.len());
    promised
}

#[test]
fn no_dependency_needs_a_newer_rust() {
    assert_eq!(oldest_rust("Cargo.toml"), Some(vec![1, 88]));
}

#[test]
#[ignore = "downloads what only benchmarks, fuzzing and conformance need; .ci/run has it"]
fn no_dependency_of_the_other_workspaces_does() {
    let locks = git(root(), &["ls-files", "*/Cargo.lock"]);
    assert!(locks.lines().count() >= 3, "{locks}");
    for lock in locks.lines() {
        oldest_rust(&lock.replace("Cargo.lock", "Cargo.toml"));
    }
}
