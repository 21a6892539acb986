//! Verifying the ledger: everything is computed again from the entries, account by account.

use std::time::{Duration, Instant};

use triport_domain::id::UserId;
use triport_store::verify::{self, Difference};
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

impl App {
    /// Verifies accounts after `after` for about that long, and at least one.
    pub async fn verify_ledger(
        &self,
        after: Option<UserId>,
        time: Duration,
    ) -> Result<Verified, AppError> {
        let start = Instant::now();
        let mut verified =
            Verified { next: Some(after.unwrap_or(UserId(Uuid::nil()))), ..Verified::default() };
        while let Some(after) = verified.next {
            let accounts = self.accounts_after(after).await?;
            verified.next = None;
            for user_id in accounts {
                verified.differences.extend(self.differences(user_id).await?);
                verified.accounts += 1;
                verified.next = Some(user_id);
                if start.elapsed() >= time || verified.differences.len() >= MAX_DIFFERENCES {
                    return Ok(verified);
                }
            }
        }
        Ok(verified)
    }

    async fn accounts_after(&self, after: UserId) -> Result<Vec<UserId>, AppError> {
        let read = async |db: &mut triport_store::Db<'_>| {
            verify::accounts_after(db, after, ACCOUNTS_AT_ONCE).await
        };
        Ok(self.store.read(read).await?)
    }

    async fn differences(&self, user_id: UserId) -> Result<Vec<Difference>, AppError> {
        Ok(self.store.read(async |db| verify::differences(db, user_id).await).await?)
    }
}
