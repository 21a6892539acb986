//! First answers of writes that carried an `Idempotency-Key`.

use triport_domain::id::UserId;
use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

/// The place of a first answer: keys belong to an account and a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPlace {
    /// Who called.
    pub user_id: UserId,
    /// What was called.
    pub path: String,
    /// The key.
    pub key: String,
}

/// A first answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// Hash of the body that the call had.
    pub body_hash: Hash,
    /// The status that was answered.
    pub status: u16,
    /// The JSON that was answered.
    pub answer: String,
}

statement!(
    FIND = "SELECT body_hash, status, answer FROM idempotency_keys
         WHERE user_id = $1 AND path = $2 AND idempotency_key = $3 AND expires_at > $4"
);

/// The first answer to a key that has not expired.
pub async fn find(
    db: &mut Db<'_>,
    place: &KeyPlace,
    now: Timestamp,
) -> Result<Option<FirstAnswer>> {
    let params = params![place.user_id.0, place.path.as_str(), place.key.as_str(), now];
    db.row(&FIND, params, |row| {
        Ok(FirstAnswer { body_hash: read_hash(row, 0)?, status: row.get(1)?, answer: row.get(2)? })
    })
    .await
}

statement!(
    KEEP =
        "INSERT INTO idempotency_keys (user_id, path, idempotency_key, body_hash, status, answer,
                                     expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (user_id, path, idempotency_key) DO UPDATE SET body_hash = excluded.body_hash,
             status = excluded.status, answer = excluded.answer, expires_at = excluded.expires_at"
);

/// Keeps a first answer, in the place of one that expired. The account is locked, and the key was
/// looked for under the lock.
pub async fn keep(
    tx: &mut Tx<'_>,
    place: &KeyPlace,
    first: &FirstAnswer,
    expires_at: Timestamp,
) -> Result<()> {
    let params = params![
        place.user_id.0,
        place.path.as_str(),
        place.key.as_str(),
        first.body_hash.as_bytes(),
        first.status,
        first.answer.as_str(),
        expires_at,
    ];
    tx.queue(&KEEP, params, 1).await
}

/// A row to forget.
#[derive(Clone, Debug)]
pub struct ExpiredKey {
    user_id: UserId,
    path: String,
    key: String,
}

statement!(
    EXPIRED = "SELECT user_id, path, idempotency_key FROM idempotency_keys
         WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2"
);

/// Some first answers that expired, oldest first.
pub async fn expired(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<ExpiredKey>> {
    db.rows(&EXPIRED, params![now, limit], |row| {
        Ok(ExpiredKey { user_id: UserId(row.get(0)?), path: row.get(1)?, key: row.get(2)? })
    })
    .await
}

statement!(
    DELETE = "DELETE FROM idempotency_keys
         WHERE user_id = $1 AND path = $2 AND idempotency_key = $3 AND expires_at <= $4"
);

/// Forgets an expired answer, unless the key was used again since.
pub async fn delete_expired(tx: &mut Tx<'_>, expired: &ExpiredKey, now: Timestamp) -> Result<()> {
    let params = params![expired.user_id.0, expired.path.as_str(), expired.key.as_str(), now];
    tx.execute(&DELETE, params).await.map(drop)
}
