//! The clock of the story.

use std::sync::atomic::{AtomicI64, Ordering};

use triport_app::outside::Clock;
use triport_domain::time::Timestamp;

/// Shows what the story says, and never goes back.
pub(super) struct StoryClock(AtomicI64);

impl StoryClock {
    pub(super) const fn new(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.as_micros()))
    }

    pub(super) fn move_to(&self, time: Timestamp) {
        self.0.fetch_max(time.as_micros(), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    /// Each look is a moment later: nothing in a year happens at the same microsecond.
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.fetch_add(1, Ordering::SeqCst))
    }
}
