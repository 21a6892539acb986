//! `DELETE /v1/referrals/code`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/code";

on_both!(the_custom_code_ends_and_the_uid_code_goes_on);
async fn the_custom_code_ends_and_the_uid_code_goes_on(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(60));
    let set = ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(60));
    ada.delete(PATH).await.is_ok(&json!({ "ok": true }));
    let listed = ada.get("/v1/referrals/codes").await.ok();
    let mut custom = set["code"].clone();
    custom["DisabledAt"] = json!("2026-03-01T12:02:00Z");
    custom["State"] = json!("disabled");
    assert_eq!(listed["items"][0], custom, "the row is kept");
    assert_eq!(listed["items"][1]["State"], "active");
    let standing = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(standing["custom_slug"], Value::Null);
    let share_url = format!("http://localhost:8080/r/{}", ada.uid_code().await);
    assert_eq!(standing["share_url"], share_url);
}

on_both!(nothing_to_delete_is_the_same_success);
async fn nothing_to_delete_is_the_same_success(world: World) {
    let ada = world.member("ada@example.com").await;
    for _ in 0..2 {
        ada.delete(PATH).await.is_ok(&json!({ "ok": true }));
    }
    ada.set_slug("trip-with-me").await.ok();
    ada.delete(PATH).await.is_ok(&json!({ "ok": true }));
    let listed = ada.get("/v1/referrals/codes").await.ok();
    world.forward(Span::from_secs(60));
    ada.delete(PATH).await.is_ok(&json!({ "ok": true }));
    assert_eq!(ada.get("/v1/referrals/codes").await.ok(), listed, "the first time stays stamped");
}

on_both!(aliases_end_with_the_slug);
async fn aliases_end_with_the_slug(world: World) {
    let ada = world.member("ada@example.com").await;
    for slug in ["first", "second", "third"] {
        ada.set_slug(slug).await.ok();
    }
    ada.delete(PATH).await.ok();
    let states: Vec<String> = ada.codes().await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states.iter().filter(|state| *state == "disabled").count(), 3, "{states:?}");
    assert_eq!(states.iter().filter(|state| *state == "active").count(), 1, "{states:?}");
}

on_both!(only_ones_own_code_is_deleted);
async fn only_ones_own_code_is_deleted(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("of-ada").await.ok();
    bob.set_slug("of-bob").await.ok();
    bob.delete(PATH).await.ok();
    world.anonymous().delete(PATH).await.is_error(401, "unauthenticated");
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], "of-ada");
}

on_both!(another_origin_deletes_nothing);
async fn another_origin_deletes_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    let call = ada.delete(PATH).without("x-csrf-token").header("origin", "https://evil.example");
    call.await.is_error(403, "csrf_missing");
    ada.delete(PATH).header("x-csrf-token", "wrong").await.is_error(403, "csrf_invalid");
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], "trip-with-me");
}

on_both!(the_body_does_not_matter);
async fn the_body_does_not_matter(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    ada.delete(PATH).body("{").await.is_ok(&json!({ "ok": true }));
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], Value::Null);
}
