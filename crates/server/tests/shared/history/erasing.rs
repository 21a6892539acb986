//! What the model knows of accounts that are erased.

use super::calls::Call;
use super::model::{Model, Standing};
use super::rules::{Expected, no, ok};

impl Model {
    /// What an erasure answers, and what becomes of the account.
    pub(crate) fn erase(&mut self, account: usize, forfeit: bool) -> Expected {
        if self.accounts[account].is_erased {
            return ok(200);
        }
        let is_open = |status: &str| status == "requested" || status == "processing";
        let mut own = self.payouts.iter().filter(|payout| payout.account == account);
        if own.any(|payout| is_open(payout.status)) {
            return no(409, "payout_in_flight");
        }
        if self.left(account) > 0 && !forfeit {
            return no(409, "balance_would_be_forfeited");
        }
        self.accounts[account].is_erased = true;
        ok(200)
    }

    /// What the account will have when everything has unlocked, below zero for debt.
    fn left(&self, account: usize) -> i128 {
        let rewards = self.accounts[account].rewards.iter();
        rewards.map(|reward| reward.amount).sum::<i128>() - self.used(account)
    }

    fn used(&self, account: usize) -> i128 {
        let held = self.accounts[account].uses.iter().filter(|used| !used.has_ended);
        held.map(|used| used.amount).sum()
    }

    /// What a call answers because somebody in it was erased; `None` if that does not matter.
    pub(crate) fn answer_about_erased(&self, call: &Call) -> Option<Expected> {
        let erased = |account: &usize| self.accounts[*account].is_erased;
        match call {
            Call::Spend { account, .. }
            | Call::Payout { account, .. }
            | Call::Cancel { account, .. } => erased(account).then_some(no(401, "unauthenticated")),
            Call::Backfill { invitee, .. } if erased(invitee) => Some(no(404, "user_not_found")),
            // Its code is nobody's any more.
            Call::Backfill { inviter, .. } if erased(inviter) => Some(ok(200)),
            _ => None,
        }
    }

    /// An erased account has nothing and owes nothing: its rewards were worth what was used of them.
    pub(crate) fn standing_of_erased(&self, account: usize, paid_invitees: i128) -> Standing {
        let lifetime = self.used(account);
        Standing { pending: 0, available: 0, lifetime, debt: 0, paid_invitees }
    }
}
