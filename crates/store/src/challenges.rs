//! Texts that wallets were asked to sign.

use triport_domain::id::ChallengeId;
use triport_domain::time::Timestamp;
use triport_domain::wallet::{Challenge, Wallet};
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    INSERT = "INSERT INTO wallet_challenges (challenge_id, chain, address, created_at, expires_at)
              VALUES ($1, $2, $3, $4, $5)"
);

/// Writes a new challenge.
pub async fn insert(tx: &mut Tx<'_>, challenge: &Challenge) -> Result<()> {
    let params = params![
        challenge.id.0,
        challenge.wallet.chain().as_str(),
        challenge.wallet.address(),
        challenge.created_at,
        challenge.expires_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    FIND = "SELECT challenge_id, chain, address, created_at, expires_at, used_at
            FROM wallet_challenges WHERE challenge_id = $1"
);

/// A challenge, whether it can still be answered or not.
pub async fn find(db: &mut Db<'_>, id: ChallengeId) -> Result<Option<Challenge>> {
    db.row(&FIND, params![id.0], read).await
}

statement!(
    USE = "UPDATE wallet_challenges SET used_at = $1 WHERE challenge_id = $2 AND used_at IS NULL"
);

/// Marks a challenge as answered; false if it was already.
pub async fn mark_used(tx: &mut Tx<'_>, id: ChallengeId, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&USE, params![now, id.0]).await? == 1)
}

statement!(
    EXPIRED = "SELECT challenge_id FROM wallet_challenges WHERE expires_at <= $1
               ORDER BY expires_at LIMIT $2"
);

/// Some challenges that expired before `now`, oldest first.
pub async fn expired(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<ChallengeId>> {
    db.rows(&EXPIRED, params![now, limit], |row| Ok(ChallengeId(row.get::<Uuid>(0)?))).await
}

statement!(DELETE = "DELETE FROM wallet_challenges WHERE challenge_id = $1");

/// Forgets a challenge.
pub async fn delete(tx: &mut Tx<'_>, id: ChallengeId) -> Result<()> {
    tx.execute(&DELETE, params![id.0]).await.map(drop)
}

fn read(row: &Row<'_>) -> Result<Challenge> {
    let (chain, address): (String, String) = (row.get(1)?, row.get(2)?);
    let wallet = Wallet::parse(&chain, &address)
        .map_err(|error| StoreError::Corrupt(format!("wallet '{chain}:{address}': {error}")))?;
    Ok(Challenge {
        id: ChallengeId(row.get(0)?),
        wallet,
        created_at: row.get(3)?,
        expires_at: row.get(4)?,
        used_at: row.get(5)?,
    })
}
