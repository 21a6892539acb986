//! Signing in with a code by mail.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::user::{SignedInAnswer, UserAnswer, cookies_of};
use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::Visitor;
use crate::http::site::Site;

/// Where to send a code.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct StartEmail {
    /// An e-mail address; trimmed and lower-cased.
    #[serde(default)]
    #[schema(required, format = Email, examples("ada@example.com"))]
    email: String,
}

/// What to hold while the mail travels.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct EmailStarted {
    /// Goes back with the code to `auth/email/verify`.
    #[schema(examples("01999c3d-f2a6-7e08-b4c3-91d5e8f60a2b"))]
    request_id: Uuid,
}

/// Send a sign-in code.
///
/// Sends a one-time code that is valid for 10 minutes. The answer never tells whether the address
/// has an account.
#[utoipa::path(
    post,
    path = "/v1/auth/email/start",
    operation_id = "auth_email_start",
    tag = "Sign-in",
    security((), ("csrf" = [])),
    request_body = StartEmail,
    responses((status = 200, description = "The code is on its way.", body = EmailStarted))
)]
pub(crate) async fn start(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Json(start): Json<StartEmail>,
) -> Result<axum::Json<EmailStarted>> {
    let request_id = site.app.start_email(&start.email, &visitor).await?;
    Ok(axum::Json(EmailStarted { request_id: request_id.0 }))
}

/// A code and the request it answers.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct VerifyEmail {
    /// From `auth/email/start`.
    #[serde(default)]
    #[schema(required, format = Uuid, examples("01999c3d-f2a6-7e08-b4c3-91d5e8f60a2b"))]
    pub(super) request_id: String,
    /// As in the mail; spaces and case do not matter.
    #[serde(default)]
    #[schema(required, examples("271828"))]
    pub(super) code: String,
}

/// Sign in with the code.
///
/// Exchanges the code for a session and sets the cookies `nl_session` and `nl_csrf`. The first
/// sign-in makes the account and its `uid` code, and attributes the account to the code in the cookie
/// `ref_code`, if there is one; the cookies `ref_code` and `ref_touch` are removed then.
#[utoipa::path(
    post,
    path = "/v1/auth/email/verify",
    operation_id = "auth_email_verify",
    tag = "Sign-in",
    security((), ("csrf" = [])),
    request_body = VerifyEmail,
    responses(SignedInAnswer)
)]
pub(crate) async fn verify(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Json(verify): Json<VerifyEmail>,
) -> Result<(HeaderMap, axum::Json<UserAnswer>)> {
    let signed_in = site.app.verify_email(&verify.request_id, &verify.code, &visitor).await?;
    Ok((cookies_of(&site, &signed_in), axum::Json(signed_in.account.into())))
}
