//! Migrations: numbered twin files, applied in order under a lock, never edited once landed.
//!
//! Several processes may start at once; the lock lets one of them work and the others find the
//! work done. A database may know more migrations than this program does: during a rolling restart
//! the old program runs beside the new one, which is why migrations only add first.

mod on_postgres;
mod on_sqlite;

use std::collections::BTreeMap;
use std::path::Path;

use triport_domain::keyed_hash::sha256;

use crate::address::Address;
use crate::error::{Result, StoreError};

/// One step of the schema, as a text per database.
#[derive(Debug)]
pub struct Migration {
    /// Its number; they are applied in order.
    pub version: u16,
    /// Its name, for people.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

/// All migrations, in order.
pub const MIGRATIONS: &[Migration] = migrations![
    1 "0001_accounts",
    2 "0002_sign_in",
    3 "0003_codes",
    4 "0004_attribution",
    5 "0005_money",
    6 "0006_operators",
    7 "0007_blocked_codes",
    8 "0008_links_and_browsers",
    9 "0009_erasure",
    10 "0010_wallet_challenges",
    11 "0011_identity_labels",
];

/// The table that remembers what was applied; the one table that no migration makes.
const CREATE_HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    CONSTRAINT schema_migrations_pk PRIMARY KEY (version)
)";

/// What a database says was applied: version to checksum.
type History = BTreeMap<i64, String>;

/// Brings the schema up to date and tells how many migrations were applied.
pub async fn run(address: &Address) -> Result<usize> {
    match address {
        Address::Sqlite(path) => on_sqlite::run(path),
        Address::Postgres(url) => on_postgres::run(url).await,
    }
}

/// How far a database is from this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Distance {
    /// Migrations that [`run`] would apply.
    pub(crate) pending: usize,
    /// Migrations that only a newer program knows.
    pub(crate) newer: usize,
}

/// Compares a database with this program, and changes nothing.
pub(crate) async fn distance(address: &Address) -> Result<Distance> {
    match address {
        Address::Sqlite(path) => on_sqlite::distance(path),
        Address::Postgres(url) => on_postgres::distance(url).await,
    }
}

/// The number of the newest migration this program knows.
pub(crate) fn newest_version() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version.into())
}

/// Checks that an SQLite file was made by migrations that this program knows unchanged.
pub(crate) fn verify_sqlite(connection: &rusqlite::Connection, file: &Path) -> Result<()> {
    let history = on_sqlite::history(connection)?;
    if history.is_empty() {
        let text = format!("{} is not a database of this program", file.display());
        return Err(StoreError::Corrupt(text));
    }
    pending(&history, |migration| migration.sqlite).map(drop)
}

/// The migrations that are still to be applied. A changed text of an applied one is an error.
fn pending(
    history: &History,
    text: fn(&Migration) -> &'static str,
) -> Result<Vec<&'static Migration>> {
    let mut pending = Vec::new();
    for migration in MIGRATIONS {
        match history.get(&i64::from(migration.version)) {
            None => pending.push(migration),
            Some(applied) if *applied == checksum(text(migration)) => {}
            Some(_) => {
                return Err(StoreError::Corrupt(format!(
                    "migration {} was applied with another text than this program has",
                    migration.name
                )));
            }
        }
    }
    Ok(pending)
}

fn newer(history: &History) -> usize {
    history.keys().filter(|version| **version > newest_version()).count()
}

/// Allowed, because migrations only add; but nobody should go back without knowing it.
fn tell_of_newer(history: &History) {
    let newer = newer(history);
    if newer > 0 {
        tracing::warn!(
            migrations = newer,
            "a newer version of this program has used this database; see its changelog for whether \
             going back is safe"
        );
    }
}

fn checksum(text: &str) -> String {
    format!("{:x}", sha256(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_without_gaps_and_named_after_their_number() {
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(usize::from(migration.version), index + 1);
            assert!(migration.name.starts_with(&format!("{:04}_", migration.version)));
        }
    }

    #[test]
    fn an_edited_migration_is_refused() {
        let mut history = History::new();
        history.insert(1, checksum(MIGRATIONS[0].sqlite));
        assert_eq!(pending(&history, |m| m.sqlite).unwrap().len(), MIGRATIONS.len() - 1);
        history.insert(1, checksum("something else"));
        assert!(pending(&history, |m| m.sqlite).is_err());
    }

    #[test]
    fn migrations_of_a_newer_program_are_counted() {
        let mut history = History::new();
        history.insert(newest_version(), String::new());
        assert_eq!(newer(&history), 0);
        history.insert(newest_version() + 1, String::new());
        assert_eq!(newer(&history), 1);
    }
}
