//! The same work on PostgreSQL, against `pgbench`.

use triport_store::{Address, migrate};

use super::place::{Database, connect};
use super::{Bench, accounts, block_on, report_server};
use crate::accounts::seed_postgres;
use crate::compare::alternate;
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::report::{Row, Target};
use crate::server::{Server, Setting};
use crate::sides::{OverHttp, PgBench, Script, pgbench_functions};
use crate::sign_in;

/// Accounts of the server; `pgbench`, which knows no limit of slugs, has as many of its own.
const ACCOUNTS: u64 = 3_200;

pub(super) fn writes(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let Some(database) = Database::create(bench.postgres, "bench_writes")? else {
        return Ok(());
    };
    let server = start(bench, &database)?;
    let feeds = Feed::slugs(&accounts(1, ACCOUNTS), CONNECTIONS);
    let others = (ACCOUNTS + 1, 2 * ACCOUNTS);
    let script = |script| PgBench::new(script, bench.folder, &database.url, others);
    let mut ours = OverHttp::new("set slug, PostgreSQL", server.port(), server.pid(), feeds);
    let (mut steps, mut function) = (script(Script::SetSlug)?, script(Script::SetSlugFunction)?);
    let measured = alternate(bench.plan, [&mut ours, &mut steps, &mut function])?;
    let [ours, steps, function] = &measured;
    for (against, theirs, target) in [
        (
            "`pgbench -M prepared`, 16 clients, the same transaction statement by statement",
            steps,
            Target::AtLeast(1.0),
        ),
        ("`pgbench` calling one function that does it", function, Target::Printed),
    ] {
        let work = "set slug on PostgreSQL, default durability";
        let (ours, theirs) = (ours.rate(), theirs.rate());
        bench.report.row(Row { work, against, unit: "/s", ours, theirs, target });
    }
    bench.report.latency("set slug on PostgreSQL", ours)?;
    report_server(bench, "set slug on PostgreSQL", &server)?;
    server.stop()?;
    database.drop()
}

pub(super) fn reads(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let Some(database) = Database::create(bench.postgres, "bench_reads")? else {
        return Ok(());
    };
    let server = start(bench, &database)?;
    let feeds = Feed::reads("/v1/referrals/me", &accounts(1, ACCOUNTS), CONNECTIONS);
    let mut ours = OverHttp::new("overview, PostgreSQL", server.port(), server.pid(), feeds);
    let mut one = PgBench::new(Script::Overview, bench.folder, &database.url, (1, ACCOUNTS))?;
    let measured = alternate(bench.plan, [&mut ours, &mut one])?;
    let [ours, one] = &measured;
    bench.report.row(Row {
        work: "`GET /v1/referrals/me` on PostgreSQL",
        against: "`pgbench`, 16 clients, the same reads as one statement",
        unit: "/s",
        ours: ours.rate(),
        theirs: one.rate(),
        target: Target::AtLeast(0.5),
    });
    bench.report.latency("overview on PostgreSQL", ours)?;
    report_server(bench, "reads on PostgreSQL", &server)?;
    server.stop()?;
    database.drop()
}

/// Migrates and seeds the database and starts a server over it.
fn start(bench: &Bench<'_>, database: &Database<'_>) -> anyhow::Result<Server> {
    let (name, url) = (database.name.as_str(), database.url.as_str());
    block_on(async {
        migrate::run(&Address::Postgres(url.to_owned())).await?;
        seed_postgres(url, &accounts(1, 2 * ACCOUNTS)).await?;
        Ok(connect(url).await?.batch_execute(&pgbench_functions()?).await?)
    })?;
    let setting = Setting { name, folder: bench.folder, database: url, single_commits: false };
    let server = Server::start(setting)?;
    sign_in::prove(&server, &name.replace('_', "-"))?;
    Ok(server)
}
