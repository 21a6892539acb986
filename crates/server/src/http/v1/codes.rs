//! Referral codes.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use triport_app::ErrorCode;
use triport_domain::code::{Code, CodeKind, CodeState};
use utoipa::openapi::Schema;
use uuid::Uuid;

use super::Done;
use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::openapi::{one_of, one_of_or_null};
use crate::http::site::Site;

/// A referral code. Its field names are those of the public contract.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ReferralCode {
    /// Stays the same for as long as the account holds this text.
    #[serde(rename = "ID")]
    #[schema(examples("01999c3e-8a52-7b31-9d6a-5f1c2e7b4a90"))]
    id: Uuid,
    /// The account that holds it.
    #[serde(rename = "UserID")]
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// The text that stands in links.
    #[schema(examples("trip-with-me"), min_length = 3, max_length = 32)]
    code: String,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    /// When the text was first taken.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    created_at: String,
    /// Null while active; set when the code is disabled.
    #[schema(required, format = DateTime)]
    disabled_at: Option<String>,
}

fn kinds() -> Schema {
    let kinds = [CodeKind::Custom, CodeKind::Uid].map(CodeKind::as_str);
    one_of("`custom` for chosen codes, `uid` for the permanent one.", &kinds)
}

fn states() -> Schema {
    let states = [CodeState::Active, CodeState::Alias, CodeState::Disabled, CodeState::Erased];
    let states = states.map(|state| state.to_string());
    one_of("An `alias` was replaced, and links with it still work.", &states)
}

/// An answer that holds a code.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct CodeAnswer {
    code: ReferralCode,
}

/// The slug to take.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SetSlug {
    /// 3 to 32 of `a-z`, `0-9` and `-`, no `-` at either end. Trimmed and lower-cased before it is
    /// checked, so `MyCode` and `mycode` are one slug. Reserved words are refused.
    #[serde(default)]
    #[schema(
        required,
        examples("trip-with-me"),
        pattern = r"^\s*[A-Za-z0-9][A-Za-z0-9-]{1,30}[A-Za-z0-9]\s*$"
    )]
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
    security(("session" = []), ("session" = [], "csrf" = [])),
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
    security(("session" = []), ("session" = [], "csrf" = [])),
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
    #[serde(rename = "State")]
    #[schema(schema_with = states)]
    state: String,
}

/// Every code of the account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Codes {
    /// All of them, never null.
    items: Vec<ListedCode>,
}

/// List every code of the account.
///
/// Newest first: the `uid` code, the custom one, aliases and disabled ones. An account holds a
/// bounded number, so there are no pages.
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
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CheckSlug {
    /// As a person types it.
    #[serde(default)]
    #[param(required, example = "Trip-With-Me")]
    slug: String,
}

/// Whether a slug can be had.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SlugChecked {
    /// In its normalised form.
    #[schema(examples("trip-with-me"))]
    slug: String,
    /// Whether setting it would succeed right now.
    #[schema(examples(false))]
    available: bool,
    #[schema(required, schema_with = reasons)]
    reason: Option<&'static str>,
}

fn reasons() -> Schema {
    use ErrorCode::{SlugInvalid, SlugLimitReached, SlugReserved, SlugTaken};
    let reasons = [SlugTaken, SlugInvalid, SlugReserved, SlugLimitReached].map(ErrorCode::as_str);
    one_of_or_null("The error that setting it would meet; null if none.", &reasons)
}

/// Check whether a slug is available.
///
/// Decides exactly as setting it would, and claims nothing. A session may check a fifth as often as
/// it may call: enough while a person types. After 60 answers within an hour that a slug is taken an
/// account has to wait.
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
        reason: checked.refused.map(ErrorCode::as_str),
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
