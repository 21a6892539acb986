//! Verifying the ledger: everything is computed again from the entries, account by account.

use std::time::{Duration, Instant};

use triport_domain::id::UserId;
use triport_store::verify::{self, Difference};
use triport_store::{Db, Store};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// Accounts that are looked up at once.
const ACCOUNTS_AT_ONCE: u16 = 500;
/// Differences that one call tells of at most.
const MAX_DIFFERENCES: usize = 100;

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
        for user_id in accounts {
            let found = async |db: &mut Db<'_>| verify::differences(db, user_id).await;
            verified.differences.extend(store.read(found).await?);
            verified.accounts += 1;
            verified.next = Some(user_id);
            if start.elapsed() >= time || verified.differences.len() >= MAX_DIFFERENCES {
                return Ok(verified);
            }
        }
    }
    Ok(verified)
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
