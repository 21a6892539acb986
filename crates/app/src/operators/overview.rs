//! The programme as a whole.

use triport_domain::series::{Bucket, Metric, Point, Range};
use triport_store::Db;
use triport_store::overview::{self, AccountTotals, BalanceTotals, PayoutTotals};

use crate::App;
use crate::error::AppError;
use crate::invitees::points_of;

/// What everything has come to. The parts are read one after the other, so they may be moments
/// apart.
#[derive(Clone, Debug)]
pub struct ProgramTotals {
    /// Accounts and what they paid.
    pub accounts: AccountTotals,
    /// What was earned, as last settled.
    pub balances: BalanceTotals,
    /// Payouts by status; those without any are left out.
    pub payouts: Vec<PayoutTotals>,
    /// Clicks on share links.
    pub clicks: i64,
}

impl App {
    /// The sums over all accounts.
    pub async fn totals(&self) -> Result<ProgramTotals, AppError> {
        let read = async |db: &mut Db<'_>| {
            Ok(ProgramTotals {
                accounts: overview::accounts(db).await?,
                balances: overview::balances(db).await?,
                payouts: overview::payouts(db).await?,
                clicks: overview::clicks(db).await?,
            })
        };
        Ok(self.store.read(read).await?)
    }

    /// What all members have come to over time, as `App::series` tells it of one.
    pub async fn series_of_all(
        &self,
        metric: Metric,
        bucket: Bucket,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Vec<Point>, AppError> {
        let range = Range::new(bucket, from, to, self.now())?;
        let (start, end) = (range.start(), range.end());
        let days = self.store.read(async |db| overview::days(db, start, end).await).await?;
        Ok(points_of(&range, metric, days))
    }
}
