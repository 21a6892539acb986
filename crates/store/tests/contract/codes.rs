//! What is promised about referral codes.

use triport_domain::code::{Code, CodeKind, CodeState, SlugRefused, uid_code};
use triport_domain::id::UserId;
use triport_domain::program::ReplacedSlugs;
use triport_domain::time::Timestamp;
use triport_store::{Outcome, StoreError, codes, members};

use crate::bodies::{ChooseSlug, DisableSlugs, MAX_HELD, body, new_code};
use crate::fixtures::{NOW, after, member, new_id, slug};
use crate::harness::TestStore;

async fn choose(
    store: &TestStore,
    user_id: UserId,
    text: &str,
    now: Timestamp,
) -> Result<Code, SlugRefused> {
    store.write(ChooseSlug { user_id, slug: slug(text), now }).await.unwrap()
}

/// The account's codes as `text state`, newest first.
async fn states(store: &TestStore, user_id: UserId) -> Vec<String> {
    let codes = store.read(async |db| codes::list(db, user_id).await).await.unwrap();
    let shown = |code: &Code| format!("{} {}", code.text, code.state(ReplacedSlugs::Alias));
    codes.iter().filter(|code| code.kind == CodeKind::Custom).map(shown).collect()
}

on_both!(a_chosen_code_is_found_again_as_it_was_written);
async fn a_chosen_code_is_found_again_as_it_was_written(store: TestStore) {
    let ada = member(&store).await;
    let chosen = choose(&store, ada, "trip-with-me", NOW).await.unwrap();
    let listed = store.read(async |db| codes::list(db, ada).await).await.unwrap();
    assert_eq!(listed.len(), 2, "the chosen code and the one every account has");
    assert!(listed.contains(&chosen));
    let uid = listed.iter().find(|code| code.kind == CodeKind::Uid).unwrap();
    assert_eq!((uid.text.as_str(), uid.user_id), (uid_code(ada).as_str(), ada));
    let owner = store.read(async |db| codes::owner(db, "trip-with-me").await).await;
    assert_eq!(owner.unwrap(), Some(ada));
    let nobody = store.read(async |db| codes::owner(db, "trip-with-you").await).await;
    assert_eq!(nobody.unwrap(), None);
}

on_both!(a_code_of_another_account_is_taken_and_the_attempt_leaves_nothing);
async fn a_code_of_another_account_is_taken_and_the_attempt_leaves_nothing(store: TestStore) {
    let (ada, bob) = (member(&store).await, member(&store).await);
    choose(&store, ada, "first", NOW).await.unwrap();
    assert_eq!(choose(&store, bob, "first", NOW).await, Err(SlugRefused::Taken));
    assert_eq!(choose(&store, bob, &uid_code(ada), NOW).await, Err(SlugRefused::Taken));
    assert_eq!(choose(&store, bob, &uid_code(bob), NOW).await, Err(SlugRefused::Taken));
    assert_eq!(states(&store, bob).await, [""; 0]);
    assert_eq!(states(&store, ada).await, ["first active"]);
}

on_both!(choosing_the_code_in_use_changes_nothing);
async fn choosing_the_code_in_use_changes_nothing(store: TestStore) {
    let ada = member(&store).await;
    let first = choose(&store, ada, "same", NOW).await.unwrap();
    assert_eq!(choose(&store, ada, "same", after(1)).await.unwrap(), first);
    assert_eq!(states(&store, ada).await, ["same active"]);
}

on_both!(a_replaced_code_stays_claimed);
async fn a_replaced_code_stays_claimed(store: TestStore) {
    let (ada, bob) = (member(&store).await, member(&store).await);
    choose(&store, ada, "old", NOW).await.unwrap();
    choose(&store, ada, "new", after(1)).await.unwrap();
    assert_eq!(choose(&store, bob, "old", after(2)).await, Err(SlugRefused::Taken));
    let mut states = states(&store, ada).await;
    states.sort();
    assert_eq!(states, ["new active", "old alias"]);
}

on_both!(an_old_code_is_taken_back_with_its_id);
async fn an_old_code_is_taken_back_with_its_id(store: TestStore) {
    let ada = member(&store).await;
    let old = choose(&store, ada, "old", NOW).await.unwrap();
    choose(&store, ada, "new", after(1)).await.unwrap();
    assert_eq!(choose(&store, ada, "old", after(2)).await.unwrap(), old);
    let listed = store.read(async |db| codes::list(db, ada).await).await.unwrap();
    assert!(listed.contains(&old), "active again, with its first id and time: {listed:?}");
    let new = listed.iter().find(|code| code.text == "new").unwrap();
    assert_eq!(new.replaced_at, Some(after(2)));
}

