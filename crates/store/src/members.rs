//! What a member sees of its own standing, in one statement.

use triport_domain::id::UserId;
use triport_domain::ledger::Balance;
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;

use crate::balances::read_balance;
use crate::error::Result;
use crate::statement::statement;
use crate::tx::Db;
use crate::value::params;

/// The stored part of a member's overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Number of the tier.
    pub tier: u16,
    /// The custom code in use.
    pub custom_slug: Option<String>,
    /// What it has earned and can use now.
    pub balance: Balance,
}

statement!(
    STANDING = "SELECT a.tier, c.code, b.pending_micro, b.available_micro, b.lifetime_micro,
                b.settled_to,
                (SELECT CAST(coalesce(sum(e.amount_micro), 0) AS BIGINT) FROM ledger_entries e
                 WHERE e.user_id = $1 AND e.account = 'member_available'
                   AND e.effective_at > e.posted_at
                   AND e.effective_at > b.settled_to AND e.effective_at <= $2)
         FROM accounts a
         LEFT JOIN referral_codes c ON c.user_id = $1
              AND c.kind = 'custom' AND c.disabled_at IS NULL AND c.replaced_at IS NULL
         LEFT JOIN balances b ON b.user_id = $1
         WHERE a.user_id = $1"
);

/// The standing of an account; costs the same however much it owns.
pub async fn standing(
    db: &mut Db<'_>,
    user_id: UserId,
    now: Timestamp,
) -> Result<Option<Standing>> {
    let found = db
        .row(&STANDING, params![user_id.0, now], |row| {
            let stored = read_balance(row, 2)?;
            let standing = Standing {
                tier: row.get(0)?,
                custom_slug: row.get(1)?,
                balance: stored.unwrap_or_else(|| Balance::empty(Timestamp::from_micros(0))),
            };
            Ok((standing, Micro::new(row.get(6)?)))
        })
        .await?;
    let settled = |(standing, unlocked): (Standing, Micro)| {
        Ok(Standing { balance: standing.balance.settled(unlocked, now)?, ..standing })
    };
    found.map(settled).transpose()
}
