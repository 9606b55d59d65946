//! The file for SQLite: private, and on a suitable disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::store::StoreError;

/// Why a file cannot be used.
fn unusable(path: &Path, error: &io::Error) -> StoreError {
    let path = path.display();
    StoreError::Unusable(match error.kind() {
        io::ErrorKind::NotFound => {
            format!("cannot create {path}: its folder does not exist; create it first")
        }
        io::ErrorKind::PermissionDenied => {
            format!(
                "cannot use {path}: make the service's user the owner of the file and its \
                folder"
            )
        }
        _ => format!("cannot use {path}: {error}"),
    })
}

/// Creates the file if it does not exist, and returns its absolute path: some names, such as
/// `:memory:`, have a special meaning to SQLite.
///
/// It does not open an existing file, as closing it would release the locks that SQLite holds in
/// this process.
pub(super) fn prepare(path: &Path) -> Result<PathBuf, StoreError> {
    let unusable = |error: io::Error| unusable(path, &error);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(unusable(error)),
    }
    let metadata = fs::metadata(path).map_err(unusable)?;
    if metadata.is_dir() {
        let path = path.display();
        return Err(StoreError::Unusable(format!("{path} is a folder: name a file in it")));
    }
    if !metadata.is_file() {
        return Err(StoreError::Unusable(format!("{} is not a file", path.display())));
    }
    #[cfg(target_os = "linux")]
    if let Some(system) = remote_file_system(path) {
        return Err(StoreError::Unusable(format!(
            "{} is on {system}, where SQLite's locks are unreliable: use a local disk, or \
             PostgreSQL for several machines",
            path.display()
        )));
    }
    whole(path).map_err(unusable)
}

/// A path without links and dots.
#[cfg(not(windows))]
fn whole(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// The absolute path, unchanged otherwise: SQLite cannot use the form that Windows calls canonical.
#[cfg(windows)]
fn whole(path: &Path) -> io::Result<PathBuf> {
    std::path::absolute(path)
}

/// The file and the companion files that SQLite creates next to it.
fn with_companions(path: &Path) -> impl Iterator<Item = PathBuf> {
    ["", "-wal", "-shm"].into_iter().map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

/// Removes the permissions of group and others from the file and its companions.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    #[cfg(not(unix))]
    let _ = path;
    #[cfg(unix)]
    for file in with_companions(path) {
        use std::os::unix::fs::PermissionsExt;

        let Ok(metadata) = fs::metadata(&file) else { continue };
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            let private = fs::Permissions::from_mode(mode & 0o700);
            fs::set_permissions(&file, private).map_err(|error| unusable(&file, &error))?;
        }
    }
    Ok(())
}

/// An open file and its log, to check that they are still in place. SQLite would keep writing to
/// files that were removed or replaced, and all of that would be lost.
pub(super) struct InPlace {
    path: PathBuf,
    /// The identity of each, once it was seen.
    seen: [Option<(u64, u64)>; 2],
}

impl InPlace {
    pub(super) fn new(path: PathBuf) -> Self {
        let mut it = Self { path, seen: [None; 2] };
        let _ = it.check();
        it
    }

    /// Fails if the place has another file, or none.
    pub(super) fn check(&mut self) -> Result<(), StoreError> {
        for (seen, file) in self.seen.iter_mut().zip(with_companions(&self.path)) {
            let now = identity(&file);
            if seen.is_none() {
                *seen = now;
            } else if *seen != now {
                return Err(StoreError::Unusable(format!(
                    "{} was removed or replaced while it was in use: put it back, or restart the service",
                    file.display()
                )));
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn identity(file: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;

    fs::metadata(file).ok().map(|it| (it.dev(), it.ino()))
}

/// An open file cannot be removed there.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// The name of the file system, if it is a network file system.
#[cfg(target_os = "linux")]
fn remote_file_system(path: &Path) -> Option<&'static str> {
    const REMOTE: [(u32, &str); 6] = [
        (0x0000_6969, "NFS"),
        (0xff53_4d42, "CIFS"),
        (0xfe53_4d42, "SMB"),
        (0x0000_517b, "SMB"),
        (0x0102_1997, "9P"),
        (0x00c3_6400, "Ceph"),
    ];
    let system = rustix::fs::statfs(path).ok()?;
    let magic = u32::try_from(system.f_type).unwrap_or_default();
    REMOTE.iter().find(|(remote, _)| *remote == magic).map(|(_, name)| *name)
}

/// Problems with the file and its disk.
pub(super) fn diagnose(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        for file in with_companions(path) {
            let Ok(metadata) = fs::metadata(&file) else { continue };
            if metadata.permissions().mode() & 0o077 != 0 {
                let file = file.display();
                found.push(format!("{file} can be read by others: run chmod 600 on it"));
            }
        }
    }
    #[cfg(target_os = "linux")]
    if let Ok(disk) = rustix::fs::statvfs(path) {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if free < 1 << 30 {
            found.push(format!(
                "the disk of {} has {} MiB left: free some space, or callbacks will be answered \
                 with 503",
                path.display(),
                free >> 20
            ));
        }
    }
    found
}
