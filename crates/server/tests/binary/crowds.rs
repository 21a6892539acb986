//! Clients by the thousand that want nothing or never finish: memory stays bounded, whoever has a
//! request is served. The figures are printed (`--nocapture`).

use std::time::{Duration, Instant};

use crate::database::Database;
use crate::support::crowd::is_served;
use crate::support::member::request;
use crate::support::{Connection, Crowd, Member, Server, say, volume, wait};

/// More than the server takes.
const IDLE: usize = 5_000;
/// What the server may use with every connection taken, whatever they have sent.
const MOST_KIB: u64 = 320 * 1_024;
/// What it may use for connections that have sent nothing.
const MOST_IDLE_KIB: u64 = 160 * 1_024;

#[track_caller]
fn assert_memory(about: &str, server: &Server, most_kib: u64) {
    let peak = server.peak_memory_kib();
    say(&format!("{about}: the server has used {} MiB at most", peak / 1_024));
    assert!(peak < most_kib, "{about}: {peak} KiB");
}

on_both!(five_thousand_idle_connections_hold_up_nobody);
fn five_thousand_idle_connections_hold_up_nobody(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    let mut idle = vec![Crowd::gather(server.address, IDLE, |_| Vec::new())];
    is_served("5 000 idle connections", &member, server.address, 50);
    // A busy system drops some before the server sees them; others come in their place.
    wait::until("900 have made room", || {
        let displaced = server.metric("triport_http_connections_displaced_total");
        if displaced < 900 {
            idle.push(Crowd::gather(server.address, 100, |_| Vec::new()));
        }
        (displaced >= 900).then_some(())
    });
    let open = server.metric("triport_http_connections");
    assert!((4_000..=4_096).contains(&open), "{open} are open");
    assert_memory("5 000 idle connections", &server, MOST_IDLE_KIB);
    drop(idle);
    wait::until("all of them are gone", || {
        (server.metric("triport_http_connections") < 10).then_some(())
    });
}

on_both!(slow_heads_slow_bodies_and_unread_answers_hold_up_nobody);
fn slow_heads_slow_bodies_and_unread_answers_hold_up_nobody(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    // Almost a whole head; almost a whole body; answers by the hundred that nobody reads.
    let head = format!("GET /livez HTTP/1.1\r\nhost: localhost\r\nx-slow: {}", "a".repeat(15_000));
    let body = member.request("POST", "/v1/referrals/code", &" ".repeat(4_096));
    let body = &body[..body.len() - 1];
    let deaf = request("GET", "/openapi.json", "", "").repeat(50);
    let size = volume(4_500, 9_000);
    let crowd = Crowd::gather(server.address, size, |number| match number % 3 {
        0 => head.clone().into_bytes(),
        1 => body.as_bytes().to_vec(),
        _ => deaf.clone().into_bytes(),
    });
    is_served("slow heads, slow bodies, unread answers", &member, server.address, 50);
    assert_memory("slow heads, slow bodies, unread answers", &server, MOST_KIB);
    drop(crowd);
}

on_both!(bodies_that_never_end_are_thrown_away_as_they_come);
fn bodies_that_never_end_are_thrown_away_as_they_come(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    let head = member.request("POST", "/v1/referrals/code", "");
    let head = head.replace("content-length: 0", "transfer-encoding: chunked");
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let time = Duration::from_secs(u64::try_from(volume(2, 30)).unwrap());
    let sent: Vec<usize> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..32)
            .map(|_| scope.spawn(|| send_without_end(&server, &head, &chunk, time)))
            .collect();
        is_served("bodies without end", &member, server.address, 20);
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let total: usize = sent.iter().sum();
    say(&format!("bodies without end: {} MiB were sent", total >> 20));
    assert_memory("bodies without end", &server, MOST_IDLE_KIB);
}

/// Sends until the time is over, on a new connection whenever the server has had enough.
fn send_without_end(server: &Server, head: &str, chunk: &str, time: Duration) -> usize {
    let (begun, mut sent) = (Instant::now(), 0);
    while begun.elapsed() < time {
        let Ok(mut connection) = Connection::try_open(server.address) else { continue };
        let _ = connection.send(head);
        while begun.elapsed() < time && connection.send(chunk).is_ok() {
            sent += chunk.len();
        }
    }
    sent
}

#[test]
fn a_client_that_never_reads_its_answers_loses_its_slot() {
    // It takes the 30 seconds that it is given.
    if volume(0, 1) == 0 {
        return;
    }
    let database = Database::sqlite();
    let server = Server::start(&database);
    let mut deaf = Connection::open(server.address);
    let requests = request("GET", "/openapi.json", "", "").repeat(500);
    let _ = deaf.send(requests);
    let begun = Instant::now();
    while server.metric("triport_http_connections") > 1 {
        std::thread::sleep(Duration::from_millis(500));
        assert!(begun.elapsed() < Duration::from_secs(50), "it keeps its slot for ever");
    }
    assert!(begun.elapsed() > Duration::from_secs(20), "it was given less than its time");
}
