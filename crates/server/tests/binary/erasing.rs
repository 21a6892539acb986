//! An account that is erased while everything around it goes on: on SQLite through one process, on
//! PostgreSQL through two.

use std::net::SocketAddr;

use serde_json::json;

use crate::database::Database;
use crate::support::money::{
    ANY_PAYOUT, LONG_AGO, Pair, assert_ledger_is_right, operator_request, payout_body, try_send,
};
use crate::support::{Answer, Server, wait};

const ROUNDS: usize = 6;

/// As many processes as there can be on one database.
fn servers(database: &Database) -> Vec<Server> {
    let count = if database.is_postgres() { 2 } else { 1 };
    (0..count).map(|_| Server::start_with(&database.url(), ANY_PAYOUT)).collect()
}

/// Sends all calls at once, by turns to each process; answers in order.
fn at_once(servers: &[Server], calls: &[String]) -> Vec<Answer> {
    let addresses: Vec<SocketAddr> = servers.iter().map(|server| server.address).collect();
    wait::at_once(calls.iter().enumerate(), |(number, call)| {
        try_send(addresses[number % addresses.len()], call).unwrap()
    })
}

/// Waits until the database has nothing left to do for erasures, and looks at what is there.
fn assert_nobody_is_left(database: &Database) {
    for (what, query) in [
        (
            "sessions of erased accounts",
            "SELECT count(*) FROM session_claims c JOIN accounts a ON a.user_id = c.user_id
             WHERE a.erased_at IS NOT NULL",
        ),
        (
            "identities of erased accounts",
            "SELECT count(*) FROM identities i JOIN accounts a ON a.user_id = i.user_id
             WHERE a.erased_at IS NOT NULL",
        ),
        (
            "names of erased accounts",
            "SELECT count(*) FROM accounts WHERE erased_at IS NOT NULL
             AND (email IS NOT NULL OR display_name <> 'Former member')",
        ),
        (
            "open payouts of erased accounts",
            "SELECT count(*) FROM payouts p JOIN accounts a ON a.user_id = p.user_id
             WHERE a.erased_at IS NOT NULL AND p.status IN ('requested', 'processing')",
        ),
        (
            "balances of erased accounts",
            "SELECT count(*) FROM balances b JOIN accounts a ON a.user_id = b.user_id
             WHERE a.erased_at IS NOT NULL AND (b.available_micro <> 0 OR b.pending_micro <> 0)",
        ),
    ] {
        assert_eq!(wait::now(database.number(query)), 0, "{what}");
    }
    assert_ledger_is_right(&database.url());
}

on_both!(an_inviter_that_is_erased_in_the_middle_of_its_business_leaves_right_books);
fn an_inviter_that_is_erased_in_the_middle_of_its_business_leaves_right_books(database: &Database) {
    let servers = servers(database);
    let to = servers[0].address;
    let mut erased = 0;
    for round in 0..ROUNDS {
        let pair = Pair::sign_in(&servers[0], &format!("pair-{round}"));
        pair.pay(to, &format!("old-{round}"), 100_000);
        let pay = |number: usize| {
            let body = json!({ "payment_id": format!("pay-{round}-{number}"), "paid_at": LONG_AGO,
                               "user_id": pair.invitee_id, "amount_micro": 10_000 });
            operator_request("POST", "/v1/admin/payments", &body)
        };
        let refund = |number: usize| {
            let body =
                json!({ "refund_id": format!("re-{round}-{number}"), "amount_micro": 7_000 });
            operator_request("POST", &format!("/v1/admin/payments/old-{round}/refund"), &body)
        };
        let path = format!("/v1/admin/users/{}?forfeit=true", pair.inviter_id);
        let calls: Vec<String> = (0..32)
            .map(|number| match (number + round) % 8 {
                0..3 => pay(number),
                3 | 4 => refund(number),
                5 => operator_request("DELETE", &path, &json!({})),
                6 => pair.inviter.request("DELETE", "/v1/auth/me?forfeit=true", ""),
                _ if number < 8 => {
                    pair.inviter.json_request("/v1/referrals/payouts", &payout_body(10), None)
                }
                _ => pair.inviter.request("GET", "/v1/referrals/me", ""),
            })
            .collect();
        for answer in at_once(&servers, &calls) {
            let fine = [200, 201, 202, 401, 409].contains(&answer.status)
                || (answer.status == 400 && answer.json()["error"] == "balance_insufficient");
            assert!(fine, "{answer:?}");
        }
        let path = format!("/v1/admin/referrals/users/{}", pair.inviter_id);
        let shown = try_send(to, &operator_request("GET", &path, &json!({}))).unwrap().ok();
        let is_erased = wait::now(database.number(&format!(
            "SELECT count(*) FROM accounts WHERE erased_at IS NOT NULL AND {}",
            by_id(database, &pair.inviter_id)
        )));
        if is_erased == 1 {
            erased += 1;
            assert_eq!(shown["balance"]["available_micro"], 0, "{shown}");
            assert_eq!(shown["balance"]["debt_micro"], 0, "{shown}");
        }
        assert_nobody_is_left(database);
    }
    assert!(erased > 0, "a payout was in the way every time");
}

on_both!(sign_ins_slugs_and_claims_while_an_account_is_erased_belong_to_somebody);
fn sign_ins_slugs_and_claims_while_an_account_is_erased_belong_to_somebody(database: &Database) {
    let servers = servers(database);
    let to = servers[0].address;
    for round in 0..ROUNDS {
        let pair = Pair::sign_in(&servers[0], &format!("pair-{round}"));
        pair.inviter.set_slug(to, &format!("slug-{round}")).ok();
        let code = pair.inviter.code(to);
        let late = crate::support::Member::sign_in(&servers[0], &format!("late-{round}"));
        let calls: Vec<String> = (0..24)
            .map(|number| match number % 6 {
                0 => pair.inviter.slug_request(&format!("slug-{round}-{number}")),
                1 => late.slug_request(&format!("slug-{round}")),
                2 => late.json_request("/v1/referrals/claim", &json!({ "code": code }), None),
                3 => pair.inviter.json_request(
                    "/v1/auth/me",
                    &json!({ "display_name": "Somebody" }),
                    None,
                ),
                4 => {
                    pair.inviter.json_request("/v1/referrals/claim", &json!({ "code": "x" }), None)
                }
                _ => pair.inviter.request("DELETE", "/v1/auth/me", ""),
            })
            .collect();
        for answer in at_once(&servers, &calls) {
            assert!([200, 401, 409, 503].contains(&answer.status), "{answer:?}");
        }
        assert_nobody_is_left(database);
        let orphans = "SELECT count(*) FROM code_claims c JOIN accounts a ON a.user_id = c.user_id
                       WHERE a.erased_at IS NOT NULL AND c.code LIKE 'slug-%'";
        assert_eq!(wait::now(database.number(orphans)), 0);
    }
}

fn by_id(database: &Database, id: &str) -> String {
    if database.is_postgres() {
        format!("user_id = '{id}'")
    } else {
        format!("user_id = X'{}'", id.replace('-', ""))
    }
}
