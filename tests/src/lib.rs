//! What the tests of this workspace share: where its files are, and scratch
//! workspaces with an SDK that is generated from another description.

#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
pub struct Readme;

mod server;

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output},
};

pub use server::{Ended, Server};

/// The root of the workspace.
///
/// # Panics
///
/// Never: the crate of the tests is in a workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are in a workspace")
}

/// The text of a file of the workspace.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below a folder of the workspace that ends so, as paths from the
/// root, sorted.
///
/// # Panics
///
/// If a folder cannot be listed.
#[must_use]
pub fn files(folder: impl AsRef<Path>, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(&folder)).expect("the folder is there") {
        let entry = entry.expect("the folder can be listed");
        let path = folder.as_ref().join(entry.file_name());
        if entry.file_type().expect("an entry has a type").is_dir() {
            files.extend(self::files(path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A workspace of its own: the SDK, generated from another description, and a
/// program that uses it.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    target: PathBuf,
}

impl Scratch {
    /// Makes the workspace in a folder of this name below `temporary`, which
    /// is `CARGO_TARGET_TMPDIR`.
    ///
    /// # Panics
    ///
    /// If the description is wrong or files cannot be written.
    #[must_use]
    pub fn new(temporary: &str, name: &str, description: &str) -> Self {
        let temporary = Path::new(temporary);
        let scratch = Self { folder: temporary.join(name), target: temporary.join("target") };
        match fs::remove_dir_all(&scratch.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }

        // The SDK and its user alone, whichever members there are.
        let manifest = read("Cargo.toml");
        let lines = manifest.lines().map(|line| match line.split_once(" = ") {
            Some(("members", _)) => r#"members = ["crates/voximplant-callbacks", "user"]"#,
            _ => line,
        });
        scratch.write("Cargo.toml", &lines.collect::<Vec<_>>().join("\n"));
        scratch.write("Cargo.lock", &read("Cargo.lock"));
        scratch.write(
            "user/Cargo.toml",
            "[package]\nname = \"user\"\nedition = \"2024\"\n\n[dependencies]\n\
             voximplant-callbacks.workspace = true\nserde_json = { workspace = true, features = [\"std\"] }\n",
        );
        scratch.write("user/src/main.rs", "fn main() {}\n");
        let sdk = "crates/voximplant-callbacks";
        for path in files(sdk, "") {
            if !path.starts_with(format!("{sdk}/src/generated")) {
                scratch.write(&path, &read(&path));
            }
        }
        scratch.generate(description);
        scratch
    }

    /// Generates the SDK anew, from another description.
    ///
    /// # Panics
    ///
    /// If the description is wrong.
    pub fn generate(&self, description: &str) {
        let artifacts = codegen::generate("callbacks.toml", description)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        for artifact in artifacts {
            self.write(&artifact.path, &artifact.contents);
        }
    }

    /// Writes a file.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn write(&self, path: impl AsRef<Path>, contents: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder"))
            .and_then(|()| fs::write(&path, contents))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Runs cargo in the workspace, without network.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_QUIET", "true")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo can be started")
    }
}
