//! Sums by day, week or month (UTC), without gaps.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// The most points of one series.
pub const MAX_POINTS: usize = 400;
/// The most days that one series looks at: ten years and three days of leap years.
pub const MAX_DAYS: i32 = 3_653;
/// How many days a series shows unless the caller says otherwise, today included.
pub const DEFAULT_DAYS: i32 = 30;

/// What one point stands for. All are of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// A day.
    Day,
    /// A week, which starts on Monday (ISO 8601).
    Week,
    /// A month of the calendar.
    Month,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Clicks on links.
    Clicks,
    /// Accounts attributed.
    Signups,
    /// Rewards net of what refunds took back, in micro-units.
    Earnings,
}

/// Days of which every point of a series takes a part: whole buckets, so that no point depends on
/// where the caller cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    bucket: Bucket,
    first: Date,
    end: Date,
}

/// One point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The start of its bucket.
    pub at: Timestamp,
    /// What it comes to.
    pub value: i64,
}

/// Why there is no such series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRange {
    /// Neither a time nor a date.
    #[error("`from` and `to` are dates such as 2026-03-01, or times such as 2026-03-01T12:00:00Z")]
    Time,
    /// The end is before the start.
    #[error("the time `to` is before `from`")]
    Backwards,
    /// More than anybody can look at.
    #[error("a series has at most 400 points and ten years; ask for less, or for longer buckets")]
    TooLong,
}

impl Bucket {
    /// Reads the name in the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    /// The first day of the bucket that a day is in.
    fn first_day(self, day: Date) -> Option<Date> {
        match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub(day.weekday().to_monday_zero_offset().days()).ok(),
            Self::Month => Some(day.first_of_month()),
        }
    }

    /// The first day of the next bucket.
    fn next(self, first: Date) -> Option<Date> {
        let length = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
        };
        first.checked_add(length).ok()
    }
}

impl Metric {
    /// Reads the name in the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "clicks" => Some(Self::Clicks),
            "signups" => Some(Self::Signups),
            "earnings" => Some(Self::Earnings),
            _ => None,
        }
    }
}

impl Range {
    /// The buckets that hold the days of `from` to `to`, both included. Without `to` the last day is
    /// today, without `from` there are [`DEFAULT_DAYS`] days.
    pub fn new(
        bucket: Bucket,
        from: Option<&str>,
        to: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, InvalidRange> {
        let today = || date_of(now).ok_or(InvalidRange::Time);
        let last = to.map_or_else(today, parse_day)?;
        let from = match from {
            Some(from) => parse_day(from)?,
            None => last.checked_sub((DEFAULT_DAYS - 1).days()).map_err(|_| InvalidRange::Time)?,
        };
        if last < from {
            return Err(InvalidRange::Backwards);
        }
        let whole =
            bucket.first_day(from).zip(bucket.first_day(last).and_then(|day| bucket.next(day)));
        let (first, end) = whole.ok_or(InvalidRange::Time)?;
        let range = Self { bucket, first, end };
        let days = end.since(first).map_or(i32::MAX, |span| span.get_days());
        if days > MAX_DAYS || range.starts().take(MAX_POINTS + 1).count() > MAX_POINTS {
            return Err(InvalidRange::TooLong);
        }
        Ok(range)
    }

    /// The start of the first day.
    #[must_use]
    pub fn start(&self) -> Timestamp {
        midnight(self.first)
    }

    /// The start of the first day that is not in it any more.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        midnight(self.end)
    }

    /// A point for every bucket, oldest first, from what single days came to, in any order. A day
    /// outside counts nowhere.
    #[must_use]
    pub fn points(&self, days: &[(Timestamp, i64)]) -> Vec<Point> {
        let mut points: Vec<Point> =
            self.starts().map(|first| Point { at: midnight(first), value: 0 }).collect();
        for (day, value) in days.iter().filter(|(day, _)| *day < self.end()) {
            let index = points.partition_point(|point| point.at <= *day);
            let point = index.checked_sub(1).and_then(|index| points.get_mut(index));
            if let Some(point) = point {
                point.value = point.value.saturating_add(*value);
            }
        }
        points
    }

    fn starts(&self) -> impl Iterator<Item = Date> {
        let (bucket, end) = (self.bucket, self.end);
        std::iter::successors(Some(self.first), move |first| bucket.next(*first))
            .take_while(move |first| *first < end)
    }
}

/// The start of the day in UTC that a time is in: the key of everything that is counted by day.
#[must_use]
pub fn day_of(time: Timestamp) -> Timestamp {
    const DAY_MICROS: i64 = 86_400_000_000;
    Timestamp::from_micros(time.as_micros().div_euclid(DAY_MICROS).saturating_mul(DAY_MICROS))
}

