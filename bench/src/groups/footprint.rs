//! What the server costs before anybody asks it anything: memory, size, time to start.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::Context;

use super::{Bench, accounts, mebibytes, new_sqlite};
use crate::child::sibling;
use crate::server::{Server, Setting};
use crate::stats::Rounds;

/// How long a server idles before its memory is read again.
const IDLE: Duration = Duration::from_secs(10);
/// Starts per kind of database.
const STARTS: usize = 7;
/// Members in the database that is not new.
const ACCOUNTS: u64 = 4_000;

pub(super) fn run(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    binary(bench)?;
    let existing = new_sqlite(bench.folder, "existing", &accounts(1, ACCOUNTS))?;
    let start = |name: &str, database: &str| {
        Server::start(Setting { name, folder: bench.folder, database, single_commits: false })
    };
    let (mut on_new, mut on_existing) = (Vec::new(), Vec::new());
    for number in 0..STARTS {
        let file = bench.folder.join(format!("new-{number}.db"));
        let server = start("new", &format!("sqlite://{}", file.display()))?;
        on_new.push(server.ready_after);
        server.stop()?;
        let server = start("existing", &existing)?;
        on_existing.push(server.ready_after);
        server.stop()?;
    }
    let server = start("idle", &existing)?;
    let at_start = server.memory()?;
    sleep(IDLE);
    let idle = server.memory()?;
    server.stop()?;
    let report = &mut *bench.report;
    report.figure("time to ready, new SQLite database", milliseconds(&on_new), "200 ms");
    report.figure("time to ready, existing SQLite database", milliseconds(&on_existing), "200 ms");
    report.figure("memory when ready", mebibytes(at_start.resident_bytes), "25 MiB");
    report.figure("memory idle, after 10 s", mebibytes(idle.resident_bytes), "25 MiB");
    Ok(())
}

fn binary(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let path = sibling("triport-referrals")?;
    let raw = fs::metadata(&path)?.len();
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "-c"]).arg(&path).stderr(Stdio::inherit());
    let gzipped = gzip.output().context("starting gzip")?.stdout.len() as u64;
    bench.report.figure("binary", mebibytes(raw), "");
    bench.report.figure("binary, gzip -9", mebibytes(gzipped), "12 MiB");
    Ok(())
}

fn milliseconds(taken: &[Duration]) -> String {
    let rounds = Rounds(taken.iter().map(|taken| taken.as_secs_f64() * 1_000.0).collect());
    let (least, most) = rounds.range();
    format!("{:.0} ms ({least:.0}–{most:.0})", rounds.median())
}
