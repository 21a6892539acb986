//! Postings: one for each thing that happens to a member's money.

use uuid::Uuid;

use super::{Balance, BalanceChange, LedgerAccount, Reason};
use crate::id::{PayoutId, RewardId, UseId, UserId};
use crate::money::{Micro, TooLarge};
use crate::time::Timestamp;

/// One line of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub account: LedgerAccount,
    /// How much; below zero it leaves the account.
    pub amount: Micro,
    /// From when on it counts.
    pub effective_at: Timestamp,
}

/// One transaction of the ledger; its entries sum to zero by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Why.
    pub reason: Reason,
    /// What it explains: a reward, a payout, a spend or an account, as the reason says.
    pub subject: Uuid,
    /// When it was posted.
    pub posted_at: Timestamp,
    entries: Vec<Entry>,
}

/// The part of a reward that a posting moves, and where the reward stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RewardPart {
    /// The reward.
    pub reward: RewardId,
    /// How much of it; above zero.
    pub amount: Micro,
    /// When the reward unlocks.
    pub unlock_at: Timestamp,
}

impl Posting {
    /// A reward, or a part of one that came back, is earned.
    ///
    /// `balance` is the member's; it decides together with the clock whether the hold period is
    /// over, so that a process whose clock is behind posts nothing that was settled already.
    pub fn earned(
        reason: Reason,
        part: RewardPart,
        balance: &Balance,
        now: Timestamp,
    ) -> Result<Self, TooLarge> {
        use LedgerAccount::{MemberAvailable, MemberPending, PlatformExpense};
        let posting = Self::new(reason, part.reward.0, now);
        if part.unlock_at <= now.max(balance.settled_to) {
            return posting.moving(PlatformExpense, MemberAvailable, part.amount, now);
        }
        posting.moving(PlatformExpense, MemberPending, part.amount, now)?.moving(
            MemberPending,
            MemberAvailable,
            part.amount,
            part.unlock_at,
        )
    }

    /// A part of a reward is taken back by a refund.
    pub fn taken_back(
        part: RewardPart,
        balance: &Balance,
        now: Timestamp,
    ) -> Result<Self, TooLarge> {
        use LedgerAccount::{MemberAvailable, MemberPending, PlatformExpense};
        let posting = Self::new(Reason::Refund, part.reward.0, now);
        if part.unlock_at <= now.max(balance.settled_to) {
            return posting.moving(MemberAvailable, PlatformExpense, part.amount, now);
        }
        posting.moving(MemberPending, PlatformExpense, part.amount, now)?.moving(
            MemberAvailable,
            MemberPending,
            part.amount,
            part.unlock_at,
        )
    }

    /// A payout is requested.
    pub fn payout(payout: PayoutId, amount: Micro, now: Timestamp) -> Result<Self, TooLarge> {
        use LedgerAccount::{MemberAvailable, PayoutsInFlight};
        let posting = Self::new(Reason::Payout, payout.0, now);
        posting.moving(MemberAvailable, PayoutsInFlight, amount, now)
    }

    /// A payout was sent.
    pub fn payout_sent(payout: PayoutId, amount: Micro, now: Timestamp) -> Result<Self, TooLarge> {
        use LedgerAccount::{PaidOut, PayoutsInFlight};
        let posting = Self::new(Reason::PayoutSent, payout.0, now);
        posting.moving(PayoutsInFlight, PaidOut, amount, now)
    }

    /// A payout failed or was cancelled, as `reason` says.
    pub fn payout_returned(
        reason: Reason,
        payout: PayoutId,
        amount: Micro,
        now: Timestamp,
    ) -> Result<Self, TooLarge> {
        use LedgerAccount::{MemberAvailable, PayoutsInFlight};
        let posting = Self::new(reason, payout.0, now);
        posting.moving(PayoutsInFlight, MemberAvailable, amount, now)
    }

    /// Credit pays an invoice.
    pub fn spend(spend: UseId, amount: Micro, now: Timestamp) -> Result<Self, TooLarge> {
        use LedgerAccount::{InvoiceCredit, MemberAvailable};
        let posting = Self::new(Reason::Spend, spend.0, now);
        posting.moving(MemberAvailable, InvoiceCredit, amount, now)
    }

    /// An invoice that credit had paid was voided.
    pub fn spend_returned(spend: UseId, amount: Micro, now: Timestamp) -> Result<Self, TooLarge> {
        use LedgerAccount::{InvoiceCredit, MemberAvailable};
        let posting = Self::new(Reason::SpendReturned, spend.0, now);
        posting.moving(InvoiceCredit, MemberAvailable, amount, now)
    }

    /// An erased account has nothing: what it still has goes back to the platform, and what it owes
    /// the platform writes off.
    pub fn forfeited(account: UserId, balance: &Balance, now: Timestamp) -> Result<Self, TooLarge> {
        use LedgerAccount::{MemberAvailable, PlatformExpense};
        let posting = Self::new(Reason::Forfeited, account.0, now);
        let amount = balance.available;
        if amount < Micro::ZERO {
            return posting.moving(PlatformExpense, MemberAvailable, amount.negated()?, now);
        }
        posting.moving(MemberAvailable, PlatformExpense, amount, now)
    }

    const fn new(reason: Reason, subject: Uuid, posted_at: Timestamp) -> Self {
        Self { reason, subject, posted_at, entries: Vec::new() }
    }

    fn moving(
        mut self,
        from: LedgerAccount,
        to: LedgerAccount,
        amount: Micro,
        effective_at: Timestamp,
    ) -> Result<Self, TooLarge> {
        self.entries.push(Entry { account: from, amount: amount.negated()?, effective_at });
        self.entries.push(Entry { account: to, amount, effective_at });
        Ok(self)
    }

    /// Its lines, in pairs that sum to zero.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// When the first of its entries that do not count yet will.
    #[must_use]
    pub fn deferred_to(&self) -> Option<Timestamp> {
        let times = self.entries.iter().map(|entry| entry.effective_at);
        times.filter(|effective_at| *effective_at > self.posted_at).min()
    }

    /// What it changes in a balance at once; the rest follows when the balance is settled.
    pub fn change(&self) -> Result<BalanceChange, TooLarge> {
        let mut change = BalanceChange::default();
        for entry in self.entries.iter().filter(|entry| entry.effective_at == self.posted_at) {
            match entry.account {
                LedgerAccount::MemberPending => {
                    change.pending = change.pending.plus(entry.amount)?;
                }
                LedgerAccount::MemberAvailable => {
                    change.available = change.available.plus(entry.amount)?;
                }
                LedgerAccount::PlatformExpense => {
                    change.lifetime = change.lifetime.minus(entry.amount)?;
                }
                _ => {}
            }
        }
        Ok(change)
    }
}
