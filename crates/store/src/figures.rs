//! Counters of the store, for metrics. Reading them costs nothing and locks nothing.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A counter that only grows, or a gauge that is set.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds to the counter.
    pub fn add(&self, amount: u64) {
        self.0.fetch_add(amount, Ordering::Relaxed);
    }

    /// The present value.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the store counts, on either database.
#[derive(Debug, Default)]
pub struct Figures {
    /// Transactions that were asked for.
    pub transactions: Counter,
    /// Bodies that ran again because another transaction was in the way.
    pub retries: Counter,
    /// Commits of the database. On SQLite one commit holds many transactions.
    pub commits: Counter,
    /// Time spent inside commits, in microseconds.
    pub commit_micros: Counter,
    /// Transactions that failed for a reason other than a decision of their body.
    pub failures: Counter,
    /// SQLite: checkpoints of the write-ahead log.
    pub checkpoints: Counter,
}

impl Figures {
    pub(crate) fn committed(&self, took: Duration) {
        self.commits.add(1);
        self.commit_micros.add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }
}

/// The state of the connections at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolFigures {
    /// Connections that are open for transactions.
    pub open: u64,
    /// Of those, idle ones.
    pub idle: u64,
    /// Transactions that wait: for a connection, or on SQLite for the writer.
    pub waiting: u64,
}
