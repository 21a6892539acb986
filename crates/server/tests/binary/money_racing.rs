//! Many that move the same money at the same moment: on SQLite through one process, on PostgreSQL
//! through two.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::database::Database;
use crate::support::money::{
    ANY_PAYOUT, LONG_AGO, Pair, assert_ledger_is_right, operator_request, payout_body, push,
    try_send,
};
use crate::support::{Answer, Member, Server, wait};

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

/// How many were answered with a status. All others have to have failed with that tag.
#[track_caller]
fn won(answers: &[Answer], status: u16, lost: (u16, &str)) -> usize {
    let (won, others): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == status);
    for answer in others {
        answer.is_error(lost.0, lost.1);
    }
    won.len()
}

#[track_caller]
fn push_invoice(to: SocketAddr, id: &str, user_id: &str, amount: i64) {
    let body = json!({ "user_id": user_id, "amount_micro": amount, "status": "open" });
    let answer = push(to, "PUT", &format!("/v1/admin/invoices/{id}"), &body);
    assert_eq!(answer.status, 201, "{answer:?}");
}

fn spend_body(invoice: &str, amount: i64) -> Value {
    json!({ "invoice_id": invoice, "amount_micro": amount })
}

const PAYOUTS: &str = "/v1/referrals/payouts";
const SPEND: &str = "/v1/referrals/spend-on-invoice";

on_both!(many_payouts_and_spends_at_once_never_exceed_the_balance);
fn many_payouts_and_spends_at_once_never_exceed_the_balance(database: &Database) {
    let servers = servers(database);
    let pair = Pair::sign_in(&servers[0], "pair");
    let to = servers[0].address;
    let mut left = 0;
    for round in 0..3 {
        // Several rewards: what is taken has to be put together from them.
        for number in 0..5 {
            pair.pay(to, &format!("pay-{round}-{number}"), 2_000);
        }
        left += 1_000;
        let calls: Vec<String> = (0..48)
            .map(|number| {
                if number / 2 % 2 == 0 {
                    return pair.inviter.json_request(PAYOUTS, &payout_body(70), None);
                }
                let invoice = format!("inv-{round}-{number}");
                push_invoice(to, &invoice, &pair.inviter_id, 70);
                pair.inviter.json_request(SPEND, &spend_body(&invoice, 70), None)
            })
            .collect();
        let answers = at_once(&servers, &calls);
        let used = answers.iter().filter(|answer| answer.status < 300).count();
        for answer in answers.iter().filter(|answer| answer.status >= 300) {
            answer.is_error(400, "balance_insufficient");
        }
        let used = i64::try_from(used).unwrap();
        assert_eq!(used, left / 70);
        left -= used * 70;
        assert_eq!(pair.inviter.balance(to), [0, left, 1_000 * (round + 1), 0]);
    }
    assert_ledger_is_right(&database.url());
}

on_both!(a_payment_that_is_pushed_fifty_times_at_once_counts_once);
fn a_payment_that_is_pushed_fifty_times_at_once_counts_once(database: &Database) {
    let servers = servers(database);
    let pair = Pair::sign_in(&servers[0], "pair");
    for round in 1..4 {
        let body = pair.payment(&format!("pay-{round}"), 9_999);
        let calls = vec![operator_request("POST", "/v1/admin/payments", &body); 50];
        let answers = at_once(&servers, &calls);
        let first = answers.iter().filter(|answer| answer.status == 201).count();
        let again = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!((first, again), (1, 49));
        let reward = &answers[0].json()["reward"]["id"];
        assert!(answers.iter().all(|answer| answer.json()["reward"]["id"] == *reward));
        let earned = 999 * round;
        assert_eq!(pair.inviter.balance(servers[0].address), [0, earned, earned, 0]);
    }
    assert_ledger_is_right(&database.url());
}

