//! Clients that take their time do not take others'.

use std::time::{Duration, Instant};

use crate::database::Database;
use crate::support::{Connection, Member, Server, wait};

/// How many of each kind.
const CLIENTS: usize = 100;

on_both!(clients_that_never_finish_their_request_hold_up_nobody);
fn clients_that_never_finish_their_request_hold_up_nobody(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    let whole = member.slug_request("trip-with-me");
    let body = whole.find("\r\n\r\n").unwrap() + 4;
    let kinds = ["", "GE", &whole[..body / 2], &whole[..body], &whole[..body + 3]];
    let mut slow = wait::at_once(0..kinds.len() * CLIENTS, |number| {
        let mut connection = Connection::open(server.address);
        connection.send(kinds[number % kinds.len()]).unwrap();
        connection
    });
    let begun = Instant::now();
    let slugs = (0..40).map(|number| format!("slug-{number}"));
    for status in wait::at_once(slugs, |slug| member.set_slug(server.address, &slug).status) {
        assert_eq!(status, 200);
    }
    member.call(server.address, "GET", "/readyz").ok();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());

    // They are still welcome: those that go on get their answers.
    for (number, connection) in slow.iter_mut().enumerate().rev().take(kinds.len()) {
        let sent = kinds[number % kinds.len()];
        let rest = if sent == "GE" {
            "T /livez HTTP/1.1\r\nhost: localhost\r\n\r\n"
        } else {
            &whole[sent.len()..]
        };
        connection.send(rest).unwrap();
        connection.answer().ok();
    }
}

#[test]
fn a_body_that_never_comes_is_answered_as_a_time_out() {
    let server_database = Database::sqlite();
    let server = Server::start(&server_database);
    let member = Member::sign_in(&server, "somebody");
    let whole = member.slug_request("trip-with-me");
    let mut connection = Connection::open(server.address);
    connection.send(&whole[..whole.len() - 1]).unwrap();
    let begun = Instant::now();
    connection.answer().is_error(503, "unavailable");
    let took = begun.elapsed();
    assert!(took > Duration::from_secs(8) && took < Duration::from_secs(13), "{took:?}");
}

#[test]
fn a_request_that_dribbles_in_byte_by_byte_is_answered() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let member = Member::sign_in(&server, "somebody");
    let mut connection = Connection::open(server.address);
    for byte in member.slug_request("trip-with-me").as_bytes() {
        connection.send([*byte]).unwrap();
    }
    connection.answer().ok();
}

#[test]
fn a_client_that_does_not_read_its_answers_holds_up_nobody() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let mut deaf = Connection::open(server.address);
    let requests = "GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(200);
    deaf.send(requests).unwrap();
    for _ in 0..20 {
        Connection::open(server.address).get("/livez").ok();
    }
}
