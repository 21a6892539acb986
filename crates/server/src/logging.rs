//! The log: readable on a terminal, one JSON object a line elsewhere, written by its own thread.

mod lines;

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use self::lines::{Lines, Thread};
use crate::config::LogFormat;

/// Keeps the writing thread alive; dropping it writes what still waits.
pub struct Logging {
    _thread: Thread,
    lines: Lines,
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
    pub fn start(filter: &str, format: LogFormat) -> anyhow::Result<Self> {
        let parsed = EnvFilter::try_new(filter).map_err(|error| InvalidFilter {
            filter: filter.to_owned(),
            reason: error.to_string(),
        })?;
        let (lines, thread) = Lines::start(std::io::stderr()).context("starting the log")?;
        start(parsed, format, lines.clone());
        Ok(Self { _thread: thread, lines })
    }

    /// Tells how many lines were dropped so far.
    pub fn lost_lines(&self) -> impl Fn() -> u64 + Send + use<> {
        let lines = self.lines.clone();
        move || lines.lost()
    }
}

fn start(filter: EnvFilter, format: LogFormat, writer: Lines) {
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
