//! `POST /v1/referrals/claim`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Answer, Caller, SignedIn, World};

const PATH: &str = "/v1/referrals/claim";

async fn pair(world: &World) -> (SignedIn<'_>, SignedIn<'_>) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(1));
    (ada, world.member("bob@example.com").await)
}

async fn claim(member: &SignedIn<'_>, code: &str) -> Answer {
    member.post(PATH, &json!({ "code": code })).await
}

#[track_caller]
fn is_refused(answer: &Answer, reason: &str) {
    answer.is_ok(&json!({ "attributed": false, "reason": reason }));
    assert!(answer.cookies().is_empty(), "a claim leaves the browser's code alone: {answer:?}");
}

on_both!(a_code_that_was_told_attributes);
async fn a_code_that_was_told_attributes(world: World) {
    let (ada, bob) = pair(&world).await;
    bob.jar.set("ref_code", "something-else");
    let answer = claim(&bob, "\u{a0}Trip-With-Me ").await;
    answer.is_ok(&json!({ "attributed": true }));
    assert!(answer.cookies().is_empty());
    let shown = bob.get("/v1/referrals/attribution").await.ok();
    assert_eq!((&shown["attributed"], &shown["source"]), (&json!(true), &json!("claim")));
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["signups"], 1);
    is_refused(&claim(&bob, "trip-with-me").await, "already_attributed");
}

on_both!(a_code_has_to_be_there);
async fn a_code_has_to_be_there(world: World) {
    let (_, bob) = pair(&world).await;
    for body in [json!({}), json!({ "code": "" }), json!({ "code": " \n" })] {
        bob.post(PATH, &body).await.is_error(400, "invalid_args");
    }
    for body in [json!({ "code": 7 }), json!({ "code": null }), json!({ "code": ["abc"] })] {
        bob.post(PATH, &body).await.is_error(400, "invalid_json");
    }
    assert_eq!(world.count("referral_events", "1 = 1").await, 0);
}

on_both!(every_rule_holds_for_claims_too);
async fn every_rule_holds_for_claims_too(world: World) {
    let (ada, bob) = pair(&world).await;
    is_refused(&claim(&bob, "nobody-has-it").await, "unknown_code");
    world.forward(Span::from_secs(1));
    is_refused(&claim(&bob, "a\u{0}b").await, "unknown_code");
    is_refused(&claim(&ada, "trip-with-me").await, "self_referral");
    is_refused(&claim(&ada, &bob.uid_code().await).await, "inviter_too_new");
    let shown = bob.get("/v1/referrals/attribution").await.ok();
    assert_eq!(shown["refusals"][0]["code"], "ab", "what does not show is not kept");
}

on_both!(a_claim_comes_before_the_first_payment_even_one_that_was_refunded);
async fn a_claim_comes_before_the_first_payment_even_one_that_was_refunded(world: World) {
    let (_, bob) = pair(&world).await;
    let paid = "UPDATE accounts SET first_paid_at = 1 WHERE email LIKE 'bob%'";
    world.database.run(paid).await;
    is_refused(&claim(&bob, "trip-with-me").await, "already_paid");
    world.forward(Span::from_days(31));
    let bob = world.browser_of(&bob).await;
    is_refused(&claim(&bob, "trip-with-me").await, "account_too_old");
    let shown = bob.get("/v1/referrals/attribution").await.ok();
    let reasons: Vec<&Value> =
        shown["refusals"].as_array().unwrap().iter().map(|refusal| &refusal["reason"]).collect();
    assert_eq!(reasons, ["account_too_old", "already_paid"]);
}

on_both!(a_failure_is_told_as_one);
async fn a_failure_is_told_as_one(world: World) {
    let (_, bob) = pair(&world).await;
    world.database.run("ALTER TABLE invitees RENAME TO away").await;
    is_refused(&claim(&bob, "trip-with-me").await, "internal");
}

on_both!(only_members_claim);
async fn only_members_claim(world: World) {
    let body = json!({ "code": "trip-with-me" });
    world.anonymous().post(PATH, &body).await.is_error(401, "unauthenticated");
    let (_, bob) = pair(&world).await;
    let call = bob.post(PATH, &body).without("x-csrf-token");
    call.header("origin", "https://evil.example").await.is_error(403, "csrf_missing");
    let call = bob.post(PATH, &body).without("x-csrf-token");
    call.header("origin", "https://app.example.com").await.ok();
}
