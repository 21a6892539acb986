//! Making a one-time code, and taking it back when it could not be sent.

use triport_domain::email::Email;
use triport_domain::id::SignInRequestId;
use triport_domain::keyed_hash::{Hash, SecretKey};
use triport_domain::one_time_code::{
    CodeForm, LIFETIME, PendingCode, SENDING_LIMIT, WRONG_TRY_LIMIT, hash,
};
use triport_domain::time::Timestamp;
use triport_domain::window::Full;
use triport_store::{Outcome, Result, Transaction, Tx, limits, one_time_codes};

/// Answers the code to send, or how long to wait. Codes that are still valid stay so.
pub(super) struct StartCode {
    pub(super) request_id: SignInRequestId,
    pub(super) email: Email,
    pub(super) sending: Hash,
    pub(super) wrong_tries: Hash,
    pub(super) random: u64,
    pub(super) key: SecretKey,
    pub(super) now: Timestamp,
}

impl Transaction for StartCode {
    type Output = std::result::Result<String, Full>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let sent = limits::find_locked(tx, &self.sending).await?;
        let window = match sent.window.admit(SENDING_LIMIT, self.now) {
            Ok(window) => window,
            Err(full) => return Ok(Outcome::Rollback(Err(full))),
        };
        let wrong_tries = limits::find_locked(tx, &self.wrong_tries).await?.window;
        let form = CodeForm::after(wrong_tries.count(WRONG_TRY_LIMIT, self.now));
        let code = form.spell(self.random);
        let expires_at = self.now + SENDING_LIMIT.per;
        limits::replace(tx, &self.sending, &sent, &window, expires_at).await?;
        one_time_codes::insert(tx, &self.pending(form, &code)).await?;
        Ok(Outcome::Commit(Ok(code)))
    }
}

impl StartCode {
    fn pending(&self, form: CodeForm, code: &str) -> PendingCode {
        PendingCode {
            request_id: self.request_id,
            email: self.email.as_str().to_owned(),
            form,
            hash: hash(&self.key, self.request_id, code),
            tries: 0,
            created_at: self.now,
            expires_at: self.now + LIFETIME,
            used_at: None,
        }
    }
}

/// Undoes [`StartCode`] after the mail server refused the message.
pub(super) struct ForgetCode {
    pub(super) request_id: SignInRequestId,
    pub(super) sending: Hash,
    pub(super) sent_at: Timestamp,
}

impl Transaction for ForgetCode {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        let sent = limits::find_locked(tx, &self.sending).await?;
        let window = sent.window.clone().without(self.sent_at);
        // Codes that were sent since go on counting; a window that holds nothing may go at once.
        let expires_at = window.expires_at(SENDING_LIMIT).unwrap_or(self.sent_at);
        limits::replace(tx, &self.sending, &sent, &window, expires_at).await?;
        one_time_codes::delete(tx, self.request_id).await?;
        Ok(Outcome::Commit(()))
    }
}
