//! The real server as a child process, configured as an operator would.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::child::{Program, free_port, sibling};
use crate::http::call;
use crate::process::{Memory, memory};

/// Lets the bench push payments and read the metrics; not worth guessing on a loopback port that lives for minutes.
pub(crate) const ADMIN_TOKEN: &str = "an-admin-token-of-the-bench-0123456789";

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    program: Program,
    port: u16,
    log: PathBuf,
    /// From its start to the first 200 of `/readyz`.
    pub(crate) ready_after: Duration,
}

/// A database and how to serve it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting<'s> {
    /// A name for files that belong to this server.
    pub(crate) name: &'s str,
    /// Where the log goes.
    pub(crate) folder: &'s Path,
    /// The address of the database.
    pub(crate) database: &'s str,
    /// One commit per request instead of group commit.
    pub(crate) single_commits: bool,
}

impl Server {
    /// Starts a server and waits until it is ready. The access log is on and goes to a file.
    pub(crate) fn start(setting: Setting<'_>) -> anyhow::Result<Self> {
        let port = free_port()?;
        let log = setting.folder.join(format!("{}.log", setting.name));
        let mut command = configured(setting.folder, setting.database, port)?;
        command.arg("serve");
        if setting.single_commits {
            command.arg("--single-commits");
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?);
        let mut program = Program::start(&mut command)?;
        let ready = || call(port, "GET", "/readyz", &[], None).is_ok_and(|a| a.status == 200);
        let ready_after = program.wait_until(ready)?;
        Ok(Self { program, port, log, ready_after })
    }

    /// Where it listens.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.program.pid()
    }

    /// Its memory.
    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        memory(self.pid())
    }

    /// What it has logged so far.
    pub(crate) fn log_text(&self) -> anyhow::Result<String> {
        Ok(fs::read_to_string(&self.log)?)
    }

    /// Its metrics without labels, by name.
    pub(crate) fn metrics(&self) -> anyhow::Result<HashMap<String, f64>> {
        let token = [("x-admin-token", ADMIN_TOKEN)];
        let answer = call(self.port, "GET", "/metrics", &token, None)?.expect_ok("metrics")?;
        let pairs = answer.body.lines().filter_map(|line| line.split_once(' '));
        Ok(pairs.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect())
    }

    /// Stops it the clean way.
    pub(crate) fn stop(self) -> anyhow::Result<()> {
        self.program.stop()
    }
}

/// The program over a database, without any setting of whoever runs the bench.
fn configured(folder: &Path, database: &str, port: u16) -> anyhow::Result<Command> {
    let mut command = Command::new(sibling("triport-referrals")?);
    command.current_dir(folder);
    let inherited = std::env::vars().filter(|(name, _)| name.starts_with("TRIPORT_"));
    for (name, _) in inherited {
        command.env_remove(name);
    }
    command
        .env("TRIPORT_LISTEN", format!("127.0.0.1:{port}"))
        .env("TRIPORT_PUBLIC_URL", format!("http://localhost:{port}"))
        .env("TRIPORT_DATABASE_URL", database)
        .env("TRIPORT_RATE_LIMIT_RPS", "0")
        .env("TRIPORT_ADMIN_TOKEN", ADMIN_TOKEN)
        .env("TRIPORT_LOG", "info")
        .env("TRIPORT_LOG_FORMAT", "json");
    Ok(command)
}

/// Runs `triport-referrals ledger verify` and tells how long it took and what it said. A difference
/// ends the bench.
pub(crate) fn verify_ledger(folder: &Path, database: &str) -> anyhow::Result<(Duration, String)> {
    let mut command = configured(folder, database, free_port()?)?;
    let start = Instant::now();
    let output = command.args(["ledger", "verify"]).stdin(Stdio::null()).output()?;
    let took = start.elapsed();
    let (said, log) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    ensure!(output.status.success(), "the ledger is wrong: {said}{log}");
    Ok((took, log.lines().last().unwrap_or_default().to_owned()))
}
