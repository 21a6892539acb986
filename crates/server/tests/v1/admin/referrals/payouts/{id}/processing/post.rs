//! `POST /v1/admin/referrals/payouts/{id}/processing`.

use serde_json::json;

use crate::support::{Caller, World};

on_both!(a_payout_is_taken_up_once);
async fn a_payout_is_taken_up_once(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    let id = payout["id"].as_str().unwrap();
    let path = |id: &str| format!("/v1/admin/referrals/payouts/{id}/processing");
    world.operator().call("POST", &path(id)).await.is_ok(&json!({ "ok": true }));
    let again = world.operator().call("POST", &path(id)).await;
    again.is_error(409, "payout_not_actionable");
    world.operator().call("POST", &path("none")).await.is_error(400, "invalid_payout_id");
    let sent = format!("/v1/admin/referrals/payouts/{id}/sent");
    world.operator().post(&sent, &json!({ "tx_hash": "0xabc" })).await.ok();
}
