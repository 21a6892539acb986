//! What is to happen when.

use std::collections::BTreeMap;

use triport_domain::time::Timestamp;

/// Events by time; of two at once the one that was planned first.
pub(super) struct Calendar<E> {
    planned: BTreeMap<(Timestamp, u64), E>,
    plans: u64,
}

impl<E> Calendar<E> {
    pub(super) const fn new() -> Self {
        Self { planned: BTreeMap::new(), plans: 0 }
    }

    pub(super) fn plan(&mut self, at: Timestamp, event: E) {
        self.plans += 1;
        self.planned.insert((at, self.plans), event);
    }

    /// The next event that is not after `end`.
    pub(super) fn next(&mut self, end: Timestamp) -> Option<(Timestamp, E)> {
        let ((at, _), event) = self.planned.pop_first().filter(|((at, _), _)| *at <= end)?;
        Some((at, event))
    }
}
