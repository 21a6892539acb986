//! What is promised about the end of a transaction, however its body ends.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use tokio::sync::Barrier;
use tokio::task::block_in_place;
use triport_store::statement::Sql;
use triport_store::value::Value;
use triport_store::{Outcome, Result, StoreError, Transaction, Tx};

use crate::bodies::{INSERT, body, named, sql};
use crate::fixtures::{at_once, eventually, member};
use crate::harness::TestStore;

on_both!(a_rollback_leaves_nothing_and_still_answers);
async fn a_rollback_leaves_nothing_and_still_answers(store: TestStore) {
    let refuse = body(|tx| {
        Box::pin(async move {
            tx.execute(&INSERT, &named("executed")).await?;
            tx.queue(&INSERT, &named("queued"), 1).await?;
            Ok(Outcome::Rollback("refused"))
        })
    });
    assert_eq!(store.write(refuse).await.unwrap(), "refused");
    assert_eq!(store.count("settings").await, 0);
}

on_both!(an_error_leaves_nothing_and_reaches_the_caller);
async fn an_error_leaves_nothing_and_reaches_the_caller(store: TestStore) {
    let fail = body(|tx| {
        Box::pin(async move {
            tx.execute(&INSERT, &named("executed")).await?;
            tx.queue(&INSERT, &named("queued"), 1).await?;
            Err::<Outcome<()>, _>(StoreError::Corrupt("two and two are five".to_owned()))
        })
    });
    let failed = store.write(fail).await.unwrap_err();
    assert_eq!(failed.to_string(), "the database holds something impossible: two and two are five");
    assert_eq!(store.count("settings").await, 0);
    assert_eq!(store.figures().failures.get(), 1);
}

// More often than there are connections, so that a leaked one would be missed.
on_both!(a_panic_leaves_nothing_and_the_store_goes_on);
async fn a_panic_leaves_nothing_and_the_store_goes_on(store: TestStore) {
    for round in 0..40 {
        let name = format!("round {round}");
        let burst = body::<(), _>(move |tx| {
            let name = name.clone();
            Box::pin(async move {
                tx.execute(&INSERT, &named(&name)).await?;
                panic!("a mistake in a body");
            })
        });
        let failed = store.write(burst).await;
        assert!(matches!(failed, Err(StoreError::Bug(_))), "{failed:?}");
    }
    assert_eq!(store.count("settings").await, 0);
    assert_eq!(store.figures().failures.get(), 40);
    store.no_open_transaction().await;
    let done = at_once(&store, 20, |store, _| async move { member(&store).await });
    assert_eq!(done.await.len(), 20);
    assert_eq!(store.count("settings").await, 0, "somebody else's commit kept it");
}

on_both!(a_conflict_runs_the_body_again_without_its_first_writes);
async fn a_conflict_runs_the_body_again_without_its_first_writes(store: TestStore) {
    let runs = Arc::new(AtomicU32::new(0));
    let counted = runs.clone();
    let conflict = body(move |tx| {
        let run = counted.fetch_add(1, Ordering::Relaxed) + 1;
        Box::pin(async move {
            tx.execute(&INSERT, &named("once")).await?;
            tx.queue(&INSERT, &named(&format!("run {run}")), 1).await?;
            if run < 3 {
                return Err(StoreError::changed_meanwhile("something"));
            }
            Ok(Outcome::Commit(run))
        })
    });
    assert_eq!(store.write(conflict).await.unwrap(), 3);
    assert_eq!(store.count("settings").await, 2);
    assert_eq!(store.count("settings WHERE name = 'run 3'").await, 1);
    assert_eq!((store.figures().retries.get(), store.figures().failures.get()), (2, 0));
}

on_both!(a_conflict_that_stays_is_answered_as_busy_after_bounded_attempts);
async fn a_conflict_that_stays_is_answered_as_busy_after_bounded_attempts(store: TestStore) {
    let runs = Arc::new(AtomicU32::new(0));
    let counted = runs.clone();
    let conflict = body::<(), _>(move |tx| {
        counted.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            tx.execute(&INSERT, &named("once")).await?;
            Err(StoreError::changed_meanwhile("something"))
        })
    });
    let failed = store.write(conflict).await;
    assert!(matches!(failed, Err(StoreError::Busy(_))), "{failed:?}");
    assert_eq!(runs.load(Ordering::Relaxed), 9);
    assert_eq!(store.count("settings").await, 0);
    assert_eq!(store.figures().failures.get(), 1);
}

