//! Whether the path of a database still leads to the file that was opened.
//!
//! A file that is deleted, moved or replaced lives on for whoever has it open. SQLite would go on with it, and
//! what it answers as written nobody would find again.

use std::fs::metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::{Result, StoreError};

/// A file by its place and by what it is.
pub(crate) struct SameFile {
    path: PathBuf,
    device_and_inode: (u64, u64),
}

impl SameFile {
    /// The file that a path leads to now.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        Ok(Self { path: path.to_owned(), device_and_inode: identity(path)? })
    }

    /// Refuses when the path leads to another file by now, or to none. One call of the system, about a
    /// microsecond.
    pub(crate) fn check(&self) -> Result<()> {
        if identity(&self.path)? == self.device_and_inode {
            return Ok(());
        }
        let replaced = format!(
            "{} is not the file any more that was opened; start again, after looking which is the right one",
            self.path.display()
        );
        Err(StoreError::Unavailable(replaced))
    }
}

fn identity(path: &Path) -> Result<(u64, u64)> {
    let found = metadata(path)
        .map_err(|error| StoreError::Unavailable(format!("{}: {error}", path.display())))?;
    Ok((found.dev(), found.ino()))
}
