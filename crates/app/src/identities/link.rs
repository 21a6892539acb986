//! The transaction that adds an identity.

use triport_domain::id::UserId;
use triport_domain::identity::{Identity, IdentityRefused, may_link};
use triport_domain::time::Timestamp;
use triport_store::{Outcome as Ends, Result, StoreError, Transaction, Tx, accounts, identities};

use super::{Linked, update_email};
use crate::sign_in::proof::Proof;

/// Uses the proof up, claims the identity and gives it to the account.
pub(super) struct Link {
    pub(super) user_id: UserId,
    pub(super) identity: Identity,
    pub(super) proof: Proof,
    /// Whether the account may have other identities already.
    pub(super) is_fresh: bool,
    pub(super) now: Timestamp,
}

/// What became of it.
pub(super) enum Outcome {
    Linked(Linked),
    ProofUsed,
    Refused(IdentityRefused),
    NotTheFirst,
}

impl Transaction for Link {
    type Output = Outcome;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Ends<Outcome>> {
        let Identity { provider, subject, .. } = &self.identity;
        if !self.proof.consume(tx, self.now).await? {
            return Ok(Ends::Rollback(Outcome::ProofUsed));
        }
        if !identities::claim(tx, *provider, subject, self.user_id).await? {
            return self.of_somebody(tx).await;
        }
        accounts::lock(tx, self.user_id).await?;
        if accounts::find(tx, self.user_id).await?.is_none() {
            // Erased since its session was looked at: nothing may sign in to it again.
            return Ok(Ends::Rollback(Outcome::ProofUsed));
        }
        let mut held = identities::list(tx, self.user_id).await?;
        if !self.is_fresh && !held.is_empty() {
            return Ok(Ends::Rollback(Outcome::NotTheFirst));
        }
        if let Err(refused) = may_link(&held) {
            return Ok(Ends::Rollback(Outcome::Refused(refused)));
        }
        identities::insert(tx, self.user_id, &self.identity).await?;
        held.push(self.identity.clone());
        update_email(tx, self.user_id, None, &held, self.now).await?;
        Ok(Ends::Commit(Outcome::Linked(Linked { identity: self.identity.clone(), is_new: true })))
    }
}

impl Link {
    /// The claim is taken: by the account itself, which then has it already, or by another one. What
    /// was shown is used up either way.
    async fn of_somebody(&self, tx: &mut Tx<'_>) -> Result<Ends<Outcome>> {
        let Identity { provider, subject, .. } = &self.identity;
        if identities::owner(tx, *provider, subject).await? != Some(self.user_id) {
            return Ok(Ends::Commit(Outcome::Refused(IdentityRefused::Taken)));
        }
        let held = identities::list(tx, self.user_id).await?;
        let same = |own: &Identity| (own.provider, &own.subject) == (*provider, subject);
        let identity = held.into_iter().find(same);
        let identity = identity.ok_or_else(|| StoreError::changed_meanwhile("the identity"))?;
        Ok(Ends::Commit(Outcome::Linked(Linked { identity, is_new: false })))
    }
}