// PostgreSQL answers `COMMIT` of a failed transaction with a rollback and without an error, so a
// body that overlooks a failed statement would be told that its other writes are kept.
on_both!(what_follows_a_failed_statement_cannot_be_committed);
async fn what_follows_a_failed_statement_cannot_be_committed(store: TestStore) {
    let overlook = body(|tx| {
        Box::pin(async move {
            tx.execute(&INSERT, &named("kept?")).await?;
            let refused = tx.execute(&INSERT, &named("kept?")).await;
            assert!(refused.is_err());
            Ok(Outcome::Commit(()))
        })
    });
    let failed = store.write(overlook).await;
    assert!(matches!(failed, Err(StoreError::Bug(_))), "{failed:?}");
    assert_eq!(store.count("settings").await, 0);
}

on_both!(a_transaction_sees_its_own_writes_and_nobody_else_does);
async fn a_transaction_sees_its_own_writes_and_nobody_else_does(store: TestStore) {
    let (release, released) = channel::<()>();
    let (released, looked) = (Arc::new(Mutex::new(released)), Arc::new(AtomicBool::new(false)));
    let has_looked = looked.clone();
    let look = body(move |tx| {
        let (released, looked) = (released.clone(), looked.clone());
        Box::pin(async move {
            tx.queue(&INSERT, &named("mine"), 1).await?;
            let mine = tx.row(&FIND, &[Value::Text("mine".to_owned())], |row| row.get(0)).await?;
            looked.store(true, Ordering::SeqCst);
            let _ = block_in_place(|| released.lock().unwrap().recv());
            Ok(Outcome::Commit::<Option<Vec<u8>>>(mine))
        })
    });
    let writer = store.clone();
    let writing = tokio::spawn(async move { writer.write(look).await.unwrap() });
    eventually("the body has looked", async || has_looked.load(Ordering::SeqCst)).await;
    assert_eq!(store.count("settings").await, 0);
    drop(release);
    assert_eq!(writing.await.unwrap(), Some(vec![1]));
    assert_eq!(store.count("settings").await, 1);
}

static FIND: Sql = sql("SELECT value FROM settings WHERE name = $1");

on_both!(what_was_accepted_is_done_before_the_store_closes);
async fn what_was_accepted_is_done_before_the_store_closes(store: TestStore) {
    let mut accepted = Vec::new();
    for number in 0..50 {
        let write = body(move |tx| {
            Box::pin(async move {
                tx.execute(&INSERT, &named(&number.to_string())).await?;
                Ok(Outcome::Commit(()))
            })
        });
        let mut waiting = Box::pin(store.write(write));
        assert!(futures_util::poll!(&mut waiting).is_pending());
        accepted.push(waiting);
    }
    drop(accepted);
    let place = store.closed().await;
    assert_eq!(place.number("SELECT count(*) FROM settings").await, 50);
}

/// Locks two rows, in its first run waiting in between until another has locked its first too.
struct LockBoth {
    order: [&'static str; 2],
    first_locks: Arc<Barrier>,
    ran: AtomicBool,
}

static TOUCH: Sql = sql("UPDATE settings SET value = $1 WHERE name = $2");

impl Transaction for LockBoth {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        let [first, second] =
            self.order.map(|name| [Value::Bytes(vec![2]), Value::Text(name.into())]);
        tx.execute(&TOUCH, &first).await?;
        if !self.ran.swap(true, Ordering::SeqCst) {
            self.first_locks.wait().await;
        }
        tx.execute(&TOUCH, &second).await?;
        Ok(Outcome::Commit(()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_of_postgres_is_resolved_by_running_again() {
    let store = TestStore::postgres().await;
    store.place().run("INSERT INTO settings VALUES ('a', ''), ('b', '')").await;
    let first_locks = Arc::new(Barrier::new(2));
    let answers = at_once(&store, 2, |store, number| {
        let order = if number == 0 { ["a", "b"] } else { ["b", "a"] };
        let (first_locks, ran) = (first_locks.clone(), AtomicBool::new(false));
        async move { store.write(LockBoth { order, first_locks, ran }).await }
    });
    assert!(answers.await.iter().all(Result::is_ok));
    assert!(store.figures().retries.get() >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_body_that_waits_for_something_else_is_refused() {
    let store = TestStore::sqlite().await;
    let wait = body(|tx| {
        Box::pin(async move {
            tx.execute(&INSERT, &named("before")).await?;
            tokio::task::yield_now().await;
            Ok(Outcome::Commit(()))
        })
    });
    let failed = store.write(wait).await;
    assert!(matches!(failed, Err(StoreError::Bug(_))), "{failed:?}");
    assert_eq!(store.count("settings").await, 0);
    member(&store).await;
}
