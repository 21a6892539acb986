//! The transactions behind a pushed refund, and behind one that is voided.

use triport_domain::id::UserId;
use triport_domain::money::Micro;
use triport_domain::reward::Reward;
use triport_store::payments::{self, Payer, Payment, Refund};
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, accounts};

use super::earn::Refunding;
use super::push_payment::{Pushed, count_for_inviter, reward_of};
use crate::error::ErrorCode;
use crate::operators::Action;

/// A refund and what is left of the reward.
#[derive(Clone, Debug)]
pub struct PushedRefund {
    /// The refund.
    pub refund: Refund,
    /// The inviter's share, if the payment earned one.
    pub reward: Option<Reward>,
    /// Whether this push changed anything.
    pub pushed: Pushed,
}

type Refused<T> = std::result::Result<T, ErrorCode>;

/// A refund comes in.
pub(super) struct PushRefund {
    pub(super) refund: Refund,
    pub(super) refunding: Refunding,
    pub(super) action: Action,
}

/// A refund is no longer in force.
pub(super) struct VoidRefund {
    pub(super) payment_id: String,
    pub(super) refund_id: String,
    pub(super) refunding: Refunding,
    pub(super) action: Action,
}

impl Transaction for PushRefund {
    type Output = Refused<PushedRefund>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let Some(user_id) = payments::owner(tx, &self.refund.payment_id).await? else {
            return Ok(Outcome::Rollback(Err(ErrorCode::PaymentNotFound)));
        };
        let claimed = payments::queue_refund_claim(tx, &self.refund.id, user_id).await?;
        let (payment, payer) = locked(tx, user_id, &self.refund.payment_id).await?;
        if claimed.get()? == 0 {
            return Ok(Outcome::Rollback(self.pushed_before(tx, &payment).await?));
        }
        let refunded = payment.refunded.plus(self.refund.amount)?;
        if refunded > payment.amount {
            return Ok(Outcome::Rollback(Err(ErrorCode::RefundExceedsPayment)));
        }
        payments::insert_refund(tx, user_id, &self.refund).await?;
        let reward = refund(tx, &self.refunding, &payment, payer, refunded).await?;
        self.action.clone().about(user_id).record(tx).await?;
        let refund = self.refund.clone();
        Ok(Outcome::Commit(Ok(PushedRefund { refund, reward, pushed: Pushed::Now })))
    }
}

impl PushRefund {
    async fn pushed_before(
        &self,
        tx: &mut Tx<'_>,
        payment: &Payment,
    ) -> Result<Refused<PushedRefund>> {
        let found = payments::find_refund(tx, payment.user_id, &self.refund.id).await?;
        let same = |refund: &Refund| {
            refund.payment_id == self.refund.payment_id && refund.amount == self.refund.amount
        };
        let Some(refund) = found.filter(same) else {
            return Ok(Err(ErrorCode::RefundConflict));
        };
        let reward = reward_of(tx, payment).await?;
        Ok(Ok(PushedRefund { refund, reward, pushed: Pushed::Before }))
    }
}

impl Transaction for VoidRefund {
    type Output = Refused<PushedRefund>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let Some(user_id) = payments::owner(tx, &self.payment_id).await? else {
            return Ok(Outcome::Rollback(Err(ErrorCode::PaymentNotFound)));
        };
        let (payment, payer) = locked(tx, user_id, &self.payment_id).await?;
        let found = payments::find_refund(tx, user_id, &self.refund_id).await?;
        let Some(mut refund) = found.filter(|found| found.payment_id == self.payment_id) else {
            return Ok(Outcome::Rollback(Err(ErrorCode::RefundNotFound)));
        };
        if refund.voided_at.is_some() {
            let reward = reward_of(tx, &payment).await?;
            let pushed = PushedRefund { refund, reward, pushed: Pushed::Before };
            return Ok(Outcome::Rollback(Ok(pushed)));
        }
        refund.voided_at = Some(self.refunding.now);
        payments::void_refund(tx, user_id, &refund.id, self.refunding.now).await?;
        let refunded = payment.refunded.minus(refund.amount)?;
        let reward = self::refund(tx, &self.refunding, &payment, payer, refunded).await?;
        self.action.clone().about(user_id).record(tx).await?;
        Ok(Outcome::Commit(Ok(PushedRefund { refund, reward, pushed: Pushed::Now })))
    }
}

/// Locks the account that paid and reads the payment.
async fn locked(tx: &mut Tx<'_>, user_id: UserId, payment_id: &str) -> Result<(Payment, Payer)> {
    accounts::lock(tx, user_id).await?;
    let payment = payments::find(tx, user_id, payment_id).await?;
    let payer = payments::payer(tx, user_id).await?;
    let missing = || StoreError::Corrupt("a claimed payment is missing".to_owned());
    payment.zip(payer).ok_or_else(missing)
}

/// Writes new refunds in force everywhere they count. The account that paid is locked.
async fn refund(
    tx: &mut Tx<'_>,
    refunding: &Refunding,
    payment: &Payment,
    before: Payer,
    refunded: Micro,
) -> Result<Option<Reward>> {
    payments::set_refunded(tx, payment, refunded).await?;
    let was_live = payment.refunded < payment.amount;
    let is_live = refunded < payment.amount;
    let after = Payer {
        paid: before.paid.plus(payment.refunded)?.minus(refunded)?,
        live_payments: before.live_payments + i64::from(is_live) - i64::from(was_live),
        ..before
    };
    payments::write_payer(tx, payment.user_id, &after).await?;
    count_for_inviter(tx, payment.user_id, &before, &after).await?;
    Ok(match payment.earned {
        Some((inviter, id)) => Some(refunding.run(tx, inviter, id, refunded).await?),
        None => None,
    })
}
