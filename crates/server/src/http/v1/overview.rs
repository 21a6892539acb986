//! A member's standing at a glance.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use triport_app::Standing;

use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::site::Site;

/// A member's overview. Amounts are micro-units of the programme's currency.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Overview {
    #[serde(flatten)]
    standing: AccountStanding,
    /// Invitees with a payment that is not fully refunded.
    paid_invitees: i64,
}

/// What a member and operators see alike of an account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AccountStanding {
    /// The permanent `uid` code.
    #[schema(examples("7kq2m9xw4tbn"), min_length = 12, max_length = 12)]
    primary_code: String,
    /// The chosen slug; null while there is none.
    #[schema(required, examples("trip-with-me"))]
    custom_slug: Option<String>,
    /// Number of the tier.
    #[schema(examples(1))]
    tier: u16,
    /// Name of the tier.
    #[schema(examples("regular"))]
    tier_label: String,
    /// Share of payments in basis points (1500 = 15 %).
    #[schema(examples(1000))]
    rate_bps: u16,
    balance: Balance,
    /// When the first of what is pending becomes available; null while nothing is pending.
    #[schema(required, format = DateTime)]
    next_unlock_at: Option<String>,
    /// The name of the member who invited this one; null if nobody did.
    #[schema(required)]
    inviter_display: Option<String>,
    /// The link to share: with the slug, or with the `uid` code while there is no slug.
    #[schema(format = "uri", examples("http://localhost:8080/r/trip-with-me"))]
    share_url: String,
    /// Visits through the codes of this account.
    clicks: i64,
    /// Accounts attributed to this one.
    signups: i64,
}

/// What a member has earned.
#[derive(Serialize, utoipa::ToSchema)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to each name of the contract")]
pub(crate) struct Balance {
    /// Not yet unlocked.
    #[schema(minimum = 0)]
    pending_micro: i64,
    /// Ready to be paid out or spent.
    #[schema(minimum = 0)]
    available_micro: i64,
    /// All rewards, net of refunds.
    #[schema(minimum = 0)]
    lifetime_micro: i64,
    /// What refunds took back after it had been used; later rewards pay it first.
    #[schema(minimum = 0)]
    debt_micro: i64,
}

/// Show a member's standing.
///
/// Codes, the link to share, tier, counters and balance. Costs the same however much an account has
/// earned.
#[utoipa::path(
    get,
    path = "/v1/referrals/me",
    operation_id = "referrals_me",
    tag = "Overview",
    security(("session" = [])),
    responses((status = 200, description = "The overview.", body = Overview))
)]
pub(crate) async fn me(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<Overview>> {
    let standing = site.app.standing(member.user_id).await?;
    Ok(axum::Json(standing.into()))
}

impl From<Standing<'_>> for Overview {
    fn from(standing: Standing<'_>) -> Self {
        Self { paid_invitees: standing.totals.paid_invitees, standing: standing.into() }
    }
}

impl From<Standing<'_>> for AccountStanding {
    fn from(standing: Standing<'_>) -> Self {
        Self {
            primary_code: standing.primary_code,
            custom_slug: standing.custom_slug,
            tier: standing.tier.number,
            tier_label: standing.tier.label.clone(),
            rate_bps: standing.tier.rate_bps,
            balance: standing.balance.into(),
            next_unlock_at: standing.next_unlock_at.map(|at| at.to_string()),
            inviter_display: standing.inviter_display,
            share_url: standing.share_url,
            clicks: standing.totals.clicks,
            signups: standing.totals.signups,
        }
    }
}

impl From<triport_domain::ledger::Balance> for Balance {
    fn from(balance: triport_domain::ledger::Balance) -> Self {
        Self {
            pending_micro: balance.pending.get(),
            available_micro: balance.usable().get(),
            lifetime_micro: balance.lifetime.get(),
            debt_micro: balance.debt().get(),
        }
    }
}
