//! `GET /v1/referrals/code/check`.

use serde_json::{Value, json};

use crate::support::{Caller, SignedIn, World};

/// What the check of a slug, written into the query as it is, answers.
async fn check(member: &SignedIn<'_>, query: &str) -> Value {
    member.get(&format!("/v1/referrals/code/check{query}")).await.ok()
}

fn available(slug: &str) -> Value {
    json!({ "slug": slug, "available": true, "reason": null })
}

fn refused(slug: &str, reason: &str) -> Value {
    json!({ "slug": slug, "available": false, "reason": reason })
}

on_both!(a_free_slug_is_available_in_its_normalised_form);
async fn a_free_slug_is_available_in_its_normalised_form(world: World) {
    let ada = world.member("ada@example.com").await;
    for query in ["?slug=trip-with-me", "?slug=%20Trip-With-ME%20", "?slug=%E2%80%83TRIP-with-me+"]
    {
        assert_eq!(check(&ada, query).await, available("trip-with-me"), "{query}");
    }
}

on_both!(the_reason_is_the_error_that_setting_it_would_meet);
async fn the_reason_is_the_error_that_setting_it_would_meet(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    bob.set_slug("of-bob").await.ok();
    for (typed, slug, reason) in [
        ("ab", "ab", "slug_invalid"),
        ("-ABC", "-abc", "slug_invalid"),
        ("a_b_c", "a_b_c", "slug_invalid"),
        ("admin", "admin", "slug_reserved"),
        ("Ad-Min", "ad-min", "slug_reserved"),
        ("of-bob", "of-bob", "slug_taken"),
        (&ada.uid_code().await, &ada.uid_code().await, "slug_taken"),
        (&bob.uid_code().await, &bob.uid_code().await, "slug_taken"),
    ] {
        assert_eq!(check(&ada, &format!("?slug={typed}")).await, refused(slug, reason));
        assert_eq!(ada.set_slug(typed).await.tag(), reason);
    }
}

on_both!(the_limit_of_slugs_is_a_reason_too_but_not_for_ones_own);
async fn the_limit_of_slugs_is_a_reason_too_but_not_for_ones_own(world: World) {
    let world = world.with(|setup| setup.max_slugs = 2);
    let ada = world.member("ada@example.com").await;
    ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    assert_eq!(check(&ada, "?slug=third").await, refused("third", "slug_limit_reached"));
    assert_eq!(check(&ada, "?slug=first").await, available("first"));
    assert_eq!(check(&ada, "?slug=second").await, available("second"));
}

on_both!(ones_own_slugs_are_available_whatever_their_state);
async fn ones_own_slugs_are_available_whatever_their_state(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    for _ in 0..2 {
        for slug in ["first", "second"] {
            assert_eq!(check(&ada, &format!("?slug={slug}")).await, available(slug));
        }
        ada.delete("/v1/referrals/code").await.ok();
    }
}

on_both!(a_check_claims_nothing);
async fn a_check_claims_nothing(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    assert_eq!(check(&ada, "?slug=harbour").await, available("harbour"));
    assert_eq!(world.database.number("SELECT count(*) FROM code_claims").await, 2);
    bob.set_slug("harbour").await.ok();
    assert_eq!(check(&ada, "?slug=harbour").await, refused("harbour", "slug_taken"));
}

on_both!(a_query_without_a_readable_slug_is_checked_like_an_empty_one);
async fn a_query_without_a_readable_slug_is_checked_like_an_empty_one(world: World) {
    let ada = world.member("ada@example.com").await;
    for query in ["", "?", "?slug", "?slug=", "?other=abc", "?Slug=abc", "?slug=+"] {
        assert_eq!(check(&ada, query).await, refused("", "slug_invalid"), "{query}");
    }
    for query in ["?slug=%FF%FE%00", "?slug=abc&slug=def", "?slug[]=abc"] {
        let answer = check(&ada, query).await;
        assert_eq!(answer["reason"], "slug_invalid", "{query}");
    }
}

on_both!(only_members_may_ask);
async fn only_members_may_ask(world: World) {
    let answer = world.anonymous().get("/v1/referrals/code/check?slug=abc").await;
    answer.is_error(401, "unauthenticated");
}

on_both!(checks_have_a_limit_of_their_own);
async fn checks_have_a_limit_of_their_own(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 10);
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let path = "/v1/referrals/code/check?slug=abc";
    // A fifth of ten calls per second, in bursts of twice that.
    let mut answered = 0;
    let refused = loop {
        let answer = ada.get(path).await;
        if answer.status != 200 {
            break answer;
        }
        answered += 1;
        assert!(answered < 15, "no limit");
    };
    refused.is_error(429, "rate_limited");
    assert!(answered >= 4, "{answered}");
    ada.get("/v1/referrals/me").await.ok();
    bob.get(path).await.ok();
}
