//! `POST /v1/admin/codes/{code}/disable`.

use serde_json::json;

use crate::support::{Call, Caller, World};

fn disable<'w>(world: &'w World, code: &str) -> Call<'w> {
    let path = format!("/v1/admin/codes/{code}/disable");
    world.operator().post(&path, &json!({ "reason": "advertises against the terms" }))
}

on_both!(a_disabled_slug_is_gone_for_its_owner_too);
async fn a_disabled_slug_is_gone_for_its_owner_too(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("trip-with-me").await.ok();
    disable(&world, "%20Trip-With-Me").await.is_ok(&json!({ "ok": true }));
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], json!(null));
    ada.set_slug("trip-with-me").await.is_error(409, "slug_reserved");
    bob.set_slug("trip-with-me").await.is_error(409, "slug_taken");
    let check = ada.get("/v1/referrals/code/check?slug=trip-with-me").await.ok();
    assert_eq!(check["reason"], "slug_reserved");
    ada.set_slug("another").await.ok();
    let fields = json!({ "code": "trip-with-me", "reason": "advertises against the terms" });
    let expected = ("code_disabled".to_owned(), json!(ada.id()), fields);
    assert_eq!(world.operator().audit().await, [expected]);
}

on_both!(an_alias_and_a_deleted_slug_cannot_be_taken_back_after_it);
async fn an_alias_and_a_deleted_slug_cannot_be_taken_back_after_it(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    disable(&world, "first").await.ok();
    ada.set_slug("first").await.is_error(409, "slug_reserved");
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], "second");
    ada.delete("/v1/referrals/code").await.ok();
    disable(&world, "second").await.ok();
    ada.set_slug("second").await.is_error(409, "slug_reserved");
    let disabled = ada.codes().await.iter().filter(|(_, state)| state == "disabled").count();
    assert_eq!(disabled, 2);
}

on_both!(a_uid_code_can_be_disabled_and_disabling_twice_changes_nothing);
async fn a_uid_code_can_be_disabled_and_disabling_twice_changes_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    disable(&world, &code).await.ok();
    let first = ada.get("/v1/referrals/codes").await.ok();
    assert_eq!(first["items"][0]["State"], "disabled");
    world.forward(triport_domain::time::Span::from_secs(60));
    disable(&world, &code).await.ok();
    assert_eq!(ada.get("/v1/referrals/codes").await.ok(), first);
    assert_eq!(world.operator().audit().await.len(), 1);
    ada.set_slug("still-mine").await.ok();
}

on_both!(what_nobody_holds_is_not_found_and_a_reason_is_needed);
async fn what_nobody_holds_is_not_found_and_a_reason_is_needed(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    for code in ["nobodys", "x", "%00", "%FF", "trip_with_me", &"a".repeat(300)] {
        disable(&world, code).await.is_error(404, "code_not_found");
    }
    let operator = world.operator();
    for path in ["/v1/admin/codes/trip-with-me/disable", "/v1/admin/codes/nobodys/disable"] {
        operator.call("POST", path).body("{").await.is_error(400, "invalid_json");
        for body in [json!({}), json!({ "reason": " " }), json!({ "reason": "a\u{0}b" })] {
            operator.post(path, &body).await.is_error(400, "invalid_args");
        }
    }
    assert!(operator.audit().await.is_empty());
}

on_both!(of_an_owner_and_an_operator_at_once_the_operator_wins);
async fn of_an_owner_and_an_operator_at_once_the_operator_wins(world: World) {
    let ada = world.member("ada@example.com").await;
    for number in 0..8 {
        let (mine, other) = (format!("mine-{number}"), format!("other-{number}"));
        ada.set_slug(&mine).await.ok();
        ada.set_slug(&other).await.ok();
        let (_, disabled) = tokio::join!(ada.set_slug(&mine), disable(&world, &mine));
        disabled.ok();
        let codes = ada.codes().await;
        let (_, state) = codes.iter().find(|(code, _)| *code == mine).unwrap();
        assert_eq!(state, "disabled", "{codes:?}");
    }
}
