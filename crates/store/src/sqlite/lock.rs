//! One server process per file: an advisory lock on a file beside the database.
//!
//! The database itself stays open to command-line tools (backup, doctor, migrate), which take no
//! such lock.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::files;
use crate::error::{Result, StoreError};

/// Held as long as it lives; the operating system lets go of it even after `kill -9`.
pub(crate) struct ServerLock {
    _file: File,
}

impl ServerLock {
    pub(crate) fn take(database: &Path) -> Result<Self> {
        let path = beside(database, ".lock");
        let unavailable = |error: std::io::Error| files::failed("locking", &path, &error);
        let file = File::create(&path).map_err(unavailable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Refused(format!(
                "{} is in use by another server process; SQLite serves one at a time",
                database.display()
            ))),
            Err(TryLockError::Error(error)) => Err(unavailable(error)),
        }
    }
}

/// The path of a file that accompanies the database.
pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(suffix);
    PathBuf::from(name)
}
