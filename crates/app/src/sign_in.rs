//! Signing in: every way ends in the same transaction, `open_session`.

mod browser;
pub(crate) mod by_email;
pub(crate) mod by_google;
mod by_link;
pub(crate) mod by_wallet;
mod count_try;
mod open_session;
pub(crate) mod proof;
mod relabel;
mod start_code;

use std::sync::Arc;

use triport_domain::account::Account;
use triport_domain::id::SessionId;
use triport_domain::session::cut_user_agent;
use triport_domain::token::Token;
use triport_store::StoreError;

use self::browser::Browser;
pub(crate) use self::browser::address_hash;
use self::open_session::{Login, NotOpened, OpenSession, Opened};
use crate::attribution::{Attempt, Attribution, Referral};
use crate::error::AppError;
use crate::limits::Network;
use crate::notices::Notice;
use crate::{App, Member};

pub use self::by_google::{GoogleArrival, GoogleReturn, GoogleVisit};
pub use self::by_link::SignInLink;
pub use self::by_wallet::{WalletAnswer, WalletChallenge};

/// Who asks, as far as limits and sessions care.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The network of the caller's address.
    pub network: Network,
    /// The browser's name for itself.
    pub user_agent: String,
    /// What the browser remembers of earlier sign-ins.
    pub browser: Option<Token>,
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
    /// By which the browser is known from now on, if the account has a verified address.
    pub browser: Option<Token>,
    /// What became of the browser's referral code, if this sign-in consumed it.
    pub attribution: Option<Attribution>,
}

impl App {
    /// Signs in whom the login proves.
    async fn open_session(
        &self,
        login: Login,
        visitor: &Visitor,
    ) -> Result<Result<SignedIn, NotOpened>, AppError> {
        let (now, session) = (self.now(), Token::from_random(self.random()));
        let referral = visitor.referral.as_ref();
        let attempt = referral.and_then(|referral| self.attempt_by_cookie(referral, now));
        let attempt = attempt.map(Arc::new);
        let browser = Browser {
            shown: visitor.browser.clone(),
            fresh: Token::from_random(self.random()),
            key: self.key.clone(),
        };
        let opening = |attempt: Option<Arc<Attempt>>| OpenSession {
            login: login.clone(),
            new_account: self.new_account(now),
            session_id: SessionId(self.new_id(now)),
            token_hash: session.hash(),
            user_agent: cut_user_agent(&visitor.user_agent),
            before: visitor.session,
            browser: browser.clone(),
            attempt,
            now,
        };
        let (opened, failed) = self.write_opening(opening, attempt).await?;
        let Opened { account, is_new, browser, decided } = match opened {
            Ok(opened) => opened,
            Err(not_opened) => return Ok(Err(not_opened)),
        };
        if !is_new && browser.as_ref().is_some_and(|browser| !browser.is_known) {
            self.tell(account.id, Notice::new_browser(now, &visitor.user_agent));
        }
        Ok(Ok(SignedIn {
            account,
            session,
            csrf: self.new_csrf_token(),
            browser: browser.map(|browser| browser.token),
            attribution: failed.or(decided.map(Attribution::from)),
        }))
    }

    /// Opens the session, if need be without the attribution, which then has failed: that never fails a
    /// sign-in. If the database is away, all of it failed.
    async fn write_opening(
        &self,
        opening: impl Fn(Option<Arc<Attempt>>) -> OpenSession,
        attempt: Option<Arc<Attempt>>,
    ) -> Result<(Result<Opened, NotOpened>, Option<Attribution>), AppError> {
        match self.store.write(opening(attempt.clone())).await {
            Err(error) if attempt.is_some() && !matches!(error, StoreError::Unavailable(_)) => {
                let opened = self.store.write(opening(None)).await?;
                tracing::error!(%error, "an attribution failed at a sign-in");
                Ok((opened, Some(Attribution::Internal)))
            }
            opened => Ok((opened?, None)),
        }
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
