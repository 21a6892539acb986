//! What is promised about SQLite's write-ahead log.

use std::fs;

use triport_store::{Outcome, settings};

use crate::bodies::body;
use crate::harness::TestStore;

/// Far more than is written between two checkpoints, in transactions of different sizes.
const VALUES: usize = 240;
const VALUE_BYTES: usize = 512 << 10;

/// Twice what is written between two checkpoints, and what comes in while one runs.
const MAX_LOG_BYTES: u64 = 96 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_begins_anew_however_much_a_transaction_writes() {
    let store = TestStore::sqlite().await;
    let log = store.place().folder().join("triport.db-wal");
    let mut longest = 0;
    for number in 0..VALUES {
        let bytes = VALUE_BYTES * (1 + number % 2);
        let write = body(move |tx| {
            Box::pin(async move {
                settings::insert(tx, &number.to_string(), &vec![1; bytes]).await?;
                Ok(Outcome::Commit(()))
            })
        });
        store.write(write).await.unwrap();
        longest = longest.max(fs::metadata(&log).unwrap().len());
    }
    assert!(longest < MAX_LOG_BYTES, "{longest} bytes");
    assert!(store.figures().checkpoints.get() >= 3);
}