on_both!(a_refund_and_a_payout_at_once_end_in_debt_or_in_refusal);
fn a_refund_and_a_payout_at_once_end_in_debt_or_in_refusal(database: &Database) {
    let servers = servers(database);
    let to = servers[0].address;
    for round in 0..12 {
        let pair = Pair::sign_in(&servers[0], &format!("pair-{round}"));
        let payment = format!("pay-{round}");
        pair.pay(to, &payment, 1_000);
        let body = json!({ "refund_id": format!("re-{round}"), "amount_micro": 1_000 });
        let path = format!("/v1/admin/payments/{payment}/refund");
        let refund = operator_request("POST", &path, &body);
        let payout = pair.inviter.json_request(PAYOUTS, &payout_body(100), None);
        let mut calls = vec![refund, payout];
        // Each process sees each of both first.
        calls.rotate_left(round % 2);
        let mut answers = at_once(&servers, &calls);
        answers.rotate_right(round % 2);
        assert_eq!(answers[0].status, 201, "{answers:?}");
        let debt = if answers[1].status == 202 {
            100
        } else {
            answers[1].is_error(400, "balance_insufficient");
            0
        };
        assert_eq!(pair.inviter.balance(to), [0, 0, 0, debt]);
    }
    assert_ledger_is_right(&database.url());
}

on_both!(one_idempotency_key_used_by_sixty_four_calls_at_once_has_one_effect);
fn one_idempotency_key_used_by_sixty_four_calls_at_once_has_one_effect(database: &Database) {
    let servers = servers(database);
    let pair = Pair::sign_in(&servers[0], "pair");
    let to = servers[0].address;
    pair.pay(to, "pay", 1_000_000);
    push_invoice(to, "inv", &pair.inviter_id, 500);
    let spend = pair.inviter.json_request(SPEND, &spend_body("inv", 500), Some("spend"));
    let payout = pair.inviter.json_request(PAYOUTS, &payout_body(300), Some("payout"));
    for (call, status, left) in [(payout, 202, 99_700), (spend, 200, 99_200)] {
        let answers = at_once(&servers, &vec![call; 64]);
        let first = |answer: &&Answer| answer.header("idempotent-replayed").is_empty();
        assert_eq!(answers.iter().filter(first).count(), 1);
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (status, &answers[0].body));
        }
        assert_eq!(pair.inviter.balance(to)[1], left);
    }
    // With two bodies one wins, and only its own repetitions hear of it.
    let call = |number: i64| {
        pair.inviter.json_request(PAYOUTS, &payout_body(1 + number % 2), Some("either"))
    };
    let answers = at_once(&servers, &(0..64).map(call).collect::<Vec<_>>());
    assert_eq!(won(&answers, 202, (422, "idempotency_conflict")), 32);
    let left = pair.inviter.balance(to)[1];
    assert!(left == 99_199 || left == 99_198, "{left}");
    assert_ledger_is_right(&database.url());
}

on_both!(an_invoice_that_many_spends_want_to_pay_is_paid_once);
fn an_invoice_that_many_spends_want_to_pay_is_paid_once(database: &Database) {
    let servers = servers(database);
    let pair = Pair::sign_in(&servers[0], "pair");
    let to = servers[0].address;
    pair.pay(to, "pay", 1_000_000);
    for round in 1..4 {
        let invoice = format!("inv-{round}");
        push_invoice(to, &invoice, &pair.inviter_id, 100);
        let call = pair.inviter.json_request(SPEND, &spend_body(&invoice, 100), None);
        let answers = at_once(&servers, &vec![call; 24]);
        assert_eq!(won(&answers, 200, (404, "invoice_not_eligible")), 1);
        assert_eq!(pair.inviter.balance(to)[1], 100_000 - 100 * round);
    }
    assert_ledger_is_right(&database.url());
}

on_both!(of_all_ends_of_a_payout_at_once_one_comes_true);
fn of_all_ends_of_a_payout_at_once_one_comes_true(database: &Database) {
    let servers = servers(database);
    let pair = Pair::sign_in(&servers[0], "pair");
    let to = servers[0].address;
    pair.pay(to, "pay", 10_000);
    let mut left = 1_000;
    for _ in 0..6 {
        let payout = pair.inviter.payout(to, 100, None);
        let id = payout.json()["id"].as_str().unwrap().to_owned();
        let cancel = pair.inviter.json_request(&format!("{PAYOUTS}/{id}/cancel"), &json!({}), None);
        let end = |end: &str| {
            let path = format!("/v1/admin/referrals/payouts/{id}/{end}");
            operator_request("POST", &path, &json!({ "tx_hash": "0x1" }))
        };
        let ends = [cancel, end("sent"), end("failed")];
        let calls: Vec<String> = (0..18).map(|number| ends[number % 3].clone()).collect();
        let answers = at_once(&servers, &calls);
        assert_eq!(won(&answers, 200, (409, "payout_not_actionable")), 1);
        let sent = answers.iter().position(|answer| answer.status == 200).unwrap() % 3 == 1;
        left -= if sent { 100 } else { 0 };
        assert_eq!(pair.inviter.balance(to)[1], left);
    }
    assert_ledger_is_right(&database.url());
}

