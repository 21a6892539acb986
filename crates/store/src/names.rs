//! From the names of accounts to their ids. Each name is a claim, found by its key.

use triport_domain::account_name::AccountName;
use triport_domain::id::UserId;
use triport_domain::session::Provider;
use uuid::Uuid;

use crate::error::Result;
use crate::identities;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

/// The account of that name; `None` if there is none, or not any more. Names do not move, and an
/// account that is erased meanwhile is found so by whoever locks it.
pub async fn resolve(db: &mut Db<'_>, name: &AccountName) -> Result<Option<UserId>> {
    match name {
        AccountName::Id(user_id) => existing(db, *user_id).await,
        AccountName::External(external_id) => by_external_id(db, external_id).await,
        AccountName::Email(email) => identities::owner(db, Provider::Email, email.as_str()).await,
    }
}

statement!(EXISTING = "SELECT user_id FROM accounts WHERE user_id = $1 AND erased_at IS NULL");

async fn existing(db: &mut Db<'_>, user_id: UserId) -> Result<Option<UserId>> {
    db.row(&EXISTING, params![user_id.0], |row| Ok(UserId(row.get::<Uuid>(0)?))).await
}

statement!(EXTERNAL_OWNER = "SELECT user_id FROM external_id_claims WHERE external_id = $1");

/// The account that the product knows by this id.
pub async fn by_external_id(db: &mut Db<'_>, external_id: &str) -> Result<Option<UserId>> {
    db.row(&EXTERNAL_OWNER, params![external_id], |row| Ok(UserId(row.get::<Uuid>(0)?))).await
}

statement!(
    CLAIM_EXTERNAL = "INSERT INTO external_id_claims (external_id, user_id) VALUES ($1, $2)
         ON CONFLICT (external_id) DO NOTHING"
);

/// Takes one of the product's ids for an account; false if another account has it.
pub async fn claim_external_id(
    tx: &mut Tx<'_>,
    external_id: &str,
    user_id: UserId,
) -> Result<bool> {
    Ok(tx.execute(&CLAIM_EXTERNAL, params![external_id, user_id.0]).await? == 1)
}
