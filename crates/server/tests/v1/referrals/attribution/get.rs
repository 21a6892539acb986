//! `GET /v1/referrals/attribution`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/attribution";

on_both!(whom_nobody_invited_sees_that);
async fn whom_nobody_invited_sees_that(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.get(PATH).await.is_ok(&json!({
        "attributed": false,
        "inviter_display": null,
        "at": null,
        "source": null,
        "refusals": [],
    }));
    world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
}

on_both!(the_latest_fifty_refusals_are_shown_newest_first);
async fn the_latest_fifty_refusals_are_shown_newest_first(world: World) {
    let ada = world.member("ada@example.com").await;
    for number in 0..60 {
        // So that the limit of a day is never reached.
        world.forward(Span::from_secs(7_200));
        let body = json!({ "code": format!("unknown-{number}") });
        ada.post("/v1/referrals/claim", &body).await.ok();
    }
    let shown = ada.get(PATH).await.ok();
    let refusals = shown["refusals"].as_array().unwrap();
    assert_eq!(refusals.len(), 50);
    assert_eq!(refusals[0]["code"], "unknown-59");
    assert_eq!(refusals[49]["code"], "unknown-10");
}

on_both!(an_inviter_of_many_still_sees_its_own_attribution);
async fn an_inviter_of_many_still_sees_its_own_attribution(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(1));
    let bob = world.member("bob@example.com").await;
    let claim = json!({ "code": ada.uid_code().await });
    bob.post("/v1/referrals/claim", &claim).await.is_ok(&json!({ "attributed": true }));
    world.forward(Span::from_secs(1));
    for number in 0..3 {
        let browser = world.browser();
        browser.follow(&bob.uid_code().await).await;
        browser.sign_in(&format!("carol{number}@example.com")).await;
    }
    let shown = bob.get(PATH).await.ok();
    assert_eq!((&shown["source"], &shown["at"]), (&json!("claim"), &json!("2026-03-01T12:00:01Z")));
    assert_eq!(bob.get("/v1/referrals/me").await.ok()["signups"], 3);
}
