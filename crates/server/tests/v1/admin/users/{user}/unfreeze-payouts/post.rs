//! `POST /v1/admin/users/{user}/unfreeze-payouts`.

use serde_json::json;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/users/ext:42/unfreeze-payouts";
const FROZEN: &str = "SELECT count(*) FROM accounts WHERE payouts_frozen_at IS NOT NULL";

on_both!(frozen_payouts_thaw_and_others_stay_as_they_are);
async fn frozen_payouts_thaw_and_others_stay_as_they_are(world: World) {
    let operator = world.operator();
    let user = operator.push_user("42", &json!({})).await;
    operator.push_user("43", &json!({})).await;
    let body = json!({ "reason": "was none" });
    operator.post(PATH, &body).await.is_ok(&json!({ "ok": true }));
    assert_eq!(operator.audit().await.len(), 2, "nothing was frozen: only the pushes");
    for external_id in ["42", "43"] {
        let path = format!("/v1/admin/users/ext:{external_id}/freeze-payouts");
        operator.post(&path, &body).await.ok();
    }
    world.forward(triport_domain::time::Span::from_secs(60));
    operator.post(PATH, &body).await.is_ok(&json!({ "ok": true }));
    assert_eq!(world.database.number(FROZEN).await, 1);
    let newest = operator.audit().await.remove(0);
    assert_eq!(newest, ("payouts_unfrozen".to_owned(), user["id"].clone(), body));
}

on_both!(nobodys_payouts_do_not_thaw_and_none_without_a_reason);
async fn nobodys_payouts_do_not_thaw_and_none_without_a_reason(world: World) {
    let operator = world.operator();
    operator.post(PATH, &json!({})).await.is_error(400, "invalid_args");
    operator.post(PATH, &json!({ "reason": "why" })).await.is_error(404, "user_not_found");
}
