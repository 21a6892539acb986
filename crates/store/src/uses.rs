//! What payouts and spends take of rewards.
//!
//! The balance is changed with the payout or spend itself; which rewards the amount is taken from
//! is worked out afterwards, in bounded steps, so that a payout costs the same however many rewards
//! it takes. Whoever writes here holds the lock of the account.

use triport_domain::allocation::{Part, Use, UseKind};
use triport_domain::id::{RewardId, UseId, UserId};
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    INSERT =
        "INSERT INTO reward_uses (user_id, use_id, kind, amount_micro, unallocated_micro, state,
                                  created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// Writes a new use, of which nothing is taken from rewards yet.
pub async fn insert(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: UseId,
    kind: UseKind,
    amount: Micro,
    now: Timestamp,
) -> Result<()> {
    let (kind, amount) = (kind.as_str(), amount.get());
    tx.queue(&INSERT, params![user_id.0, id.0, kind, amount, amount, "held", now], 1).await
}

statement!(
    RELEASE = "UPDATE reward_uses SET state = 'releasing', unallocated_micro = $1
         WHERE user_id = $2 AND use_id = $3 AND state = 'held'"
);

/// Ends a use: background work gives its parts back.
pub async fn release(tx: &mut Tx<'_>, user_id: UserId, id: UseId) -> Result<()> {
    tx.queue(&RELEASE, params![0_i64, user_id.0, id.0], 1).await
}

statement!(
    RELEASED = "UPDATE reward_uses SET state = 'released'
         WHERE user_id = $1 AND use_id = $2 AND state = 'releasing'"
);

/// Notes that every part of an ended use was given back.
pub async fn mark_released(tx: &mut Tx<'_>, user_id: UserId, id: UseId) -> Result<()> {
    tx.queue(&RELEASED, params![user_id.0, id.0], 1).await
}

statement!(
    RELEASING = "SELECT use_id FROM reward_uses WHERE user_id = $1 AND state = 'releasing'
         ORDER BY use_id LIMIT $2"
);

/// The oldest ended use whose parts were not all given back.
pub async fn releasing(db: &mut Db<'_>, user_id: UserId) -> Result<Option<UseId>> {
    db.row(&RELEASING, params![user_id.0, 1_i64], |row| Ok(UseId(row.get(0)?))).await
}

statement!(
    WAITING = "SELECT use_id, kind, unallocated_micro FROM reward_uses
         WHERE user_id = $1 AND state = 'held' AND unallocated_micro > 0 ORDER BY use_id LIMIT $2"
);

/// The oldest uses that still wait for parts of rewards.
pub async fn waiting(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<Use>> {
    db.rows(&WAITING, params![user_id.0, limit], |row| {
        Ok(Use {
            id: UseId(row.get(0)?),
            kind: read_kind(row, 1)?,
            unallocated: Micro::new(row.get(2)?),
        })
    })
    .await
}

statement!(
    SET_UNALLOCATED = "UPDATE reward_uses SET unallocated_micro = $1
         WHERE user_id = $2 AND use_id = $3 AND state = 'held'"
);

/// Writes what a use still waits for.
pub async fn set_unallocated(tx: &mut Tx<'_>, user_id: UserId, used: &Use) -> Result<()> {
    let params = params![used.unallocated.get(), user_id.0, used.id.0];
    tx.queue(&SET_UNALLOCATED, params, 1).await
}

statement!(
    GIVE_BACK = "UPDATE reward_uses SET unallocated_micro = unallocated_micro + $1
         WHERE user_id = $2 AND use_id = $3 AND state = 'held'"
);

/// A refund took a part away from a use, which waits for another one now. A use that ended
/// meanwhile waits for nothing.
pub async fn lose_part(tx: &mut Tx<'_>, user_id: UserId, id: UseId, amount: Micro) -> Result<()> {
    tx.execute(&GIVE_BACK, params![amount.get(), user_id.0, id.0]).await.map(drop)
}

statement!(
    ADD_PART = "INSERT INTO reward_parts (user_id, use_id, reward_id, amount_micro)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, use_id, reward_id)
         DO UPDATE SET amount_micro = reward_parts.amount_micro + excluded.amount_micro"
);

/// Notes that a use took something from a reward.
pub async fn add_part(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: UseId,
    reward: RewardId,
    amount: Micro,
) -> Result<()> {
    tx.queue(&ADD_PART, params![user_id.0, id.0, reward.0, amount.get()], 1).await
}

statement!(
    PARTS_OF_REWARD = "SELECT p.use_id, p.reward_id, p.amount_micro, u.kind
         FROM reward_parts p JOIN reward_uses u ON u.user_id = $1 AND u.use_id = p.use_id
         WHERE p.user_id = $1 AND p.reward_id = $2 ORDER BY p.use_id DESC LIMIT $3"
);

/// What was taken from a reward, the newest use first.
pub async fn parts_of_reward(
    db: &mut Db<'_>,
    user_id: UserId,
    reward: RewardId,
    limit: u16,
) -> Result<Vec<Part>> {
    db.rows(&PARTS_OF_REWARD, params![user_id.0, reward.0, limit], read_part).await
}

statement!(
    PARTS_OF_USE = "SELECT p.use_id, p.reward_id, p.amount_micro, u.kind
         FROM reward_parts p JOIN reward_uses u ON u.user_id = $1 AND u.use_id = p.use_id
         WHERE p.user_id = $1 AND p.use_id = $2 ORDER BY p.reward_id LIMIT $3"
);

/// What a use took.
pub async fn parts_of_use(
    db: &mut Db<'_>,
    user_id: UserId,
    id: UseId,
    limit: u16,
) -> Result<Vec<Part>> {
    db.rows(&PARTS_OF_USE, params![user_id.0, id.0, limit], read_part).await
}

statement!(
    SHRINK_PART = "UPDATE reward_parts SET amount_micro = $1
         WHERE user_id = $2 AND use_id = $3 AND reward_id = $4"
);
statement!(
    DELETE_PART = "DELETE FROM reward_parts WHERE user_id = $1 AND use_id = $2 AND reward_id = $3"
);

/// Leaves that much of a part, or nothing.
pub async fn set_part(tx: &mut Tx<'_>, user_id: UserId, part: &Part, left: Micro) -> Result<()> {
    let (id, reward) = (part.use_id.0, part.reward.0);
    if left == Micro::ZERO {
        return tx.queue(&DELETE_PART, params![user_id.0, id, reward], 1).await;
    }
    tx.queue(&SHRINK_PART, params![left.get(), user_id.0, id, reward], 1).await
}

fn read_part(row: &Row<'_>) -> Result<Part> {
    Ok(Part {
        use_id: UseId(row.get(0)?),
        reward: RewardId(row.get(1)?),
        amount: Micro::new(row.get(2)?),
        kind: read_kind(row, 3)?,
    })
}

fn read_kind(row: &Row<'_>, index: usize) -> Result<UseKind> {
    let text: String = row.get(index)?;
    UseKind::parse(&text).ok_or_else(|| StoreError::Corrupt(format!("kind of a use '{text}'")))
}
