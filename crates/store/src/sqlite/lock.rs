//! One server process per file: an advisory lock on a file beside the database.
//!
//! The database itself stays open to command-line tools (backup, doctor, migrate), which take no
//! such lock.
//!
//! Whoever holds the lock takes its file away when done, so that a start that was refused leaves nothing
//! behind. Another process may have opened that file just before, and then locks one that nobody else
//! would find. So a lock counts only if its path still leads to it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::files;
use crate::error::{Result, StoreError};

/// How often the file may be taken away while we try to lock it. Each time another process came and went.
const MAX_TRIES: usize = 100;

/// Held as long as it lives; the operating system lets go of it even after `kill -9`.
pub(crate) struct ServerLock {
    file: File,
    path: PathBuf,
}

impl ServerLock {
    pub(crate) fn take(database: &Path) -> Result<Self> {
        let path = beside(database, ".lock");
        let unavailable = |error: std::io::Error| files::failed("locking", &path, &error);
        for _ in 0..MAX_TRIES {
            let file = create(&path).map_err(unavailable)?;
            match file.try_lock() {
                Ok(()) if leads_to(&path, &file) => return Ok(Self { file, path }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(in_use(database)),
                Err(TryLockError::Error(error)) => return Err(unavailable(error)),
            }
        }
        Err(in_use(database))
    }
}

impl Drop for ServerLock {
    fn drop(&mut self) {
        // Not if somebody took ours away by hand: then it may be another server's. One that cannot be
        // removed does no harm.
        if leads_to(&self.path, &self.file) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens the file, or makes it. Whoever can open it can lock it, so it is for its owner alone.
fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)
}

fn leads_to(path: &Path, file: &File) -> bool {
    let found = fs::metadata(path).and_then(|found| Ok((found, file.metadata()?)));
    found.is_ok_and(|(found, ours)| (found.dev(), found.ino()) == (ours.dev(), ours.ino()))
}

fn in_use(database: &Path) -> StoreError {
    let file = database.display();
    let text = format!("{file} is in use by another server process; SQLite serves one at a time");
    StoreError::Refused(text)
}

/// The path of a file that accompanies the database.
pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    /// Fails without the look at where the path leads: somebody then holds a lock on a file that was
    /// taken away, and the next one makes another.
    #[test]
    fn of_many_that_come_and_go_one_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let come_and_go = || {
            while taken.load(Ordering::SeqCst) < 100 {
                let Ok(lock) = ServerLock::take(&database) else { continue };
                assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0, "one at a time");
                taken.fetch_add(1, Ordering::SeqCst);
                thread::yield_now();
                holders.fetch_sub(1, Ordering::SeqCst);
                drop(lock);
            }
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(come_and_go);
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");
    }

    #[test]
    fn a_lock_is_for_its_owner_and_ends_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let lock = ServerLock::take(&database).unwrap();
        let mode = fs::metadata(&lock.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(matches!(ServerLock::take(&database), Err(StoreError::Refused(_))));
        let path = lock.path.clone();
        assert!(path.exists());
        drop(lock);
        assert!(!path.exists());
    }

    #[test]
    fn the_file_of_another_lock_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let lock = ServerLock::take(&database).unwrap();
        fs::remove_file(&lock.path).unwrap();
        let other = ServerLock::take(&database).unwrap();
        drop(lock);
        assert!(other.path.exists());
    }
}
