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
    world.work().await;
    for (table, column, what) in [
        ("balances", "pending_micro", "the balance that is pending"),
        ("balances", "available_micro", "the balance that is available"),
        ("balances", "lifetime_micro", "the lifetime balance"),
        ("payouts", "amount_micro", "open payouts"),
        ("invoices", "amount_micro", "invoices paid by credit"),
        ("rewards", "amount_micro", "a reward"),
        ("rewards", "used_micro", "the used part of a reward"),
        ("reward_uses", "amount_micro", "the parts of a payout or spend"),
        ("ledger_entries", "amount_micro", "a transaction"),
        ("accounts", "paid_micro", "payments less refunds"),
    ] {
        // One entry only, or all of them would still sum to zero.
        let one = if table == "ledger_entries" { "WHERE account = 'platform_expense'" } else { "" };
        world.database.run(&format!("UPDATE {table} SET {column} = {column} + 1 {one}")).await;
        let found = world.operator().call("POST", PATH).await.ok();
        let differences = found["differences"].as_array().unwrap();
        let names: Vec<&Value> = differences.iter().map(|found| &found["what"]).collect();
        assert!(names.contains(&&json!(what)), "{table}.{column}: {names:?}");
        assert_eq!(found["clean"], false);
        world.database.run(&format!("UPDATE {table} SET {column} = {column} - 1 {one}")).await;
    }
    assert_eq!(world.operator().call("POST", PATH).await.ok()["clean"], true);
}
