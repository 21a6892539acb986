//! `POST /v1/admin/sign-in-links`.

use serde_json::json;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/sign-in-links";

on_both!(a_link_leads_to_the_login_page_and_lives_a_minute);
async fn a_link_leads_to_the_login_page_and_lives_a_minute(world: World) {
    let operator = world.operator();
    let user = operator.push_user("customer-42", &json!({})).await;
    for name in [json!({ "external_id": "customer-42" }), json!({ "user_id": user["id"] })] {
        let answer = operator.post(PATH, &name).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let link = answer.json();
        assert_eq!(link["expires_at"], "2026-03-01T12:01:00Z");
        let url = link["url"].as_str().unwrap();
        let token = url.strip_prefix("http://localhost:8080/login#link=").unwrap();
        assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{url}");
    }
}

on_both!(a_member_of_our_own_is_named_by_its_address);
async fn a_member_of_our_own_is_named_by_its_address(world: World) {
    world.member("ada@example.com").await;
    let answer = world.operator().post(PATH, &json!({ "email": "Ada@example.com" })).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

on_both!(an_account_has_to_be_there_and_named_in_one_way);
async fn an_account_has_to_be_there_and_named_in_one_way(world: World) {
    let operator = world.operator();
    let unknown = json!({ "external_id": "nobody" });
    operator.post(PATH, &unknown).await.is_error(404, "user_not_found");
    for wrong in [json!({}), json!({ "external_id": "a", "email": "a@example.com" })] {
        operator.post(PATH, &wrong).await.is_error(400, "invalid_args");
    }
    let other_type = json!({ "external_id": 42 });
    operator.post(PATH, &other_type).await.is_error(400, "invalid_json");
    assert_eq!(world.count("sign_in_links", "1 = 1").await, 0);
}

on_both!(the_audit_log_names_the_account_and_the_database_holds_no_token);
async fn the_audit_log_names_the_account_and_the_database_holds_no_token(world: World) {
    let token = world.link_token("customer-42").await;
    let audit = world.operator().audit().await;
    let (_, _, fields) = audit.iter().find(|entry| entry.0 == "sign_in_link_made").unwrap();
    assert_eq!(fields, &json!({}));
    assert_eq!(world.count("sign_in_links", "length(token_hash) = 32").await, 1);
    let logged = format!("fields LIKE '%{token}%'");
    assert_eq!(world.count("operator_actions", &logged).await, 0);
}
