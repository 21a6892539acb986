//! Rewards for payments that an invitee made before it was attributed.

use std::sync::Arc;

use triport_domain::id::{RewardId, TransactionId, UserId};
use triport_domain::time::Timestamp;
use triport_store::{Result, Tx, payments};

use super::earn::Earning;
use crate::App;
use crate::program::Program;

/// Earlier payments that earn something afterwards, the oldest first.
const MAX_PAYMENTS: u16 = 1_000;

/// A backfill, to be run in the transaction of the attribution.
pub(crate) struct Backfill {
    program: Arc<Program>,
    /// Ids for every payment that there may be.
    ids: Vec<(RewardId, TransactionId)>,
    now: Timestamp,
}

impl App {
    /// Prepares a backfill at `now`.
    pub(crate) fn backfill(&self, now: Timestamp) -> Backfill {
        let mut ids: Vec<_> = (0..MAX_PAYMENTS)
            .map(|_| (RewardId(self.new_id(now)), TransactionId(self.new_id(now))))
            .collect();
        // They unlock together, so their ids say which is used first: the oldest payment's.
        ids.sort_unstable();
        Backfill { program: self.program.clone(), ids, now }
    }
}

impl Backfill {
    /// Gives the inviter today's share of what is left of earlier payments; it unlocks after a hold
    /// period from now. Of one that is fully refunded that is nothing, until the refund is voided. The
    /// invitee is locked and attributed.
    pub(crate) async fn run(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        inviter_id: UserId,
    ) -> Result<usize> {
        let earlier = payments::without_reward(tx, user_id, MAX_PAYMENTS).await?;
        for (payment, (reward_id, transaction_id)) in earlier.iter().zip(&self.ids) {
            let earning = Earning {
                program: self.program.clone(),
                reward_id: *reward_id,
                transaction_id: *transaction_id,
                held_from: self.now,
                now: self.now,
            };
            if let Some(reward) = earning.run(tx, inviter_id, payment).await? {
                payments::set_reward(tx, payment, inviter_id, reward.id).await?;
            }
        }
        Ok(earlier.len())
    }
}
