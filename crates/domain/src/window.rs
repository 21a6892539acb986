//! Sliding windows: at most so many events in any span of so long, exactly.
//!
//! A window is the list of the times that still count. It is small by construction (never longer
//! than twice its limit), so one row holds it and one write replaces it.

use crate::time::{Span, Timestamp};

/// At most `max` events within any span of `per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many events are allowed.
    pub max: u16,
    /// In which span.
    pub per: Span,
}

/// The events that still count against a limit, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window(Vec<Timestamp>);

/// The window is full; the next event is allowed after this span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full {
    /// How long to wait.
    pub retry_after: Span,
}

impl Window {
    /// Reads the stored form: eight big-endian bytes an event. Trailing bytes are ignored.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Self {
        let (chunks, _rest) = bytes.as_chunks::<8>();
        Self(
            chunks.iter().map(|chunk| Timestamp::from_micros(i64::from_be_bytes(*chunk))).collect(),
        )
    }

    /// The stored form.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.0.iter().flat_map(|event| event.as_micros().to_be_bytes()).collect()
    }

    /// How many events still count at `now`.
    #[must_use]
    pub fn count(&self, limit: Limit, now: Timestamp) -> usize {
        self.live(limit, now).count()
    }

    /// Takes one event in, or says how long the caller has to wait.
    pub fn admit(&self, limit: Limit, now: Timestamp) -> Result<Self, Full> {
        let mut events: Vec<Timestamp> = self.live(limit, now).collect();
        if let Some(surplus) = events.len().checked_sub(usize::from(limit.max)) {
            let leaving = events.get(surplus).copied().unwrap_or(now);
            return Err(Full { retry_after: (leaving + limit.per).since(now) });
        }
        events.push(now);
        Ok(Self(events))
    }

    /// Takes one event in whether or not there is room: of too many, the latest count. Twice as many
    /// are kept, so that [`Window::without`] makes no room that there was not before.
    #[must_use]
    pub fn record(&self, limit: Limit, now: Timestamp) -> Self {
        let mut events: Vec<Timestamp> = self.live(limit, now).collect();
        events.push(now);
        let surplus = events.len().saturating_sub(2 * usize::from(limit.max));
        events.drain(..surplus);
        Self(events)
    }

    /// Forgets one event that was admitted at exactly that time.
    #[must_use]
    pub fn without(mut self, event: Timestamp) -> Self {
        if let Some(position) = self.0.iter().rposition(|held| *held == event) {
            self.0.remove(position);
        }
        self
    }

    /// When no event counts any more; nothing if none is held.
    #[must_use]
    pub fn expires_at(&self, limit: Limit) -> Option<Timestamp> {
        self.0.iter().max().map(|latest| *latest + limit.per)
    }

    /// Events younger than the limit's span. An event from the future (a clock set back) counts.
    fn live(&self, limit: Limit, now: Timestamp) -> impl Iterator<Item = Timestamp> {
        self.0.iter().copied().filter(move |event| now.since(*event) < limit.per)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE_AN_HOUR: Limit = Limit { max: 5, per: Span::from_secs(3_600) };

    #[test]
    fn the_sixth_event_waits_until_the_first_leaves() {
        let start = Timestamp::from_micros(0);
        let mut window = Window::default();
        for second in 0..5 {
            window = window.admit(FIVE_AN_HOUR, start + Span::from_secs(second)).unwrap();
        }
        let full = window.admit(FIVE_AN_HOUR, start + Span::from_secs(600)).unwrap_err();
        assert_eq!(full.retry_after, Span::from_secs(3_000));
        assert!(window.admit(FIVE_AN_HOUR, start + Span::from_secs(3_600)).is_ok());
    }

    #[test]
    fn a_forgotten_event_makes_room() {
        let now = Timestamp::from_micros(9);
        let one = Limit { max: 1, per: Span::from_secs(60) };
        let window = Window::default().admit(one, now).unwrap();
        assert!(window.admit(one, now).is_err());
        assert_eq!(window.without(now).count(one, now), 0);
    }

    #[test]
    fn a_window_lives_as_long_as_its_latest_event_counts() {
        let at = |second| Timestamp::from_micros(0) + Span::from_secs(second);
        let admit = |window: Window, second| window.admit(FIVE_AN_HOUR, at(second)).unwrap();
        let window = [10, 30, 20].into_iter().fold(Window::default(), admit);
        assert_eq!(window.expires_at(FIVE_AN_HOUR), Some(at(3_630)));
        let without_the_first = window.without(at(10));
        assert_eq!(without_the_first.expires_at(FIVE_AN_HOUR), Some(at(3_630)));
        assert_eq!(Window::default().expires_at(FIVE_AN_HOUR), None);
    }

    #[test]
    fn recording_keeps_the_latest_events() {
        let two = Limit { max: 2, per: Span::from_secs(60) };
        let at = Timestamp::from_micros;
        let window =
            (1..=6).fold(Window::default(), |window, micros| window.record(two, at(micros)));
        assert_eq!(window, Window([3, 4, 5, 6].map(at).to_vec()));
    }

    #[test]
    fn an_event_that_is_recorded_and_forgotten_leaves_a_full_window_full() {
        let two = Limit { max: 2, per: Span::from_secs(60) };
        let at = Timestamp::from_micros;
        let full = Window::default().record(two, at(1)).record(two, at(2));
        assert_eq!(full.record(two, at(3)).without(at(3)), full);
    }

    proptest! {
        #[test]
        fn no_span_ever_holds_more_than_the_limit(steps in prop::collection::vec(0_u32..2_000, 1..200)) {
            let mut window = Window::default();
            let mut admitted = Vec::new();
            let mut now = Timestamp::from_micros(0);
            for step in steps {
                now = now + Span::from_secs(step);
                if let Ok(next) = window.admit(FIVE_AN_HOUR, now) {
                    window = Window::decode(&next.encode());
                    admitted.push(now);
                }
            }
            for (index, start) in admitted.iter().enumerate() {
                let inside = admitted[index..].iter().filter(|at| at.since(*start) < FIVE_AN_HOUR.per);
                prop_assert!(inside.count() <= 5);
            }
        }
    }
}
