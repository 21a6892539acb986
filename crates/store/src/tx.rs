//! The one way down to a database: statements in a [`Db`], transactions as values.
//!
//! A transaction body is written once, as a type that implements [`Transaction`]. On PostgreSQL it
//! runs in a task of its own over a pooled connection; on SQLite it runs on the writer thread,
//! where every statement completes at once, so that the same `async` body never waits.

use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use crate::error::{Result, StoreError};
use crate::postgres::{self, Pipeline};
use crate::sqlite;
use crate::statement::Sql;
use crate::value::{Row, Value};

/// A place where reading statements run.
pub struct Db<'c> {
    backend: Backend<'c>,
    /// The first statement that failed. Nothing can be kept after it: PostgreSQL has given the
    /// transaction up by then, and answers a commit with a rollback and without an error.
    failed: Option<StoreError>,
}

/// A transaction: everything [`Db`] can, and writes.
pub struct Tx<'c>(Db<'c>);

enum Backend<'c> {
    Sqlite(&'c mut rusqlite::Connection),
    /// A connection that many reads share; nothing but single reads may run on it.
    PostgresShared(&'c postgres::Connection),
    Postgres(&'c mut Pipeline),
}

/// How a body ends: both are decided answers, only the first leaves anything behind.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Keep what was written.
    Commit(T),
    /// Undo everything.
    Rollback(T),
}

impl<T> Outcome<T> {
    /// The answer, however the transaction ended.
    pub fn into_inner(self) -> T {
        match self {
            Self::Commit(answer) | Self::Rollback(answer) => answer,
        }
    }
}

/// The body of a transaction. It may run several times (busy rows, deadlocks), so it takes
/// everything, times and random values included, from itself.
pub trait Transaction: Send + Sync + 'static {
    /// The answer.
    type Output: Send + 'static;

    /// Runs the body once. Nothing but statements of `tx` may be awaited in it.
    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Outcome<Self::Output>>> + Send;
}

impl<'c> Db<'c> {
    pub(crate) const fn sqlite(connection: &'c mut rusqlite::Connection) -> Self {
        Self { backend: Backend::Sqlite(connection), failed: None }
    }

    pub(crate) const fn postgres_shared(connection: &'c postgres::Connection) -> Self {
        Self { backend: Backend::PostgresShared(connection), failed: None }
    }

    /// All rows of a query, each turned into a value by `map`.
    pub async fn rows<T>(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        map: fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let found = match &mut self.backend {
            Backend::Sqlite(connection) => sqlite::rows(connection, sql, params, map),
            Backend::PostgresShared(connection) => postgres::query(connection, sql, params)
                .await
                .and_then(|rows| rows.iter().map(|row| map(&Row::postgres(row))).collect()),
            Backend::Postgres(pipeline) => pipeline
                .query(sql, params)
                .await
                .and_then(|rows| rows.iter().map(|row| map(&Row::postgres(row))).collect()),
        };
        self.noted(found)
    }

    /// The only row of a query, if there is one. More than one is an error.
    pub async fn row<T>(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        map: fn(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut rows = self.rows(sql, params, map).await?;
        let row = rows.pop();
        if rows.is_empty() {
            Ok(row)
        } else {
            Err(StoreError::Corrupt(format!("{} found more than one row", sql.name)))
        }
    }

    /// Remembers the first error of a statement.
    fn noted<T>(&mut self, result: Result<T>) -> Result<T> {
        if let (Err(error), None) = (&result, &self.failed) {
            self.failed = Some(error.clone());
        }
        result
    }
}

impl<'c> Tx<'c> {
    pub(crate) const fn sqlite(connection: &'c mut rusqlite::Connection) -> Self {
        Self(Db::sqlite(connection))
    }

    pub(crate) const fn postgres(pipeline: &'c mut Pipeline) -> Self {
        Self(Db { backend: Backend::Postgres(pipeline), failed: None })
    }

