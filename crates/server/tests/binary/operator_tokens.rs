//! `triport-referrals operator`, beside a running server.

use std::process::{Command, Output};

use crate::database::Database;
use crate::support::member::request;
use crate::support::{Connection, Server};

/// Runs the command as somebody on the machine does, with the log at its most talkative.
fn operator(database: &Database, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_triport-referrals"))
        .arg("operator")
        .args(arguments)
        .env_clear()
        .env("TRIPORT_DATABASE_URL", database.url())
        .env("TRIPORT_LOG", "trace")
        .output()
        .unwrap()
}

/// The same, which has to succeed; answers what it printed.
#[track_caller]
fn done(database: &Database, arguments: &[&str]) -> String {
    let output = operator(database, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Asks for the audit log with a token; answers the status.
fn audit(server: &Server, token: &str) -> u16 {
    let mut connection = Connection::open(server.address);
    let header = format!("x-admin-token: {token}\r\n");
    connection.send(request("GET", "/v1/admin/audit", &header, "")).unwrap();
    connection.answer().status
}

on_both!(a_token_works_from_its_making_to_its_end_beside_a_running_server);
fn a_token_works_from_its_making_to_its_end_beside_a_running_server(database: &Database) {
    let settings = [("TRIPORT_LOG", "trace")];
    let server = Server::start_with(&database.url(), &settings);
    let added = operator(database, &["add", "support-eve", "--role", "support"]);
    assert!(added.status.success(), "{added:?}");
    let printed = String::from_utf8(added.stdout).unwrap();
    let token = printed.strip_suffix('\n').unwrap();
    assert!(token.starts_with("tro_") && token.len() == 68, "nothing but the token: {printed}");
    assert_eq!(audit(&server, token), 200);
    let listed = done(database, &["list"]);
    let columns: Vec<&str> = listed.trim_end().split('\t').collect();
    assert_eq!((columns[0], columns[1], columns[3]), ("support-eve", "support", "-"), "{listed}");
    done(database, &["revoke", "support-eve"]);
    assert_eq!(audit(&server, token), 401, "at once");
    let listed = done(database, &["list"]);
    assert!(!listed.trim_end().ends_with("\t-"), "{listed}");
    server.signal("TERM");
    let digits = &token[4..];
    let (_, lines) = server.ended();
    assert!(lines.len() > 5, "there is a log: {lines:?}");
    let said = String::from_utf8(added.stderr).unwrap();
    for line in lines.iter().map(String::as_str).chain(said.lines()).chain(listed.lines()) {
        assert!(!line.contains(digits), "the token in {line}");
    }
}

on_both!(names_are_given_once_and_what_cannot_be_done_fails);
fn names_are_given_once_and_what_cannot_be_done_fails(database: &Database) {
    assert!(!operator(database, &["list"]).status.success(), "there is no database yet");
    drop(Server::start(database));
    done(database, &["add", "eve", "--role", "read"]);
    for wrong in [
        &["add", "eve", "--role", "full"][..],
        &["add", "admin", "--role", "full"],
        &["add", "Eve", "--role", "full"],
        &["add", "bob", "--role", "king"],
        &["add", "bob"],
        &["revoke", "bob"],
    ] {
        let output = operator(database, wrong);
        assert!(!output.status.success(), "{wrong:?}");
        assert!(output.stdout.is_empty(), "{wrong:?} prints no token");
    }
    assert_eq!(done(database, &["list"]).lines().count(), 1);
    done(database, &["revoke", "eve"]);
    assert!(!operator(database, &["revoke", "eve"]).status.success());
    assert!(!operator(database, &["add", "eve", "--role", "read"]).status.success());
}
