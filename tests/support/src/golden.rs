//! Golden files: the expected output of tests, in readable files.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path, path::PathBuf};

use similar::TextDiff;

use crate::{files, read, root, write};

/// Compares a text with its golden file, or writes it there if `UPDATE_GOLDEN` is set.
///
/// # Panics
///
/// If they differ.
pub fn assert_golden(path: impl AsRef<Path>, text: &str) {
    let path = path.as_ref();
    if is_update() {
        write(path, text);
    }
    let kept = if root().join(path).exists() { read(path) } else { String::new() };
    refuse(&difference(path, &kept, text));
}

/// Compares texts with all files below a folder whose names have this ending, or replaces those
/// files if `UPDATE_GOLDEN` is set.
///
/// # Panics
///
/// If a file is missing, differs, or is not expected.
pub fn assert_golden_folder(
    folder: impl AsRef<Path>,
    ending: &str,
    texts: &BTreeMap<PathBuf, String>,
) {
    if is_update() {
        let kept = files(&folder, ending);
        for path in kept.iter().filter(|path| !texts.contains_key(*path)) {
            fs::remove_file(root().join(path)).expect("a golden file can be removed");
        }
        for (path, text) in texts {
            write(path, text);
        }
    }
    let kept: BTreeMap<_, _> =
        files(folder, ending).into_iter().map(|path| (path.clone(), read(path))).collect();
    let mut differences = String::new();
    for (path, text) in texts {
        differences += &difference(path, kept.get(path).map_or("", |kept| kept), text);
    }
    for path in kept.keys().filter(|path| !texts.contains_key(*path)) {
        let _ = writeln!(differences, "{}: nothing is expected there", path.display());
    }
    refuse(&differences);
}

fn is_update() -> bool {
    env::var_os("UPDATE_GOLDEN").is_some()
}

fn difference(path: &Path, kept: &str, text: &str) -> String {
    let name = path.display().to_string();
    let diff = TextDiff::from_lines(kept, text);
    diff.unified_diff().context_radius(3).header(&name, "what comes out").to_string()
}

fn refuse(differences: &str) {
    assert!(
        differences.is_empty(),
        "\n{differences}\nif this is meant, run the test again with UPDATE_GOLDEN=1"
    );
}
