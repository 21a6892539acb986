//! Words that nobody may take as a slug.

use serde_json::Value;

use crate::support::{Caller, World};

on_both!(a_reserved_word_is_refused_with_and_without_hyphens);
async fn a_reserved_word_is_refused_with_and_without_hyphens(world: World) {
    let ada = world.member("ada@example.com").await;
    for slug in ["admin", "ADMIN", " admin ", "ad-min", "a-d-m-i-n", "sign-in", "signin", "s-ignin"]
    {
        ada.set_slug(slug).await.is_error(409, "slug_reserved");
    }
    ada.set_slug("administrative-trips").await.ok();
}

on_both!(the_operator_adds_words_of_the_house);
async fn the_operator_adds_words_of_the_house(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("acme-corp-fan").await.ok();
    let extended = world.with(|setup| setup.reserved_words = vec!["Acme-Corp".to_owned()]);
    let ada = ada.moved_to(&extended);
    for slug in ["acme-corp", "acmecorp", "ac-me-corp", "ACME-CORP", "admin"] {
        ada.set_slug(slug).await.is_error(409, "slug_reserved");
    }
    ada.set_slug("acme").await.ok();
}

on_both!(a_slug_in_use_stays_when_its_word_is_reserved_later);
async fn a_slug_in_use_stays_when_its_word_is_reserved_later(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let set = ada.set_slug("harbour").await.ok();
    let extended = world.with(|setup| setup.reserved_words = vec!["harbour".to_owned()]);
    let (ada, bob) = (ada.moved_to(&extended), bob.moved_to(&extended));
    assert_eq!(ada.set_slug("harbour").await.ok(), set, "the same row");
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], "harbour");
    bob.set_slug("harbour").await.is_error(409, "slug_reserved");
    let check = ada.get("/v1/referrals/code/check?slug=harbour").await.ok();
    assert_eq!((&check["available"], &check["reason"]), (&Value::Bool(true), &Value::Null));
}

on_both!(an_old_slug_is_not_taken_back_while_its_word_is_reserved);
async fn an_old_slug_is_not_taken_back_while_its_word_is_reserved(world: World) {
    let ada = world.member("ada@example.com").await;
    let old = ada.set_slug("harbour").await.ok();
    ada.set_slug("seaside").await.ok();
    let extended = world.with(|setup| setup.reserved_words = vec!["harbour".to_owned()]);
    ada.moved_to(&extended).set_slug("harbour").await.is_error(409, "slug_reserved");
    assert_eq!(ada.set_slug("harbour").await.ok(), old);
}

on_both!(reserved_comes_before_taken_and_before_the_limit);
async fn reserved_comes_before_taken_and_before_the_limit(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("harbour").await.ok();
    let strict = world.with(|setup| {
        setup.reserved_words = vec!["harbour".to_owned()];
        setup.max_slugs = 0;
    });
    bob.moved_to(&strict).set_slug("harbour").await.is_error(409, "slug_reserved");
    let full = world.with(|setup| setup.max_slugs = 0);
    bob.moved_to(&full).set_slug("harbour").await.is_error(409, "slug_taken");
    bob.moved_to(&full).set_slug("ab").await.is_error(400, "slug_invalid");
}

on_both!(a_refused_word_is_held_by_nobody);
async fn a_refused_word_is_held_by_nobody(world: World) {
    let extended = world.with(|setup| setup.reserved_words = vec!["harbour".to_owned()]);
    extended
        .member("ada@example.com")
        .await
        .set_slug("harbour")
        .await
        .is_error(409, "slug_reserved");
    world.member("bob@example.com").await.set_slug("harbour").await.ok();
}
