//! The ledger: double entry, append-only, and the balance that repeats its sums for speed.
//!
//! Every movement of money is a [`Posting`] whose entries sum to zero. Time alone moves a reward
//! from pending to available: the posting that records it holds entries that count from the end of
//! the hold period on (*deferred* entries). A [`Balance`] holds the sums of all entries that counted
//! when they were posted, and of the deferred ones up to the time to which it is *settled*; a reader
//! adds those that came to count since.

use uuid::Uuid;

use crate::id::{PayoutId, RewardId, UseId, UserId};
use crate::money::{Micro, TooLarge};
use crate::time::Timestamp;

/// The accounts of the ledger. Each exists once per member: the platform's side too is kept with
/// the member it concerns, so that no row is touched by everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerAccount {
    /// What the programme has cost the platform; never above zero.
    PlatformExpense,
    /// Rewards within their hold period.
    MemberPending,
    /// Unlocked rewards without what was used of them; below zero is debt.
    MemberAvailable,
    /// Payouts that were requested and not yet sent.
    PayoutsInFlight,
    /// Payouts that were sent.
    PaidOut,
    /// Credit that paid invoices.
    InvoiceCredit,
}

/// Why something was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A payment earned a reward.
    Reward,
    /// A refund took back a part of a reward.
    Refund,
    /// A refund is no longer in force.
    RefundVoided,
    /// A payout was requested.
    Payout,
    /// A payout was sent.
    PayoutSent,
    /// A payout failed.
    PayoutFailed,
    /// A payout was cancelled.
    PayoutCancelled,
    /// Credit paid an invoice.
    Spend,
    /// An invoice that credit had paid was voided.
    SpendReturned,
    /// The account was erased.
    Forfeited,
}

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

/// What a posting changes in a balance at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BalanceChange {
    /// Change of what is pending.
    pub pending: Micro,
    /// Change of what is available, or of the debt.
    pub available: Micro,
    /// Change of all rewards net of refunds.
    pub lifetime: Micro,
}

/// The sums of a member's ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Rewards within their hold period, net of refunds.
    pub pending: Micro,
    /// Unlocked rewards, net of refunds, without what was used of them; below zero is debt.
    pub available: Micro,
    /// All rewards, net of refunds.
    pub lifetime: Micro,
    /// Deferred entries count in this balance up to this time.
    pub settled_to: Timestamp,
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

impl Balance {
    /// Of a member to whom nothing has happened yet.
    #[must_use]
    pub const fn empty(settled_to: Timestamp) -> Self {
        let zero = Micro::ZERO;
        Self { pending: zero, available: zero, lifetime: zero, settled_to }
    }

    /// The balance after a change.
    pub fn changed(self, change: BalanceChange) -> Result<Self, TooLarge> {
        Ok(Self {
            pending: self.pending.plus(change.pending)?,
            available: self.available.plus(change.available)?,
            lifetime: self.lifetime.plus(change.lifetime)?,
            ..self
        })
    }

    /// The balance at a later time, when `unlocked` more has become available since.
    pub fn settled(self, unlocked: Micro, to: Timestamp) -> Result<Self, TooLarge> {
        Ok(Self {
            pending: self.pending.minus(unlocked)?,
            available: self.available.plus(unlocked)?,
            settled_to: self.settled_to.max(to),
            ..self
        })
    }

    /// What can be paid out or spent.
    #[must_use]
    pub fn usable(&self) -> Micro {
        self.available.or_zero()
    }

    /// What refunds took back after it had been used.
    #[must_use]
    pub const fn debt(&self) -> Micro {
        Micro::new(if self.available.get() < 0 { self.available.get().saturating_neg() } else { 0 })
    }
}

macro_rules! names {
    ($ty:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $ty {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads the name back.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }
    };
}

names!(LedgerAccount {
    PlatformExpense = "platform_expense",
    MemberPending = "member_pending",
    MemberAvailable = "member_available",
    PayoutsInFlight = "payouts_in_flight",
    PaidOut = "paid_out",
    InvoiceCredit = "invoice_credit",
});

