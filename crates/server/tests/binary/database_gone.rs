//! A PostgreSQL that goes away and comes back, while the server stays.

use std::time::{Duration, Instant};

use crate::support::{Cluster, Connection, Member, Server, wait};

/// Every kind of call that needs the database fails in its envelope, and in time.
fn assert_unavailable(server: &Server, member: &Member) {
    let start = "{\"email\":\"somebody@example.com\"}";
    let calls = [
        member.request("GET", "/v1/auth/me", ""),
        member.slug_request("trip-with-me"),
        member.request("POST", "/v1/auth/email/start", start),
        member.request("GET", "/readyz", ""),
    ];
    wait::at_once(&calls, |call| {
        let begun = Instant::now();
        let mut connection = Connection::open(server.address);
        connection.send(call).unwrap();
        let answer = connection.answer();
        answer.is_error(503, "unavailable");
        assert!(!answer.header("retry-after").is_empty(), "{answer:?}");
        assert!(begun.elapsed() < Duration::from_millis(11_500), "{:?}", begun.elapsed());
    });
    let mut connection = Connection::open(server.address);
    connection.get("/livez").ok();
}

/// The server is ready again by itself, and its sessions go on.
fn assert_recovers(server: &Server, member: &Member, slug: &str) {
    wait::until("the server is ready", || {
        let mut connection = Connection::open(server.address);
        (connection.get("/readyz").status == 200).then_some(())
    });
    // Every connection has to have been replaced, not only the first one asked.
    for number in 0..40 {
        member.call(server.address, "GET", "/v1/auth/me").ok();
        member.set_slug(server.address, &format!("{slug}-{}", number % 4)).ok();
    }
}

#[test]
fn calls_fail_while_the_database_is_gone_and_go_on_when_it_is_back_without_a_restart() {
    let cluster = Cluster::start("gone");
    let server = Server::start_with(&cluster.url, &[]);
    let member = Member::sign_in(&server, "somebody");
    member.set_slug(server.address, "before").ok();
    for round in ["first", "second"] {
        cluster.stop();
        assert_unavailable(&server, &member);
        cluster.restart();
        assert_recovers(&server, &member, round);
    }
    assert!(member.slugs(server.address).iter().any(|(slug, _)| slug == "before"));

    // A database that is there and does not answer.
    cluster.signal("STOP");
    assert_unavailable(&server, &member);
    cluster.signal("CONT");
    assert_recovers(&server, &member, "third");
}
