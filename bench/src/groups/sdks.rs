//! What the SDKs cost: the same call by the SDK and by the bare HTTP library below it, turn by turn
//! inside one process of the SDK's own language, which prints the medians of its rounds.

use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use super::{Bench, accounts, new_sqlite};
use crate::report::{Row, Target};
use crate::say;
use crate::server::{Server, Setting};
use crate::sign_in::sign_in;
use crate::stats::{Rounds, float};

/// Calls of each side in a round, for each second that a round should last.
const PAIRS_PER_SECOND: f64 = 250.0;
/// Prepares the packages, then runs their programs.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/bench-sdks");

pub(super) fn run(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let name = "sdks";
    let database = new_sqlite(bench.folder, name, &accounts(1, 10))?;
    let setting =
        Setting { name, folder: bench.folder, database: &database, single_commits: false };
    let server = Server::start(setting)?;
    let session = sign_in(&server, "sdks@example.com")?;
    for line in measure(bench, &server, &session)? {
        report(bench, &line)?;
    }
    server.stop()
}

/// One line for each thing that was measured.
fn measure(bench: &Bench<'_>, server: &Server, session: &str) -> anyhow::Result<Vec<Value>> {
    let pairs = (bench.plan.measure.as_secs_f64() * PAIRS_PER_SECOND).ceil();
    let mut command = Command::new(SCRIPT);
    command
        .args([bench.plan.rounds.to_string(), pairs.to_string()])
        .env("TRIPORT_URL", format!("http://localhost:{}", server.port()))
        .env("TRIPORT_SESSION", session)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = command.output().context("starting scripts/bench-sdks")?;
    ensure!(output.status.success(), "scripts/bench-sdks ended with {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn report(bench: &mut Bench<'_>, line: &Value) -> anyhow::Result<()> {
    let name = line.get("name").and_then(Value::as_str).unwrap_or_default();
    let (work, against) = match name {
        "typescript" => ("a call through the TypeScript SDK, in Node", "bare `fetch`"),
        "python" => ("a call through the Python SDK", "bare `httpx.Client`"),
        "python, async" => ("a call through the Python SDK, async", "bare `httpx.AsyncClient`"),
        "bundle" => return report_bundle(bench, line),
        _ => bail!("the programs of the SDKs say nothing of this name: {line}"),
    };
    let (ours, theirs) = (rounds(line, "ours")?, rounds(line, "theirs")?);
    say(&format!("  {work}: {:.0} µs, {against}: {:.0} µs", ours.median(), theirs.median()));
    bench.report.row(Row {
        work,
        against,
        unit: "µs",
        ours,
        theirs,
        target: Target::AimAtMost(1.15),
    });
    Ok(())
}

fn rounds(line: &Value, side: &str) -> anyhow::Result<Rounds> {
    let medians = line.get(side).and_then(Value::as_array).context("a side without rounds")?;
    Ok(Rounds(medians.iter().filter_map(Value::as_f64).collect()))
}

fn report_bundle(bench: &mut Bench<'_>, line: &Value) -> anyhow::Result<()> {
    let bytes = |name: &str| {
        let bytes = line.get(name).and_then(Value::as_u64).context("a size that is missing")?;
        anyhow::Ok(format!("{:.1} kB", float(bytes) / 1_000.0))
    };
    let part = bytes("signInAndReferrals")?;
    bench.report.figure("TypeScript SDK in a page, gzip: sign-in and referrals", part, "6 kB");
    bench.report.figure("TypeScript SDK in a page, gzip: all of it", bytes("client")?, "10 kB");
    Ok(())
}
