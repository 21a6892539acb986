//! The writer thread: group commit.
//!
//! Transactions queue up; the thread takes what is there (up to [`MAX_GROUP`]) into one SQLite
//! transaction, each body in a savepoint of its own, commits once and only then answers. A body
//! that fails or refuses undoes its savepoint and nobody else's work. The work goes on whether or
//! not anybody still waits for its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::Connection;
use rusqlite::hooks::Wal;
use tokio::sync::oneshot;

use super::checkpoint::Checkpointer;
use super::{Mode, complete_now, from_sqlite, open};
use crate::MAX_ATTEMPTS;
use crate::error::{Result, StoreError};
use crate::figures::Figures;
use crate::tx::{Outcome, Transaction, Tx};

/// The most transactions in one commit.
pub(crate) const MAX_GROUP: usize = 64;
/// The most transactions that wait; beyond, callers are told that the database is not available
/// instead of waiting longer than their request lives.
const MAX_QUEUE: usize = 1_024;

pub(crate) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    waiting: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

/// A transaction without its types, as the thread sees it.
trait Job: Send {
    /// Runs the body; true if it wants its writes kept.
    fn run(&mut self, connection: &mut Connection, figures: &Figures) -> bool;
    /// Answers the caller; an error says that nothing was kept after all. Here failures are counted,
    /// so that a body that fails in a commit that fails counts once.
    fn answer(self: Box<Self>, commit: Result<()>, figures: &Figures);
}

struct Posted<T: Transaction> {
    body: T,
    decided: Result<T::Output>,
    reply: oneshot::Sender<Result<T::Output>>,
}

impl Writer {
    pub(crate) fn start(path: &Path, group_commit: bool, figures: Arc<Figures>) -> Result<Self> {
        let mut connection = open(path, Mode::Write)?;
        let log_pages = Arc::new(AtomicI32::new(0));
        watch_log(&mut connection, log_pages.clone())?;
        let checkpointer = Checkpointer::start(path, figures.clone())?;
        let (queue, jobs) = sync_channel(MAX_QUEUE);
        let waiting = Arc::new(AtomicUsize::new(0));
        let max_group = if group_commit { MAX_GROUP } else { 1 };
        let waits = waiting.clone();
        let mut work =
            Work { connection, jobs, figures, log_pages, checkpointer, max_group, waiting: waits };
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || work.run())
            .map_err(|error| StoreError::Unavailable(format!("starting the writer: {error}")))?;
        Ok(Self { queue: Some(queue), waiting, thread: Some(thread) })
    }

    pub(crate) fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed) as u64
    }

    pub(crate) async fn write<T: Transaction>(&self, body: T) -> Result<T::Output> {
        let (reply, answer) = oneshot::channel();
        let gone = || StoreError::Unavailable("the writer has stopped".to_owned());
        let job = Box::new(Posted { body, decided: Err(gone()), reply });
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let sent = self.queue.as_ref().ok_or_else(gone)?.try_send(job);
        if let Err(refused) = sent {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(match refused {
                TrySendError::Full(_) => {
                    StoreError::Unavailable(format!("{MAX_QUEUE} transactions wait already"))
                }
                TrySendError::Disconnected(_) => gone(),
            });
        }
        answer.await.unwrap_or_else(|_| Err(gone()))
    }
}

impl Drop for Writer {
    /// Finishes what was accepted, then lets the thread end.
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Keeps the length of the write-ahead log in `pages`. SQLite's own checkpoints, which it makes inside
/// commits, hang on the same hook and end with it.
fn watch_log(connection: &mut Connection, pages: Arc<AtomicI32>) -> Result<()> {
    let hook = move |_: &mut Wal, now| {
        pages.store(now, Ordering::Relaxed);
        Ok(())
    };
    let watched = connection.wal_hook(Some(hook));
    watched.map_err(|error| from_sqlite("watching the write-ahead log", &error))
}

struct Work {
    connection: Connection,
    jobs: Receiver<Box<dyn Job>>,
    figures: Arc<Figures>,
    log_pages: Arc<AtomicI32>,
    checkpointer: Checkpointer,
    max_group: usize,
    waiting: Arc<AtomicUsize>,
}

impl Work {
    fn run(&mut self) {
        while let Ok(first) = self.jobs.recv() {
            let mut group = Vec::with_capacity(self.max_group);
            let commit = self.group(first, &mut group);
            self.waiting.fetch_sub(group.len(), Ordering::Relaxed);
            self.checkpointer.log_holds(self.log_pages.load(Ordering::Relaxed));
            for job in group {
                job.answer(commit.clone(), &self.figures);
            }
        }
    }

