//! Medians, how far the rounds lie apart, and histograms of latencies.

use anyhow::Context;
use hdrhistogram::Histogram;

/// Latencies in microseconds.
pub(crate) type Latencies = Histogram<u64>;

/// The longest latency told apart, in microseconds.
const MAX_LATENCY_MICROS: u64 = 60_000_000;
/// Digits of a latency that are kept.
const DIGITS: u8 = 3;

/// An empty histogram.
pub(crate) fn latencies() -> anyhow::Result<Latencies> {
    Histogram::new_with_max(MAX_LATENCY_MICROS, DIGITS).context("making a histogram")
}

/// A count as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "counts and sizes here are far below 2^52")]
pub(crate) const fn float(count: u64) -> f64 {
    count as f64
}

/// One figure over the rounds of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rounds(pub(crate) Vec<f64>);

impl Rounds {
    /// The median; with an even number of rounds the mean of the middle two.
    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
        if sorted.len().is_multiple_of(2) && middle > 0 {
            f64::midpoint(at(middle - 1), at(middle))
        } else {
            at(middle)
        }
    }

    /// How noisy the figure was: (largest − smallest) ÷ median.
    pub(crate) fn spread(&self) -> f64 {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (most - least) / self.median()
    }

    /// Round by round, this figure divided by the other.
    #[must_use]
    pub(crate) fn over(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours / theirs).collect())
    }

    /// The smallest and the largest.
    pub(crate) fn range(&self) -> (f64, f64) {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (least, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert!((Rounds(vec![4.0, 1.0, 3.0, 2.0]).median() - 2.5).abs() < 1e-9);
        assert!((Rounds(vec![9.0, 1.0, 3.0]).median() - 3.0).abs() < 1e-9);
    }

    #[test]
    fn spread_and_ratio_are_relative_to_the_median_and_to_the_round() {
        assert!((Rounds(vec![90.0, 100.0, 120.0]).spread() - 0.3).abs() < 1e-9);
        let ratio = Rounds(vec![1.0, 6.0]).over(&Rounds(vec![2.0, 3.0]));
        assert_eq!(ratio.range(), (0.5, 2.0));
    }
}
