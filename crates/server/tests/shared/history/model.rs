//! What there is and what is true of it, once more and in the simplest way.

use std::collections::BTreeMap;

use serde_json::Value;

use super::allocation::{Reward, Use};
use super::calls::Call;

const KEYS_KEPT: i64 = 30 * 86_400_000_000;

/// Everything that happened, and the time.
pub(crate) struct Model {
    /// Microseconds since 1970.
    pub(crate) now: i64,
    pub(crate) hold: i64,
    pub(crate) accounts: Vec<Account>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) payouts: Vec<Payout>,
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) keyed: Vec<Keyed>,
}

#[derive(Default)]
pub(crate) struct Account {
    pub(crate) inviter: Option<usize>,
    pub(crate) is_influencer: bool,
    pub(crate) is_erased: bool,
    pub(crate) rewards: Vec<Reward>,
    pub(crate) uses: Vec<Use>,
}

pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) payer: usize,
    pub(crate) amount: i64,
    pub(crate) paid_at: Option<i64>,
    pub(crate) refunds: Vec<Refund>,
}

pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) is_void: bool,
}

pub(crate) struct Payout {
    /// Of the server; empty until it was answered.
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) amount: i64,
    pub(crate) status: &'static str,
    /// Number among the uses of the account.
    pub(crate) used: usize,
}

pub(crate) struct Invoice {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) amount: i64,
    pub(crate) status: &'static str,
    pub(crate) paid_by: Option<&'static str>,
    pub(crate) used: Option<usize>,
}

/// A write that carried a key, and its first answer.
pub(crate) struct Keyed {
    pub(crate) call: Call,
    pub(crate) at: i64,
    pub(crate) answer: Value,
}

/// The figures of `GET /v1/referrals/me`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) pending: i128,
    pub(crate) available: i128,
    pub(crate) lifetime: i128,
    pub(crate) debt: i128,
    pub(crate) paid_invitees: i128,
}

impl Model {
    pub(crate) fn new(now: i64, hold: i64, inviters: &[Option<usize>]) -> Self {
        let account = |inviter: &Option<usize>| Account { inviter: *inviter, ..Account::default() };
        let accounts = inviters.iter().map(account).collect();
        let (payments, payouts, invoices, keyed) = (vec![], vec![], vec![], vec![]);
        Self { now, hold, accounts, payments, payouts, invoices, keyed }
    }

    /// What can be used, below zero for debt.
    pub(crate) fn unused(&self, account: usize) -> i128 {
        let account = &self.accounts[account];
        let unlocked = account.rewards.iter().filter(|reward| reward.unlock_at <= self.now);
        let held = account.uses.iter().filter(|used| !used.has_ended);
        unlocked.map(|reward| reward.amount).sum::<i128>()
            - held.map(|used| used.amount).sum::<i128>()
    }

    pub(crate) fn standing(&self, account: usize) -> Standing {
        let rewards = &self.accounts[account].rewards;
        let lifetime: i128 = rewards.iter().map(|reward| reward.amount).sum();
        let locked = rewards.iter().filter(|reward| reward.unlock_at > self.now);
        let unused = self.unused(account);
        let is_live = |payment: &&Payment| payment.rest() > 0;
        let live = self.payments.iter().filter(is_live).map(|payment| payment.payer);
        let mut payers: Vec<usize> =
            live.filter(|payer| self.accounts[*payer].inviter == Some(account)).collect();
        payers.sort_unstable();
        payers.dedup();
        let paid_invitees = payers.len().try_into().unwrap();
        if self.accounts[account].is_erased {
            return self.standing_of_erased(account, paid_invitees);
        }
        Standing {
            pending: locked.map(|reward| reward.amount).sum(),
            available: unused.max(0),
            lifetime,
            debt: (-unused).max(0),
            paid_invitees,
        }
    }

    /// Whether something of the reward for a payment is used.
    pub(crate) fn uses_part_of(&self, payment: &Payment) -> bool {
        let inviter = self.accounts[payment.payer].inviter;
        let mut rewards = inviter.into_iter().flat_map(|id| &self.accounts[id].rewards);
        rewards.any(|reward| reward.payment_id == payment.id && reward.used() > 0)
    }

    /// Payments less refunds of each invitee that paid.
    pub(crate) fn paid_by(&self, payer: usize) -> i64 {
        let own = self.payments.iter().filter(|payment| payment.payer == payer);
        own.map(Payment::rest).sum()
    }

    /// The write that a key stands for, while it is kept.
    pub(crate) fn first(&self, call: &Call) -> Option<usize> {
        let same_place = |keyed: &Keyed| {
            std::mem::discriminant(&keyed.call) == std::mem::discriminant(call)
                && keyed.call.key() == call.key()
                && owner(&keyed.call) == owner(call)
        };
        let kept = |keyed: &Keyed| self.now < keyed.at + KEYS_KEPT;
        call.key()?;
        self.keyed.iter().rposition(|keyed| same_place(keyed) && kept(keyed))
    }

    /// Takes in the ids that the server gave.
    pub(crate) fn learn(&mut self, call: &Call, answer: &Value) {
        let id = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match call {
            Call::Pay { id: payment, payer, .. } => {
                if let Some(inviter) = self.accounts[*payer].inviter {
                    let rewards = &mut self.accounts[inviter].rewards;
                    let reward = rewards.iter_mut().find(|reward| reward.payment_id == *payment);
                    let reward = reward.filter(|reward| reward.id.is_empty());
                    if let Some(reward) = reward {
                        reward.id = id(&answer["reward"]["id"]);
                    }
                }
            }
            Call::Payout { .. } => {
                if let Some(payout) = self.payouts.last_mut().filter(|last| last.id.is_empty()) {
                    payout.id = id(&answer["id"]);
                }
            }
            _ => {}
        }
        if let Some(first) = self.first(call).filter(|first| self.keyed[*first].answer.is_null()) {
            self.keyed[first].answer = answer.clone();
        }
    }

    /// What background work does, all of it.
    pub(crate) fn work(&mut self) {
        for account in &mut self.accounts {
            super::allocation::work(&mut account.rewards, &mut account.uses, self.now);
        }
    }

    /// Takes in the ids of rewards by their payments.
    pub(crate) fn name_rewards(&mut self, account: usize, ids: &BTreeMap<String, String>) {
        for reward in &mut self.accounts[account].rewards {
            if let Some(id) = ids.get(&reward.payment_id) {
                reward.id.clone_from(id);
            }
        }
    }
}

impl Payment {
    /// What is left after the refunds in force.
    pub(crate) fn rest(&self) -> i64 {
        let in_force = self.refunds.iter().filter(|refund| !refund.is_void);
        self.amount - in_force.map(|refund| refund.amount).sum::<i64>()
    }
}

fn owner(call: &Call) -> Option<usize> {
    match call {
        Call::Spend { account, .. } | Call::Payout { account, .. } => Some(*account),
        _ => None,
    }
}
