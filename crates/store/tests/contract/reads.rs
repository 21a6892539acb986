//! What is promised about reads outside transactions.

use std::time::Duration;

use tokio::time::timeout;
use triport_store::statement::Sql;
use triport_store::value::Value;
use triport_store::{Db, Store, StoreError};

use crate::bodies::sql;
use crate::fixtures::{at_once, member};
use crate::harness::TestStore;

static WRITE: Sql = sql("UPDATE accounts SET tier = 9 RETURNING tier");
static BY_TIER: Sql = sql("SELECT user_id FROM accounts WHERE tier = $1");
static ECHO: Sql = Sql { name: "echo", sqlite: "SELECT $1", postgres: "SELECT $1::BIGINT" };

on_both!(a_read_cannot_write);
async fn a_read_cannot_write(store: TestStore) {
    member(&store).await;
    // As often as there are shared connections, and more.
    for _ in 0..10 {
        let write = store.read(async |db| db.rows(&WRITE, &[], |row| row.get::<i64>(0)).await);
        assert!(write.await.is_err());
    }
    assert_eq!(store.count("accounts WHERE tier = 9").await, 0);
    store.check().await.unwrap();
}

on_both!(two_rows_where_one_was_promised_are_reported_as_corrupt);
async fn two_rows_where_one_was_promised_are_reported_as_corrupt(store: TestStore) {
    let only = async |tier: i64| {
        store.read(async |db| db.row(&BY_TIER, &[Value::Int(tier)], |_| Ok(())).await).await
    };
    assert!(matches!(only(1).await, Ok(None)));
    member(&store).await;
    assert!(matches!(only(1).await, Ok(Some(()))));
    member(&store).await;
    assert!(matches!(only(1).await, Err(StoreError::Corrupt(_))));
}

on_both!(a_column_of_another_type_is_reported_as_corrupt);
async fn a_column_of_another_type_is_reported_as_corrupt(store: TestStore) {
    member(&store).await;
    let text = store
        .read(async |db| db.rows(&BY_TIER, &[Value::Int(1)], |row| row.get::<String>(0)).await);
    assert!(matches!(text.await, Err(StoreError::Corrupt(_))));
    let missing =
        store.read(async |db| db.rows(&BY_TIER, &[Value::Int(1)], |row| row.get::<i64>(7)).await);
    assert!(matches!(missing.await, Err(StoreError::Corrupt(_))));
}

on_both!(reads_at_once_get_each_its_own_answer);
async fn reads_at_once_get_each_its_own_answer(store: TestStore) {
    let answers = at_once(&store, 400, |store, number| async move {
        let number = i64::try_from(number).unwrap();
        (number, echo(&store, number).await)
    });
    for (asked, answered) in answers.await {
        assert_eq!(answered, Some(asked));
    }
}

on_both!(a_panicking_read_harms_nobody_else);
async fn a_panicking_read_harms_nobody_else(store: TestStore) {
    for _ in 0..20 {
        let reader = store.clone();
        let read = tokio::spawn(async move {
            let panics = reader.read(async |db| {
                db.rows(&ECHO, &[Value::Int(1)], |_| -> triport_store::Result<()> {
                    panic!("a mistake in a reader")
                })
                .await
            });
            panics.await.map(drop)
        });
        assert!(read.await.unwrap_err().is_panic());
    }
    assert_eq!(echo(&store, 5).await, Some(5));
}

static SLOW: Sql = Sql { name: "slow", sqlite: "", postgres: "SELECT 1::BIGINT FROM pg_sleep(5)" };

/// Reads on one connection are answered in order, so those behind a slow one wait for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_read_holds_up_none_but_those_on_its_connection() {
    let store = TestStore::postgres().await;
    at_once(&store, 200, |store, _| async move { echo(&store, 1).await }).await;
    let slow = store.clone();
    let slow = tokio::spawn(async move {
        slow.read(async |db| db.row(&SLOW, &[], |row| row.get::<i64>(0)).await).await
    });
    let answers = at_once(&store, 100, |store, _| async move {
        timeout(Duration::from_secs(2), echo(&store, 1)).await.is_ok()
    });
    let answered = answers.await.into_iter().filter(|answered| *answered).count();
    assert!(answered >= 100 - 32, "{answered}");
    slow.await.unwrap().unwrap();
}

async fn echo(store: &TestStore, number: i64) -> Option<i64> {
    let read = store.read(async |db| db.row(&ECHO, &[Value::Int(number)], |row| row.get(0)).await);
    read.await.unwrap()
}

/// Verifying an account with millions of entries is one statement of many seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_may_wait_longer_for_a_statement_than_a_request() {
    static TIMEOUT: Sql = Sql {
        name: "the limit of a statement",
        sqlite: "SELECT '0'",
        postgres: "SELECT current_setting('statement_timeout')",
    };
    let server = TestStore::postgres().await;
    let command = Store::beside(&server.place().address()).await.unwrap();
    for (store, expected) in [(&*server, "8s"), (&command, "10min")] {
        let read = async |db: &mut Db<'_>| db.row(&TIMEOUT, &[], |row| row.get::<String>(0)).await;
        assert_eq!(store.read(read).await.unwrap().as_deref(), Some(expected));
    }
    command.close().await;
}
