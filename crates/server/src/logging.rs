//! The log: readable on a terminal, one JSON object a line elsewhere, written by its own thread.

use std::io::IsTerminal;

use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Lines that wait to be written at most. When the disk or the terminal is slower than that, lines
/// are dropped and counted: the log never holds up a request.
const MAX_WAITING_LINES: usize = 65_536;

/// Keeps the writing thread alive; dropping it writes what still waits.
pub struct Logging {
    _guard: WorkerGuard,
    lost: ErrorCounter,
}

/// The filter is not one that can be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "TRIPORT_LOG: '{filter}' is no log filter ({reason}); use error, warn, info, debug or trace, or target=level pairs"
)]
pub struct InvalidFilter {
    filter: String,
    reason: String,
}

impl Logging {
    /// Starts the log of this process.
    pub fn start(filter: &str, format: LogFormat) -> Result<Self, InvalidFilter> {
        let parsed = EnvFilter::try_new(filter).map_err(|error| InvalidFilter {
            filter: filter.to_owned(),
            reason: error.to_string(),
        })?;
        let (writer, guard) = NonBlockingBuilder::default()
            .buffered_lines_limit(MAX_WAITING_LINES)
            .lossy(true)
            .thread_name("log")
            .finish(std::io::stderr());
        let lost = writer.error_counter();
        start(parsed, format, writer);
        Ok(Self { _guard: guard, lost })
    }

    /// Tells how many lines were dropped so far.
    pub fn lost_lines(&self) -> impl Fn() -> u64 + Send + use<> {
        let lost = self.lost.clone();
        move || lost.dropped_lines() as u64
    }
}

fn start(filter: EnvFilter, format: LogFormat, writer: NonBlocking) {
    let terminal = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    let pretty = match format {
        LogFormat::Pretty => true,
        LogFormat::Json => false,
        LogFormat::Auto => terminal,
    };
    // A second start, as in tests, keeps the first log.
    let _ = if pretty {
        builder.with_ansi(terminal).compact().try_init().map_err(drop)
    } else {
        builder.json().flatten_event(true).with_span_list(false).try_init().map_err(drop)
    };
}
