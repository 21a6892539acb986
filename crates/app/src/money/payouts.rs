//! What becomes of payouts: cancelled by the member, or processed, sent or failed by an operator.

use triport_domain::id::{PayoutId, TransactionId, UseId, UserId};
use triport_domain::ledger::{Posting, Reason};
use triport_domain::payout::PayoutStatus;
use triport_domain::time::Timestamp;
use triport_store::payouts::{self, Payout};
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, accounts, balances, uses};

use super::{post, refused};
use crate::error::{AppError, ErrorCode};
use crate::notices::Notice;
use crate::operators::{Action, Operator};
use crate::{App, Member};

/// What an operator says about a payout.
#[derive(Clone, Debug)]
pub enum PayoutAnswer {
    /// It is being sent.
    Processing,
    /// It was sent, by this transaction on its network.
    Sent(String),
    /// It could not be sent; why, for the member.
    Failed(Option<String>),
}

/// The longest transaction hash or reason, in bytes.
const MAX_NOTE_BYTES: usize = 300;

impl App {
    /// Cancels a payout of the member that nobody works on yet.
    pub async fn cancel_payout(
        &self,
        member: &Member,
        id: &str,
    ) -> std::result::Result<Payout, AppError> {
        let id = id.parse().map(PayoutId).map_err(|_| refused(ErrorCode::PayoutNotFound))?;
        let now = self.now();
        let cancel = MovePayout {
            user_id: member.user_id,
            id,
            to: PayoutStatus::Cancelled,
            tx_hash: None,
            note: None,
            transaction_id: TransactionId(self.new_id(now)),
            now,
            action: None,
        };
        self.move_payout(cancel).await
    }

    /// Does with a payout what an operator says, and tells the member by mail when that is final.
    pub async fn answer_payout(
        &self,
        by: &Operator,
        id: &str,
        answer: PayoutAnswer,
    ) -> std::result::Result<(), AppError> {
        let id = id.parse().map(PayoutId).map_err(|_| refused(ErrorCode::InvalidPayoutId))?;
        let (to, tx_hash, note) = answer.checked()?;
        let owner = self.store.read(async |db| payouts::owner(db, id).await).await?;
        let user_id = owner.ok_or_else(|| refused(ErrorCode::PayoutNotFound))?;
        let now = self.now();
        let what = match to {
            PayoutStatus::Sent => "payout_sent",
            PayoutStatus::Failed => "payout_failed",
            _ => "payout_processing",
        };
        let action = self.action(by, what, now).about(user_id).with("payout_id", id.to_string());
        let transaction_id = TransactionId(self.new_id(now));
        let action = Some(action);
        let moving = MovePayout { user_id, id, to, tx_hash, note, transaction_id, now, action };
        let payout = self.move_payout(moving).await?;
        match payout.status {
            PayoutStatus::Sent => self.tell(user_id, Notice::PayoutSent(payout)),
            PayoutStatus::Failed => self.tell(user_id, Notice::PayoutFailed(payout)),
            _ => {}
        }
        Ok(())
    }

    async fn move_payout(&self, moving: MovePayout) -> std::result::Result<Payout, AppError> {
        let payout = self.store.write(moving).await?.map_err(refused)?;
        self.work_on_balance_soon();
        Ok(payout)
    }
}

impl PayoutAnswer {
    fn checked(
        self,
    ) -> std::result::Result<(PayoutStatus, Option<String>, Option<String>), AppError> {
        match self {
            Self::Processing => Ok((PayoutStatus::Processing, None, None)),
            Self::Sent(tx_hash) => {
                let tx_hash = note("tx_hash", &tx_hash)?;
                let tx_hash = tx_hash.ok_or_else(|| refused(ErrorCode::TxHashRequired))?;
                Ok((PayoutStatus::Sent, Some(tx_hash), None))
            }
            Self::Failed(reason) => {
                let reason = note("reason", &reason.unwrap_or_default())?;
                Ok((PayoutStatus::Failed, None, reason))
            }
        }
    }
}

/// A trimmed text of bounded length without control characters; none if it is empty.
fn note(name: &str, text: &str) -> std::result::Result<Option<String>, AppError> {
    let text = text.trim();
    if text.len() > MAX_NOTE_BYTES || text.chars().any(char::is_control) {
        let detail =
            format!("{name} has at most {MAX_NOTE_BYTES} bytes and no control characters.");
        return Err(AppError::new(ErrorCode::InvalidArgs, detail));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

struct MovePayout {
    user_id: UserId,
    id: PayoutId,
    to: PayoutStatus,
    tx_hash: Option<String>,
    note: Option<String>,
    transaction_id: TransactionId,
    now: Timestamp,
    /// What the audit log learns, if an operator does it.
    action: Option<Action>,
}

impl Transaction for MovePayout {
    type Output = std::result::Result<Payout, ErrorCode>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        accounts::lock(tx, self.user_id).await?;
        let Some(payout) = payouts::find(tx, self.user_id, self.id).await? else {
            return Ok(Outcome::Rollback(Err(ErrorCode::PayoutNotFound)));
        };
        if !payout.status.can_become(self.to) {
            return Ok(Outcome::Rollback(Err(ErrorCode::PayoutNotActionable)));
        }
        let moved = Payout {
            status: self.to,
            tx_hash: self.tx_hash.clone(),
            note: self.note.clone(),
            completed_at: (!self.to.is_open()).then_some(self.now),
            ..payout
        };
        payouts::update(tx, &moved).await?;
        if let Some(posting) = self.posting(&moved)? {
            self.post(tx, &posting).await?;
        }
        if let Some(action) = &self.action {
            action.clone().record(tx).await?;
        }
        Ok(Outcome::Commit(Ok(moved)))
    }
}

impl MovePayout {
    fn posting(&self, payout: &Payout) -> Result<Option<Posting>> {
        let (id, amount, now) = (payout.id, payout.amount, self.now);
        let returned = |reason| Posting::payout_returned(reason, id, amount, now).map(Some);
        Ok(match self.to {
            PayoutStatus::Requested | PayoutStatus::Processing => None,
            PayoutStatus::Sent => Some(Posting::payout_sent(id, amount, now)?),
            PayoutStatus::Failed => returned(Reason::PayoutFailed)?,
            PayoutStatus::Cancelled => returned(Reason::PayoutCancelled)?,
        })
    }

    async fn post(&self, tx: &mut Tx<'_>, posting: &Posting) -> Result<()> {
        let found = balances::earner(tx, self.user_id).await?.and_then(|earner| earner.stored);
        let mut stored =
            found.ok_or_else(|| StoreError::Corrupt("a payout without a balance".to_owned()))?;
        if self.to != PayoutStatus::Sent {
            uses::release(tx, self.user_id, UseId(self.id.0)).await?;
            stored = stored.due_by(Some(self.now));
        }
        post(tx, self.user_id, self.transaction_id, posting, stored).await.map(drop)
    }
}
