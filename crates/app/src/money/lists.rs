//! What members and operators see of money.

use triport_domain::page::{Listed, Page, Position};
use triport_domain::payout::PayoutStatus;
use triport_domain::reward::RewardStatus;
use triport_store::Db;
use triport_store::payouts::{self, Payout, QueuedPayout};
use triport_store::rewards::{self, ListedReward};

use crate::error::AppError;
use crate::{App, Member};

impl App {
    /// The member's rewards, newest first: all of them, or those of some statuses.
    pub async fn rewards(
        &self,
        member: &Member,
        statuses: Option<&[RewardStatus]>,
        page: &Page,
    ) -> Result<Listed<ListedReward>, AppError> {
        let (user_id, before) = (member.user_id, page.before_id()?);
        let now = self.now();
        let found = match statuses {
            None => {
                let read = async |db: &mut Db<'_>| rewards::list(db, user_id, before, page).await;
                self.store.read(read).await?
            }
            Some(statuses) => {
                let mut found = Vec::new();
                for status in statuses {
                    let of = (*status, now);
                    let read = async |db: &mut Db<'_>| {
                        rewards::list_with_status(db, user_id, of, before, page).await
                    };
                    found.extend(self.store.read(read).await?);
                }
                merged(found, page)
            }
        };
        let position = |last: &ListedReward| Position {
            at: last.reward.created_at,
            id: last.reward.id.to_string(),
        };
        Ok(page.listed(found, position))
    }

    /// The member's payouts, newest first.
    pub async fn payouts(&self, member: &Member, page: &Page) -> Result<Listed<Payout>, AppError> {
        let (user_id, before) = (member.user_id, page.before_id()?);
        let read = async |db: &mut Db<'_>| payouts::list(db, user_id, before, page).await;
        let found = self.store.read(read).await?;
        let position = |last: &Payout| Position { at: last.requested_at, id: last.id.to_string() };
        Ok(page.listed(found, position))
    }

    /// Everybody's payouts, newest first.
    pub async fn payout_queue(
        &self,
        status: Option<PayoutStatus>,
        page: &Page,
    ) -> Result<Listed<QueuedPayout>, AppError> {
        let (now, before) = (self.now(), page.before_id()?);
        let read = async |db: &mut Db<'_>| payouts::queue(db, status, before, page, now).await;
        let found = self.store.read(read).await?;
        let position = |last: &QueuedPayout| Position {
            at: last.payout.requested_at,
            id: last.payout.id.to_string(),
        };
        Ok(page.listed(found, position))
    }
}

/// The page of several lists taken together. Each of them brought as much as the page could need.
fn merged(mut found: Vec<ListedReward>, page: &Page) -> Vec<ListedReward> {
    found.sort_unstable_by_key(|listed| std::cmp::Reverse(listed.reward.id));
    found.into_iter().skip(page.offset.into()).take(page.limit.into()).collect()
}
