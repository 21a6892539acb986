//! What an operator sees of debt.

use serde_json::json;

use super::pair::{Pair, lenient};
use crate::support::{Caller, World};

on_both!(the_queue_shows_no_debt_that_time_has_paid);
async fn the_queue_shows_no_debt_that_time_has_paid(world: World) {
    let world = lenient(&world);
    let pair = Pair::new(&world).await;
    let debt = async || {
        let queue = world.operator().get("/v1/admin/referrals/payouts").await.ok();
        queue["items"][0]["debt_micro"].clone()
    };
    pair.pay("first", 1_000).await;
    pair.payout(100).await;
    pair.pay_now("second", 700).await;
    pair.refund("first", "all", 1_000).await;
    assert_eq!(debt().await, 100);
    // Before background work has seen it.
    world.forward(world.setup.hold_period);
    let balance = pair.inviter.get("/v1/referrals/me").await.ok()["balance"].clone();
    assert_eq!(balance["debt_micro"], 30);
    assert_eq!(debt().await, json!(30));
    world.work().await;
    assert_eq!(debt().await, json!(30));
}
