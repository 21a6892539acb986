//! `POST /v1/auth/attribute`. Its reasons stand in `reasons.rs`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Call, Caller, SignedIn, World};

pub(super) const PATH: &str = "/v1/auth/attribute";

/// An inviter with the code `trip-with-me`, and an invitee a second younger.
pub(super) async fn pair(world: &World) -> (SignedIn<'_>, SignedIn<'_>) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(1));
    (ada, world.member("bob@example.com").await)
}

/// A call with a code in the browser.
pub(super) fn with_code<'w>(member: &SignedIn<'w>, code: &str) -> Call<'w> {
    member.jar.set("ref_code", code);
    member.call("POST", PATH)
}

on_both!(a_code_in_the_browser_attributes_and_is_gone_then);
async fn a_code_in_the_browser_attributes_and_is_gone_then(world: World) {
    let (ada, bob) = pair(&world).await;
    bob.jar.set("ref_touch", "1772366400500000./from/here");
    let answer = with_code(&bob, " TRIP-with-me").await;
    answer.is_ok(&json!({ "attributed": true }));
    assert_eq!(
        answer.cookies(),
        [
            "ref_code=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            "ref_touch=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
        ]
    );
    let invitees = ada.get("/v1/referrals/invitees").await.ok();
    assert_eq!(invitees["items"][0]["user_id"], bob.id());
    let evidence = "click_at = 1772366400500000 AND click_path = '/from/here'";
    assert_eq!(world.count("referral_events", evidence).await, 2);
}

on_both!(the_cookies_are_cleared_where_they_were_set);
async fn the_cookies_are_cleared_where_they_were_set(world: World) {
    let (_, bob) = pair(&world).await;
    let world = world.with(|setup| {
        setup.public_url = "https://api.example.com";
        setup.cookie_domain = Some("example.com");
    });
    let answer = with_code(&bob.moved_to(&world), "nobody-has-it").await;
    let attributes = "HttpOnly; SameSite=Lax; Secure; Path=/; Domain=example.com; Max-Age=0";
    assert_eq!(
        answer.cookies(),
        [format!("ref_code=; {attributes}"), format!("ref_touch=; {attributes}")]
    );
}

on_both!(an_alias_attributes_to_its_owner);
async fn an_alias_attributes_to_its_owner(world: World) {
    let (ada, bob) = pair(&world).await;
    ada.set_slug("new-name").await.ok();
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["signups"], 1);
}

on_both!(the_header_is_always_needed);
async fn the_header_is_always_needed(world: World) {
    let (_, bob) = pair(&world).await;
    let call = || with_code(&bob, "trip-with-me").without("x-csrf-token");
    call().await.is_error(403, "csrf_missing");
    for origin in ["http://localhost:8080", "https://app.example.com", "https://evil.example"] {
        call().header("origin", origin).await.is_error(403, "csrf_missing");
    }
    call().header("sec-fetch-site", "same-origin").await.is_error(403, "csrf_missing");
    for wrong in ["", "wrong"] {
        call().header("x-csrf-token", wrong).await.is_error(403, "csrf_invalid");
    }
    world.anonymous().call("POST", PATH).await.is_error(401, "unauthenticated");
    assert_eq!(bob.jar.get("ref_code").as_deref(), Some("trip-with-me"), "an error clears nothing");
    call().header("x-csrf-token", &bob.jar.get("nl_csrf").unwrap()).await.ok();
}

on_both!(the_body_does_not_matter);
async fn the_body_does_not_matter(world: World) {
    let (_, bob) = pair(&world).await;
    for body in ["", "{", "null", "{\"code\": \"trip-with-me\"}"] {
        let answer = bob.call("POST", PATH).body(body).await;
        answer.is_ok(&json!({ "attributed": false, "reason": "no_cookie" }));
    }
}

on_both!(a_new_name_of_the_invitee_reaches_the_inviter);
async fn a_new_name_of_the_invitee_reaches_the_inviter(world: World) {
    let (ada, bob) = pair(&world).await;
    with_code(&bob, "trip-with-me").await.ok();
    bob.post("/v1/auth/me", &json!({ "display_name": "Bob" })).await.ok();
    bob.post("/v1/auth/me", &json!({ "avatar_url": "https://example.com/b.png" })).await.ok();
    let invitees = ada.get("/v1/referrals/invitees").await.ok();
    assert_eq!(invitees["items"][0]["display_name"], "Bob");
    ada.post("/v1/auth/me", &json!({ "display_name": "Ada" })).await.ok();
    assert_eq!(bob.get("/v1/referrals/me").await.ok()["inviter_display"], "Ada");
}
