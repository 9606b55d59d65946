//! Scratch workspaces with an SDK that is generated from another description.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use test_support::{Finished, empty_folder, files, read, run};

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
        let folder = empty_folder(temporary.join(name));
        let scratch = Self { folder, target: temporary.join("target") };

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

    /// Generates the SDK again, from another description.
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
        test_support::write(self.folder.join(path), contents);
    }

    /// Runs cargo in the workspace, without network.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Finished {
        run(Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_QUIET", "true")
            .env_remove("RUSTFLAGS"))
    }
}
