//! Links with which the product signs its members in, each under the hash of its token.

use triport_domain::id::UserId;
use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

statement!(
    INSERT = "INSERT INTO sign_in_links (token_hash, user_id, expires_at) VALUES ($1, $2, $3)"
);

/// Writes a new link.
pub async fn insert(
    tx: &mut Tx<'_>,
    token_hash: &Hash,
    user_id: UserId,
    expires_at: Timestamp,
) -> Result<()> {
    tx.queue(&INSERT, params![token_hash.as_bytes(), user_id.0, expires_at], 1).await
}

statement!(FIND = "SELECT user_id FROM sign_in_links WHERE token_hash = $1 AND expires_at > $2");

/// Whom a link signs in; nobody if it is unknown, used or expired.
pub async fn find(db: &mut Db<'_>, token_hash: &Hash, now: Timestamp) -> Result<Option<UserId>> {
    let params = params![token_hash.as_bytes(), now];
    db.row(&FIND, params, |row| Ok(UserId(row.get::<Uuid>(0)?))).await
}

statement!(USE = "DELETE FROM sign_in_links WHERE token_hash = $1 AND expires_at > $2");

/// Uses a link up; false if somebody else did so meanwhile, or it has expired.
pub async fn consume(tx: &mut Tx<'_>, token_hash: &Hash, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&USE, params![token_hash.as_bytes(), now]).await? == 1)
}

statement!(
    EXPIRED = "SELECT token_hash FROM sign_in_links WHERE expires_at <= $1
               ORDER BY expires_at LIMIT $2"
);

/// Some links that expired before `now`, oldest first.
pub async fn expired(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<Hash>> {
    db.rows(&EXPIRED, params![now, limit], |row| read_hash(row, 0)).await
}

statement!(DELETE = "DELETE FROM sign_in_links WHERE token_hash = $1");

/// Forgets a link.
pub async fn delete(tx: &mut Tx<'_>, token_hash: &Hash) -> Result<()> {
    tx.execute(&DELETE, params![token_hash.as_bytes()]).await.map(drop)
}
