//! How many slugs an account may hold.

use crate::support::{Caller, World};

on_both!(an_account_holds_a_hundred_slugs_and_not_one_more);
async fn an_account_holds_a_hundred_slugs_and_not_one_more(world: World) {
    let ada = world.member("ada@example.com").await;
    for number in 0..100 {
        ada.set_slug(&format!("slug-{number}")).await.ok();
    }
    ada.set_slug("one-too-many").await.is_error(409, "slug_limit_reached");
    ada.set_slug("slug-0").await.ok();
    assert_eq!(ada.codes().await.len(), 101, "with the uid code");
}

on_both!(the_limit_never_stands_between_an_account_and_its_own_old_slugs);
async fn the_limit_never_stands_between_an_account_and_its_own_old_slugs(world: World) {
    let world = world.with(|setup| setup.max_slugs = 2);
    let ada = world.member("ada@example.com").await;
    ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    ada.set_slug("third").await.is_error(409, "slug_limit_reached");
    ada.set_slug("second").await.ok();
    ada.set_slug("first").await.ok();
    ada.delete("/v1/referrals/code").await.ok();
    ada.set_slug("third").await.is_error(409, "slug_limit_reached");
    ada.set_slug("second").await.ok();
}

on_both!(a_lowered_limit_takes_nothing_away);
async fn a_lowered_limit_takes_nothing_away(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("first").await.ok();
    ada.set_slug("second").await.ok();
    let lower = world.with(|setup| setup.max_slugs = 1);
    let ada = ada.moved_to(&lower);
    ada.set_slug("third").await.is_error(409, "slug_limit_reached");
    ada.set_slug("first").await.ok();
}

on_both!(a_refused_slug_is_held_by_nobody);
async fn a_refused_slug_is_held_by_nobody(world: World) {
    let world = world.with(|setup| setup.max_slugs = 1);
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("first").await.ok();
    ada.set_slug("third").await.is_error(409, "slug_limit_reached");
    bob.set_slug("third").await.ok();
}

on_both!(the_limit_holds_against_an_account_that_races_with_itself);
async fn the_limit_holds_against_an_account_that_races_with_itself(world: World) {
    let world = world.with(|setup| setup.max_slugs = 3);
    let ada = world.member("ada@example.com").await;
    let call = async |number: usize| ada.set_slug(&format!("slug-{number}")).await.status;
    let mut statuses = futures_util::future::join_all((0..12).map(call)).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[200; 3].as_slice(), &[409; 9]].concat());
    assert_eq!(ada.codes().await.len(), 4);
}
