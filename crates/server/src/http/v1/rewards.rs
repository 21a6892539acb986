//! A member's rewards.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use triport_app::money::ListedReward;
use triport_domain::reward::{Reward, RewardStatus};
use triport_domain::time::Timestamp;
use utoipa::openapi::Schema;
use uuid::Uuid;

use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::openapi::one_of;
use crate::http::paging::{Items, PageQuery, Paging, query_value};
use crate::http::site::Site;

/// The inviter's share of one payment. Amounts are micro-units of the programme's currency.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RewardItem {
    /// Later rewards have greater ids.
    #[schema(examples("01999c3e-8a52-7b31-9d6a-5f1c2e7b4a90"))]
    id: Uuid,
    /// Who paid.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    invitee_user_id: Uuid,
    /// What others see of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Member 4F2K"))]
    invitee_display: Option<String>,
    /// The product's id of the payment.
    #[schema(examples("pay_1042"))]
    payment_id: String,
    /// What was paid.
    #[schema(minimum = 1, examples(100_000_000))]
    payment_micro: i64,
    /// What of it was refunded.
    #[schema(minimum = 0)]
    refunded_micro: i64,
    /// What remains of the reward: the rate times what was paid and not refunded, rounded down.
    #[schema(minimum = 0, examples(10_000_000))]
    amount_micro: i64,
    /// What of it went into payouts and spends.
    #[schema(minimum = 0)]
    used_micro: i64,
    /// Share of the payment in basis points, as it was when the payment came in.
    #[schema(examples(1000))]
    rate_bps: u16,
    /// The tier at that moment.
    #[schema(examples(1))]
    tier: u16,
    #[schema(schema_with = statuses)]
    status: &'static str,
    /// When the payment came in.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    created_at: String,
    /// From when on it can be used.
    #[schema(format = DateTime, examples("2026-03-28T09:26:53.589793Z"))]
    unlock_at: String,
    /// Since when its payment is fully refunded; null if it is not.
    #[schema(required, format = DateTime)]
    reversed_at: Option<String>,
}

fn statuses() -> Schema {
    let about = "`pending` until `unlock_at`, then `available` until nothing is left of it.";
    one_of(about, &RewardStatus::ALL.map(RewardStatus::as_str))
}

/// Which rewards to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameter, which is read leniently")]
pub(crate) struct RewardQuery {
    /// Only these statuses, separated by commas; unknown ones match nothing.
    #[param(example = "pending,available")]
    status: Option<String>,
}

/// List rewards.
///
/// Newest first. Time alone moves a reward from `pending` to `available`.
#[utoipa::path(
    get,
    path = "/v1/referrals/rewards",
    operation_id = "referrals_rewards",
    tag = "Money",
    security(("session" = [])),
    params(RewardQuery, PageQuery),
    responses((status = 200, description = "The rewards.", body = Items<RewardItem>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
    Paging(page): Paging,
    uri: axum::http::Uri,
) -> Result<axum::Json<Items<RewardItem>>> {
    let wanted: Option<Vec<RewardStatus>> = query_value(&uri, "status").map(|text| {
        RewardStatus::ALL.into_iter().filter(|status| lists(&text, status.as_str())).collect()
    });
    let listed = site.app.rewards(&member, wanted.as_deref(), &page).await?;
    let now = site.app.time();
    Ok(Items::new(listed, |item| RewardItem::listed(item, now)))
}

fn lists(text: &str, name: &str) -> bool {
    text.split(',').any(|listed| listed.trim() == name)
}

impl RewardItem {
    pub(super) fn listed(listed: ListedReward, now: Timestamp) -> Self {
        let invitee_display = Some(listed.invitee_display);
        Self { invitee_display, ..Self::new(listed.reward, now) }
    }

    /// A reward as an answer to a push, which names nobody.
    pub(super) fn new(reward: Reward, now: Timestamp) -> Self {
        Self {
            id: reward.id.0,
            invitee_user_id: reward.invitee_id.0,
            invitee_display: None,
            payment_micro: reward.payment.get(),
            refunded_micro: reward.refunded.get(),
            amount_micro: reward.amount.get(),
            used_micro: reward.used.get(),
            rate_bps: reward.rate_bps,
            tier: reward.tier,
            status: reward.status(now).as_str(),
            created_at: reward.created_at.to_string(),
            unlock_at: reward.unlock_at.to_string(),
            reversed_at: reward.reversed_at.map(|at| at.to_string()),
            payment_id: reward.payment_id,
        }
    }
}
