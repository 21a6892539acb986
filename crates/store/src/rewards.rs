//! Rewards, under the inviter.

use triport_domain::id::{RewardId, UserId};
use triport_domain::money::Micro;
use triport_domain::page::Page;
use triport_domain::reward::{Reward, RewardState, RewardStatus};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::statement::{Sql, statement};
use crate::tx::{Db, Tx};
use crate::value::{Row, Value, params};

/// The columns that [`read_reward`] reads.
macro_rules! columns {
    () => {
        "r.user_id, r.reward_id, r.invitee_id, r.payment_id, r.payment_micro, r.refunded_micro,
         r.rate_bps, r.tier, r.amount_micro, r.used_micro, r.state, r.created_at, r.unlock_at,
         r.reversed_at"
    };
}

/// The beginning of every list: a place in it, and who paid.
macro_rules! listed {
    () => {
        concat!(
            "SELECT ",
            columns!(),
            ", i.display_name FROM rewards r
             LEFT JOIN invitees i ON i.user_id = $1 AND i.invitee_id = r.invitee_id
             WHERE r.user_id = $1 AND r.reward_id < $2"
        )
    };
}

statement!(
    INSERT = "INSERT INTO rewards (user_id, reward_id, invitee_id, payment_id, payment_micro,
                              refunded_micro, rate_bps, tier, amount_micro, used_micro, state,
                              created_at, unlock_at, reversed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
);

