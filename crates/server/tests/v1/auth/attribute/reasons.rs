//! Why `POST /v1/auth/attribute` does not attribute.

use serde_json::{Value, json};
use triport_domain::program::ReplacedSlugs;
use triport_domain::time::Span;

use super::post::{PATH, pair, with_code};
use crate::support::{Answer, Caller, SignedIn, World};

/// Expects a refusal, which ends the cookies.
#[track_caller]
fn is_refused(answer: &Answer, reason: &str) {
    answer.is_ok(&json!({ "attributed": false, "reason": reason }));
    assert_eq!(answer.cookies().len(), 2, "{answer:?}");
}

async fn refusals(member: &SignedIn<'_>) -> Vec<String> {
    let shown = member.get("/v1/referrals/attribution").await.ok();
    let refusals = shown["refusals"].as_array().unwrap().iter();
    refusals.map(|refusal| refusal["reason"].as_str().unwrap().to_owned()).collect()
}

on_both!(no_cookie_is_told_and_not_kept);
async fn no_cookie_is_told_and_not_kept(world: World) {
    let (_, bob) = pair(&world).await;
    is_refused(&bob.call("POST", PATH).await, "no_cookie");
    is_refused(&with_code(&bob, "").await, "no_cookie");
    assert_eq!(refusals(&bob).await, [""; 0]);
}

on_both!(one_inviter_for_ever);
async fn one_inviter_for_ever(world: World) {
    let (ada, bob) = pair(&world).await;
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
    for code in ["trip-with-me", "nobody-has-it"] {
        is_refused(&with_code(&bob, code).await, "already_attributed");
    }
    assert_eq!(refusals(&bob).await, ["already_attributed"; 2]);
    let standing = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(standing["signups"], 1);
}

on_both!(unknown_and_disabled_codes_are_one);
async fn unknown_and_disabled_codes_are_one(world: World) {
    let (ada, bob) = pair(&world).await;
    for code in ["nobody-has-it", "x", "%00", "a b"] {
        is_refused(&with_code(&bob, code).await, "unknown_code");
    }
    // The link was followed a moment ago, so its code is still remembered.
    world.browser().follow("trip-with-me").await;
    ada.delete("/v1/referrals/code").await.ok();
    is_refused(&with_code(&bob, "trip-with-me").await, "unknown_code");
    ada.set_slug("trip-with-me").await.ok();
    ada.set_slug("new-name").await.ok();
    let strict = world.with(|setup| setup.replaced_slugs = ReplacedSlugs::Off);
    is_refused(&with_code(&bob.moved_to(&strict), "trip-with-me").await, "unknown_code");
}

on_both!(nobody_invites_itself);
async fn nobody_invites_itself(world: World) {
    let (ada, _) = pair(&world).await;
    for code in ["trip-with-me".to_owned(), ada.uid_code().await] {
        is_refused(&with_code(&ada, &code).await, "self_referral");
    }
}

on_both!(an_inviter_is_older_than_its_invitee);
async fn an_inviter_is_older_than_its_invitee(world: World) {
    let (ada, bob) = pair(&world).await;
    let of_bob = bob.uid_code().await;
    is_refused(&with_code(&ada, &of_bob).await, "inviter_too_new");
    let twin = world.member("twin@example.com").await;
    is_refused(&with_code(&twin, &of_bob).await, "inviter_too_new");
    is_refused(&with_code(&bob, &twin.uid_code().await).await, "inviter_too_new");
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
    is_refused(&with_code(&ada, &of_bob).await, "inviter_too_new");
}

on_both!(an_account_can_be_attributed_for_as_long_as_the_window_is);
async fn an_account_can_be_attributed_for_as_long_as_the_window_is(world: World) {
    let (_, bob) = pair(&world).await;
    let carol = world.member("carol@example.com").await;
    world.forward(Span::from_days(30));
    let carol = world.browser_of(&carol).await;
    let bob = world.browser_of(&bob).await;
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
    world.forward(Span::from_secs(1));
    is_refused(&with_code(&carol, "trip-with-me").await, "account_too_old");
    assert_eq!(refusals(&carol).await, ["account_too_old"]);
}

