//! What is promised about links that sign in, and about browsers that are known.

use triport_domain::id::UserId;
use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;
use triport_store::known_browsers::{self, KnownBrowser};
use triport_store::{Outcome, Result, Transaction, Tx, sign_in_links};

use crate::fixtures::{NOW, after, at_once, new_hash, new_id};
use crate::harness::TestStore;

enum Do {
    Make(Hash, UserId, Timestamp),
    Use(Hash, Timestamp),
    Remember(KnownBrowser, Timestamp),
    PurgeBrowser(KnownBrowser, Timestamp),
    Forget(Hash),
}

impl Transaction for Do {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<bool>> {
        let done = match self {
            Self::Make(token_hash, user_id, expires_at) => {
                sign_in_links::insert(tx, token_hash, *user_id, *expires_at).await?;
                true
            }
            Self::Use(token_hash, now) => sign_in_links::consume(tx, token_hash, *now).await?,
            Self::Remember(known, expires_at) => {
                known_browsers::remember(tx, known, *expires_at).await?;
                true
            }
            Self::PurgeBrowser(known, now) => {
                known_browsers::delete_expired(tx, known, *now).await?;
                true
            }
            Self::Forget(address) => {
                known_browsers::forget(tx, address).await?;
                true
            }
        };
        Ok(Outcome::Commit(done))
    }
}

async fn found(store: &TestStore, token_hash: Hash, now: Timestamp) -> Option<UserId> {
    store.read(async |db| sign_in_links::find(db, &token_hash, now).await).await.unwrap()
}

async fn is_known(store: &TestStore, known: KnownBrowser, now: Timestamp) -> bool {
    store.read(async |db| known_browsers::is_known(db, &known, now).await).await.unwrap()
}

on_both!(a_link_works_until_it_is_used_or_expires);
async fn a_link_works_until_it_is_used_or_expires(store: TestStore) {
    let (used, left, user_id) = (new_hash(), new_hash(), UserId(new_id()));
    for token_hash in [used, left] {
        store.write(Do::Make(token_hash, user_id, after(60))).await.unwrap();
    }
    assert_eq!(found(&store, used, after(59)).await, Some(user_id));
    assert_eq!(found(&store, used, after(60)).await, None);
    assert_eq!(found(&store, new_hash(), NOW).await, None);
    assert!(store.write(Do::Use(used, after(59))).await.unwrap());
    assert!(!store.write(Do::Use(used, after(59))).await.unwrap());
    assert!(!store.write(Do::Use(left, after(60))).await.unwrap(), "expired");
    let expired = store.read(async |db| sign_in_links::expired(db, after(60), 9).await).await;
    assert_eq!(expired.unwrap(), [left]);
}

on_both!(of_many_that_use_a_link_at_once_one_does);
async fn of_many_that_use_a_link_at_once_one_does(store: TestStore) {
    let token_hash = new_hash();
    store.write(Do::Make(token_hash, UserId(new_id()), after(60))).await.unwrap();
    let used = at_once(&store, 8, |store, _| async move {
        store.write(Do::Use(token_hash, NOW)).await.unwrap()
    });
    assert_eq!(used.await.into_iter().filter(|used| *used).count(), 1);
}

on_both!(a_browser_is_known_to_the_address_that_it_was_remembered_with);
async fn a_browser_is_known_to_the_address_that_it_was_remembered_with(store: TestStore) {
    let known = KnownBrowser { address: new_hash(), browser: new_hash() };
    store.write(Do::Remember(known, after(100))).await.unwrap();
    assert!(is_known(&store, known, after(99)).await);
    assert!(!is_known(&store, known, after(100)).await);
    for other in [
        KnownBrowser { address: new_hash(), ..known },
        KnownBrowser { browser: new_hash(), ..known },
    ] {
        assert!(!is_known(&store, other, NOW).await);
    }
    store.write(Do::Remember(known, after(500))).await.unwrap();
    assert!(is_known(&store, known, after(499)).await, "remembered again");
    store.write(Do::PurgeBrowser(known, after(200))).await.unwrap();
    assert!(is_known(&store, known, after(200)).await, "it was used since it was found expired");
    store.write(Do::Forget(known.address)).await.unwrap();
    assert!(!is_known(&store, known, NOW).await);
}
