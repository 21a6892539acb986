//! Which rewards a payout or spend takes, and what a refund of used ones does.
//!
//! Use takes the oldest unlocked rewards first, in parts. A refund that leaves less of a reward than
//! was used takes the excess away from the newest uses, which then wait for other rewards: what
//! nobody has earned yet is the debt that later rewards pay.

use crate::id::{RewardId, UseId};
use crate::money::{Micro, TooLarge};
use crate::reward::{Reward, RewardState};

/// The two ways to use rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseKind {
    /// A withdrawal.
    Payout,
    /// Credit on an invoice.
    Spend,
}

/// A use that still waits for parts of rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its identity.
    pub id: UseId,
    /// Its way.
    pub kind: UseKind,
    /// What it still waits for.
    pub unallocated: Micro,
}

/// What a use took of one reward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The use.
    pub use_id: UseId,
    /// Its way.
    pub kind: UseKind,
    /// The reward.
    pub reward: RewardId,
    /// How much of it.
    pub amount: Micro,
}

/// What follows for the parts of an overused reward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    /// Parts that lose something, with what is left of each.
    pub parts: Vec<(Part, Micro)>,
    /// The reward afterwards.
    pub reward: Reward,
}

impl UseKind {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payout => "payout",
            Self::Spend => "spend",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Payout, Self::Spend].into_iter().find(|kind| kind.as_str() == text)
    }

    /// How a reward stands when this took its last part.
    #[must_use]
    pub const fn used_up(self) -> RewardState {
        match self {
            Self::Payout => RewardState::PaidOut,
            Self::Spend => RewardState::Spent,
        }
    }
}

/// Takes from `reward` what there is, up to what `waiting` waits for; answers both afterwards and
/// the amount.
pub fn take(waiting: Use, reward: &Reward) -> Result<(Use, Reward, Micro), TooLarge> {
    let amount = reward.amount.minus(reward.used)?.or_zero().min(waiting.unallocated);
    let used = reward.used.plus(amount)?;
    let used_up = used == reward.amount && reward.state != RewardState::Reversed;
    let state = if used_up { waiting.kind.used_up() } else { reward.state };
    let waiting = Use { unallocated: waiting.unallocated.minus(amount)?, ..waiting };
    Ok((waiting, Reward { used, state, ..reward.clone() }, amount))
}

/// The reward after a part of it was given back whole.
pub fn give_back(reward: &Reward, part: &Part) -> Result<Reward, TooLarge> {
    let used = reward.used.minus(part.amount)?;
    let state = if reward.state == RewardState::Reversed || used >= reward.amount {
        reward.state
    } else {
        RewardState::Open
    };
    Ok(Reward { used, state, ..reward.clone() })
}

/// Takes the excess of an overused reward away from its parts, given the newest first. If they are
/// not all of them, the last one stays whole, to tell who took the last part that is left; what is
/// then still in excess the next round sees.
pub fn trim(reward: &Reward, newest_first: &[Part], are_all: bool) -> Result<Trimmed, TooLarge> {
    let (newer, oldest) = match newest_first.split_last() {
        Some((oldest, newer)) if !are_all => (newer, Some(oldest)),
        _ => (newest_first, None),
    };
    let mut excess = reward.used.minus(reward.amount)?.or_zero();
    let mut trimmed = Trimmed { parts: Vec::new(), reward: reward.clone() };
    for part in newer {
        if excess == Micro::ZERO {
            return Ok(settle(trimmed, Some(part)));
        }
        let lost = part.amount.min(excess);
        let left = part.amount.minus(lost)?;
        excess = excess.minus(lost)?;
        trimmed.reward.used = trimmed.reward.used.minus(lost)?;
        trimmed.parts.push((*part, left));
        if left > Micro::ZERO {
            return Ok(settle(trimmed, Some(part)));
        }
    }
    Ok(settle(trimmed, oldest))
}

