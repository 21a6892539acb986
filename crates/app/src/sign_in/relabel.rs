//! Keeping the address up to date under which a provider knows an identity.

use triport_domain::account::Account;
use triport_domain::identity::email_after;
use triport_domain::session::Provider;
use triport_domain::time::Timestamp;
use triport_store::{Result, Tx, accounts, identities};

/// Writes the address that a provider vouches for now, if it has changed, and the account's own with
/// it. The account is locked.
pub(super) async fn relabel(
    tx: &mut Tx<'_>,
    account: &mut Account,
    (provider, subject): (Provider, &str),
    label: &str,
    now: Timestamp,
) -> Result<()> {
    let mut held = identities::list(tx, account.id).await?;
    let own =
        held.iter_mut().find(|own| (own.provider, own.subject.as_str()) == (provider, subject));
    let Some(own) = own.filter(|own| own.label.as_deref() != Some(label)) else { return Ok(()) };
    let before = own.clone();
    own.label = Some(label.to_owned());
    identities::relabel(tx, account.id, own).await?;
    account.email = email_after(account.email.as_deref(), Some(&before), &held);
    account.updated_at = now;
    accounts::update_contact(tx, account).await
}
