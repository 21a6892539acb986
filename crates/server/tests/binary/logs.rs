//! What the log says, and what it never says, at its most talkative.

use serde_json::{Value, json};

use crate::database::Database;
use crate::support::member::request;
use crate::support::{Answer, Connection, Member, Server, wait};

const TALKATIVE: &[(&str, &str)] = &[("TRIPORT_LOG", "trace")];

/// The request id that a line carries.
fn request_id(line: &Value) -> Option<&str> {
    line["request_id"].as_str()
}

/// Makes calls of every kind, good and bad; answers what came back.
fn a_whole_session(server: &Server, member: &Member, database: &Database) -> Vec<Answer> {
    let post = |path: &str, body: Value| member.request("POST", path, &body.to_string());
    let calls = [
        member.request("GET", "/v1/auth/me", ""),
        post("/v1/auth/me", json!({ "display_name": "Ada Lovelace" })),
        member.slug_request("trip-with-me"),
        member.slug_request("x"),
        member.request("GET", "/v1/referrals/code/check?slug=plan-of-mine", ""),
        member.request("DELETE", "/v1/referrals/code", ""),
        post("/v1/auth/email/start", json!({ "email": "not an address of anybody" })),
        post("/v1/auth/email/start", json!({ "email": "second.person@other.example" })),
        post("/v1/auth/email/verify", json!({ "request_id": "x", "code": "777777" })),
        request("GET", "/nowhere?token=secret-of-the-query", "", ""),
        request("GET", "/metrics", "x-admin-token: a-wrong-admin-token\r\n", ""),
        request("POST", "/v1/auth/logout", "cookie: nl_session=forged-session\r\n", ""),
        member.request("POST", "/v1/auth/logout", ""),
        member.request("GET", "/v1/auth/me", ""),
    ];
    let mut connection = Connection::open(server.address);
    let mut answers: Vec<Answer> = calls
        .iter()
        .map(|call| {
            connection.send(call).unwrap();
            connection.answer()
        })
        .collect();
    let broken = Member::sign_in(server, "broken");
    wait::now(database.run("ALTER TABLE referral_codes RENAME TO away"));
    answers.push(broken.set_slug(server.address, "trip-with-me"));
    answers
}

on_both!(no_line_holds_a_code_token_cookie_or_whole_address);
fn no_line_holds_a_code_token_cookie_or_whole_address(database: &Database) {
    let server = Server::start_with(&database.url(), TALKATIVE);
    let member = Member::sign_in(&server, "somebody");
    let codes = [server.code_for(&member.email)];
    a_whole_session(&server, &member, database);
    let other_code = server.code_for("second.person@other.example");
    server.signal("TERM");
    let (_, lines) = server.ended();
    assert!(lines.len() > 20, "there is a log: {lines:?}");
    let secrets = [
        member.session.as_str(),
        &member.csrf,
        &member.email,
        "member@",
        "second.person",
        "not an address of anybody",
        "Ada Lovelace",
        "trip-with-me",
        "plan-of-mine",
        "secret-of-the-query",
        "forged-session",
        "nl_session=",
        "a-wrong-admin-token",
        crate::support::process::ADMIN_TOKEN,
        "777777",
    ];
    for line in &lines {
        for secret in secrets {
            assert!(!line.contains(secret), "{secret} stands in {line}");
        }
        // The one line that may: without a mail server the code has to be somewhere.
        let printed = crate::support::process::parse(line)["code"].is_string();
        for code in codes.iter().chain([&other_code]) {
            assert!(printed || !line.contains(&format!("\"{code}\"")), "{code} stands in {line}");
        }
    }
}

