//! Helpers for the tests of every crate in this workspace: its files, golden files, and running
//! programs. It knows none of the crates.
//!
//! Paths are relative to the root of the workspace, unless they are absolute.

mod golden;
mod program;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub use golden::{assert_golden, assert_golden_folder};
pub use program::{Finished, git, run};

/// The root of the workspace.
///
/// # Panics
///
/// Never: this crate is in a workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("this crate is in a workspace")
}

/// The text of a file.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes a file, and creates its folder.
///
/// # Panics
///
/// If it cannot be written.
pub fn write(path: impl AsRef<Path>, text: &str) {
    let path = root().join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder"))
        .and_then(|()| fs::write(&path, text))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Every file below a folder whose name has this ending, sorted. Each path starts with that of the
/// folder.
///
/// # Panics
///
/// If a folder cannot be listed.
#[must_use]
pub fn files(folder: impl AsRef<Path>, ending: &str) -> Vec<PathBuf> {
    let folder = folder.as_ref();
    let entries = fs::read_dir(root().join(folder));
    let mut files = Vec::new();
    for entry in entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let entry = entry.expect("the folder can be listed");
        let path = folder.join(entry.file_name());
        if entry.file_type().expect("an entry has a type").is_dir() {
            files.extend(self::files(path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// An empty folder of this name, for the files of one test: `folder!("name")`.
#[macro_export]
macro_rules! folder {
    ($name:expr) => {
        $crate::empty_folder(::std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join($name))
    };
}

/// Creates a folder, without files from an earlier run.
///
/// # Panics
///
/// If it cannot be made.
#[must_use]
pub fn empty_folder(folder: PathBuf) -> PathBuf {
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            panic!("{}: {error}", folder.display())
        }
        _ => fs::create_dir_all(&folder).expect("a folder can be made"),
    }
    folder
}
