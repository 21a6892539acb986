//! Stopping: what was accepted is finished, then the process ends.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::database::Database;
use crate::support::{Connection, Hold, Member, Server, wait};

on_both!(every_request_that_was_accepted_is_answered_before_the_server_ends);
fn every_request_that_was_accepted_is_answered_before_the_server_ends(database: &Database) {
    let server = Server::start(database);
    let members: Vec<Member> =
        (0..8).map(|number| Member::sign_in(&server, &format!("member-{number}"))).collect();
    let hold = Hold::writes_of(database);
    let mut connections: Vec<Connection> = members
        .iter()
        .enumerate()
        .map(|(number, member)| {
            let mut connection = Connection::open(server.address);
            connection.send(member.slug_request(&format!("slug-{number}"))).unwrap();
            connection
        })
        .collect();
    wait::until("all writes are held up", || (hold.writes(&server) == 8).then_some(()));
    server.signal("TERM");
    wait::until("the server stops accepting", || Connection::try_open(server.address).err());
    hold.let_go();
    for connection in &mut connections {
        connection.answer().ok();
        assert_eq!(connection.rest().unwrap(), b"", "closed after its answer");
    }
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log:?}");
    let query = "SELECT count(*) FROM referral_codes WHERE kind = 'custom'";
    assert_eq!(wait::now(database.number(query)), 8);
}

on_both!(under_load_no_answer_breaks_off_and_no_answered_write_is_lost);
fn under_load_no_answer_breaks_off_and_no_answered_write_is_lost(database: &Database) {
    let server =
        Server::start_with(&database.url(), &[("TRIPORT_PROGRAM__MAX_SLUGS_PER_ACCOUNT", "1000")]);
    let members: Vec<Member> =
        (0..8).map(|number| Member::sign_in(&server, &format!("member-{number}"))).collect();
    let (address, answered) = (server.address, AtomicUsize::new(0));
    let status = std::thread::scope(|scope| {
        let load = scope.spawn(|| {
            wait::at_once(members.iter().enumerate(), |(writer, member)| {
                for number in 0.. {
                    // Refused, or never taken from the queue of the listener: not accepted.
                    let Ok(mut connection) = Connection::try_open(address) else { break };
                    let slug = format!("slug-{writer}-{number}");
                    if connection.send(member.slug_request(&slug)).is_err() {
                        break;
                    }
                    match connection.read(true) {
                        Ok(Some(answer)) => drop(answer.ok()),
                        Ok(None) => break,
                        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
                        Err(error) => panic!("an answer broke off: {error}"),
                    }
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            })
        });
        wait::until("there is load", || (answered.load(Ordering::SeqCst) >= 60).then_some(()));
        server.signal("TERM");
        let (status, _) = server.ended();
        load.join().unwrap();
        status
    });
    assert_eq!(status.code(), Some(0));
    let query = "SELECT count(*) FROM referral_codes WHERE kind = 'custom'";
    let kept = usize::try_from(wait::now(database.number(query))).unwrap();
    assert!(kept >= answered.load(Ordering::SeqCst), "{kept} of {answered:?}");
}

on_both!(idle_connections_do_not_hold_up_the_end);
fn idle_connections_do_not_hold_up_the_end(database: &Database) {
    for signal in ["TERM", "INT"] {
        let server = Server::start(database);
        let mut idle: Vec<Connection> = (0..20)
            .map(|number| {
                let mut connection = Connection::open(server.address);
                // Half of them have been used, half only opened.
                if number % 2 == 0 {
                    connection.get("/livez").ok();
                }
                connection
            })
            .collect();
        let begun = Instant::now();
        server.signal(signal);
        let (status, log) = server.ended();
        assert_eq!(status.code(), Some(0), "{log:?}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{signal}: {:?}", begun.elapsed());
        for connection in &mut idle {
            assert!(connection.read(true).is_ok_and(|answer| answer.is_none()), "closed cleanly");
        }
    }
}

#[test]
fn a_request_that_never_comes_whole_does_not_hold_up_the_end() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let whole = crate::support::member::request("POST", "/v1/auth/logout", "", "{}");
    let parts = ["GE", &whole[..20]];
    let connections: Vec<Connection> = parts
        .iter()
        .map(|part| {
            let mut connection = Connection::open(server.address);
            connection.get("/livez").ok();
            connection.send(part).unwrap();
            connection
        })
        .collect();
    let begun = Instant::now();
    server.signal("TERM");
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log:?}");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    drop(connections);
}

on_both!(a_second_signal_ends_the_server_at_once);
fn a_second_signal_ends_the_server_at_once(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    let hold = Hold::writes_of(database);
    let mut connection = Connection::open(server.address);
    connection.send(member.slug_request("trip-with-me")).unwrap();
    wait::until("the write is held up", || (hold.writes(&server) == 1).then_some(()));
    server.signal("TERM");
    wait::until("the server stops accepting", || Connection::try_open(server.address).err());
    let begun = Instant::now();
    server.signal("TERM");
    let (status, _) = server.ended();
    assert!(!status.success(), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    hold.let_go();
}
