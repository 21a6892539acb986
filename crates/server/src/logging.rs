//! The log: readable on a terminal, one JSON object a line elsewhere, written by its own thread.

mod json;
mod lines;

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use self::lines::{Lines, Thread};
use crate::config::LogFormat;

/// Keeps the writing thread alive; dropping it writes what still waits.
pub struct Logging {
    _thread: Thread,
    lines: Lines,
}

impl Logging {
    /// Starts the log of this process.
    pub fn start(filter: Targets, format: LogFormat) -> anyhow::Result<Self> {
        let (lines, thread) = Lines::start(std::io::stderr()).context("starting the log")?;
        start(filter, format, lines.clone());
        Ok(Self { _thread: thread, lines })
    }

    /// Tells how many lines were dropped so far.
    pub fn lost_lines(&self) -> impl Fn() -> u64 + Send + use<> {
        let lines = self.lines.clone();
        move || lines.lost()
    }
}

fn start(filter: Targets, format: LogFormat, writer: Lines) {
    let terminal = std::io::stderr().is_terminal();
    let pretty = match format {
        LogFormat::Pretty => true,
        LogFormat::Json => false,
        LogFormat::Auto => terminal,
    };
    let log = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    // A second start, as in tests, keeps the first log.
    let _ = if pretty {
        log.with(lines.with_ansi(terminal).compact()).try_init()
    } else {
        log.with(lines.fmt_fields(json::Members).event_format(json::Object)).try_init()
    };
}
