//! The contract of the store: its promises, kept on both databases.
//!
//! A promise is an `async fn` that takes a [`TestStore`](harness::TestStore), under
//! `on_both!(its_name)`, which makes of it one test for SQLite and one for PostgreSQL. A promise
//! without that line is dead code, which the compiler reports: none can be forgotten.
//!
//! PostgreSQL is the server of `TRIPORT_TEST_POSTGRES_URL`; every test has a database of its own.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected ends there"
)]

/// Makes of a promise a module of its name with a test per database.
macro_rules! on_both {
    ($promise:ident) => {
        mod $promise {
            use crate::harness::TestStore;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$promise(TestStore::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$promise(TestStore::postgres().await).await;
            }
        }
    };
}

mod bodies;
mod fixtures;
mod harness;
mod schema;
mod sql_text;

mod accounts;
mod attributions;
mod backup;
mod challenges;
mod clicks;
mod codes;
mod codes_racing;
mod distribution;
mod group_commit;
mod hang_up;
mod limits;
mod log;
mod migrations;
mod one_time_codes;
mod operators;
mod outage;
mod plans;
mod queueing;
mod reads;
mod restore;
mod same_file;
mod sample_rows;
mod sessions;
mod settings;
mod sign_in_links;
mod statement_lint;
mod statements;
mod transactions;
mod twins;
mod verify;
