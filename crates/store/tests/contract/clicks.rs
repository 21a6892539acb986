//! What is promised about clicks and counters.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use triport_domain::id::UserId;
use triport_domain::keyed_hash::sha256;
use triport_domain::time::{Span, Timestamp};
use triport_store::clicks::{self, DayOfCode, Visitor};
use triport_store::counts::{self, OfDay, Totals};
use triport_store::{Db, Outcome, members};

use crate::bodies::body;
use crate::fixtures::{NOW, at_once, member};
use crate::harness::TestStore;

const DAY: Timestamp = Timestamp::from_micros(0);

fn visitor(user_id: UserId, code: &str, day: Timestamp, number: u8) -> Visitor {
    Visitor { user_id, code: code.to_owned(), day, hash: sha256(&[number]) }
}

/// Notes visitors and tells how many of them are new.
async fn note(store: &TestStore, visitors: Vec<Visitor>) -> u64 {
    let note = body(move |tx| {
        let visitors = visitors.clone();
        Box::pin(async move {
            let mut noted = Vec::new();
            for visitor in &visitors {
                noted.push(clicks::queue_visitor(tx, visitor).await?);
            }
            counts::add_now(tx, visitors[0].user_id, Totals::default()).await?;
            let mut new = 0;
            for count in noted {
                new += count.get()?;
            }
            Ok(Outcome::Commit(new))
        })
    });
    store.write(note).await.unwrap()
}

async fn totals(store: &TestStore, user_id: UserId) -> Totals {
    let read = store.read(async |db| members::standing(db, user_id, NOW).await).await;
    read.unwrap().unwrap().totals
}

on_both!(a_visitor_is_new_once_for_each_code_and_day);
async fn a_visitor_is_new_once_for_each_code_and_day(store: TestStore) {
    let ada = member(&store).await;
    let of = |code, day, number| visitor(ada, code, day, number);
    assert_eq!(note(&store, vec![of("abc", DAY, 1), of("abc", DAY, 2)]).await, 2);
    assert_eq!(note(&store, vec![of("abc", DAY, 1), of("abc", DAY, 3)]).await, 1);
    assert_eq!(note(&store, vec![of("xyz", DAY, 1)]).await, 1);
    assert_eq!(note(&store, vec![of("abc", DAY + Span::from_days(1), 1)]).await, 1);
    // More than travel together in one flight.
    let many = (0..100).map(|number| of("many", DAY, number)).collect();
    assert_eq!(note(&store, many).await, 100);
}

on_both!(counters_add_up_however_many_add_at_once);
async fn counters_add_up_however_many_add_at_once(store: TestStore) {
    let ada = member(&store).await;
    assert_eq!(totals(&store, ada).await, Totals::default(), "no row is zero");
    let results = at_once(&store, 24, move |store, _| async move {
        let add = body(move |tx| {
            Box::pin(async move {
                let more = Totals { clicks: 3, signups: 2, paid_invitees: 1 };
                counts::add(tx, ada, more).await?;
                clicks::add(tx, ada, "abc", DAY, 3, 1).await?;
                let more = OfDay { clicks: 3, signups: 2, earned_micro: -5 };
                counts::add_of_day(tx, ada, DAY, more).await?;
                Ok(Outcome::Commit(()))
            })
        });
        store.write(add).await.unwrap();
    });
    results.await;
    let expected = Totals { clicks: 72, signups: 48, paid_invitees: 24 };
    assert_eq!(totals(&store, ada).await, expected);
    let days = async |start, end| {
        store.read(async |db| counts::days(db, ada, start, end).await).await.unwrap()
    };
    let expected = OfDay { clicks: 72, signups: 48, earned_micro: -120 };
    let next = DAY + Span::from_days(1);
    assert_eq!(days(DAY, next).await, [(DAY, expected)]);
    assert_eq!(days(next, next + Span::from_days(1)).await, [], "the start is included");
    assert_eq!(days(DAY - Span::from_days(1), DAY).await, [], "the end is not");
}

