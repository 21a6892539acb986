//! The one transaction of every sign-in: what was shown is used up, the account found or made, the
//! session opened, the browser's referral code consumed.

use std::sync::Arc;

use triport_domain::account::Account;
use triport_domain::id::{SessionId, UserId};
use triport_domain::keyed_hash::Hash;
use triport_domain::session::{LIFETIME, Provider, Session};
use triport_domain::time::Timestamp;
use triport_store::{
    Outcome, Result, StoreError, Transaction, Tx, accounts, attributions, sessions,
};

use super::proof::Proof;
use crate::Member;
use crate::attribution::{Attempt, Decided, attribute};
use crate::new_account::NewAccount;

/// A proof and whom it proves.
#[derive(Clone, Debug)]
pub(super) struct Login {
    pub(super) proof: Proof,
    pub(super) who: Who,
}

/// Whom a sign-in is for.
#[derive(Clone, Debug)]
pub(super) enum Who {
    /// Whoever holds this identity; the first time makes the account.
    Identity(Identity),
}

/// A way in that belongs to one account in the world.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) provider: Provider,
    /// What the provider knows the person by, in its one form.
    pub(super) subject: String,
    /// What a new account gets as its address.
    pub(super) email: Option<String>,
}

/// Answers the account and what became of the browser's referral code, or nothing if the proof was
/// used meanwhile.
pub(super) struct OpenSession {
    pub(super) login: Login,
    /// For somebody who signs in for the first time.
    pub(super) new_account: NewAccount,
    pub(super) session_id: SessionId,
    pub(super) token_hash: Hash,
    pub(super) user_agent: String,
    /// The session that the browser had: whoever signs in leaves it.
    pub(super) before: Option<Member>,
    /// The browser's referral code, consumed by an account's first sign-in.
    pub(super) attempt: Option<Arc<Attempt>>,
    pub(super) now: Timestamp,
}

/// The account of a sign-in.
struct Found {
    account: Account,
    is_new: bool,
}

impl Transaction for OpenSession {
    type Output = Option<(Account, Option<Decided>)>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        if !self.login.proof.consume(tx, self.now).await? {
            return Ok(Outcome::Rollback(None));
        }
        if let Some(before) = &self.before {
            before.revoke(tx).await?;
        }
        let Found { account, is_new } = match &self.login.who {
            Who::Identity(identity) => self.find_or_make(tx, identity).await?,
        };
        if !is_new {
            // Two sign-ins at once would both find room for one.
            accounts::lock(tx, account.id).await?;
            sessions::make_room(tx, account.id, self.now).await?;
        }
        sessions::open(tx, &self.session(account.id)).await?;
        let decided = self.attribute(tx, account.id, is_new).await?;
        Ok(Outcome::Commit(Some((account, decided))))
    }
}

impl Who {
    const fn provider(&self) -> Provider {
        match self {
            Self::Identity(identity) => identity.provider,
        }
    }
}

impl OpenSession {
    async fn find_or_make(&self, tx: &mut Tx<'_>, identity: &Identity) -> Result<Found> {
        let known = accounts::by_identity(tx, identity.provider, &identity.subject).await?;
        let Some(user_id) = known else {
            return Ok(Found { account: self.make_account(tx, identity).await?, is_new: true });
        };
        let account = accounts::find(tx, user_id).await?.ok_or_else(|| {
            StoreError::Corrupt(format!("account {user_id} of a claimed identity is missing"))
        })?;
        Ok(Found { account, is_new: false })
    }

    async fn make_account(&self, tx: &mut Tx<'_>, identity: &Identity) -> Result<Account> {
        let Identity { provider, subject, email } = identity;
        let user_id = self.new_account.claim(tx).await?;
        if !accounts::claim_identity(tx, *provider, subject, user_id).await? {
            return Err(StoreError::changed_meanwhile("the identity"));
        }
        let account = Account { email: email.clone(), ..self.new_account.account(user_id) };
        self.new_account.insert(tx, &account, None).await?;
        accounts::insert_identity(tx, user_id, *provider, subject, self.now).await?;
        Ok(account)
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

    fn session(&self, user_id: UserId) -> Session {
        Session {
            id: self.session_id,
            user_id,
            token_hash: self.token_hash,
            provider: self.login.who.provider(),
            user_agent: self.user_agent.clone(),
            created_at: self.now,
            expires_at: self.now + LIFETIME,
        }
    }
}
