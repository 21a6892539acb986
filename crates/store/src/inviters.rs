//! What payments of an invitee change for the inviter besides money.

use triport_domain::id::{EventId, UserId};
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::Tx;
use crate::value::params;

statement!(
    SET_TOTAL_PAID =
        "UPDATE invitees SET total_paid_micro = $1 WHERE user_id = $2 AND invitee_id = $3"
);

/// Repeats under the inviter what an invitee has paid. The invitee is locked.
pub async fn set_total_paid(
    tx: &mut Tx<'_>,
    inviter: UserId,
    invitee: UserId,
    paid: Micro,
) -> Result<()> {
    tx.queue(&SET_TOTAL_PAID, params![paid.get(), inviter.0, invitee.0], 1).await
}

statement!(
    ADD_PAID_INVITEES = "INSERT INTO referral_counts (user_id, clicks, signups, paid_invitees)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id)
         DO UPDATE SET paid_invitees = referral_counts.paid_invitees + excluded.paid_invitees"
);

/// Counts an invitee with a payment that is not fully refunded, or (-1) one that has none any more.
pub async fn add_paid_invitees(tx: &mut Tx<'_>, inviter: UserId, by: i64) -> Result<()> {
    tx.queue(&ADD_PAID_INVITEES, params![inviter.0, 0_i64, 0_i64, by], 1).await
}

statement!(
    INSERT_FIRST_PAID =
        "INSERT INTO referral_events (user_id, event_id, kind, happened_at, counterpart_id)
         VALUES ($1, $2, $3, $4, $5)"
);

/// Notes the first payment of an invitee under one side of the attribution.
pub async fn note_first_paid(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: EventId,
    counterpart: Option<UserId>,
    now: Timestamp,
) -> Result<()> {
    let params = params![user_id.0, id.0, "first_paid", now, counterpart.map(|id| id.0)];
    tx.queue(&INSERT_FIRST_PAID, params, 1).await
}
