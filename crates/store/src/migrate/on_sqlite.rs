//! Migrations on SQLite: all that are pending in one transaction, which is the lock too.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use super::{CREATE_HISTORY, Distance, History, checksum, newer, pending, tell_of_newer};
use crate::error::{Result, StoreError};
use crate::sqlite::{Mode, from_sqlite, open};

/// Whether there are tables and none of ours.
const IS_FOREIGN: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table')
    AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations')";

pub(super) fn run(path: &Path) -> Result<usize> {
    // Before it is opened to be written, which alone would change another program's file.
    look(path)?;
    let mut connection = open(path, Mode::Write)?;
    let failed = |error| from_sqlite("migrating", &error);
    let tx =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // SQLite's INTEGER is what BIGINT means here; STRICT tables only know the former.
    let create = format!("{} STRICT", CREATE_HISTORY.replace("BIGINT", "INTEGER"));
    tx.execute_batch(&create).map_err(failed)?;
    let history = history(&tx)?;
    tell_of_newer(&history);
    let todo = pending(&history, |migration| migration.sqlite)?;
    for migration in &todo {
        let failed = |error| from_sqlite(migration.name, &error);
        tx.execute_batch(migration.sqlite).map_err(failed)?;
        tx.execute(
            "INSERT INTO schema_migrations (version, name, checksum) VALUES (?, ?, ?)",
            params![migration.version, migration.name, checksum(migration.sqlite)],
        )
        .map_err(failed)?;
    }
    tx.commit().map_err(failed)?;
    for migration in &todo {
        tracing::info!(migration = migration.name, "migration applied");
    }
    Ok(todo.len())
}

pub(super) fn distance(path: &Path) -> Result<Distance> {
    let history = look(path)?;
    let pending = pending(&history, |migration| migration.sqlite)?.len();
    Ok(Distance { pending, newer: newer(&history) })
}

/// What was applied to a file, if it is there. The database of another program is refused: it would be
/// given our tables among its own because somebody named the wrong file.
fn look(path: &Path) -> Result<History> {
    if !path.exists() {
        return Ok(History::new());
    }
    let connection = open(path, Mode::Read)?;
    let foreign: bool = connection
        .query_row(IS_FOREIGN, [], |row| row.get(0))
        .map_err(|error| from_sqlite(&format!("opening {}", path.display()), &error))?;
    if foreign {
        let file = path.display();
        let text = format!("{file} is the database of another program; name another file");
        return Err(StoreError::Refused(text));
    }
    history(&connection)
}

/// What was applied; nothing if the file has no such table.
pub(super) fn history(connection: &Connection) -> Result<History> {
    let known = connection
        .table_exists(None, "schema_migrations")
        .map_err(|error| from_sqlite("reading the history", &error))?;
    if !known {
        return Ok(History::new());
    }
    read(connection).map_err(|error| match from_sqlite("reading the history", &error) {
        StoreError::Bug(text) => StoreError::Corrupt(text),
        other => other,
    })
}

fn read(connection: &Connection) -> rusqlite::Result<History> {
    connection
        .prepare("SELECT version, checksum FROM schema_migrations")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
