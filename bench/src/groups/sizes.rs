//! Whether it matters how many rewards an inviter has: one with ten beside one with a million, in
//! databases that are otherwise alike. All work goes to that inviter.
//!
//! The inviter with ten gets more while payments are pushed, which is why they come last.

use super::Bench;
use super::place::{Kind, Place};
use crate::accounts::Account;
use crate::compare::alternate;
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::programme::Programme;
use crate::report::{Row, Target};
use crate::server::Server;
use crate::sides::OverHttp;

/// Rewards of the one who has few.
const FEW: u64 = 10;
/// Invitees of either: as many as have paid before in both databases. More would only make the
/// verification at the end longer.
const INVITEES: u64 = FEW;

/// What is asked for, and the rows of it by the kind of database.
const WORKS: [(&str, [&str; 2]); 3] = [
    ("overview", ["`GET /v1/referrals/me`, SQLite", "`GET /v1/referrals/me`, PostgreSQL"]),
    ("payout", ["payout, SQLite", "payout, PostgreSQL"]),
    ("payment", ["payment push, SQLite", "payment push, PostgreSQL"]),
];

pub(super) fn on_sqlite(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    run(bench, Kind::Sqlite)
}

pub(super) fn on_postgres(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    run(bench, Kind::Postgres)
}

fn run(bench: &mut Bench<'_>, kind: Kind) -> anyhow::Result<()> {
    let sized = |rewards_each| Programme { inviters: 1, invitees_each: INVITEES, rewards_each };
    let Some(few) = Place::seed(bench, kind, "few-rewards", sized(FEW))? else {
        return Ok(());
    };
    let Some(many) = Place::seed(bench, kind, "many-rewards", sized(bench.many_rewards))? else {
        return few.end();
    };
    let servers = [few.serve(bench)?, many.serve(bench)?];
    let database = few.database_pid()?;
    let payers = sized(FEW).invitees();
    for (number, (what, rows)) in WORKS.into_iter().enumerate() {
        let feeds = || match number {
            0 => Feed::reads("/v1/referrals/me", &[Account(1)], CONNECTIONS),
            1 => Feed::payouts(Account(1), CONNECTIONS),
            _ => Feed::payments(&payers, CONNECTIONS),
        };
        let [sqlite, postgres] = rows;
        let work = if kind == Kind::Sqlite { sqlite } else { postgres };
        compare(bench, (&servers, database), work, what, feeds)?;
    }
    for server in servers {
        server.stop()?;
    }
    for (place, size) in [(few, "few"), (many, "many")] {
        let (took, said) = place.verify(bench)?;
        let value = format!("{said}, in {:.2} s", took.as_secs_f64());
        let name = format!("the ledger of the inviter with {size} rewards afterwards, {kind:?}");
        bench.report.figure(name, value, "0 differences");
        place.end()?;
    }
    Ok(())
}

fn compare(
    bench: &mut Bench<'_>,
    ([few, many], database): (&[Server; 2], Option<u32>),
    work: &'static str,
    what: &str,
    feeds: impl Fn() -> Vec<Feed>,
) -> anyhow::Result<()> {
    crate::say(&format!("  {what}:"));
    let mut with_few =
        OverHttp::new("few rewards", few.port(), few.pid(), feeds()).with_database(database);
    let mut with_many =
        OverHttp::new("many rewards", many.port(), many.pid(), feeds()).with_database(database);
    let measured = alternate(bench.plan, [&mut with_few, &mut with_many])?;
    let [few, many] = &measured;
    bench.report.row(Row {
        work,
        against: "the same with 1 000 000 rewards instead of 10 (20 000 with `--quick`)",
        unit: "/s",
        ours: few.rate(),
        theirs: many.rate(),
        target: Target::AtMost(1.2),
    });
    bench.report.row(Row {
        work,
        against: "CPU per request, of PostgreSQL too, with many rewards and with few",
        unit: "µs",
        ours: many.server_cpu(),
        theirs: few.server_cpu(),
        target: Target::AtMost(1.2),
    });
    bench.report.row(Row {
        work,
        against: "median latency, with many rewards and with few",
        unit: "µs",
        ours: many.median_latency(),
        theirs: few.median_latency(),
        target: Target::Printed,
    });
    bench.report.latency(work, many)
}
