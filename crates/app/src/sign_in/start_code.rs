//! Making a one-time code, and taking it back when it could not be sent.

use triport_domain::email::Email;
use triport_domain::id::SignInRequestId;
use triport_domain::keyed_hash::{Hash, SecretKey};
use triport_domain::one_time_code::{CodeForm, LIFETIME, PendingCode, WRONG_TRY_LIMIT, hash};
use triport_domain::time::Timestamp;
use triport_domain::window::Full;
use triport_store::known_browsers::{self, KnownBrowser};
use triport_store::{Outcome, Result, Transaction, Tx, limits, one_time_codes};

use crate::limits::{Quota, admit_all};

/// Answers the code to send, or how long to wait. Codes that are still valid stay so.
pub(super) struct StartCode {
    pub(super) request_id: SignInRequestId,
    pub(super) email: Email,
    pub(super) quotas: SendingQuotas,
    pub(super) wrong_tries: Hash,
    pub(super) random: u64,
    pub(super) key: SecretKey,
    pub(super) now: Timestamp,
}

/// What sending a code counts against.
pub(super) struct SendingQuotas {
    /// Of a browser from which the address has signed in, which counts against nothing else: whoever
    /// uses up the others cannot lock the owner out.
    pub(super) of_browser: Option<(KnownBrowser, Quota)>,
    /// Of everybody else.
    pub(super) of_others: Vec<Quota>,
}

/// A code that was made.
pub(super) struct Started {
    pub(super) code: String,
    /// Against which it counts.
    pub(super) counted: Vec<Quota>,
}

impl Transaction for StartCode {
    type Output = std::result::Result<Started, Full>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let counted = self.quotas.in_force(tx, self.now).await?;
        if let Err(full) = admit_all(tx, &counted, self.now).await? {
            return Ok(Outcome::Rollback(Err(full)));
        }
        // Read without a lock, which would take longer where there is something to lock. A code that
        // turns out too short is refused when it is tried.
        let wrong_tries = limits::find(tx, &self.wrong_tries).await?;
        let form = CodeForm::after(wrong_tries.count(WRONG_TRY_LIMIT, self.now));
        let code = form.spell(self.random);
        one_time_codes::insert(tx, &self.pending(form, &code)).await?;
        Ok(Outcome::Commit(Ok(Started { code, counted })))
    }
}

impl SendingQuotas {
    async fn in_force(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Quota>> {
        if let Some((browser, quota)) = &self.of_browser
            && known_browsers::is_known(tx, browser, now).await?
        {
            return Ok(vec![*quota]);
        }
        Ok(self.of_others.clone())
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

/// Undoes [`StartCode`] when the message was not sent.
pub(super) struct ForgetCode {
    pub(super) request_id: SignInRequestId,
    pub(super) counted: Vec<Quota>,
    pub(super) sent_at: Timestamp,
}

impl Transaction for ForgetCode {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        for quota in &self.counted {
            quota.give_back(tx, self.sent_at).await?;
        }
        one_time_codes::delete(tx, self.request_id).await?;
        Ok(Outcome::Commit(()))
    }
}