fn date_of(time: Timestamp) -> Option<Date> {
    let time = jiff::Timestamp::from_microsecond(time.as_micros()).ok()?;
    Some(TimeZone::UTC.to_datetime(time).date())
}

fn parse_day(text: &str) -> Result<Date, InvalidRange> {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(TimeZone::UTC.to_datetime(time).date());
    }
    // Only a bare date: a date with a time but without a zone would be anybody's guess.
    let is_bare = text.len() == "2026-03-01".len();
    is_bare.then(|| text.parse().ok()).flatten().ok_or(InvalidRange::Time)
}

fn midnight(date: Date) -> Timestamp {
    // Every date has a midnight in UTC; the ends of the calendar, which has none, are far away.
    let time = date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp().as_microsecond());
    Timestamp::from_micros(time.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    /// Wednesday, 2026-03-04, at noon.
    const NOW: Timestamp = Timestamp::from_micros(1_772_625_600_000_000);

    fn range(bucket: Bucket, from: &str, to: &str) -> Result<Range, InvalidRange> {
        Range::new(bucket, Some(from), Some(to), NOW)
    }

    fn starts(range: &Range) -> Vec<String> {
        range.starts().map(|date| date.to_string()).collect()
    }

    #[test]
    fn thirty_days_end_today_unless_asked_otherwise() {
        let usual = Range::new(Bucket::Day, None, None, NOW).unwrap();
        let days = starts(&usual);
        assert_eq!(
            (days.len(), days[0].as_str(), days[29].as_str()),
            (30, "2026-02-03", "2026-03-04")
        );
        assert_eq!(usual.end().to_string(), "2026-03-05T00:00:00Z");
    }

    #[test]
    fn buckets_are_whole_and_weeks_start_on_monday() {
        let weeks = range(Bucket::Week, "2026-02-22", "2026-03-02").unwrap();
        assert_eq!(starts(&weeks), ["2026-02-16", "2026-02-23", "2026-03-02"]);
        assert_eq!(weeks.end().to_string(), "2026-03-09T00:00:00Z");
        let months = range(Bucket::Month, "2023-12-31", "2024-02-01").unwrap();
        assert_eq!(starts(&months), ["2023-12-01", "2024-01-01", "2024-02-01"]);
    }

    #[test]
    fn times_are_taken_with_their_zone_and_dates_as_they_are() {
        let days =
            range(Bucket::Day, "2026-03-01T23:30:00-02:00", "2026-03-02T23:59:59.5Z").unwrap();
        assert_eq!(starts(&days), ["2026-03-02"]);
        for wrong in ["", "yesterday", "2026-02-30", "2026-03-01T12:00:00", "20260301", "1"] {
            assert_eq!(range(Bucket::Day, wrong, "2026-03-02"), Err(InvalidRange::Time), "{wrong}");
        }
        assert_eq!(range(Bucket::Day, "2026-03-02", "2026-03-01"), Err(InvalidRange::Backwards));
    }

    #[test]
    fn a_series_is_never_longer_than_anybody_looks_at() {
        assert!(range(Bucket::Day, "2025-01-01", "2026-02-04").is_ok(), "400 days");
        assert_eq!(range(Bucket::Day, "2025-01-01", "2026-02-05"), Err(InvalidRange::TooLong));
        assert!(range(Bucket::Month, "2016-01-01", "2025-12-31").is_ok(), "ten years");
        assert_eq!(range(Bucket::Month, "2016-01-01", "2026-02-01"), Err(InvalidRange::TooLong));
        assert_eq!(range(Bucket::Day, "-009999-01-01", "9999-12-30"), Err(InvalidRange::Time));
        assert_eq!(range(Bucket::Month, "0001-01-01", "9000-12-30"), Err(InvalidRange::TooLong));
        assert_eq!(range(Bucket::Month, "9999-12-30", "9999-12-31"), Err(InvalidRange::Time));
    }

    #[test]
    fn gaps_are_zero_and_days_outside_count_nowhere() {
        let weeks = range(Bucket::Week, "2026-02-23", "2026-03-08").unwrap();
        let day = |days: u16| weeks.start() + Span::from_days(days);
        let before = weeks.start() - Span::from_days(1);
        let counted = [(day(13), 4), (day(7), 1), (day(14), 100), (before, 100)];
        let values: Vec<i64> = weeks.points(&counted).iter().map(|point| point.value).collect();
        assert_eq!(values, [0, 5]);
    }

    #[test]
    fn a_day_starts_at_midnight_in_utc() {
        assert_eq!(day_of(NOW).to_string(), "2026-03-04T00:00:00Z");
        assert_eq!(day_of(day_of(NOW)), day_of(NOW));
        assert_eq!(day_of(Timestamp::from_micros(-1)).to_string(), "1969-12-31T00:00:00Z");
    }
}
