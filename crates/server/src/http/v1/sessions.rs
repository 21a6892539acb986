//! Where a member is signed in.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Serialize;
use triport_app::SessionShown;
use uuid::Uuid;

use super::Done;
use super::me::providers;
use crate::http::cookies;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::site::Site;

/// One signed-in browser or program.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Session {
    /// Later sign-ins have greater ids.
    #[schema(examples("01999c3e-1f1b-7d43-a2c0-6e8b5d9f1a34"))]
    id: Uuid,
    /// Whether it is the one that asks.
    #[schema(examples(true))]
    current: bool,
    #[schema(schema_with = providers)]
    provider: &'static str,
    /// What the browser called itself at the sign-in; may be empty.
    #[schema(examples("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"))]
    user_agent: String,
    /// When it signed in.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
    /// When it last asked who is signed in (`GET /v1/auth/me`), to within five minutes.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    last_seen_at: String,
    /// When it ends unless it is used.
    #[schema(format = DateTime, examples("2026-04-13T09:25:11.417202Z"))]
    expires_at: String,
}

/// Every session of the account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Sessions {
    /// All of them, never null.
    items: Vec<Session>,
}

/// List sessions.
///
/// Where the account is signed in, the newest sign-in first. An account has at most 20 sessions: with
/// one more sign-in the oldest ends.
#[utoipa::path(
    get,
    path = "/v1/auth/sessions",
    operation_id = "auth_sessions",
    tag = "Sign-in",
    security(("session" = [])),
    responses((status = 200, description = "The sessions.", body = Sessions))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<Sessions>> {
    let sessions = site.app.sessions(&member).await?;
    Ok(axum::Json(Sessions { items: sessions.into_iter().map(Session::from).collect() }))
}

/// End a session.
///
/// It stops working at once. Ending the one that asks is signing out: its cookies are cleared.
#[utoipa::path(
    delete,
    path = "/v1/auth/sessions/{id}",
    operation_id = "auth_end_session",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    params(("id" = Uuid, Path, description = "The session.")),
    responses((status = 200, description = "Ended.", body = Done))
)]
pub(crate) async fn end(
    State(site): State<Arc<Site>>,
    member: Member,
    id: std::result::Result<Path<String>, PathRejection>,
) -> Result<(HeaderMap, axum::Json<Done>)> {
    // Text that is not UTF-8 is the id of no session.
    let id = id.map(|Path(id)| id).unwrap_or_default();
    let mut headers = HeaderMap::new();
    if site.app.end_session(&member, &id).await? {
        cookies::clear(&mut headers, &site.settings);
    }
    Ok((headers, Done::OK))
}

/// How many sessions were ended.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Ended {
    /// All but the one that asks.
    #[schema(examples(3))]
    ended: usize,
}

/// End all other sessions.
///
/// Everywhere but here the account is signed out at once.
#[utoipa::path(
    delete,
    path = "/v1/auth/sessions",
    operation_id = "auth_end_other_sessions",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    responses((status = 200, description = "Ended.", body = Ended))
)]
pub(crate) async fn end_others(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<Ended>> {
    Ok(axum::Json(Ended { ended: site.app.end_other_sessions(&member).await? }))
}

impl From<SessionShown> for Session {
    fn from(shown: SessionShown) -> Self {
        let SessionShown { session, is_current } = shown;
        Self {
            id: session.id.0,
            current: is_current,
            provider: session.provider.as_str(),
            user_agent: session.user_agent,
            created_at: session.created_at.to_string(),
            last_seen_at: session.last_seen_at.to_string(),
            expires_at: session.expires_at.to_string(),
        }
    }
}
