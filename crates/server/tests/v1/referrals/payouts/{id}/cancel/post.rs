//! `POST /v1/referrals/payouts/{id}/cancel`.

use serde_json::json;

use crate::support::{Caller, World};

fn path(id: &str) -> String {
    format!("/v1/referrals/payouts/{id}/cancel")
}

on_both!(a_cancelled_payout_gives_its_parts_back);
async fn a_cancelled_payout_gives_its_parts_back(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    assert_eq!(pair.rewards().await, [("paid_out".to_owned(), 10_000_000, 10_000_000)]);
    let answer = pair.inviter.call("POST", &path(payout["id"].as_str().unwrap())).await.ok();
    assert_eq!((&answer["status"], &answer["id"]), (&json!("cancelled"), &payout["id"]));
    assert_eq!(answer["completed_at"], "2026-03-01T12:00:01Z");
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
    assert_eq!(pair.rewards().await, [("available".to_owned(), 10_000_000, 0)]);
    let again = pair.inviter.call("POST", &path(payout["id"].as_str().unwrap())).await;
    again.is_error(409, "payout_not_actionable");
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
}

on_both!(only_ones_own_requested_payout_can_be_cancelled);
async fn only_ones_own_requested_payout_can_be_cancelled(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    let id = payout["id"].as_str().unwrap();
    pair.invitee.call("POST", &path(id)).await.is_error(404, "payout_not_found");
    for unknown in ["01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21", "none"] {
        pair.inviter.call("POST", &path(unknown)).await.is_error(404, "payout_not_found");
    }
    let processing = format!("/v1/admin/referrals/payouts/{id}/processing");
    world.operator().call("POST", &processing).await.ok();
    pair.inviter.call("POST", &path(id)).await.is_error(409, "payout_not_actionable");
}
