//! The programme as a whole, for operators: sums over all accounts.

use triport_domain::time::Timestamp;

use crate::counts::{OfDay, read_day};
use crate::error::Result;
use crate::statement::statement;
use crate::tx::Db;
use crate::value::params;

/// What the accounts have come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountTotals {
    /// Accounts.
    pub accounts: i64,
    /// Those with an inviter.
    pub invited: i64,
    /// Those with an inviter that have paid.
    pub paying: i64,
    /// What all accounts paid, net of refunds, in micro-units.
    pub paid_micro: i64,
}

/// What the members have earned, in micro-units, as last settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BalanceTotals {
    /// Within the hold period.
    pub pending_micro: i64,
    /// Ready to be used.
    pub available_micro: i64,
    /// Taken back after it had been used.
    pub debt_micro: i64,
    /// All rewards net of refunds.
    pub lifetime_micro: i64,
}

/// Payouts of one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutTotals {
    /// The status.
    pub status: String,
    /// How many.
    pub payouts: i64,
    /// How much, in micro-units.
    pub amount_micro: i64,
}

statement!(
    ACCOUNTS = "SELECT count(*), count(inviter_id),
                count(CASE WHEN inviter_id IS NOT NULL AND live_payments > 0 THEN 1 END),
                CAST(coalesce(sum(paid_micro), 0) AS BIGINT)
         FROM accounts"
);

/// Sums over all accounts.
pub async fn accounts(db: &mut Db<'_>) -> Result<AccountTotals> {
    let found = db
        .row(&ACCOUNTS, params![], |row| {
            Ok(AccountTotals {
                accounts: row.get(0)?,
                invited: row.get(1)?,
                paying: row.get(2)?,
                paid_micro: row.get(3)?,
            })
        })
        .await?;
    Ok(found.unwrap_or_default())
}

statement!(
    BALANCES = "SELECT CAST(coalesce(sum(pending_micro), 0) AS BIGINT),
                CAST(coalesce(sum(CASE WHEN available_micro > 0 THEN available_micro END), 0) AS BIGINT),
                CAST(coalesce(0 - sum(CASE WHEN available_micro < 0 THEN available_micro END), 0) AS BIGINT),
                CAST(coalesce(sum(lifetime_micro), 0) AS BIGINT)
         FROM balances"
);

/// Sums over all balances.
pub async fn balances(db: &mut Db<'_>) -> Result<BalanceTotals> {
    let found = db
        .row(&BALANCES, params![], |row| {
            Ok(BalanceTotals {
                pending_micro: row.get(0)?,
                available_micro: row.get(1)?,
                debt_micro: row.get(2)?,
                lifetime_micro: row.get(3)?,
            })
        })
        .await?;
    Ok(found.unwrap_or_default())
}

statement!(
    PAYOUTS =
        "SELECT status, count(*), CAST(sum(amount_micro) AS BIGINT) FROM payouts GROUP BY status"
);

/// Sums over all payouts, by status.
pub async fn payouts(db: &mut Db<'_>) -> Result<Vec<PayoutTotals>> {
    db.rows(&PAYOUTS, params![], |row| {
        Ok(PayoutTotals { status: row.get(0)?, payouts: row.get(1)?, amount_micro: row.get(2)? })
    })
    .await
}

statement!(CLICKS = "SELECT CAST(coalesce(sum(clicks), 0) AS BIGINT) FROM referral_counts");

/// All clicks.
pub async fn clicks(db: &mut Db<'_>) -> Result<i64> {
    Ok(db.row(&CLICKS, params![], |row| row.get(0)).await?.unwrap_or_default())
}

statement!(
    DAYS = "SELECT day, CAST(sum(clicks) AS BIGINT), CAST(sum(signups) AS BIGINT),
                CAST(sum(earned_micro) AS BIGINT)
         FROM daily_counts WHERE day >= $1 AND day < $2 GROUP BY day"
);

/// The days from `start` to before `end`, all accounts together.
pub async fn days(
    db: &mut Db<'_>,
    start: Timestamp,
    end: Timestamp,
) -> Result<Vec<(Timestamp, OfDay)>> {
    db.rows(&DAYS, params![start, end], read_day).await
}
