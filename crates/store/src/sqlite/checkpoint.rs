//! Checkpoints of the write-ahead log, off the writer's path.
//!
//! A checkpoint copies pages from the log into the database and waits for the disk twice; inside a
//! commit that is the longest pause a request sees. A thread with a connection of its own copies
//! while the writer goes on (`PASSIVE`), and then lets the writer start over at the log's
//! beginning (`RESTART`), which by then waits for a few pages only.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use super::{Mode, from_sqlite, open};
use crate::error::{Result, StoreError};
use crate::figures::Figures;

/// A checkpoint starts whenever the log has grown by that many pages, 32 MiB. Pages and not transactions: a
/// payment writes five times as many as a slug.
const PAGES_PER_CHECKPOINT: i32 = 8_192;
/// How long starting the log over may wait for readers that still need its beginning. It keeps the
/// writer out meanwhile, so a reader that takes its time (a backup, somebody's shell) must not be
/// waited for; the next checkpoint tries again.
const PATIENCE: Duration = Duration::from_millis(100);
/// What was written less than that is checkpointed after a pause.
const PAUSE: Duration = Duration::from_secs(5);

pub(crate) struct Checkpointer {
    wake: Option<SyncSender<()>>,
    /// How many pages the log held when the thread was woken last, since it began anew.
    woken_at: i32,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(crate) fn start(path: &Path, figures: Arc<Figures>) -> Result<Self> {
        let connection = open(path, Mode::WriteExisting)?;
        connection
            .busy_timeout(PATIENCE)
            .map_err(|error| from_sqlite("limiting the wait of checkpoints", &error))?;
        let (wake, woken) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("sqlite-checkpoint".to_owned())
            .spawn(move || run(&connection, &woken, &figures))
            .map_err(|error| StoreError::Unavailable(format!("starting checkpoints: {error}")))?;
        Ok(Self { wake: Some(wake), woken_at: 0, thread: Some(thread) })
    }

    /// Notes how many pages the log holds after a commit.
    pub(crate) fn log_holds(&mut self, pages: i32) {
        if pages < self.woken_at {
            self.woken_at = 0;
        }
        if pages - self.woken_at >= PAGES_PER_CHECKPOINT {
            self.woken_at = pages;
            // A full channel means that the thread is about to run anyway.
            let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        drop(self.wake.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, woken: &Receiver<()>, figures: &Figures) {
    loop {
        let busy = match woken.recv_timeout(PAUSE) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)", figures);
        if busy {
            checkpoint(connection, "PRAGMA wal_checkpoint(RESTART)", figures);
        }
    }
}

/// Copies all of the log and cuts it to nothing; false if a reader still needs some of it.
pub(super) fn empty_log(path: &Path) -> Result<bool> {
    let connection = open(path, Mode::WriteExisting)?;
    let failed = |error| from_sqlite("emptying the write-ahead log", &error);
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    let busy = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        .map_err(failed)?;
    Ok(busy == 0)
}

fn checkpoint(connection: &Connection, pragma: &str, figures: &Figures) {
    match connection.query_row(pragma, [], |row| row.get::<_, i64>(2)) {
        Ok(0) => {}
        Ok(_pages) => figures.checkpoints.add(1),
        Err(error) => tracing::warn!(%error, pragma, "a checkpoint of the write-ahead log failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thread_is_woken_whenever_the_log_has_grown_by_as_many_pages_since_it_began_anew() {
        let (wake, woken) = sync_channel(1);
        let mut checkpointer = Checkpointer { wake: Some(wake), woken_at: 0, thread: None };
        let full = PAGES_PER_CHECKPOINT;
        let lengths = [full - 1, full, full + 1, 2 * full, 3, full - 1, full + 3];
        let wakes = lengths.map(|pages| {
            checkpointer.log_holds(pages);
            woken.try_recv().is_ok()
        });
        assert_eq!(wakes, [false, true, false, true, false, false, true]);
    }
}
