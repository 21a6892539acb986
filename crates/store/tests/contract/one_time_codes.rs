//! What is promised about one-time codes.

use triport_domain::id::SignInRequestId;
use triport_domain::one_time_code::{CodeForm, MAX_TRIES, PendingCode};
use triport_domain::time::Timestamp;
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, one_time_codes};

use crate::bodies::{CountTry, body};
use crate::fixtures::{NOW, after, at_once, new_hash, new_id};
use crate::harness::TestStore;

enum Act {
    Insert(PendingCode),
    Use(SignInRequestId),
    Delete(SignInRequestId),
}

impl Transaction for Act {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<bool>> {
        let done = match self {
            Self::Insert(code) => one_time_codes::insert(tx, code).await.map(|()| true)?,
            Self::Use(id) => one_time_codes::mark_used(tx, *id, after(1)).await?,
            Self::Delete(id) => one_time_codes::delete(tx, *id).await.map(|()| true)?,
        };
        Ok(Outcome::Commit(done))
    }
}

async fn new_pending(store: &TestStore, expires_at: Timestamp) -> PendingCode {
    let code = PendingCode {
        request_id: SignInRequestId(new_id()),
        email: "ada@example.com".to_owned(),
        form: CodeForm::TenCharacters,
        hash: new_hash(),
        tries: 0,
        created_at: NOW,
        expires_at,
        used_at: None,
    };
    assert!(store.write(Act::Insert(code.clone())).await.unwrap());
    code
}

async fn count_try(store: &TestStore, request_id: SignInRequestId) -> Option<PendingCode> {
    store.write(CountTry { request_id, now: NOW }).await.unwrap()
}

on_both!(a_pending_code_is_found_again_as_it_was_written);
async fn a_pending_code_is_found_again_as_it_was_written(store: TestStore) {
    let written = new_pending(&store, after(600)).await;
    new_pending(&store, after(600)).await;
    let found = count_try(&store, written.request_id).await.unwrap();
    assert_eq!(format!("{found:?}"), format!("{written:?}"));
    assert_eq!(count_try(&store, written.request_id).await.unwrap().tries, 1);
    assert!(count_try(&store, SignInRequestId(new_id())).await.is_none());
}

on_both!(a_code_is_never_tried_more_often_than_allowed);
async fn a_code_is_never_tried_more_often_than_allowed(store: TestStore) {
    let code = new_pending(&store, after(600)).await;
    let answers = at_once(&store, 40, |store, _| async move {
        count_try(&store, code.request_id).await.map(|code| code.tries)
    });
    let mut tries: Vec<u16> = answers.await.into_iter().flatten().collect();
    tries.sort_unstable();
    assert_eq!(tries, (0..MAX_TRIES).collect::<Vec<_>>(), "each try saw a count of its own");
}

on_both!(a_try_of_an_outdated_count_is_not_counted);
async fn a_try_of_an_outdated_count_is_not_counted(store: TestStore) {
    let outdated = new_pending(&store, after(600)).await;
    count_try(&store, outdated.request_id).await.unwrap();
    let request_id = outdated.request_id;
    let again = body(move |tx| {
        let outdated = outdated.clone();
        Box::pin(async move {
            one_time_codes::count_try(tx, &outdated).await?;
            Ok(Outcome::Commit(()))
        })
    });
    let refused = store.write(again).await;
    assert!(matches!(refused, Err(StoreError::Busy(_))), "{refused:?}");
    assert_eq!(count_try(&store, request_id).await.unwrap().tries, 1);
}

on_both!(a_code_is_used_once);
async fn a_code_is_used_once(store: TestStore) {
    let code = new_pending(&store, after(600)).await;
    let answers = at_once(&store, 16, |store, _| async move {
        store.write(Act::Use(code.request_id)).await.unwrap()
    });
    assert_eq!(answers.await.into_iter().filter(|used| *used).count(), 1);
    assert!(count_try(&store, code.request_id).await.is_none());
}

on_both!(expired_codes_are_found_oldest_first_and_forgotten);
async fn expired_codes_are_found_oldest_first_and_forgotten(store: TestStore) {
    let mut ids = Vec::new();
    for seconds in [30, 10, 20, 40] {
        ids.push(new_pending(&store, after(seconds)).await.request_id);
    }
    let expired = async |now, limit| {
        store.read(async |db| one_time_codes::expired(db, now, limit).await).await.unwrap()
    };
    assert_eq!(expired(after(30), 10).await, [ids[1], ids[2], ids[0]]);
    assert_eq!(expired(after(30), 2).await, [ids[1], ids[2]]);
    for _ in 0..2 {
        assert!(store.write(Act::Delete(ids[1])).await.unwrap());
    }
    assert_eq!(expired(after(30), 10).await, [ids[2], ids[0]]);
}
