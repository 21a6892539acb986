//! The balance: the sums of a member's ledger, kept so that no reader adds up a year.

use crate::money::{Micro, TooLarge};
use crate::time::Timestamp;

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
