//! What a first sign-in does with the code in the browser.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

/// An inviter with the code `trip-with-me`, a second older than everybody who comes after.
async fn ada(world: &World) -> SignedIn<'_> {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(1));
    ada
}

const CLEARED: [&str; 2] = [
    "ref_code=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
    "ref_touch=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
];

on_both!(a_first_sign_in_attributes_and_keeps_the_evidence);
async fn a_first_sign_in_attributes_and_keeps_the_evidence(world: World) {
    let ada = ada(&world).await;
    let browser = world.browser();
    browser.follow("trip-with-me").await;
    world.forward(Span::from_secs(60));
    let answer = browser.verify("bob@example.com").await;
    assert_eq!(answer.cookies().len(), 5);
    assert_eq!(answer.cookies()[3..], CLEARED);
    let bob = SignedIn::new(&world, browser.jar.clone(), answer.ok()["user"].clone());
    bob.get("/v1/referrals/attribution").await.is_ok(&json!({
        "attributed": true,
        "inviter_display": ada.user["display_name"],
        "at": "2026-03-01T12:01:01Z",
        "source": "cookie",
        "refusals": [],
    }));
    assert_eq!(bob.get("/v1/referrals/me").await.ok()["inviter_display"], ada.user["display_name"]);
    let standing = ada.get("/v1/referrals/me").await.ok();
    assert_eq!((&standing["signups"], &standing["paid_invitees"]), (&json!(1), &json!(0)));
    let evidence = "kind = 'signup' AND code = 'trip-with-me' AND source = 'cookie' AND reason IS NULL \
        AND click_at = 1772366401000000 AND click_path = '/welcome'";
    assert_eq!(world.count("referral_events", evidence).await, 2, "one row for each of them");
    assert_eq!(world.count("daily_counts", "signups = 1").await, 1);
    assert_eq!(world.count("accounts", "invited_at = 1772366461000000").await, 1);
}

on_both!(a_refused_code_is_consumed_and_signs_in_all_the_same);
async fn a_refused_code_is_consumed_and_signs_in_all_the_same(world: World) {
    let browser = world.browser();
    browser.jar.set("ref_code", "Nobody-Has-It");
    browser.jar.set("ref_touch", "forged");
    let answer = browser.verify("bob@example.com").await;
    assert_eq!(answer.cookies()[3..], CLEARED);
    let bob = SignedIn::new(&world, browser.jar.clone(), answer.ok()["user"].clone());
    let shown = bob.get("/v1/referrals/attribution").await.ok();
    assert_eq!((&shown["attributed"], &shown["at"]), (&json!(false), &Value::Null));
    let refusal = json!({
        "at": "2026-03-01T12:00:00Z",
        "code": "Nobody-Has-It",
        "reason": "unknown_code",
    });
    assert_eq!(shown["refusals"], json!([refusal]));
    assert_eq!(world.count("referral_events", "click_at IS NULL AND click_path IS NULL").await, 1);
}

on_both!(two_accounts_of_one_moment_do_not_invite_each_other);
async fn two_accounts_of_one_moment_do_not_invite_each_other(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let browser = world.browser();
    browser.follow("trip-with-me").await;
    let bob = browser.sign_in("bob@example.com").await;
    let shown = bob.get("/v1/referrals/attribution").await.ok();
    assert_eq!(shown["refusals"][0]["reason"], "inviter_too_new");
}

on_both!(a_later_sign_in_leaves_the_code_alone);
async fn a_later_sign_in_leaves_the_code_alone(world: World) {
    ada(&world).await;
    world.browser().sign_in("bob@example.com").await;
    let browser = world.browser();
    browser.follow("trip-with-me").await;
    let answer = browser.verify("bob@example.com").await;
    assert_eq!(answer.cookies().len(), 3, "{answer:?}");
    assert_eq!(world.count("accounts", "inviter_id IS NOT NULL").await, 0);
    assert_eq!(world.count("referral_events", "1 = 1").await, 0);
}

on_both!(an_account_that_the_product_made_is_attributed_while_it_has_no_inviter);
async fn an_account_that_the_product_made_is_attributed_while_it_has_no_inviter(world: World) {
    ada(&world).await;
    world.member("bob@example.com").await;
    world.database.run("UPDATE accounts SET external_id = 'b' WHERE email LIKE 'bob%'").await;
    let browser = world.browser();
    browser.jar.set("ref_code", "nobody-has-it");
    browser.sign_in("bob@example.com").await;
    assert_eq!(browser.jar.get("ref_code"), None, "refused");
    browser.follow("trip-with-me").await;
    let bob = browser.sign_in("bob@example.com").await;
    let shown = bob.get("/v1/referrals/attribution").await.ok();
    assert_eq!((&shown["attributed"], &shown["source"]), (&json!(true), &json!("cookie")));
    browser.follow("trip-with-me").await;
    browser.sign_in("bob@example.com").await;
    assert_eq!(browser.jar.get("ref_code").as_deref(), Some("trip-with-me"), "nothing to decide");
}

on_both!(a_failed_attribution_never_fails_a_sign_in_and_keeps_the_cookies);
async fn a_failed_attribution_never_fails_a_sign_in_and_keeps_the_cookies(world: World) {
    let ada = ada(&world).await;
    let browser = world.browser();
    browser.follow("trip-with-me").await;
    world.database.run("ALTER TABLE invitees RENAME TO away").await;
    let answer = browser.verify("bob@example.com").await;
    assert_eq!(answer.cookies().len(), 3, "{answer:?}");
    world.database.run("ALTER TABLE away RENAME TO invitees").await;
    assert_eq!(browser.jar.get("ref_code").as_deref(), Some("trip-with-me"));
    let bob = SignedIn::new(&world, browser.jar.clone(), answer.ok()["user"].clone());
    assert_eq!(bob.get("/v1/referrals/attribution").await.ok()["attributed"], false);
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["signups"], 0, "all of it or nothing");
    let answer = bob.call("POST", "/v1/auth/attribute").await;
    answer.is_ok(&json!({ "attributed": true }));
}

on_both!(an_empty_code_is_none);
async fn an_empty_code_is_none(world: World) {
    for value in ["", "\"\"", "%"] {
        let browser = world.browser();
        browser.jar.set("ref_code", value);
        browser.sign_in(&format!("bob{}@example.com", value.len())).await;
    }
    assert_eq!(world.count("referral_events", "code = '%'").await, 1);
    assert_eq!(world.count("referral_events", "1 = 1").await, 1);
}

on_both!(evidence_is_cut_and_a_click_of_long_ago_is_none);
async fn evidence_is_cut_and_a_click_of_long_ago_is_none(world: World) {
    ada(&world).await;
    world.forward(Span::from_days(40));
    let browser = world.browser();
    browser.jar.set("ref_code", &"X".repeat(100));
    browser.jar.set("ref_touch", "1772366401000000./welcome");
    browser.sign_in("bob@example.com").await;
    let kept = format!("code = '{}' AND click_at IS NULL", "X".repeat(64));
    assert_eq!(world.count("referral_events", &kept).await, 1);
}
