//! `POST /v1/auth/link/verify`.

use futures_util::future::join_all;
use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Answer, Caller, SignedIn, World, payout};

const PATH: &str = "/v1/auth/link/verify";

async fn verify(world: &World, token: &str) -> Answer {
    world.anonymous().post(PATH, &json!({ "token": token })).await
}

on_both!(a_link_signs_its_account_in_once);
async fn a_link_signs_its_account_in_once(world: World) {
    let token = world.link_token("customer-42").await;
    let browser = world.browser();
    let answer = browser.post(PATH, &json!({ "token": token })).await;
    let user = answer.ok()["user"].clone();
    let csrf = answer.cookie("nl_csrf").unwrap();
    assert_eq!(answer.header("x-csrf-token"), csrf);
    assert_eq!(answer.cookies().len(), 2, "a link makes no browser known: {answer:?}");
    let member = SignedIn::new(&world, browser.jar.clone(), user.clone());
    let me = member.get("/v1/auth/me").await.ok();
    assert_eq!((&me["user"], &me["provider"]), (&user, &json!("link")));
    let pushed = world.operator().push_user("customer-42", &json!({})).await;
    assert_eq!(pushed["id"], user["id"]);
    verify(&world, &token).await.is_error(400, "invalid_request");
}

on_both!(of_many_that_follow_a_link_at_once_one_is_signed_in);
async fn of_many_that_follow_a_link_at_once_one_is_signed_in(world: World) {
    let token = world.link_token("customer-42").await;
    let answers = join_all((0..8).map(|_| verify(&world, &token))).await;
    let signed_in = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(signed_in.count(), 1);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        refused.is_error(400, "invalid_request");
    }
    assert_eq!(world.count("sessions", "1 = 1").await, 1);
}

on_both!(a_link_works_for_less_than_a_minute);
async fn a_link_works_for_less_than_a_minute(world: World) {
    let (first, second) = (world.link_token("a").await, world.link_token("a").await);
    world.forward(Span::from_secs(59));
    verify(&world, &first).await.ok();
    world.forward(Span::from_secs(1));
    verify(&world, &second).await.is_error(400, "invalid_request");
}

on_both!(what_is_no_link_is_refused_like_one_that_was_used);
async fn what_is_no_link_is_refused_like_one_that_was_used(world: World) {
    let token = world.link_token("customer-42").await;
    for wrong in ["", "x", &"0".repeat(64), &token.to_uppercase(), &token[1..]] {
        verify(&world, wrong).await.is_error(400, "invalid_request");
    }
    world.anonymous().post(PATH, &json!({})).await.is_error(400, "invalid_request");
    world.anonymous().post(PATH, &json!({ "token": 7 })).await.is_error(400, "invalid_json");
    verify(&world, &token).await.ok();
}

on_both!(a_session_by_link_is_never_fresh);
async fn a_session_by_link_is_never_fresh(world: World) {
    let token = world.link_token("customer-42").await;
    let browser = world.browser();
    let user = browser.post(PATH, &json!({ "token": token })).await.ok()["user"].clone();
    let member = SignedIn::new(&world, browser.jar.clone(), user);
    let large = member.post("/v1/referrals/payouts", &payout(100_000_001)).await;
    large.is_error(403, "fresh_sign_in_required");
}

on_both!(the_first_sign_in_by_link_consumes_the_referral_cookie);
async fn the_first_sign_in_by_link_consumes_the_referral_cookie(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    world.forward(Span::from_secs(1));
    let token = world.link_token("customer-42").await;
    let browser = world.browser();
    browser.jar.set("ref_code", &code);
    let answer = browser.post(PATH, &json!({ "token": token })).await;
    let member = SignedIn::new(&world, browser.jar.clone(), answer.ok()["user"].clone());
    let attribution = member.get("/v1/referrals/attribution").await.ok();
    assert_eq!(
        (&attribution["attributed"], &attribution["source"]),
        (&json!(true), &json!("cookie"))
    );
    assert_eq!(browser.jar.get("ref_code"), None);
}

on_both!(who_signs_in_leaves_the_session_that_the_browser_had);
async fn who_signs_in_leaves_the_session_that_the_browser_had(world: World) {
    let ada = world.member("ada@example.com").await;
    let before = format!("nl_session={}", ada.jar.get("nl_session").unwrap());
    let token = world.link_token("customer-42").await;
    ada.post(PATH, &json!({ "token": token })).await.ok();
    let gone = world.anonymous().get("/v1/auth/me").header("cookie", &before).await;
    gone.is_error(401, "unauthenticated");
    assert_eq!(ada.get("/v1/auth/me").await.ok()["provider"], "link");
    assert_eq!(world.count("session_claims", "1 = 1").await, 1);
}

on_both!(a_link_of_an_account_that_was_erased_since_is_none);
async fn a_link_of_an_account_that_was_erased_since_is_none(world: World) {
    let token = world.link_token("customer-42").await;
    world.operator().delete("/v1/admin/users/ext:customer-42").await.ok();
    verify(&world, &token).await.is_error(400, "invalid_request");
    assert_eq!(world.count("sessions", "1 = 1").await, 0);
}