names!(Reason {
    Reward = "reward",
    Refund = "refund",
    RefundVoided = "refund_voided",
    Payout = "payout",
    PayoutSent = "payout_sent",
    PayoutFailed = "payout_failed",
    PayoutCancelled = "payout_cancelled",
    Spend = "spend",
    SpendReturned = "spend_returned",
    Forfeited = "forfeited",
});

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_000_000);
    const LATER: Timestamp = Timestamp::from_micros(2_000_000);

    fn part(unlock_at: Timestamp) -> RewardPart {
        RewardPart { reward: RewardId(Uuid::nil()), amount: Micro::new(150), unlock_at }
    }

    fn with(available: i64) -> Balance {
        Balance { available: Micro::new(available), ..Balance::empty(NOW) }
    }

    fn after(balance: Balance, posting: &Posting) -> Balance {
        balance.changed(posting.change().unwrap()).unwrap()
    }

    #[test]
    fn every_posting_sums_to_zero() {
        let balance = Balance::empty(NOW);
        let (payout, spend) = (PayoutId(Uuid::nil()), UseId(Uuid::nil()));
        let amount = Micro::new(7);
        let postings = [
            Posting::earned(Reason::Reward, part(LATER), &balance, NOW),
            Posting::earned(Reason::RefundVoided, part(NOW), &balance, NOW),
            Posting::taken_back(part(LATER), &balance, NOW),
            Posting::taken_back(part(NOW), &balance, NOW),
            Posting::payout(payout, amount, NOW),
            Posting::payout_sent(payout, amount, NOW),
            Posting::payout_returned(Reason::PayoutFailed, payout, amount, NOW),
            Posting::spend(spend, amount, NOW),
            Posting::spend_returned(spend, amount, NOW),
            Posting::forfeited(UserId(Uuid::nil()), &with(7), NOW),
            Posting::forfeited(UserId(Uuid::nil()), &with(-7), NOW),
        ];
        for posting in postings.map(Result::unwrap) {
            let sum: i64 = posting.entries().iter().map(|entry| entry.amount.get()).sum();
            assert_eq!(sum, 0, "{posting:?}");
        }
    }

    #[test]
    fn who_forfeits_has_nothing_and_owes_nothing() {
        for available in [9_007_199_254_740_991, 1, 0, -1, -500] {
            let posting = Posting::forfeited(UserId(Uuid::nil()), &with(available), NOW).unwrap();
            let balance = after(with(available), &posting);
            assert_eq!((balance.available.get(), balance.lifetime.get()), (0, -available));
        }
    }

    #[test]
    fn a_reward_is_pending_until_it_unlocks() {
        let empty = Balance::empty(NOW);
        let posting = Posting::earned(Reason::Reward, part(LATER), &empty, NOW).unwrap();
        let balance = after(empty, &posting);
        assert_eq!((balance.pending.get(), balance.available.get()), (150, 0));
        assert_eq!(posting.deferred_to(), Some(LATER));
        let balance = balance.settled(Micro::new(150), LATER).unwrap();
        assert_eq!((balance.pending.get(), balance.available.get()), (0, 150));
        assert_eq!(balance.lifetime.get(), 150);
    }

    #[test]
    fn what_a_balance_was_settled_beyond_is_available_whatever_the_clock_says() {
        let settled = Balance::empty(LATER);
        let posting = Posting::earned(Reason::Reward, part(LATER), &settled, NOW).unwrap();
        assert_eq!(posting.deferred_to(), None);
        assert_eq!(after(settled, &posting).available.get(), 150);
    }

    #[test]
    fn a_clawback_of_what_was_used_is_debt() {
        let empty = Balance::empty(NOW);
        let earned = Posting::earned(Reason::Reward, part(NOW), &empty, NOW).unwrap();
        let used = Posting::payout(PayoutId(Uuid::nil()), Micro::new(100), NOW).unwrap();
        let back = Posting::taken_back(part(NOW), &empty, NOW).unwrap();
        let balance = [earned, used, back].iter().fold(empty, after);
        assert_eq!((balance.usable().get(), balance.debt().get()), (0, 100));
        assert_eq!(balance.lifetime.get(), 0);
    }
}
