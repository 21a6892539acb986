//! The ledger: double entry, append-only, and the balance that repeats its sums for speed.
//!
//! Every movement of money is a [`Posting`] whose entries sum to zero. Time alone moves a reward
//! from pending to available: the posting that records it holds entries that count from the end of
//! the hold period on (*deferred* entries). A [`Balance`] holds the sums of all entries that counted
//! when they were posted, and of the deferred ones up to the time to which it is *settled*; a reader
//! adds those that came to count since.

mod balance;
mod posting;

pub use balance::{Balance, BalanceChange};
pub use posting::{Entry, Posting, RewardPart};

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
    use uuid::Uuid;

    use super::*;
    use crate::id::{PayoutId, RewardId, UseId, UserId};
    use crate::money::Micro;
    use crate::time::Timestamp;

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
