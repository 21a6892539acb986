//! `GET /v1/auth/sessions`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::browser::BROWSER;
use crate::support::{Caller, SignedIn, World};

const PATH: &str = "/v1/auth/sessions";

async fn listed(member: &SignedIn<'_>) -> Vec<Value> {
    member.get(PATH).await.ok()["items"].as_array().unwrap().clone()
}

on_both!(every_session_is_listed_the_newest_sign_in_first);
async fn every_session_is_listed_the_newest_sign_in_first(world: World) {
    let phone = world.member("ada@example.com").await;
    world.forward(Span::from_secs(60));
    let browser = world.browser();
    let request_id = world.anonymous().start("ada@example.com").await;
    let body = json!({ "request_id": request_id, "code": world.last_code() });
    browser.post("/v1/auth/email/verify", &body).header("user-agent", BROWSER).await.ok();
    let laptop = SignedIn::new(&world, browser.jar.clone(), phone.user.clone());
    let sessions = listed(&laptop).await;
    let mut newest = sessions[0].clone();
    newest["id"] = Value::Null;
    assert_eq!(
        newest,
        json!({
            "id": null,
            "current": true,
            "provider": "email",
            "user_agent": BROWSER,
            "created_at": "2026-03-01T12:01:00Z",
            "last_seen_at": "2026-03-01T12:01:00Z",
            "expires_at": "2026-03-31T12:01:00Z",
        })
    );
    assert_eq!((sessions.len(), &sessions[1]["current"]), (2, &json!(false)));
    assert_eq!(sessions[1]["user_agent"], "");
    let seen_from_the_phone = listed(&phone).await;
    assert_eq!(seen_from_the_phone[0]["id"], sessions[0]["id"]);
    assert_eq!(seen_from_the_phone[1]["current"], true);
}

on_both!(a_session_that_has_ended_or_is_another_accounts_is_not_listed);
async fn a_session_that_has_ended_or_is_another_accounts_is_not_listed(world: World) {
    let (phone, laptop) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    world.member("bob@example.com").await;
    phone.call("POST", "/v1/auth/logout").await.ok();
    assert_eq!(listed(&laptop).await.len(), 1);
    world.forward(Span::from_days(30));
    let later = world.member("ada@example.com").await;
    assert_eq!(listed(&later).await.len(), 1, "expired, though not purged yet");
}

on_both!(a_session_is_seen_when_it_asks_who_is_signed_in_to_within_five_minutes);
async fn a_session_is_seen_when_it_asks_who_is_signed_in_to_within_five_minutes(world: World) {
    let ada = world.member("ada@example.com").await;
    let seen = async || listed(&ada).await[0]["last_seen_at"].as_str().unwrap().to_owned();
    world.forward(Span::from_secs(299));
    ada.get("/v1/auth/me").await.ok();
    assert_eq!(seen().await, "2026-03-01T12:00:00Z");
    world.forward(Span::from_secs(1));
    ada.get("/v1/auth/me").await.ok();
    assert_eq!(seen().await, "2026-03-01T12:05:00Z");
    world.forward(Span::from_days(20));
    assert_eq!(seen().await, "2026-03-01T12:05:00Z", "other calls do not count");
    ada.get("/v1/auth/me").await.ok();
    assert_eq!(seen().await, "2026-03-21T12:05:00Z", "sliding is seeing");
}
