//! `POST /v1/referrals/spend-on-invoice`.

use serde_json::{Value, json};

use crate::support::{Call, Caller, SignedIn, World};

fn spend<'w>(member: &SignedIn<'w>, invoice: &str, amount_micro: i64) -> Call<'w> {
    let body = json!({ "invoice_id": invoice, "amount_micro": amount_micro });
    member.post("/v1/referrals/spend-on-invoice", &body)
}

async fn paid_by(world: &World, invoice: &str) -> (Value, Value) {
    let invoice = world.operator().get(&format!("/v1/admin/invoices/{invoice}")).await.ok();
    (invoice["status"].clone(), invoice["paid_by"].clone())
}

on_both!(credit_pays_an_invoice_whole_and_once);
async fn credit_pays_an_invoice_whole_and_once(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.invoice(&pair.inviter, "inv_1", 4_000_000).await;
    spend(&pair.inviter, "inv_1", 4_000_000).await.is_ok(&json!({ "ok": true }));
    assert_eq!(paid_by(&world, "inv_1").await, (json!("paid"), json!("credit")));
    assert_eq!(pair.balance().await, [0, 6_000_000, 10_000_000, 0]);
    let again = spend(&pair.inviter, "inv_1", 4_000_000).await;
    again.is_error(404, "invoice_not_eligible");
    world.invoice(&pair.inviter, "inv_2", 6_000_000).await;
    spend(&pair.inviter, "inv_2", 6_000_000).await.ok();
    assert_eq!(pair.rewards().await, [("spent".to_owned(), 10_000_000, 10_000_000)]);
}

on_both!(voiding_an_invoice_that_credit_paid_gives_the_credit_back);
async fn voiding_an_invoice_that_credit_paid_gives_the_credit_back(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.invoice(&pair.inviter, "inv_1", 10_000_000).await;
    spend(&pair.inviter, "inv_1", 10_000_000).await.ok();
    let push = |status: &str| {
        let body =
            json!({ "user_id": pair.inviter.id(), "amount_micro": 10_000_000, "status": status });
        world.operator().put("/v1/admin/invoices/inv_1", &body)
    };
    assert_eq!(push("open").await.ok()["status"], "paid", "a late push never reopens");
    assert_eq!(push("void").await.ok()["status"], "void");
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
    assert_eq!(push("void").await.ok()["status"], "void");
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0], "once");
    assert_eq!(pair.rewards().await, [("available".to_owned(), 10_000_000, 0)]);
    spend(&pair.inviter, "inv_1", 10_000_000).await.is_error(404, "invoice_not_eligible");
}

on_both!(errors_come_in_the_order_of_the_contract);
async fn errors_come_in_the_order_of_the_contract(world: World) {
    let pair = world.pair().await;
    let (ada, bob) = (&pair.inviter, &pair.invitee);
    world.invoice(ada, "inv_1", 5_000_000).await;
    spend(ada, "inv_1", 0).await.is_error(400, "invalid_args");
    spend(ada, "a/b", 5_000_000).await.is_error(400, "invalid_args");
    spend(ada, "unknown", 1).await.is_error(404, "invoice_not_eligible");
    spend(bob, "inv_1", 5_000_000).await.is_error(404, "invoice_not_eligible");
    spend(ada, "inv_1", 4_999_999).await.is_error(400, "amount_mismatch");
    spend(ada, "inv_1", 5_000_000).await.is_error(400, "balance_insufficient");
    assert_eq!(paid_by(&world, "inv_1").await, (json!("open"), Value::Null));
}

on_both!(a_key_spends_once);
async fn a_key_spends_once(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.invoice(&pair.inviter, "inv_1", 5_000_000).await;
    let ask = || spend(&pair.inviter, "inv_1", 5_000_000).header("idempotency-key", "key");
    ask().await.is_ok(&json!({ "ok": true }));
    let again = ask().await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    again.is_ok(&json!({ "ok": true }));
    assert_eq!(pair.balance().await[1], 5_000_000);
}
