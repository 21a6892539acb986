//! Accounts.

use triport_domain::account::{Account, ProfileChange};
use triport_domain::id::UserId;
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    INSERT =
        "INSERT INTO accounts (user_id, display_name, avatar_url, email, tier, created_at, updated_at,
                               external_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);

/// Writes a new account; `external_id` is the product's, whose claim was taken.
pub async fn insert(tx: &mut Tx<'_>, account: &Account, external_id: Option<&str>) -> Result<()> {
    let params = params![
        account.id.0,
        account.display_name.as_str(),
        account.avatar_url.as_deref(),
        account.email.as_deref(),
        account.tier,
        account.created_at,
        account.updated_at,
        external_id,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    FIND = "SELECT user_id, email, display_name, avatar_url, tier, created_at, updated_at
            FROM accounts WHERE user_id = $1 AND erased_at IS NULL"
);

/// An account by its id; `None` if there is none, or not any more.
pub async fn find(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Account>> {
    db.row(&FIND, params![user_id.0], read_account).await
}

statement!(NAME = "SELECT display_name FROM accounts WHERE user_id = $1");

/// What an account calls itself; of an erased one, the name that all of them have.
pub async fn display_name(db: &mut Db<'_>, user_id: UserId) -> Result<Option<String>> {
    db.row(&NAME, params![user_id.0], |row| row.get(0)).await
}

statement!(
    UPDATE_PROFILE = "UPDATE accounts SET display_name = $1, avatar_url = $2, updated_at = $3 WHERE user_id = $4"
);

/// Changes the profile and answers the account as it is then; `None` if it is gone. Locks the row
/// first, so that two changes of different fields both stay.
pub async fn update_profile(
    tx: &mut Tx<'_>,
    user_id: UserId,
    change: &ProfileChange,
    now: Timestamp,
) -> Result<Option<Account>> {
    lock(tx, user_id).await?;
    let Some(mut account) = find(tx, user_id).await? else {
        return Ok(None);
    };
    if let Some(display_name) = &change.display_name {
        account.display_name.clone_from(display_name);
    }
    if let Some(avatar_url) = &change.avatar_url {
        account.avatar_url.clone_from(avatar_url);
    }
    account.updated_at = now;
    let params =
        params![account.display_name.as_str(), account.avatar_url.as_deref(), now, user_id.0];
    tx.queue(&UPDATE_PROFILE, params, 1).await?;
    Ok(Some(account))
}

statement!(
    UPDATE_CONTACT =
        "UPDATE accounts SET email = $1, display_name = $2, avatar_url = $3, updated_at = $4
         WHERE user_id = $5"
);

/// Writes profile and contact data as they now are. The account is locked.
pub async fn update_contact(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let params = params![
        account.email.as_deref(),
        account.display_name.as_str(),
        account.avatar_url.as_deref(),
        account.updated_at,
        account.id.0,
    ];
    tx.queue(&UPDATE_CONTACT, params, 1).await
}

statement!(SET_TIER = "UPDATE accounts SET tier = $1 WHERE user_id = $2");

/// Moves an account to another tier. The account is locked.
pub async fn set_tier(tx: &mut Tx<'_>, user_id: UserId, tier: u16) -> Result<()> {
    tx.queue(&SET_TIER, params![tier, user_id.0], 1).await
}

statement!(
    FREEZE = "UPDATE accounts SET payouts_frozen_at = $1
         WHERE user_id = $2 AND payouts_frozen_at IS NULL AND erased_at IS NULL"
);

/// Holds payouts of an account back; false if they are held back already.
pub async fn freeze_payouts(tx: &mut Tx<'_>, user_id: UserId, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&FREEZE, params![now, user_id.0]).await? == 1)
}

statement!(
    UNFREEZE = "UPDATE accounts SET payouts_frozen_at = NULL
         WHERE user_id = $1 AND payouts_frozen_at IS NOT NULL"
);

/// Lets payouts of an account through again; false if they are not held back.
pub async fn unfreeze_payouts(tx: &mut Tx<'_>, user_id: UserId) -> Result<bool> {
    Ok(tx.execute(&UNFREEZE, params![user_id.0]).await? == 1)
}

statement!(FROZEN_AT = "SELECT payouts_frozen_at FROM accounts WHERE user_id = $1");

/// Since when payouts of an account are held back, if they are.
pub async fn payouts_frozen_at(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Timestamp>> {
    let found = db.row(&FROZEN_AT, params![user_id.0], |row| row.get(0)).await?;
    Ok(found.flatten())
}

statement!(
    // Differs because SQLite has no row locks and its writer needs none; the text is never run there.
    LOCK: sqlite = "SELECT user_id FROM accounts WHERE user_id = $1",
    postgres = "SELECT user_id FROM accounts WHERE user_id = $1 FOR NO KEY UPDATE"
);

/// Makes this transaction the only one to change what the account owns until it ends. Claims are
/// taken before (the order of locks: claims, then account).
pub async fn lock(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    tx.queue_lock(&LOCK, params![user_id.0]).await
}

pub(crate) fn read_account(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        id: UserId(row.get(0)?),
        email: row.get(1)?,
        display_name: row.get(2)?,
        avatar_url: row.get(3)?,
        tier: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}