on_both!(a_payment_does_not_keep_a_code_in_the_browser_from_counting);
async fn a_payment_does_not_keep_a_code_in_the_browser_from_counting(world: World) {
    let (ada, bob) = pair(&world).await;
    let paid = "first_paid_at = 1, live_payments = 2, paid_micro = 70000000";
    world.database.run(&format!("UPDATE accounts SET {paid} WHERE email LIKE 'bob%'")).await;
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
    let standing = ada.get("/v1/referrals/me").await.ok();
    assert_eq!((&standing["signups"], &standing["paid_invitees"]), (&json!(1), &json!(1)));
    let invitees = ada.get("/v1/referrals/invitees").await.ok();
    assert_eq!(invitees["items"][0]["total_paid_micro"], 70_000_000);
}

on_both!(after_twenty_tries_a_day_nothing_is_looked_at);
async fn after_twenty_tries_a_day_nothing_is_looked_at(world: World) {
    let (_, bob) = pair(&world).await;
    for _ in 0..20 {
        is_refused(&with_code(&bob, "nobody-has-it").await, "unknown_code");
    }
    world.forward(Span::from_secs(1));
    for code in ["nobody-has-it", "trip-with-me", "trip-with-me"] {
        is_refused(&with_code(&bob, code).await, "too_many_tries");
    }
    assert_eq!(refusals(&bob).await.len(), 21, "one row for all that were too many");
    assert_eq!(refusals(&bob).await[0], "too_many_tries");
    world.forward(Span::from_secs(86_398));
    is_refused(&with_code(&bob, "trip-with-me").await, "too_many_tries");
    assert_eq!(refusals(&bob).await.len(), 21);
    world.forward(Span::from_secs(1));
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
}

on_both!(tries_of_an_attributed_account_leave_twenty_rows_a_day);
async fn tries_of_an_attributed_account_leave_twenty_rows_a_day(world: World) {
    let (_, bob) = pair(&world).await;
    with_code(&bob, "trip-with-me").await.ok();
    for _ in 0..25 {
        is_refused(&with_code(&bob, "trip-with-me").await, "already_attributed");
    }
    assert_eq!(refusals(&bob).await.len(), 19, "the attribution was a try as well");
}

on_both!(the_limit_is_the_accounts_own_and_holds_for_every_way);
async fn the_limit_is_the_accounts_own_and_holds_for_every_way(world: World) {
    let (_, bob) = pair(&world).await;
    let carol = world.member("carol@example.com").await;
    let claim = json!({ "code": "nobody-has-it" });
    for _ in 0..10 {
        with_code(&bob, "nobody-has-it").await.ok();
        bob.post("/v1/referrals/claim", &claim).await.ok();
    }
    let refused = json!({ "attributed": false, "reason": "too_many_tries" });
    bob.post("/v1/referrals/claim", &claim).await.is_ok(&refused);
    is_refused(&with_code(&bob, "trip-with-me").await, "too_many_tries");
    with_code(&carol, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
}

on_both!(a_failure_is_told_and_keeps_the_cookies);
async fn a_failure_is_told_and_keeps_the_cookies(world: World) {
    let (ada, bob) = pair(&world).await;
    world.database.run("ALTER TABLE referral_counts RENAME TO away").await;
    let answer = with_code(&bob, "trip-with-me").await;
    answer.is_ok(&json!({ "attributed": false, "reason": "internal" }));
    assert!(answer.cookies().is_empty());
    world.database.run("ALTER TABLE away RENAME TO referral_counts").await;
    assert_eq!(ada.get("/v1/referrals/invitees").await.ok()["items"], json!([]));
    assert_eq!(bob.get("/v1/referrals/me").await.ok()["inviter_display"], Value::Null);
    with_code(&bob, "trip-with-me").await.is_ok(&json!({ "attributed": true }));
    assert_eq!(refusals(&bob).await, [""; 0]);
}
