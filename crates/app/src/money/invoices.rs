//! Invoices that the product's billing system pushes, so that credit can pay them.

use triport_domain::account_name::AccountName;
use triport_domain::id::{TransactionId, UseId, UserId};
use triport_domain::invoice::{InvoiceChange, InvoiceStatus, PaidBy};
use triport_domain::ledger::Posting;
use triport_domain::money::Micro;
use triport_domain::page::{Listed, Page, Position};
use triport_domain::time::Timestamp;
use triport_store::invoices::{self, Invoice};
use triport_store::{
    Outcome, Result, StoreError, Transaction, Tx, accounts, balances, erasures, uses,
};

use super::push_payment::Pushed;
use super::{even_out, foreign_id, invalid, post, refused};
use crate::error::{AppError, ErrorCode};
use crate::operators::{Action, Operator};
use crate::{App, Member};

/// An invoice as pushed; every field is still to be checked.
#[derive(Clone, Debug)]
pub struct InvoicePush {
    /// Who is to pay it.
    pub account: AccountName,
    /// In micro-units.
    pub amount_micro: Option<i64>,
    /// Name of the status.
    pub status: Option<String>,
    /// What it is for; what was said before stays if nothing is.
    pub description: Option<String>,
}

/// The longest description, in characters.
const MAX_DESCRIPTION_CHARS: usize = 300;

impl App {
    /// Takes an invoice in, or changes its status.
    pub async fn push_invoice(
        &self,
        by: &Operator,
        id: &str,
        push: InvoicePush,
    ) -> std::result::Result<(Invoice, Pushed), AppError> {
        let now = self.now();
        let user_id = self.account_ever_named(&push.account).await?;
        let status = push.status.as_deref().and_then(InvoiceStatus::parse);
        let status = status.ok_or_else(|| invalid("status is open, paid or void."))?;
        let invoice = Invoice {
            id: foreign_id("invoice_id", Some(id.to_owned()))?,
            user_id,
            amount: Micro::named(push.amount_micro.unwrap_or(0))?,
            status,
            description: push.description.map(description).transpose()?,
            paid_by: (status == InvoiceStatus::Paid).then_some(PaidBy::External),
            use_id: None,
            created_at: now,
            updated_at: now,
        };
        let action = self.action(by, "invoice_pushed", now).about(user_id);
        let action = action.with("invoice_id", id).with("status", status.as_str());
        let transaction_ids = [(); 2].map(|()| TransactionId(self.new_id(now)));
        let done = self.store.write(PushInvoice { invoice, transaction_ids, action }).await?;
        self.work_on_balance_soon();
        done.map_err(refused)
    }

    /// An invoice by the product's id.
    pub async fn invoice(&self, id: &str) -> std::result::Result<Invoice, AppError> {
        let owner = self.store.read(async |db| invoices::owner(db, id).await).await?;
        let user_id = owner.ok_or_else(|| refused(ErrorCode::InvoiceNotFound))?;
        let found = self.store.read(async |db| invoices::find(db, user_id, id).await).await?;
        found.ok_or_else(|| refused(ErrorCode::InvoiceNotFound))
    }

    /// Everybody's invoices that changed since a time, the last changed first.
    pub async fn invoices_changed(
        &self,
        status: Option<InvoiceStatus>,
        since: Timestamp,
        page: &Page,
    ) -> std::result::Result<Listed<Invoice>, AppError> {
        let read =
            async |db: &mut triport_store::Db<'_>| invoices::changed(db, status, since, page).await;
        let found = self.store.read(read).await?;
        let position = |last: &Invoice| Position { at: last.updated_at, id: last.id.clone() };
        Ok(page.listed(found, position))
    }

    /// The member's invoices, newest first.
    pub async fn invoices(
        &self,
        member: &Member,
        status: Option<InvoiceStatus>,
        page: &Page,
    ) -> std::result::Result<Listed<Invoice>, AppError> {
        let user_id = member.user_id;
        let read =
            async |db: &mut triport_store::Db<'_>| invoices::list(db, user_id, status, page).await;
        let found = self.store.read(read).await?;
        let position = |last: &Invoice| Position { at: last.created_at, id: last.id.clone() };
        Ok(page.listed(found, position))
    }
}

