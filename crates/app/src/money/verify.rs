//! Verifying the ledger: everything is computed again from the entries and the rows behind the
//! counters, some accounts at a time.
//!
//! Each account is seen in one snapshot. What an inviter's side repeats of its invitee lies in
//! another place, so a difference there counts only if the invitee's side was the same before and
//! after the look: both change in one transaction.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use triport_domain::id::UserId;
use triport_domain::money::Micro;
use triport_store::verify::{self, Difference, Paid};
use triport_store::{Db, Store};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// Accounts that are looked up at once.
const ACCOUNTS_AT_ONCE: u16 = 500;
/// Entries, payments and invitees that accounts may own together to be compared by one statement. It
/// holds up reads that share its connection, so it has to be short: some ten milliseconds.
const ROWS_AT_ONCE: u16 = 10_000;
/// Accounts whose inviter's side is looked at at once.
const SIDES_AT_ONCE: usize = 32;
/// Differences after which a call tells of no further account.
const MAX_DIFFERENCES: usize = 100;

/// Looks at both sides of an account that pays all the time before it is left for another day.
const MAX_LOOKS: u8 = 5;

/// How far a verification has come.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Accounts that were looked at.
    pub accounts: u64,
    /// What was found.
    pub differences: Vec<Difference>,
    /// Where to go on; `None` when every account was looked at.
    pub next: Option<UserId>,
}

/// Verifies accounts after `after` for about that long, and at least one.
pub async fn verify_ledger(
    store: &Store,
    after: Option<UserId>,
    time: Duration,
) -> Result<Verified, AppError> {
    let start = Instant::now();
    let mut last = after.unwrap_or(UserId(Uuid::nil()));
    let mut verified = Verified::default();
    loop {
        let mut page = page_after(store, last).await?;
        let Some(end) = page.last() else { return Ok(verified) };
        let to = end.user_id;
        let found = async |db: &mut Db<'_>| verify::differences(db, last, to).await;
        let mut found = store.read(found).await?;
        found.extend(compare_all_sides(store, &page).await?);
        found.sort_by_key(|difference| difference.user_id);
        let room = MAX_DIFFERENCES - verified.differences.len();
        if let Some(filling) = room.checked_sub(1).and_then(|index| found.get(index)) {
            let end = filling.user_id;
            page.retain(|account| account.user_id <= end);
            found.retain(|difference| difference.user_id <= end);
        }
        last = page.last().map_or(to, |end| end.user_id);
        verified.accounts += page.len() as u64;
        verified.differences.extend(found);
        if start.elapsed() >= time || verified.differences.len() >= MAX_DIFFERENCES {
            verified.next = Some(last);
            return Ok(verified);
        }
    }
}

/// Some accounts that own a bounded number of rows together, or one that owns more.
async fn page_after(store: &Store, after: UserId) -> Result<Vec<Paid>, AppError> {
    let some = async |db: &mut Db<'_>| verify::accounts_after(db, after, ACCOUNTS_AT_ONCE).await;
    let mut page = store.read(some).await?;
    let Some(end) = page.last() else { return Ok(page) };
    let to = end.user_id;
    let beyond = async |db: &mut Db<'_>| verify::beyond(db, after, to, ROWS_AT_ONCE).await;
    if let Some(beyond) = store.read(beyond).await? {
        let within = page.partition_point(|account| account.user_id < beyond);
        page.truncate(within.max(1));
    }
    Ok(page)
}

/// Compares both sides of some accounts: on PostgreSQL the looks travel together.
async fn compare_all_sides(store: &Store, page: &[Paid]) -> Result<Vec<Difference>, AppError> {
    let mut found = Vec::new();
    for some in page.chunks(SIDES_AT_ONCE) {
        let compared = some.iter().map(|account| compare_sides(store, *account));
        for difference in try_join_all(compared).await? {
            found.extend(difference);
        }
    }
    Ok(found)
}

/// Compares what an account has paid with what its inviter's side says of it.
async fn compare_sides(store: &Store, account: Paid) -> Result<Option<Difference>, AppError> {
    let user_id = account.user_id;
    let mut before = account;
    for _ in 0..MAX_LOOKS {
        let Some(inviter) = before.inviter_id else { return Ok(None) };
        let seen = async |db: &mut Db<'_>| verify::seen_by_inviter(db, inviter, user_id).await;
        // That the row is missing is found where invitees are counted.
        let seen = store.read(seen).await?.unwrap_or(Micro::ZERO);
        if seen == before.amount {
            return Ok(None);
        }
        let Some(after) = store.read(async |db| verify::paid(db, user_id).await).await? else {
            return Ok(None);
        };
        if after == before {
            let what = "what the inviter knows of its payments".to_owned();
            let (kept, explained) = (seen, before.amount);
            return Ok(Some(Difference { user_id, what, subject: None, kept, explained }));
        }
        before = after;
    }
    Ok(None)
}

impl App {
    /// Verifies a part of the ledger, see [`verify_ledger`].
    pub async fn verify_ledger(
        &self,
        after: Option<UserId>,
        time: Duration,
    ) -> Result<Verified, AppError> {
        verify_ledger(&self.store, after, time).await
    }
}
