//! What a used-up reward shows after refunds. Each of these is a bug that once was there.

use serde_json::json;

use super::pair::{Pair, lenient};
use crate::support::{Caller, World};

on_both!(a_reward_that_lost_many_parts_to_a_refund_shows_what_took_the_last_that_is_left);
async fn a_reward_that_lost_many_parts_to_a_refund_shows_what_took_the_last_that_is_left(
    world: World,
) {
    let world = lenient(&world);
    let pair = Pair::new(&world).await;
    pair.pay("pay", 10_000).await;
    for _ in 0..60 {
        pair.payout(10).await;
    }
    assert_eq!(pair.reward("pay").await, json!([1_000, 600, "available"]));
    // Fifty parts are what one round of trimming looks at: one before that, that many, one more.
    pair.refund("pay", "first", 8_900).await;
    assert_eq!(pair.reward("pay").await, json!([110, 110, "paid_out"]));
    let void = "/v1/admin/payments/pay/refund/first/void";
    world.operator().post(void, &json!({})).await.ok();
    pair.done().await;
    assert_eq!(pair.reward("pay").await, json!([1_000, 600, "available"]));
    pair.refund("pay", "second", 9_000).await;
    assert_eq!(pair.reward("pay").await, json!([100, 100, "paid_out"]));
    world.operator().post(&void.replace("first", "second"), &json!({})).await.ok();
    pair.done().await;
    pair.refund("pay", "third", 9_100).await;
    assert_eq!(pair.reward("pay").await, json!([90, 90, "paid_out"]));
}

on_both!(a_refund_that_changes_nothing_of_a_reward_leaves_what_took_its_last_part);
async fn a_refund_that_changes_nothing_of_a_reward_leaves_what_took_its_last_part(world: World) {
    let world = lenient(&world);
    let pair = Pair::new(&world).await;
    pair.pay("first", 100).await;
    pair.payout(10).await;
    pair.pay("second", 209).await;
    pair.spend("inv", 12).await;
    // Its reward is gone, so the payout takes what the spend left of the second one.
    pair.refund("first", "all", 100).await;
    assert_eq!(pair.reward("second").await, json!([20, 20, "paid_out"]));
    pair.refund("second", "a-ninth-of-nothing", 9).await;
    assert_eq!(pair.reward("second").await, json!([20, 20, "paid_out"]));
}
