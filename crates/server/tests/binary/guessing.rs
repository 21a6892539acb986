//! Guessing a one-time code, as many at once as can be.

use std::collections::BTreeMap;

use serde_json::json;

use crate::database::Database;
use crate::support::member::request;
use crate::support::{Connection, Server, say, volume, wait};

/// How many guess side by side, each on a connection of its own.
const CLIENTS: usize = 64;
/// So many guesses are compared with a code.
const MAX_TRIES: usize = 5;

/// Guesses at one code, spread over servers, and how often each answer came.
fn guess(
    servers: &[Server],
    request_id: &str,
    right: &str,
    guesses: usize,
) -> BTreeMap<String, usize> {
    let answers = wait::at_once(0..CLIENTS, |client| {
        let mut connection = Connection::open(servers[client % servers.len()].address);
        let mut tags = Vec::new();
        for number in (client..guesses).step_by(CLIENTS) {
            let code = format!("{number:06}");
            if code == right {
                continue;
            }
            let body = json!({ "request_id": request_id, "code": code }).to_string();
            connection.send(request("POST", "/v1/auth/email/verify", "", &body)).unwrap();
            tags.push(
                connection.answer().json()["error"].as_str().unwrap_or("signed in").to_owned(),
            );
        }
        tags
    });
    let mut counts = BTreeMap::new();
    for tag in answers.into_iter().flatten() {
        *counts.entry(tag).or_default() += 1;
    }
    counts
}

fn ask_for_code(server: &Server, email: &str) -> (String, String) {
    let mut connection = Connection::open(server.address);
    let start = json!({ "email": email }).to_string();
    connection.send(request("POST", "/v1/auth/email/start", "", &start)).unwrap();
    let request_id = connection.answer().ok()["request_id"].as_str().unwrap().to_owned();
    (request_id, server.code_for(email))
}

fn verify(server: &Server, request_id: &str, code: &str) -> (u16, String) {
    let mut connection = Connection::open(server.address);
    let body = json!({ "request_id": request_id, "code": code }).to_string();
    connection.send(request("POST", "/v1/auth/email/verify", "", &body)).unwrap();
    let answer = connection.answer();
    (answer.status, answer.json()["error"].as_str().unwrap_or_default().to_owned())
}

/// What holds however many guess, through however many servers.
fn assert_guessing_is_hopeless(servers: &[Server]) {
    let email = "victim@guessed.example";
    let (request_id, right) = ask_for_code(&servers[0], email);
    let guesses = volume(640, 10_000);
    let answers = guess(servers, &request_id, &right, guesses);
    say(&format!("{guesses} guesses at once at one code: {answers:?}"));
    let compared = answers.get("invalid_code").copied().unwrap_or(0);
    assert!(compared <= MAX_TRIES, "{answers:?}");
    assert_eq!(answers.get("signed in"), None, "{answers:?}");
    let refused = ["invalid_code", "invalid_request", "rate_limited"];
    assert!(answers.keys().all(|tag| refused.contains(&tag.as_str())), "{answers:?}");
    // The code is burnt for everybody, its owner included, who gets a longer one instead.
    let late = verify(&servers[0], &request_id, &right);
    assert_eq!(late, (400, "invalid_request".to_owned()));
    let (request_id, longer) = ask_again(&servers[0], email, &right);
    assert_eq!(longer.len(), 10, "{longer}");
    assert_eq!(verify(&servers[0], &request_id, &longer).0, 200, "its owner is not locked out");
}

/// Asks for another code and waits until it is printed.
fn ask_again(server: &Server, email: &str, known: &str) -> (String, String) {
    let (request_id, _) = ask_for_code(server, email);
    let code = wait::until("another code is printed", || {
        let code = server.code_for(email);
        (code != known).then_some(code)
    });
    (request_id, code)
}

on_both!(of_guesses_by_the_thousand_no_more_than_five_are_compared_and_the_owner_still_signs_in);
fn of_guesses_by_the_thousand_no_more_than_five_are_compared_and_the_owner_still_signs_in(
    database: &Database,
) {
    assert_guessing_is_hopeless(&[Server::start(database)]);
}

#[test]
fn guesses_through_two_servers_are_counted_together() {
    let database = wait::now(Database::postgres());
    assert_guessing_is_hopeless(&[Server::start(&database), Server::start(&database)]);
}
