//! Time and randomness as the test wants them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use triport_app::outside::{Clock, Entropy};
use triport_domain::time::{Span, Timestamp};

/// A clock that only the test moves. It starts at 2026-03-01T12:00:00Z.
pub(crate) struct TestClock(AtomicI64);

/// The time at which every test starts.
pub(crate) const START: Timestamp = Timestamp::from_micros(1_772_366_400_000_000);

impl TestClock {
    pub(crate) const fn new() -> Self {
        Self(AtomicI64::new(START.as_micros()))
    }

    pub(crate) fn forward(&self, span: Span) {
        self.0.fetch_add(span.as_micros(), Ordering::SeqCst);
    }

    pub(crate) fn set(&self, time: Timestamp) {
        self.0.store(time.as_micros(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// The same randomness in every run.
pub(crate) struct TestEntropy(Mutex<StdRng>);

impl TestEntropy {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(7)))
    }
}

impl Entropy for TestEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}
