//! The overview on SQLite, a constant answer through the same layers, and bare axum.

use std::net::{Ipv4Addr, TcpStream};
use std::process::{Command, Stdio};

use super::{Bench, accounts, new_sqlite, report_server};
use crate::child::{Program, free_port, sibling};
use crate::compare::{Measured, alternate};
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::report::{Row, Target};
use crate::server::{Server, Setting};
use crate::sides::OverHttp;
use crate::sign_in;

/// Members who look at their overview in turn.
const ACCOUNTS: u64 = 4_000;

pub(super) fn run(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let (name, all) = ("reads", accounts(1, ACCOUNTS));
    let database = new_sqlite(bench.folder, name, &all)?;
    let setting =
        Setting { name, folder: bench.folder, database: &database, single_commits: false };
    let server = Server::start(setting)?;
    sign_in::prove(&server, name)?;
    let (bare, bare_port) = start_bare_axum()?;
    // All three get the same bytes but for the path.
    let feeds = |path| Feed::reads(path, &all, CONNECTIONS);
    let (port, pid) = (server.port(), server.pid());
    let mut overview = OverHttp::new("overview, SQLite", port, pid, feeds("/v1/referrals/me"));
    let mut constant = OverHttp::new("constant, all layers", port, pid, feeds("/livez"));
    let mut axum = OverHttp::new("constant, bare axum", bare_port, bare.pid(), feeds("/livez"));
    let measured = alternate(bench.plan, [&mut overview, &mut constant, &mut axum])?;
    report(bench, &measured)?;
    report_server(bench, "reads on SQLite", &server)?;
    server.stop()
}

fn report(bench: &mut Bench<'_>, measured: &[Measured; 3]) -> anyhow::Result<()> {
    let [overview, constant, axum] = measured;
    bench.report.row(Row {
        work: "`GET /v1/referrals/me` on SQLite",
        against: "a handler with the same layers that answers a constant",
        unit: "/s",
        ours: overview.rate(),
        theirs: constant.rate(),
        target: Target::AtLeast(0.55),
    });
    bench.report.row(Row {
        work: "server CPU per request of a constant answer, all layers, access log on",
        against: "bare axum",
        unit: "µs",
        ours: constant.server_cpu(),
        theirs: axum.server_cpu(),
        target: Target::AimAtMost(2.0),
    });
    bench.report.latency("overview on SQLite", overview)?;
    bench.report.latency("constant answer, all layers", constant)?;
    bench.report.latency("constant answer, bare axum", axum)
}

fn start_bare_axum() -> anyhow::Result<(Program, u16)> {
    let port = free_port()?;
    let mut command = Command::new(sibling("bare-axum")?);
    command.arg(port.to_string()).stdin(Stdio::null());
    let mut program = Program::start(&mut command)?;
    program.wait_until(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok())?;
    Ok((program, port))
}
