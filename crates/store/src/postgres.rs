//! PostgreSQL: a pool for transactions, a few shared connections for reads.

mod connect;
mod pipeline;
mod shared;

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Pool, PoolError, TimeoutType};
use tokio_postgres::error::SqlState;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use crate::MAX_ATTEMPTS;
use crate::error::{Result, StoreError};
use crate::figures::{Figures, PoolFigures};
use crate::statement::Sql;
use crate::tx::{Outcome, Transaction, Tx};
use crate::value::Value;

pub(crate) use connect::{COMMAND_LIMITS, MAX_CONNECTIONS, SERVER_LIMITS, connect_once, pool};
pub(crate) use pipeline::Pipeline;
use shared::SharedConnections;

/// A connection with its cache of prepared statements.
pub(crate) type Connection = deadpool_postgres::ClientWrapper;

/// The first pause before a body runs again; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(2);

/// An open PostgreSQL database.
pub(crate) struct Postgres {
    pool: Pool,
    shared: SharedConnections,
    tasks: TaskTracker,
    figures: Arc<Figures>,
}

impl Postgres {
    pub(crate) fn new(pool: Pool, figures: Arc<Figures>) -> Self {
        let shared = SharedConnections::new(pool.clone());
        Self { pool, shared, tasks: TaskTracker::new(), figures }
    }

    /// A connection for reads, which many callers use at once.
    pub(crate) async fn shared(&self) -> Result<Arc<Connection>> {
        self.shared.get().await
    }

    /// Runs a transaction in a task of its own, which goes on to its commit or rollback whether or
    /// not the caller still waits: a client that hangs up cannot leave a connection inside a
    /// transaction.
    pub(crate) async fn write<T: Transaction>(&self, body: T) -> Result<T::Output> {
        let (pool, figures) = (self.pool.clone(), self.figures.clone());
        // Under the span of the request, so that its log lines carry the request's id.
        let task = async move { run(&pool, &body, &figures).await }.in_current_span();
        let task = self.tasks.spawn(task);
        task.await.unwrap_or_else(|_| {
            self.figures.failures.add(1);
            Err(StoreError::Bug("a transaction body panicked".to_owned()))
        })
    }

    pub(crate) fn pool_figures(&self) -> PoolFigures {
        let status = self.pool.status();
        PoolFigures {
            open: status.size as u64,
            idle: status.available as u64,
            waiting: status.waiting as u64,
        }
    }

    /// Waits for the transactions that are under way.
    pub(crate) async fn close(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.pool.close();
    }
}

/// Runs a body until it is decided, with a pause before each further attempt.
async fn run<T: Transaction>(pool: &Pool, body: &T, figures: &Figures) -> Result<T::Output> {
    figures.transactions.add(1);
    let mut pause = FIRST_PAUSE;
    for _ in 1..MAX_ATTEMPTS {
        match attempt(pool, body, figures).await {
            Err(error) if error.is_retriable() => {}
            decided => return decided.inspect_err(|_| figures.failures.add(1)),
        }
        figures.retries.add(1);
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    attempt(pool, body, figures).await.inspect_err(|_| figures.failures.add(1))
}

async fn attempt<T: Transaction>(pool: &Pool, body: &T, figures: &Figures) -> Result<T::Output> {
    let client = pool.get().await.map_err(|error| from_pool(&error))?;
    let mut pipeline = Pipeline::new(client);
    let mut tx = Tx::postgres(&mut pipeline);
    let ended = body.run(&mut tx).await.and_then(|outcome| tx.checked(outcome));
    match ended {
        Ok(Outcome::Commit(output)) => {
            pipeline.commit(figures).await?;
            Ok(output)
        }
        Ok(Outcome::Rollback(output)) => {
            pipeline.rollback().await?;
            Ok(output)
        }
        Err(error) => {
            // The first error is the one to report; a connection that cannot even roll back is
            // closed by the pipeline itself.
            let _ = pipeline.rollback().await;
            Err(error)
        }
    }
}

/// Runs one statement and fetches its rows.
pub(crate) async fn query(
    connection: &Connection,
    sql: &Sql,
    params: &[Value],
) -> Result<Vec<tokio_postgres::Row>> {
    let statement = prepare(connection, sql).await?;
    let params = as_params(params);
    connection.query(&statement, &params).await.map_err(|error| from_postgres(sql.name, &error))
}

/// Prepares a statement, once per connection.
pub(crate) async fn prepare(
    connection: &Connection,
    sql: &Sql,
) -> Result<tokio_postgres::Statement> {
    connection.prepare_cached(sql.postgres).await.map_err(|error| from_postgres(sql.name, &error))
}

pub(crate) fn as_params(params: &[Value]) -> Vec<&(dyn tokio_postgres::types::ToSql + Sync)> {
    params.iter().map(|value| value as _).collect()
}

pub(crate) fn from_pool(error: &PoolError) -> StoreError {
    match error {
        PoolError::Timeout(TimeoutType::Wait) => {
            StoreError::Unavailable("no connection became free in time".to_owned())
        }
        PoolError::Backend(error) => match from_postgres("connecting", error) {
            StoreError::Bug(text) => StoreError::Unavailable(text),
            other => other,
        },
        other => StoreError::Unavailable(format!("connecting: {other}")),
    }
}

/// Sorts an error by its SQLSTATE, never by its text.
pub(crate) fn from_postgres(what: &str, error: &tokio_postgres::Error) -> StoreError {
    let text = describe(what, error);
    let Some(state) = error.code() else {
        // Without a SQLSTATE it came from the connection, unless a value did not fit its column.
        let closed = error.is_closed() || find_io(error);
        return if closed { StoreError::Unavailable(text) } else { StoreError::Bug(text) };
    };
    if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(state) {
        return StoreError::Busy(text);
    }
    match state.code().get(..2) {
        // Connection, resources, operator intervention (time-outs, shutdown), system, internal, and
        // a lock that was waited for in vain (55P03; trying again would outlive the request): the
        // statement may be right, the database cannot serve it now.
        Some("08" | "53" | "55" | "57" | "58" | "XX" | "25" | "28" | "3D") => {
            StoreError::Unavailable(text)
        }
        _ => StoreError::Bug(text),
    }
}

fn find_io(error: &tokio_postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<std::io::Error>() {
            return true;
        }
        source = cause.source();
    }
    false
}

/// The error with its causes, and without the detail line, which may quote row values.
fn describe(what: &str, error: &tokio_postgres::Error) -> String {
    let Some(db) = error.as_db_error() else {
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
        return format!("{what}: {error}{}", cause.unwrap_or_default());
    };
    format!("{what}: {} ({})", db.message(), db.code().code())
}
