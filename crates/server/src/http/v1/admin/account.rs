//! One account in the eyes of an operator, and its tier.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use triport_app::{AccountShown, Decision, TierChanged};
use uuid::Uuid;

use crate::http::body::{Json, present};
use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::site::Site;
use crate::http::v1::codes::ListedCode;
use crate::http::v1::named::AccountInPath;
use crate::http::v1::overview::AccountStanding;

/// An account in the eyes of an operator. Amounts are micro-units of the programme's currency.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ShownUser {
    /// The account.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    #[serde(flatten)]
    standing: AccountStanding,
    /// Invitees with a payment that is not fully refunded.
    paid_invitees_inf: i64,
    /// Whether an operator holds its payouts back.
    payouts_frozen: bool,
    /// What was decided lately, at most 50, newest first; never null.
    recent_attributions: Vec<DecidedEvent>,
    /// Every code, newest first. Those of an erased account are `erased`, without their text.
    codes: Vec<ListedCode>,
    /// When the account was erased; null if it was not.
    #[schema(required, format = DateTime)]
    erased_at: Option<String>,
}

/// Something that was decided about an account; what its kind does not have is null.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct DecidedEvent {
    /// `signup`, `first_paid`, `rejected` or `tier_changed`.
    #[schema(examples("tier_changed"))]
    kind: String,
    /// When.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    at: String,
    /// The code as it was seen.
    #[schema(required, examples("trip-with-me"))]
    code: Option<String>,
    /// Where the code came from: `cookie`, `claim`, `server` or `operator`.
    #[schema(required, examples("cookie"))]
    source: Option<String>,
    /// The rule that refused.
    #[schema(required, examples("self_referral"))]
    reason: Option<String>,
    /// When a link was followed before, as the visitor's browser says.
    #[schema(required, format = DateTime, examples("2026-03-14T09:21:07.421Z"))]
    click_at: Option<String>,
    /// The page on which that visit began.
    #[schema(required, examples("/pricing"))]
    click_path: Option<String>,
    /// The account on the other side.
    #[schema(required)]
    counterpart_user_id: Option<Uuid>,
    /// The tier before.
    #[schema(required, examples(1))]
    old_tier: Option<u16>,
    /// The tier after.
    #[schema(required, examples(2))]
    new_tier: Option<u16>,
    /// What the operator said about it.
    #[schema(required, examples("agreed by mail"))]
    note: Option<String>,
}

/// Show an account.
///
/// What the member sees of itself, and what was decided about it lately.
#[utoipa::path(
    get,
    path = "/v1/admin/referrals/users/{user}",
    operation_id = "admin_user",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("user" = String, Path, description = "A UUID, `ext:<external id>` or `email:<address>`.",
        example = "ext:customer-42")),
    responses((status = 200, description = "The account.", body = ShownUser))
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadAll>,
    AccountInPath(name): AccountInPath,
) -> Result<axum::Json<ShownUser>> {
    Ok(axum::Json(site.app.show_account(&name).await?.into()))
}

/// A tier.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SetTier {
    /// Its number in the configuration.
    #[serde(default)]
    #[schema(required, minimum = 1, examples(2))]
    tier: i64,
    /// Why, for those who look later; 1 to 500 characters.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_length = 500, examples("agreed by mail"))]
    note: Option<String>,
}

/// A tier before and after.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct TierAnswer {
    /// Before.
    #[schema(examples(1))]
    old_tier: u16,
    /// From now on.
    #[schema(examples(2))]
    new_tier: u16,
}

/// Set an account's tier.
///
/// Payments from now on earn at the new rate; rewards that exist keep theirs.
#[utoipa::path(
    post,
    path = "/v1/admin/referrals/users/{user}/tier",
    operation_id = "admin_set_tier",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("user" = String, Path, description = "A UUID, `ext:<external id>` or `email:<address>`.",
        example = "ext:customer-42")),
    request_body = SetTier,
    responses((status = 200, description = "The tiers before and after.", body = TierAnswer))
)]
pub(crate) async fn set_tier(
    State(site): State<Arc<Site>>,
    operator: Operator<may::SetTier>,
    AccountInPath(name): AccountInPath,
    Json(set): Json<SetTier>,
) -> Result<axum::Json<TierAnswer>> {
    let changed = site.app.set_tier(&operator, &name, set.tier, set.note.as_deref()).await?;
    let TierChanged { old_tier, new_tier } = changed;
    Ok(axum::Json(TierAnswer { old_tier, new_tier }))
}

impl From<AccountShown<'_>> for ShownUser {
    fn from(shown: AccountShown<'_>) -> Self {
        Self {
            user_id: shown.user_id.0,
            paid_invitees_inf: shown.standing.totals.paid_invitees,
            standing: shown.standing.into(),
            payouts_frozen: shown.payouts_frozen,
            recent_attributions: shown.decisions.into_iter().map(DecidedEvent::from).collect(),
            codes: shown.codes.into_iter().map(ListedCode::from).collect(),
            erased_at: shown.erased_at.map(|at| at.to_string()),
        }
    }
}

impl From<Decision> for DecidedEvent {
    fn from(decision: Decision) -> Self {
        Self {
            kind: decision.kind,
            at: decision.at.to_string(),
            code: decision.code,
            source: decision.source,
            reason: decision.reason,
            click_at: decision.click_at.map(|at| at.to_string()),
            click_path: decision.click_path,
            counterpart_user_id: decision.counterpart_id.map(|id| id.0),
            old_tier: decision.old_tier,
            new_tier: decision.new_tier,
            note: decision.note,
        }
    }
}
