//! A folder that replaces the one from an earlier run. It is built elsewhere and moved into place
//! at the end, so a failure leaves the old one unchanged. It removes nothing that the command did
//! not make.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::process::{self, git};

pub(crate) struct Replacement {
    /// The final place of the folder.
    place: PathBuf,
    /// A folder that holds the new folder, and later the old one. It is next to the final place, so
    /// that both can be moved, and is removed when this value is dropped.
    aside: TempDir,
    /// Fails if a folder is not one that the command made.
    is_own: fn(&Path) -> Result<()>,
}

impl Replacement {
    /// Starts a new folder for a place, unless something else is there.
    pub(crate) fn of(place: &Path, root: &Path, is_own: fn(&Path) -> Result<()>) -> Result<Self> {
        ensure!(
            !place.is_symlink(),
            "{} is a symbolic link: name the folder itself",
            place.display()
        );
        let place = canonical(place).with_context(|| format!("cannot use {}", place.display()))?;
        refuse_workspace(&place, root)?;
        refuse_foreign(&place, is_own)?;
        let parent = place.parent().context("the root of a file system cannot be replaced")?;
        let aside = tempfile::Builder::new()
            .prefix(".xtask-")
            .tempdir_in(parent)
            .with_context(|| format!("cannot write into {}", parent.display()))?;
        let replacement = Self { place, aside, is_own };
        fs::create_dir(replacement.folder())?;
        Ok(replacement)
    }

    /// The new folder, until it is moved into place.
    pub(crate) fn folder(&self) -> PathBuf {
        self.aside.path().join("new")
    }

    /// Replaces the old folder with the new one.
    pub(crate) fn finish(self) -> Result<PathBuf> {
        // Check again, as time has passed.
        refuse_foreign(&self.place, self.is_own)?;
        let old = self.aside.path().join("old");
        let failed = || format!("cannot replace {}", self.place.display());
        match fs::rename(&self.place, &old) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            result => result.with_context(failed)?,
        }
        if let Err(error) = fs::rename(self.folder(), &self.place) {
            if old.exists() {
                fs::rename(&old, &self.place).with_context(failed)?;
            }
            return Err(error).with_context(failed);
        }
        Ok(self.place)
    }
}

/// A path without links and dots; its folder is created if it is missing.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    if path.exists() {
        return path.canonicalize();
    }
    let path = std::path::absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            fs::create_dir_all(parent)?;
            Ok(parent.canonicalize()?.join(name))
        }
        _ => Err(io::ErrorKind::InvalidFilename.into()),
    }
}

/// Rejects a folder that is not empty, unless the command made it.
fn refuse_foreign(place: &Path, is_own: fn(&Path) -> Result<()>) -> Result<()> {
    let is_empty = match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        entries => {
            entries.with_context(|| format!("cannot list {}", place.display()))?.next().is_none()
        }
    };
    if is_empty { Ok(()) } else { is_own(place) }
}

/// Rejects a folder that contains the workspace, or files that git tracks.
fn refuse_workspace(place: &Path, root: &Path) -> Result<()> {
    let root = root.canonicalize().with_context(|| format!("cannot find {}", root.display()))?;
    ensure!(
        !root.starts_with(place),
        "{} contains the workspace: choose another folder",
        place.display()
    );
    if place.exists() && place.starts_with(&root) {
        let mut listing = git(&root, &["ls-files", "--"]);
        let listed = process::output(listing.arg(place))?;
        // Outside of a repository, nothing is tracked.
        ensure!(
            !listed.status.success() || listed.stdout.is_empty(),
            "git tracks files in {}: choose another folder",
            place.display()
        );
    }
    Ok(())
}
