//! `GET /v1/admin/referrals/users/{user}`.

use serde_json::json;

use crate::support::{Caller, World};

on_both!(an_operator_sees_what_the_member_sees_under_the_names_of_the_contract);
async fn an_operator_sees_what_the_member_sees_under_the_names_of_the_contract(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    let mut expected = ada.get("/v1/referrals/me").await.ok();
    let fields = expected.as_object_mut().unwrap();
    let paid = fields.remove("paid_invitees").unwrap();
    fields.insert("paid_invitees_inf".to_owned(), paid);
    fields.insert("user_id".to_owned(), json!(ada.id()));
    fields.insert("payouts_frozen".to_owned(), json!(false));
    fields.insert("recent_attributions".to_owned(), json!([]));
    fields.insert("erased_at".to_owned(), json!(null));
    let codes = ada.get("/v1/referrals/codes").await.ok()["items"].clone();
    fields.insert("codes".to_owned(), codes);
    let path = format!("/v1/admin/referrals/users/{}", ada.id());
    world.operator().get(&path).await.is_ok(&expected);
}

on_both!(an_account_answers_to_each_of_its_names);
async fn an_account_answers_to_each_of_its_names(world: World) {
    let operator = world.operator();
    let body = json!({ "email": "ada@example.com", "email_verified": true });
    let ada = operator.push_user("Shop:42", &body).await;
    let id = ada["id"].as_str().unwrap();
    for name in [
        id,
        &id.to_uppercase(),
        "ext:Shop:42",
        "ext%3AShop%3A42",
        "email:ada@example.com",
        "email:Ada@Example.com",
        "email:%20ada%40example.com",
    ] {
        let shown = operator.get(&format!("/v1/admin/referrals/users/{name}")).await;
        assert_eq!(shown.ok()["user_id"], ada["id"], "{name}");
    }
}

on_both!(other_texts_are_no_names_and_other_names_nobodys);
async fn other_texts_are_no_names_and_other_names_nobodys(world: World) {
    let operator = world.operator();
    operator.push_user("Shop:42", &json!({ "email": "ada@example.com" })).await;
    for name in
        ["ada@example.com", "42", "ext:", "email:", "email:ada", "ext:%FF", "ext:a%2Fb", "0"]
    {
        let answer = operator.get(&format!("/v1/admin/referrals/users/{name}")).await;
        answer.is_error(400, "invalid_user_id");
    }
    let nobody = uuid::Uuid::nil().to_string();
    for name in [&nobody, "ext:shop:42", "ext:Shop:4", "email:ada@example.com"] {
        let answer = operator.get(&format!("/v1/admin/referrals/users/{name}")).await;
        answer.is_error(404, "user_not_found");
    }
}

on_both!(fifty_decisions_are_shown_newest_first);
async fn fifty_decisions_are_shown_newest_first(world: World) {
    let operator = world.operator();
    operator.push_user("42", &json!({})).await;
    let path = "/v1/admin/referrals/users/ext:42";
    for number in 0..51_u32 {
        let body = json!({ "tier": 2 - number % 2, "note": format!("note {number}") });
        operator.post(&format!("{path}/tier"), &body).await.ok();
        world.forward(triport_domain::time::Span::from_secs(1));
    }
    let shown = operator.get(path).await.ok();
    let decisions = shown["recent_attributions"].as_array().unwrap();
    assert_eq!(decisions.len(), 50);
    assert_eq!(
        decisions[0],
        json!({
            "kind": "tier_changed",
            "at": "2026-03-01T12:00:50Z",
            "code": null,
            "source": null,
            "reason": null,
            "click_at": null,
            "click_path": null,
            "counterpart_user_id": null,
            "old_tier": 1,
            "new_tier": 2,
            "note": "note 50",
        })
    );
    assert_eq!(decisions[49]["note"], "note 1");
}

on_both!(an_operator_reads_the_click_that_came_before);
async fn an_operator_reads_the_click_that_came_before(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    world.forward(triport_domain::time::Span::from_secs(1));
    let bob = world.browser();
    bob.follow(&code).await;
    world.forward(triport_domain::time::Span::from_secs(60));
    let bob = bob.sign_in("bob@example.com").await;
    for account in [&bob, &ada] {
        let shown =
            world.operator().get(&format!("/v1/admin/referrals/users/{}", account.id())).await;
        let decided = shown.ok()["recent_attributions"][0].clone();
        assert_eq!(decided["kind"], "signup");
        assert_eq!(decided["click_at"], "2026-03-01T12:00:01Z");
        assert_eq!(decided["click_path"], "/welcome");
    }
}
