//! Groups of comparisons: each sets its servers up, measures its sides alternately and reports.

mod footprint;
mod links;
mod payments;
mod place;
mod postgres;
mod sdks;
mod sizes;
mod sqlite_reads;
mod sqlite_writes;

use std::path::Path;

use triport_store::{Address, migrate};

use crate::accounts::{Account, seed_sqlite};
use crate::compare::Plan;
use crate::report::Report;
use crate::server::Server;
use crate::stats::float;

/// What every group works with.
#[derive(Debug)]
pub(crate) struct Bench<'b> {
    /// How long and how often.
    pub(crate) plan: Plan,
    /// A folder on a disk, for files of this run.
    pub(crate) folder: &'b Path,
    /// A PostgreSQL in which databases can be made; without it those rows are left out.
    pub(crate) postgres: Option<&'b str>,
    /// Rewards of an inviter that has many.
    pub(crate) many_rewards: u64,
    /// Where results go.
    pub(crate) report: &'b mut Report,
}

/// A group by its name, which is what a filter on the command line compares.
type Group = (&'static str, fn(&mut Bench<'_>) -> anyhow::Result<()>);

/// All groups in the order in which they run. The first one wants an idle machine.
pub(crate) const GROUPS: &[Group] = &[
    ("footprint", footprint::run),
    ("sdks", sdks::run),
    ("sqlite-writes", sqlite_writes::run),
    ("sqlite-reads", sqlite_reads::run),
    ("sqlite-links", links::run),
    ("sqlite-payments", payments::on_sqlite),
    ("sqlite-sizes", sizes::on_sqlite),
    ("postgres-writes", postgres::writes),
    ("postgres-reads", postgres::reads),
    ("postgres-payments", payments::on_postgres),
    ("postgres-sizes", sizes::on_postgres),
];

/// Accounts with the numbers in a range, both ends included.
fn accounts(first: u64, last: u64) -> Vec<Account> {
    (first..=last).map(Account).collect()
}

/// A new SQLite file with accounts, and its address.
fn new_sqlite(folder: &Path, name: &str, accounts: &[Account]) -> anyhow::Result<String> {
    let file = folder.join(format!("{name}.db"));
    let address = Address::Sqlite(file.clone());
    block_on(async { Ok(migrate::run(&address).await?) })?;
    seed_sqlite(&file, accounts)?;
    Ok(format!("sqlite://{}", file.display()))
}

/// Runs something asynchronous outside of any measurement.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// Reports what the database of a server did during its load.
fn report_server(bench: &mut Bench<'_>, what: &str, server: &Server) -> anyhow::Result<()> {
    let metrics = server.metrics()?;
    let get = |name: &str| metrics.get(&format!("triport_store_{name}_total")).copied();
    if let (Some(transactions), Some(commits)) = (get("transactions"), get("commits")) {
        let seconds = get("commit_seconds").unwrap_or_default();
        let checkpoints = get("checkpoints").unwrap_or_default();
        let value = format!(
            "{:.1} transactions per commit, {:.2} ms inside a commit, {checkpoints:.0} checkpoints",
            transactions / commits,
            seconds * 1_000.0 / commits,
        );
        bench.report.figure(format!("{what}: commits"), value, "");
    }
    let peak = mebibytes(server.memory()?.peak_bytes);
    bench.report.figure(format!("{what}: peak memory"), peak, "60 MiB");
    Ok(())
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", float(bytes) / f64::from(1 << 20))
}