/// The state of a trimmed reward: used up by the newest use that still holds a part, or open when
/// none does (its rest rounds to zero, but its payment is not fully refunded).
fn settle(mut trimmed: Trimmed, last: Option<&Part>) -> Trimmed {
    let reward = &mut trimmed.reward;
    if reward.state != RewardState::Reversed {
        reward.state = last.map_or(RewardState::Open, |part| part.kind.used_up());
    }
    trimmed
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::UserId;
    use crate::time::Timestamp;

    fn reward(amount: i64, used: i64) -> Reward {
        let at = Timestamp::from_micros(0);
        Reward {
            id: RewardId(Uuid::nil()),
            user_id: UserId(Uuid::nil()),
            invitee_id: UserId(Uuid::nil()),
            payment_id: "pay_1".to_owned(),
            payment: Micro::new(amount * 10),
            refunded: Micro::ZERO,
            rate_bps: 1_000,
            tier: 1,
            amount: Micro::new(amount),
            used: Micro::new(used),
            state: RewardState::Open,
            created_at: at,
            unlock_at: at,
            reversed_at: None,
        }
    }

    fn part(id: u128, kind: UseKind, amount: i64) -> Part {
        let use_id = UseId(Uuid::from_u128(id));
        Part { use_id, kind, reward: RewardId(Uuid::nil()), amount: Micro::new(amount) }
    }

    #[test]
    fn the_use_that_takes_the_last_part_names_the_state() {
        let waiting =
            Use { id: UseId(Uuid::nil()), kind: UseKind::Spend, unallocated: Micro::new(7) };
        let (waiting, reward, amount) = take(waiting, &reward(10, 6)).unwrap();
        assert_eq!((waiting.unallocated.get(), amount.get()), (3, 4));
        assert_eq!((reward.used.get(), reward.state), (10, RewardState::Spent));
    }

    #[test]
    fn a_part_leaves_the_rest_open() {
        let waiting =
            Use { id: UseId(Uuid::nil()), kind: UseKind::Payout, unallocated: Micro::new(3) };
        let (waiting, reward, _) = take(waiting, &reward(10, 6)).unwrap();
        assert_eq!((waiting.unallocated, reward.state), (Micro::ZERO, RewardState::Open));
        assert_eq!(reward.used.get(), 9);
    }

    #[test]
    fn a_clawback_takes_from_the_newest_use() {
        let overused = Reward { amount: Micro::new(4), ..reward(10, 10) };
        let parts = [part(3, UseKind::Spend, 2), part(2, UseKind::Payout, 8)];
        let trimmed = trim(&overused, &parts, true).unwrap();
        let left: Vec<i64> = trimmed.parts.iter().map(|(_, left)| left.get()).collect();
        assert_eq!(left, [0, 4]);
        assert_eq!((trimmed.reward.used.get(), trimmed.reward.state), (4, RewardState::PaidOut));
    }

    #[test]
    fn a_reward_that_is_used_exactly_only_learns_who_took_the_last_part() {
        let exact = Reward { amount: Micro::new(8), ..reward(10, 8) };
        let trimmed = trim(&exact, &[part(1, UseKind::Spend, 8)], true).unwrap();
        assert_eq!((trimmed.parts.len(), trimmed.reward.state), (0, RewardState::Spent));
    }

    #[test]
    fn of_some_parts_the_last_stays_to_name_the_state() {
        let overused = Reward { amount: Micro::new(4), ..reward(10, 10) };
        let parts = [part(3, UseKind::Spend, 6), part(2, UseKind::Payout, 1)];
        let trimmed = trim(&overused, &parts, false).unwrap();
        assert_eq!((trimmed.parts.len(), trimmed.reward.used.get()), (1, 4));
        assert_eq!(trimmed.reward.state, RewardState::PaidOut);
    }

    #[test]
    fn what_is_given_back_is_open_again() {
        let used_up = Reward { state: RewardState::PaidOut, ..reward(10, 10) };
        let open = give_back(&used_up, &part(1, UseKind::Payout, 4)).unwrap();
        assert_eq!((open.used.get(), open.state), (6, RewardState::Open));
    }
}