fn description(text: String) -> std::result::Result<String, AppError> {
    let fits = text.chars().count() <= MAX_DESCRIPTION_CHARS;
    if fits && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    Err(invalid("description has at most 300 characters and no control characters."))
}

struct PushInvoice {
    invoice: Invoice,
    /// For credit that is given back, and for what follows if the account was erased.
    transaction_ids: [TransactionId; 2],
    action: Action,
}

impl Transaction for PushInvoice {
    type Output = std::result::Result<(Invoice, Pushed), ErrorCode>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let (id, user_id) = (self.invoice.id.as_str(), self.invoice.user_id);
        let claimed = invoices::queue_claim(tx, id, user_id).await?;
        accounts::lock(tx, user_id).await?;
        let found = invoices::find(tx, user_id, id).await?;
        // What an erased account is to pay for may say who it was.
        let is_erased = erasures::is_erased(tx, user_id).await?;
        if claimed.get()? == 1 {
            let description = self.invoice.description.clone().filter(|_| !is_erased);
            let invoice = Invoice { description, ..self.invoice.clone() };
            invoices::insert(tx, &invoice).await?;
            self.action.clone().record(tx).await?;
            return Ok(Outcome::Commit(Ok((invoice, Pushed::Now))));
        }
        // Not found under this account: the id belongs to another one.
        match found.filter(|found| self.is_same(found, is_erased)) {
            Some(found) => self.change(tx, found).await,
            None => Ok(Outcome::Rollback(Err(ErrorCode::InvoiceConflict))),
        }
    }
}

impl PushInvoice {
    fn is_same(&self, found: &Invoice, is_erased: bool) -> bool {
        let pushed = &self.invoice;
        let says_other = |text: &String| !is_erased && Some(text) != found.description.as_ref();
        found.amount == pushed.amount && !pushed.description.as_ref().is_some_and(says_other)
    }

    async fn change(
        &self,
        tx: &mut Tx<'_>,
        found: Invoice,
    ) -> Result<Outcome<<Self as Transaction>::Output>> {
        let status = match found.status.pushed(self.invoice.status) {
            InvoiceChange::Keep => return Ok(Outcome::Rollback(Ok((found, Pushed::Before)))),
            InvoiceChange::Refuse => {
                return Ok(Outcome::Rollback(Err(ErrorCode::InvoiceConflict)));
            }
            InvoiceChange::Become(status) => status,
        };
        if let (Some(PaidBy::Credit), Some(use_id)) = (found.paid_by, found.use_id) {
            self.give_back(tx, found.user_id, use_id, found.amount).await?;
        }
        let paid_by = (status == InvoiceStatus::Paid).then_some(PaidBy::External);
        let changed = Invoice { status, paid_by, updated_at: self.invoice.updated_at, ..found };
        invoices::update(tx, &changed).await?;
        self.action.clone().record(tx).await?;
        Ok(Outcome::Commit(Ok((changed, Pushed::Before))))
    }

    /// Credit that paid an invoice that is now void goes back to the balance.
    async fn give_back(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        spend: UseId,
        amount: Micro,
    ) -> Result<()> {
        let now = self.invoice.updated_at;
        let [id, evening_id] = self.transaction_ids;
        let earner = balances::earner(tx, user_id).await?;
        let is_erased = earner.is_some_and(|earner| earner.is_erased);
        let found = earner.and_then(|earner| earner.stored);
        let stored =
            found.ok_or_else(|| StoreError::Corrupt("a spend without a balance".to_owned()))?;
        uses::release(tx, user_id, spend).await?;
        let posting = Posting::spend_returned(spend, amount, now)?;
        let after = post(tx, user_id, id, &posting, stored.due_by(Some(now))).await?;
        if is_erased {
            even_out(tx, user_id, evening_id, after, now).await?;
        }
        Ok(())
    }
}
