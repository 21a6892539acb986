//! Signing in with a link of the product.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;

use super::user::{SignedInAnswer, UserAnswer, cookies_of};
use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::Visitor;
use crate::http::site::Site;

/// The token of a link.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct VerifyLink {
    /// What stands behind `#link=`.
    #[serde(default)]
    #[schema(
        required,
        examples("3f8a0c5d1e7b92460f8a0c5d1e7b92463f8a0c5d1e7b92460f8a0c5d1e7b9246")
    )]
    token: String,
}

/// Sign in with a link.
///
/// Exchanges the token of a sign-in link of the product for a session, as `auth/email/verify` does
/// with a code. Such a session is never a fresh sign-in.
#[utoipa::path(
    post,
    path = "/v1/auth/link/verify",
    operation_id = "auth_link_verify",
    tag = "Sign-in",
    security((), ("csrf" = [])),
    request_body = VerifyLink,
    responses(SignedInAnswer)
)]
pub(crate) async fn verify(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Json(verify): Json<VerifyLink>,
) -> Result<(HeaderMap, axum::Json<UserAnswer>)> {
    let signed_in = site.app.verify_link(&verify.token, &visitor).await?;
    Ok((cookies_of(&site, &signed_in), axum::Json(signed_in.account.into())))
}
