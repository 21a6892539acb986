//! Copies of a database: made while a server runs, and put back verified.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, Progress};

use super::connection::create_private;
use super::lock::beside;
use super::{Mode, ServerLock, files, from_sqlite, open};
use crate::error::{Result, StoreError};
use crate::migrate;

/// Pages copied between two pauses.
const PAGES_PER_STEP: std::ffi::c_int = 1_000;
/// The pause, in which a server gets on with its work.
const PAUSE: Duration = Duration::from_millis(5);

/// Copies the database into a new file while others go on reading and writing it.
///
/// The copy appears under its name only when it is complete, verified and on the disk.
pub fn backup(database: &Path, target: &Path, progress: fn(Progress)) -> Result<()> {
    require_absent(target)?;
    let source = open(database, Mode::WriteExisting)?;
    // Holds on to one moment of the database. Otherwise SQLite starts the copy over whenever
    // somebody writes between two steps, which under load never ends.
    source
        .execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema")
        .map_err(|error| from_sqlite(&format!("reading {}", database.display()), &error))?;
    let unfinished = beside(target, ".unfinished");
    remove_if_there(&unfinished)?;
    let copied = copy(&source, &unfinished, progress).and_then(|()| verify(&unfinished));
    or_removed(copied, &unfinished)?;
    publish(&unfinished, target)
}

/// Puts a backup in the place of a database, which must not be in use. What was there before is
/// kept beside it; its path is the answer.
pub fn restore(backup: &Path, database: &Path, progress: fn(Progress)) -> Result<Option<PathBuf>> {
    verify(backup)?;
    let _lock = ServerLock::take(database)?;
    let unfinished = beside(database, ".restoring");
    remove_if_there(&unfinished)?;
    let source = open_copy(backup)?;
    let copied = copy(&source, &unfinished, progress).and_then(|()| verify(&unfinished));
    or_removed(copied, &unfinished)?;
    let previous = set_aside(database)?;
    publish(&unfinished, database)?;
    Ok(previous)
}

/// Checks that a file is a whole database of this program.
pub fn verify(file: &Path) -> Result<()> {
    let connection = open_copy(file)?;
    let failed = |error| from_sqlite(&format!("reading {}", file.display()), &error);
    let verdict: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(failed)?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt(format!("{}: {verdict}", file.display())));
    }
    require_whole(&connection, file)?;
    migrate::verify_sqlite(&connection, file)
}

/// A file that was cut off within its last page passes SQLite's own check if that page is a free one.
fn require_whole(connection: &Connection, file: &Path) -> Result<()> {
    let failed = |error| from_sqlite("verifying", &error);
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let pages = number("page_count").map_err(failed)?;
    let page_bytes = number("page_size").map_err(failed)?;
    let bytes = fs::metadata(file).map_err(|error| files::failed("reading", file, &error))?.len();
    if i64::try_from(bytes) == Ok(pages.saturating_mul(page_bytes)) {
        return Ok(());
    }
    let text = format!("{}: {bytes} bytes, not {pages} pages of {page_bytes}", file.display());
    Err(StoreError::Corrupt(text))
}

fn open_copy(file: &Path) -> Result<Connection> {
    // Asked first, because SQLite does not say why it cannot open one.
    File::open(file).map_err(|error| files::failed("reading", file, &error))?;
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    Connection::open_with_flags(file, flags)
        .map_err(|error| from_sqlite(&format!("opening {}", file.display()), &error))
}

fn copy(source: &Connection, target: &Path, progress: fn(Progress)) -> Result<()> {
    let failed = |error| from_sqlite(&format!("writing {}", target.display()), &error);
    create_private(target)?;
    let mut copy = Connection::open(target).map_err(failed)?;
    Backup::new(source, &mut copy)
        .and_then(|backup| backup.run_to_completion(PAGES_PER_STEP, PAUSE, Some(progress)))
        .map_err(failed)?;
    // A single file without a log beside it can be moved and copied by hand.
    copy.pragma_update(None, "journal_mode", "DELETE").map_err(failed)?;
    copy.close().map_err(|(_, error)| failed(error))
}

/// Moves the database and what belongs to it out of the way.
fn set_aside(database: &Path) -> Result<Option<PathBuf>> {
    if !database.exists() {
        return Ok(None);
    }
    match fold_log(database) {
        // Too damaged for SQLite, which may be why it is replaced: kept as it is.
        Ok(()) | Err(StoreError::Corrupt(_)) => {}
        Err(in_use) => return Err(in_use),
    }
    let previous = first_free(database);
    // A log that stayed where it is would be taken for the log of the restored database.
    for suffix in ["-wal", "-shm", ""] {
        let file = beside(database, suffix);
        match fs::rename(&file, beside(&previous, suffix)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(files::failed("setting aside", &file, &error));
            }
            _ => {}
        }
    }
    Ok(Some(previous))
}

/// Folds the log into the database, so that one file is all of it.
fn fold_log(database: &Path) -> Result<()> {
    let failed = |error| from_sqlite("closing the present database", &error);
    let connection = open(database, Mode::WriteExisting)?;
    connection.pragma_update(None, "journal_mode", "DELETE").map_err(failed)?;
    connection.close().map_err(|(_, error)| failed(error))
}

fn first_free(database: &Path) -> PathBuf {
    (1..=u32::MAX)
        .map(|number| beside(database, &format!(".before-restore-{number}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| beside(database, ".before-restore"))
}

/// Gives a finished file its name, durably: the file first, then its folder.
fn publish(unfinished: &Path, target: &Path) -> Result<()> {
    let failed = |error: std::io::Error| files::failed("writing", target, &error);
    File::open(unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(unfinished, target).map_err(failed)?;
    File::open(files::folder_of(target)).and_then(|folder| folder.sync_all()).map_err(failed)
}

fn require_absent(target: &Path) -> Result<()> {
    if target.exists() {
        let text = format!("{} exists already; a backup never overwrites", target.display());
        return Err(StoreError::Refused(text));
    }
    Ok(())
}

/// Half a copy is of no use, and a disk that is full has no room for it.
fn or_removed(copied: Result<()>, unfinished: &Path) -> Result<()> {
    if copied.is_err() {
        // What failed first is what is told.
        let _ = remove_if_there(unfinished);
    }
    copied
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(files::failed("removing", path, &error))
        }
        _ => Ok(()),
    }
}
