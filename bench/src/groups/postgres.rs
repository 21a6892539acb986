//! The same work on PostgreSQL, against `pgbench`.

use anyhow::{Context, ensure};
use tokio_postgres::{Client, NoTls};
use triport_store::{Address, migrate};

use super::{Bench, accounts, block_on, report_server};
use crate::accounts::seed_postgres;
use crate::compare::alternate;
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::report::{Row, Target};
use crate::say;
use crate::server::{Server, Setting};
use crate::sides::{OverHttp, PgBench, Script, pgbench_functions};
use crate::sign_in;

/// Accounts of the server; `pgbench`, which knows no limit of slugs, has as many of its own.
const ACCOUNTS: u64 = 3_200;

/// A database of its own in the cluster, removed when the group is done.
struct Database<'u> {
    cluster: &'u str,
    name: &'static str,
    url: String,
}

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
    let (name, url) = (database.name, database.url.as_str());
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

async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

impl<'u> Database<'u> {
    /// Makes one, unless there is no cluster, which is said.
    fn create(cluster: Option<&'u str>, name: &'static str) -> anyhow::Result<Option<Self>> {
        let Some(cluster) = cluster else {
            say("  left out: TRIPORT_TEST_POSTGRES_URL is not set");
            return Ok(None);
        };
        let (server, _) = cluster.rsplit_once('/').context("the address of PostgreSQL")?;
        let url = format!("{server}/{name}");
        block_on(async {
            let client = connect(cluster).await?;
            for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
                let row = client.query_one(&format!("SHOW {setting}"), &[]).await?;
                ensure!(row.get::<_, &str>(0) == "on", "{setting} is off: not a durable database");
            }
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            Ok(client.batch_execute(&format!("CREATE DATABASE {name}")).await?)
        })?;
        Ok(Some(Self { cluster, name, url }))
    }

    fn drop(self) -> anyhow::Result<()> {
        block_on(async {
            let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
            Ok(connect(self.cluster).await?.batch_execute(&drop).await?)
        })
    }
}
