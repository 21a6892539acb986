//! What was decided about an account, as operators read it, and what they decide themselves.

use triport_domain::id::{EventId, UserId};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

/// A change of tier.
#[derive(Clone, Debug)]
pub struct TierChange {
    /// Id of the row.
    pub id: EventId,
    /// The account.
    pub user_id: UserId,
    /// When.
    pub at: Timestamp,
    /// The tier before.
    pub old_tier: u16,
    /// The tier from now on.
    pub new_tier: u16,
    /// What the operator says about it.
    pub note: Option<String>,
}

statement!(
    INSERT_TIER =
        "INSERT INTO referral_events (user_id, event_id, kind, happened_at, old_tier, new_tier, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// Writes a change of tier.
pub async fn insert_tier_change(tx: &mut Tx<'_>, change: &TierChange) -> Result<()> {
    let params = params![
        change.user_id.0,
        change.id.0,
        "tier_changed",
        change.at,
        change.old_tier,
        change.new_tier,
        change.note.as_deref(),
    ];
    tx.queue(&INSERT_TIER, params, 1).await
}

/// One decision, whatever its kind; what a kind does not have is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// `signup`, `first_paid`, `rejected` or `tier_changed`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// The account on the other side of an attribution.
    pub counterpart_id: Option<UserId>,
    /// The code as it was seen.
    pub code: Option<String>,
    /// Where the code came from.
    pub source: Option<String>,
    /// The rule that refused.
    pub reason: Option<String>,
    /// The tier before.
    pub old_tier: Option<u16>,
    /// The tier after.
    pub new_tier: Option<u16>,
    /// What an operator said about it.
    pub note: Option<String>,
    /// When a link was followed before.
    pub click_at: Option<Timestamp>,
    /// The page on which that visit began.
    pub click_path: Option<String>,
}

statement!(
    RECENT =
        "SELECT kind, happened_at, counterpart_id, code, source, reason, old_tier, new_tier, note,
                click_at, click_path
         FROM referral_events WHERE user_id = $1 ORDER BY event_id DESC LIMIT $2"
);

/// The latest decisions about an account, newest first.
pub async fn recent(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<Decision>> {
    db.rows(&RECENT, params![user_id.0, limit], Decision::read).await
}

impl Decision {
    /// Reads the columns of [`RECENT`].
    pub(crate) fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            kind: row.get(0)?,
            at: row.get(1)?,
            counterpart_id: row.get::<Option<Uuid>>(2)?.map(UserId),
            code: row.get(3)?,
            source: row.get(4)?,
            reason: row.get(5)?,
            old_tier: row.get(6)?,
            new_tier: row.get(7)?,
            note: row.get(8)?,
            click_at: row.get(9)?,
            click_path: row.get(10)?,
        })
    }
}
