//! What a member sees of its own standing, in one statement.

use triport_domain::id::UserId;
use uuid::Uuid;

use crate::counts::Totals;
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
    /// Who invited the account.
    pub inviter_id: Option<UserId>,
    /// What it has come to as an inviter.
    pub totals: Totals,
}

statement!(
    STANDING = "SELECT a.tier, c.code, a.inviter_id, n.clicks, n.signups, n.paid_invitees
         FROM accounts a
         LEFT JOIN referral_codes c ON c.user_id = a.user_id AND c.user_id = $1
              AND c.kind = 'custom' AND c.disabled_at IS NULL AND c.replaced_at IS NULL
         LEFT JOIN referral_counts n ON n.user_id = a.user_id AND n.user_id = $1
         WHERE a.user_id = $1"
);

/// The standing of an account; costs the same however much it owns.
pub async fn standing(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Standing>> {
    db.row(&STANDING, params![user_id.0], |row| {
        // Without the row nothing was counted yet.
        let count = |index| Ok(row.get::<Option<i64>>(index)?.unwrap_or_default());
        Ok(Standing {
            tier: row.get(0)?,
            custom_slug: row.get(1)?,
            inviter_id: row.get::<Option<Uuid>>(2)?.map(UserId),
            totals: Totals { clicks: count(3)?, signups: count(4)?, paid_invitees: count(5)? },
        })
    })
    .await
}
