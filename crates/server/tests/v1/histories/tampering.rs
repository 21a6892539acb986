//! The check of the ledger finds what somebody changed past the server.

use serde_json::json;

use super::pair::{Pair, lenient};
use crate::support::{Caller, World};

/// What is changed and by how much, as a table, a column and a condition, and what the check says.
const CHANGES: &[(&str, &str, i64, &str, &str)] = &[
    ("balances", "pending_micro", 1, "1 = 1", "the balance that is pending"),
    ("balances", "available_micro", 1, "1 = 1", "the balance that is available"),
    ("balances", "lifetime_micro", 1, "1 = 1", "the lifetime balance"),
    ("balances", "lifetime_micro", 1, "1 = 1", "rewards by day"),
    ("rewards", "amount_micro", 1, "payment_id = 'pay'", "a reward"),
    ("rewards", "amount_micro", 1, "payment_id = 'pay'", "the share of a payment"),
    ("rewards", "rate_bps", 10, "payment_id = 'pay'", "the share of a payment"),
    ("rewards", "payment_micro", 10, "payment_id = 'pay'", "the share of a payment"),
    ("rewards", "refunded_micro", 10, "payment_id = 'pay'", "the share of a payment"),
    ("rewards", "used_micro", 1, "payment_id = 'pay'", "the used part of a reward"),
    ("reward_parts", "amount_micro", 1, "1 = 1", "the used part of a reward"),
    ("reward_parts", "amount_micro", 1, "1 = 1", "the parts of a payout or spend"),
    ("reward_uses", "unallocated_micro", 1, "kind = 'spend'", "the parts of a payout or spend"),
    ("payouts", "amount_micro", 1, "status = 'requested'", "open payouts"),
    ("payouts", "amount_micro", 1, "status = 'sent'", "sent payouts"),
    ("invoices", "amount_micro", 1, "1 = 1", "invoices paid by credit"),
    ("accounts", "paid_micro", 1, "paid_micro > 0", "payments less refunds"),
    ("accounts", "paid_micro", 1, "paid_micro > 0", "what the inviter knows of its payments"),
    ("accounts", "live_payments", 1, "1 = 1", "payments that are not fully refunded"),
    ("payments", "amount_micro", 1, "payment_id = 'pay'", "payments less refunds"),
    ("payments", "refunded_micro", 1, "payment_id = 'pay'", "payments less refunds"),
    ("payments", "refunded_micro", 1, "payment_id = 'pay'", "the refunds of a payment"),
    ("refunds", "amount_micro", 1, "1 = 1", "the refunds of a payment"),
    ("invitees", "total_paid_micro", 1, "1 = 1", "what the inviter knows of its payments"),
    ("referral_counts", "signups", 1, "1 = 1", "invitees"),
    ("referral_counts", "signups", 1, "1 = 1", "invitees by day"),
    ("referral_counts", "paid_invitees", 1, "1 = 1", "invitees that paid"),
    ("referral_counts", "clicks", 1, "1 = 1", "clicks by day"),
    ("referral_counts", "clicks", 1, "1 = 1", "clicks by code"),
    ("daily_counts", "signups", 1, "signups > 0", "invitees by day"),
    ("daily_counts", "clicks", 1, "clicks > 0", "clicks by day"),
    ("daily_counts", "earned_micro", 1, "earned_micro > 0", "rewards by day"),
    ("code_clicks", "clicks", 1, "1 = 1", "clicks by code"),
    ("ledger_entries", "amount_micro", 1, "line = 0", "a transaction"),
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
    let link = format!("/r/{}", pair.inviter.uid_code().await);
    assert_eq!(world.browser().open(&link).await.status, 302);
    assert_eq!(world.flush().await, 1);
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
    for (table, column, by, condition, what) in CHANGES {
        let change = async |sign: &str| {
            let set = format!("{column} = {column} {sign} {by}");
            world.database.run(&format!("UPDATE {table} SET {set} WHERE {condition}")).await;
        };
        change("+").await;
        let found_now = found(&world).await;
        assert!(found_now.iter().any(|found| found == what), "{table}.{column}: {found_now:?}");
        change("-").await;
        assert_eq!(found(&world).await, [""; 0], "{table}.{column}");
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
        ("UPDATE refunds SET voided_at = 1", "the refunds of a payment"),
        ("UPDATE accounts SET first_paid_at = NULL", "whether it has paid"),
        ("DELETE FROM daily_counts", "rewards by day"),
        ("DELETE FROM code_clicks", "clicks by code"),
        ("DELETE FROM invitees", "invitees that paid"),
        ("DELETE FROM balances", "the lifetime balance"),
    ] {
        world.database.run(statement).await;
        let found = found(&world).await;
        assert!(found.iter().any(|found| found == what), "{statement}: {found:?}");
    }
}
