//! What becomes of the money around an account that is erased.

use serde_json::{Value, json};

use crate::support::{Caller, Pair, World};

/// Pending, available, lifetime and debt of an account, erased or not.
async fn balance(world: &World, user_id: &str) -> Vec<Value> {
    let shown = world.operator().get(&format!("/v1/admin/referrals/users/{user_id}")).await.ok();
    ["pending_micro", "available_micro", "lifetime_micro", "debt_micro"]
        .map(|name| shown["balance"][name].clone())
        .to_vec()
}

async fn assert_books_are_right(world: &World) {
    let verified = world.operator().post("/v1/admin/ledger/verify", &json!({})).await.ok();
    assert_eq!(verified["differences"], json!([]));
    let sum = "SELECT CAST(coalesce(sum(amount_micro), 0) AS BIGINT) FROM ledger_entries";
    assert_eq!(world.database.number(sum).await, 0);
}

async fn erase_inviter(pair: &Pair<'_>) {
    let path = format!("/v1/admin/users/{}?forfeit=true", pair.inviter.id());
    pair.world.operator().delete(&path).await.ok();
}

on_both!(pending_and_available_money_is_forfeited_at_once_and_for_ever);
async fn pending_and_available_money_is_forfeited_at_once_and_for_ever(world: World) {
    let pair = world.pair().await;
    pair.pay("pay-1", 200_000_000).await;
    world.forward(world.setup.hold_period);
    pair.pay("pay-2", 100_000_000).await;
    erase_inviter(&pair).await;
    let id = pair.inviter.id();
    assert_eq!(balance(&world, id).await, [0, 0, 0, 0]);
    assert_books_are_right(&world).await;
    // The time at which the pending reward would have unlocked changes nothing.
    world.forward(world.setup.hold_period);
    world.forward(triport_domain::time::Span::from_secs(1));
    assert_eq!(balance(&world, id).await, [0, 0, 0, 0]);
    world.work().await;
    assert_eq!(balance(&world, id).await, [0, 0, 0, 0]);
    assert_books_are_right(&world).await;
}

on_both!(what_was_used_stays_used_and_a_debt_is_written_off);
async fn what_was_used_stays_used_and_a_debt_is_written_off(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay-1", 200_000_000).await;
    world.invoice(&pair.inviter, "inv-1", 15_000_000).await;
    let spend = json!({ "invoice_id": "inv-1", "amount_micro": 15_000_000 });
    pair.inviter.post("/v1/referrals/spend-on-invoice", &spend).await.ok();
    world.refund("pay-1", "re-1", 100_000_000).await;
    assert_eq!(pair.balance().await, [0, 0, 10_000_000, 5_000_000]);
    // A debt is no money that could be lost.
    pair.inviter.delete("/v1/auth/me").await.ok();
    assert_eq!(balance(&world, pair.inviter.id()).await, [0, 0, 15_000_000, 0]);
    assert_books_are_right(&world).await;
}

on_both!(an_erased_inviter_earns_nothing_and_owes_nothing);
async fn an_erased_inviter_earns_nothing_and_owes_nothing(world: World) {
    let pair = world.pair().await;
    pair.pay("pay-1", 200_000_000).await;
    erase_inviter(&pair).await;
    assert_eq!(pair.pay("pay-2", 500_000_000).await["reward"], Value::Null);
    world.refund("pay-1", "re-1", 50_000_000).await;
    world.refund("pay-1", "re-2", 150_000_000).await;
    world.refund("pay-2", "re-3", 1_000_000).await;
    let id = pair.inviter.id();
    assert_eq!(balance(&world, id).await, [0, 0, 0, 0]);
    let void = "/v1/admin/payments/pay-1/refund/re-2/void";
    world.operator().post(void, &json!({})).await.ok();
    world.work().await;
    assert_eq!(balance(&world, id).await, [0, 0, 0, 0]);
    assert_books_are_right(&world).await;
}

on_both!(credit_that_comes_back_to_an_erased_account_is_forfeited_too);
async fn credit_that_comes_back_to_an_erased_account_is_forfeited_too(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay-1", 200_000_000).await;
    world.invoice(&pair.inviter, "inv-1", 20_000_000).await;
    let spend = json!({ "invoice_id": "inv-1", "amount_micro": 20_000_000 });
    pair.inviter.post("/v1/referrals/spend-on-invoice", &spend).await.ok();
    pair.inviter.delete("/v1/auth/me").await.ok();
    let id = pair.inviter.id();
    assert_eq!(balance(&world, id).await, [0, 0, 20_000_000, 0]);
    let void = json!({ "user_id": id, "amount_micro": 20_000_000, "status": "void" });
    world.operator().put("/v1/admin/invoices/inv-1", &void).await.ok();
    world.work().await;
    assert_eq!(balance(&world, id).await, [0, 0, 0, 0]);
    assert_books_are_right(&world).await;
}

on_both!(payments_and_refunds_of_an_erased_invitee_are_taken_in_under_its_old_names);
async fn payments_and_refunds_of_an_erased_invitee_are_taken_in_under_its_old_names(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    world.forward(triport_domain::time::Span::from_secs(1));
    let bob = json!({ "email": "bob@example.com", "email_verified": true, "ref_code": code });
    let id = world.operator().push_user("customer-7", &bob).await["id"].clone();
    world.operator().delete("/v1/admin/users/ext:customer-7").await.ok();
    for (number, name) in [
        ("external_id", json!("customer-7")),
        ("email", json!("Bob@Example.com")),
        ("user_id", id.clone()),
    ]
    .into_iter()
    .enumerate()
    {
        let payment = format!("pay-{number}");
        let mut body = json!({ "payment_id": payment, "amount_micro": 100_000_000 });
        body[name.0] = name.1;
        let pushed = world.operator().post("/v1/admin/payments", &body).await;
        assert_eq!(pushed.status, 201, "{pushed:?}");
        assert_eq!(pushed.json()["payment"]["user_id"], id);
        assert_eq!(pushed.json()["reward"]["amount_micro"], 10_000_000);
    }
    world.refund("pay-0", "re-0", 100_000_000).await;
    let invoice = json!({ "external_id": "customer-7", "amount_micro": 5_000_000, "status": "open",
                          "description": "Two seats for Bob" });
    for status in [201, 200] {
        let pushed = world.operator().put("/v1/admin/invoices/inv-7", &invoice).await;
        assert_eq!(pushed.status, status, "{pushed:?}");
        assert_eq!(pushed.json().get("description"), None, "what it is for may say who it was");
    }
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["balance"]["pending_micro"], 20_000_000);
    let invitees = ada.get("/v1/referrals/invitees").await.ok();
    assert_eq!(invitees["items"][0]["display_name"], "Former member");
    assert_eq!(invitees["items"][0]["total_paid_micro"], 200_000_000);
    assert_books_are_right(&world).await;
}
