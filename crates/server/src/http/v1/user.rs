//! An account as the API shows it to its owner.

use axum::http::HeaderMap;
use serde::Serialize;
use triport_app::{Attribution, SignedIn};
use triport_domain::account::Account;
use uuid::Uuid;

use crate::http::site::Site;
use crate::http::{cookies, ref_cookies};

/// An account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct User {
    /// Never changes.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    id: Uuid,
    /// The address it signs in with.
    #[schema(required, format = Email, examples("ada@example.com"))]
    email: Option<String>,
    /// What others see; never taken from the address.
    #[schema(examples("Member 4F2K"))]
    display_name: String,
    /// An https address.
    #[schema(required, format = "uri")]
    avatar_url: Option<String>,
    /// When the account was made.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    updated_at: String,
}

/// An answer that holds an account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct UserAnswer {
    user: User,
}

/// What every sign-in with a body answers.
#[derive(utoipa::IntoResponses)]
#[response(
    status = 200,
    description = "Signed in.",
    headers(("X-CSRF-Token" = String, description = "The value of the cookie nl_csrf."))
)]
#[expect(dead_code, reason = "only describes the answer")]
pub(crate) struct SignedInAnswer(UserAnswer);

/// The cookies that a sign-in sets, and the referral cookies that it has used up.
pub(super) fn cookies_of(site: &Site, signed_in: &SignedIn) -> HeaderMap {
    let mut headers = HeaderMap::new();
    cookies::set(&mut headers, &site.settings, signed_in.session.expose(), &signed_in.csrf);
    if let Some(browser) = &signed_in.browser {
        cookies::set_browser(&mut headers, &site.settings, browser);
    }
    if signed_in.attribution.is_some_and(Attribution::ends_cookies) {
        ref_cookies::clear(&mut headers, &site.settings);
    }
    headers
}

impl From<Account> for UserAnswer {
    fn from(account: Account) -> Self {
        Self { user: account.into() }
    }
}

impl From<Account> for User {
    fn from(account: Account) -> Self {
        Self {
            id: account.id.0,
            email: account.email,
            display_name: account.display_name,
            avatar_url: account.avatar_url,
            created_at: account.created_at.to_string(),
            updated_at: account.updated_at.to_string(),
        }
    }
}
