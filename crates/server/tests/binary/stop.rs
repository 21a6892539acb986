//! Stopping: what was accepted is finished, then the process ends.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::database::Database;
use crate::support::{Connection, Member, Server, wait};

/// A way to hold up every write from outside the server.
enum Hold {
    Sqlite(rusqlite::Connection),
    Postgres(tokio::runtime::Runtime, tokio_postgres::Client),
}

impl Hold {
    fn writes_of(database: &Database) -> Self {
        if !database.is_postgres() {
            let connection = database.sqlite_connection();
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            return Self::Sqlite(connection);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let client = runtime.block_on(crate::database::connect(&database.url()));
        let lock = "BEGIN; LOCK TABLE code_claims IN EXCLUSIVE MODE";
        runtime.block_on(client.batch_execute(lock)).unwrap();
        Self::Postgres(runtime, client)
    }

    fn let_go(self) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch("ROLLBACK").unwrap(),
            Self::Postgres(runtime, client) => {
                runtime.block_on(client.batch_execute("ROLLBACK")).unwrap();
            }
        }
    }
}

/// How many writes of the server wait for the hold to end.
fn held_up(database: &Database, server: &Server) -> u64 {
    if database.is_postgres() {
        let query = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'";
        return u64::try_from(wait::now(database.number(query))).unwrap();
    }
    let token = crate::support::process::ADMIN_TOKEN;
    let mut connection = Connection::open(server.address);
    let request =
        format!("GET /metrics HTTP/1.1\r\nhost: localhost\r\nx-admin-token: {token}\r\n\r\n");
    connection.send(request).unwrap();
    let text = String::from_utf8(connection.answer().body).unwrap();
    let name = "triport_store_transactions_waiting ";
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.parse().unwrap()
}

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
    wait::until("all writes are held up", || (held_up(database, &server) == 8).then_some(()));
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

on_both!(a_second_signal_ends_the_server_at_once);
fn a_second_signal_ends_the_server_at_once(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    let hold = Hold::writes_of(database);
    let mut connection = Connection::open(server.address);
    connection.send(member.slug_request("trip-with-me")).unwrap();
    wait::until("the write is held up", || (held_up(database, &server) == 1).then_some(()));
    server.signal("TERM");
    wait::until("the server stops accepting", || Connection::try_open(server.address).err());
    let begun = Instant::now();
    server.signal("TERM");
    let (status, _) = server.ended();
    assert!(!status.success(), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    hold.let_go();
}
