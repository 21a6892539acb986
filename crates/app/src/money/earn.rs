//! What a payment does to its inviter: the reward it earns, and what refunds make of it.

use std::sync::Arc;

use triport_domain::id::{RewardId, TransactionId, UserId};
use triport_domain::ledger::{Balance, Posting, Reason, RewardPart};
use triport_domain::money::Micro;
use triport_domain::reward::{Reward, RewardState, remaining};
use triport_domain::series::day_of;
use triport_domain::time::Timestamp;
use triport_store::balances::{self, Earner, StoredBalance};
use triport_store::counts::OfDay;
use triport_store::payments::Payment;
use triport_store::{Result, StoreError, Tx, counts, rewards, uses};

use super::{even_out, post};
use crate::program::Program;

/// A reward about to be earned.
pub(super) struct Earning {
    pub(super) program: Arc<Program>,
    pub(super) reward_id: RewardId,
    pub(super) transaction_id: TransactionId,
    /// From when the hold period is counted.
    pub(super) held_from: Timestamp,
    pub(super) now: Timestamp,
}

/// A change of the refunds in force of a payment.
pub(super) struct Refunding {
    pub(super) reason: Reason,
    pub(super) transaction_id: TransactionId,
    /// For what follows if the inviter was erased.
    pub(super) evening_id: TransactionId,
    pub(super) now: Timestamp,
}

/// Most parts that one round of trimming looks at.
const PARTS_PER_ROUND: u16 = 50;

impl Earning {
    /// Gives the inviter, which is locked, its share of a payment, at the tier it has now. One that
    /// was erased earns nothing.
    pub(super) async fn run(
        &self,
        tx: &mut Tx<'_>,
        inviter: UserId,
        payment: &Payment,
    ) -> Result<Option<Reward>> {
        let earner = balances::earner(tx, inviter).await?.ok_or_else(|| gone(inviter))?;
        if earner.is_erased {
            return Ok(None);
        }
        let reward = self.reward(inviter, payment, earner)?;
        rewards::insert(tx, &reward).await?;
        let stored = earner.stored.unwrap_or_else(|| StoredBalance::empty(self.now));
        if reward.amount > Micro::ZERO {
            let part = part(&reward, reward.amount);
            let posting = Posting::earned(Reason::Reward, part, &stored.balance, self.now)?;
            let stored = pays_debt(stored, &posting, self.now);
            post(tx, inviter, self.transaction_id, &posting, stored).await?;
            add_earned(tx, inviter, self.now, reward.amount).await?;
        }
        Ok(Some(reward))
    }

    fn reward(&self, inviter: UserId, payment: &Payment, earner: Earner) -> Result<Reward> {
        let tier = self.program.tiers.in_force(earner.tier);
        let tier = tier.ok_or_else(|| StoreError::Bug("there are no tiers".to_owned()))?;
        let whole = Reward {
            id: self.reward_id,
            user_id: inviter,
            invitee_id: payment.user_id,
            payment_id: payment.id.clone(),
            payment: payment.amount,
            refunded: Micro::ZERO,
            rate_bps: tier.rate_bps,
            tier: tier.number,
            amount: remaining(payment.amount, Micro::ZERO, tier.rate_bps)?,
            used: Micro::ZERO,
            state: RewardState::Open,
            created_at: self.now,
            unlock_at: self.held_from + self.program.hold_period,
            reversed_at: None,
        };
        // Of a backfilled payment something, or all, may be refunded already.
        Ok(whole.with_refunded(payment.refunded, self.now)?)
    }
}

impl Refunding {
    /// Takes back, or gives again, what a change of refunds makes of a reward; `refunded` are all in
    /// force afterwards. The inviter is locked.
    pub(super) async fn run(
        &self,
        tx: &mut Tx<'_>,
        inviter: UserId,
        id: RewardId,
        refunded: Micro,
    ) -> Result<Reward> {
        let earner = balances::earner(tx, inviter).await?.ok_or_else(|| gone(inviter))?;
        let stored = earner.stored.unwrap_or_else(|| StoredBalance::empty(self.now));
        let found = rewards::find(tx, inviter, id).await?;
        let before = found
            .ok_or_else(|| StoreError::Corrupt(format!("reward {id} of a payment is missing")))?;
        let mut reward = before.with_refunded(refunded, self.now)?;
        if let Some(posting) = self.posting(&before, &reward, &stored.balance)? {
            // Of an unlocked reward parts may have to move, or uses wait for what comes back.
            let moves = posting.deferred_to().is_none();
            let stored = stored.due_by(moves.then_some(self.now));
            let after = post(tx, inviter, self.transaction_id, &posting, stored).await?;
            if earner.is_erased {
                even_out(tx, inviter, self.evening_id, after, self.now).await?;
            }
            let change = reward.amount.minus(before.amount)?;
            add_earned(tx, inviter, self.now, change).await?;
        }
        // Used up already, it keeps the name of what took its last part.
        let is_used_up = reward.used == reward.amount && reward.state == RewardState::Open;
        if reward.used > Micro::ZERO && (reward.used > reward.amount || is_used_up) {
            reward = trim(tx, &reward).await?;
        }
        rewards::update(tx, &reward).await?;
        Ok(reward)
    }

    fn posting(
        &self,
        before: &Reward,
        after: &Reward,
        balance: &Balance,
    ) -> Result<Option<Posting>> {
        let change = after.amount.minus(before.amount)?;
        if change == Micro::ZERO {
            return Ok(None);
        }
        let posting = if change > Micro::ZERO {
            Posting::earned(self.reason, part(after, change), balance, self.now)
        } else {
            Posting::taken_back(part(after, change.negated()?), balance, self.now)
        };
        Ok(Some(posting?))
    }
}

/// Takes what a reward no longer covers away from the newest uses. The caller writes the reward.
pub(super) async fn trim(tx: &mut Tx<'_>, reward: &Reward) -> Result<Reward> {
    let user_id = reward.user_id;
    let parts = uses::parts_of_reward(tx, user_id, reward.id, PARTS_PER_ROUND).await?;
    let are_all = parts.len() < usize::from(PARTS_PER_ROUND);
    let trimmed = triport_domain::allocation::trim(reward, &parts, are_all)?;
    for (part, left) in &trimmed.parts {
        uses::set_part(tx, user_id, part, *left).await?;
        uses::lose_part(tx, user_id, part.use_id, part.amount.minus(*left)?).await?;
    }
    Ok(trimmed.reward)
}

/// Counts what was earned on a day; below zero for a refund.
async fn add_earned(tx: &mut Tx<'_>, inviter: UserId, now: Timestamp, earned: Micro) -> Result<()> {
    let today = OfDay { earned_micro: earned.get(), ..OfDay::default() };
    counts::add_of_day(tx, inviter, day_of(now), today).await
}

fn part(reward: &Reward, amount: Micro) -> RewardPart {
    RewardPart { reward: reward.id, amount, unlock_at: reward.unlock_at }
}

/// A reward that can be used at once pays a debt at once: uses wait for it.
fn pays_debt(stored: StoredBalance, posting: &Posting, now: Timestamp) -> StoredBalance {
    let in_debt = stored.balance.available < Micro::ZERO;
    let at_once = posting.deferred_to().is_none();
    stored.due_by((in_debt && at_once).then_some(now))
}

fn gone(user_id: UserId) -> StoreError {
    StoreError::Corrupt(format!("inviter {user_id} is missing"))
}
