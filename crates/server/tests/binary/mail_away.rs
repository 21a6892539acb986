//! A mail server that is away, hangs or refuses: what the caller is told, and what counts.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::database::Database;
use crate::support::mail_server::MailServer;
use crate::support::member::request;
use crate::support::money::{ANY_PAYOUT, Pair, push};
use crate::support::{Answer, Connection, Server, wait};

/// Codes that an address may have sent in an hour.
const LIMIT: usize = 5;

fn server(database: &Database, mail_port: u64) -> Server {
    let url = format!("smtp://127.0.0.1:{mail_port}");
    let settings =
        [("TRIPORT_SMTP_URL", url.as_str()), ("TRIPORT_MAIL_FROM", "hello@shop.example")];
    Server::start_with(&database.url(), &settings)
}

fn asking(server: &Server) -> Connection {
    let mut connection = Connection::open(server.address);
    let body = "{\"email\":\"ada@example.com\"}";
    connection.send(request("POST", "/v1/auth/email/start", "", body)).unwrap();
    connection
}

#[track_caller]
fn assert_unavailable(answer: &Answer) {
    answer.is_error(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "10", "{answer:?}");
    let message = answer.json()["message"].as_str().unwrap().to_lowercase();
    assert!(!message.contains("mail") && !message.contains("127.0.0.1"), "{message}");
}

fn rows(database: &Database, table: &str) -> i64 {
    wait::now(database.number(&format!("SELECT count(*) FROM {table}")))
}

/// With mail that works, the address has all of its codes.
fn assert_nothing_counted(database: &Database, server: Server) {
    assert_eq!((rows(database, "one_time_codes"), rows(database, "limit_windows")), (0, 0));
    server.kill();
    let server = Server::start(database);
    for _ in 0..LIMIT {
        asking(&server).answer().ok();
    }
    asking(&server).answer().is_error(429, "rate_limited");
}

on_both!(a_mail_server_that_is_not_there_is_told_as_such_and_counts_against_nobody);
fn a_mail_server_that_is_not_there_is_told_as_such_and_counts_against_nobody(database: &Database) {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let server = server(database, port.into());
    for _ in 0..=LIMIT {
        assert_unavailable(&asking(&server).answer());
    }
    assert_nothing_counted(database, server);
}

on_both!(a_mail_server_that_never_speaks_is_given_up_in_time_and_counts_against_nobody);
fn a_mail_server_that_never_speaks_is_given_up_in_time_and_counts_against_nobody(
    database: &Database,
) {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = server(database, silent.local_addr().unwrap().port().into());
    let begun = Instant::now();
    for answer in wait::at_once(0..LIMIT, |_| asking(&server).answer()) {
        assert_unavailable(&answer);
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_nothing_counted(database, server);
}

on_both!(a_caller_who_stops_waiting_for_the_mail_server_is_not_counted);
/// Whoever closes the page while the mail server hangs may ask again, too.
fn a_caller_who_stops_waiting_for_the_mail_server_is_not_counted(database: &Database) {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = server(database, silent.local_addr().unwrap().port().into());
    let callers: Vec<Connection> = (0..LIMIT).map(|_| asking(&server)).collect();
    let made = || (rows(database, "one_time_codes") == 5).then_some(());
    wait::until("the codes are made", made);
    drop(callers);
    let forgotten = || (rows(database, "one_time_codes") == 0).then_some(());
    wait::until("the codes are forgotten", forgotten);
    assert_nothing_counted(database, server);
}

on_both!(an_operator_who_answers_a_payout_waits_for_no_mail_server);
fn an_operator_who_answers_a_payout_waits_for_no_mail_server(database: &Database) {
    let working = Server::start_with(&database.url(), ANY_PAYOUT);
    let pair = Pair::sign_in(&working, "pair");
    pair.pay(working.address, "pay", 1_000);
    let payout = pair.inviter.payout(working.address, 100, None).json();
    working.kill();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = server(database, silent.local_addr().unwrap().port().into());
    let path = format!("/v1/admin/referrals/payouts/{}/sent", payout["id"].as_str().unwrap());
    let begun = Instant::now();
    push(server.address, "POST", &path, &json!({ "tx_hash": "0xabc" })).ok();
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    // It was tried all the same.
    silent.accept().unwrap();
}

on_both!(a_message_that_is_refused_is_an_error_that_does_not_count);
fn a_message_that_is_refused_is_an_error_that_does_not_count(database: &Database) {
    for (how, temporary) in [("rcpt-550", false), ("rcpt-451", true)] {
        let mail = MailServer::that_fails(how);
        let server = server(database, mail.port);
        for _ in 0..=LIMIT {
            let answer = asking(&server).answer();
            if temporary {
                assert_unavailable(&answer);
            } else {
                answer.is_error(500, "internal");
            }
        }
        server.kill();
    }
    assert_eq!((rows(database, "one_time_codes"), rows(database, "limit_windows")), (0, 0));
}

on_both!(a_message_that_may_have_been_sent_counts);
/// A slow server delivers what it has taken: without the limit anybody could fill a mailbox through it.
fn a_message_that_may_have_been_sent_counts(database: &Database) {
    let mail = MailServer::that_fails("slow");
    let server = server(database, mail.port);
    for answer in wait::at_once(0..LIMIT, |_| asking(&server).answer()) {
        assert_unavailable(&answer);
    }
    asking(&server).answer().is_error(429, "rate_limited");
}
