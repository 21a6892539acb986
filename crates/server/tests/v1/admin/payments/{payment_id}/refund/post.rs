//! `POST /v1/admin/payments/{payment_id}/refund`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Call, Caller, Pair, World};

fn push<'w>(world: &'w World, payment: &str, id: &str, amount_micro: i64) -> Call<'w> {
    let path = format!("/v1/admin/payments/{payment}/refund");
    let body = json!({ "refund_id": id, "amount_micro": amount_micro });
    Caller::post(&world.operator(), &path, &body)
}

async fn totals(pair: &Pair<'_>) -> (Value, Value) {
    let me = pair.inviter.get("/v1/referrals/me").await.ok();
    let invitees = pair.inviter.get("/v1/referrals/invitees").await.ok();
    (me["paid_invitees"].clone(), invitees["items"][0]["total_paid_micro"].clone())
}

on_both!(refunds_in_parts_end_where_one_whole_refund_ends);
async fn refunds_in_parts_end_where_one_whole_refund_ends(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 99).await;
    assert_eq!(pair.balance().await, [9, 0, 9, 0]);
    for (number, (amount, left)) in [(9, 9), (1, 8), (80, 0), (8, 0)].into_iter().enumerate() {
        let answer = world.refund("pay_1", &format!("re_{number}"), amount).await;
        assert_eq!(answer["reward"]["amount_micro"], left);
        assert_eq!(answer["reward"]["status"], "pending", "not fully refunded");
        assert_eq!(pair.balance().await, [left, 0, left, 0]);
    }
    assert_eq!(totals(&pair).await, (json!(1), json!(1)));
    world.forward(Span::from_secs(60));
    let last = world.refund("pay_1", "re_last", 1).await;
    assert_eq!(last["reward"]["status"], "reversed");
    assert_eq!(last["reward"]["reversed_at"], "2026-03-01T12:01:01Z");
    assert_eq!(totals(&pair).await, (json!(0), json!(0)));
    world.forward(Span::from_days(14));
    assert_eq!(pair.balance().await, [0, 0, 0, 0]);
}

on_both!(a_refund_of_what_was_used_is_debt_that_later_rewards_pay);
async fn a_refund_of_what_was_used_is_debt_that_later_rewards_pay(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 200_000_000).await;
    world.forward(Span::from_days(14));
    pair.payout(15_000_000).await;
    world.refund("pay_1", "re_1", 200_000_000).await;
    assert_eq!(pair.balance().await, [0, 0, 0, 15_000_000]);
    assert_eq!(pair.rewards().await, [("reversed".to_owned(), 0, 0)]);
    pair.pay("pay_2", 200_000_000).await;
    assert_eq!(pair.balance().await, [20_000_000, 0, 20_000_000, 15_000_000]);
    world.forward(Span::from_days(14));
    assert_eq!(pair.balance().await, [0, 5_000_000, 20_000_000, 0]);
    let rewards = pair.rewards().await;
    assert_eq!(rewards[0], ("available".to_owned(), 20_000_000, 15_000_000));
}

on_both!(the_same_refund_again_changes_nothing_and_another_is_a_conflict);
async fn the_same_refund_again_changes_nothing_and_another_is_a_conflict(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    pair.pay("pay_2", 100_000_000).await;
    let first = world.refund("pay_1", "re_1", 40_000_000).await;
    assert_eq!(push(&world, "pay_1", "re_1", 40_000_000).await.ok(), first);
    push(&world, "pay_1", "re_1", 40_000_001).await.is_error(409, "refund_conflict");
    push(&world, "pay_2", "re_1", 40_000_000).await.is_error(409, "refund_conflict");
    push(&world, "pay_1", "re_2", 60_000_001).await.is_error(409, "refund_exceeds_payment");
    assert_eq!(pair.balance().await, [16_000_000, 0, 16_000_000, 0]);
    world.refund("pay_1", "re_2", 60_000_000).await;
}

on_both!(a_refund_before_its_payment_is_not_kept);
async fn a_refund_before_its_payment_is_not_kept(world: World) {
    let pair = world.pair().await;
    push(&world, "pay_1", "re_1", 1_000).await.is_error(404, "payment_not_found");
    pair.pay("pay_1", 1_000_000).await;
    assert_eq!(push(&world, "pay_1", "re_1", 1_000).await.status, 201);
    push(&world, "pay_1", "a/b", 1_000).await.is_error(400, "invalid_args");
    push(&world, "pay_1", "re_2", 0).await.is_error(400, "invalid_args");
}
