//! Making an account: by a first sign-in, or by the product.

use triport_domain::account::{Account, first_display_name};
use triport_domain::code::{Code, CodeKind, uid_code};
use triport_domain::id::{CodeId, UserId};
use triport_domain::keyed_hash::SecretKey;
use triport_domain::program::FIRST_TIER;
use triport_domain::time::Timestamp;
use triport_store::{Result, StoreError, Tx, accounts, codes, erasures};

use crate::App;
use crate::erasure::erased_name;

/// User ids drawn for a new account: the next is taken if the `uid` code of one is in use, whose
/// chance is below one in a million even with 2^40 accounts.
const USER_ID_DRAWS: usize = 3;

/// What a new account is made of that cannot be drawn inside a transaction.
pub(crate) struct NewAccount {
    /// Ids in the order in which they are tried.
    user_ids: [UserId; USER_ID_DRAWS],
    code_id: CodeId,
    display_name_random: u32,
    /// For the names of accounts that were erased.
    key: SecretKey,
    now: Timestamp,
}

impl App {
    /// Draws what a new account needs, whether one will be made or not.
    pub(crate) fn new_account(&self, now: Timestamp) -> NewAccount {
        NewAccount {
            user_ids: [(); USER_ID_DRAWS].map(|()| UserId(self.new_id(now))),
            code_id: CodeId(self.new_id(now)),
            display_name_random: u32::from_be_bytes(self.random()),
            key: self.key.clone(),
            now,
        }
    }
}

impl NewAccount {
    /// Takes the first of the drawn ids whose `uid` code is free. Claims of other names follow it,
    /// rows come last.
    pub(crate) async fn claim(&self, tx: &mut Tx<'_>) -> Result<UserId> {
        for user_id in self.user_ids {
            if codes::claim(tx, &uid_code(user_id), user_id).await? {
                return Ok(user_id);
            }
        }
        Err(StoreError::Busy("every drawn uid code is in use".to_owned()))
    }

    /// Whether an account of this name was erased; see [`erased_name`] for the kinds. To be asked
    /// after the name was claimed.
    pub(crate) async fn was_erased(&self, tx: &mut Tx<'_>, kind: &str, text: &str) -> Result<bool> {
        let owner = erasures::owner_of(tx, &erased_name(&self.key, kind, text)).await?;
        Ok(owner.is_some())
    }

    /// Somebody whose account was erased may come back, and is attributed to nobody: otherwise one
    /// could be brought again and again.
    pub(crate) async fn note_return(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        kind: &str,
        text: &str,
    ) -> Result<()> {
        if self.was_erased(tx, kind, text).await? {
            erasures::note_return(tx, user_id, self.now).await?;
        }
        Ok(())
    }

    /// The account as it is when nobody has said anything about it.
    pub(crate) fn account(&self, id: UserId) -> Account {
        Account {
            id,
            email: None,
            display_name: first_display_name(self.display_name_random),
            avatar_url: None,
            tier: FIRST_TIER,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    /// Writes the account and its `uid` code.
    pub(crate) async fn insert(
        &self,
        tx: &mut Tx<'_>,
        account: &Account,
        external_id: Option<&str>,
    ) -> Result<()> {
        accounts::insert(tx, account, external_id).await?;
        let code = Code {
            id: self.code_id,
            user_id: account.id,
            text: uid_code(account.id),
            kind: CodeKind::Uid,
            created_at: self.now,
            disabled_at: None,
            replaced_at: None,
            erased_at: None,
        };
        codes::insert(tx, &code).await
    }
}
