//! What a member sees of its own standing, in one statement.

use triport_domain::id::UserId;
use triport_domain::ledger::Balance;
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::balances::{read_balance, unlocked};
use crate::counts::Totals;
use crate::error::Result;
use crate::statement::statement;
use crate::tx::Db;
use crate::value::{Row, params};

/// The stored part of a member's overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Number of the tier.
    pub tier: u16,
    /// The custom code in use.
    pub custom_slug: Option<String>,
    /// What it has earned and can use now.
    pub balance: Balance,
    /// Who invited the account.
    pub inviter_id: Option<UserId>,
    /// What it has come to as an inviter.
    pub totals: Totals,
}

statement!(
    STANDING = concat!(
        "SELECT a.tier, c.code, a.inviter_id, n.clicks, n.signups, n.paid_invitees,
                b.pending_micro, b.available_micro, b.lifetime_micro, b.settled_to, ",
        unlocked!(),
        " FROM accounts a
         LEFT JOIN referral_codes c ON c.user_id = $1
              AND c.kind = 'custom' AND c.disabled_at IS NULL AND c.replaced_at IS NULL
         LEFT JOIN referral_counts n ON n.user_id = $1
         LEFT JOIN balances b ON b.user_id = $1
         WHERE a.user_id = $1"
    )
);

/// The standing of an account; costs the same however much it owns.
pub async fn standing(
    db: &mut Db<'_>,
    user_id: UserId,
    now: Timestamp,
) -> Result<Option<Standing>> {
    let found = db
        .row(&STANDING, params![user_id.0, now], |row| {
            Ok((read_standing(row)?, Micro::new(row.get(10)?)))
        })
        .await?;
    let settled = |(standing, unlocked): (Standing, Micro)| {
        Ok(Standing { balance: standing.balance.settled(unlocked, now)?, ..standing })
    };
    found.map(settled).transpose()
}

/// Without their rows nothing was counted and nothing earned yet.
fn read_standing(row: &Row<'_>) -> Result<Standing> {
    let count = |index| -> Result<i64> { Ok(row.get::<Option<i64>>(index)?.unwrap_or_default()) };
    let balance = read_balance(row, 6)?;
    Ok(Standing {
        tier: row.get(0)?,
        custom_slug: row.get(1)?,
        inviter_id: row.get::<Option<Uuid>>(2)?.map(UserId),
        totals: Totals { clicks: count(3)?, signups: count(4)?, paid_invitees: count(5)? },
        balance: balance.unwrap_or_else(|| Balance::empty(Timestamp::from_micros(0))),
    })
}
