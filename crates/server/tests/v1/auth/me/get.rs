//! `GET /v1/auth/me`, beside the sliding of the session.

use serde_json::json;
use triport_domain::time::{Span, Timestamp};

use crate::support::{Caller, START, World};

const PATH: &str = "/v1/auth/me";

on_both!(the_account_is_shown_with_how_it_signed_in);
async fn the_account_is_shown_with_how_it_signed_in(world: World) {
    let ada = world.member("ada@example.com").await;
    let answer = ada.get(PATH).await;
    answer.is_ok(&json!({ "user": ada.user, "provider": "email" }));
    assert_eq!(ada.user["email"], "ada@example.com");
}

on_both!(the_csrf_token_is_repeated_in_a_header_and_no_cookie_is_set);
async fn the_csrf_token_is_repeated_in_a_header_and_no_cookie_is_set(world: World) {
    let ada = world.member("ada@example.com").await;
    let answer = ada.get(PATH).await;
    assert_eq!(answer.header("x-csrf-token"), ada.jar.get("nl_csrf").unwrap());
    assert!(answer.cookies().is_empty(), "{answer:?}");
}

on_both!(a_browser_that_lost_its_csrf_cookie_gets_a_new_one);
async fn a_browser_that_lost_its_csrf_cookie_gets_a_new_one(world: World) {
    let ada = world.member("ada@example.com").await;
    let (session, old) = (ada.jar.get("nl_session").unwrap(), ada.jar.get("nl_csrf").unwrap());
    ada.jar.remove("nl_csrf");
    let answer = ada.get(PATH).await;
    let new = answer.cookie("nl_csrf").unwrap();
    assert_ne!(new, old);
    assert_eq!(answer.header("x-csrf-token"), new);
    assert_eq!(answer.cookie("nl_session").unwrap(), session, "the same session");
    ada.set_slug("trip-with-me").await.ok();
}

on_both!(without_a_session_there_is_no_account);
async fn without_a_session_there_is_no_account(world: World) {
    let ada = world.member("ada@example.com").await;
    let token = ada.jar.get("nl_session").unwrap();
    world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
    for cookie in [
        String::new(),
        "nl_session=".to_owned(),
        "nl_session".to_owned(),
        format!("nl_session={}", "0".repeat(64)),
        format!("nl_session={}", &token[..63]),
        format!("nl_session={token}0"),
        format!("nl_session={}", token.to_uppercase().replace(char::is_numeric, "A")),
        format!("NL_SESSION={token}"),
        format!("session={token}"),
        format!("nl_csrf={token}"),
        format!("nl_session=' OR '1'='1; nl_csrf={token}"),
    ] {
        let answer = world.anonymous().get(PATH).header("cookie", &cookie).await;
        answer.is_error(401, "unauthenticated");
    }
    let cookie = format!("nl_session={token}");
    world.anonymous().get(PATH).header("cookie", &cookie).await.ok();
}

on_both!(a_session_that_is_not_used_ends_after_thirty_days_to_the_microsecond);
async fn a_session_that_is_not_used_ends_after_thirty_days_to_the_microsecond(world: World) {
    let ada = world.member("ada@example.com").await;
    let end = START + Span::from_days(30);
    world.set_clock(Timestamp::from_micros(end.as_micros() - 1));
    ada.get("/v1/referrals/me").await.ok();
    world.set_clock(end);
    ada.get("/v1/referrals/me").await.is_error(401, "unauthenticated");
    ada.get(PATH).await.is_error(401, "unauthenticated");
}

on_both!(a_session_outlives_a_restart);
async fn a_session_outlives_a_restart(world: World) {
    let ada = world.member("ada@example.com").await;
    let restarted = world.with(|_| {});
    ada.moved_to(&restarted).get(PATH).await.ok();
}

on_both!(two_members_see_their_own_accounts);
async fn two_members_see_their_own_accounts(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    assert_ne!(ada.id(), bob.id());
    ada.get(PATH).await.is_ok(&json!({ "user": ada.user, "provider": "email" }));
    bob.get(PATH).await.is_ok(&json!({ "user": bob.user, "provider": "email" }));
}
