//! Counting a try of a one-time code.

use triport_domain::id::SignInRequestId;
use triport_domain::keyed_hash::{Hash, Purpose, SecretKey};
use triport_domain::one_time_code::{CodeForm, PendingCode, WRONG_TRY_LIMIT};
use triport_domain::time::Timestamp;
use triport_store::{Outcome, Result, Transaction, Tx, limits, one_time_codes};

/// Answers the code to compare with, or nothing if it cannot be tried.
///
/// The try counts twice: against the code, and as wrong against the address until it proves right.
pub(super) struct CountTry {
    pub(super) request_id: SignInRequestId,
    pub(super) key: SecretKey,
    pub(super) now: Timestamp,
}

impl Transaction for CountTry {
    type Output = Option<PendingCode>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let code = one_time_codes::find_locked(tx, self.request_id).await?;
        let Some(code) = code.filter(|code| code.is_open(self.now)) else {
            return Ok(Outcome::Rollback(None));
        };
        one_time_codes::count_try(tx, &code).await?;
        let subject = wrong_tries_subject(&self.key, &code.email);
        let wrong = limits::find_locked(tx, &subject).await?;
        let too_short = CodeForm::after(wrong.window.count(WRONG_TRY_LIMIT, self.now)) != code.form
            && code.form == CodeForm::SixDigits;
        if too_short {
            return Ok(Outcome::Rollback(None));
        }
        let window = wrong.window.record(WRONG_TRY_LIMIT, self.now);
        let expires_at = self.now + WRONG_TRY_LIMIT.per;
        limits::replace(tx, &subject, &wrong, &window, expires_at).await?;
        Ok(Outcome::Commit(Some(code)))
    }
}

/// The subject of the limit on wrong tries: one address.
pub(super) fn wrong_tries_subject(key: &SecretKey, email: &str) -> Hash {
    key.hash(Purpose::LimitSubject, &[b"wrong codes".as_slice(), email.as_bytes()])
}
