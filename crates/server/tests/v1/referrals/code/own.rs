//! What is once somebody's stays theirs: taking a slug back with `POST /v1/referrals/code`.

use serde_json::Value;
use triport_domain::program::ReplacedSlugs;
use triport_domain::time::Span;

use crate::support::{Caller, World};

on_both!(a_replaced_slug_is_nobody_elses);
async fn a_replaced_slug_is_nobody_elses(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    bob.set_slug("first").await.is_error(409, "slug_taken");
}

on_both!(a_deleted_slug_is_nobody_elses);
async fn a_deleted_slug_is_nobody_elses(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("first").await.ok();
    ada.delete("/v1/referrals/code").await.ok();
    world.forward(Span::from_days(29));
    bob.moved_to(&world).set_slug("first").await.is_error(409, "slug_taken");
}

on_both!(an_alias_is_taken_back_as_the_same_row);
async fn an_alias_is_taken_back_as_the_same_row(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(60));
    let first = ada.set_slug("first").await.ok();
    world.forward(Span::from_secs(60));
    ada.set_slug("second").await.ok();
    world.forward(Span::from_secs(60));
    assert_eq!(ada.set_slug("first").await.ok(), first);
    let states = ada.codes().await;
    assert_eq!(states[0], ("second".to_owned(), "alias".to_owned()));
    assert_eq!(states[1], ("first".to_owned(), "active".to_owned()));
}

on_both!(a_deleted_slug_is_taken_back_as_the_same_row);
async fn a_deleted_slug_is_taken_back_as_the_same_row(world: World) {
    let ada = world.member("ada@example.com").await;
    let first = ada.set_slug("first").await.ok();
    ada.delete("/v1/referrals/code").await.ok();
    let back = ada.set_slug("first").await.ok();
    assert_eq!(back, first);
    assert_eq!(back["code"]["DisabledAt"], Value::Null);
}

on_both!(an_old_alias_that_was_deleted_comes_back_alone);
async fn an_old_alias_that_was_deleted_comes_back_alone(world: World) {
    let ada = world.member("ada@example.com").await;
    for slug in ["first", "second", "third"] {
        ada.set_slug(slug).await.ok();
    }
    ada.delete("/v1/referrals/code").await.ok();
    ada.set_slug("second").await.ok();
    let mut states = ada.codes().await;
    states.retain(|(code, _)| ["first", "second", "third"].contains(&code.as_str()));
    states.sort();
    let expected = [("first", "disabled"), ("second", "active"), ("third", "disabled")];
    assert_eq!(states, expected.map(|(code, state)| (code.to_owned(), state.to_owned())));
}

on_both!(without_aliases_a_replaced_slug_shows_as_disabled_and_stays_ones_own);
async fn without_aliases_a_replaced_slug_shows_as_disabled_and_stays_ones_own(world: World) {
    let off = world.with(|setup| setup.replaced_slugs = ReplacedSlugs::Off);
    let (ada, bob) = (off.member("ada@example.com").await, off.member("bob@example.com").await);
    let first = ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    let state = |codes: Vec<(String, String)>| {
        codes.into_iter().find(|(code, _)| code == "first").unwrap().1
    };
    assert_eq!(state(ada.codes().await), "disabled");
    bob.set_slug("first").await.is_error(409, "slug_taken");
    assert_eq!(state(ada.moved_to(&world).codes().await), "alias", "its row did not change");
    assert_eq!(ada.set_slug("first").await.ok(), first);
}
