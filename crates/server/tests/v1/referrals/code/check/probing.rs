//! Looking for the slugs of others.

use serde_json::Value;
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

/// Checks a slug.
async fn check(member: &SignedIn<'_>, slug: &str) -> (u16, Value) {
    let answer = member.get(&format!("/v1/referrals/code/check?slug={slug}")).await;
    (answer.status, answer.json())
}

/// Bob, who has been told sixty times that a slug is taken.
async fn curious(world: &World) -> SignedIn<'_> {
    world.member("ada@example.com").await.set_slug("of-ada").await.ok();
    let bob = world.member("bob@example.com").await;
    for _ in 0..30 {
        let (status, checked) = check(&bob, "of-ada").await;
        assert_eq!((status, &checked["reason"]), (200, &"slug_taken".into()));
        bob.set_slug("of-ada").await.is_error(409, "slug_taken");
    }
    bob
}

on_both!(after_sixty_taken_slugs_no_answer_tells_the_taken_from_the_free);
async fn after_sixty_taken_slugs_no_answer_tells_the_taken_from_the_free(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let bob = curious(&world).await;
    world.forward(Span::from_secs(60));
    for slug in ["of-ada", "free"] {
        let refused = bob.get(&format!("/v1/referrals/code/check?slug={slug}")).await;
        refused.is_error(429, "rate_limited");
        assert_eq!(refused.header("retry-after"), "3540", "{slug}");
    }
    bob.set_slug("of-ada").await.is_error(429, "rate_limited");
    bob.set_slug("still-possible").await.ok();
    world.forward(Span::from_secs(3_540));
    assert_eq!(check(&bob, "free").await.0, 200);
}

on_both!(an_account_that_holds_as_many_slugs_as_it_may_learns_nothing_either);
async fn an_account_that_holds_as_many_slugs_as_it_may_learns_nothing_either(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let bob = curious(&world).await;
    let full = world.with(|setup| setup.max_slugs = 0);
    let bob = bob.moved_to(&full);
    for slug in ["of-ada", "free"] {
        bob.set_slug(slug).await.is_error(429, "rate_limited");
    }
}

on_both!(slugs_that_are_free_reserved_or_ones_own_count_for_nothing);
async fn slugs_that_are_free_reserved_or_ones_own_count_for_nothing(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let ada = world.member("ada@example.com").await;
    ada.set_slug("of-ada").await.ok();
    for slug in ["of-ada", "free", "admin", "x"].repeat(25) {
        assert_eq!(check(&ada, slug).await.0, 200);
    }
}

on_both!(the_limit_is_an_accounts_and_outlives_a_restart_and_a_new_session);
async fn the_limit_is_an_accounts_and_outlives_a_restart_and_a_new_session(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    curious(&world).await;
    let restarted = world.with(|_| {});
    let bob = restarted.member("bob@example.com").await;
    assert_eq!(check(&bob, "free").await.0, 429);
    let carl = restarted.member("carl@example.com").await;
    assert_eq!(check(&carl, "of-ada").await.0, 200);
}
