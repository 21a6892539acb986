//! What is promised about SQLite's one writer, which puts waiting transactions into one commit.

use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout;
use triport_store::statement::Sql;
use triport_store::{Options, Outcome, Result, StoreError, Transaction, Tx};

use crate::bodies::{INSERT, body, named, sql};
use crate::fixtures::{at_once, eventually, member};
use crate::harness::{Place, TestStore};

struct Write(usize);

impl Transaction for Write {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        tx.execute(&INSERT, &named(&self.0.to_string())).await?;
        Ok(Outcome::Commit(()))
    }
}

/// Keeps the writer inside a transaction until the answer is used or dropped, so that what is
/// written next waits together.
async fn hold_the_writer(store: &TestStore) -> Sender<()> {
    let (release, released) = channel();
    let released = Mutex::new(released);
    let hold = body(move |_| {
        let _ = released.lock().unwrap().recv();
        Box::pin(async { Ok(Outcome::Commit(())) })
    });
    let writer = store.clone();
    tokio::spawn(async move { writer.write(hold).await });
    eventually("the writer is held", async || store.figures().transactions.get() == 1).await;
    release
}

/// The commits of 255 writes that wait together with one that holds the writer up.
async fn commits_of_256_waiting_writes(options: Options) -> u64 {
    let store = TestStore::open(Place::sqlite(), options).await;
    let release = hold_the_writer(&store).await;
    let mut writes = JoinSet::new();
    for number in 0..255 {
        let store = store.clone();
        writes.spawn(async move { store.write(Write(number)).await });
    }
    eventually("all wait", async || store.pool_figures().waiting == 256).await;
    drop(release);
    assert!(writes.join_all().await.iter().all(Result::is_ok));
    assert_eq!(store.count("settings").await, 255);
    assert_eq!(store.figures().transactions.get(), 256);
    store.figures().commits.get()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_wait_together_share_a_commit() {
    // 64 in each.
    assert_eq!(commits_of_256_waiting_writes(Options { group_commit: true }).await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_group_commit_every_write_has_a_commit_of_its_own() {
    assert_eq!(commits_of_256_waiting_writes(Options { group_commit: false }).await, 256);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_body_spoils_no_other_in_its_commit() {
    let store = TestStore::sqlite().await;
    let release = hold_the_writer(&store).await;
    let mut writes = JoinSet::new();
    for number in 0..40_usize {
        let store = store.clone();
        let write = body(move |tx| {
            Box::pin(async move {
                tx.execute(&INSERT, &named(&number.to_string())).await?;
                match number % 4 {
                    0 => Ok(Outcome::Commit(())),
                    1 => Ok(Outcome::Rollback(())),
                    2 => Err(StoreError::changed_meanwhile("something")),
                    _ => panic!("a mistake in a body"),
                }
            })
        });
        writes.spawn(async move { (number, store.write(write).await) });
    }
    eventually("all wait", async || store.pool_figures().waiting == 41).await;
    drop(release);
    for (number, answer) in writes.join_all().await {
        assert_eq!(answer.is_ok(), number % 4 < 2, "{number}: {answer:?}");
        let kept = store.count(&format!("settings WHERE name = '{number}'")).await;
        assert_eq!(kept, i64::from(number % 4 == 0), "{number}");
    }
    assert_eq!(store.figures().commits.get(), 1);
}

/// Makes a body end the transaction of its whole group, as SQLite itself does when the disk is full.
static GIVE_UP: Sql = sql("ROLLBACK");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_transaction_of_a_commit_that_fails_counts_as_failed_once() {
    let store = TestStore::sqlite().await;
    let release = hold_the_writer(&store).await;
    let failing = |gives_up: bool| {
        let store = store.clone();
        let write = body(move |tx| {
            Box::pin(async move {
                if gives_up {
                    tx.execute(&GIVE_UP, &[]).await?;
                    return Ok(Outcome::Commit(()));
                }
                Err(StoreError::Bug("by itself".to_owned()))
            })
        });
        tokio::spawn(async move { store.write(write).await })
    };
    let by_itself = failing(false);
    eventually("the first waits", async || store.pool_figures().waiting == 2).await;
    let gives_up = failing(true);
    eventually("both wait", async || store.pool_figures().waiting == 3).await;
    drop(release);
    for failed in [by_itself, gives_up] {
        assert!(matches!(failed.await.unwrap(), Err(StoreError::Unavailable(_))));
    }
    // The third is the one that held the writer.
    assert_eq!(store.figures().failures.get(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_writes_than_may_wait_are_refused_at_once() {
    let store = TestStore::sqlite().await;
    let release = hold_the_writer(&store).await;
    let mut writes = JoinSet::new();
    for number in 0..1_024 {
        let store = store.clone();
        writes.spawn(async move { store.write(Write(number)).await });
    }
    eventually("all wait", async || store.pool_figures().waiting == 1_025).await;
    let patience = Duration::from_secs(5);
    let refused = timeout(patience, store.write(Write(9_999))).await.unwrap();
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    drop(release);
    assert!(writes.join_all().await.iter().all(Result::is_ok));
    assert_eq!(store.count("settings").await, 1_024);
    eventually("nothing waits", async || store.pool_figures().waiting == 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_go_on_while_the_writer_is_busy() {
    let store = TestStore::sqlite().await;
    let _release = hold_the_writer(&store).await;
    let reads = at_once(&store, 20, |store, _| async move { store.check().await });
    assert!(reads.await.iter().all(Result::is_ok));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_waits_for_another_program_to_finish_its_own() {
    let store = TestStore::sqlite().await;
    let other = store.place().sqlite_connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let writer = store.clone();
    let writing = tokio::spawn(async move { writer.write(Write(1)).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!writing.is_finished());
    other.execute_batch("INSERT INTO settings VALUES ('other', x''); COMMIT").unwrap();
    writing.await.unwrap().unwrap();
    assert_eq!(store.count("settings").await, 2);
}

/// A backup, or somebody's open shell: as long as it reads, the log cannot be started over, and
/// trying must not make writers wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_read_of_another_program_does_not_hold_up_writes() {
    let store = TestStore::sqlite().await;
    member(&store).await;
    let reader = store.place().sqlite_connection();
    reader.execute_batch("BEGIN; SELECT count(*) FROM accounts").unwrap();
    let mut longest = Duration::ZERO;
    for round in 0..30 {
        let began = Instant::now();
        let done = at_once(&store, 100, move |store, number| async move {
            store.write(Write(round * 100 + number)).await
        });
        assert!(done.await.iter().all(Result::is_ok));
        longest = longest.max(began.elapsed());
    }
    assert!(longest < Duration::from_secs(1), "100 writes took {longest:?}");
}
