//! Chance, the same with every run of one seed.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use triport_domain::time::Span;

/// Where the story gets its luck from. Whole numbers only, so that every machine tells one story.
pub(super) struct Chance(StdRng);

impl Chance {
    pub(super) fn from_seed(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number of `least..=most`.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        self.0.random_range(least..=most)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(super) fn per_mille(&mut self, likely: u32) -> bool {
        self.0.random_range(0..1_000) < likely
    }

    /// How often something happens that happens so many times in a thousand days; spread as such things
    /// are, around the mean.
    pub(super) fn times(&mut self, in_a_thousand_days: u32) -> u32 {
        let tries = in_a_thousand_days.div_ceil(250);
        let likely = in_a_thousand_days.checked_div(tries).unwrap_or(0);
        (0..tries).map(|_| u32::from(self.per_mille(likely))).sum()
    }

    /// One of several; the default of an empty list.
    pub(super) fn one_of<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let last = u32::try_from(list.len().saturating_sub(1)).unwrap_or(0);
        let index = usize::try_from(self.between(0, last)).unwrap_or(0);
        list.get(index).copied().unwrap_or_default()
    }

    /// A span of so many minutes.
    pub(super) fn minutes(&mut self, least: u32, most: u32) -> Span {
        Span::from_secs(self.between(least, most) * 60 + self.between(0, 59))
    }

    /// A span of so many days.
    pub(super) fn days(&mut self, least: u32, most: u32) -> Span {
        self.minutes(least * 1_440, most * 1_440)
    }

    /// So many hexadecimal digits.
    pub(super) fn hex(&mut self, digits: usize) -> String {
        (0..digits).filter_map(|_| char::from_digit(self.between(0, 15), 16)).collect()
    }

    /// So many characters of the alphabet in which Solana writes its hashes.
    pub(super) fn base58(&mut self, characters: usize) -> String {
        const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        (0..characters).map(|_| char::from(self.one_of(ALPHABET))).collect()
    }
}
