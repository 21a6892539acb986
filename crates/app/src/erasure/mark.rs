//! The transaction that decides: the account is nobody's from its commit on.

use triport_domain::id::{TransactionId, UserId};
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;
use triport_store::balances::{self, StoredBalance};
use triport_store::{
    Outcome, Result, StoreError, Transaction, Tx, accounts, attributions, erasures,
};

use super::BACKGROUND_AFTER;
use crate::money::even_out;
use crate::operators::Action;

/// Why an account is not erased now.
pub(super) enum Refused {
    /// There is no such account any more.
    Gone,
    /// A payout is on its way.
    PayoutInFlight,
    /// That much would be lost, and nobody said that it may be.
    WouldForfeit(Micro),
}

pub(super) struct Mark {
    pub(super) user_id: UserId,
    pub(super) forfeit: bool,
    pub(super) transaction_id: TransactionId,
    /// What the audit log learns, if an operator does it.
    pub(super) action: Option<Action>,
    pub(super) now: Timestamp,
}

impl Transaction for Mark {
    type Output = std::result::Result<(), Refused>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        accounts::lock(tx, self.user_id).await?;
        if accounts::find(tx, self.user_id).await?.is_none() {
            return Ok(Outcome::Rollback(self.again()));
        }
        if erasures::has_open_payout(tx, self.user_id).await? {
            return Ok(Outcome::Rollback(Err(Refused::PayoutInFlight)));
        }
        if let Some(stored) = self.everything(tx).await? {
            let left = stored.balance.usable();
            if left > Micro::ZERO && !self.forfeit {
                return Ok(Outcome::Rollback(Err(Refused::WouldForfeit(left))));
            }
            even_out(tx, self.user_id, self.transaction_id, stored, self.now).await?;
        }
        self.rename_under_inviter(tx).await?;
        erasures::begin(tx, self.user_id, self.now, self.now + BACKGROUND_AFTER).await?;
        if let Some(action) = &self.action {
            action.clone().with("forfeit", self.forfeit).record(tx).await?;
        }
        Ok(Outcome::Commit(Ok(())))
    }
}

impl Mark {
    /// What an operator asks again was done; a member of an erased account is nobody.
    fn again(&self) -> std::result::Result<(), Refused> {
        if self.action.is_some() { Ok(()) } else { Err(Refused::Gone) }
    }

    /// The balance as it will be when the last reward has unlocked: a hold period has no meaning for
    /// an account that is nobody's, and a balance that is settled that far stays as it is.
    async fn everything(&self, tx: &mut Tx<'_>) -> Result<Option<StoredBalance>> {
        let user_id = self.user_id;
        let found = balances::earner(tx, user_id).await?.and_then(|earner| earner.stored);
        let Some(stored) = found else { return Ok(None) };
        let last = balances::last_unlock(tx, user_id, stored.balance.settled_to).await?;
        let to = last.map_or(self.now, |last| last.max(self.now));
        let funds = balances::funds(tx, user_id, to).await?;
        let missing = || StoreError::Corrupt(format!("account {user_id} is missing"));
        Ok(Some(funds.ok_or_else(missing)?.stored))
    }

    async fn rename_under_inviter(&self, tx: &mut Tx<'_>) -> Result<()> {
        let own = attributions::invitee(tx, self.user_id).await?;
        match own.and_then(|own| own.inviter_id) {
            Some(inviter) => {
                let name = erasures::FORMER_MEMBER;
                attributions::rename(tx, inviter, self.user_id, name).await
            }
            None => Ok(()),
        }
    }
}