on_both!(visitors_of_past_days_are_forgotten_oldest_first);
async fn visitors_of_past_days_are_forgotten_oldest_first(store: TestStore) {
    let (ada, bob) = (member(&store).await, member(&store).await);
    let day = |days| DAY + Span::from_days(days);
    for (user_id, days) in [(ada, 2), (bob, 1), (ada, 3)] {
        note(&store, vec![visitor(user_id, "abc", day(days), 1)]).await;
    }
    let old = async |before, limit| {
        let read = store.read(async |db| clicks::old_visitors(db, before, limit).await).await;
        read.unwrap()
    };
    let found = old(day(3), 10).await;
    assert_eq!(found, [visitor(bob, "abc", day(1), 1), visitor(ada, "abc", day(2), 1)]);
    assert_eq!(old(day(3), 1).await, found[..1]);
    for visitor in found {
        assert_eq!(forget(&store, vec![visitor.clone(), visitor]).await, 1);
    }
    assert_eq!(old(day(9), 10).await, [visitor(ada, "abc", day(3), 1)]);
}

/// Forgets visitors and tells how often the transaction ran.
async fn forget(store: &TestStore, visitors: Vec<Visitor>) -> usize {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = runs.clone();
    let forget = body(move |tx| {
        count.fetch_add(1, Ordering::Relaxed);
        let visitors = visitors.clone();
        Box::pin(async move {
            clicks::forget(tx, &visitors).await?;
            Ok(Outcome::Commit(()))
        })
    });
    store.write(forget).await.unwrap();
    runs.load(Ordering::Relaxed)
}

on_both!(visitors_forgotten_by_many_at_once_end_nobody);
async fn visitors_forgotten_by_many_at_once_end_nobody(store: TestStore) {
    let ada = member(&store).await;
    let codes = ["abc", "xyz"];
    let all = codes.map(|code| (0..100).map(move |number| visitor(ada, code, DAY, number)));
    let all: Vec<Visitor> = all.into_iter().flatten().collect();
    note(&store, all.clone()).await;
    // A second server has connections of its own, and finds the rows in another order.
    let beside = if store.is_postgres() { store.beside().await } else { store.clone() };
    let runs = at_once(&store, 8, move |store, number| {
        let (store, mut found) = (if number < 4 { store } else { beside.clone() }, all.clone());
        found.rotate_left(50 * (number / 2));
        if number % 2 == 0 {
            found.reverse();
        }
        async move { forget(&store, found).await }
    });
    assert_eq!(runs.await, [1; 8], "a transaction was ended by the database, and ran again");
    assert_eq!(store.count("click_visitors").await, 0);
}

/// Counts clicks of a code on the day.
async fn click(store: &TestStore, user_id: UserId, count: i64) {
    let add = body(move |tx| {
        Box::pin(async move {
            clicks::add(tx, user_id, "slug", DAY, count, 1).await?;
            Ok(Outcome::Commit(()))
        })
    });
    store.write(add).await.unwrap();
}

async fn of_slug(store: &TestStore, user_id: UserId) -> Vec<DayOfCode> {
    let read = async |db: &mut Db<'_>| clicks::of_chosen_codes(db, user_id, "uid", 10).await;
    store.read(read).await.unwrap()
}

on_both!(clicks_counted_while_a_code_is_renamed_are_not_lost);
async fn clicks_counted_while_a_code_is_renamed_are_not_lost(store: TestStore) {
    let ada = member(&store).await;
    click(&store, ada, 5).await;
    let rename = |counted: DayOfCode| {
        body(move |tx| {
            let counted = counted.clone();
            Box::pin(async move {
                clicks::rename(tx, ada, &counted, "~left").await?;
                Ok(Outcome::Commit(()))
            })
        })
    };
    let read = of_slug(&store, ada).await.remove(0);
    click(&store, ada, 3).await;
    let conflict = store.write(rename(read)).await.unwrap_err();
    assert!(conflict.is_retriable(), "{conflict}");
    let read = of_slug(&store, ada).await.remove(0);
    assert_eq!((read.clicks, read.visitors), (8, 2));
    store.write(rename(read)).await.unwrap();
    assert!(of_slug(&store, ada).await.is_empty());
}
