//! `GET /v1/referrals/rewards`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/rewards";

fn payments(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["payment_id"].as_str().unwrap().to_owned()).collect()
}

on_both!(each_status_lists_its_own_rewards);
async fn each_status_lists_its_own_rewards(world: World) {
    let pair = world.pair().await;
    for id in ["oldest", "old", "refunded"] {
        pair.pay(id, 100_000_000).await;
        world.forward(Span::from_secs(1));
    }
    world.forward(Span::from_days(14));
    world.refund("refunded", "re_1", 100_000_000).await;
    pair.payout(10_000_000).await;
    pair.pay("new", 100_000_000).await;
    for (status, expected) in [
        ("pending", vec!["new"]),
        ("available", vec!["old"]),
        ("paid_out", vec!["oldest"]),
        ("spent", vec![]),
        ("reversed", vec!["refunded"]),
        ("pending,available", vec!["new", "old"]),
        ("reversed,unknown,%20paid_out", vec!["refunded", "oldest"]),
        ("unknown", vec![]),
        ("", vec![]),
    ] {
        let page = pair.inviter.get(&format!("{PATH}?status={status}")).await.ok();
        assert_eq!(payments(&page), expected, "{status}");
    }
    let all = pair.inviter.get(PATH).await.ok();
    assert_eq!(payments(&all), ["new", "refunded", "old", "oldest"]);
    assert_eq!(all["items"][0]["invitee_display"], pair.invitee.user["display_name"]);
    assert_eq!(pair.invitee.get(PATH).await.ok(), json!({ "items": [], "next_cursor": null }));
}

on_both!(pages_of_several_statuses_are_merged);
async fn pages_of_several_statuses_are_merged(world: World) {
    let pair = world.pair().await;
    for number in 0..6 {
        pair.pay(&format!("pay_{number}"), 100_000_000).await;
        world.forward(Span::from_days(4));
    }
    let path = format!("{PATH}?status=pending,available&limit=2");
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = pair.inviter.get(&format!("{path}&cursor={cursor}")).await.ok();
        seen.extend(payments(&page));
        let Some(next) = page["next_cursor"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    assert_eq!(seen, ["pay_5", "pay_4", "pay_3", "pay_2", "pay_1", "pay_0"]);
    let skipped = pair.inviter.get(&format!("{path}&offset=3")).await.ok();
    assert_eq!(payments(&skipped), ["pay_2", "pay_1"]);
}
