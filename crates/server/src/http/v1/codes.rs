//! Referral codes.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use triport_domain::code::{Code, CodeState};
use uuid::Uuid;

use super::Done;
use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::site::Site;

/// A referral code. Its field names are those of the public contract.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ReferralCode {
    #[serde(rename = "ID")]
    id: Uuid,
    #[serde(rename = "UserID")]
    user_id: Uuid,
    /// The text that stands in links.
    #[schema(example = "trip-with-me")]
    code: String,
    /// `custom` for chosen codes, `uid` for the permanent one.
    #[schema(pattern = "^(uid|custom)$")]
    kind: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    /// Null while active; set when the code is disabled.
    #[schema(format = DateTime)]
    disabled_at: Option<String>,
}

/// An answer that holds a code.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct CodeAnswer {
    code: ReferralCode,
}

/// The slug to take.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct SetSlug {
    /// 3 to 32 of a-z, 0-9 and -; lower-cased and trimmed before it is checked.
    #[schema(required, example = "trip-with-me")]
    slug: String,
}

/// Set the custom referral slug.
///
/// The first call makes the account's custom code, a later one replaces its slug. The replaced slug
/// stays with the account and links with it keep working. Repeating the call changes nothing.
#[utoipa::path(
    post,
    path = "/v1/referrals/code",
    operation_id = "referrals_set_slug",
    tag = "Codes",
    security(("session" = [])),
    request_body = SetSlug,
    responses((status = 200, description = "The custom code.", body = CodeAnswer))
)]
pub(crate) async fn set_slug(
    State(site): State<Arc<Site>>,
    member: Member,
    Json(set): Json<SetSlug>,
) -> Result<axum::Json<CodeAnswer>> {
    let code = site.app.set_slug(&member, &set.slug).await?;
    Ok(axum::Json(CodeAnswer { code: code.into() }))
}

/// Remove the custom slug.
///
/// Disables the custom code and all its aliases; the `uid` code goes on. Nobody else can take the
/// slugs, the account can take them back.
#[utoipa::path(
    delete,
    path = "/v1/referrals/code",
    operation_id = "referrals_delete_code",
    tag = "Codes",
    security(("session" = [])),
    responses((status = 200, description = "Removed, or there was none.", body = Done))
)]
pub(crate) async fn delete_slug(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<Done>> {
    site.app.delete_slug(&member).await?;
    Ok(Done::OK)
}

/// A referral code and what it is worth today.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ListedCode {
    #[serde(flatten)]
    code: ReferralCode,
    /// `active`, `alias` (replaced, its links still work) or `disabled`.
    #[serde(rename = "State")]
    #[schema(pattern = "^(active|alias|disabled)$")]
    state: String,
}

/// Every code of the account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Codes {
    items: Vec<ListedCode>,
}

/// List every code of the account, newest first.
#[utoipa::path(
    get,
    path = "/v1/referrals/codes",
    operation_id = "referrals_codes",
    tag = "Codes",
    security(("session" = [])),
    responses((status = 200, description = "The codes.", body = Codes))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<Codes>> {
    let codes = site.app.codes(&member).await?;
    Ok(axum::Json(Codes { items: codes.into_iter().map(ListedCode::from).collect() }))
}

/// The slug to look at.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct CheckSlug {
    /// As a person types it.
    #[param(required)]
    slug: String,
}

/// Whether a slug can be had.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SlugChecked {
    /// In its normalised form.
    slug: String,
    available: bool,
    /// The error that setting it would meet.
    #[schema(example = "slug_taken")]
    reason: Option<&'static str>,
}

/// Check whether a slug is available.
///
/// Claims nothing. Has a limit of its own below that of other calls.
#[utoipa::path(
    get,
    path = "/v1/referrals/code/check",
    operation_id = "referrals_check_slug",
    tag = "Codes",
    security(("session" = [])),
    params(CheckSlug),
    responses((status = 200, description = "What setting it would do.", body = SlugChecked))
)]
pub(crate) async fn check(
    State(site): State<Arc<Site>>,
    member: Member,
    query: std::result::Result<Query<CheckSlug>, QueryRejection>,
) -> Result<axum::Json<SlugChecked>> {
    site.limits.slug_check(&member)?;
    // A query that cannot be read holds no slug, which is checked like an empty one.
    let slug = query.map(|Query(query)| query.slug).unwrap_or_default();
    let checked = site.app.check_slug(&member, &slug).await?;
    Ok(axum::Json(SlugChecked {
        slug: checked.slug,
        available: checked.refused.is_none(),
        reason: checked.refused.map(triport_app::ErrorCode::as_str),
    }))
}

impl From<Code> for ReferralCode {
    fn from(code: Code) -> Self {
        Self {
            id: code.id.0,
            user_id: code.user_id.0,
            code: code.text,
            kind: code.kind.as_str(),
            created_at: code.created_at.to_string(),
            disabled_at: code.disabled_at.map(|at| at.to_string()),
        }
    }
}

impl From<(Code, CodeState)> for ListedCode {
    fn from((code, state): (Code, CodeState)) -> Self {
        Self { code: code.into(), state: state.to_string() }
    }
}
