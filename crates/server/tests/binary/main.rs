//! The program itself: processes, sockets and signals, on both databases.
//!
//! A promise is a function that takes an empty [`Database`](database::Database), under
//! `on_both!(its_name)`, which makes of it one test for SQLite and one for PostgreSQL. One-time
//! codes are read from the log, where the program prints them for lack of a mail server.

#![expect(
    clippy::allow_attributes,
    reason = "of what both test programs share, each leaves another part unused"
)]
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
            use crate::database::Database;
            use crate::support::wait;

            #[test]
            fn sqlite() {
                super::$promise(&Database::sqlite());
            }

            #[test]
            fn postgres() {
                super::$promise(&wait::now(Database::postgres()));
            }
        }
    };
}

#[path = "../shared/database.rs"]
mod database;
#[path = "../shared/history/mod.rs"]
mod history;
mod support;

mod clicks;
mod crash;
mod crowds;
mod database_gone;
mod demo;
mod erasing;
mod guessing;
mod hang_up;
mod logs;
mod mail_away;
mod metrics_listener;
mod money_crash;
mod money_racing;
mod operator_tokens;
mod protocol;
mod racing;
mod slow_clients;
mod start;
mod stop;
mod storm;
