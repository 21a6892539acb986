//! Money: payments and what they earn, refunds, payouts, credit on invoices, and the ledger that
//! explains all of it.
//!
//! Every movement is posted in the transaction of the rows that it explains. Locks are taken in one
//! order: claims, the account that paid, its inviter. An inviter is always older than its invitee,
//! so two transactions never wait for each other.

mod backfill;
mod balance_work;
mod billing;
mod earn;
mod idempotent;
mod invoices;
mod lists;
mod payouts;
mod push_payment;
mod push_refund;
mod request_payout;
mod spend;
mod verify;

use triport_domain::id::{TransactionId, UserId, is_foreign_id};
use triport_domain::ledger::Posting;
use triport_domain::money::Micro;
use triport_domain::series::day_of;
use triport_domain::time::Timestamp;
use triport_store::balances::{self, StoredBalance};
use triport_store::counts::{self, OfDay};
use triport_store::{Result, Tx, ledger};

use crate::error::{AppError, ErrorCode};

pub(crate) use backfill::Backfill;
pub use billing::{PaymentPush, RefundPush};
pub use idempotent::{IdempotencyKey, Replay, body_hash};
pub use invoices::InvoicePush;
pub use payouts::PayoutAnswer;
pub use push_payment::{Pushed, PushedPayment};
pub use push_refund::PushedRefund;
pub use request_payout::PayoutRequest;
pub use triport_store::invoices::Invoice;
pub use triport_store::payments::{Payment, Refund};
pub use triport_store::payouts::{Payout, QueuedPayout};
pub use triport_store::rewards::ListedReward;
pub use triport_store::verify::Difference;
pub use verify::{Verified, verify_ledger};

/// Appends a posting and writes the balance after it, which it answers. The account is locked and
/// `stored` was read under the lock.
async fn post(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: TransactionId,
    posting: &Posting,
    stored: StoredBalance,
) -> Result<StoredBalance> {
    let stored = StoredBalance { balance: stored.balance.changed(posting.change()?)?, ..stored };
    let stored = stored.due_by(posting.deferred_to());
    ledger::append(tx, user_id, id, posting).await?;
    balances::write(tx, user_id, &stored).await?;
    Ok(stored)
}

/// Writes the balance of an account that is erased as nothing, whatever `stored` is: what it has is
/// forfeited, what it owes the platform writes off.
pub(crate) async fn even_out(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: TransactionId,
    stored: StoredBalance,
    now: Timestamp,
) -> Result<()> {
    if stored.balance.available == Micro::ZERO {
        return balances::write(tx, user_id, &stored).await;
    }
    let posting = Posting::forfeited(user_id, &stored.balance, now)?;
    let after = post(tx, user_id, id, &posting, stored).await?;
    let earned = after.balance.lifetime.minus(stored.balance.lifetime)?;
    let today = OfDay { earned_micro: earned.get(), ..OfDay::default() };
    counts::add_of_day(tx, user_id, day_of(now), today).await
}

/// A refusal whose tag says all there is to say.
fn refused(code: ErrorCode) -> AppError {
    AppError::new(code, code.meaning())
}

/// A field that breaks its rules.
fn invalid(detail: &str) -> AppError {
    AppError::new(ErrorCode::InvalidArgs, detail)
}

/// An id that the product brings, or an error that names the field.
fn foreign_id(field: &str, id: Option<String>) -> std::result::Result<String, AppError> {
    let detail = || format!("{field} is 1 to 200 printable ASCII characters without /.");
    id.filter(|id| is_foreign_id(id)).ok_or_else(|| invalid(&detail()))
}