on_both!(every_request_has_one_line_with_its_id_and_no_path);
fn every_request_has_one_line_with_its_id_and_no_path(database: &Database) {
    let server = Server::start_with(&database.url(), TALKATIVE);
    let member = Member::sign_in(&server, "somebody");
    let answers = a_whole_session(&server, &member, database);
    let log = wait::until("every line is written", || {
        let log = server.log();
        let access = log.iter().filter(|line| line["target"] == "access").count();
        (access >= answers.len() + 4).then_some(log)
    });
    for answer in &answers {
        let id = answer.header("x-request-id");
        let lines: Vec<&Value> = log
            .iter()
            .filter(|line| request_id(line) == Some(id) && line["target"] == "access")
            .collect();
        assert_eq!(lines.len(), 1, "{answer:?}: {lines:?}");
        assert_eq!(lines[0]["status"], answer.status, "{lines:?}");
        assert!(lines[0]["micros"].is_u64() && lines[0]["route"].is_string(), "{lines:?}");
        let error = if answer.status < 400 { Value::Null } else { answer.json()["error"].clone() };
        assert_eq!(lines[0]["error"], error, "{lines:?}");
    }
    let printed = log.iter().filter(|line| line["code"].is_string());
    for line in log.iter().filter(|line| line["target"] == "access").chain(printed) {
        let id = request_id(line).unwrap_or_default();
        assert!(id.starts_with("req_") && id.len() == 20, "{line}");
    }
}

on_both!(the_reason_of_a_failure_is_logged_under_the_id_that_the_caller_was_told);
fn the_reason_of_a_failure_is_logged_under_the_id_that_the_caller_was_told(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "somebody");
    wait::now(database.run("ALTER TABLE referral_codes RENAME TO away"));
    let answer = member.set_slug(server.address, "trip-with-me");
    answer.is_error(500, "internal");
    let reason = wait::until("the reason is logged", || {
        let mut log = server.log().into_iter();
        log.find(|line| line["level"] == "ERROR" && line["cause"].is_string())
    });
    assert_eq!(request_id(&reason), Some(answer.header("x-request-id")), "{reason}");
    assert!(reason["cause"].as_str().unwrap().contains("referral_codes"), "{reason}");
}

#[test]
fn statements_are_logged_under_the_id_of_the_request_they_are_for() {
    let database = wait::now(Database::postgres());
    let server = Server::start_with(&database.url(), &[("TRIPORT_LOG", "debug")]);
    let member = Member::sign_in(&server, "somebody");
    let answer = member.set_slug(server.address, "trip-with-me");
    answer.ok();
    let id = answer.header("x-request-id");
    let log = wait::until("the request is logged", || {
        let log = server.log();
        let logged = |line: &Value| line["target"] == "access" && request_id(line) == Some(id);
        log.iter().any(logged).then_some(log)
    });
    let statements = log.iter().filter(|line| {
        let message = line["message"].as_str().unwrap_or_default();
        message.starts_with("executing statement") && request_id(line) == Some(id)
    });
    // One finds the session; the others are the transaction's.
    assert!(statements.count() >= 4, "{log:?}");
}

on_both!(at_the_usual_level_a_quiet_server_writes_a_line_per_request_and_no_more);
fn at_the_usual_level_a_quiet_server_writes_a_line_per_request_and_no_more(database: &Database) {
    let server = Server::start(database);
    let before = server.log().len();
    let mut connection = Connection::open(server.address);
    for _ in 0..10 {
        connection.get("/livez").ok();
    }
    server.signal("TERM");
    let (_, lines) = server.ended();
    let access = lines.iter().filter(|line| line.contains("\"target\":\"access\"")).count();
    assert_eq!(access, 10, "{lines:?}");
    assert!(lines.len() <= before + 12, "{lines:?}");
}

/// So that nobody waits for a mail that nobody sends.
#[test]
fn without_a_mail_server_the_terms_say_that_codes_are_in_the_log() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let mut connection = Connection::open(server.address);
    connection.send(request("GET", "/v1/program", "", "")).unwrap();
    assert_eq!(connection.answer().ok()["one_time_codes"], "log");
}
