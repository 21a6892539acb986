//! Balances: the sums of a member's ledger, kept for speed.
//!
//! Whoever changes one holds the lock of its account (see [`crate::accounts::lock`]).

use triport_domain::id::UserId;
use triport_domain::ledger::Balance;
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

/// A balance as stored, with what is known about its background work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredBalance {
    /// The sums.
    pub balance: Balance,
    /// When background work next has something to do for the account.
    pub work_due_at: Option<Timestamp>,
}

/// What an inviter earns by, and what it has.
#[derive(Clone, Copy, Debug)]
pub struct Earner {
    /// Number of the tier.
    pub tier: u16,
    /// The balance, not settled; `None` before the first reward.
    pub stored: Option<StoredBalance>,
    /// Whether the account was erased: then it earns nothing and has nothing.
    pub is_erased: bool,
}

/// What deciding about a payout or a spend needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Funds {
    /// Since when an operator holds payouts back.
    pub payouts_frozen_at: Option<Timestamp>,
    /// The balance, settled up to the time of the question.
    pub stored: StoredBalance,
}

statement!(
    EARNER = "SELECT a.tier, b.pending_micro, b.available_micro, b.lifetime_micro, b.settled_to,
                b.work_due_at, a.erased_at
         FROM accounts a LEFT JOIN balances b ON b.user_id = $1 WHERE a.user_id = $1"
);

/// The tier and the balance of an inviter; `None` if the account is gone.
pub async fn earner(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Earner>> {
    db.row(&EARNER, params![user_id.0], |row| {
        let is_erased = row.get::<Option<Timestamp>>(6)?.is_some();
        Ok(Earner { tier: row.get(0)?, stored: read_stored(row, 1)?, is_erased })
    })
    .await
}

/// What came to count at `$2` since the balance `b` of the account `$1` was settled.
macro_rules! unlocked {
    () => {
        "(SELECT CAST(coalesce(sum(e.amount_micro), 0) AS BIGINT) FROM ledger_entries e
          WHERE e.user_id = $1 AND e.account = 'member_available'
            AND e.effective_at > e.posted_at
            AND e.effective_at > b.settled_to AND e.effective_at <= $2)"
    };
}

pub(crate) use unlocked;

statement!(
    FUNDS = concat!(
        "SELECT a.payouts_frozen_at, b.pending_micro, b.available_micro, b.lifetime_micro,
                b.settled_to, b.work_due_at, ",
        unlocked!(),
        " FROM accounts a LEFT JOIN balances b ON b.user_id = $1 WHERE a.user_id = $1"
    )
);

/// What an account has at `now`; `None` if it is gone. A balance that was settled to a later time,
/// by a process whose clock is ahead, stays as it is.
pub async fn funds(db: &mut Db<'_>, user_id: UserId, now: Timestamp) -> Result<Option<Funds>> {
    let found = db
        .row(&FUNDS, params![user_id.0, now], |row| {
            Ok((row.get(0)?, read_stored(row, 1)?, Micro::new(row.get(6)?)))
        })
        .await?;
    let Some((payouts_frozen_at, stored, unlocked)) = found else {
        return Ok(None);
    };
    let stored = match stored {
        Some(stored) => StoredBalance { balance: stored.balance.settled(unlocked, now)?, ..stored },
        None => StoredBalance::empty(now),
    };
    Ok(Some(Funds { payouts_frozen_at, stored }))
}

statement!(
    WRITE = "INSERT INTO balances (user_id, pending_micro, available_micro, lifetime_micro,
                               settled_to, work_due_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (user_id) DO UPDATE SET pending_micro = excluded.pending_micro,
             available_micro = excluded.available_micro, lifetime_micro = excluded.lifetime_micro,
             settled_to = excluded.settled_to, work_due_at = excluded.work_due_at"
);

