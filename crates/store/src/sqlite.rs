//! SQLite: one writer thread with group commit, readers beside it.

mod backup;
mod checkpoint;
mod connection;
mod files;
mod lock;
mod readers;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Result, StoreError};
use crate::figures::Figures;
use crate::statement::Sql;
use crate::tx::Db;
use crate::value::{Row, Value};

pub use backup::{backup, restore, verify};
pub(crate) use connection::{Mode, open};
pub(crate) use lock::ServerLock;
pub(crate) use readers::Readers;
pub(crate) use writer::{MAX_GROUP, Writer};

/// An open SQLite database.
pub(crate) struct Sqlite {
    pub(crate) writer: Writer,
    readers: Readers,
    path: PathBuf,
    /// A server holds it while its store is open, so that a second one on the same file is refused.
    _lock: Option<ServerLock>,
}

impl Sqlite {
    pub(crate) fn open(
        path: &Path,
        lock: Option<ServerLock>,
        group_commit: bool,
        figures: Arc<Figures>,
    ) -> Result<Self> {
        let writer = Writer::start(path, group_commit, figures)?;
        let readers = Readers::new(path);
        Ok(Self { writer, readers, path: path.to_owned(), _lock: lock })
    }

    /// Copies the whole log into the file and empties it: until then it holds pages as they were.
    pub(crate) async fn leave_no_trace(&self) -> Result<bool> {
        let path = self.path.clone();
        let emptied = tokio::task::spawn_blocking(move || checkpoint::empty_log(&path));
        emptied.await.map_err(|error| StoreError::Bug(format!("emptying the log: {error}")))?
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs reads on the calling thread. They are short look-ups of a local file, mostly from
    /// memory: a hop to another thread costs several times as much as the work itself (figures in
    /// the decision record of the storage seam).
    pub(crate) fn read<T>(&self, body: impl AsyncFnOnce(&mut Db<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.readers.take()?;
        let result = complete_now(body(&mut Db::sqlite(&mut connection)))?;
        self.readers.give_back(connection);
        result
    }
}

/// Drives a future that never waits to its end.
pub(crate) fn complete_now<F: Future>(future: F) -> Result<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => Ok(output),
        std::task::Poll::Pending => {
            Err(StoreError::Bug("a body waited for something other than its database".to_owned()))
        }
    }
}

pub(crate) fn rows<T>(
    connection: &rusqlite::Connection,
    sql: &Sql,
    params: &[Value],
    map: fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let failed = |error| from_sqlite(sql.name, &error);
    let mut statement = connection.prepare_cached(sql.sqlite).map_err(failed)?;
    let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        found.push(map(&Row::sqlite(row))?);
    }
    Ok(found)
}

pub(crate) fn execute(
    connection: &rusqlite::Connection,
    sql: &Sql,
    params: &[Value],
) -> Result<u64> {
    let failed = |error| from_sqlite(sql.name, &error);
    let mut statement = connection.prepare_cached(sql.sqlite).map_err(failed)?;
    let changed = statement.execute(rusqlite::params_from_iter(params)).map_err(failed)?;
    Ok(changed as u64)
}

/// What whoever runs this can do about it.
const fn way_out(code: Option<rusqlite::ErrorCode>) -> &'static str {
    use rusqlite::ErrorCode as Code;
    match code {
        Some(Code::DiskFull) => "; make room there",
        Some(Code::NotADatabase) => "; it is another kind of file, or a damaged one",
        Some(Code::ReadOnly) => {
            "; the user that runs this has to be able to write the file and to make files beside it"
        }
        _ => "",
    }
}

/// Sorts an error by SQLite's result code, never by its text.
pub(crate) fn from_sqlite(what: &str, error: &rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode as Code;
    let code = error.sqlite_error_code();
    let text = format!("{what}: {error}{}", way_out(code));
    match code {
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Busy(text),
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => StoreError::Corrupt(text),
        Some(
            Code::CannotOpen
            | Code::DiskFull
            | Code::ReadOnly
            | Code::PermissionDenied
            | Code::SystemIoFailure
            | Code::OutOfMemory
            | Code::OperationInterrupted
            | Code::FileLockingProtocolFailed,
        ) => StoreError::Unavailable(text),
        _ => StoreError::Bug(text),
    }
}
