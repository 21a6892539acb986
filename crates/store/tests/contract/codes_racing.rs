//! What is promised about referral codes when several want one at once.

use std::collections::BTreeMap;

use triport_domain::code::{CodeKind, CodeState, SlugRefused};
use triport_domain::id::UserId;
use triport_domain::program::ReplacedSlugs;
use triport_store::codes;

use crate::bodies::{ChooseSlug, DisableSlugs};
use crate::fixtures::{NOW, after, at_once, member, slug};
use crate::harness::TestStore;

on_both!(two_people_cannot_share_a_code);
async fn two_people_cannot_share_a_code(store: TestStore) {
    let mut members = Vec::new();
    for _ in 0..12 {
        members.push(member(&store).await);
    }
    for round in 0..5 {
        let text = slug(&format!("wanted-{round}"));
        let answers = at_once(&store, members.len(), |store, number| {
            let body = ChooseSlug { user_id: members[number], slug: text.clone(), now: NOW };
            async move { store.write(body).await.unwrap() }
        });
        let answers = answers.await;
        let winners = answers.iter().filter(|answer| answer.is_ok()).count();
        let taken = answers.iter().filter(|answer| **answer == Err(SlugRefused::Taken)).count();
        assert_eq!((winners, taken), (1, 11), "{answers:?}");
    }
    assert_eq!(store.count("referral_codes WHERE kind = 'custom'").await, 5);
}

on_both!(an_account_racing_with_itself_ends_with_one_active_code);
async fn an_account_racing_with_itself_ends_with_one_active_code(store: TestStore) {
    let ada = member(&store).await;
    let answers = at_once(&store, 40, |store, number| {
        let text = slug(&format!("mine-{}", number % 8));
        let body = ChooseSlug { user_id: ada, slug: text, now: after(1) };
        async move { store.write(body).await.unwrap() }
    });
    assert!(answers.await.iter().all(Result::is_ok));
    let listed = store.read(async |db| codes::list(db, ada).await).await.unwrap();
    let custom = listed.iter().filter(|code| code.kind == CodeKind::Custom);
    let states: Vec<_> = custom.map(|code| code.state(ReplacedSlugs::Alias)).collect();
    let active = states.iter().filter(|state| **state == CodeState::Active).count();
    assert_eq!((states.len(), active), (8, 1), "{listed:?}");
}

on_both!(choosing_and_disabling_at_once_leave_at_most_one_active_code);
async fn choosing_and_disabling_at_once_leave_at_most_one_active_code(store: TestStore) {
    let ada = member(&store).await;
    let done = at_once(&store, 32, |store, number| async move {
        if number % 2 == 0 {
            let text = slug(&format!("on-{}", number % 6));
            store.write(ChooseSlug { user_id: ada, slug: text, now: NOW }).await.unwrap().unwrap();
        } else {
            store.write(DisableSlugs { user_id: ada, now: NOW }).await.unwrap();
        }
    });
    done.await;
    let active =
        "referral_codes WHERE kind = 'custom' AND disabled_at IS NULL AND replaced_at IS NULL";
    assert!(store.count(active).await <= 1);
    assert_eq!(store.count("referral_codes WHERE kind = 'custom'").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_postgres_keep_the_promises_of_one() {
    let one = TestStore::postgres().await;
    let servers = [one.beside().await, one];
    let (ada, bob) = (member(&servers[0]).await, member(&servers[1]).await);
    let answers = at_once(&servers[0], 40, |_, number| {
        let store = servers[number % 2].clone();
        let user_id = if number < 20 { ada } else { bob };
        let body = ChooseSlug { user_id, slug: slug(&format!("race-{}", number % 5)), now: NOW };
        async move { store.write(body).await.unwrap() }
    });
    let answers = answers.await;
    let wins = answers.iter().flatten().map(|code| (&code.text, code.user_id));
    let wins: BTreeMap<&String, UserId> = wins.collect();
    for code in answers.iter().flatten() {
        assert_eq!(wins[&code.text], code.user_id, "{} was given to both", code.text);
    }
    assert_eq!(wins.len(), 5);
    let active = "SELECT max(n) FROM (SELECT count(*) AS n FROM referral_codes
        WHERE kind = 'custom' AND replaced_at IS NULL GROUP BY user_id) per_account";
    assert_eq!(servers[0].place().number(active).await, 1);
}
