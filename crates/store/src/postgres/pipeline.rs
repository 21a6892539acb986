//! A transaction whose statements travel together.
//!
//! `BEGIN` goes out with the first statement, queued writes with the next awaited one, and the
//! last ones with `COMMIT`: a transaction that reads once and writes waits twice for the network.
//! PostgreSQL runs pipelined statements in order, and skips those after a failed one until the
//! transaction ends, so a commit behind a failed write is a rollback.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use deadpool_postgres::Object;
use futures_util::future::{OptionFuture, join_all, join3};

use super::{as_params, from_postgres, prepare};
use crate::error::{Result, StoreError};
use crate::figures::Figures;
use crate::statement::Sql;
use crate::tx::Expect;
use crate::value::Value;

type Queued = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// Most statements that travel together; a transaction with more waits in between.
const MAX_QUEUED: usize = 24;

pub(crate) struct Pipeline {
    queued: Vec<Queued>,
    /// Shared with the futures in `queued`; alone once they are done.
    client: Option<Arc<Object>>,
    begun: bool,
    ended: bool,
}

impl Pipeline {
    pub(crate) fn new(client: Object) -> Self {
        Self { queued: Vec::new(), client: Some(Arc::new(client)), begun: false, ended: false }
    }

    /// Runs a statement and waits for its rows, and for everything queued before it.
    pub(crate) async fn query(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
    ) -> Result<Vec<tokio_postgres::Row>> {
        let client = self.client()?;
        let statement = prepare(&client, sql).await?;
        let params = as_params(params);
        self.with_queued(client.query(&statement, &params))
            .await?
            .map_err(|error| from_postgres(sql.name, &error))
    }

    /// Runs a write and waits for the number of rows it changed.
    pub(crate) async fn execute(&mut self, sql: &'static Sql, params: &[Value]) -> Result<u64> {
        let client = self.client()?;
        let statement = prepare(&client, sql).await?;
        let params = as_params(params);
        self.with_queued(client.execute(&statement, &params))
            .await?
            .map_err(|error| from_postgres(sql.name, &error))
    }

    /// Keeps a statement back until the next awaited one.
    pub(crate) async fn queue(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        expected: Expect,
    ) -> Result<()> {
        if self.queued.len() >= MAX_QUEUED {
            self.with_queued(async {}).await?;
        }
        let client = self.client()?;
        let statement = prepare(&client, sql).await?;
        let params = params.to_vec();
        self.queued.push(Box::pin(async move {
            let changed = client
                .execute(&statement, &as_params(&params))
                .await
                .map_err(|error| from_postgres(sql.name, &error))?;
            expected.check(sql, changed)
        }));
        Ok(())
    }

    /// Commits, sending what is still queued with it.
    pub(crate) async fn commit(mut self, figures: &Figures) -> Result<()> {
        if !self.begun && self.queued.is_empty() {
            self.ended = true;
            return Ok(());
        }
        let start = Instant::now();
        let client = self.client()?;
        let committed = self.with_queued(client.batch_execute("COMMIT")).await;
        // After a failed statement PostgreSQL has answered COMMIT with a rollback, so the
        // transaction is over either way; only a lost connection leaves that open.
        let (failed, committed) = match committed {
            Ok(committed) => (Ok(()), committed),
            Err(error) => (Err(error), Ok(())),
        };
        self.ended = committed.is_ok() && !matches!(failed, Err(StoreError::Unavailable(_)));
        failed?;
        committed.map_err(|error| from_postgres("COMMIT", &error))?;
        figures.committed(start.elapsed());
        Ok(())
    }

    /// Undoes everything.
    pub(crate) async fn rollback(mut self) -> Result<()> {
        self.queued.clear();
        if self.begun {
            let client = self.client()?;
            let done = client.batch_execute("ROLLBACK").await;
            done.map_err(|error| from_postgres("ROLLBACK", &error))?;
        }
        self.ended = true;
        Ok(())
    }

    fn client(&self) -> Result<Arc<Object>> {
        self.client.clone().ok_or_else(|| StoreError::Bug("the transaction is over".to_owned()))
    }

    /// Sends `BEGIN` if it was not sent yet, the queue and `last` in this order without waiting in
    /// between, then waits for all of them. (Each is sent when it is first polled, and the joins
    /// poll in order.)
    async fn with_queued<T>(&mut self, last: impl Future<Output = T>) -> Result<T> {
        let client = self.client()?;
        let begin = (!self.begun).then(|| client.batch_execute(BEGIN));
        self.begun = true;
        let queued = std::mem::take(&mut self.queued);
        let (start, done, last) = join3(OptionFuture::from(begin), join_all(queued), last).await;
        start.transpose().map_err(|error| from_postgres(BEGIN, &error))?;
        done.into_iter().collect::<Result<()>>()?;
        Ok(last)
    }
}

/// Stated in full, whatever the server's default is.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

impl Drop for Pipeline {
    /// A connection whose transaction did not end (a panic, a lost answer) is closed instead of
    /// going back to the pool: the server then rolls back by itself.
    fn drop(&mut self) {
        self.queued.clear();
        let Some(client) = self.client.take() else {
            return;
        };
        if self.begun
            && !self.ended
            && let Some(client) = Arc::into_inner(client)
        {
            drop(Object::take(client));
        }
    }
}
