//! Files, with errors that name them. Paths to list, write or remove are relative to a root, and
//! symbolic links below that root are never followed, as they may lead anywhere.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Error, Result, bail, ensure};

pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file, and creates its folder. If it fails, an existing file stays unchanged.
pub(crate) fn write(root: &Path, path: &str, contents: &[u8]) -> Result<PathBuf> {
    let place = place(root, path)?;
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder)
        .and_then(|()| replace(&place, folder, contents))
        .with_context(|| format!("cannot write {}", place.display()))?;
    Ok(place)
}

/// Writes to a temporary file next to the file, and moves it into place.
fn replace(place: &Path, folder: &Path, contents: &[u8]) -> io::Result<()> {
    let before = match fs::metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        metadata => Some(metadata?.permissions()),
    };
    if before.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".xtask-");
    // With the permissions of the umask, not only for the owner.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(contents)?;
    if let Some(permissions) = before {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(place)?;
    Ok(())
}

/// Removes a file, and the folders that become empty.
pub(crate) fn remove(root: &Path, path: &str) -> Result<()> {
    let place = place(root, path)?;
    fs::remove_file(&place).with_context(|| format!("cannot remove {}", place.display()))?;
    for folder in place.ancestors().skip(1).take_while(|folder| *folder != root) {
        // It stops at the first folder that is not empty.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// The location of a path below a root, if it contains no symbolic link.
pub(crate) fn place(root: &Path, path: &str) -> Result<PathBuf> {
    let mut place = root.to_owned();
    for part in Path::new(path).components() {
        let Component::Normal(name) = part else {
            bail!("{path} is not below {}", root.display());
        };
        place.push(name);
        ensure!(!place.is_symlink(), link(&place));
    }
    Ok(place)
}

/// Every file below a folder, as its relative path with `/` between the parts, sorted. Empty if
/// there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) -> Result<()> {
    let failed = || format!("cannot list {}", folder.display());
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(failed)?,
    };
    for entry in entries {
        let entry = entry.with_context(failed)?;
        let file_type = entry.file_type().with_context(failed)?;
        let name = format!("{prefix}{}", entry.file_name().display());
        ensure!(!file_type.is_symlink(), link(&entry.path()));
        if file_type.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            ensure!(
                file_type.is_file(),
                "{} is neither a file nor a folder: remove it",
                entry.path().display()
            );
            files.insert(name);
        }
    }
    Ok(())
}

fn link(path: &Path) -> Error {
    Error::msg(format!("{} is a symbolic link, which is never followed: remove it", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_its_root() {
        let root = Path::new("root");
        assert_eq!(place(root, "a/b.txt").unwrap(), root.join("a/b.txt"));
        for path in ["../a", "a/../../b", "/etc/passwd", "a/.."] {
            let error = place(root, path).unwrap_err().to_string();
            assert_eq!(error, format!("{path} is not below root"));
        }
    }
}
