//! `GET /v1/admin/invoices`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/invoices";

on_both!(a_billing_system_learns_what_changed_since);
async fn a_billing_system_learns_what_changed_since(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.invoice(&pair.inviter, "inv_1", 5_000_000).await;
    world.invoice(&pair.invitee, "inv_2", 5_000_000).await;
    world.forward(Span::from_secs(60));
    let spend = json!({ "invoice_id": "inv_1", "amount_micro": 5_000_000 });
    pair.inviter.post("/v1/referrals/spend-on-invoice", &spend).await.ok();
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    let since = format!("{PATH}?since=2026-03-01T12:01:00Z");
    let changed = world.operator().get(&since).await.ok();
    assert_eq!(ids(&changed), ["inv_1"]);
    assert_eq!(changed["items"][0]["paid_by"], "credit");
    assert_eq!(ids(&world.operator().get(PATH).await.ok()), ["inv_1", "inv_2"]);
    assert_eq!(ids(&world.operator().get(&format!("{PATH}?status=open")).await.ok()), ["inv_2"]);
    assert!(ids(&world.operator().get(&format!("{PATH}?status=none")).await.ok()).is_empty());
    world.operator().get(&format!("{PATH}?since=today")).await.is_error(400, "invalid_args");
}

on_both!(what_is_no_time_is_refused_also_where_the_status_matches_nothing);
async fn what_is_no_time_is_refused_also_where_the_status_matches_nothing(world: World) {
    for query in ["since=yesterday", "since=yesterday&status=unknown", "status=unknown&since="] {
        let answer = world.operator().get(&format!("/v1/admin/invoices?{query}")).await;
        answer.is_error(400, "invalid_args");
    }
}
