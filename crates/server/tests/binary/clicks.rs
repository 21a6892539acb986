//! Clicks reach the database by themselves, and those of the last moment when the server stops.

use crate::database::Database;
use crate::support::member::request;
use crate::support::{Connection, Member, Server, wait};

/// Follows the link as `curl` does.
fn follow(server: &Server, code: &str) {
    let mut connection = Connection::open(server.address);
    let path = format!("/r/{code}");
    connection.send(request("GET", &path, "user-agent: curl/8.5.0\r\n", "")).unwrap();
    let answer = connection.read(false).unwrap().unwrap();
    assert_eq!((answer.status, answer.cookie("ref_code").as_str()), (302, code));
}

fn clicks(database: &Database) -> i64 {
    let query = "SELECT CAST(COALESCE(SUM(clicks), 0) AS BIGINT) FROM code_clicks";
    wait::now(database.number(query))
}

on_both!(clicks_are_written_while_the_server_runs_and_when_it_stops);
fn clicks_are_written_while_the_server_runs_and_when_it_stops(database: &Database) {
    let server = Server::start(database);
    let ada = Member::sign_in(&server, "ada");
    ada.set_slug(server.address, "trip-with-me").ok();
    follow(&server, "trip-with-me");
    wait::until("the click is written", || (clicks(database) == 1).then_some(()));
    for _ in 0..20 {
        follow(&server, "trip-with-me");
    }
    server.signal("TERM");
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(0), "{log:?}");
    assert_eq!(clicks(database), 21);
}
