//! Where lines wait until the log's own thread writes them.
//!
//! A line costs its request a short lock and a copy. Waking the thread for every line, and writing
//! each by itself, would cost two system calls a request; so the thread waits a moment after the
//! first line and then writes all that came.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Bytes that wait at most. When the disk or the terminal is slower than that, lines are dropped and
/// counted: the log never holds up a request.
const MAX_WAITING_BYTES: usize = 4 * 1_024 * 1_024;
/// How long the thread lets lines gather.
const GATHER: Duration = Duration::from_millis(10);

/// Takes lines.
#[derive(Clone)]
pub(super) struct Lines(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    first: Condvar,
    lost: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    bytes: Vec<u8>,
    closed: bool,
}

/// The thread; dropping it writes what still waits.
pub(super) struct Thread {
    lines: Lines,
    handle: Option<JoinHandle<()>>,
}

impl Lines {
    /// Starts the thread that writes to `target`.
    pub(super) fn start(mut target: impl Write + Send + 'static) -> io::Result<(Self, Thread)> {
        let lines = Self(Arc::default());
        let ours = lines.clone();
        let thread = std::thread::Builder::new().name("log".to_owned());
        let handle = thread.spawn(move || ours.write_out(&mut target))?;
        Ok((lines.clone(), Thread { lines, handle: Some(handle) }))
    }

    /// Lines dropped so far.
    pub(super) fn lost(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_out(&self, target: &mut impl Write) {
        let mut taken = Vec::new();
        loop {
            let mut waiting = self.waiting();
            while waiting.bytes.is_empty() {
                if waiting.closed {
                    return;
                }
                waiting = self.0.first.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            let closed = waiting.closed;
            drop(waiting);
            if !closed {
                std::thread::sleep(GATHER);
            }
            std::mem::swap(&mut taken, &mut self.waiting().bytes);
            // There is nowhere left to report that the log itself cannot be written.
            let _ = target.write_all(&taken).and_then(|()| target.flush());
            taken.clear();
        }
    }
}

impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.waiting();
        if waiting.bytes.len() + line.len() > MAX_WAITING_BYTES {
            self.0.lost.fetch_add(1, Ordering::Relaxed);
            return Ok(line.len());
        }
        let first = waiting.bytes.is_empty();
        waiting.bytes.extend_from_slice(line);
        drop(waiting);
        if first {
            self.0.first.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'l> MakeWriter<'l> for Lines {
    type Writer = &'l Self;

    fn make_writer(&'l self) -> &'l Self {
        self
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.lines.waiting().closed = true;
        self.lines.0.first.notify_one();
        if let Some(handle) = self.handle.take() {
            let _ = handle.join();
        }
    }
}
