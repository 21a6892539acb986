//! The transaction behind a pushed payment.

use triport_domain::attribution::{EventKind, ReferralEvent};
use triport_domain::id::{EventId, UserId};
use triport_domain::reward::Reward;
use triport_domain::time::Timestamp;
use triport_store::counts::Totals;
use triport_store::payments::{self, Payer, Payment};
use triport_store::{
    Outcome, Result, StoreError, Transaction, Tx, accounts, attributions, counts, referral_events,
    rewards,
};

use super::earn::Earning;
use crate::error::ErrorCode;
use crate::operators::Action;

/// Whether a push was the first of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It was.
    Now,
    /// It was repeated, and changed nothing.
    Before,
}

/// A payment and what it earned.
#[derive(Clone, Debug)]
pub struct PushedPayment {
    /// The payment.
    pub payment: Payment,
    /// The inviter's share, if there is an inviter.
    pub reward: Option<Reward>,
    /// Whether this push brought it.
    pub pushed: Pushed,
}

/// Everything that a payment depends on besides the database.
pub(super) struct PushPayment {
    pub(super) payment: Payment,
    pub(super) earning: Earning,
    /// Ids of the audit rows of a first payment, under both sides.
    pub(super) event_ids: [EventId; 2],
    pub(super) action: Action,
}

impl Transaction for PushPayment {
    type Output = std::result::Result<PushedPayment, ErrorCode>;

    /// Claims the id, locks the account that paid and reads what it paid so far (one flight); locks
    /// the inviter and reads its terms (another); writes everything with the commit.
    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let user_id = self.payment.user_id;
        let claimed = payments::queue_claim(tx, &self.payment.id, user_id).await?;
        accounts::lock(tx, user_id).await?;
        let payer = payments::payer(tx, user_id).await?;
        let Some(payer) = payer else {
            return Ok(Outcome::Rollback(Err(ErrorCode::UserNotFound)));
        };
        if claimed.get()? == 0 {
            return Ok(Outcome::Rollback(self.pushed_before(tx).await?));
        }
        let mut payment = self.payment.clone();
        let mut reward = None;
        self.count(tx, payer).await?;
        if let Some(inviter) = payer.inviter_id {
            reward = self.earning.run(tx, inviter, &payment).await?;
            payment.earned = reward.as_ref().map(|earned| (inviter, earned.id));
        }
        payments::insert(tx, &payment).await?;
        self.action.clone().record(tx).await?;
        Ok(Outcome::Commit(Ok(PushedPayment { payment, reward, pushed: Pushed::Now })))
    }
}

impl PushPayment {
    /// What the first push of this id left, if it said the same.
    async fn pushed_before(
        &self,
        tx: &mut Tx<'_>,
    ) -> Result<std::result::Result<PushedPayment, ErrorCode>> {
        let owner = payments::owner(tx, &self.payment.id).await?;
        if owner != Some(self.payment.user_id) {
            return Ok(Err(ErrorCode::PaymentConflict));
        }
        let payment = payments::find(tx, self.payment.user_id, &self.payment.id).await?;
        let payment = payment
            .ok_or_else(|| StoreError::Corrupt("a claimed payment is missing".to_owned()))?;
        if !says_the_same(&payment, &self.payment) {
            return Ok(Err(ErrorCode::PaymentConflict));
        }
        let reward = reward_of(tx, &payment).await?;
        Ok(Ok(PushedPayment { payment, reward, pushed: Pushed::Before }))
    }

    /// Counts the payment for the account that paid and for its inviter.
    async fn count(&self, tx: &mut Tx<'_>, before: Payer) -> Result<()> {
        let (user_id, now) = (self.payment.user_id, self.earning.now);
        let after = Payer {
            paid: before.paid.plus(self.payment.amount)?,
            live_payments: before.live_payments + 1,
            first_paid_at: before.first_paid_at.or(Some(now)),
            ..before
        };
        payments::write_payer(tx, user_id, &after).await?;
        count_for_inviter(tx, user_id, &before, &after).await?;
        if before.first_paid_at.is_none() {
            self.note_first_paid(tx, before.inviter_id, now).await?;
        }
        Ok(())
    }

    async fn note_first_paid(
        &self,
        tx: &mut Tx<'_>,
        inviter: Option<UserId>,
        now: Timestamp,
    ) -> Result<()> {
        let [of_payer, of_inviter] = self.event_ids;
        let payer = self.payment.user_id;
        let event = |user_id, id, counterpart_id| ReferralEvent {
            user_id,
            id,
            kind: EventKind::FirstPaid,
            at: now,
            counterpart_id,
            evidence: None,
            refusal: None,
        };
        referral_events::insert(tx, &event(payer, of_payer, inviter)).await?;
        match inviter {
            Some(inviter) => {
                referral_events::insert(tx, &event(inviter, of_inviter, Some(payer))).await
            }
            None => Ok(()),
        }
    }
}

/// Repeats under the inviter what changed for an invitee. Locks the inviter: totals are counted first
/// under its lock, as everywhere.
pub(super) async fn count_for_inviter(
    tx: &mut Tx<'_>,
    user_id: UserId,
    before: &Payer,
    after: &Payer,
) -> Result<()> {
    let Some(inviter) = after.inviter_id else {
        return Ok(());
    };
    accounts::lock(tx, inviter).await?;
    let paid_invitees = i64::from(after.live_payments > 0) - i64::from(before.live_payments > 0);
    if paid_invitees != 0 {
        counts::add(tx, inviter, Totals { paid_invitees, ..Totals::default() }).await?;
    }
    attributions::set_total_paid(tx, inviter, user_id, after.paid).await
}

/// The reward of a payment, if it earned one.
pub(super) async fn reward_of(tx: &mut Tx<'_>, payment: &Payment) -> Result<Option<Reward>> {
    match payment.earned {
        Some((inviter, id)) => rewards::find(tx, inviter, id).await,
        None => Ok(None),
    }
}

fn says_the_same(stored: &Payment, pushed: &Payment) -> bool {
    stored.amount == pushed.amount
        && stored.currency == pushed.currency
        && stored.stated_paid_at == pushed.stated_paid_at
        && stored.invoice_id == pushed.invoice_id
}
