//! Files, with errors that name them.

use std::{collections::BTreeSet, fs, io, path::Path};

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| failure("read", path, &error))
}

/// Writes a file, and makes the folder that it stands in.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, contents))
        .map_err(|error| failure("write", path, &error))
}

/// Copies a file, or a folder with everything below it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if from.is_dir() {
        let below = files_below(from)?;
        return below.iter().try_for_each(|path| copy(&from.join(path), &to.join(path)));
    }
    let contents = fs::read(from).map_err(|error| failure("read", from, &error))?;
    write(to, &contents)
}

/// Every file below a folder, as its path from there with `/` between the
/// parts, sorted. None if there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Result<BTreeSet<String>, String> {
    let mut files = BTreeSet::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) -> Result<(), String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failure("list", folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| failure("list", folder, &error))?;
        let name = format!("{prefix}{}", entry.file_name().display());
        let file_type = entry.file_type().map_err(|error| failure("list", folder, &error))?;
        if file_type.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name);
        }
    }
    Ok(())
}

pub(crate) fn failure(verb: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {verb} {}: {error}", path.display())
}
