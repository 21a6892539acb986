//! Counters of an account as an inviter: all together, and by day.
//!
//! Whoever changes both changes the totals first, so that two transactions never wait for each
//! other in a circle.

use triport_domain::id::UserId;
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

/// What is counted for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Clicks on links with the account's codes.
    pub clicks: i64,
    /// Accounts attributed.
    pub signups: i64,
    /// Those of them with a payment that is not fully refunded.
    pub paid_invitees: i64,
}

/// What is counted by day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfDay {
    /// Clicks on links with the account's codes.
    pub clicks: i64,
    /// Accounts attributed.
    pub signups: i64,
    /// Rewards net of what refunds took back, in micro-units.
    pub earned_micro: i64,
}

statement!(
    ADD = "INSERT INTO referral_counts (user_id, clicks, signups, paid_invitees)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO UPDATE SET clicks = referral_counts.clicks + excluded.clicks,
              signups = referral_counts.signups + excluded.signups,
              paid_invitees = referral_counts.paid_invitees + excluded.paid_invitees"
);

/// Adds to the totals of an account; waits for the statements that were queued before.
pub async fn add_now(tx: &mut Tx<'_>, user_id: UserId, add: Totals) -> Result<()> {
    let params = params![user_id.0, add.clicks, add.signups, add.paid_invitees];
    tx.execute(&ADD, params).await.map(drop)
}

/// The same together with the next statement.
pub async fn add(tx: &mut Tx<'_>, user_id: UserId, add: Totals) -> Result<()> {
    tx.queue(&ADD, params![user_id.0, add.clicks, add.signups, add.paid_invitees], 1).await
}

statement!(
    ADD_OF_DAY = "INSERT INTO daily_counts (user_id, day, clicks, signups, earned_micro)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, day) DO UPDATE SET clicks = daily_counts.clicks + excluded.clicks,
              signups = daily_counts.signups + excluded.signups,
              earned_micro = daily_counts.earned_micro + excluded.earned_micro"
);

/// Adds to one day of an account; `day` is its start.
pub async fn add_of_day(
    tx: &mut Tx<'_>,
    user_id: UserId,
    day: Timestamp,
    add: OfDay,
) -> Result<()> {
    let params = params![user_id.0, day, add.clicks, add.signups, add.earned_micro];
    tx.queue(&ADD_OF_DAY, params, 1).await
}

statement!(
    DAYS = "SELECT day, clicks, signups, earned_micro FROM daily_counts
         WHERE user_id = $1 AND day >= $2 AND day < $3"
);

/// The days of an account from `start` to before `end` on which something was counted.
pub async fn days(
    db: &mut Db<'_>,
    user_id: UserId,
    start: Timestamp,
    end: Timestamp,
) -> Result<Vec<(Timestamp, OfDay)>> {
    db.rows(&DAYS, params![user_id.0, start, end], read_day).await
}

pub(crate) fn read_day(row: &Row<'_>) -> Result<(Timestamp, OfDay)> {
    let of_day = OfDay { clicks: row.get(1)?, signups: row.get(2)?, earned_micro: row.get(3)? };
    Ok((row.get(0)?, of_day))
}
