//! Signing in: every way ends in the same transaction, `open_session`.

pub(crate) mod by_email;
pub(crate) mod by_wallet;
mod count_try;
mod open_session;
pub(crate) mod proof;
mod start_code;

use std::sync::Arc;

use triport_domain::account::Account;
use triport_domain::id::SessionId;
use triport_domain::session::cut_user_agent;
use triport_domain::token::Token;
use triport_store::StoreError;

use self::open_session::{Login, OpenSession};
use crate::attribution::{Attempt, Attribution, Referral};
use crate::error::AppError;
use crate::{App, Member};

pub use self::by_wallet::{WalletAnswer, WalletChallenge};

/// Who asks, as far as limits and sessions care.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The network of the caller's address, such as `198.51.100.0/24`.
    pub network: String,
    /// The browser's name for itself.
    pub user_agent: String,
    /// The session that the browser has already.
    pub session: Option<Member>,
    /// What the browser remembers of a visit with a referral code.
    pub referral: Option<Referral>,
}

/// A new session and what its owner gets.
#[derive(Debug)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The session token; shown once, here.
    pub session: Token,
    /// The CSRF token that goes with it.
    pub csrf: Token,
    /// What became of the browser's referral code, if this sign-in consumed it.
    pub attribution: Option<Attribution>,
}

impl App {
    /// Signs in whom the login proves; `None` if its proof was used meanwhile.
    async fn open_session(
        &self,
        login: Login,
        visitor: &Visitor,
    ) -> Result<Option<SignedIn>, AppError> {
        let (now, session) = (self.now(), Token::from_random(self.random()));
        let referral = visitor.referral.as_ref();
        let attempt = referral.and_then(|referral| self.attempt_by_cookie(referral, now));
        let attempt = attempt.map(Arc::new);
        let opening = |attempt: Option<Arc<Attempt>>| OpenSession {
            login: login.clone(),
            new_account: self.new_account(now),
            session_id: SessionId(self.new_id(now)),
            token_hash: session.hash(),
            user_agent: cut_user_agent(&visitor.user_agent),
            before: visitor.session,
            attempt,
            now,
        };
        let (opened, failed) = match self.store.write(opening(attempt.clone())).await {
            // A failed attribution never fails a sign-in. If the database is away, all of it failed.
            Err(error) if attempt.is_some() && !matches!(error, StoreError::Unavailable(_)) => {
                let opened = self.store.write(opening(None)).await?;
                tracing::error!(%error, "an attribution failed at a sign-in");
                (opened, Some(Attribution::Internal))
            }
            opened => (opened?, None),
        };
        Ok(opened.map(|(account, decided)| SignedIn {
            account,
            session,
            csrf: self.new_csrf_token(),
            attribution: failed.or(decided.map(Attribution::from)),
        }))
    }

    /// A new CSRF token, for a session that lost its own.
    pub fn new_csrf_token(&self) -> Token {
        Token::from_random(self.random())
    }

    /// A random id for a request.
    pub fn new_request_id(&self) -> u64 {
        u64::from_be_bytes(self.random())
    }
}
