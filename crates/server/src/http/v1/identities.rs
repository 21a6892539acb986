//! The ways in which a member can sign in.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use triport_app::Linked;
use triport_domain::id::UserId;
use triport_domain::identity::Identity;
use triport_domain::session::Provider;
use triport_domain::wallet::Chain;
use utoipa::openapi::Schema;
use uuid::Uuid;

use super::Done;
use super::email::VerifyEmail;
use super::wallet::VerifyWallet;
use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::google_cookies;
use crate::http::openapi::one_of;
use crate::http::site::Site;

/// A way to sign in.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SignInIdentity {
    /// Names it here; stays the same when it is given up and added again.
    #[schema(examples("6f1d2c3b-4a59-8e60-b1c2-d3e4f5061728"))]
    id: Uuid,
    #[schema(schema_with = providers)]
    provider: &'static str,
    /// The e-mail address, that of the Google account, or the address of the wallet.
    #[schema(examples("ada@example.com"))]
    subject: String,
    /// Of a wallet: its chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = chains)]
    chain: Option<&'static str>,
    /// When the account got it.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
}

/// Every way to sign in to the account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SignInIdentities {
    /// All of them, never null; at most 20.
    items: Vec<SignInIdentity>,
}

fn providers() -> Schema {
    let providers = [Provider::Email, Provider::Google, Provider::Wallet];
    one_of("Who vouches for it.", &providers.map(Provider::as_str))
}

fn chains() -> Schema {
    one_of("The chain of a wallet; only there.", &Chain::ALL.map(Chain::as_str))
}

impl SignInIdentity {
    fn new(user_id: UserId, identity: &Identity) -> Self {
        Self {
            id: identity.id(user_id),
            provider: identity.provider.as_str(),
            subject: identity.shown(),
            chain: identity.chain().map(Chain::as_str),
            created_at: identity.created_at.to_string(),
        }
    }
}

/// List ways to sign in.
///
/// The e-mail addresses, Google accounts and wallets that sign in to this account, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/auth/identities",
    operation_id = "auth_identities",
    tag = "Sign-in",
    security(("session" = [])),
    responses((status = 200, description = "The ways.", body = SignInIdentities))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<axum::Json<SignInIdentities>> {
    let found = site.app.identities(&member).await?;
    let items = found.iter().map(|identity| SignInIdentity::new(member.user_id, identity));
    Ok(axum::Json(SignInIdentities { items: items.collect() }))
}

/// Add an e-mail address.
///
/// Takes the code that `auth/email/start` has sent to the new address. Needs a fresh sign-in, unless
/// it is the first identity of an account of the product. The account's `email` becomes this address
/// if it had no verified one. An address that signs in to another account is refused: accounts are
/// never merged.
#[utoipa::path(
    post,
    path = "/v1/auth/identities/email",
    operation_id = "auth_link_email",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    request_body = VerifyEmail,
    responses(
        (status = 201, description = "Added.", body = SignInIdentity),
        (status = 200, description = "The account had it already.", body = SignInIdentity)
    )
)]
pub(crate) async fn link_email(
    State(site): State<Arc<Site>>,
    member: Member,
    Json(sent): Json<VerifyEmail>,
) -> Result<(StatusCode, axum::Json<SignInIdentity>)> {
    let linked = site.app.link_email(&member, &sent.request_id, &sent.code).await?;
    Ok(answer(&member, &linked))
}

/// Where to go to add a Google account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct GooglePage {
    /// To be navigated to, within 10 minutes and in this browser.
    #[schema(format = "uri", examples("https://accounts.google.com/o/oauth2/v2/auth?client_id=…"))]
    url: String,
}

/// Begin to add a Google account.
///
/// Answers the page of Google to navigate to, which leads back to `auth/google/callback`. Needs a
/// fresh sign-in, unless it is the first identity of an account of the product. Only the session that
/// has asked can end it.
#[utoipa::path(
    post,
    path = "/v1/auth/identities/google",
    operation_id = "auth_link_google",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    responses((
        status = 200,
        description = "Where to go.",
        body = GooglePage,
        headers(("Set-Cookie" = String, description = "`nl_google_state` and `nl_google_verifier`, for 10 minutes."))
    ))
)]
pub(crate) async fn link_google(
    State(site): State<Arc<Site>>,
    member: Member,
) -> Result<(HeaderMap, axum::Json<GooglePage>)> {
    let visit = site.app.start_google_link(&member).await?;
    let mut headers = HeaderMap::new();
    google_cookies::set(&mut headers, &site.settings, &visit.flow);
    Ok((headers, axum::Json(GooglePage { url: visit.url })))
}

/// Add a wallet.
///
/// Takes the signature of a text from `auth/wallet/challenge`. Needs a fresh sign-in, unless it is the
/// first identity of an account of the product.
#[utoipa::path(
    post,
    path = "/v1/auth/identities/wallet",
    operation_id = "auth_link_wallet",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    request_body = VerifyWallet,
    responses(
        (status = 201, description = "Added.", body = SignInIdentity),
        (status = 200, description = "The account had it already.", body = SignInIdentity)
    )
)]
pub(crate) async fn link_wallet(
    State(site): State<Arc<Site>>,
    member: Member,
    Json(sent): Json<VerifyWallet>,
) -> Result<(StatusCode, axum::Json<SignInIdentity>)> {
    let linked = site.app.link_wallet(&member, &sent.into()).await?;
    Ok(answer(&member, &linked))
}

fn answer(member: &Member, linked: &Linked) -> (StatusCode, axum::Json<SignInIdentity>) {
    let status = if linked.is_new { StatusCode::CREATED } else { StatusCode::OK };
    (status, axum::Json(SignInIdentity::new(member.user_id, &linked.identity)))
}

/// Give a way to sign in up.
///
/// Needs a fresh sign-in. The last one stays. Sessions that it has opened go on; they can be ended
/// with `auth/sessions`.
#[utoipa::path(
    delete,
    path = "/v1/auth/identities/{id}",
    operation_id = "auth_unlink_identity",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    params(("id" = String, Path, description = "The `id` of the identity.", example = "6f1d2c3b-4a59-8e60-b1c2-d3e4f5061728")),
    responses((status = 200, description = "Given up.", body = Done))
)]
pub(crate) async fn unlink(
    State(site): State<Arc<Site>>,
    member: Member,
    id: std::result::Result<Path<String>, PathRejection>,
) -> Result<axum::Json<Done>> {
    // Text that is not UTF-8 is the id of nothing.
    let id = id.map(|Path(id)| id).unwrap_or_default();
    site.app.unlink_identity(&member, &id).await?;
    Ok(Done::OK)
}
