//! Whom a member brought, and what came of its codes over time.

use triport_domain::page::{Listed, Page};
use triport_domain::series::{Bucket, Metric, Point, Range};
use triport_domain::time::Timestamp;
use triport_store::attributions::{self, ListedInvitee};
use triport_store::counts::{self, OfDay};

use crate::error::AppError;
use crate::{App, Member};

impl App {
    /// A page of those whom the member brought.
    pub async fn invitees(
        &self,
        member: &Member,
        page: &Page,
    ) -> Result<Listed<ListedInvitee>, AppError> {
        let before_id = page.before_id()?;
        let user_id = member.user_id;
        let read = async |db: &mut triport_store::Db<'_>| {
            attributions::list(db, user_id, page, before_id).await
        };
        Ok(page.listed(self.store.read(read).await?, ListedInvitee::position))
    }

    /// What the member has come to, bucket by bucket, from the day of `from` to that of `to`.
    pub async fn series(
        &self,
        member: &Member,
        metric: Metric,
        bucket: Bucket,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Vec<Point>, AppError> {
        let range = Range::new(bucket, from, to, self.now())?;
        let (user_id, start, end) = (member.user_id, range.start(), range.end());
        let read =
            async |db: &mut triport_store::Db<'_>| counts::days(db, user_id, start, end).await;
        Ok(points_of(&range, metric, self.store.read(read).await?))
    }
}

/// The points of one metric, from what was counted day by day.
pub(crate) fn points_of(
    range: &Range,
    metric: Metric,
    days: Vec<(Timestamp, OfDay)>,
) -> Vec<Point> {
    let value = |counted: OfDay| match metric {
        Metric::Clicks => counted.clicks,
        Metric::Signups => counted.signups,
        Metric::Earnings => counted.earned_micro,
    };
    let days: Vec<_> = days.into_iter().map(|(day, counted)| (day, value(counted))).collect();
    range.points(&days)
}
