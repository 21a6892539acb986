//! The one transaction of every sign-in: what was shown is used up, the account found or made, the
//! session opened, the browser's referral code consumed.

use std::sync::Arc;

use triport_domain::account::Account;
use triport_domain::id::{SessionId, UserId};
use triport_domain::identity::Identity as Held;
use triport_domain::keyed_hash::Hash;
use triport_domain::session::{LIFETIME, Provider, Session};
use triport_domain::time::Timestamp;
use triport_store::{
    Outcome, Result, StoreError, Transaction, Tx, accounts, attributions, identities, sessions,
};

use super::browser::{Browser, Recognised};
use super::proof::Proof;
use super::relabel::relabel;
use crate::Member;
use crate::attribution::{Attempt, Decided, attribute};
use crate::erasure::EMAIL;
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
    /// This account, which is there already.
    Account(UserId),
}

/// A way in that belongs to one account in the world.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) provider: Provider,
    /// What the provider knows the person by, in its one form.
    pub(super) subject: String,
    /// The address that was proven with it; a new account gets it as its own.
    pub(super) email: Option<String>,
}

/// Why a login that proves something opens nothing.
#[derive(Clone, Copy, Debug)]
pub(super) enum NotOpened {
    /// Somebody else used the proof meanwhile, or its account was erased.
    ProofUsed,
    /// It would make an account with an address that signs in to another one.
    EmailTaken,
}

pub(super) struct OpenSession {
    pub(super) login: Login,
    /// For somebody who signs in for the first time.
    pub(super) new_account: NewAccount,
    pub(super) session_id: SessionId,
    pub(super) token_hash: Hash,
    pub(super) user_agent: String,
    pub(super) browser: Browser,
    /// The session that the browser had: whoever signs in leaves it.
    pub(super) before: Option<Member>,
    /// The browser's referral code, consumed by an account's first sign-in.
    pub(super) attempt: Option<Arc<Attempt>>,
    pub(super) now: Timestamp,
}

/// What a sign-in came to.
pub(super) struct Opened {
    pub(super) account: Account,
    /// Whether this sign-in has made the account.
    pub(super) is_new: bool,
    /// The browser, if it proved more than the product's word and the account has an address.
    pub(super) browser: Option<Recognised>,
    /// What became of the browser's referral code.
    pub(super) decided: Option<Decided>,
}

/// The account of a sign-in.
struct Found {
    account: Account,
    is_new: bool,
}

impl Transaction for OpenSession {
    type Output = std::result::Result<Opened, NotOpened>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        if !self.login.proof.consume(tx, self.now).await? {
            return Ok(Outcome::Rollback(Err(NotOpened::ProofUsed)));
        }
        if let Some(before) = &self.before {
            before.revoke(tx).await?;
        }
        let Found { account, is_new } = match &self.login.who {
            Who::Identity(identity) => match self.find_or_make(tx, identity).await? {
                Ok(found) => found,
                Err(not_opened) => return Ok(Outcome::Rollback(Err(not_opened))),
            },
            Who::Account(user_id) => {
                // It may have been erased since the link was made, and has no name to come back by.
                let Some(account) = live(tx, *user_id).await? else {
                    return Ok(Outcome::Rollback(Err(NotOpened::ProofUsed)));
                };
                Found { account, is_new: false }
            }
        };
        if !is_new {
            // Under the lock: two sign-ins at once would both find room for one.
            sessions::make_room(tx, account.id, self.now).await?;
        }
        sessions::open(tx, &self.session(account.id)).await?;
        let browser = self.recognise(tx, account.id).await?;
        let decided = self.attribute(tx, account.id, is_new).await?;
        Ok(Outcome::Commit(Ok(Opened { account, is_new, browser, decided })))
    }
}

impl Who {
    const fn provider(&self) -> Provider {
        match self {
            Self::Identity(identity) => identity.provider,
            Self::Account(_) => Provider::Link,
        }
    }
}

impl Identity {
    /// The address, where that is not what signs in.
    fn label(&self) -> Option<&str> {
        if self.provider == Provider::Email { None } else { self.email.as_deref() }
    }

    /// The same as an account holds it.
    fn held_since(&self, created_at: Timestamp) -> Held {
        let (subject, label) = (self.subject.clone(), self.label().map(str::to_owned));
        Held { provider: self.provider, subject, label, created_at }
    }
}

impl OpenSession {
    async fn find_or_make(
        &self,
        tx: &mut Tx<'_>,
        identity: &Identity,
    ) -> Result<std::result::Result<Found, NotOpened>> {
        let known = identities::owner(tx, identity.provider, &identity.subject).await?;
        if let Some(user_id) = known {
            let mut account = account(tx, user_id).await?;
            if let Some(label) = identity.label() {
                let name = (identity.provider, identity.subject.as_str());
                relabel(tx, &mut account, name, label, self.now).await?;
            }
            return Ok(Ok(Found { account, is_new: false }));
        }
        // Whose address signs in already has an account, and accounts are never merged: the member
        // signs in there and adds this way.
        if let Some(email) = identity.label()
            && identities::owner(tx, Provider::Email, email).await?.is_some()
        {
            return Ok(Err(NotOpened::EmailTaken));
        }
        Ok(Ok(Found { account: self.make_account(tx, identity).await?, is_new: true }))
    }

    async fn make_account(&self, tx: &mut Tx<'_>, identity: &Identity) -> Result<Account> {
        let Identity { provider, subject, email } = identity;
        let user_id = self.new_account.claim(tx).await?;
        if !identities::claim(tx, *provider, subject, user_id).await? {
            return Err(StoreError::changed_meanwhile("the identity"));
        }
        let account = Account { email: email.clone(), ..self.new_account.account(user_id) };
        self.new_account.insert(tx, &account, None).await?;
        identities::insert(tx, user_id, &identity.held_since(self.now)).await?;
        self.new_account.note_return(tx, user_id, provider.as_str(), subject).await?;
        if let Some(label) = identity.label() {
            self.new_account.note_return(tx, user_id, EMAIL, label).await?;
        }
        Ok(account)
    }

    /// The browser, noted with the address that signs in, or that the account has proven with another
    /// identity.
    async fn recognise(&self, tx: &mut Tx<'_>, user_id: UserId) -> Result<Option<Recognised>> {
        let Who::Identity(identity) = &self.login.who else { return Ok(None) };
        let email = match identity.provider {
            Provider::Email => identity.email.clone(),
            _ => identities::verified_email(tx, user_id).await?,
        };
        match email {
            Some(email) => self.browser.recognise(tx, &email, self.now).await.map(Some),
            None => Ok(None),
        }
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

/// An account that was found, locked: no session is opened for one that is erased at the same moment.
/// Once it is, its names are free, and whoever asks again signs up.
async fn account(tx: &mut Tx<'_>, user_id: UserId) -> Result<Account> {
    live(tx, user_id).await?.ok_or_else(|| StoreError::changed_meanwhile("the account"))
}

/// An account, locked; nothing if it was erased.
async fn live(tx: &mut Tx<'_>, user_id: UserId) -> Result<Option<Account>> {
    accounts::lock(tx, user_id).await?;
    accounts::find(tx, user_id).await
}
