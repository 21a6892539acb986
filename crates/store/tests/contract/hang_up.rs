//! What is promised when a caller goes away before its answer: its request was dropped midway.

use std::time::Duration;

use tokio::time::timeout;
use triport_store::statement::Sql;
use triport_store::value::Value;
use triport_store::{Outcome, Result, StoreError, Transaction, Tx};

use crate::bodies::{INSERT, named, sql};
use crate::fixtures::{at_once, eventually, member};
use crate::harness::TestStore;

/// Writes two rows in several steps, then ends in one of three ways.
struct Pair(usize);

impl Transaction for Pair {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        tx.execute(&INSERT, &named(&format!("left {}", self.0))).await?;
        tx.rows(&SLOWLY, &[], |_| Ok(())).await?;
        tx.queue(&INSERT, &named(&format!("right {}", self.0)), 1).await?;
        tx.rows(&SLOWLY, &[], |_| Ok(())).await?;
        match self.0 % 3 {
            0 => Ok(Outcome::Commit(())),
            1 => Ok(Outcome::Rollback(())),
            _ => Err(StoreError::Bug("a mistake in a body".to_owned())),
        }
    }
}

static SLOWLY: Sql = Sql {
    name: "take a millisecond",
    sqlite: "SELECT 1",
    postgres: "SELECT 1 FROM pg_sleep(0.001)",
};

const CALLERS: usize = 600;

on_both!(callers_that_hang_up_leave_whole_transactions_and_no_open_one);
async fn callers_that_hang_up_leave_whole_transactions_and_no_open_one(store: TestStore) {
    let hung_up = at_once(&store, CALLERS, |store, number| async move {
        // Zero: the work is begun and the caller gone at once.
        let patience = Duration::from_millis(number as u64 / 3 % 3);
        timeout(patience, store.write(Pair(number))).await.is_err()
    });
    let hung_up = hung_up.await.into_iter().filter(|hung_up| *hung_up).count();
    assert!(hung_up >= CALLERS / 3, "only {hung_up} callers hung up: the test tests nothing");
    let expected = i64::try_from(CALLERS / 3 * 2).unwrap();
    let all_done = async || store.count("settings").await == expected;
    eventually("every third transaction was committed, whole", all_done).await;
    store.no_open_transaction().await;
    let answered = at_once(&store, 64, |store, _| async move { member(&store).await });
    assert_eq!(answered.await.len(), 64);
    let figures = store.pool_figures();
    assert!(figures.open <= 16 && figures.waiting == 0, "{figures:?}");
}

static ECHO_SLOWLY: Sql = Sql {
    name: "echo slowly",
    sqlite: "SELECT $1",
    postgres: "SELECT $1::BIGINT FROM pg_sleep(0.002)",
};

on_both!(reads_that_were_dropped_midway_do_not_mix_up_the_answers_of_others);
async fn reads_that_were_dropped_midway_do_not_mix_up_the_answers_of_others(store: TestStore) {
    let answers = at_once(&store, CALLERS, |store, number| async move {
        let asked = i64::try_from(number).unwrap();
        let params = [Value::Int(asked)];
        let read = store.read(async |db| db.row(&ECHO_SLOWLY, &params, |row| row.get(0)).await);
        let patience = if number % 2 == 0 { 60_000 } else { number as u64 % 7 };
        let answered = timeout(Duration::from_millis(patience), read).await;
        answered.map_or(Ok(Some(asked)), |answered| answered).map(|answered| (asked, answered))
    });
    for answer in answers.await {
        let (asked, answered) = answer.unwrap();
        assert_eq!(answered, Some(asked));
    }
}

static COUNT: Sql = sql("SELECT count(*) FROM settings");

on_both!(a_caller_that_hangs_up_before_its_work_began_leaves_nothing);
async fn a_caller_that_hangs_up_before_its_work_began_leaves_nothing(store: TestStore) {
    drop(store.write(Pair(0)));
    let count = store.read(async |db| db.row(&COUNT, &[], |row| row.get::<i64>(0)).await);
    assert_eq!(count.await.unwrap(), Some(0));
}
