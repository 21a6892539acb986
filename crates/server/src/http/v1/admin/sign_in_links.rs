//! Links with which the product signs its members in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use triport_domain::account_name::AccountName;

use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::site::Site;
use crate::http::v1::named::NamedAccount;

/// Whom the link signs in.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct MakeSignInLink {
    #[serde(flatten)]
    account: NamedAccount,
}

/// A link that signs one account in.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SignInLink {
    /// Where to send the member, at once. The token stands behind the `#`.
    #[schema(
        format = "uri",
        examples(
            "https://referrals.example.com/login#link=3f8a0c5d1e7b92460f8a0c5d1e7b92463f8a0c5d1e7b92460f8a0c5d1e7b9246"
        )
    )]
    url: String,
    /// When it stops working: a minute from now.
    #[schema(format = DateTime, examples("2026-03-14T09:26:11.417202Z"))]
    expires_at: String,
}

/// Make a sign-in link.
///
/// For a member whom the product has signed in itself: redirect its browser to `url`. The link works
/// once, within 60 seconds. What needs a fresh sign-in is not possible with it.
#[utoipa::path(
    post,
    path = "/v1/admin/sign-in-links",
    operation_id = "admin_sign_in_link",
    tag = "Operators",
    security(("admin_token" = [])),
    request_body = MakeSignInLink,
    responses((status = 201, description = "The link.", body = SignInLink))
)]
pub(crate) async fn make(
    State(site): State<Arc<Site>>,
    operator: Operator<may::MakeSignInLinks>,
    Json(make): Json<MakeSignInLink>,
) -> Result<(StatusCode, axum::Json<SignInLink>)> {
    let name = AccountName::try_from(make.account)?;
    let link = site.app.make_sign_in_link(&operator, &name).await?;
    let answer = SignInLink { url: link.url, expires_at: link.expires_at.to_string() };
    Ok((StatusCode::CREATED, axum::Json(answer)))
}
