//! The transaction of a sign-in: code used, account found or made, session opened.

use std::sync::Arc;

use triport_domain::account::Account;
use triport_domain::id::{SessionId, SignInRequestId, UserId};
use triport_domain::keyed_hash::Hash;
use triport_domain::one_time_code::WRONG_TRY_LIMIT;
use triport_domain::session::{LIFETIME, Provider, Session};
use triport_domain::time::Timestamp;
use triport_store::{
    Outcome, Result, StoreError, Transaction, Tx, accounts, attributions, limits, one_time_codes,
    sessions,
};

use crate::attribution::{Attempt, Decided, attribute};
use crate::new_account::NewAccount;

/// Answers the account and what became of the browser's referral code, or nothing if the one-time
/// code was used meanwhile.
pub(super) struct OpenSession {
    pub(super) request_id: SignInRequestId,
    pub(super) wrong_tries: Hash,
    /// When the right try was counted as a wrong one.
    pub(super) counted_at: Timestamp,
    pub(super) email: String,
    /// For an address that signs in for the first time.
    pub(super) new_account: NewAccount,
    pub(super) session_id: SessionId,
    pub(super) token_hash: Hash,
    pub(super) user_agent: String,
    /// The browser's referral code, consumed by an account's first sign-in.
    pub(super) attempt: Option<Arc<Attempt>>,
    pub(super) now: Timestamp,
}

impl Transaction for OpenSession {
    type Output = Option<(Account, Option<Decided>)>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        if !one_time_codes::mark_used(tx, self.request_id, self.now).await? {
            return Ok(Outcome::Rollback(None));
        }
        self.forgive_try(tx).await?;
        let known = accounts::by_identity(tx, Provider::Email, &self.email).await?;
        let account = match known {
            Some(user_id) => accounts::find(tx, user_id).await?.ok_or_else(|| {
                StoreError::Corrupt(format!("account {user_id} of a claimed identity is missing"))
            })?,
            None => self.make_account(tx).await?,
        };
        sessions::open(tx, &self.session(account.id)).await?;
        let decided = self.attribute(tx, account.id, known.is_none()).await?;
        Ok(Outcome::Commit(Some((account, decided))))
    }
}

impl OpenSession {
    /// The try was right, so it does not count as a wrong one.
    async fn forgive_try(&self, tx: &mut Tx<'_>) -> Result<()> {
        let wrong = limits::find_locked(tx, &self.wrong_tries).await?;
        let window = wrong.window.clone().without(self.counted_at);
        let expires_at = self.now + WRONG_TRY_LIMIT.per;
        limits::replace(tx, &self.wrong_tries, &wrong, &window, expires_at).await
    }

    /// Consumes the referral code for a new account, and for one that the product made, as long as
    /// nobody has invited it. Other accounts had their first sign-in before.
    async fn attribute(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        is_new: bool,
    ) -> Result<Option<Decided>> {
        let Some(attempt) = &self.attempt else { return Ok(None) };
        let consumes = is_new
            || attributions::invitee(tx, user_id)
                .await?
                .is_some_and(|account| account.is_from_product && account.inviter_id.is_none());
        Ok(if consumes { Some(attribute(tx, user_id, attempt).await?) } else { None })
    }

    async fn make_account(&self, tx: &mut Tx<'_>) -> Result<Account> {
        let user_id = self.new_account.claim(tx).await?;
        if !accounts::claim_identity(tx, Provider::Email, &self.email, user_id).await? {
            return Err(StoreError::changed_meanwhile("the identity"));
        }
        let email = Some(self.email.clone());
        let account = Account { email, ..self.new_account.account(user_id) };
        self.new_account.insert(tx, &account, None).await?;
        accounts::insert_identity(tx, user_id, Provider::Email, &self.email, self.now).await?;
        Ok(account)
    }

    fn session(&self, user_id: UserId) -> Session {
        Session {
            id: self.session_id,
            user_id,
            token_hash: self.token_hash,
            provider: Provider::Email,
            user_agent: self.user_agent.clone(),
            created_at: self.now,
            expires_at: self.now + LIFETIME,
        }
    }
}
