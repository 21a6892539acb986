//! Everything of an account for its owner: what no other list shows, in the order of its keys, so
//! that a long list is read in pieces that each cost what they return.

use triport_domain::id::UserId;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::decisions::Decision;
use crate::error::Result;
use crate::payments::{self, Payment, Refund};
use crate::statement::statement;
use crate::tx::Db;
use crate::value::{Row, params};

statement!(
    PAYMENTS = concat!(
        "SELECT ",
        payments::columns!(),
        " FROM payments WHERE user_id = $1 AND payment_id > $2 ORDER BY payment_id LIMIT $3"
    )
);

/// Payments after an id, in the order of their ids.
pub async fn payments(
    db: &mut Db<'_>,
    user_id: UserId,
    after: &str,
    limit: u16,
) -> Result<Vec<Payment>> {
    db.rows(&PAYMENTS, params![user_id.0, after, limit], payments::read_payment).await
}

statement!(
    REFUNDS = "SELECT refund_id, payment_id, amount_micro, created_at, voided_at FROM refunds
         WHERE user_id = $1 AND refund_id > $2 ORDER BY refund_id LIMIT $3"
);

/// Refunds after an id, in the order of their ids.
pub async fn refunds(
    db: &mut Db<'_>,
    user_id: UserId,
    after: &str,
    limit: u16,
) -> Result<Vec<Refund>> {
    db.rows(&REFUNDS, params![user_id.0, after, limit], payments::read_refund).await
}

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    /// The transaction that it belongs to, whose lines sum to zero.
    pub transaction_id: Uuid,
    /// Its number there.
    pub line: i64,
    /// Where.
    pub account: String,
    /// How much, in micro-units.
    pub amount_micro: i64,
    /// From when on it counts.
    pub effective_at: Timestamp,
    /// When it was written.
    pub posted_at: Timestamp,
    /// Why.
    pub reason: String,
    /// What it explains.
    pub subject_id: Uuid,
}

statement!(
    LEDGER = "SELECT transaction_id, line, account, amount_micro, effective_at, posted_at, reason,
                subject_id
         FROM ledger_entries WHERE user_id = $1 AND (transaction_id, line) > ($2, $3)
         ORDER BY transaction_id, line LIMIT $4"
);

/// Lines of the ledger after a line, in the order of their transactions.
pub async fn ledger(
    db: &mut Db<'_>,
    user_id: UserId,
    (transaction_id, line): (Uuid, i64),
    limit: u16,
) -> Result<Vec<LedgerLine>> {
    db.rows(&LEDGER, params![user_id.0, transaction_id, line, limit], |row| {
        Ok(LedgerLine {
            transaction_id: row.get(0)?,
            line: row.get(1)?,
            account: row.get(2)?,
            amount_micro: row.get(3)?,
            effective_at: row.get(4)?,
            posted_at: row.get(5)?,
            reason: row.get(6)?,
            subject_id: row.get(7)?,
        })
    })
    .await
}

/// A decision about an account under its identity, by which an export goes on.
#[derive(Clone, Debug)]
pub struct HeldDecision {
    /// Its identity.
    pub id: Uuid,
    /// What was decided.
    pub decision: Decision,
}

statement!(
    DECISIONS =
        "SELECT kind, happened_at, counterpart_id, code, source, reason, old_tier, new_tier, note,
                click_at, click_path, event_id
         FROM referral_events WHERE user_id = $1 AND event_id > $2 ORDER BY event_id LIMIT $3"
);

/// Decisions about an account after an id, oldest first.
pub async fn decisions(
    db: &mut Db<'_>,
    user_id: UserId,
    after: Uuid,
    limit: u16,
) -> Result<Vec<HeldDecision>> {
    db.rows(&DECISIONS, params![user_id.0, after, limit], read_decision).await
}

fn read_decision(row: &Row<'_>) -> Result<HeldDecision> {
    Ok(HeldDecision { decision: Decision::read(row)?, id: row.get(11)? })
}
