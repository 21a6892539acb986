//! `GET /v1/referrals/invoices`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/invoices";

on_both!(a_member_sees_its_own_invoices_newest_first);
async fn a_member_sees_its_own_invoices_newest_first(world: World) {
    let pair = world.pair().await;
    for id in ["inv_1", "inv_2", "inv_3"] {
        world.invoice(&pair.inviter, id, 1_000_000).await;
        world.forward(Span::from_secs(1));
    }
    world.invoice(&pair.invitee, "of%20bob", 1_000_000).await;
    let paid = json!({ "user_id": pair.inviter.id(), "amount_micro": 1_000_000, "status": "paid" });
    world.operator().put("/v1/admin/invoices/inv_2", &paid).await.ok();
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = pair.inviter.get(PATH).await.ok();
    assert_eq!(ids(&all), ["inv_3", "inv_2", "inv_1"]);
    let open = json!({ "id": "inv_3", "amount_micro": 1_000_000, "status": "open" });
    assert_eq!(all["items"][0], open);
    assert_eq!(all["items"][1]["paid_by"], "external");
    let open = pair.inviter.get(&format!("{PATH}?status=open")).await.ok();
    assert_eq!(ids(&open), ["inv_3", "inv_1"]);
    assert!(ids(&pair.inviter.get(&format!("{PATH}?status=other")).await.ok()).is_empty());
    let first = pair.inviter.get(&format!("{PATH}?limit=1&status=open")).await.ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = pair.inviter.get(&format!("{PATH}?status=open&cursor={cursor}")).await.ok();
    assert_eq!(ids(&next), ["inv_1"]);
}
