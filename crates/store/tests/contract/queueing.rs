//! What is promised about statements that are sent together with the next one.

use triport_store::statement::Sql;
use triport_store::value::Value;
use triport_store::{Outcome, StoreError, accounts};

use crate::bodies::{INSERT, body, named, sql};
use crate::fixtures::{member, new_id};
use crate::harness::TestStore;

static APPEND: Sql = Sql {
    name: "append to a setting",
    sqlite: "UPDATE settings SET value = CAST(value || $1 AS BLOB) WHERE name = $2",
    postgres: "UPDATE settings SET value = value || $1 WHERE name = $2",
};
static FIND: Sql = sql("SELECT value FROM settings WHERE name = $1");
static DELETE: Sql = sql("DELETE FROM settings WHERE name = $1");

fn text(name: &str) -> Value {
    Value::Text(name.to_owned())
}

on_both!(a_failing_queued_statement_fails_the_commit_and_leaves_nothing);
async fn a_failing_queued_statement_fails_the_commit_and_leaves_nothing(store: TestStore) {
    for place in 0..3 {
        let twice = body(move |tx| {
            Box::pin(async move {
                for number in 0..3 {
                    let name = if number == place { "again" } else { &format!("name {number}") };
                    tx.queue(&INSERT, &named(name), 1).await?;
                }
                tx.queue(&INSERT, &named("again"), 1).await?;
                tx.queue(&INSERT, &named("after"), 1).await?;
                Ok(Outcome::Commit(()))
            })
        });
        let failed = store.write(twice).await;
        assert!(matches!(failed, Err(StoreError::Bug(_))), "{failed:?}");
        assert_eq!(store.count("settings").await, 0);
    }
    assert_eq!(store.figures().commits.get(), u64::from(!store.is_postgres()) * 3);
}

on_both!(a_failing_queued_statement_fails_the_next_awaited_one);
async fn a_failing_queued_statement_fails_the_next_awaited_one(store: TestStore) {
    let twice = body(move |tx| {
        Box::pin(async move {
            tx.execute(&INSERT, &named("again")).await?;
            tx.queue(&INSERT, &named("again"), 1).await?;
            let found: Option<Vec<u8>> = tx.row(&FIND, &[text("again")], |row| row.get(0)).await?;
            Ok(Outcome::Commit(found))
        })
    });
    let failed = store.write(twice).await;
    assert!(matches!(failed, Err(StoreError::Bug(_))), "{failed:?}");
    assert_eq!(store.count("settings").await, 0);
}

on_both!(an_unexpected_number_of_changed_rows_is_reported_as_corrupt);
async fn an_unexpected_number_of_changed_rows_is_reported_as_corrupt(store: TestStore) {
    for and_then_read in [false, true] {
        let miss = body(move |tx| {
            Box::pin(async move {
                tx.queue(&DELETE, &[text("nobody")], 1).await?;
                if and_then_read {
                    tx.rows(&FIND, &[text("nobody")], |_| Ok(())).await?;
                }
                Ok(Outcome::Commit(()))
            })
        });
        let failed = store.write(miss).await;
        assert!(matches!(failed, Err(StoreError::Corrupt(_))), "{failed:?}");
    }
    assert_eq!(store.figures().failures.get(), 2);
}

on_both!(queued_statements_run_in_order_however_many);
async fn queued_statements_run_in_order_however_many(store: TestStore) {
    const MANY: u8 = 200;
    let append = body(|tx| {
        Box::pin(async move {
            tx.queue(&INSERT, &named("log"), 1).await?;
            for number in 2..=MANY {
                tx.queue(&APPEND, &[Value::Bytes(vec![number]), text("log")], 1).await?;
            }
            let found = tx.row(&FIND, &[text("log")], |row| row.get::<Vec<u8>>(0)).await?;
            tx.queue(&DELETE, &[text("log")], 1).await?;
            tx.queue(&INSERT, &named("log"), 1).await?;
            Ok(Outcome::Commit(found))
        })
    });
    let found = store.write(append).await.unwrap();
    assert_eq!(found, Some((1..=MANY).collect::<Vec<u8>>()));
    assert_eq!(store.count("settings").await, 1);
}

on_both!(a_failure_among_many_queued_statements_leaves_nothing);
async fn a_failure_among_many_queued_statements_leaves_nothing(store: TestStore) {
    for failing in [1, 23, 24, 25, 60] {
        let fail = body(move |tx| {
            Box::pin(async move {
                for number in 0..60 {
                    tx.queue(&INSERT, &named(&number.to_string()), 1).await?;
                    if number + 1 == failing {
                        tx.queue(&INSERT, &named("0"), 1).await?;
                    }
                }
                Ok(Outcome::Commit(()))
            })
        });
        let failed = store.write(fail).await;
        assert!(matches!(failed, Err(StoreError::Bug(_))), "{failing}: {failed:?}");
        assert_eq!(store.count("settings").await, 0, "{failing}");
    }
}

on_both!(a_counted_statement_tells_its_count_once_a_later_one_was_awaited);
async fn a_counted_statement_tells_its_count_once_a_later_one_was_awaited(store: TestStore) {
    let count = body(|tx| {
        Box::pin(async move {
            let one = tx.queue_counted(&INSERT, &named("one")).await?;
            let none = tx.queue_counted(&DELETE, &[text("nobody")]).await?;
            tx.rows(&FIND, &[text("one")], |_| Ok(())).await?;
            Ok(Outcome::Commit((one.get()?, none.get()?)))
        })
    });
    assert_eq!(store.write(count).await.unwrap(), (1, 0));
}

on_both!(a_body_without_writes_commits_nothing);
async fn a_body_without_writes_commits_nothing(store: TestStore) {
    let ada = member(&store).await;
    let nothing = body(|_| Box::pin(async { Ok(Outcome::Commit(())) }));
    store.write(nothing).await.unwrap();
    let only_lock = body(move |tx| {
        Box::pin(async move {
            accounts::lock(tx, ada).await?;
            accounts::lock(tx, triport_domain::id::UserId(new_id())).await?;
            Ok(Outcome::Commit(()))
        })
    });
    store.write(only_lock).await.unwrap();
}
