//! What is remembered: one [`Store`] over two SQL databases.
//!
//! Everything above this crate speaks of accounts, codes and sessions; everything below of
//! statements. Transaction bodies are written once (see [`tx`]); which database runs them is known
//! to the modules [`sqlite`](self) and [`postgres`](self) only.

pub mod accounts;
pub mod audit;
pub mod codes;
pub mod decisions;
pub mod directory;
pub mod error;
pub mod figures;
mod inspect;
pub mod limits;
pub mod members;
pub mod migrate;
pub mod names;
pub mod one_time_codes;
mod open;
pub mod operators;
mod postgres;
pub mod sessions;
pub mod settings;
mod sqlite;
pub mod statement;
pub mod tables;
pub mod tx;
pub mod value;

pub use error::{Result, StoreError};
pub use inspect::{Inspected, inspect};
pub use open::{Address, InvalidAddress, Options, Store};
pub use sqlite::{backup, restore, verify};
pub use tx::{Db, Outcome, QueuedCount, Transaction, Tx};

/// How often a transaction body runs at most before its caller is told that the database is busy.
const MAX_ATTEMPTS: u32 = 9;