    /// Runs a group of jobs and commits it. Every job taken stands in `group`, whatever happens.
    fn group(&mut self, first: Box<dyn Job>, group: &mut Vec<Box<dyn Job>>) -> Result<()> {
        let begun = self.statement("BEGIN IMMEDIATE");
        let mut next = Some(first);
        let mut ran: Result<()> = begun;
        while let Some(mut job) = next {
            if ran.is_ok() {
                ran = self.in_savepoint(job.as_mut());
            }
            group.push(job);
            next = if group.len() < self.max_group { self.jobs.try_recv().ok() } else { None };
        }
        let done = ran.and_then(|()| self.commit());
        if done.is_err() && !self.connection.is_autocommit() {
            // The error is reported; what matters here is only that the transaction ends.
            let _ = self.statement("ROLLBACK");
        }
        done
    }

    /// Runs one job so that it leaves either everything or nothing in the open transaction.
    fn in_savepoint(&mut self, job: &mut dyn Job) -> Result<()> {
        self.statement("SAVEPOINT job")?;
        let keep = catch_unwind(AssertUnwindSafe(|| job.run(&mut self.connection, &self.figures)));
        if self.connection.is_autocommit() {
            // A full disk or a failed read makes SQLite end the whole transaction by itself.
            return Err(StoreError::Unavailable("SQLite gave the transaction up".to_owned()));
        }
        if !keep.unwrap_or(false) {
            self.statement("ROLLBACK TO job")?;
        }
        self.statement("RELEASE job")
    }

    fn commit(&self) -> Result<()> {
        let start = Instant::now();
        self.statement("COMMIT")?;
        self.figures.committed(start.elapsed());
        Ok(())
    }

    fn statement(&self, text: &str) -> Result<()> {
        let run = || self.connection.prepare_cached(text)?.execute([]);
        run().map(drop).map_err(|error| from_sqlite(text, &error))
    }
}

impl<T: Transaction> Job for Posted<T> {
    fn run(&mut self, connection: &mut Connection, figures: &Figures) -> bool {
        // Left in place if the body panics.
        self.decided = Err(StoreError::Bug("a transaction body panicked".to_owned()));
        figures.transactions.add(1);
        let outcome = (1..=MAX_ATTEMPTS)
            .find_map(|attempt| match attempt_once(&self.body, connection) {
                Err(error) if error.is_retriable() && attempt < MAX_ATTEMPTS => {
                    figures.retries.add(1);
                    None
                }
                decided => Some(decided),
            })
            .unwrap_or_else(|| Err(StoreError::Bug("no attempt was made".to_owned())));
        let keep = matches!(outcome, Ok(Outcome::Commit(_)));
        self.decided = outcome.map(Outcome::into_inner);
        keep
    }

    fn answer(self: Box<Self>, commit: Result<()>, figures: &Figures) {
        let answer = commit.and(self.decided);
        if answer.is_err() {
            figures.failures.add(1);
        }
        // Nobody listens any more when the client hung up; the work is done all the same.
        let _ = self.reply.send(answer);
    }
}

/// Runs the body once. Before another attempt its writes have to go, hence the inner savepoint.
fn attempt_once<T: Transaction>(
    body: &T,
    connection: &mut Connection,
) -> Result<Outcome<T::Output>> {
    let mut tx = Tx::sqlite(connection);
    let ended = complete_now(body.run(&mut tx))?;
    let outcome = ended.and_then(|outcome| tx.checked(outcome));
    if outcome.as_ref().is_err_and(StoreError::is_retriable) {
        let undo = || connection.prepare_cached("ROLLBACK TO job")?.execute([]);
        undo().map_err(|error| from_sqlite("ROLLBACK TO job", &error))?;
    }
    outcome
}
