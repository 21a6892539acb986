//! The transaction that gives an identity up.

use triport_domain::id::UserId;
use triport_domain::identity::{Identity, IdentityRefused, may_unlink};
use triport_domain::time::Timestamp;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx, accounts, identities};

use super::update_email;

/// Answers whether the account still had it.
pub(super) struct Unlink {
    pub(super) user_id: UserId,
    pub(super) identity: Identity,
    pub(super) now: Timestamp,
}

impl Transaction for Unlink {
    type Output = Result<bool, IdentityRefused>;

    /// The claim first, as everywhere. That it is not the last one is decided under the lock of the
    /// account: two that go at once are one after the other.
    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<Self::Output>> {
        let Identity { provider, subject, .. } = &self.identity;
        if !identities::release(tx, *provider, subject, self.user_id).await? {
            return Ok(Outcome::Rollback(Ok(false)));
        }
        accounts::lock(tx, self.user_id).await?;
        let mut held = identities::list(tx, self.user_id).await?;
        if let Err(refused) = may_unlink(&held) {
            return Ok(Outcome::Rollback(Err(refused)));
        }
        identities::delete(tx, self.user_id, &self.identity).await?;
        held.retain(|own| *own != self.identity);
        update_email(tx, self.user_id, Some(&self.identity), &held, self.now).await?;
        Ok(Outcome::Commit(Ok(true)))
    }
}
