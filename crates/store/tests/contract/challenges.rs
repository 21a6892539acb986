//! What is promised about the texts that wallets are asked to sign.

use triport_domain::id::ChallengeId;
use triport_domain::time::Timestamp;
use triport_domain::wallet::{Challenge, Wallet};
use triport_store::{Outcome, Result, Transaction, Tx, challenges};

use crate::fixtures::{NOW, after, at_once, new_id};
use crate::harness::TestStore;

enum Act {
    Insert(Challenge),
    Use(ChallengeId),
    Delete(ChallengeId),
}

impl Transaction for Act {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<bool>> {
        let done = match self {
            Self::Insert(challenge) => challenges::insert(tx, challenge).await.map(|()| true)?,
            Self::Use(id) => challenges::mark_used(tx, *id, after(1)).await?,
            Self::Delete(id) => challenges::delete(tx, *id).await.map(|()| true)?,
        };
        Ok(Outcome::Commit(done))
    }
}

async fn new_challenge(store: &TestStore, expires_at: Timestamp) -> Challenge {
    let wallet = Wallet::parse("evm", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap();
    let id = ChallengeId(new_id());
    let challenge = Challenge { id, wallet, created_at: NOW, expires_at, used_at: None };
    assert!(store.write(Act::Insert(challenge.clone())).await.unwrap());
    challenge
}

async fn find(store: &TestStore, id: ChallengeId) -> Option<Challenge> {
    store.read(async |db| challenges::find(db, id).await).await.unwrap()
}

on_both!(a_challenge_is_found_again_as_it_was_written_and_used_once);
async fn a_challenge_is_found_again_as_it_was_written_and_used_once(store: TestStore) {
    let written = new_challenge(&store, after(300)).await;
    new_challenge(&store, after(300)).await;
    assert_eq!(find(&store, written.id).await, Some(written.clone()));
    assert_eq!(find(&store, ChallengeId(new_id())).await, None);
    let answers =
        at_once(
            &store,
            16,
            |store, _| async move { store.write(Act::Use(written.id)).await.unwrap() },
        );
    assert_eq!(answers.await.into_iter().filter(|used| *used).count(), 1);
    assert_eq!(find(&store, written.id).await.unwrap().used_at, Some(after(1)));
}

on_both!(expired_challenges_are_found_oldest_first_and_forgotten);
async fn expired_challenges_are_found_oldest_first_and_forgotten(store: TestStore) {
    let mut ids = Vec::new();
    for seconds in [30, 10, 20, 40] {
        ids.push(new_challenge(&store, after(seconds)).await.id);
    }
    let expired = async |now, limit| {
        store.read(async |db| challenges::expired(db, now, limit).await).await.unwrap()
    };
    assert_eq!(expired(after(30), 10).await, [ids[1], ids[2], ids[0]]);
    assert_eq!(expired(after(30), 2).await, [ids[1], ids[2]]);
    for _ in 0..2 {
        assert!(store.write(Act::Delete(ids[1])).await.unwrap());
    }
    assert_eq!(expired(after(30), 10).await, [ids[2], ids[0]]);
}
