//! Pushing payments: against slugs set on the same machine, and against `pgbench`. Before it, how
//! long a ledger of a million entries takes to verify; after it, that what was written is right.

use super::place::{Kind, Place};
use super::{Bench, accounts, new_sqlite, report_server};
use crate::compare::alternate;
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::programme::Programme;
use crate::report::{Row, Target};
use crate::server::{Server, Setting};
use crate::sides::{OverHttp, PgBench, Script};

/// Accounts that set slugs: enough that a fast machine does not fill them up in a long run.
const SLUG_ACCOUNTS: u64 = 6_400;
/// A programme that has just begun, with about as many accounts: what the slugs' file is like.
const YOUNG: Programme = Programme { inviters: 640, invitees_each: 9, rewards_each: 2 };

pub(super) fn on_sqlite(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let programme = programme(bench);
    let Some(place) = Place::seed(bench, Kind::Sqlite, "payments", programme)? else {
        return Ok(());
    };
    verify(bench, &place, programme, "`ledger verify`, SQLite")?;
    let server = place.serve(bench)?;
    let Some(young) = Place::seed(bench, Kind::Sqlite, "young-payments", YOUNG)? else {
        return Ok(());
    };
    let of_young = young.serve(bench)?;
    let all = accounts(1, SLUG_ACCOUNTS);
    let name = "slugs-beside-payments";
    let database = new_sqlite(bench.folder, name, &all)?;
    let setting =
        Setting { name, folder: bench.folder, database: &database, single_commits: false };
    let of_slugs = Server::start(setting)?;
    let mut push = pushes("payment, SQLite", &server, programme);
    let mut early = pushes("payment in a young programme", &of_young, YOUNG);
    let feeds = Feed::slugs(&all, CONNECTIONS);
    let mut slug = OverHttp::new("set slug, SQLite", of_slugs.port(), of_slugs.pid(), feeds);
    let measured = alternate(bench.plan, [&mut push, &mut early, &mut slug])?;
    of_slugs.stop()?;
    let [push, early, slug] = &measured;
    for (work, pushes) in [
        ("payment push on SQLite among a million entries", push),
        ("payment push on SQLite, a file as young as the slugs'", early),
    ] {
        bench.report.row(Row {
            work,
            against: "setting a slug over HTTP",
            unit: "/s",
            ours: pushes.rate(),
            theirs: slug.rate(),
            target: Target::AtLeast(0.4),
        });
    }
    bench.report.latency("payment push on SQLite", push)?;
    finish(bench, young, of_young, "payment push on SQLite, young")?;
    finish(bench, place, server, "payment push on SQLite")
}

pub(super) fn on_postgres(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let programme = programme(bench);
    let Some(place) = Place::seed(bench, Kind::Postgres, "payments", programme)? else {
        return Ok(());
    };
    verify(bench, &place, programme, "`ledger verify`, PostgreSQL")?;
    let server = place.serve(bench)?;
    let invitees = (programme.inviters + 1, programme.inviters * (1 + programme.invitees_each));
    let mut push = pushes("payment, PostgreSQL", &server, programme);
    let mut steps = PgBench::new(Script::Payment, bench.folder, place.url(), invitees)?;
    let measured = alternate(bench.plan, [&mut push, &mut steps])?;
    let [push, steps] = &measured;
    bench.report.row(Row {
        work: "payment push on PostgreSQL, default durability",
        against: "`pgbench -M prepared`, 16 clients, the same transaction statement by statement",
        unit: "/s",
        ours: push.rate(),
        theirs: steps.rate(),
        target: Target::AtLeast(1.0),
    });
    bench.report.latency("payment push on PostgreSQL", push)?;
    finish(bench, place, server, "payment push on PostgreSQL")
}

/// A quarter of the many rewards, each with four entries: a million in a full run.
const fn programme(bench: &Bench<'_>) -> Programme {
    Programme { inviters: bench.many_rewards / 1_000, invitees_each: 10, rewards_each: 250 }
}

/// Payments of all invitees in turn, so that neighbours seldom have one inviter.
fn pushes(name: &'static str, server: &Server, programme: Programme) -> OverHttp {
    let feeds = Feed::payments(&programme.invitees(), CONNECTIONS);
    OverHttp::new(name, server.port(), server.pid(), feeds)
}

fn verify(
    bench: &mut Bench<'_>,
    place: &Place<'_>,
    programme: Programme,
    what: &str,
) -> anyhow::Result<()> {
    let (took, said) = place.verify(bench)?;
    let entries = programme.entries();
    let value = format!("{:.2} s; {said}", took.as_secs_f64());
    bench.report.figure(format!("{what}, {entries} entries"), value, "5 s");
    Ok(())
}

fn finish(
    bench: &mut Bench<'_>,
    place: Place<'_>,
    server: Server,
    what: &str,
) -> anyhow::Result<()> {
    report_server(bench, what, &server)?;
    server.stop()?;
    let (_, said) = place.verify(bench)?;
    bench.report.figure(format!("{what}: the ledger afterwards"), said, "0 differences");
    place.end()
}
