//! Background work on balances: settling them, and working out which rewards were used.
//!
//! Nothing here changes what anybody has: the balance was changed with the payout, the spend or the
//! refund. What is left is to repeat it in the rewards, oldest first, in bounded steps, each a
//! transaction under the lock of the account. Several processes may do it at once.

use triport_domain::allocation::{give_back, take};
use triport_domain::id::UserId;
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;
use triport_store::balances::{self, StoredBalance};
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, accounts, rewards, uses};

use super::earn::trim;
use crate::App;
use crate::error::AppError;

/// Accounts that one round looks at.
const ACCOUNTS_PER_ROUND: u16 = 100;
/// Rewards, parts or uses that one step touches.
const ROWS_PER_STEP: u16 = 100;
/// Deferred entries that one step settles.
const ENTRIES_PER_STEP: u16 = 5_000;

impl App {
    /// Does what is due on balances, one step for each of some accounts; true if there may be more.
    pub async fn work_on_balances(&self) -> std::result::Result<bool, AppError> {
        let now = self.now();
        let read = async |db: &mut triport_store::Db<'_>| {
            balances::work_due(db, now, ACCOUNTS_PER_ROUND).await
        };
        let due = self.store.read(read).await?;
        for user_id in &due {
            self.store.write(BalanceStep { user_id: *user_id, now }).await?;
        }
        Ok(!due.is_empty())
    }

    /// Asks the background to look at balances now instead of at its next round.
    pub(crate) fn work_on_balance_soon(&self) {
        self.balance_work.notify_one();
    }

    /// Waits until somebody asks for work on balances.
    pub async fn balance_work_asked(&self) {
        self.balance_work.notified().await;
    }
}

struct BalanceStep {
    user_id: UserId,
    now: Timestamp,
}

impl Transaction for BalanceStep {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        accounts::lock(tx, self.user_id).await?;
        let earner = balances::earner(tx, self.user_id).await?;
        let Some(stored) = earner.and_then(|earner| earner.stored) else {
            return Ok(Outcome::Rollback(()));
        };
        let (stored, all_settled) = self.settle(tx, stored).await?;
        let all_moved =
            self.trim_overused(tx).await? && self.release(tx).await? && self.allocate(tx).await?;
        let work_due_at = if all_settled && all_moved {
            balances::next_unlock(tx, self.user_id, stored.balance.settled_to).await?
        } else {
            Some(self.now)
        };
        balances::write(tx, self.user_id, &StoredBalance { work_due_at, ..stored }).await?;
        Ok(Outcome::Commit(()))
    }
}

impl BalanceStep {
    /// Moves the time to which the balance is settled forward; true if it is the present.
    async fn settle(
        &self,
        tx: &mut Tx<'_>,
        stored: StoredBalance,
    ) -> Result<(StoredBalance, bool)> {
        let settled_to = stored.balance.settled_to;
        let user_id = self.user_id;
        let end = balances::batch_end(tx, user_id, settled_to, self.now, ENTRIES_PER_STEP).await?;
        let to = end.unwrap_or(self.now);
        let funds = balances::funds(tx, user_id, to).await?;
        let funds = funds.ok_or_else(|| StoreError::Corrupt(format!("{user_id} is missing")))?;
        Ok((funds.stored, end.is_none()))
    }

    /// Takes what refunds left uncovered away from uses.
    async fn trim_overused(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let overused = rewards::overused(tx, self.user_id, 1).await?;
        for reward in &overused {
            let trimmed = trim(tx, reward).await?;
            rewards::update(tx, &trimmed).await?;
        }
        Ok(overused.is_empty())
    }

    /// Gives the parts of a use that ended back to their rewards.
    async fn release(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(ended) = uses::releasing(tx, self.user_id).await? else {
            return Ok(true);
        };
        let parts = uses::parts_of_use(tx, self.user_id, ended, ROWS_PER_STEP).await?;
        for part in &parts {
            let reward = rewards::find(tx, self.user_id, part.reward).await?;
            let reward = reward.ok_or_else(|| missing("the reward of a part"))?;
            uses::set_part(tx, self.user_id, part, Micro::ZERO).await?;
            rewards::update(tx, &give_back(&reward, part)?).await?;
        }
        if parts.len() < usize::from(ROWS_PER_STEP) {
            uses::mark_released(tx, self.user_id, ended).await?;
        }
        // Another use may have ended too, and what came back may be waited for.
        Ok(false)
    }

    /// Takes the oldest unlocked rewards for the oldest use that waits.
    async fn allocate(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let waiting = uses::waiting(tx, self.user_id, 1).await?;
        let Some(mut waiting) = waiting.into_iter().next() else {
            return Ok(true);
        };
        let usable = rewards::usable(tx, self.user_id, self.now, ROWS_PER_STEP).await?;
        let nothing_left = usable.is_empty();
        for reward in usable {
            if waiting.unallocated == Micro::ZERO {
                break;
            }
            let (rest, reward, amount) = take(waiting, &reward)?;
            uses::add_part(tx, self.user_id, waiting.id, reward.id, amount).await?;
            rewards::update(tx, &reward).await?;
            waiting = rest;
        }
        if !nothing_left {
            uses::set_unallocated(tx, self.user_id, &waiting).await?;
        }
        // With nothing left to take the use waits for the next unlock: that is debt.
        Ok(nothing_left)
    }
}

fn missing(what: &str) -> StoreError {
    StoreError::Corrupt(format!("{what} is missing"))
}
