//! Attributions that come at once.

use serde_json::json;
use triport_domain::time::Span;

use super::post::{PATH, pair};
use crate::support::{Caller, World};

/// Exactly one of the inviters has the one invitee, on both sides and in every counter.
async fn has_one_inviter(world: &World) {
    assert_eq!(world.count("accounts", "inviter_id IS NOT NULL").await, 1);
    assert_eq!(world.count("invitees", "1 = 1").await, 1);
    assert_eq!(world.count("referral_events", "kind = 'signup'").await, 2);
    assert_eq!(world.count("referral_counts", "signups = 1").await, 1);
    assert_eq!(world.count("referral_counts", "signups > 1").await, 0);
}

on_both!(of_two_codes_at_once_one_attributes);
async fn of_two_codes_at_once_one_attributes(world: World) {
    let (_, _) = pair(&world).await;
    let eve = world.member("eve@example.com").await;
    eve.set_slug("of-eve").await.ok();
    world.forward(Span::from_secs(1));
    let carol = world.member("carol@example.com").await;
    let session = format!(
        "nl_session={}; nl_csrf={}",
        carol.jar.get("nl_session").unwrap(),
        carol.jar.get("nl_csrf").unwrap()
    );
    let calls = (0..8).map(|number| {
        let code = ["trip-with-me", "of-eve"][number % 2];
        let cookies = format!("{session}; ref_code={code}");
        let call = world.anonymous().call("POST", PATH).header("cookie", &cookies);
        call.header("x-csrf-token", &carol.jar.get("nl_csrf").unwrap()).into_future()
    });
    let answers = futures_util::future::join_all(calls).await;
    let done = answers.iter().filter(|answer| answer.ok()["attributed"] == true).count();
    assert_eq!(done, 1);
    let late = answers.iter().filter(|answer| answer.ok()["reason"] == "already_attributed");
    assert_eq!(late.count(), 7);
    has_one_inviter(&world).await;
}

on_both!(of_two_first_sign_ins_at_once_with_two_codes_one_attributes);
async fn of_two_first_sign_ins_at_once_with_two_codes_one_attributes(world: World) {
    let (_, bob) = pair(&world).await;
    bob.set_slug("of-bob").await.ok();
    world.forward(Span::from_secs(1));
    let mut calls = Vec::new();
    for code in ["trip-with-me", "of-bob"] {
        let request_id = world.anonymous().start("carol@example.com").await;
        let body = json!({ "request_id": request_id, "code": world.last_code() });
        let browser = world.browser();
        browser.jar.set("ref_code", code);
        calls.push(browser.post("/v1/auth/email/verify", &body).into_future());
    }
    for answer in futures_util::future::join_all(calls).await {
        answer.ok();
    }
    assert_eq!(world.count("accounts", "email LIKE 'carol%'").await, 1);
    has_one_inviter(&world).await;
}

on_both!(two_accounts_that_invite_each_other_at_once_make_no_circle);
async fn two_accounts_that_invite_each_other_at_once_make_no_circle(world: World) {
    let (ada, bob) = pair(&world).await;
    let (of_ada, of_bob) = (ada.uid_code().await, bob.uid_code().await);
    let claim = |code: &str| json!({ "code": code });
    let calls = (0..6).map(|number| {
        let call = match number % 2 {
            0 => ada.post("/v1/referrals/claim", &claim(&of_bob)),
            _ => bob.post("/v1/referrals/claim", &claim(&of_ada)),
        };
        call.into_future()
    });
    futures_util::future::join_all(calls).await;
    has_one_inviter(&world).await;
    assert!(ada.get("/v1/referrals/me").await.ok()["inviter_display"].is_null());
}

on_both!(a_name_that_changes_during_the_attribution_is_the_one_the_inviter_sees);
async fn a_name_that_changes_during_the_attribution_is_the_one_the_inviter_sees(world: World) {
    let (ada, _) = pair(&world).await;
    let mut members = Vec::new();
    for number in 0..20 {
        members.push(world.member(&format!("member{number}@example.com")).await);
    }
    let name = json!({ "display_name": "Changed" });
    let claim = json!({ "code": "trip-with-me" });
    let calls = members.iter().flat_map(|member| {
        let rename = member.post("/v1/auth/me", &name).into_future();
        [member.post("/v1/referrals/claim", &claim).into_future(), rename]
    });
    for answer in futures_util::future::join_all(calls).await {
        answer.ok();
    }
    let invitees = ada.get("/v1/referrals/invitees").await.ok();
    let names = invitees["items"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|item| item["display_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Changed"; 20]);
}
