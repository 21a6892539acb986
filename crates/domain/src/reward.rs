//! Rewards: the inviter's share of one payment, from the push to the last part used.

use crate::id::{RewardId, UserId};
use crate::money::{Micro, TooLarge};
use crate::time::Timestamp;

/// How a reward is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RewardStatus {
    /// Waits for the end of its hold period.
    Pending,
    /// Something of it can be used, or its amount is zero.
    Available,
    /// Nothing is left of it, and a spend took the last part.
    Spent,
    /// Nothing is left of it, and a payout took the last part.
    PaidOut,
    /// Its payment is fully refunded.
    Reversed,
}

/// The part of a reward's standing that does not depend on the clock, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewardState {
    /// Pending or available, as the clock says.
    Open,
    /// Used up by payouts, or last by one.
    PaidOut,
    /// Used up by spends, or last by one.
    Spent,
    /// Its payment is fully refunded.
    Reversed,
}

/// A reward as stored under its inviter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reward {
    /// Its identity.
    pub id: RewardId,
    /// The inviter, who owns it.
    pub user_id: UserId,
    /// Who paid.
    pub invitee_id: UserId,
    /// The payment, by the product's id.
    pub payment_id: String,
    /// What was paid.
    pub payment: Micro,
    /// Refunds of the payment in force.
    pub refunded: Micro,
    /// The inviter's rate at the moment of the push, in basis points.
    pub rate_bps: u16,
    /// The inviter's tier at that moment.
    pub tier: u16,
    /// What remains of the reward after refunds.
    pub amount: Micro,
    /// What went into payouts and spends.
    pub used: Micro,
    /// What does not depend on the clock.
    pub state: RewardState,
    /// When the push was processed.
    pub created_at: Timestamp,
    /// From when on it can be used.
    pub unlock_at: Timestamp,
    /// Since when its payment is fully refunded.
    pub reversed_at: Option<Timestamp>,
}

/// What remains of a reward when that much of its payment is refunded.
///
/// Computed from the whole each time, so that any number of partial refunds ends where one full
/// refund ends: at zero.
pub fn remaining(payment: Micro, refunded: Micro, rate_bps: u16) -> Result<Micro, TooLarge> {
    payment.minus(refunded)?.share(rate_bps)
}

impl Reward {
    /// How it is shown at `now`.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> RewardStatus {
        match self.state {
            RewardState::Reversed => RewardStatus::Reversed,
            RewardState::PaidOut => RewardStatus::PaidOut,
            RewardState::Spent => RewardStatus::Spent,
            RewardState::Open if now < self.unlock_at => RewardStatus::Pending,
            RewardState::Open => RewardStatus::Available,
        }
    }

    /// The same reward with that much of its payment refunded, at `now`.
    pub fn with_refunded(&self, refunded: Micro, now: Timestamp) -> Result<Self, TooLarge> {
        let amount = remaining(self.payment, refunded, self.rate_bps)?;
        let reversed = refunded == self.payment;
        let reversed_at = reversed.then(|| self.reversed_at.unwrap_or(now));
        let state = match self.state {
            _ if reversed => RewardState::Reversed,
            // Unless something of it came back, or more of it remains than was used.
            state if state != RewardState::Reversed && amount <= self.used => state,
            _ => RewardState::Open,
        };
        Ok(Self { refunded, amount, state, reversed_at, ..self.clone() })
    }
}

impl RewardStatus {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Available, Self::Spent, Self::PaidOut, Self::Reversed];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Available => "available",
            Self::Spent => "spent",
            Self::PaidOut => "paid_out",
            Self::Reversed => "reversed",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl RewardState {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::PaidOut => "paid_out",
            Self::Spent => "spent",
            Self::Reversed => "reversed",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::PaidOut, Self::Spent, Self::Reversed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}
