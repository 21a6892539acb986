//! What the product's billing system pushes: payments, refunds, and refunds that are voided.

use triport_domain::account_name::AccountName;
use triport_domain::id::{EventId, RewardId, TransactionId};
use triport_domain::ledger::Reason;
use triport_domain::money::Micro;
use triport_domain::time::{Span, Timestamp};
use triport_store::payments::{Payment, Refund};

use super::earn::{Earning, Refunding};
use super::push_payment::{PushPayment, PushedPayment};
use super::push_refund::{PushRefund, PushedRefund, VoidRefund};
use super::{foreign_id, invalid, refused};
use crate::App;
use crate::error::AppError;
use crate::operators::Operator;

/// A payment as pushed; every field is still to be checked.
#[derive(Clone, Debug)]
pub struct PaymentPush {
    /// The product's id.
    pub payment_id: Option<String>,
    /// Who paid.
    pub account: AccountName,
    /// In micro-units.
    pub amount_micro: Option<i64>,
    /// The programme's, if it is said.
    pub currency: Option<String>,
    /// When it was paid; the time of the push, if it is not said.
    pub paid_at: Option<Timestamp>,
    /// The invoice that it paid.
    pub invoice_id: Option<String>,
}

/// A refund as pushed; every field is still to be checked.
#[derive(Clone, Debug)]
pub struct RefundPush {
    /// The product's id.
    pub refund_id: Option<String>,
    /// In micro-units.
    pub amount_micro: Option<i64>,
}

/// How far in the future a payment may lie: clocks differ, and time zones are mistaken.
const MAX_AHEAD: Span = Span::from_days(1);
/// Nobody's payment is older than the year 2000 (UTC). What says so is a time that was never set, zero in some form, and
/// would unlock a reward at once.
const EARLIEST: Timestamp = Timestamp::from_micros(946_684_800_000_000);

impl App {
    /// Takes a payment in, and gives its inviter a share.
    pub async fn push_payment(
        &self,
        by: &Operator,
        push: PaymentPush,
    ) -> Result<PushedPayment, AppError> {
        let now = self.now();
        let id = foreign_id("payment_id", push.payment_id)?;
        let paid_at = push.paid_at.unwrap_or(now);
        let currency = self.checked_terms(paid_at, push.currency, now)?;
        let amount = Micro::named(push.amount_micro.unwrap_or(0))?;
        let invoice_id =
            push.invoice_id.map(|id| foreign_id("invoice_id", Some(id))).transpose()?;
        let user_id = match push.account {
            // The transaction looks for it anyway.
            AccountName::Id(user_id) => user_id,
            name => self.account_ever_named(&name).await?,
        };
        let action = self.action(by, "payment_pushed", now).about(user_id);
        let payment = Payment {
            id,
            user_id,
            amount,
            currency,
            paid_at,
            stated_paid_at: push.paid_at,
            invoice_id,
            received_at: now,
            refunded: Micro::ZERO,
            earned: None,
        };
        let body = PushPayment {
            earning: self.earning(paid_at, now),
            event_ids: [(); 2].map(|()| EventId(self.new_id(now))),
            action: action.with("payment_id", payment.id.as_str()),
            payment,
        };
        self.store.write(body).await?.map_err(refused)
    }

    /// The currency of a payment, if the programme takes such payments.
    fn checked_terms(
        &self,
        paid_at: Timestamp,
        currency: Option<String>,
        now: Timestamp,
    ) -> Result<String, AppError> {
        if paid_at > now + MAX_AHEAD {
            return Err(invalid("paid_at is more than a day ahead."));
        }
        if paid_at < EARLIEST {
            return Err(invalid(
                "paid_at is before the year 2000. If it is not known, leave it out.",
            ));
        }
        let own = &self.program.currency;
        match currency {
            Some(other) if other != *own => Err(invalid(&format!("currency is {own} here."))),
            _ => Ok(own.clone()),
        }
    }

    /// Takes a refund in, and takes back the share of it.
    pub async fn push_refund(
        &self,
        by: &Operator,
        payment_id: &str,
        push: RefundPush,
    ) -> Result<PushedRefund, AppError> {
        let now = self.now();
        let refund = Refund {
            id: foreign_id("refund_id", push.refund_id)?,
            payment_id: payment_id.to_owned(),
            amount: Micro::named(push.amount_micro.unwrap_or(0))?,
            created_at: now,
            voided_at: None,
        };
        let action = self
            .action(by, "refund_pushed", now)
            .with("payment_id", payment_id)
            .with("refund_id", refund.id.as_str());
        let refunding = self.refunding(Reason::Refund, now);
        let body = PushRefund { refund, refunding, action };
        let done = self.store.write(body).await?.map_err(refused)?;
        self.work_on_balance_soon();
        Ok(done)
    }

    /// Takes a refund out of force again, and gives the share of it again.
    pub async fn void_refund(
        &self,
        by: &Operator,
        payment_id: &str,
        refund_id: &str,
    ) -> Result<PushedRefund, AppError> {
        let now = self.now();
        let action = self
            .action(by, "refund_voided", now)
            .with("payment_id", payment_id)
            .with("refund_id", refund_id);
        let body = VoidRefund {
            payment_id: payment_id.to_owned(),
            refund_id: refund_id.to_owned(),
            refunding: self.refunding(Reason::RefundVoided, now),
            action,
        };
        let done = self.store.write(body).await?.map_err(refused)?;
        self.work_on_balance_soon();
        Ok(done)
    }

    pub(super) fn earning(&self, held_from: Timestamp, now: Timestamp) -> Earning {
        Earning {
            program: self.program.clone(),
            reward_id: RewardId(self.new_id(now)),
            transaction_id: TransactionId(self.new_id(now)),
            held_from,
            now,
        }
    }

    fn refunding(&self, reason: Reason, now: Timestamp) -> Refunding {
        let [transaction_id, evening_id] = [(); 2].map(|()| TransactionId(self.new_id(now)));
        Refunding { reason, transaction_id, evening_id, now }
    }
}
