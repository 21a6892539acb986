//! `POST /v1/admin/payments/{payment_id}/refund/{refund_id}/void`.

use serde_json::{Value, json};

use crate::support::{Call, Caller, World};

fn void<'w>(world: &'w World, payment: &str, refund: &str) -> Call<'w> {
    world.operator().call("POST", &format!("/v1/admin/payments/{payment}/refund/{refund}/void"))
}

on_both!(a_voided_refund_is_earned_again_once);
async fn a_voided_refund_is_earned_again_once(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.refund("pay_1", "re_1", 100_000_000).await;
    assert_eq!(pair.balance().await, [0, 0, 0, 0]);
    let voided = void(&world, "pay_1", "re_1").await.ok();
    assert_eq!(voided["refund"]["voided_at"], "2026-03-01T12:00:01Z");
    assert_eq!(voided["reward"]["status"], "pending");
    assert_eq!(voided["reward"]["reversed_at"], Value::Null);
    assert_eq!(pair.balance().await, [10_000_000, 0, 10_000_000, 0]);
    assert_eq!(void(&world, "pay_1", "re_1").await.ok(), voided, "twice changes nothing");
    let again = json!({ "refund_id": "re_1", "amount_micro": 100_000_000 });
    let again = world.operator().post("/v1/admin/payments/pay_1/refund", &again).await;
    assert_eq!(again.ok()["refund"], voided["refund"], "a push of a voided refund changes nothing");
    assert_eq!(pair.balance().await, [10_000_000, 0, 10_000_000, 0]);
    assert_eq!(pair.inviter.get("/v1/referrals/me").await.ok()["paid_invitees"], 1);
}

on_both!(what_is_not_there_cannot_be_voided);
async fn what_is_not_there_cannot_be_voided(world: World) {
    let pair = world.pair().await;
    void(&world, "pay_1", "re_1").await.is_error(404, "payment_not_found");
    pair.pay("pay_1", 1_000).await;
    pair.pay("pay_2", 1_000).await;
    world.refund("pay_2", "re_1", 1_000).await;
    void(&world, "pay_1", "re_1").await.is_error(404, "refund_not_found");
    void(&world, "pay_1", "re_2").await.is_error(404, "refund_not_found");
}

on_both!(a_dispute_won_after_a_payout_pays_the_debt);
async fn a_dispute_won_after_a_payout_pays_the_debt(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    pair.payout(10_000_000).await;
    world.refund("pay_1", "re_1", 60_000_000).await;
    assert_eq!(pair.balance().await, [0, 0, 4_000_000, 6_000_000]);
    assert_eq!(pair.rewards().await, [("paid_out".to_owned(), 4_000_000, 4_000_000)]);
    void(&world, "pay_1", "re_1").await.ok();
    assert_eq!(pair.balance().await, [0, 0, 10_000_000, 0]);
    assert_eq!(pair.rewards().await, [("paid_out".to_owned(), 10_000_000, 10_000_000)]);
}
