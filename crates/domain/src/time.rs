//! Points in time and spans between them, in whole microseconds.

use std::fmt;
use std::ops::{Add, Sub};

/// A point in time: microseconds since the Unix epoch, UTC.
///
/// Databases store the bare number; people and JSON see RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A span of time in microseconds. Never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Timestamp {
    /// The time that many microseconds after the Unix epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since the Unix epoch, rounded down; 0 for times before it (`UUIDv7` has no sign).
    #[must_use]
    pub const fn as_unix_millis(self) -> u64 {
        if self.0 < 0 { 0 } else { self.0.unsigned_abs() / 1_000 }
    }

    /// Reads RFC 3339 with any offset: `2026-01-31T12:00:00.25+01:00`. Digits beyond microseconds are
    /// cut.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(|time: jiff::Timestamp| Self(time.as_microsecond()))
    }

    /// How long after `earlier` this is; zero if it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        let micros = self.0.saturating_sub(earlier.0);
        Span(if micros < 0 { 0 } else { micros })
    }
}

impl Span {
    /// A span of that many whole seconds.
    #[must_use]
    pub const fn from_secs(seconds: u32) -> Self {
        Self(seconds as i64 * 1_000_000)
    }

    /// A span of that many whole days of 24 hours.
    #[must_use]
    pub const fn from_days(days: u16) -> Self {
        Self::from_secs(days as u32 * 86_400)
    }

    /// The span in microseconds.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The span in seconds, rounded up, so that a caller who waits that long has waited enough.
    #[must_use]
    pub const fn as_secs_rounded_up(self) -> u64 {
        self.0.unsigned_abs().div_ceil(1_000_000)
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC with as many fraction digits as are needed: `2026-01-31T12:00:00.25Z`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(timestamp) => timestamp.fmt(formatter),
            // Outside years -9999 to 9999, which RFC 3339 cannot express.
            Err(_) => write!(formatter, "{}us", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_as_rfc_3339_in_utc() {
        assert_eq!(Timestamp::from_micros(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(
            Timestamp::from_micros(1_700_000_000_250_000).to_string(),
            "2023-11-14T22:13:20.25Z"
        );
    }

    #[test]
    fn waiting_time_is_rounded_up() {
        let start = Timestamp::from_micros(0);
        assert_eq!(Timestamp::from_micros(1).since(start).as_secs_rounded_up(), 1);
        assert_eq!(Timestamp::from_micros(1_000_000).since(start).as_secs_rounded_up(), 1);
        assert_eq!(start.since(Timestamp::from_micros(5)).as_micros(), 0);
    }
}
