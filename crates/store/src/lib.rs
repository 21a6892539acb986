//! What is remembered: one [`Store`] over two SQL databases.
//!
//! Everything above this crate speaks of accounts, codes and sessions; everything below of
//! statements. Transaction bodies are written once (see [`tx`]); which database runs them is known
//! to the modules [`sqlite`](self) and [`postgres`](self) only.

pub mod accounts;
mod address;
pub mod attributions;
pub mod audit;
pub mod balances;
pub mod challenges;
pub mod clicks;
pub mod codes;
pub mod counts;
pub mod decisions;
pub mod directory;
pub mod erasures;
pub mod error;
pub mod export;
pub mod figures;
pub mod idempotency;
pub mod identities;
mod inspect;
pub mod invoices;
pub mod known_browsers;
pub mod ledger;
pub mod limits;
pub mod members;
pub mod migrate;
pub mod names;
pub mod one_time_codes;
mod open;
pub mod operators;
pub mod overview;
pub mod payments;
pub mod payouts;
mod postgres;
pub mod referral_events;
pub mod rewards;
mod same_file;
pub mod sessions;
pub mod settings;
pub mod sign_in_links;
mod sqlite;
pub mod statement;
pub mod tables;
pub mod tx;
pub mod uses;
pub mod value;
pub mod verify;

pub use address::{Address, InvalidAddress};
pub use error::{Result, StoreError};
pub use inspect::{Inspected, inspect};
pub use open::{Options, Store};
pub use sqlite::{backup, restore, verify};
pub use tx::{Db, Outcome, QueuedCount, Transaction, Tx};

/// How often a transaction body runs at most before its caller is told that the database is busy.
const MAX_ATTEMPTS: u32 = 9;
