//! What is promised about attributions: rows on both sides, and the one inviter of an account.

use triport_domain::account::Account;
use triport_domain::attribution::{EventKind, Evidence, ReferralEvent, Refusal, Source};
use triport_domain::capture::Click;
use triport_domain::id::{EventId, UserId, uuid_v7};
use triport_domain::page::Page;
use triport_domain::session::Provider;
use triport_domain::time::Timestamp;
use triport_store::{Outcome, StoreError, accounts, attributions, codes, referral_events};
use uuid::Uuid;

use crate::bodies::{ChooseSlug, DisableSlugs, SignUp, body};
use crate::fixtures::{NOW, after, at_once, member, new_account, new_id, slug};
use crate::harness::TestStore;

/// An account made at a time.
async fn member_of(store: &TestStore, created_at: Timestamp) -> UserId {
    let account = Account { created_at, ..new_account() };
    let subject = account.email.clone().unwrap();
    let body = SignUp { account, provider: Provider::Email, subject };
    store.write(body).await.unwrap().unwrap()
}

/// Gives an account its inviter, unless it has one.
async fn attribute(store: &TestStore, user_id: UserId, inviter: UserId, now: Timestamp) -> bool {
    let attribute = body(move |tx| {
        Box::pin(async move {
            accounts::lock(tx, user_id).await?;
            let own = attributions::invitee(tx, user_id).await?.unwrap();
            if own.inviter_id.is_some() {
                return Ok(Outcome::Rollback(false));
            }
            accounts::lock(tx, inviter).await?;
            attributions::insert(tx, user_id, &own, inviter, now).await?;
            Ok(Outcome::Commit(true))
        })
    });
    store.write(attribute).await.unwrap()
}

async fn inviter(store: &TestStore, user_id: UserId) -> Option<UserId> {
    let read = store.read(async |db| attributions::invitee(db, user_id).await).await;
    read.unwrap().unwrap().inviter_id
}

async fn listed(store: &TestStore, user_id: UserId, page: &Page) -> Vec<UserId> {
    let before_id = page.before_id().unwrap();
    let read = store.read(async |db| attributions::list(db, user_id, page, before_id).await).await;
    read.unwrap().iter().map(|invitee| invitee.user_id).collect()
}

on_both!(an_attribution_is_found_on_both_sides);
async fn an_attribution_is_found_on_both_sides(store: TestStore) {
    let (ada, bob) = (member(&store).await, member_of(&store, after(5)).await);
    assert_eq!(inviter(&store, bob).await, None);
    assert!(attribute(&store, bob, ada, after(7)).await);
    let read = store.read(async |db| attributions::invitee(db, bob).await).await;
    let invitee = read.unwrap().unwrap();
    assert_eq!((invitee.inviter_id, invitee.invited_at), (Some(ada), Some(after(7))));
    assert_eq!((invitee.created_at, invitee.is_from_product), (after(5), false));
    let page = Page::default();
    let before_id = page.before_id().unwrap();
    let list = store.read(async |db| attributions::list(db, ada, &page, before_id).await).await;
    let list = list.unwrap();
    assert_eq!(list.len(), 1);
    let shown = (list[0].user_id, list[0].display_name.as_str(), list[0].signed_at);
    assert_eq!(shown, (bob, "Member 4F2K", after(5)));
    let nobody = UserId(new_id());
    let read = store.read(async |db| attributions::invitee(db, nobody).await).await;
    assert_eq!(read.unwrap(), None);
}

on_both!(an_account_racing_for_two_inviters_gets_one);
async fn an_account_racing_for_two_inviters_gets_one(store: TestStore) {
    let inviters = [member(&store).await, member(&store).await];
    for _ in 0..5 {
        let bob = member_of(&store, after(1)).await;
        let results = at_once(&store, 8, move |store, number| async move {
            attribute(&store, bob, inviters[number % 2], NOW).await
        });
        assert_eq!(results.await.into_iter().filter(|done| *done).count(), 1);
        let chosen = inviter(&store, bob).await.unwrap();
        for other in inviters {
            let found = listed(&store, other, &Page::default()).await;
            assert_eq!(found.contains(&bob), other == chosen);
        }
    }
}

on_both!(an_inviter_is_never_replaced_even_by_a_body_that_does_not_look);
async fn an_inviter_is_never_replaced_even_by_a_body_that_does_not_look(store: TestStore) {
    let (ada, eve) = (member(&store).await, member(&store).await);
    let bob = member_of(&store, after(1)).await;
    let read = store.read(async |db| attributions::invitee(db, bob).await).await;
    let before = read.unwrap().unwrap();
    attribute(&store, bob, ada, NOW).await;
    let blind = body(move |tx| {
        let before = before.clone();
        Box::pin(async move {
            attributions::insert(tx, bob, &before, eve, NOW).await?;
            // Something that is waited for, so that the count is known before the commit.
            attributions::invitee(tx, bob).await?;
            Ok(Outcome::Commit(()))
        })
    });
    assert!(matches!(store.write(blind).await, Err(StoreError::Corrupt(_))));
    assert_eq!(inviter(&store, bob).await, Some(ada));
    assert_eq!(listed(&store, eve, &Page::default()).await, []);
}

