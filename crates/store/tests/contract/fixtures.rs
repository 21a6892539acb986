//! Values that tests start from.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use triport_domain::account::Account;
use triport_domain::code::Slug;
use triport_domain::id::{UserId, uuid_v7};
use triport_domain::keyed_hash::{Hash, sha256};
use triport_domain::session::Provider;
use triport_domain::time::{Span, Timestamp};
use uuid::Uuid;

use crate::bodies::SignUp;
use crate::harness::TestStore;

/// The time at which a test begins.
pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

pub(crate) fn after(seconds: u32) -> Timestamp {
    NOW + Span::from_secs(seconds)
}

/// An id that no other call answers.
pub(crate) fn new_id() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    uuid_v7(NOW, random)
}

/// A hash that no other call answers.
pub(crate) fn new_hash() -> Hash {
    sha256(new_id().as_bytes())
}

pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(crate) fn new_account() -> Account {
    let id = UserId(new_id());
    Account {
        id,
        email: Some(format!("{id}@example.com")),
        display_name: "Member 4F2K".to_owned(),
        avatar_url: None,
        tier: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// An account that has signed up by mail.
pub(crate) async fn member(store: &TestStore) -> UserId {
    let account = new_account();
    let subject = account.email.clone().unwrap();
    let body = SignUp { account, provider: Provider::Email, subject };
    store.write(body).await.unwrap().unwrap()
}

/// Waits until something becomes true, ten seconds at most: less than the time-out after which
/// PostgreSQL itself ends a transaction that was left open.
pub(crate) async fn eventually(what: &str, condition: impl AsyncFn() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !condition().await {
        assert!(Instant::now() < end, "still not true after ten seconds: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Runs `count` pieces of work at once and answers what they answer.
pub(crate) async fn at_once<T, F>(
    store: &TestStore,
    count: usize,
    work: impl Fn(TestStore, usize) -> F,
) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut running = JoinSet::new();
    for number in 0..count {
        running.spawn(work(store.clone(), number));
    }
    running.join_all().await
}
