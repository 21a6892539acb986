//! The signed-in account.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use triport_domain::account::ProfileChange;
use triport_domain::session::Provider;
use utoipa::openapi::Schema;

use super::user::{User, UserAnswer};
use crate::http::body::{Json, present};
use crate::http::cookies;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::openapi::one_of;
use crate::http::site::Site;

/// The signed-in account and how it signed in.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Me {
    user: User,
    #[schema(schema_with = providers)]
    provider: &'static str,
}

pub(super) fn providers() -> Schema {
    let providers = [Provider::Email, Provider::Google, Provider::Wallet, Provider::Link];
    one_of("How this session was opened.", &providers.map(Provider::as_str))
}

/// Show the signed-in account.
///
/// In the second half of a session's life this call extends it and sets both cookies again.
#[utoipa::path(
    get,
    path = "/v1/auth/me",
    operation_id = "auth_me",
    tag = "Sign-in",
    security(("session" = [])),
    responses((
        status = 200,
        description = "The account.",
        body = Me,
        headers(("X-CSRF-Token" = String, description = "The value of the cookie nl_csrf."))
    ))
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    request: HeaderMap,
    member: Member,
) -> Result<(HeaderMap, axum::Json<Me>)> {
    let profile = site.app.profile(&member).await?;
    let mut headers = HeaderMap::new();
    match (cookies::csrf(&request), cookies::session(&request)) {
        (Some(csrf), _) if !profile.extended => cookies::repeat_csrf(&mut headers, csrf),
        (csrf, session) => {
            let kept = csrf.and_then(triport_domain::token::Token::parse);
            let csrf = kept.unwrap_or_else(|| site.app.new_csrf_token());
            cookies::set(&mut headers, &site.settings, session.unwrap_or_default(), &csrf);
        }
    }
    let provider = profile.provider.as_str();
    Ok((headers, axum::Json(Me { user: profile.account.into(), provider })))
}

/// What to change; what is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ChangeMe {
    /// 1 to 80 characters; others see it.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("Ada"), min_length = 1, max_length = 80)]
    display_name: Option<String>,
    /// An https address, or null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        value_type = Option<String>,
        format = "uri",
        pattern = "^https://",
        max_length = 2_048,
        examples("https://example.com/ada.png")
    )]
    #[expect(clippy::option_option, reason = "left out, null and a text are three things")]
    avatar_url: Option<Option<String>>,
}

/// Change the profile.
#[utoipa::path(
    post,
    path = "/v1/auth/me",
    operation_id = "auth_change_me",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    request_body = ChangeMe,
    responses((status = 200, description = "The changed account.", body = UserAnswer))
)]
pub(crate) async fn change(
    State(site): State<Arc<Site>>,
    member: Member,
    Json(change): Json<ChangeMe>,
) -> Result<axum::Json<UserAnswer>> {
    let change = ProfileChange { display_name: change.display_name, avatar_url: change.avatar_url };
    Ok(axum::Json(site.app.change_profile(&member, change).await?.into()))
}
