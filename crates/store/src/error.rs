//! What can go wrong between a use case and its database, in terms a use case can act on.

use triport_domain::money::TooLarge;

/// A failed piece of database work.
///
/// Domain refusals are not errors here: a transaction body answers them as its decided output.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Another transaction was in the way, and still was after every retry.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The database cannot be reached, or the connection broke. The work may or may not have been
    /// done.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// What was asked for would do harm as things are: somebody else has the file, or it is there already.
    #[error("{0}")]
    Refused(String),
    /// The data contradicts what the program knows to be true.
    #[error("the database holds something impossible: {0}")]
    Corrupt(String),
    /// A sum of money does not fit: the caller named an amount that cannot be added.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// A statement failed in a way that no correct program causes.
    #[error("a statement failed: {0}")]
    Bug(String),
}

impl StoreError {
    /// A row guard found that the state a decision was based on has changed: run the body again.
    #[must_use]
    pub fn changed_meanwhile(what: &str) -> Self {
        Self::Busy(format!("{what} was changed meanwhile"))
    }

    /// Whether running the whole body again may succeed.
    #[must_use]
    pub const fn is_retriable(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

/// The result of database work.
pub type Result<T> = std::result::Result<T, StoreError>;
