//! The profile that a member shows to others.

use triport_domain::account::{Account, ProfileChange};
use triport_domain::id::UserId;
use triport_domain::time::Timestamp;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx, accounts, attributions};

use crate::error::AppError;
use crate::{App, Member};

impl App {
    /// Changes name and picture; what the change does not mention stays.
    pub async fn change_profile(
        &self,
        member: &Member,
        change: ProfileChange,
    ) -> Result<Account, AppError> {
        let body =
            ChangeProfile { user_id: member.user_id, change: change.checked()?, now: self.now() };
        self.store.write(body).await?.ok_or_else(AppError::unauthenticated)
    }
}

struct ChangeProfile {
    user_id: UserId,
    change: ProfileChange,
    now: Timestamp,
}

impl Transaction for ChangeProfile {
    type Output = Option<Account>;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<Option<Account>>> {
        let account = accounts::update_profile(tx, self.user_id, &self.change, self.now).await?;
        if let Some(display_name) = &self.change.display_name {
            self.tell_inviter(tx, display_name).await?;
        }
        Ok(Outcome::Commit(account))
    }
}

impl ChangeProfile {
    /// The inviter's list of invitees repeats the name. The account is locked.
    async fn tell_inviter(&self, tx: &mut Tx<'_>, display_name: &str) -> StoreResult<()> {
        let invitee = attributions::invitee(tx, self.user_id).await?;
        match invitee.and_then(|invitee| invitee.inviter_id) {
            Some(inviter_id) => {
                attributions::rename(tx, inviter_id, self.user_id, display_name).await
            }
            None => Ok(()),
        }
    }
}
