//! The identities of an account: found, taken, listed and given up.
//!
//! A claim makes an identity one account's: its primary key is what two accounts cannot share. The
//! identity itself is written beside it.

use triport_domain::id::UserId;
use triport_domain::identity::{Identity, MAX_IDENTITIES};
use triport_domain::session::Provider;
use uuid::Uuid;

use crate::error::Result;
use crate::sessions::read_provider;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

statement!(OWNER = "SELECT user_id FROM identity_claims WHERE claim = $1");

/// The account that signs in with this identity.
pub async fn owner(db: &mut Db<'_>, provider: Provider, subject: &str) -> Result<Option<UserId>> {
    let claim = claim_text(provider, subject);
    db.row(&OWNER, params![claim.as_str()], |row| Ok(UserId(row.get::<Uuid>(0)?))).await
}

statement!(
    CLAIM = "INSERT INTO identity_claims (claim, user_id) VALUES ($1, $2) ON CONFLICT (claim) DO NOTHING"
);

/// Takes an identity for an account; false if another account holds it.
pub async fn claim(
    tx: &mut Tx<'_>,
    provider: Provider,
    subject: &str,
    user_id: UserId,
) -> Result<bool> {
    let claim = claim_text(provider, subject);
    Ok(tx.execute(&CLAIM, params![claim.as_str(), user_id.0]).await? == 1)
}

statement!(
    INSERT = "INSERT INTO identities (user_id, provider, subject, label, created_at)
         VALUES ($1, $2, $3, $4, $5)"
);

/// Writes an identity whose claim was taken.
pub async fn insert(tx: &mut Tx<'_>, user_id: UserId, identity: &Identity) -> Result<()> {
    let Identity { provider, subject, label, created_at } = identity;
    let (subject, label) = (subject.as_str(), label.as_deref());
    let params = params![user_id.0, provider.as_str(), subject, label, *created_at];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    LIST = "SELECT provider, subject, label, created_at FROM identities WHERE user_id = $1
            ORDER BY created_at, provider, subject LIMIT $2"
);

/// All identities of an account, the oldest first.
pub async fn list(db: &mut Db<'_>, user_id: UserId) -> Result<Vec<Identity>> {
    let limit = i64::try_from(MAX_IDENTITIES).unwrap_or(i64::MAX);
    db.rows(&LIST, params![user_id.0, limit], |row| {
        let provider = read_provider(row, 0)?;
        let (label, created_at) = (row.get(2)?, row.get(3)?);
        Ok(Identity { provider, subject: row.get(1)?, label, created_at })
    })
    .await
}

statement!(
    VERIFIED_EMAIL = "SELECT COALESCE(label, subject) FROM identities
         WHERE user_id = $1 AND (provider = 'email' OR label IS NOT NULL)
         ORDER BY CASE provider WHEN 'email' THEN 0 ELSE 1 END, created_at LIMIT 1"
);

/// The address whose mailbox the account has proven to control; the first of several, and before all
/// one that signs in by mail. What the product says is an address, or a profile, proves nothing.
pub async fn verified_email(db: &mut Db<'_>, user_id: UserId) -> Result<Option<String>> {
    db.row(&VERIFIED_EMAIL, params![user_id.0], |row| row.get(0)).await
}

statement!(
    RELABEL = "UPDATE identities SET label = $1
         WHERE user_id = $2 AND provider = $3 AND subject = $4"
);

/// Writes the address that the provider vouches for now. The account is locked.
pub async fn relabel(tx: &mut Tx<'_>, user_id: UserId, identity: &Identity) -> Result<()> {
    let Identity { provider, subject, label, .. } = identity;
    let params = params![label.as_deref(), user_id.0, provider.as_str(), subject.as_str()];
    tx.queue(&RELABEL, params, 1).await
}

statement!(RELEASE = "DELETE FROM identity_claims WHERE claim = $1 AND user_id = $2");

/// Gives a claim up; false if it is not the account's.
pub async fn release(
    tx: &mut Tx<'_>,
    provider: Provider,
    subject: &str,
    user_id: UserId,
) -> Result<bool> {
    let claim = claim_text(provider, subject);
    Ok(tx.execute(&RELEASE, params![claim.as_str(), user_id.0]).await? == 1)
}

statement!(DELETE = "DELETE FROM identities WHERE user_id = $1 AND provider = $2 AND subject = $3");

/// Deletes an identity whose claim was given up.
pub async fn delete(tx: &mut Tx<'_>, user_id: UserId, identity: &Identity) -> Result<()> {
    let params = params![user_id.0, identity.provider.as_str(), identity.subject.as_str()];
    tx.queue(&DELETE, params, 1).await
}

fn claim_text(provider: Provider, subject: &str) -> String {
    format!("{}:{subject}", provider.as_str())
}
