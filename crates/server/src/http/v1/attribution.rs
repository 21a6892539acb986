//! Who brought the member.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use triport_app::{Attribution, AttributionShown};
use triport_domain::attribution::{Refusal, Refused, Source};
use utoipa::openapi::Schema;

use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::{Member, SureMember};
use crate::http::openapi::{one_of, one_of_or_null};
use crate::http::ref_cookies;
use crate::http::site::Site;

/// What became of an attempt.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Attributed {
    /// Whether the account has an inviter through this attempt.
    #[schema(examples(true))]
    attributed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = reasons)]
    reason: Option<&'static str>,
}

fn reasons() -> Schema {
    let reasons: Vec<&str> = Attribution::reasons().collect();
    one_of("Why not; the first that holds, in this order. Left out on success.", &reasons)
}

/// Attribute the account to the code in the browser.
///
/// Takes the cookie `ref_code`, which a share link or a page with `?ref=` has set, and removes it
/// together with `ref_touch` whatever comes of it, unless the reason is `internal`. The first
/// sign-in does the same by itself. A body is ignored. The header `X-CSRF-Token` is always needed.
#[utoipa::path(
    post,
    path = "/v1/auth/attribute",
    operation_id = "auth_attribute",
    tag = "Attribution",
    security(("session" = [], "csrf" = [])),
    responses((status = 200, description = "What became of it.", body = Attributed))
)]
pub(crate) async fn attribute(
    State(site): State<Arc<Site>>,
    request: HeaderMap,
    member: SureMember,
) -> (HeaderMap, axum::Json<Attributed>) {
    let referral = ref_cookies::referral(&request);
    let attribution = site.app.attribute(&member, referral.as_ref()).await;
    let mut headers = HeaderMap::new();
    if attribution.ends_cookies() {
        ref_cookies::clear(&mut headers, &site.settings);
    }
    (headers, axum::Json(attribution.into()))
}

/// A code that the member was told.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ClaimCode {
    /// A `uid` code or a slug; trimmed and lower-cased.
    #[serde(default)]
    #[schema(required, examples("trip-with-me"))]
    code: String,
}

/// Attribute the account to a code that a member types.
///
/// Works without any cookie, inside the attribution window and before the account's first payment.
#[utoipa::path(
    post,
    path = "/v1/referrals/claim",
    operation_id = "referrals_claim",
    tag = "Attribution",
    security(("session" = []), ("session" = [], "csrf" = [])),
    request_body = ClaimCode,
    responses((status = 200, description = "What became of it.", body = Attributed))
)]
pub(crate) async fn claim(
    State(site): State<Arc<Site>>,
    member: Member,
    Json(claim): Json<ClaimCode>,
) -> Result<axum::Json<Attributed>> {
    Ok(axum::Json(site.app.claim(&member, &claim.code).await?.into()))
}

/// How the account was attributed.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AttributionAnswer {
    /// Whether the account has an inviter.
    #[schema(examples(true))]
    attributed: bool,
    /// What the inviter calls itself; null if there is none.
    #[schema(required, examples("Member 4F2K"))]
    inviter_display: Option<String>,
    /// When the attribution was made; null if there is none.
    #[schema(required, format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    at: Option<String>,
    #[schema(required, schema_with = sources)]
    source: Option<String>,
    /// Attempts that were refused, newest first; the last fifty.
    #[schema(max_items = 50)]
    refusals: Vec<RefusedAttempt>,
}

fn sources() -> Schema {
    let sources: Vec<&str> = Source::ALL.iter().map(|source| source.as_str()).collect();
    one_of_or_null("Where the code came from; null if there is no inviter.", &sources)
}

/// An attempt that was refused.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RefusedAttempt {
    /// When it was made.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    at: String,
    /// The code as it was seen.
    #[schema(examples("trip-with-you"), max_length = 64)]
    code: String,
    #[schema(schema_with = refusals)]
    reason: String,
}

fn refusals() -> Schema {
    let refusals: Vec<&str> = Refusal::ALL.iter().map(|refusal| refusal.as_str()).collect();
    one_of("The rule that decided.", &refusals)
}

/// Show how the account was attributed.
///
/// Who invited it, since when and by which way, and the attempts that were refused with the rule that
/// decided.
#[utoipa::path(
    get,
    path = "/v1/referrals/attribution",
    operation_id = "referrals_attribution",
    tag = "Attribution",
    security(("session" = [])),
    responses((status = 200, description = "The attribution.", body = AttributionAnswer))
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<AttributionAnswer>> {
    Ok(axum::Json(site.app.attribution(&member).await?.into()))
}

impl From<Attribution> for Attributed {
    fn from(attribution: Attribution) -> Self {
        Self { attributed: attribution.reason().is_none(), reason: attribution.reason() }
    }
}

impl From<AttributionShown> for AttributionAnswer {
    fn from(shown: AttributionShown) -> Self {
        let inviter = shown.inviter.as_ref();
        Self {
            attributed: inviter.is_some(),
            inviter_display: inviter.map(|inviter| inviter.display_name.clone()),
            at: inviter.map(|inviter| inviter.at.to_string()),
            source: inviter.and_then(|inviter| inviter.source.clone()),
            refusals: shown.refusals.into_iter().map(RefusedAttempt::from).collect(),
        }
    }
}

impl From<Refused> for RefusedAttempt {
    fn from(refused: Refused) -> Self {
        Self { at: refused.at.to_string(), code: refused.code, reason: refused.reason }
    }
}
