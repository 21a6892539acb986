//! Amounts of money: whole micro-units (1 000 000 = 1.00 of the programme's currency).
//!
//! Every sum is checked: what does not fit is an error for the caller, never a wrapped number.
//! There is no floating point anywhere near money.

use std::fmt;

use crate::program::MAX_RATE_BPS;

/// The largest single amount that anybody may name: 2^53 - 1, the largest whole number that every
/// JSON parser reads exactly (RFC 8259, section 6).
pub const MAX_AMOUNT: Micro = Micro((1 << 53) - 1);

/// An amount in micro-units; may be negative where it is a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micro(i64);

/// A sum does not fit into 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an amount of money is too large")]
pub struct TooLarge;

/// The amount is not one that can be named: 1 to 2^53 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("amount_micro is a whole number from 1 to 9007199254740991")]
pub struct InvalidAmount;

impl Micro {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// That many micro-units.
    #[must_use]
    pub const fn new(micros: i64) -> Self {
        Self(micros)
    }

    /// An amount as somebody names it.
    pub const fn named(micros: i64) -> Result<Self, InvalidAmount> {
        if micros < 1 || micros > MAX_AMOUNT.0 { Err(InvalidAmount) } else { Ok(Self(micros)) }
    }

    /// The number of micro-units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Result<Self, TooLarge> {
        self.0.checked_add(other.0).map(Self).ok_or(TooLarge)
    }

    /// What is left without the other.
    pub fn minus(self, other: Self) -> Result<Self, TooLarge> {
        self.0.checked_sub(other.0).map(Self).ok_or(TooLarge)
    }

    /// The same with the other sign.
    pub fn negated(self) -> Result<Self, TooLarge> {
        Self::ZERO.minus(self)
    }

    /// As people read it, with at least two decimals and all that are not zero: `12.50 USD`.
    #[must_use]
    pub fn in_currency(self, currency: &str) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, micros) =
            (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        let decimals = format!("{micros:06}");
        let kept = decimals.trim_end_matches('0').len().max(2);
        let decimals = decimals.get(..kept).unwrap_or_default();
        format!("{sign}{units}.{decimals} {currency}")
    }

    /// The part that is above zero.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// The share of this amount at a rate in basis points, rounded down. The product is computed in
    /// 128 bits, so it cannot overflow; rates are at most the whole.
    pub fn share(self, rate_bps: u16) -> Result<Self, TooLarge> {
        let product = i128::from(self.0) * i128::from(rate_bps);
        let share = product.div_euclid(i128::from(MAX_RATE_BPS));
        i64::try_from(share).map(Self).map_err(|_| TooLarge)
    }
}

impl fmt::Display for Micro {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_down_and_exact_at_the_largest_amounts() {
        assert_eq!(Micro(9_999).share(1_000), Ok(Micro(999)));
        assert_eq!(Micro(1).share(9_999), Ok(Micro(0)));
        assert_eq!(Micro(1).share(10_000), Ok(Micro(1)));
        assert_eq!(MAX_AMOUNT.share(1_500), Ok(Micro(1_351_079_888_211_148)));
        assert_eq!(Micro(i64::MAX).share(10_000), Ok(Micro(i64::MAX)));
    }

    #[test]
    fn amounts_are_shown_whole() {
        assert_eq!(Micro(12_500_000).in_currency("USD"), "12.50 USD");
        assert_eq!(Micro(1).in_currency("EUR"), "0.000001 EUR");
        assert_eq!(Micro(-1_230_000).in_currency("USD"), "-1.23 USD");
        assert_eq!(Micro(7_000_000).in_currency("USD"), "7.00 USD");
    }

    #[test]
    fn sums_that_do_not_fit_are_errors() {
        assert_eq!(Micro(i64::MAX).plus(Micro(1)), Err(TooLarge));
        assert_eq!(Micro(i64::MIN).minus(Micro(1)), Err(TooLarge));
        assert_eq!(Micro(i64::MIN).negated(), Err(TooLarge));
    }

    #[test]
    fn amounts_that_can_be_named_end_where_json_numbers_stop_being_exact() {
        for (named, micros) in [(false, 0), (true, 1), (true, (1 << 53) - 1), (false, 1 << 53)] {
            assert_eq!(Micro::named(micros).is_ok(), named, "{micros}");
        }
        assert_eq!(Micro::named(-1), Err(InvalidAmount));
        assert_eq!(Micro::named(i64::MAX), Err(InvalidAmount));
    }
}