/// Writes a new reward. The inviter is locked.
pub async fn insert(tx: &mut Tx<'_>, reward: &Reward) -> Result<()> {
    let params = params![
        reward.user_id.0,
        reward.id.0,
        reward.invitee_id.0,
        reward.payment_id.as_str(),
        reward.payment.get(),
        reward.refunded.get(),
        reward.rate_bps,
        reward.tier,
        reward.amount.get(),
        reward.used.get(),
        reward.state.as_str(),
        reward.created_at,
        reward.unlock_at,
        reward.reversed_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    FIND =
        concat!("SELECT ", columns!(), " FROM rewards r WHERE r.user_id = $1 AND r.reward_id = $2")
);

/// A reward of an inviter.
pub async fn find(db: &mut Db<'_>, user_id: UserId, id: RewardId) -> Result<Option<Reward>> {
    db.row(&FIND, params![user_id.0, id.0], read_reward).await
}

statement!(
    UPDATE =
        "UPDATE rewards SET refunded_micro = $1, amount_micro = $2, used_micro = $3, state = $4,
                reversed_at = $5
         WHERE user_id = $6 AND reward_id = $7"
);

/// Writes what changes in the life of a reward. The inviter is locked.
pub async fn update(tx: &mut Tx<'_>, reward: &Reward) -> Result<()> {
    let params = params![
        reward.refunded.get(),
        reward.amount.get(),
        reward.used.get(),
        reward.state.as_str(),
        reward.reversed_at,
        reward.user_id.0,
        reward.id.0,
    ];
    tx.queue(&UPDATE, params, 1).await
}

statement!(
    USABLE = concat!("SELECT ", columns!(), " FROM rewards r WHERE r.user_id = $1 AND r.used_micro < r.amount_micro AND r.unlock_at <= $2
         ORDER BY r.unlock_at, r.reward_id LIMIT $3")
);

/// The oldest unlocked rewards of which something is left.
pub async fn usable(
    db: &mut Db<'_>,
    user_id: UserId,
    now: Timestamp,
    limit: u16,
) -> Result<Vec<Reward>> {
    db.rows(&USABLE, params![user_id.0, now, limit], read_reward).await
}

statement!(
    NEXT_UNLOCK = "SELECT min(unlock_at) FROM rewards
         WHERE user_id = $1 AND used_micro < amount_micro AND unlock_at > $2"
);

/// When the first of the rewards that still wait unlocks.
pub async fn next_unlock(
    db: &mut Db<'_>,
    user_id: UserId,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let found = db.row(&NEXT_UNLOCK, params![user_id.0, now], |row| row.get(0)).await?;
    Ok(found.flatten())
}

statement!(
    OVERUSED = concat!(
        "SELECT ",
        columns!(),
        " FROM rewards r WHERE r.user_id = $1 AND r.used_micro > r.amount_micro ORDER BY r.reward_id LIMIT $2"
    )
);

/// Rewards of which refunds left less than was used.
pub async fn overused(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<Reward>> {
    db.rows(&OVERUSED, params![user_id.0, limit], read_reward).await
}

/// A reward as a list shows it.
#[derive(Clone, Debug)]
pub struct ListedReward {
    /// The reward.
    pub reward: Reward,
    /// What others see of the one who paid.
    pub invitee_display: String,
}

statement!(LIST = concat!(listed!(), " ORDER BY r.reward_id DESC LIMIT $3 OFFSET $4"));
statement!(
    LIST_STATE = concat!(
        listed!(),
        " AND r.state = $3
         ORDER BY r.reward_id DESC LIMIT $4"
    )
);
statement!(
    LIST_PENDING = concat!(
        listed!(),
        " AND r.state = $3 AND r.unlock_at > $4
         ORDER BY r.reward_id DESC LIMIT $5"
    )
);
statement!(
    LIST_AVAILABLE = concat!(
        listed!(),
        " AND r.state = $3 AND r.unlock_at <= $4
         ORDER BY r.reward_id DESC LIMIT $5"
    )
);

/// A page of all rewards, newest first; `before` is the page's id.
pub async fn list(
    db: &mut Db<'_>,
    user_id: UserId,
    before: Uuid,
    page: &Page,
) -> Result<Vec<ListedReward>> {
    db.rows(&LIST, params![user_id.0, before, page.limit, page.offset], read_listed).await
}

/// The newest rewards that have one status at a time before the page's position: as many as the page could need, so
/// that those of several statuses can be merged.
pub async fn list_with_status(
    db: &mut Db<'_>,
    user_id: UserId,
    (status, now): (RewardStatus, Timestamp),
    before: Uuid,
    page: &Page,
) -> Result<Vec<ListedReward>> {
    let rows = i64::from(page.limit) + i64::from(page.offset);
    let (sql, state): (&'static Sql, RewardState) = match status {
        RewardStatus::Pending => (&LIST_PENDING, RewardState::Open),
        RewardStatus::Available => (&LIST_AVAILABLE, RewardState::Open),
        RewardStatus::Spent => (&LIST_STATE, RewardState::Spent),
        RewardStatus::PaidOut => (&LIST_STATE, RewardState::PaidOut),
        RewardStatus::Reversed => (&LIST_STATE, RewardState::Reversed),
    };
    let mut params: Vec<Value> = params![user_id.0, before, state.as_str()].to_vec();
    if state == RewardState::Open {
        params.push(now.into());
    }
    params.push(rows.into());
    db.rows(sql, &params, read_listed).await
}

fn read_listed(row: &Row<'_>) -> Result<ListedReward> {
    let name: Option<String> = row.get(14)?;
    Ok(ListedReward { reward: read_reward(row)?, invitee_display: name.unwrap_or_default() })
}

fn read_reward(row: &Row<'_>) -> Result<Reward> {
    let state: String = row.get(10)?;
    let state = RewardState::parse(&state)
        .ok_or_else(|| StoreError::Corrupt(format!("state of a reward '{state}'")))?;
    Ok(Reward {
        user_id: UserId(row.get(0)?),
        id: RewardId(row.get(1)?),
        invitee_id: UserId(row.get(2)?),
        payment_id: row.get(3)?,
        payment: Micro::new(row.get(4)?),
        refunded: Micro::new(row.get(5)?),
        rate_bps: row.get(6)?,
        tier: row.get(7)?,
        amount: Micro::new(row.get(8)?),
        used: Micro::new(row.get(9)?),
        state,
        created_at: row.get(11)?,
        unlock_at: row.get(12)?,
        reversed_at: row.get(13)?,
    })
}
