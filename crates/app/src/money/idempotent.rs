//! `Idempotency-Key`: a write of money happens once, however often it is sent.
//!
//! The first answer is kept in the transaction of the effect, under the lock of the account, so that
//! of many calls at once one does the work and the others find its answer.

use std::time::{Duration, Instant};

use triport_domain::id::UserId;
use triport_domain::keyed_hash::{Hash, sha256};
use triport_domain::time::{Span, Timestamp};
use triport_store::idempotency::{self, FirstAnswer, KeyPlace};
use triport_store::{Result, StoreError, Transaction, Tx};

use crate::App;
use crate::error::{AppError, ErrorCode};

/// How long a first answer is kept.
const KEPT_FOR: Span = Span::from_days(30);
/// How long a call waits for the first one with the same key.
const WAIT: Duration = Duration::from_secs(5);

/// The key that a call carries, and what the call says.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// The key.
    pub key: String,
    /// What is called.
    pub path: String,
    /// See [`body_hash`].
    pub body_hash: Hash,
}

/// A new result, or the first answer to the same call.
#[derive(Clone, Debug)]
pub enum Replay<T> {
    /// This call did it.
    New(T),
    /// An earlier call did it, and was answered so.
    First(FirstAnswer),
}

/// A key at work in a transaction that answers `T`.
pub(super) struct Keyed<T> {
    pub(super) place: KeyPlace,
    pub(super) body_hash: Hash,
    /// Status and JSON of the answer to keep.
    pub(super) render: fn(&T) -> (u16, String),
}

/// Hash of a body in one form of its JSON: two bodies that say the same have the same hash.
/// `canonical` is the parsed JSON written with sorted names and no white space.
pub fn body_hash(canonical: &str) -> Hash {
    sha256(canonical.as_bytes())
}

impl<T> Keyed<T> {
    pub(super) fn new(
        user_id: UserId,
        key: IdempotencyKey,
        render: fn(&T) -> (u16, String),
    ) -> Self {
        let place = KeyPlace { user_id, path: key.path, key: key.key };
        Self { place, body_hash: key.body_hash, render }
    }

    /// The first answer, if the key was used with the same body.
    pub(super) async fn first_answer(
        &self,
        tx: &mut Tx<'_>,
        now: Timestamp,
    ) -> Result<Option<std::result::Result<FirstAnswer, ErrorCode>>> {
        let found = idempotency::find(tx, &self.place, now).await?;
        Ok(found.map(|first| same_body(first, self.body_hash)))
    }

    /// Keeps the first answer.
    pub(super) async fn keep(&self, tx: &mut Tx<'_>, result: &T, now: Timestamp) -> Result<()> {
        let (status, answer) = (self.render)(result);
        let first = FirstAnswer { body_hash: self.body_hash, status, answer };
        idempotency::keep(tx, &self.place, &first, now + KEPT_FOR).await
    }
}

fn same_body(first: FirstAnswer, body_hash: Hash) -> std::result::Result<FirstAnswer, ErrorCode> {
    if first.body_hash == body_hash { Ok(first) } else { Err(ErrorCode::IdempotencyConflict) }
}

impl App {
    /// The first answer to a key, before the fields of the call are looked at.
    pub(super) async fn replay<T>(
        &self,
        keyed: Option<&Keyed<T>>,
    ) -> std::result::Result<Option<FirstAnswer>, AppError> {
        let Some(Keyed { place, body_hash, .. }) = keyed else {
            return Ok(None);
        };
        let now = self.now();
        let found = self.store.read(async |db| idempotency::find(db, place, now).await).await?;
        let first = found.map(|first| same_body(first, *body_hash)).transpose();
        first.map_err(super::refused)
    }

    /// Runs a write that may carry a key. One with a key does not wait for ever: the call before it
    /// may hold the lock, and the caller can ask again with the same key.
    pub(super) async fn write_keyed<B: Transaction>(
        &self,
        body: B,
        has_key: bool,
    ) -> std::result::Result<B::Output, AppError> {
        if !has_key {
            return Ok(self.store.write(body).await?);
        }
        let begun = Instant::now();
        match tokio::time::timeout(WAIT, self.store.write(body)).await {
            // The database gives a lock up after the same time: whoever notices first, it is the
            // earlier call that was waited for.
            Ok(Err(StoreError::Unavailable(_))) if begun.elapsed() >= WAIT => Err(in_flight()),
            Ok(done) => Ok(done?),
            Err(_) => Err(in_flight()),
        }
    }
}

fn in_flight() -> AppError {
    AppError {
        retry_after: Some(Span::from_secs(1)),
        ..super::refused(ErrorCode::IdempotencyInFlight)
    }
}
