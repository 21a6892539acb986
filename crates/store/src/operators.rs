//! Named tokens of operators. Only their hashes are stored.

use triport_domain::keyed_hash::Hash;
use triport_domain::operator::{NamedToken, OperatorName, Role};
use triport_domain::time::Timestamp;

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    INSERT = "INSERT INTO operator_tokens (name, token_hash, role, created_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING"
);

/// Writes a new token; false if its name was ever given to one.
pub async fn insert(tx: &mut Tx<'_>, token: &NamedToken, hash: &Hash) -> Result<bool> {
    let params =
        params![token.name.as_str(), hash.as_bytes(), token.role.as_str(), token.created_at];
    Ok(tx.execute(&INSERT, params).await? == 1)
}

statement!(
    LIVE = "SELECT name, role, created_at, revoked_at FROM operator_tokens
         WHERE token_hash = $1 AND revoked_at IS NULL"
);

/// The token of that hash, if it works.
pub async fn live(db: &mut Db<'_>, hash: &Hash) -> Result<Option<NamedToken>> {
    db.row(&LIVE, params![hash.as_bytes()], read_token).await
}

statement!(ANY_LIVE = "SELECT name FROM operator_tokens WHERE revoked_at IS NULL LIMIT 1");

/// Whether any token works.
pub async fn any_live(db: &mut Db<'_>) -> Result<bool> {
    let found: Option<String> = db.row(&ANY_LIVE, params![], |row| row.get(0)).await?;
    Ok(found.is_some())
}

statement!(
    REVOKE = "UPDATE operator_tokens SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL"
);

/// Ends a token; false if there is none of that name that works.
pub async fn revoke(tx: &mut Tx<'_>, name: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&REVOKE, params![now, name]).await? == 1)
}

statement!(
    LIST = "SELECT name, role, created_at, revoked_at FROM operator_tokens
         ORDER BY created_at, name"
);

/// Every token that ever was, oldest first. A person makes each by hand, so there are few.
pub async fn list(db: &mut Db<'_>) -> Result<Vec<NamedToken>> {
    db.rows(&LIST, params![], read_token).await
}

fn read_token(row: &Row<'_>) -> Result<NamedToken> {
    let role: String = row.get(1)?;
    let role = Role::parse(&role).ok_or_else(|| StoreError::Corrupt(format!("role '{role}'")))?;
    Ok(NamedToken {
        name: OperatorName::from_stored(row.get(0)?),
        role,
        created_at: row.get(2)?,
        revoked_at: row.get(3)?,
    })
}
