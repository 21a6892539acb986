//! Signing out.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;

use super::Done;
use crate::http::cookies;
use crate::http::error::Result;
use crate::http::extract::Leaving;
use crate::http::site::Site;

/// Sign out.
///
/// Ends the session and clears both cookies. With a live session the header `X-CSRF-Token` is
/// always needed; without one the call succeeds and changes nothing.
#[utoipa::path(
    post,
    path = "/v1/auth/logout",
    operation_id = "auth_logout",
    tag = "Sign-in",
    security((), ("session" = [], "csrf" = [])),
    responses((status = 200, description = "Signed out.", body = Done))
)]
pub(crate) async fn log_out(
    State(site): State<Arc<Site>>,
    Leaving(member): Leaving,
) -> Result<(HeaderMap, axum::Json<Done>)> {
    if let Some(member) = member {
        site.app.log_out(&member).await?;
    }
    let mut headers = HeaderMap::new();
    cookies::clear(&mut headers, &site.settings);
    Ok((headers, Done::OK))
}
