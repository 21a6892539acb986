//! Signing in with a one-time code by mail.
//!
//! Nothing here tells whether an address has an account: both ways do the same work and give the
//! same answers.

use triport_domain::email::Email;
use triport_domain::id::SignInRequestId;
use triport_domain::keyed_hash::{Hash, Purpose, SecretKey};
use triport_domain::one_time_code::LIFETIME_MINUTES;
use triport_domain::session::Provider;

use super::count_try::CountTry;
use super::open_session::{Identity, Login, Who};
use super::proof::{CountedCode, Proof};
use super::start_code::{ForgetCode, StartCode};
use super::{SignedIn, Visitor};
use crate::App;
use crate::error::{AppError, ErrorCode};
use crate::mail::messages;

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
        let (email, counted) = self.check_code(request_id, code).await?;
        let identity =
            Identity { provider: Provider::Email, subject: email.clone(), email: Some(email) };
        let login = Login { proof: Proof::Code(counted), who: Who::Identity(identity) };
        self.open_session(login, visitor).await?.ok_or_else(invalid_request)
    }

    /// The address that a right code proves, and the proof, which is still to be used up.
    ///
    /// Counts the try before anybody compares anything, in a transaction of its own: however many
    /// guesses come at once, no more than five are ever compared.
    pub(crate) async fn check_code(
        &self,
        request_id: &str,
        code: &str,
    ) -> Result<(String, CountedCode), AppError> {
        let request_id = request_id.parse().map(SignInRequestId).map_err(|_| invalid_request())?;
        let counted_at = self.now();
        let body = CountTry { request_id, key: self.key.clone(), now: counted_at };
        let pending = self.store.write(body).await?.ok_or_else(invalid_request)?;
        if !pending.matches(&self.key, code) {
            return Err(AppError::new(ErrorCode::InvalidCode, "This code is not right."));
        }
        let wrong_tries = wrong_tries_subject(&self.key, &pending.email);
        Ok((pending.email, CountedCode { request_id, wrong_tries, counted_at }))
    }
}

pub(crate) fn invalid_request() -> AppError {
    let detail = "This code cannot be used any more. Please ask for a new one.";
    AppError::new(ErrorCode::InvalidRequest, detail)
}

/// The subject of the limit on sending: one address, asked for from one network.
fn sending_subject(key: &SecretKey, email: &Email, network: &str) -> Hash {
    let parts = [b"codes sent".as_slice(), email.as_str().as_bytes(), network.as_bytes()];
    key.hash(Purpose::LimitSubject, &parts)
}

/// The subject of the limit on wrong tries: one address.
pub(super) fn wrong_tries_subject(key: &SecretKey, email: &str) -> Hash {
    key.hash(Purpose::LimitSubject, &[b"wrong codes".as_slice(), email.as_bytes()])
}
