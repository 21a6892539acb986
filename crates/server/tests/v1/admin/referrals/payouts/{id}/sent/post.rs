//! `POST /v1/admin/referrals/payouts/{id}/sent`.

use serde_json::json;

use crate::support::{Caller, World};

fn path(id: &str) -> String {
    format!("/v1/admin/referrals/payouts/{id}/sent")
}

on_both!(a_sent_payout_is_final_and_its_member_is_told);
async fn a_sent_payout_is_final_and_its_member_is_told(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    let id = payout["id"].as_str().unwrap();
    let sent = json!({ "tx_hash": " 0xabc " });
    world.operator().post(&path(id), &sent).await.is_ok(&json!({ "ok": true }));
    let listed = pair.inviter.get("/v1/referrals/payouts").await.ok();
    assert_eq!(listed["items"][0]["status"], "sent");
    assert_eq!(listed["items"][0]["tx_hash"], "0xabc");
    assert_eq!(listed["items"][0]["completed_at"], "2026-03-01T12:00:01Z");
    let mail = world.mail_about("was sent").await;
    assert_eq!(mail.to().as_str(), "ada@example.com");
    assert!(mail.text().contains("10.00 USD") && mail.text().contains("0xabc"), "{}", mail.text());
    world.operator().post(&path(id), &sent).await.is_error(409, "payout_not_actionable");
    assert_eq!(pair.balance().await, [0, 0, 10_000_000, 0]);
}

on_both!(a_payout_is_sent_with_the_hash_of_its_transaction);
async fn a_payout_is_sent_with_the_hash_of_its_transaction(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    let id = payout["id"].as_str().unwrap();
    for nothing in [json!({}), json!({ "tx_hash": "  " })] {
        world.operator().post(&path(id), &nothing).await.is_error(400, "tx_hash_required");
    }
    let long = json!({ "tx_hash": "x".repeat(301) });
    world.operator().post(&path(id), &long).await.is_error(400, "invalid_args");
    let sent = json!({ "tx_hash": "0xabc" });
    world.operator().post(&path("none"), &sent).await.is_error(400, "invalid_payout_id");
    let unknown = "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21";
    world.operator().post(&path(unknown), &sent).await.is_error(404, "payout_not_found");
}
