//! The file that SQLite is given: private, and on a disk that can hold it.

use std::{fs, io, path::Path};

use crate::store::StoreError;

/// Makes the file if it is not there, and makes it private.
///
/// A file that is there is not opened here: to close it again would take the
/// locks away that SQLite holds in this process.
pub(super) fn prepare(path: &Path) -> Result<(), StoreError> {
    let unusable = |error: io::Error| {
        let path = path.display();
        StoreError::Unusable(match error.kind() {
            io::ErrorKind::NotFound => {
                format!("cannot make {path}: its folder does not exist; make it first")
            }
            io::ErrorKind::PermissionDenied => {
                format!("cannot use {path}: let the user of the service own it and its folder")
            }
            _ => format!("cannot use {path}: {error}"),
        })
    };
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
    #[cfg(unix)]
    make_private(path, &metadata).map_err(unusable)?;
    #[cfg(target_os = "linux")]
    if let Some(system) = remote_file_system(path) {
        return Err(StoreError::Unusable(format!(
            "{} is on {system}, where SQLite's locks do not hold: use a local disk, or PostgreSQL \
             for several machines",
            path.display()
        )));
    }
    Ok(())
}

/// Takes the file from group and others. SQLite gives its companions the same
/// permissions.
#[cfg(unix)]
fn make_private(path: &Path, metadata: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))?;
    }
    Ok(())
}

/// The name of the file system, if it is one over a network.
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

/// What is wrong with the file and its disk.
pub(super) fn diagnose(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        for end in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            let Ok(metadata) = fs::metadata(&name) else { continue };
            if metadata.permissions().mode() & 0o077 != 0 {
                let name = Path::new(&name).display();
                found.push(format!("{name} can be read by others: run chmod 600 on it"));
            }
        }
    }
    #[cfg(target_os = "linux")]
    if let Ok(disk) = rustix::fs::statvfs(path) {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if free < 1 << 30 {
            found.push(format!(
                "the disk of {} has {} MiB left: make room, or callbacks get 503",
                path.display(),
                free >> 20
            ));
        }
    }
    found
}
