//! What is promised when the file of an SQLite database is not where it was.

use std::fs;

use triport_store::{Outcome, StoreError};

use crate::bodies::{INSERT, body, named};
use crate::harness::TestStore;

async fn insert(store: &TestStore, name: &'static str) -> triport_store::Result<()> {
    let insert = body(move |tx| {
        Box::pin(async move {
            tx.execute(&INSERT, &named(name)).await?;
            Ok(Outcome::Commit(()))
        })
    });
    store.write(insert).await
}

async fn assert_refuses(store: &TestStore) {
    assert!(matches!(store.check().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(insert(store, "late").await, Err(StoreError::Unavailable(_))));
}

/// Deleted, moved away, or replaced as by somebody who copies a backup into its place by hand.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_answered_as_written_to_a_file_that_is_not_there_any_more() {
    let store = TestStore::sqlite().await;
    insert(&store, "early").await.unwrap();
    let (file, aside) = (store.place().file(), store.place().folder().join("aside.db"));

    fs::rename(&file, &aside).unwrap();
    assert_refuses(&store).await;
    fs::copy(&aside, &file).unwrap();
    assert_refuses(&store).await;
    fs::remove_file(&file).unwrap();
    assert_refuses(&store).await;

    fs::rename(&aside, &file).unwrap();
    store.check().await.unwrap();
    insert(&store, "again").await.unwrap();
}
