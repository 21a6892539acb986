//! `GET /v1/referrals/me`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/me";

/// The overview of a member who has earned nothing yet.
fn overview(uid_code: &str, slug: Option<&str>, public_url: &str) -> Value {
    json!({
        "primary_code": uid_code,
        "custom_slug": slug,
        "tier": 1,
        "tier_label": "regular",
        "rate_bps": 1_000,
        "paid_invitees": 0,
        "balance": {
            "pending_micro": 0,
            "available_micro": 0,
            "lifetime_micro": 0,
            "debt_micro": 0,
        },
        "next_unlock_at": null,
        "inviter_display": null,
        "share_url": format!("{public_url}/r/{}", slug.unwrap_or(uid_code)),
        "clicks": 0,
        "signups": 0,
    })
}

on_both!(a_new_member_sees_the_uid_code_and_true_zeros);
async fn a_new_member_sees_the_uid_code_and_true_zeros(world: World) {
    let ada = world.member("ada@example.com").await;
    let uid_code = ada.codes().await[0].0.clone();
    ada.get(PATH).await.is_ok(&overview(&uid_code, None, "http://localhost:8080"));
}

on_both!(the_slug_is_shown_and_shared_and_the_primary_code_stays_the_uid_code);
async fn the_slug_is_shown_and_shared_and_the_primary_code_stays_the_uid_code(world: World) {
    let ada = world.member("ada@example.com").await;
    let uid_code = ada.uid_code().await;
    for slug in ["first", "trip-with-me"] {
        ada.set_slug(slug).await.ok();
        ada.get(PATH).await.is_ok(&overview(&uid_code, Some(slug), "http://localhost:8080"));
    }
    ada.delete("/v1/referrals/code").await.ok();
    ada.get(PATH).await.is_ok(&overview(&uid_code, None, "http://localhost:8080"));
}

on_both!(the_link_starts_with_the_public_url);
async fn the_link_starts_with_the_public_url(world: World) {
    let world = world.with(|setup| setup.public_url = "https://api.example.com");
    let ada = world.member("ada@example.com").await;
    let uid_code = ada.uid_code().await;
    ada.get(PATH).await.is_ok(&overview(&uid_code, None, "https://api.example.com"));
}

on_both!(an_account_in_another_tier_sees_its_terms);
async fn an_account_in_another_tier_sees_its_terms(world: World) {
    let ada = world.member("ada@example.com").await;
    for (tier, shown) in [(2, (2, "influencer", 1_500)), (9, (1, "regular", 1_000))] {
        world.database.run(&format!("UPDATE accounts SET tier = {tier}")).await;
        let seen = ada.get(PATH).await.ok();
        let seen = (&seen["tier"], &seen["tier_label"], &seen["rate_bps"]);
        assert_eq!(seen, (&json!(shown.0), &json!(shown.1), &json!(shown.2)));
    }
}

on_both!(the_next_unlock_is_that_of_the_first_reward_that_still_waits);
async fn the_next_unlock_is_that_of_the_first_reward_that_still_waits(world: World) {
    let pair = world.pair().await;
    let next = async || pair.inviter.get(PATH).await.ok()["next_unlock_at"].clone();
    assert_eq!(next().await, Value::Null);
    for id in ["refunded", "first", "second"] {
        pair.pay(id, 100_000_000).await;
        world.forward(Span::from_secs(60));
    }
    world.refund("refunded", "re_1", 100_000_000).await;
    assert_eq!(next().await, "2026-03-15T12:01:01Z");
    world.forward(Span::from_secs(14 * 86_400 - 90));
    assert_eq!(next().await, "2026-03-15T12:02:01Z");
    world.forward(Span::from_secs(60));
    assert_eq!(next().await, Value::Null);
    assert_eq!(pair.invitee.get(PATH).await.ok()["next_unlock_at"], Value::Null);
}

on_both!(only_members_have_a_standing);
async fn only_members_have_a_standing(world: World) {
    world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("of-ada").await.ok();
    assert_eq!(bob.get(PATH).await.ok()["custom_slug"], Value::Null);
}
