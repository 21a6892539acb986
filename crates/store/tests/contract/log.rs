//! What is promised about SQLite's write-ahead log.

use std::fs;

use triport_store::{Outcome, settings};

use crate::bodies::body;
use crate::fixtures::eventually;
use crate::harness::TestStore;

/// What is written before a checkpoint is waited for: more than it takes to wake one.
const WRITES_A_ROUND: usize = 64;
const ROUNDS: usize = 4;
const VALUE_BYTES: usize = 512 << 10;

/// More than a round writes, and less than two.
const MAX_LOG_BYTES: u64 = 80 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_begins_anew_however_much_a_transaction_writes() {
    let store = TestStore::sqlite().await;
    let log = store.place().folder().join("triport.db-wal");
    for round in 0..ROUNDS {
        let before = store.figures().checkpoints.get();
        for number in 0..WRITES_A_ROUND {
            let (name, bytes) = (format!("{round} {number}"), VALUE_BYTES * (1 + number % 2));
            let write = body(move |tx| {
                let name = name.clone();
                Box::pin(async move {
                    settings::insert(tx, &name, &vec![1; bytes]).await?;
                    Ok(Outcome::Commit(()))
                })
            });
            store.write(write).await.unwrap();
        }
        // What copies the log, and what lets it begin anew.
        let done = async || store.figures().checkpoints.get() >= before + 2;
        eventually("the log is copied", done).await;
        let length = fs::metadata(&log).unwrap().len();
        assert!(length < MAX_LOG_BYTES, "{length} bytes");
    }
}