/// Writes a balance. The account is locked.
pub async fn write(tx: &mut Tx<'_>, user_id: UserId, stored: &StoredBalance) -> Result<()> {
    let Balance { pending, available, lifetime, settled_to } = stored.balance;
    let params = params![
        user_id.0,
        pending.get(),
        available.get(),
        lifetime.get(),
        settled_to,
        stored.work_due_at,
    ];
    tx.queue(&WRITE, params, 1).await
}

statement!(
    WORK_DUE = "SELECT user_id FROM balances WHERE work_due_at <= $1 ORDER BY work_due_at LIMIT $2"
);

/// Some accounts for which background work has something to do, the longest waiting first.
pub async fn work_due(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<UserId>> {
    db.rows(&WORK_DUE, params![now, limit], |row| Ok(UserId(row.get(0)?))).await
}

statement!(
    BATCH_END = "SELECT effective_at FROM ledger_entries
         WHERE user_id = $1 AND account = 'member_available' AND effective_at > posted_at
           AND effective_at > $2 AND effective_at <= $3
         ORDER BY effective_at LIMIT 1 OFFSET $4"
);

/// The time up to which at most `batch` and a few more deferred entries came to count since the
/// balance was settled; `None` if there are fewer up to `now`.
pub async fn batch_end(
    db: &mut Db<'_>,
    user_id: UserId,
    settled_to: Timestamp,
    now: Timestamp,
    batch: u16,
) -> Result<Option<Timestamp>> {
    db.row(&BATCH_END, params![user_id.0, settled_to, now, batch], |row| row.get(0)).await
}

statement!(
    NEXT_UNLOCK = "SELECT min(effective_at) FROM ledger_entries
         WHERE user_id = $1 AND account = 'member_available' AND effective_at > posted_at
           AND effective_at > $2"
);

/// When the next deferred entry comes to count.
pub async fn next_unlock(
    db: &mut Db<'_>,
    user_id: UserId,
    settled_to: Timestamp,
) -> Result<Option<Timestamp>> {
    let found = db.row(&NEXT_UNLOCK, params![user_id.0, settled_to], |row| row.get(0)).await?;
    Ok(found.flatten())
}

statement!(
    LAST_UNLOCK = "SELECT max(effective_at) FROM ledger_entries
         WHERE user_id = $1 AND account = 'member_available' AND effective_at > posted_at
           AND effective_at > $2"
);

/// When the last deferred entry comes to count.
pub async fn last_unlock(
    db: &mut Db<'_>,
    user_id: UserId,
    settled_to: Timestamp,
) -> Result<Option<Timestamp>> {
    let found = db.row(&LAST_UNLOCK, params![user_id.0, settled_to], |row| row.get(0)).await?;
    Ok(found.flatten())
}

/// Four columns of an outer join.
pub(crate) fn read_balance(row: &Row<'_>, first: usize) -> Result<Option<Balance>> {
    let Some(pending) = row.get::<Option<i64>>(first)? else {
        return Ok(None);
    };
    Ok(Some(Balance {
        pending: Micro::new(pending),
        available: Micro::new(row.get(first + 1)?),
        lifetime: Micro::new(row.get(first + 2)?),
        settled_to: row.get(first + 3)?,
    }))
}

fn read_stored(row: &Row<'_>, first: usize) -> Result<Option<StoredBalance>> {
    let work_due_at = row.get(first + 4)?;
    let balance = read_balance(row, first)?;
    Ok(balance.map(|balance| StoredBalance { balance, work_due_at }))
}

impl StoredBalance {
    /// Of an account without a row.
    #[must_use]
    pub const fn empty(now: Timestamp) -> Self {
        Self { balance: Balance::empty(now), work_due_at: None }
    }

    /// The same with background work at that time at the latest.
    #[must_use]
    pub fn due_by(self, at: Option<Timestamp>) -> Self {
        let work_due_at = self.work_due_at.into_iter().chain(at).min();
        Self { work_due_at, ..self }
    }
}