on_both!(disabling_ends_the_active_code_and_every_alias_but_no_claim);
async fn disabling_ends_the_active_code_and_every_alias_but_no_claim(store: TestStore) {
    let (ada, bob) = (member(&store).await, member(&store).await);
    choose(&store, ada, "old", NOW).await.unwrap();
    choose(&store, ada, "new", after(1)).await.unwrap();
    let body = || DisableSlugs { user_id: ada, now: after(2) };
    assert_eq!(store.write(body()).await.unwrap(), 2);
    assert_eq!(store.write(body()).await.unwrap(), 0, "the second time there is nothing to end");
    let listed = store.read(async |db| codes::list(db, ada).await).await.unwrap();
    for code in listed {
        let expected = match code.kind {
            CodeKind::Uid => CodeState::Active,
            CodeKind::Custom => CodeState::Disabled,
        };
        assert_eq!(code.state(ReplacedSlugs::Alias), expected, "{code:?}");
    }
    assert_eq!(choose(&store, bob, "new", after(3)).await, Err(SlugRefused::Taken));
    let again = choose(&store, ada, "new", after(3)).await.unwrap();
    assert_eq!(again.state(ReplacedSlugs::Alias), CodeState::Active);
}

on_both!(an_account_holds_a_bounded_number_of_codes);
async fn an_account_holds_a_bounded_number_of_codes(store: TestStore) {
    let ada = member(&store).await;
    for number in 0..MAX_HELD {
        choose(&store, ada, &format!("code-{number}"), after(number)).await.unwrap();
    }
    let refused = choose(&store, ada, "one-more", after(99)).await;
    assert_eq!(refused, Err(SlugRefused::LimitReached));
    let owner = store.read(async |db| codes::owner(db, "one-more").await).await;
    assert_eq!(owner.unwrap(), None, "the refusal gave the claim back");
    choose(&store, ada, "code-0", after(99)).await.unwrap();
}

on_both!(codes_are_listed_newest_first);
async fn codes_are_listed_newest_first(store: TestStore) {
    let ada = member(&store).await;
    for (text, seconds) in [("one", 1), ("three", 3), ("two", 2)] {
        choose(&store, ada, text, after(seconds)).await.unwrap();
    }
    assert_eq!(states(&store, ada).await, ["three alias", "two active", "one alias"]);
}

on_both!(a_second_active_custom_code_is_refused_by_the_schema);
async fn a_second_active_custom_code_is_refused_by_the_schema(store: TestStore) {
    let ada = member(&store).await;
    choose(&store, ada, "first", NOW).await.unwrap();
    for kind in [CodeKind::Custom, CodeKind::Uid] {
        let code = new_code(ada, "second", kind);
        let insert = body(move |tx| {
            let code = code.clone();
            Box::pin(async move {
                codes::insert(tx, &code).await?;
                Ok(Outcome::Commit(()))
            })
        });
        let refused = store.write(insert).await;
        assert!(matches!(refused, Err(StoreError::Bug(_))), "{kind:?}: {refused:?}");
    }
    assert_eq!(states(&store, ada).await, ["first active"]);
}

on_both!(the_standing_shows_the_tier_and_the_code_in_use);
async fn the_standing_shows_the_tier_and_the_code_in_use(store: TestStore) {
    let ada = member(&store).await;
    let standing = async |store: &TestStore, user_id| {
        store.read(async |db| members::standing(db, user_id, NOW).await).await.unwrap()
    };
    let shown = standing(&store, ada).await.unwrap();
    assert_eq!((shown.tier, shown.custom_slug), (1, None));
    choose(&store, ada, "old", NOW).await.unwrap();
    choose(&store, ada, "new", after(1)).await.unwrap();
    let shown = standing(&store, ada).await.unwrap();
    assert_eq!(shown.custom_slug.as_deref(), Some("new"));
    store.write(DisableSlugs { user_id: ada, now: after(2) }).await.unwrap();
    assert_eq!(standing(&store, ada).await.unwrap().custom_slug, None);
    assert_eq!(standing(&store, UserId(new_id())).await, None);
}
