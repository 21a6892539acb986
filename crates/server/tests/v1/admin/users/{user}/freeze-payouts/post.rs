//! `POST /v1/admin/users/{user}/freeze-payouts`.

use serde_json::json;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/users/ext:42/freeze-payouts";
const FROZEN: &str = "SELECT count(*) FROM accounts WHERE payouts_frozen_at IS NOT NULL";

on_both!(payouts_freeze_once);
async fn payouts_freeze_once(world: World) {
    let operator = world.operator();
    let user = operator.push_user("42", &json!({})).await;
    world.forward(triport_domain::time::Span::from_secs(60));
    let body = json!({ "reason": "looks like fraud" });
    let shown = async || operator.get("/v1/admin/referrals/users/ext:42").await.ok();
    assert_eq!(shown().await["payouts_frozen"], false);
    operator.post(PATH, &body).await.is_ok(&json!({ "ok": true }));
    assert_eq!(world.database.number(FROZEN).await, 1);
    assert_eq!(shown().await["payouts_frozen"], true);
    let since = world.database.number("SELECT payouts_frozen_at FROM accounts").await;
    world.forward(triport_domain::time::Span::from_secs(60));
    operator.post(PATH, &body).await.is_ok(&json!({ "ok": true }));
    let still = world.database.number("SELECT payouts_frozen_at FROM accounts").await;
    assert_eq!(still, since, "frozen since the first time");
    let audit = operator.audit().await;
    assert_eq!(audit[0], ("payouts_frozen".to_owned(), user["id"].clone(), body));
    assert_eq!(audit.len(), 2, "and the push before");
}

on_both!(nobodys_payouts_do_not_freeze_and_none_without_a_reason);
async fn nobodys_payouts_do_not_freeze_and_none_without_a_reason(world: World) {
    let operator = world.operator();
    let broken = operator.call("POST", "/v1/admin/users/42/freeze-payouts").body("{");
    broken.await.is_error(400, "invalid_user_id");
    operator.call("POST", PATH).body("{").await.is_error(400, "invalid_json");
    operator.post(PATH, &json!({ "reason": 7 })).await.is_error(400, "invalid_json");
    operator.post(PATH, &json!({})).await.is_error(400, "invalid_args");
    operator.post(PATH, &json!({ "reason": "why" })).await.is_error(404, "user_not_found");
}