on_both!(refunds_at_once_never_exceed_their_payment);
fn refunds_at_once_never_exceed_their_payment(database: &Database) {
    let servers = servers(database);
    let pair = Pair::sign_in(&servers[0], "pair");
    let to = servers[0].address;
    pair.pay(to, "pay", 1_000);
    let refund = |number: i32| {
        let body = json!({ "refund_id": format!("re-{number}"), "amount_micro": 90 });
        operator_request("POST", "/v1/admin/payments/pay/refund", &body)
    };
    let answers = at_once(&servers, &(0..24).map(refund).collect::<Vec<_>>());
    assert_eq!(won(&answers, 201, (409, "refund_exceeds_payment")), 11);
    assert_eq!(pair.inviter.balance(to), [0, 1, 1, 0]);
    let (number, _) = answers.iter().enumerate().find(|(_, answer)| answer.status == 201).unwrap();
    // The same dispute won many times at once gives the share back once.
    let path = format!("/v1/admin/payments/pay/refund/re-{number}/void");
    let answers = at_once(&servers, &vec![operator_request("POST", &path, &json!({})); 24]);
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(pair.inviter.balance(to), [0, 10, 10, 0]);
    assert_ledger_is_right(&database.url());
}

on_both!(whatever_happens_to_one_inviter_at_once_adds_up);
fn whatever_happens_to_one_inviter_at_once_adds_up(database: &Database) {
    let servers = servers(database);
    let to = servers[0].address;
    let pair = Pair::sign_in(&servers[0], "pair");
    let mut payers = vec![pair.invitee_id.clone()];
    for number in 0..5 {
        let member = Member::sign_in(&servers[0], &format!("payer-{number}"));
        member.claim(to, &pair.inviter);
        payers.push(member.id(to));
    }
    let (mut earned, mut used) = (0, 0);
    for round in 0..4 {
        // What is refunded and what is cancelled is there before.
        let payout = |_| pair.inviter.payout(to, 5, None).json()["id"].as_str().unwrap().to_owned();
        for (number, payer) in payers.iter().enumerate() {
            let id = format!("old-{round}-{number}");
            let body = pay_body(&id, payer, 1_000);
            assert_eq!(push(to, "POST", "/v1/admin/payments", &body).status, 201);
        }
        let payouts: Vec<String> = (0..6).map(payout).collect();
        let calls: Vec<String> = (0..48)
            .map(|number| match number % 8 {
                0..4 => {
                    let id = format!("pay-{round}-{number}");
                    let body = pay_body(&id, &payers[number % 6], 1_000);
                    operator_request("POST", "/v1/admin/payments", &body)
                }
                4 => {
                    let path = format!("/v1/admin/payments/old-{round}-{}/refund", number / 8);
                    let body =
                        json!({ "refund_id": format!("re-{round}-{number}"), "amount_micro": 500 });
                    operator_request("POST", &path, &body)
                }
                5 => {
                    let path = format!("{PAYOUTS}/{}/cancel", payouts[number / 8]);
                    pair.inviter.json_request(&path, &json!({}), None)
                }
                _ => pair.inviter.json_request(PAYOUTS, &payout_body(7), None),
            })
            .collect();
        let answers = at_once(&servers, &calls);
        assert!(answers.iter().all(|answer| answer.status < 300), "{answers:?}");
        // Six old payments, half refunded, and 24 new ones; twelve payouts of 7.
        (earned, used) = (earned + 6 * 50 + 24 * 100, used + 12 * 7);
        assert_eq!(pair.inviter.balance(to), [0, earned - used, earned, 0]);
    }
    assert_ledger_is_right(&database.url());
    wait::until("background work is done", || {
        let waiting = "SELECT count(*) FROM reward_uses
                       WHERE state = 'releasing' OR state = 'held' AND unallocated_micro > 0";
        (wait::now(database.number(waiting)) == 0).then_some(())
    });
    assert_ledger_is_right(&database.url());
}

fn pay_body(id: &str, payer: &str, amount: i64) -> Value {
    json!({ "payment_id": id, "user_id": payer, "amount_micro": amount, "paid_at": LONG_AGO })
}
