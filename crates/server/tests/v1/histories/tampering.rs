//! The check of the ledger finds what somebody changed past the server.

use serde_json::json;

use super::pair::{Pair, lenient};
use crate::support::{Caller, World};

/// What is changed, as a table, a column and a condition, and what the check says of it.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    ("balances", "pending_micro", "1 = 1", "the balance that is pending"),
    ("balances", "available_micro", "1 = 1", "the balance that is available"),
    ("balances", "lifetime_micro", "1 = 1", "the lifetime balance"),
    ("rewards", "amount_micro", "payment_id = 'pay'", "a reward"),
    ("rewards", "used_micro", "payment_id = 'pay'", "the used part of a reward"),
    ("reward_parts", "amount_micro", "1 = 1", "the used part of a reward"),
    ("reward_parts", "amount_micro", "1 = 1", "the parts of a payout or spend"),
    ("reward_uses", "unallocated_micro", "kind = 'spend'", "the parts of a payout or spend"),
    ("payouts", "amount_micro", "status = 'requested'", "open payouts"),
    ("payouts", "amount_micro", "status = 'sent'", "sent payouts"),
    ("invoices", "amount_micro", "1 = 1", "invoices paid by credit"),
    ("accounts", "paid_micro", "paid_micro > 0", "payments less refunds"),
    ("payments", "amount_micro", "payment_id = 'pay'", "payments less refunds"),
    ("payments", "refunded_micro", "payment_id = 'pay'", "payments less refunds"),
    ("ledger_entries", "amount_micro", "line = 0", "a transaction"),
];

/// What the check finds, without repetitions.
async fn found(world: &World) -> Vec<String> {
    let verified = world.operator().post("/v1/admin/ledger/verify", &json!({})).await.ok();
    let differences = verified["differences"].as_array().unwrap();
    assert_eq!(verified["clean"], differences.is_empty());
    let mut found: Vec<String> =
        differences.iter().map(|item| item["what"].as_str().unwrap().to_owned()).collect();
    found.sort();
    found.dedup();
    found
}

async fn busy(world: &World) -> Pair<'_> {
    let pair = Pair::new(world).await;
    pair.pay("pay", 10_000).await;
    pair.refund("pay", "re", 100).await;
    let sent = pair.payout(100).await;
    let path = format!("/v1/admin/referrals/payouts/{sent}/sent");
    world.operator().post(&path, &json!({ "tx_hash": "0x1" })).await.ok();
    pair.payout(50).await;
    pair.spend("inv", 30).await;
    assert_eq!(pair.reward("pay").await, json!([990, 180, "available"]));
    pair
}

on_both!(a_figure_that_was_changed_past_the_server_is_found);
async fn a_figure_that_was_changed_past_the_server_is_found(world: World) {
    let world = lenient(&world);
    let _pair = busy(&world).await;
    assert_eq!(found(&world).await, [""; 0]);
    for (table, column, condition, what) in CHANGES {
        for by in [1, -1] {
            // One more, and back again.
            let change = format!("UPDATE {table} SET {column} = {column} + 1 WHERE {condition}");
            let change = if by == 1 { change } else { change.replace("+ 1", "- 1") };
            world.database.run(&change).await;
            let expected = if by == 1 { vec![(*what).to_owned()] } else { vec![] };
            let found = found(&world).await;
            assert!(expected.iter().all(|what| found.contains(what)), "{change}: {found:?}");
            assert!(by == 1 || found.is_empty(), "{change}: {found:?}");
        }
    }
}

on_both!(rows_that_went_missing_past_the_server_are_found);
async fn rows_that_went_missing_past_the_server_are_found(world: World) {
    let world = lenient(&world);
    let _pair = busy(&world).await;
    for (statement, what) in [
        ("UPDATE payouts SET status = 'failed' WHERE status = 'requested'", "open payouts"),
        ("UPDATE invoices SET status = 'void', paid_by = NULL", "invoices paid by credit"),
        ("DELETE FROM ledger_entries WHERE reason = 'refund'", "a reward"),
        ("DELETE FROM reward_parts", "the used part of a reward"),
        ("DELETE FROM balances", "the lifetime balance"),
    ] {
        world.database.run(statement).await;
        let found = found(&world).await;
        assert!(found.iter().any(|found| found == what), "{statement}: {found:?}");
    }
}
