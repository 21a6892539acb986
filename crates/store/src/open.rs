//! The store itself: what can be done with the database behind an address.

use std::path::Path;
use std::sync::Arc;

use crate::address::Address;
use crate::error::{Result, StoreError};
use crate::figures::{Figures, PoolFigures};
use crate::migrate;
use crate::postgres::{self, Postgres};
use crate::same_file::SameFile;
use crate::sqlite::{self, ServerLock, Sqlite};
use crate::statement::statement;
use crate::tx::{Db, Transaction};
use crate::value::params;

/// How to open a store.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// SQLite: put waiting transactions into one commit. Off only to measure what it brings.
    pub group_commit: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { group_commit: true }
    }
}

/// An open database, ready and migrated.
pub struct Store {
    database: Database,
    /// What was opened, if it is a file.
    opened: Option<SameFile>,
    figures: Arc<Figures>,
}

enum Database {
    Sqlite(Box<Sqlite>),
    Postgres(Box<Postgres>),
}

impl Store {
    /// Opens the database at `address` and brings its schema up to date.
    pub async fn open(address: &Address, options: Options) -> Result<Self> {
        let figures = Arc::new(Figures::default());
        let database = match address {
            Address::Sqlite(path) => {
                // The lock comes first: a restore that is under way must not be migrated.
                let lock = ServerLock::take(path)?;
                migrate::run(address).await?;
                let group = options.group_commit;
                let sqlite = Sqlite::open(path, Some(lock), group, figures.clone())?;
                Database::Sqlite(Box::new(sqlite))
            }
            Address::Postgres(url) => {
                migrate::run(address).await?;
                let pool = postgres::pool(url, postgres::SERVER_LIMITS)?;
                let postgres = Postgres::new(pool, figures.clone());
                Database::Postgres(Box::new(postgres))
            }
        };
        Self::over(database, figures)
    }

    fn over(database: Database, figures: Arc<Figures>) -> Result<Self> {
        let opened = match &database {
            Database::Sqlite(sqlite) => Some(SameFile::at(sqlite.path())?),
            Database::Postgres(_) => None,
        };
        Ok(Self { database, opened, figures })
    }

    /// Opens the database for a command that works beside a server, if one runs: takes no lock,
    /// makes no file and leaves the schema to `migrate` and to the server.
    pub async fn beside(address: &Address) -> Result<Self> {
        let figures = Arc::new(Figures::default());
        let database = match address {
            Address::Sqlite(path) if !path.exists() => {
                return Err(StoreError::Refused(format!(
                    "{} is not there: the first start of a server makes it, in the folder where that \
                     runs",
                    path.display()
                )));
            }
            Address::Sqlite(path) => {
                Database::Sqlite(Box::new(Sqlite::open(path, None, true, figures.clone())?))
            }
            Address::Postgres(url) => {
                let pool = postgres::pool(url, postgres::COMMAND_LIMITS)?;
                let postgres = Postgres::new(pool, figures.clone());
                Database::Postgres(Box::new(postgres))
            }
        };
        let store = Self::over(database, figures)?;
        store.check().await?;
        Ok(store)
    }

    /// Runs reads, each statement by itself: there is no snapshot over several of them.
    pub async fn read<T>(&self, body: impl AsyncFnOnce(&mut Db<'_>) -> Result<T>) -> Result<T> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.read(body),
            Database::Postgres(postgres) => {
                let connection = postgres.shared().await?;
                body(&mut Db::postgres_shared(&connection)).await
            }
        }
    }

    /// Runs a transaction to its end, even if the caller stops waiting for it.
    pub async fn write<T: Transaction>(&self, body: T) -> Result<T::Output> {
        self.refuse_another_file()?;
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.writer.write(body).await,
            Database::Postgres(postgres) => postgres.write(body).await,
        }
    }

    /// As many transactions as are carried out together: more at once only wait longer.
    pub const fn writes_at_once(&self) -> usize {
        match &self.database {
            Database::Sqlite(_) => sqlite::MAX_GROUP,
            Database::Postgres(_) => postgres::MAX_CONNECTIONS,
        }
    }

    /// Whether the database answers and its schema is there.
    pub async fn check(&self) -> Result<()> {
        self.refuse_another_file()?;
        statement!(NEWEST = "SELECT count(*) FROM schema_migrations WHERE version >= $1");
        let newest = migrate::newest_version();
        let found: Option<i64> =
            self.read(async |db| db.row(&NEWEST, params![newest], |row| row.get(0)).await).await?;
        if found.unwrap_or(0) > 0 {
            return Ok(());
        }
        Err(StoreError::Unavailable(
            "its schema is not up to date; `migrate` or the start of a server brings it there"
                .to_owned(),
        ))
    }

    fn refuse_another_file(&self) -> Result<()> {
        self.opened.as_ref().map_or(Ok(()), SameFile::check)
    }

    /// Makes sure that what was overwritten is gone from the database's own files, too; false if it
    /// has to be tried again. PostgreSQL does so by itself in its own time (`VACUUM`).
    pub async fn leave_no_trace(&self) -> Result<bool> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.leave_no_trace().await,
            Database::Postgres(_) => Ok(true),
        }
    }

    /// Counters since the store was opened.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The state of the connections.
    pub fn pool_figures(&self) -> PoolFigures {
        match &self.database {
            Database::Sqlite(sqlite) => {
                PoolFigures { open: 1, idle: 0, waiting: sqlite.writer.waiting() }
            }
            Database::Postgres(postgres) => postgres.pool_figures(),
        }
    }

    /// The database file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match &self.database {
            Database::Sqlite(sqlite) => Some(sqlite.path()),
            Database::Postgres(_) => None,
        }
    }

    /// Name of the kind of database, for logs and metrics.
    pub const fn kind(&self) -> &'static str {
        match &self.database {
            Database::Sqlite(_) => "sqlite",
            Database::Postgres(_) => "postgres",
        }
    }

    /// Waits for the transactions that were accepted. Dropping the store then closes the database.
    pub async fn close(&self) {
        if let Database::Postgres(postgres) = &self.database {
            postgres.close().await;
        }
    }
}
