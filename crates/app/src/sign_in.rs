//! Signing in with a one-time code by mail.
//!
//! Nothing here tells whether an address has an account: both ways do the same work and give the
//! same answers.

mod count_try;
mod open_session;
mod start_code;

use std::sync::Arc;

use triport_domain::account::Account;
use triport_domain::email::Email;
use triport_domain::id::{SessionId, SignInRequestId};
use triport_domain::keyed_hash::{Hash, Purpose, SecretKey};
use triport_domain::one_time_code::{LIFETIME_MINUTES, PendingCode};
use triport_domain::session::cut_user_agent;
use triport_domain::time::Timestamp;
use triport_domain::token::Token;
use triport_store::StoreError;

use self::count_try::CountTry;
use self::open_session::OpenSession;
use self::start_code::{ForgetCode, StartCode};
use crate::App;
use crate::attribution::{Attempt, Attribution, Referral};
use crate::error::{AppError, ErrorCode};
use crate::mail::messages;

/// Who asks, as far as limits and sessions care.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The network of the caller's address, such as `198.51.100.0/24`.
    pub network: String,
    /// The browser's name for itself.
    pub user_agent: String,
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
    /// Sends a one-time code to an address and answers the id of the request.
    pub async fn start_email(
        &self,
        input: &str,
        visitor: &Visitor,
    ) -> Result<SignInRequestId, AppError> {
        let email = Email::parse(input)?;
        let now = self.now();
        let start = StartCode {
            request_id: SignInRequestId(self.new_id(now)),
            sending: sending_subject(&self.key, &email, &visitor.network),
            wrong_tries: wrong_tries_subject(&self.key, email.as_str()),
            random: u64::from_be_bytes(self.random()),
            key: self.key.clone(),
            email: email.clone(),
            now,
        };
        let (request_id, sending) = (start.request_id, start.sending);
        let code = self.store.write(start).await??;
        let message =
            messages::one_time_code(&email, &code, LIFETIME_MINUTES, &self.program.public_url);
        if let Err(error) = self.mailer.send(message).await {
            // The code never arrived, so it must not count against the address.
            self.store.write(ForgetCode { request_id, sending, sent_at: now }).await?;
            return Err(AppError::internal(error));
        }
        Ok(request_id)
    }

    /// Exchanges a one-time code for a session, making the account if it is the first.
    pub async fn verify_email(
        &self,
        request_id: &str,
        code: &str,
        visitor: &Visitor,
    ) -> Result<SignedIn, AppError> {
        let request_id = request_id.parse().map(SignInRequestId).map_err(|_| invalid_request())?;
        let pending = self.count_try(request_id).await?;
        if !pending.code.matches(&self.key, code) {
            return Err(AppError::new(ErrorCode::InvalidCode, "This code is not right."));
        }
        self.open_session(pending, visitor).await
    }

    /// Counts the try before anybody compares anything, in a transaction of its own: however many
    /// guesses come at once, no more than five are ever compared.
    async fn count_try(&self, request_id: SignInRequestId) -> Result<CountedTry, AppError> {
        let at = self.now();
        let body = CountTry { request_id, key: self.key.clone(), now: at };
        let code = self.store.write(body).await?.ok_or_else(invalid_request)?;
        Ok(CountedTry { code, at })
    }

    async fn open_session(
        &self,
        counted: CountedTry,
        visitor: &Visitor,
    ) -> Result<SignedIn, AppError> {
        let (now, session) = (self.now(), Token::from_random(self.random()));
        let referral = visitor.referral.as_ref();
        let attempt = referral.and_then(|referral| self.attempt_by_cookie(referral, now));
        let attempt = attempt.map(Arc::new);
        let opening = |attempt| self.opening(&counted, visitor, &session, attempt, now);
        let (opened, failed) = match self.store.write(opening(attempt.clone())).await {
            // A failed attribution never fails a sign-in. If the database is away, all of it failed.
            Err(error) if attempt.is_some() && !matches!(error, StoreError::Unavailable(_)) => {
                let opened = self.store.write(opening(None)).await?;
                tracing::error!(%error, "an attribution failed at a sign-in");
                (opened, Some(Attribution::Internal))
            }
            opened => (opened?, None),
        };
        let (account, decided) = opened.ok_or_else(invalid_request)?;
        let attribution = failed.or(decided.map(Attribution::from));
        Ok(SignedIn { account, session, csrf: self.new_csrf_token(), attribution })
    }

    fn opening(
        &self,
        counted: &CountedTry,
        visitor: &Visitor,
        session: &Token,
        attempt: Option<Arc<Attempt>>,
        now: Timestamp,
    ) -> OpenSession {
        OpenSession {
            request_id: counted.code.request_id,
            wrong_tries: wrong_tries_subject(&self.key, &counted.code.email),
            counted_at: counted.at,
            email: counted.code.email.clone(),
            new_account: self.new_account(now),
            session_id: SessionId(self.new_id(now)),
            token_hash: session.hash(),
            user_agent: cut_user_agent(&visitor.user_agent),
            attempt,
            now,
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

/// A code whose try was counted, and when.
struct CountedTry {
    code: PendingCode,
    at: Timestamp,
}

fn invalid_request() -> AppError {
    let detail = "This code cannot be used any more. Please ask for a new one.";
    AppError::new(ErrorCode::InvalidRequest, detail)
}

/// The subject of the limit on sending: one address, asked for from one network.
fn sending_subject(key: &SecretKey, email: &Email, network: &str) -> Hash {
    let parts = [b"codes sent".as_slice(), email.as_str().as_bytes(), network.as_bytes()];
    key.hash(Purpose::LimitSubject, &parts)
}

/// The subject of the limit on wrong tries: one address.
fn wrong_tries_subject(key: &SecretKey, email: &str) -> Hash {
    key.hash(Purpose::LimitSubject, &[b"wrong codes".as_slice(), email.as_bytes()])
}
