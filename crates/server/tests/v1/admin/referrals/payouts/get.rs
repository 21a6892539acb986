//! `GET /v1/admin/referrals/payouts`.

use serde_json::{Value, json};

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/referrals/payouts";

on_both!(the_queue_shows_everybody_s_payouts_with_their_debt);
async fn the_queue_shows_everybody_s_payouts_with_their_debt(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    world.refund("pay_1", "re_1", 100_000_000).await;
    let queue = world.operator().get(&format!("{PATH}?status=requested")).await.ok();
    let mut expected = payout.clone();
    expected["debt_micro"] = json!(10_000_000);
    expected["display_name"] = pair.inviter.user["display_name"].clone();
    assert_eq!(queue, json!({ "items": [expected], "next_cursor": null }));
    for none in ["sent", "unknown"] {
        let queue = world.operator().get(&format!("{PATH}?status={none}")).await.ok();
        assert_eq!(queue["items"], Value::Array(Vec::new()));
    }
    world.operator().get(&format!("{PATH}?format=xml")).await.is_error(400, "invalid_args");
}

on_both!(the_queue_can_be_had_as_a_table);
async fn the_queue_can_be_had_as_a_table(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    let payout = pair.payout(10_000_000).await;
    let id = payout["id"].as_str().unwrap();
    let failed = json!({ "reason": "=HYPERLINK(\"x\"), twice" });
    let path = format!("{PATH}/{id}/failed");
    world.operator().post(&path, &failed).await.ok();
    let answer = world.operator().get(&format!("{PATH}?format=csv")).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let table = String::from_utf8(answer.body.to_vec()).unwrap();
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("id,user_id,amount_micro,network,address,status,"));
    let row = lines.next().unwrap();
    assert!(row.starts_with(&format!("{id},{},10000000,ethereum,", pair.inviter.id())), "{row}");
    assert!(row.contains("\"'=HYPERLINK(\"\"x\"\"), twice\""), "{row}");
    assert_eq!(lines.next(), None);
}

on_both!(a_table_that_is_not_all_says_where_it_goes_on);
async fn a_table_that_is_not_all_says_where_it_goes_on(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 500_000_000).await;
    for _ in 0..3 {
        pair.payout(10_000_000).await;
    }
    let mut path = format!("{PATH}?status=requested&format=csv&offset=0&limit=2");
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = world.operator().get(&path).await;
        let table = String::from_utf8(answer.body.to_vec()).unwrap();
        let rows = table.lines().skip(1);
        ids.extend(rows.map(|row| row.split(',').next().unwrap().to_owned()));
        let link = answer.header("link");
        link.trim_start_matches('<').trim_end_matches(">; rel=\"next\"").clone_into(&mut path);
        assert_eq!(path.starts_with(PATH), ids.len() == 2, "{link}");
    }
    ids.dedup();
    assert_eq!((ids.len(), path.as_str()), (3, ""));
}