    /// What a body decided, unless it overlooked a failed statement and wants to commit.
    pub(crate) fn checked<T>(&mut self, outcome: Outcome<T>) -> Result<Outcome<T>> {
        match (outcome, self.0.failed.take()) {
            (Outcome::Commit(_), Some(error)) => Err(error),
            (decided, _) => Ok(decided),
        }
    }

    /// Runs a write and tells how many rows it changed.
    pub async fn execute(&mut self, sql: &'static Sql, params: &[Value]) -> Result<u64> {
        let done = match &mut self.0.backend {
            Backend::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Backend::PostgresShared(_) => Err(no_write(sql)),
            Backend::Postgres(pipeline) => pipeline.execute(sql, params).await,
        };
        self.0.noted(done)
    }

    /// Sends a write together with the next statement, or with the commit.
    ///
    /// For writes whose effect is already certain, because this transaction holds the lock that
    /// decides it: a count other than `expected` is reported as corruption, which on PostgreSQL
    /// may be after the commit.
    pub async fn queue(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        expected: u64,
    ) -> Result<()> {
        self.queue_expecting(sql, params, Expect::Exactly(expected)).await
    }

    /// Like [`Tx::queue`], for a write whose effect the next awaited statement's result will be
    /// read with: the count is known once that statement has been awaited.
    pub async fn queue_counted(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
    ) -> Result<QueuedCount> {
        let count = QueuedCount::default();
        self.queue_expecting(sql, params, Expect::Tell(count.clone())).await?;
        Ok(count)
    }

    /// Sends a statement that only locks rows together with the next one. Does nothing on SQLite,
    /// where a transaction has the database for itself.
    pub async fn queue_lock(&mut self, sql: &'static Sql, params: &[Value]) -> Result<()> {
        match &self.0.backend {
            Backend::Sqlite(_) => Ok(()),
            _ => self.queue_expecting(sql, params, Expect::Anything).await,
        }
    }

    async fn queue_expecting(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        expected: Expect,
    ) -> Result<()> {
        let done = match &mut self.0.backend {
            Backend::Sqlite(connection) => sqlite::execute(connection, sql, params)
                .and_then(|changed| expected.check(sql, changed)),
            Backend::PostgresShared(_) => Err(no_write(sql)),
            Backend::Postgres(pipeline) => pipeline.queue(sql, params, expected).await,
        };
        self.0.noted(done)
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Db<'c>;
    fn deref(&self) -> &Db<'c> {
        &self.0
    }
}

impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Db<'c> {
        &mut self.0
    }
}

/// The number of rows that a queued write changed.
#[derive(Clone, Debug, Default)]
pub struct QueuedCount(Arc<OnceLock<u64>>);

impl QueuedCount {
    /// The number; an error before a later statement was awaited.
    pub fn get(&self) -> Result<u64> {
        let early = || StoreError::Bug("a queued write was asked for its count too early".into());
        self.0.get().copied().ok_or_else(early)
    }

    pub(crate) fn set(&self, count: u64) {
        // A second value cannot come: one statement changes rows once.
        let _ = self.0.set(count);
    }
}

/// What a queued write's number of changed rows is for.
pub(crate) enum Expect {
    Anything,
    Exactly(u64),
    Tell(QueuedCount),
}

impl Expect {
    pub(crate) fn check(self, sql: &Sql, changed: u64) -> Result<()> {
        match self {
            Self::Anything => Ok(()),
            Self::Exactly(expected) => expect_count(sql, changed, expected),
            Self::Tell(count) => {
                count.set(changed);
                Ok(())
            }
        }
    }
}

/// Turns an unexpected number of changed rows into an error.
fn expect_count(sql: &Sql, changed: u64, expected: u64) -> Result<()> {
    if changed == expected {
        return Ok(());
    }
    Err(StoreError::Corrupt(format!("{} changed {changed} rows, not {expected}", sql.name)))
}

fn no_write(sql: &Sql) -> StoreError {
    StoreError::Bug(format!("{} on a connection for reads", sql.name))
}
