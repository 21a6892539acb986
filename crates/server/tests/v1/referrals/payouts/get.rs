//! `GET /v1/referrals/payouts`.

use serde_json::Value;
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/payouts";

on_both!(payouts_are_listed_newest_first_and_page_by_page);
async fn payouts_are_listed_newest_first_and_page_by_page(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    for amount in [10_000_000, 11_000_000, 12_000_000] {
        pair.payout(amount).await;
        world.forward(Span::from_secs(1));
    }
    let amounts = |page: &Value| -> Vec<i64> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["amount_micro"].as_i64().unwrap()).collect()
    };
    let first = pair.inviter.get(&format!("{PATH}?limit=2")).await.ok();
    assert_eq!(amounts(&first), [12_000_000, 11_000_000]);
    pair.payout(13_000_000).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = pair.inviter.get(&format!("{PATH}?limit=2&cursor={cursor}")).await.ok();
    assert_eq!(amounts(&second), [10_000_000]);
    assert_eq!(second["next_cursor"], Value::Null);
    let skipped = pair.inviter.get(&format!("{PATH}?offset=3")).await.ok();
    assert_eq!(amounts(&skipped), [10_000_000]);
    assert!(amounts(&pair.invitee.get(PATH).await.ok()).is_empty(), "of another account");
    pair.inviter.get(&format!("{PATH}?cursor=none")).await.is_error(400, "invalid_args");
}

on_both!(what_is_not_known_yet_is_left_out);
async fn what_is_not_known_yet_is_left_out(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    pair.payout(10_000_000).await;
    let page = pair.inviter.get(PATH).await.ok();
    let item = page["items"][0].as_object().unwrap();
    for absent in ["tx_hash", "note", "completed_at"] {
        assert!(!item.contains_key(absent), "{item:?}");
    }
}
