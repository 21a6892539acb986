//! Following share links: against a constant answer through the same layers, and whether every
//! click is in the database a second later.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::ensure;
use rusqlite::OpenFlags;

use super::{Bench, accounts, new_sqlite, report_server};
use crate::compare::alternate;
use crate::feed::Feed;
use crate::load::CONNECTIONS;
use crate::report::{Row, Target};
use crate::server::{Server, Setting};
use crate::sides::OverHttp;

/// Members whose links are followed in turn.
const ACCOUNTS: u64 = 4_000;
/// How long the bench waits for clicks that should be there within a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(10);

pub(super) fn run(bench: &mut Bench<'_>) -> anyhow::Result<()> {
    let (name, all) = ("links", accounts(1, ACCOUNTS));
    let database = new_sqlite(bench.folder, name, &all)?;
    let setting =
        Setting { name, folder: bench.folder, database: &database, single_commits: false };
    let server = Server::start(setting)?;
    let paths: Vec<String> = all.iter().map(|account| format!("/r/first-{}", account.0)).collect();
    let (port, pid) = (server.port(), server.pid());
    let feeds = Feed::visits(&paths, b"302", CONNECTIONS);
    let mut link = OverHttp::new("share link", port, pid, feeds);
    // The smallest answer that there is.
    let feeds = Feed::visits(&["/livez".to_owned()], b"200", CONNECTIONS);
    let mut constant = OverHttp::new("constant answer", port, pid, feeds);
    let measured = alternate(bench.plan, [&mut constant, &mut link])?;
    let followed = link.asked();
    // A few more, so that the last clicks are as young as they can be.
    let mut last =
        OverHttp::new("share link", port, pid, Feed::visits(&paths, b"302", CONNECTIONS));
    alternate(bench.plan.once(), [&mut last])?;
    let (written, after) =
        clicks(&bench.folder.join(format!("{name}.db")), followed + last.asked())?;
    let [constant, link] = &measured;
    bench.report.row(Row {
        work: "`GET /r/{code}` on SQLite",
        against: "a constant answer (`GET /livez`) through the same layers",
        unit: "/s",
        ours: link.rate(),
        theirs: constant.rate(),
        target: Target::AtLeast(0.7),
    });
    bench.report.latency("share link", link)?;
    bench.report.latency("constant answer, all layers", constant)?;
    let value = format!(
        "{written} of {} in the database {} ms after the last answer",
        followed + last.asked(),
        after.as_millis(),
    );
    bench.report.figure("clicks on share links", value, "all within 1 s");
    report_server(bench, "share links", &server)?;
    server.stop()
}

/// Waits until so many clicks are in the database; tells how many there are and how long it took.
fn clicks(file: &Path, expected: u64) -> anyhow::Result<(u64, Duration)> {
    let start = Instant::now();
    let connection = rusqlite::Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    loop {
        let counted = "SELECT coalesce(sum(clicks), 0) FROM code_clicks";
        let counted: i64 = connection.query_row(counted, [], |row| row.get(0))?;
        let (counted, waited) = (u64::try_from(counted)?, start.elapsed());
        ensure!(counted <= expected, "{counted} clicks were counted of {expected}");
        if counted == expected || waited > PATIENCE {
            return Ok((counted, waited));
        }
        sleep(PAUSE);
    }
}
