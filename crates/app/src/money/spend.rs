//! Paying an invoice with credit.

use triport_domain::allocation::UseKind;
use triport_domain::id::{TransactionId, UseId, UserId};
use triport_domain::invoice::{InvoiceStatus, PaidBy};
use triport_domain::ledger::Posting;
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;
use triport_store::invoices::{self, Invoice};
use triport_store::{Outcome, Result, Transaction, Tx, accounts, balances, uses};

use super::idempotent::{IdempotencyKey, Keyed, Replay};
use super::{post, refused};
use crate::error::{AppError, ErrorCode};
use crate::{App, Member};

impl App {
    /// Pays an open invoice of the member whole out of its balance.
    pub async fn spend_on_invoice(
        &self,
        member: &Member,
        invoice_id: Option<String>,
        amount_micro: Option<i64>,
        key: Option<IdempotencyKey>,
        render: fn(&()) -> (u16, String),
    ) -> std::result::Result<Replay<()>, AppError> {
        let keyed = key.map(|key| Keyed::new(member.user_id, key, render));
        if let Some(first) = self.replay(keyed.as_ref()).await? {
            return Ok(Replay::First(first));
        }
        let now = self.now();
        let has_key = keyed.is_some();
        let body = Spend {
            user_id: member.user_id,
            invoice_id: super::foreign_id("invoice_id", invoice_id)?,
            amount: Micro::named(amount_micro.unwrap_or(0))?,
            use_id: UseId(self.new_id(now)),
            transaction_id: TransactionId(self.new_id(now)),
            now,
            keyed,
        };
        let done = self.write_keyed(body, has_key).await?.map_err(refused)?;
        self.work_on_balance_soon();
        Ok(done)
    }
}

struct Spend {
    user_id: UserId,
    invoice_id: String,
    amount: Micro,
    use_id: UseId,
    transaction_id: TransactionId,
    now: Timestamp,
    keyed: Option<Keyed<()>>,
}

impl Transaction for Spend {
    type Output = std::result::Result<Replay<()>, ErrorCode>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        accounts::lock(tx, self.user_id).await?;
        if let Some(keyed) = &self.keyed
            && let Some(first) = keyed.first_answer(tx, self.now).await?
        {
            return Ok(Outcome::Rollback(first.map(Replay::First)));
        }
        let invoice = invoices::find(tx, self.user_id, &self.invoice_id).await?;
        let Some(invoice) = invoice.filter(|invoice| invoice.status == InvoiceStatus::Open) else {
            return Ok(Outcome::Rollback(Err(ErrorCode::InvoiceNotEligible)));
        };
        if invoice.amount != self.amount {
            return Ok(Outcome::Rollback(Err(ErrorCode::AmountMismatch)));
        }
        match balances::funds(tx, self.user_id, self.now).await? {
            Some(funds) if funds.stored.balance.available >= self.amount => {
                let stored = funds.stored.due_by(Some(self.now));
                self.pay(tx, invoice, stored).await?;
                Ok(Outcome::Commit(Ok(Replay::New(()))))
            }
            _ => Ok(Outcome::Rollback(Err(ErrorCode::BalanceInsufficient))),
        }
    }
}

impl Spend {
    async fn pay(
        &self,
        tx: &mut Tx<'_>,
        invoice: Invoice,
        stored: balances::StoredBalance,
    ) -> Result<()> {
        let paid = Invoice {
            status: InvoiceStatus::Paid,
            paid_by: Some(PaidBy::Credit),
            use_id: Some(self.use_id),
            updated_at: self.now,
            ..invoice
        };
        invoices::update(tx, &paid).await?;
        uses::insert(tx, self.user_id, self.use_id, UseKind::Spend, self.amount, self.now).await?;
        let posting = Posting::spend(self.use_id, self.amount, self.now)?;
        post(tx, self.user_id, self.transaction_id, &posting, stored).await?;
        match &self.keyed {
            Some(keyed) => keyed.keep(tx, &(), self.now).await,
            None => Ok(()),
        }
    }
}
