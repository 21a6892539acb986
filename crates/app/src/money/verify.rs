//! Verifying the ledger: everything is computed again from the entries and the rows behind the
//! counters, account by account.
//!
//! One account is seen in one snapshot. What an inviter's side repeats of its invitee lies in
//! another place, so a difference there counts only if the invitee's side was the same before and
//! after the look: both change in one transaction.

use std::time::{Duration, Instant};

use triport_domain::id::UserId;
use triport_domain::money::Micro;
use triport_store::verify::{self, Difference, Paid};
use triport_store::{Db, Store};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// Accounts that are looked up at once.
const ACCOUNTS_AT_ONCE: u16 = 500;
/// Differences that one call tells of at most.
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
    let first = after.unwrap_or(UserId(Uuid::nil()));
    let mut verified = Verified { next: Some(first), ..Verified::default() };
    while let Some(after) = verified.next {
        let some =
            async |db: &mut Db<'_>| verify::accounts_after(db, after, ACCOUNTS_AT_ONCE).await;
        let accounts = store.read(some).await?;
        verified.next = None;
        for account in accounts {
            let user_id = account.user_id;
            let found = async |db: &mut Db<'_>| verify::differences(db, user_id).await;
            verified.differences.extend(store.read(found).await?);
            verified.differences.extend(compare_sides(store, account).await?);
            verified.accounts += 1;
            verified.next = Some(user_id);
            if start.elapsed() >= time || verified.differences.len() >= MAX_DIFFERENCES {
                return Ok(verified);
            }
        }
    }
    Ok(verified)
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
