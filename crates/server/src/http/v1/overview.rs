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
    paid_invitees: u64,
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
    /// The name of the member who invited this one; null if nobody did.
    #[schema(required)]
    inviter_display: Option<String>,
    /// The link to share: with the slug, or with the `uid` code while there is no slug.
    #[schema(format = "uri", examples("http://localhost:8080/r/trip-with-me"))]
    share_url: String,
    /// Visits through the codes of this account.
    clicks: u64,
    /// Accounts attributed to this one.
    signups: u64,
}

/// What a member has earned.
#[derive(Default, Serialize, utoipa::ToSchema)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to each name of the contract")]
pub(crate) struct Balance {
    /// Not yet unlocked.
    pending_micro: u64,
    /// Ready to be paid out or spent.
    available_micro: u64,
    /// All rewards, net of refunds.
    lifetime_micro: u64,
    /// What refunds took back after it had been used.
    debt_micro: u64,
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
        Self { paid_invitees: paid_invitees(&standing), standing: standing.into() }
    }
}

/// Nothing can be earned, clicked or invited yet, so this and the counters below are true zeros.
pub(super) const fn paid_invitees(_standing: &Standing<'_>) -> u64 {
    0
}

impl From<Standing<'_>> for AccountStanding {
    fn from(standing: Standing<'_>) -> Self {
        Self {
            primary_code: standing.primary_code,
            custom_slug: standing.custom_slug,
            tier: standing.tier.number,
            tier_label: standing.tier.label.clone(),
            rate_bps: standing.tier.rate_bps,
            balance: Balance::default(),
            inviter_display: None,
            share_url: standing.share_url,
            clicks: 0,
            signups: 0,
        }
    }
}
