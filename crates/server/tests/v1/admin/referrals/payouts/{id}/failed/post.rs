//! `POST /v1/admin/referrals/payouts/{id}/failed`.

use serde_json::json;

use crate::support::{Caller, World};

fn path(id: &str) -> String {
    format!("/v1/admin/referrals/payouts/{id}/failed")
}

on_both!(a_failed_payout_gives_the_amount_back);
async fn a_failed_payout_gives_the_amount_back(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    let id = payout["id"].as_str().unwrap();
    let processing = format!("/v1/admin/referrals/payouts/{id}/processing");
    world.operator().call("POST", &processing).await.ok();
    let failed = json!({ "reason": "The address is frozen." });
    world.operator().post(&path(id), &failed).await.is_ok(&json!({ "ok": true }));
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
    assert_eq!(pair.rewards().await, [("available".to_owned(), 10_000_000, 0)]);
    let listed = pair.inviter.get("/v1/referrals/payouts").await.ok();
    assert_eq!(listed["items"][0]["note"], "The address is frozen.");
    let mail = world.mail_about("failed").await;
    assert!(mail.text().contains("The address is frozen."), "{}", mail.text());
    world.operator().post(&path(id), &failed).await.is_error(409, "payout_not_actionable");
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
}

on_both!(a_reason_is_not_needed);
async fn a_reason_is_not_needed(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    world.operator().post(&path(payout["id"].as_str().unwrap()), &json!({})).await.ok();
    world.operator().post(&path("none"), &json!({})).await.is_error(400, "invalid_payout_id");
}