on_both!(invitees_are_paged_newest_first_and_stay_in_place_while_others_come);
async fn invitees_are_paged_newest_first_and_stay_in_place_while_others_come(store: TestStore) {
    let ada = member(&store).await;
    let mut expected = Vec::new();
    // Two at each time: the id decides between them.
    for seconds in [1, 1, 2, 2, 3, 3, 4] {
        let bob = member_of(&store, after(seconds)).await;
        attribute(&store, bob, ada, after(9)).await;
        expected.push((after(seconds), bob));
    }
    expected.sort_by(|one, other| other.cmp(one));
    let expected: Vec<UserId> = expected.into_iter().map(|(_, id)| id).collect();
    let mut page = Page { limit: 3, ..Page::default() };
    let mut seen = Vec::new();
    loop {
        let before_id = page.before_id().unwrap();
        let read = store.read(async |db| attributions::list(db, ada, &page, before_id).await).await;
        let found = page.listed(read.unwrap(), attributions::ListedInvitee::position);
        seen.extend(found.items.iter().map(|invitee| invitee.user_id));
        let late = member_of(&store, after(100)).await;
        attribute(&store, late, ada, after(100)).await;
        match found.next {
            Some(position) => page.after = Some(position),
            None => break,
        }
    }
    assert_eq!(seen, expected);
    let skipped = Page { limit: 2, offset: 4, after: None };
    assert_eq!(listed(&store, ada, &skipped).await, expected[1..3]);
}

on_both!(a_new_name_reaches_the_inviters_list);
async fn a_new_name_reaches_the_inviters_list(store: TestStore) {
    let (ada, bob) = (member(&store).await, member_of(&store, after(1)).await);
    attribute(&store, bob, ada, NOW).await;
    let rename = body(move |tx| {
        Box::pin(async move {
            attributions::rename(tx, ada, bob, "Bob").await?;
            Ok(Outcome::Commit(()))
        })
    });
    store.write(rename).await.unwrap();
    let page = Page::default();
    let id = Uuid::max();
    let list = store.read(async |db| attributions::list(db, ada, &page, id).await).await.unwrap();
    assert_eq!(list[0].display_name, "Bob");
}

fn event(user_id: UserId, at: Timestamp, random: u8, refusal: Option<Refusal>) -> ReferralEvent {
    let click = Some(Click { at: NOW, path: "/welcome".to_owned() });
    ReferralEvent {
        user_id,
        id: EventId(uuid_v7(at, [random; 10])),
        kind: if refusal.is_some() { EventKind::Rejected } else { EventKind::Signup },
        at,
        counterpart_id: Some(UserId(Uuid::from_u128(random.into()))),
        evidence: Some(Evidence::new("trip-with-me", Source::Claim, click)),
        refusal,
    }
}

async fn insert(store: &TestStore, event: ReferralEvent) {
    let insert = body(move |tx| {
        let event = event.clone();
        Box::pin(async move {
            referral_events::insert(tx, &event).await?;
            Ok(Outcome::Commit(()))
        })
    });
    store.write(insert).await.unwrap();
}

on_both!(refusals_are_found_newest_first_among_other_events_and_fifty_at_most);
async fn refusals_are_found_newest_first_among_other_events_and_fifty_at_most(store: TestStore) {
    let (ada, bob) = (member(&store).await, member(&store).await);
    for seconds in 0_u8..55 {
        let at = after(seconds.into());
        insert(&store, event(ada, at, 1, Some(Refusal::UnknownCode))).await;
        insert(&store, event(ada, at, 2, None)).await;
    }
    insert(&store, event(bob, after(99), 1, Some(Refusal::SelfReferral))).await;
    let read = store.read(async |db| referral_events::refusals(db, ada).await).await;
    let refusals = read.unwrap();
    assert_eq!((refusals.len(), refusals[0].at, refusals[49].at), (50, after(54), after(5)));
    let first = (refusals[0].code.as_str(), refusals[0].reason.as_str());
    assert_eq!(first, ("trip-with-me", "unknown_code"));
}

on_both!(the_source_of_a_sign_up_is_found_by_its_time_and_inviter);
async fn the_source_of_a_sign_up_is_found_by_its_time_and_inviter(store: TestStore) {
    let ada = member(&store).await;
    let inviter = UserId(Uuid::from_u128(0));
    insert(&store, event(ada, after(1), 0, None)).await;
    insert(&store, event(ada, after(1), u8::MAX, None)).await;
    let source = async |inviter: UserId, at: Timestamp| {
        let read = async |db: &mut triport_store::Db<'_>| {
            referral_events::signup_source(db, ada, inviter, at).await
        };
        store.read(read).await.unwrap()
    };
    assert_eq!(source(inviter, after(1)).await.as_deref(), Some("claim"));
    assert_eq!(source(UserId(Uuid::from_u128(255)), after(1)).await.as_deref(), Some("claim"));
    assert_eq!(source(inviter, after(2)).await, None);
    assert_eq!(source(UserId(Uuid::from_u128(7)), after(1)).await, None);
}

on_both!(a_code_is_found_in_every_state_with_the_age_of_its_account);
async fn a_code_is_found_in_every_state_with_the_age_of_its_account(store: TestStore) {
    let ada = member_of(&store, after(3)).await;
    let find = async |text: &'static str| {
        store.read(async |db| codes::find(db, text).await).await.unwrap()
    };
    assert_eq!(find("old").await, None);
    for (text, seconds) in [("old", 4), ("new", 5)] {
        let choose = ChooseSlug { user_id: ada, slug: slug(text), now: after(seconds) };
        store.write(choose).await.unwrap().unwrap();
    }
    let (old, created_at) = find("old").await.unwrap();
    assert_eq!((old.user_id, created_at, old.replaced_at), (ada, after(3), Some(after(5))));
    store.write(DisableSlugs { user_id: ada, now: after(6) }).await.unwrap();
    assert_eq!(find("new").await.unwrap().0.disabled_at, Some(after(6)));
}
