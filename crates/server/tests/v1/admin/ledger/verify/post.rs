//! `POST /v1/admin/ledger/verify`.

use serde_json::{Value, json};

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/ledger/verify";

on_both!(a_ledger_that_explains_everything_is_clean);
async fn a_ledger_that_explains_everything_is_clean(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    pair.payout(10_000_000).await;
    world.refund("pay_1", "re_1", 50_000_000).await;
    world.work().await;
    world.operator().call("POST", PATH).await.is_ok(&json!({
        "clean": true, "accounts": 2, "differences": [], "next_cursor": null,
    }));
    world.operator().call("POST", &format!("{PATH}?cursor=1")).await.is_error(400, "invalid_args");
}

on_both!(whatever_was_changed_behind_the_ledger_is_found);
async fn whatever_was_changed_behind_the_ledger_is_found(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 200_000_000).await;
    pair.payout(10_000_000).await;
    world.invoice(&pair.inviter, "inv_1", 5_000_000).await;
    let spend = json!({ "invoice_id": "inv_1", "amount_micro": 5_000_000 });
    pair.inviter.post("/v1/referrals/spend-on-invoice", &spend).await.ok();
    world.refund("pay_1", "re_1", 50_000_000).await;
    world.work().await;
    // One entry only, or all of them would still sum to zero.
    let one_entry = "WHERE account = 'platform_expense'";
    for (table, column, rows, expected) in [
        ("balances", "pending_micro", "", &["the balance that is pending"][..]),
        ("balances", "available_micro", "", &["the balance that is available"]),
        ("balances", "lifetime_micro", "", &["the lifetime balance", "rewards by day"]),
        ("payouts", "amount_micro", "", &["open payouts"]),
        ("invoices", "amount_micro", "", &["invoices paid by credit"]),
        ("rewards", "amount_micro", "", &["rewards", "a reward", "the share of a payment"]),
        ("rewards", "used_micro", "", &["the used part of a reward"]),
        ("rewards", "rate_bps", "", &["the share of a payment"]),
        ("reward_uses", "amount_micro", "", &["the parts of a payout or spend"]),
        ("reward_parts", "amount_micro", "", &["the parts of a payout or spend"]),
        ("ledger_entries", "amount_micro", one_entry, &["a transaction", "the lifetime balance"]),
        ("payments", "amount_micro", "", &["payments less refunds"]),
        ("payments", "refunded_micro", "", &["refunds", "the refunds of a payment"]),
        ("refunds", "amount_micro", "", &["refunds", "the refunds of a payment"]),
        ("accounts", "paid_micro", "", &["payments less refunds"]),
        ("accounts", "live_payments", "", &["payments that are not fully refunded"]),
        ("invitees", "total_paid_micro", "", &["what the inviter knows of its payments"]),
        ("referral_counts", "signups", "", &["invitees", "invitees by day"]),
        ("referral_counts", "paid_invitees", "", &["invitees that paid"]),
        ("referral_counts", "clicks", "", &["clicks by day", "clicks by code"]),
        ("daily_counts", "signups", "", &["invitees by day"]),
        ("daily_counts", "clicks", "", &["clicks by day"]),
        ("daily_counts", "earned_micro", "", &["rewards by day"]),
    ] {
        let add = |one: &str| format!("UPDATE {table} SET {column} = {column} {one} {rows}");
        is_found(&world, &add("+ 1"), &add("- 1"), expected).await;
    }
    let status = |status: &str| format!("UPDATE payouts SET status = '{status}'");
    let expected = ["open payouts", "sent payouts"];
    is_found(&world, &status("sent"), &status("requested"), &expected).await;
    let payers = "UPDATE accounts SET first_paid_at = 1 WHERE first_paid_at IS NULL";
    let mend = "UPDATE accounts SET first_paid_at = NULL WHERE first_paid_at = 1";
    is_found(&world, payers, mend, &["whether it has paid"]).await;
    assert_eq!(world.operator().call("POST", PATH).await.ok()["clean"], true);
}

/// Changes something behind the ledger, expects to be told of it, and changes it back.
async fn is_found(world: &World, change: &str, mend: &str, expected: &[&str]) {
    world.database.run(change).await;
    let found = world.operator().call("POST", PATH).await.ok();
    let differences = found["differences"].as_array().unwrap();
    let names: Vec<&Value> = differences.iter().map(|found| &found["what"]).collect();
    for what in expected {
        assert!(names.contains(&&json!(what)), "{change}: {names:?}");
    }
    assert_eq!(found["clean"], false);
    world.database.run(mend).await;
}
