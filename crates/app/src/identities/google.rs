//! Beginning to add a Google account. The visit ends where those of sign-ins do.

use triport_domain::openid::{Intent, Refused};
use triport_domain::time::Span;

use crate::error::{AppError, ErrorCode};
use crate::{App, GoogleVisit, Member};

impl App {
    /// Sends a member to the provider, to add a way to sign in.
    pub async fn start_google_link(&self, member: &Member) -> Result<GoogleVisit, AppError> {
        if !self.has_google() {
            return Err(disabled());
        }
        self.may_change_identities(member).await?;
        self.begin_visit(Intent::Link(member.token_hash())).await.map_err(|refused| match refused {
            Refused::Disabled => disabled(),
            _ => unavailable(),
        })
    }

    /// Fails if there is no provider.
    pub fn require_google(&self) -> Result<(), AppError> {
        if self.has_google() { Ok(()) } else { Err(disabled()) }
    }
}

fn unavailable() -> AppError {
    let detail = "Google cannot be reached at the moment. Please try again later.";
    AppError {
        retry_after: Some(Span::from_secs(5)),
        ..AppError::new(ErrorCode::GoogleUnavailable, detail)
    }
}

fn disabled() -> AppError {
    AppError::new(ErrorCode::GoogleDisabled, "Signing in with Google is not set up here.")
}
