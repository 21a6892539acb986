//! Signing in with a link that the product made.

use triport_domain::account_name::AccountName;
use triport_domain::id::UserId;
use triport_domain::keyed_hash::Hash;
use triport_domain::session::LINK_LIFETIME;
use triport_domain::time::Timestamp;
use triport_domain::token::Token;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx, sign_in_links};

use super::open_session::{Login, Who};
use super::proof::Proof;
use super::{SignedIn, Visitor};
use crate::App;
use crate::error::{AppError, ErrorCode};
use crate::operators::{Action, Operator};

/// A link that signs one account in, once.
#[derive(Debug)]
pub struct SignInLink {
    /// Where to send the member. The token stands behind the `#`, so that no server on the way sees
    /// or logs it.
    pub url: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl App {
    /// Makes a link for a member whom the product has signed in itself.
    pub async fn make_sign_in_link(
        &self,
        by: &Operator,
        name: &AccountName,
    ) -> Result<SignInLink, AppError> {
        let user_id = self.account_named(name).await?;
        let (now, token) = (self.now(), Token::from_random(self.random()));
        let expires_at = now + LINK_LIFETIME;
        let action = self.action(by, "sign_in_link_made", now).about(user_id);
        let body = MakeLink { token_hash: token.hash(), user_id, expires_at, action };
        self.store.write(body).await?;
        let url = format!("{}/login#link={}", self.program.public_url, token.expose());
        Ok(SignInLink { url, expires_at })
    }

    /// Exchanges the token of a link for a session.
    pub async fn verify_link(&self, token: &str, visitor: &Visitor) -> Result<SignedIn, AppError> {
        let invalid = || {
            let detail = "This link does not work any more. Please go back and follow it again.";
            AppError::new(ErrorCode::InvalidRequest, detail)
        };
        let token_hash = Token::parse(token).ok_or_else(invalid)?.hash();
        let now = self.now();
        let read =
            async |db: &mut triport_store::Db<'_>| sign_in_links::find(db, &token_hash, now).await;
        let user_id = self.store.read(read).await?.ok_or_else(invalid)?;
        let login = Login { proof: Proof::Link(token_hash), who: Who::Account(user_id) };
        self.open_session(login, visitor).await?.map_err(|_| invalid())
    }
}

struct MakeLink {
    token_hash: Hash,
    user_id: UserId,
    expires_at: Timestamp,
    action: Action,
}

impl Transaction for MakeLink {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        sign_in_links::insert(tx, &self.token_hash, self.user_id, self.expires_at).await?;
        self.action.clone().record(tx).await?;
        Ok(Outcome::Commit(()))
    }
}
