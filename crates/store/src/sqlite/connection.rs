//! Opening SQLite connections, all with the same promises.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{files, from_sqlite};
use crate::error::{Result, StoreError};

/// The first SQLite without the WAL-reset bug: 3.7.0 to 3.51.2 can corrupt a WAL database that
/// several connections write and checkpoint (<https://sqlite.org/wal.html#walresetbug>).
const FIRST_SAFE_VERSION: i32 = 3_051_003;

/// How long a connection waits for another process's lock before it reports busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The pause before trying again what SQLite does not wait for.
const PAUSE: Duration = Duration::from_millis(5);

/// Statements kept prepared per connection; more than the program has.
const PREPARED_STATEMENTS: usize = 256;

/// Pages that the writing connection keeps in memory, in KiB. A payment changes rows in a dozen trees: with
/// SQLite's own 2 MiB a group of them wrote pages to the log before its commit, to make room, and
/// read the upper pages of large trees again for every row.
const WRITER_CACHE_KIB: i64 = 16 * 1_024;

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Read and write; creates the file if it is missing.
    Write,
    /// Read and write a file that exists.
    WriteExisting,
    /// Only read, with whatever log the file has.
    Read,
}

/// Opens a connection with full durability and foreign keys, and the file, if it may be written, with
/// a write-ahead log.
pub(crate) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    refuse_unsafe_version(rusqlite::version_number())?;
    let failed = |error| from_sqlite(&format!("opening {}", path.display()), &error);
    if mode == Mode::Write {
        create_private(path)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    // Without it SQLite prepares a statement that a partial index may serve anew for every value
    // bound to it, because the value might decide whether the index can be used.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    if mode != Mode::Read {
        use_write_ahead_log(&connection, path)?;
    }
    // Secure delete: what is deleted or replaced is overwritten with zeros, so that an erased account
    // is gone from the file and not only from its tables.
    // Full: every commit is on the disk before it is answered. The server's log is checkpointed by a thread
    // of its own; the threshold is for the command line.
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;
             PRAGMA secure_delete = ON;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA wal_autocheckpoint = 10000;",
        )
        .map_err(failed)?;
    match mode {
        Mode::Read => connection.execute_batch("PRAGMA query_only = ON;").map_err(failed)?,
        // Below zero: KiB instead of pages.
        Mode::Write => {
            let cache = connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB);
            cache.map_err(failed)?;
        }
        Mode::WriteExisting => {}
    }
    Ok(connection)
}

/// Switches the file to a write-ahead log, unless it has one. While another program writes the new
/// file (two that start at once), SQLite reports busy right away, whatever its time-out is.
fn use_write_ahead_log(connection: &Connection, path: &Path) -> Result<()> {
    let what = format!("opening {}", path.display());
    let end = Instant::now() + BUSY_TIMEOUT;
    loop {
        let switched = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match switched.map_err(|error| from_sqlite(&what, &error)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                let text = format!("{what}: no write-ahead log there, only '{mode}'");
                return Err(StoreError::Unavailable(text));
            }
            Err(error) if error.is_retriable() && Instant::now() < end => thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
    }
}

/// Makes the file, if it is missing, readable by its owner only: it holds addresses and, unless one
/// is configured, the secret key. SQLite gives the files beside it the same permissions.
pub(super) fn create_private(path: &Path) -> Result<()> {
    let created = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    created.map(drop).map_err(|error| files::failed("opening", path, &error))
}

fn refuse_unsafe_version(version: i32) -> Result<()> {
    if version >= FIRST_SAFE_VERSION {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!(
        "this program was linked with SQLite {version}; versions before 3.51.3 can corrupt a \
         database in write-ahead mode, so it does not start"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_with_the_wal_reset_bug_are_refused() {
        assert!(refuse_unsafe_version(3_051_002).is_err());
        assert!(refuse_unsafe_version(3_051_003).is_ok());
        assert!(refuse_unsafe_version(rusqlite::version_number()).is_ok());
    }
}
