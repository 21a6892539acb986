//! The connections that wait for their clients, in the order in which they began to.
//!
//! A client decides how long its request takes to arrive and its answer to be read; a server that
//! is full must not wait for it. What gives way is the connection that has waited longest, never
//! one whose request is being worked on.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// All connections that wait.
#[derive(Default)]
pub(super) struct Waiting {
    line: Mutex<Line>,
    grew: Notify,
}

#[derive(Default)]
struct Line {
    next: u64,
    by_age: BTreeMap<u64, CancellationToken>,
}

/// One connection's place among them, given up when this is dropped.
pub(super) struct Place {
    waiting: Arc<Waiting>,
    number: Mutex<u64>,
    displaced: CancellationToken,
}

impl Waiting {
    /// A new connection, whose client has sent nothing yet.
    pub(super) fn enter(self: &Arc<Self>) -> Place {
        let displaced = CancellationToken::new();
        let number = self.add(displaced.clone());
        Place { waiting: self.clone(), number: Mutex::new(number), displaced }
    }

    /// Tells the connection that has waited longest to go. False if none waits.
    pub(super) fn displace_oldest(&self) -> bool {
        // Told before the lock is let go: who finds itself out of line has to know why.
        let mut line = locked(&self.line);
        let oldest = line.by_age.pop_first();
        oldest.inspect(|(_, displaced)| displaced.cancel()).is_some()
    }

    /// Resolves when a connection has begun to wait.
    pub(super) async fn grew(&self) {
        self.grew.notified().await;
    }

    fn add(&self, displaced: CancellationToken) -> u64 {
        let mut line = locked(&self.line);
        let number = line.next;
        line.next += 1;
        line.by_age.insert(number, displaced);
        drop(line);
        self.grew.notify_one();
        number
    }

    fn remove(&self, number: u64) -> bool {
        locked(&self.line).by_age.remove(&number).is_some()
    }
}

impl Place {
    /// The client has sent all of its request. False if the connection has to go: then nothing may
    /// begin.
    pub(super) fn leave(&self) -> bool {
        self.waiting.remove(*locked(&self.number)) || !self.displaced.is_cancelled()
    }

    /// The client has to read its answer now, and to send its next request.
    pub(super) fn back(&self) {
        let mut number = locked(&self.number);
        self.waiting.remove(*number);
        if !self.displaced.is_cancelled() {
            *number = self.waiting.add(self.displaced.clone());
        }
    }

    /// Resolves when the connection has to go.
    pub(super) async fn displaced(&self) {
        self.displaced.cancelled().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.waiting.remove(*locked(&self.number));
    }
}

/// What these locks guard is whole between any two lines.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The body of a request, which tells its connection's place when all of it has arrived.
pub(super) struct Arriving {
    body: Incoming,
    place: Arc<Place>,
}

impl Arriving {
    pub(super) fn new(body: Incoming, place: Arc<Place>) -> Self {
        if body.is_end_stream() {
            place.leave();
        }
        Self { body, place }
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(context));
        if (frame.is_none() || self.body.is_end_stream()) && !self.place.leave() {
            return Poll::Ready(Some(Err("the connection was closed to make room".into())));
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_displaced(place: &Place) -> bool {
        place.displaced.is_cancelled()
    }

    #[test]
    fn who_has_waited_longest_goes_first_and_who_works_never() {
        let waiting = Arc::new(Waiting::default());
        let [first, second, third] = std::array::from_fn(|_| waiting.enter());
        assert!(first.leave());
        assert!(waiting.displace_oldest());
        assert!(!is_displaced(&first) && is_displaced(&second) && !is_displaced(&third));
        // Its answer is written: now it is the last in line.
        first.back();
        assert!(waiting.displace_oldest());
        assert!(!is_displaced(&first) && is_displaced(&third));
        assert!(waiting.displace_oldest());
        assert!(is_displaced(&first) && !waiting.displace_oldest());
    }

    #[test]
    fn a_connection_that_has_to_go_begins_nothing_and_stays_out_of_line() {
        let waiting = Arc::new(Waiting::default());
        let place = waiting.enter();
        assert!(waiting.displace_oldest());
        assert!(!place.leave());
        place.back();
        assert!(!waiting.displace_oldest());
    }

    #[test]
    fn a_connection_that_closes_leaves_nothing_behind() {
        let waiting = Arc::new(Waiting::default());
        let places: Vec<Place> = (0..10).map(|_| waiting.enter()).collect();
        places[3].leave();
        drop(places);
        assert!(!waiting.displace_oldest());
    }

    #[test]
    fn leaving_twice_is_leaving_once() {
        let waiting = Arc::new(Waiting::default());
        let place = waiting.enter();
        assert!(place.leave() && place.leave());
        place.back();
        place.back();
        assert!(waiting.displace_oldest());
        assert!(!waiting.displace_oldest());
    }
}
