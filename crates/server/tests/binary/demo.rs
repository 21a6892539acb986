//! `triport-referrals demo`.

use std::process::{Command, Output};

use crate::database::Database;
use crate::support::member::request;
use crate::support::{Connection, Server, wait};

fn run(database: &Database, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_triport-referrals"))
        .args(arguments)
        .env_clear()
        .env("TRIPORT_DATABASE_URL", database.url())
        .output()
        .unwrap()
}

/// Tells the story; answers the operator's token, the only thing that is printed as a result.
#[track_caller]
fn fill(database: &Database) -> String {
    let output = run(database, &["demo"]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

on_both!(a_year_has_everything_in_it_and_its_books_are_right);
fn a_year_has_everything_in_it_and_its_books_are_right(database: &Database) {
    let token = fill(database);
    let verified = run(database, &["ledger", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
    let count = |what: &str| wait::now(database.number(&format!("SELECT count(*) FROM {what}")));
    assert!(count("accounts") > 200);
    assert!(count("payments") > 400);
    assert!(count("refunds WHERE voided_at IS NOT NULL") > 0, "a dispute that was won");
    assert!(count("balances WHERE available_micro < 0") > 0, "somebody in debt");
    for (table, column, values) in [
        ("payouts", "status", "requested processing sent failed cancelled"),
        ("invoices", "status", "open paid void"),
        ("accounts", "tier", "1 2"),
        ("invoices", "paid_by", "credit external"),
    ] {
        for value in values.split(' ') {
            let found = count(&format!("{table} WHERE CAST({column} AS TEXT) = '{value}'"));
            assert!(found > 0, "no {table} with {value}");
        }
    }
    assert!(count("accounts WHERE payouts_frozen_at IS NOT NULL") == 1);
    assert!(count("referral_codes WHERE replaced_at IS NOT NULL") > 0, "aliases");
    assert_eq!(count("sessions"), 0, "nobody is signed in who was made up");
    let server = Server::start(database);
    let header = format!("x-admin-token: {token}\r\n");
    let mut connection = Connection::open(server.address);
    connection.send(request("GET", "/v1/admin/totals", &header, "")).unwrap();
    let totals = connection.answer().ok();
    assert!(totals["clicks"].as_i64().unwrap() > 1_000, "{totals}");
}

on_both!(only_a_new_database_is_filled);
fn only_a_new_database_is_filled(database: &Database) {
    let server = Server::start(database);
    crate::support::Member::sign_in(&server, "ada");
    drop(server);
    let output = run(database, &["demo"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("has accounts already"), "{said}");
    assert!(said.contains("name another in TRIPORT_DATABASE_URL"), "what to do instead: {said}");
    let accounts = wait::now(database.number("SELECT count(*) FROM accounts"));
    assert_eq!(accounts, 1);
}
