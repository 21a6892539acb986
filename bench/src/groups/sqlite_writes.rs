//! Setting slugs on SQLite: the server, one thread without it, and the server without group commit.

use super::{Bench, accounts, new_sqlite, report_server};
use crate::compare::{Measured, alternate};
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::report::{Row, Target};
use crate::server::{Server, Setting};
use crate::sides::{OverHttp, SqliteThread};
use crate::sign_in;

/// Accounts in each file: enough that a fast machine does not fill them up in a long run.
const ACCOUNTS: u64 = 6_400;
/// Transactions in one commit, as many as the server takes at most.
const MAX_PER_COMMIT: u64 = 64;

pub(super) fn run(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let all = accounts(1, ACCOUNTS);
    let start = |name: &str, single_commits: bool| {
        let database = new_sqlite(bench.folder, name, &all)?;
        let database = database.as_str();
        let server =
            Server::start(Setting { name, folder: bench.folder, database, single_commits })?;
        sign_in::prove(&server, name)?;
        anyhow::Ok(server)
    };
    let (group, single) = (start("group-commit", false)?, start("single-commits", true)?);
    let thread = |per_commit: u64| {
        let name = format!("reference-{per_commit}");
        new_sqlite(bench.folder, &name, &all)?;
        let file = bench.folder.join(format!("{name}.db"));
        SqliteThread::open(&file, all.clone(), per_commit)
    };
    let mut thread_64 = thread(MAX_PER_COMMIT)?;
    let mut thread_32 = thread(CONNECTIONS as u64)?;
    let feeds = || Feed::slugs(&all, CONNECTIONS);
    let mut ours = OverHttp::new("set slug, SQLite", group.port(), group.pid(), feeds());
    let mut alone = OverHttp::new("one commit per request", single.port(), single.pid(), feeds());
    let measured = alternate(bench.plan, [&mut ours, &mut thread_64, &mut thread_32, &mut alone])?;
    report(bench, &measured)?;
    report_server(bench, "set slug on SQLite", &group)?;
    group.stop()?;
    single.stop()
}

fn report(bench: &mut Bench<'_>, measured: &[Measured; 4]) -> anyhow::Result<()> {
    let [ours, thread_64, thread_32, alone] = measured;
    let row = |against, theirs: &Measured, target| Row {
        work: "set slug on SQLite, `synchronous=FULL`",
        against,
        unit: "/s",
        ours: ours.rate(),
        theirs: theirs.rate(),
        target,
    };
    let against = "one thread, the same statements, 64 per commit, no HTTP";
    bench.report.row(row(against, thread_64, Target::AtLeast(0.75)));
    let against = "the same with 32 per commit, as many as there are connections";
    bench.report.row(row(against, thread_32, Target::Printed));
    let against = "our own server with one commit per request";
    bench.report.row(row(against, alone, Target::AtLeast(2.3)));
    bench.report.latency("set slug on SQLite", ours)?;
    bench.report.latency("set slug on SQLite, one commit per request", alone)
}
