//! What is promised about the windows of limits.

use triport_domain::keyed_hash::Hash;
use triport_domain::time::{Span, Timestamp};
use triport_domain::window::Limit;
use triport_store::{Outcome, Result, Transaction, Tx, limits};

use crate::bodies::Admit;
use crate::fixtures::{NOW, after, at_once, new_hash};
use crate::harness::TestStore;

const FIVE_A_MINUTE: Limit = Limit { max: 5, per: Span::from_secs(60) };

async fn admitted(store: &TestStore, subject: Hash, now: Timestamp) -> bool {
    store.write(Admit { subject, limit: FIVE_A_MINUTE, now }).await.unwrap().is_ok()
}

on_both!(a_limit_admits_exactly_its_number_however_many_come_at_once);
async fn a_limit_admits_exactly_its_number_however_many_come_at_once(store: TestStore) {
    let (subject, other) = (new_hash(), new_hash());
    let answers =
        at_once(&store, 64, |store, _| async move { admitted(&store, subject, NOW).await });
    assert_eq!(answers.await.into_iter().filter(|admitted| *admitted).count(), 5);
    assert!(admitted(&store, other, NOW).await, "another subject has a window of its own");
}

on_both!(every_event_of_a_busy_subject_is_admitted_while_there_is_room);
async fn every_event_of_a_busy_subject_is_admitted_while_there_is_room(store: TestStore) {
    let (subject, limit) = (new_hash(), Limit { max: 64, per: Span::from_secs(60) });
    let answers = at_once(&store, 64, |store, _| async move {
        store.write(Admit { subject, limit, now: NOW }).await
    });
    for answer in answers.await {
        assert!(matches!(answer, Ok(Ok(()))), "{answer:?}");
    }
}

on_both!(a_window_slides);
async fn a_window_slides(store: TestStore) {
    let subject = new_hash();
    for second in 0..5 {
        assert!(admitted(&store, subject, after(second * 10)).await);
    }
    let full = store.write(Admit { subject, limit: FIVE_A_MINUTE, now: after(45) }).await.unwrap();
    assert_eq!(full.unwrap_err().retry_after, Span::from_secs(15));
    assert!(admitted(&store, subject, after(60)).await);
    assert!(!admitted(&store, subject, after(69)).await);
}

struct Purge(Hash, Timestamp);

impl Transaction for Purge {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        limits::delete_expired(tx, &self.0, self.1).await?;
        Ok(Outcome::Commit(()))
    }
}

on_both!(expired_windows_are_found_oldest_first_and_spared_when_an_event_came_in);
async fn expired_windows_are_found_oldest_first_and_spared_when_an_event_came_in(store: TestStore) {
    let (first, second) = (new_hash(), new_hash());
    assert!(admitted(&store, second, after(1)).await && admitted(&store, first, NOW).await);
    let expired = async |now, limit| {
        store.read(async |db| limits::expired(db, now, limit).await).await.unwrap()
    };
    assert_eq!(expired(after(61), 10).await, [first, second]);
    assert_eq!(expired(after(61), 1).await, [first]);
    assert_eq!(expired(after(59), 10).await, []);
    assert!(admitted(&store, second, after(61)).await);
    for subject in [first, second] {
        store.write(Purge(subject, after(61))).await.unwrap();
    }
    assert_eq!(store.count("limit_windows").await, 1);
    assert_eq!(expired(after(121), 10).await, [second]);
}

on_both!(purging_and_admitting_at_once_forget_no_event);
async fn purging_and_admitting_at_once_forget_no_event(store: TestStore) {
    for _ in 0..10 {
        let subject = new_hash();
        assert!(admitted(&store, subject, NOW).await);
        let answers = at_once(&store, 12, |store, number| async move {
            if number % 2 == 0 {
                return admitted(&store, subject, after(60)).await;
            }
            store.write(Purge(subject, after(60))).await.unwrap();
            false
        });
        assert_eq!(answers.await.into_iter().filter(|admitted| *admitted).count(), 5);
    }
}
