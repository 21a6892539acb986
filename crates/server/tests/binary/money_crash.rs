//! `kill -9` of the server, and of its database, in the middle of histories of money: nothing that
//! was answered is lost, nothing is counted twice. Call by call what was not answered is repeated
//! with the same ids and keys, as the documentation tells senders to.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::database::Database;
use crate::history::Dice;
use crate::support::money::{ANY_PAYOUT, assert_ledger_is_right};
use crate::support::{Cluster, Lane, Server, Way};

const LANES: usize = 4;

/// A few rounds in `make test`, `soak` of them in `make soak`.
fn rounds(usual: usize, soak: usize) -> usize {
    if std::env::var_os("TRIPORT_SOAK").is_some() { soak } else { usual }
}

/// Runs histories side by side while `disturb` does to the server what it does, then compares
/// everything.
fn run(server: Server, seed: u64, disturb: impl FnOnce(&Way, Server) -> Server) {
    let mut lanes: Vec<Lane> =
        (0..LANES).map(|number| Lane::sign_in(&server, number, seed)).collect();
    let way = Way::default();
    *way.server.lock().unwrap() = Some(server.address);
    let _server = std::thread::scope(|scope| {
        for lane in &mut lanes {
            scope.spawn(|| lane.run(&way));
        }
        let _over = Over(&way);
        disturb(&way, server)
    });
    for lane in &mut lanes {
        lane.check_balances(&way);
        lane.check_rows(&way);
    }
    let (answered, repeated) = (&way.answered, &way.repeated);
    say(&format!("{answered:?} calls answered, {repeated:?} sent again"));
}

/// The figures of a long run.
#[expect(clippy::print_stderr, reason = "whoever runs the long tests notes them down")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// Tells the lanes to end, also when a check fails.
struct Over<'w>(&'w Way);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::SeqCst);
    }
}

/// Waits until some more calls were answered, and a moment longer.
fn some_work(way: &Way, dice: &mut Dice) {
    let from = way.answered.load(Ordering::SeqCst);
    let more = usize::try_from(10 + dice.below(40)).unwrap();
    let begun = Instant::now();
    while way.answered.load(Ordering::SeqCst) < from + more {
        assert!(begun.elapsed() < Duration::from_mins(1), "the histories do not go on");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_micros(dice.below(3_000)));
}

on_both!(after_kill_9_in_the_middle_of_histories_no_answer_is_lost_and_nothing_counts_twice);
fn after_kill_9_in_the_middle_of_histories_no_answer_is_lost_and_nothing_counts_twice(
    database: &Database,
) {
    let rounds = rounds(5, 220);
    let mut dice = Dice::new(9);
    let server = Server::start_with(&database.url(), ANY_PAYOUT);
    run(server, 9, |way, mut server| {
        for round in 1..=rounds {
            some_work(way, &mut dice);
            *way.server.lock().unwrap() = None;
            server.kill();
            if round % 20 == 0 || round == rounds {
                assert_ledger_is_right(&database.url());
                say(&format!("killed {round} of {rounds} times"));
            }
            server = Server::start_with(&database.url(), ANY_PAYOUT);
            *way.server.lock().unwrap() = Some(server.address);
        }
        some_work(way, &mut dice);
        server
    });
    assert_ledger_is_right(&database.url());
    if !database.is_postgres() {
        let connection = database.sqlite_connection();
        let check = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0));
        assert_eq!(check, Ok("ok".to_owned()));
    }
}

#[test]
fn after_a_crash_of_postgresql_the_server_goes_on_by_itself_and_nothing_is_lost() {
    let rounds = rounds(2, 30);
    let mut dice = Dice::new(10);
    let cluster = Cluster::start("crash");
    let server = Server::start_with(&cluster.url, ANY_PAYOUT);
    run(server, 10, |way, server| {
        for round in 1..=rounds {
            some_work(way, &mut dice);
            cluster.stop();
            cluster.restart();
            some_work(way, &mut dice);
            assert_ledger_is_right(&cluster.url);
            eprintln!("PostgreSQL crashed {round} of {rounds} times");
        }
        server
    });
    assert_ledger_is_right(&cluster.url);
}
