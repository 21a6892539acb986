//! Servers that refuse, stall or vanish.

use std::time::{Duration, Instant};

use triport_app::mail::SEND_LIMIT;

use crate::common::{failure, mailer, message, run, send};
use crate::peer::Peer;

#[test]
fn refusals_are_temporary_or_permanent_as_the_server_says() {
    for (fail, expected, temporary) in [
        ("mail-421", "mail cannot be sent now: the server answered 421 4.3.2", true),
        ("rcpt-451", "mail cannot be sent now: the server answered 451 4.7.1", true),
        ("rcpt-550", "mail cannot be sent: the server answered 550 5.1.1", false),
        ("data-554", "mail cannot be sent: the server answered 554 5.7.1", false),
    ] {
        let peer = Peer::start(&["--fail", fail]);
        let error = failure(send(&format!("smtp://localhost:{}", peer.port)));
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.is_temporary(), temporary);
        assert!(!error.may_have_been_sent(), "{error}");
    }
}

#[test]
fn a_server_that_hangs_up_in_the_middle_may_have_sent_the_message() {
    let peer = Peer::start(&["--fail", "hang-up"]);
    let started = Instant::now();
    let error = failure(send(&format!("smtp://localhost:{}", peer.port)));
    assert!(error.is_temporary() && error.may_have_been_sent(), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_server_that_is_not_there_is_a_temporary_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    for url in [format!("smtp://127.0.0.1:{port}"), format!("smtps://127.0.0.1:{port}")] {
        let error = failure(send(&url));
        assert!(error.is_temporary() && error.to_string().contains("refused"), "{error}");
        assert!(!error.may_have_been_sent(), "{error}");
    }
}

#[test]
fn something_that_does_not_speak_smtp_is_a_temporary_failure() {
    use std::io::Write as _;
    for answer in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], b"", b"250-\xff\xfe\r\n"] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(answer).unwrap();
        });
        let error = failure(run(mailer(&format!("smtp://127.0.0.1:{port}")).check()));
        assert!(error.is_temporary() && !error.to_string().contains("HTTP"), "{error}");
        server.join().unwrap();
    }
}

#[test]
fn a_server_that_never_answers_costs_no_more_than_the_limit() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_port = silent.local_addr().unwrap().port();
    let stalls = Peer::start(&["--fail", "slow"]);
    let (silent_url, slow_url) =
        (format!("smtp://127.0.0.1:{silent_port}"), format!("smtp://127.0.0.1:{}", stalls.port));
    let started = Instant::now();
    let (silent, slow, checked) = run(async {
        let (silent, slow) = (mailer(&silent_url), mailer(&slow_url));
        tokio::join!(silent.send(message()), slow.send(message()), silent.check())
    });
    let took = started.elapsed();
    assert!(took < SEND_LIMIT + Duration::from_secs(3), "{took:?}");
    for (error, is_unknown) in
        [(failure(silent), false), (failure(slow), true), (failure(checked), false)]
    {
        assert!(error.is_temporary(), "{error}");
        assert_eq!(error.may_have_been_sent(), is_unknown, "{error}");
    }
}

/// A pool that takes back a connection whose sender stopped waiting hands the next sender the
/// answers meant for the last one: a refused message then counts as sent.
#[test]
fn a_conversation_that_nobody_waits_for_any_more_is_not_continued() {
    let peer = Peer::start(&["--fail", "slow-once"]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{}", peer.port));
    run(async {
        let given_up = tokio::time::timeout(Duration::from_millis(500), mailer.send(message()));
        given_up.await.unwrap_err();
        mailer.send(message()).await.unwrap();
        mailer.send(message()).await.unwrap();
    });
    let mut connections: Vec<_> =
        (0..2).map(|_| peer.message()["connection"].as_u64().unwrap()).collect();
    connections.dedup();
    assert_eq!(connections.len(), 1, "both later messages share a connection of their own");
}
