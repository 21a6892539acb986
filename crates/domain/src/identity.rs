//! Identities: the ways in which an account can sign in.

use uuid::Uuid;

use crate::id::UserId;
use crate::keyed_hash::sha256;
use crate::session::Provider;
use crate::time::Timestamp;
use crate::wallet::{Chain, Wallet};

/// How many identities an account may have.
pub const MAX_IDENTITIES: usize = 20;

/// A way to sign in that belongs to one account in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who vouches for it.
    pub provider: Provider,
    /// What the provider knows the person by, in its one form.
    pub subject: String,
    /// The address that the provider vouches for, if that is not the subject. It signs nobody in.
    pub label: Option<String>,
    /// When the account got it.
    pub created_at: Timestamp,
}

/// Why an account keeps the identities that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityRefused {
    /// It signs in to another account.
    #[error("this signs in to another account; accounts are never merged")]
    Taken,
    /// The account has as many as it may.
    #[error("the account has as many ways to sign in as it may")]
    LimitReached,
    /// Without it nobody could sign in to the account any more.
    #[error("this is the only way to sign in to the account")]
    Last,
}

impl Identity {
    /// An address that signs in by mail.
    #[must_use]
    pub fn by_email(email: &str, created_at: Timestamp) -> Self {
        Self { provider: Provider::Email, subject: email.to_owned(), label: None, created_at }
    }

    /// Its name in the API: a UUID (version 8) made of whose it is and what, so that no row has to
    /// hold one.
    #[must_use]
    pub fn id(&self, user_id: UserId) -> Uuid {
        let text = format!("{user_id} {} {}", self.provider.as_str(), self.subject);
        let hash = sha256(text.as_bytes());
        let first = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        uuid::Builder::from_custom_bytes(first).into_uuid()
    }

    /// What people read: an address, a wallet.
    #[must_use]
    pub fn shown(&self) -> String {
        let named = || self.label.clone().unwrap_or_else(|| self.subject.clone());
        self.wallet().map_or_else(named, |wallet| wallet.shown())
    }

    /// The mailbox that it shows to be the account's.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        match self.provider {
            Provider::Email => Some(&self.subject),
            _ => self.label.as_deref(),
        }
    }

    /// The chain of a wallet.
    #[must_use]
    pub fn chain(&self) -> Option<Chain> {
        self.wallet().map(|wallet| wallet.chain())
    }

    fn wallet(&self) -> Option<Wallet> {
        (self.provider == Provider::Wallet).then(|| Wallet::from_subject(&self.subject)).flatten()
    }
}

/// Whether one more identity may join those that an account has.
pub fn may_link(held: &[Identity]) -> Result<(), IdentityRefused> {
    if held.len() < MAX_IDENTITIES { Ok(()) } else { Err(IdentityRefused::LimitReached) }
}

/// Whether one of those that an account has may go.
pub fn may_unlink(held: &[Identity]) -> Result<(), IdentityRefused> {
    if held.len() > 1 { Ok(()) } else { Err(IdentityRefused::Last) }
}

/// The address of an account after a change of its identities: the one it had while one of them still
/// has it, else that of the newest, before all of the newest that signs in by mail. Without any, what
/// the product once said stays, but not an address that was `removed`.
#[must_use]
pub fn email_after(
    current: Option<&str>,
    removed: Option<&Identity>,
    held: &[Identity],
) -> Option<String> {
    let has = |identity: &Identity, email: &str| identity.email() == Some(email);
    if let Some(email) = current.filter(|email| held.iter().any(|own| has(own, email))) {
        return Some(email.to_owned());
    }
    let rank = |own: &&Identity| (own.provider == Provider::Email, own.created_at);
    let newest = held.iter().filter(|own| own.email().is_some()).max_by_key(rank);
    if let Some(email) = newest.and_then(Identity::email) {
        return Some(email.to_owned());
    }
    let was_removed = |email: &str| removed.is_some_and(|identity| has(identity, email));
    current.filter(|email| !was_removed(email)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(provider: Provider, subject: &str, second: i64) -> Identity {
        let created_at = Timestamp::from_micros(second);
        Identity { provider, subject: subject.to_owned(), label: None, created_at }
    }

    #[test]
    fn an_id_depends_on_whose_it_is_and_what_and_not_on_when() {
        let (ada, bob) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let one = identity(Provider::Email, "ada@example.com", 1);
        assert_eq!(one.id(ada), identity(Provider::Email, "ada@example.com", 2).id(ada));
        assert_ne!(one.id(ada), one.id(bob));
        assert_ne!(one.id(ada), identity(Provider::Google, "ada@example.com", 1).id(ada));
        assert_eq!(one.id(ada).get_version_num(), 8);
    }

    #[test]
    fn wallets_are_shown_as_wallets_do_it() {
        let subject = "evm:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
        let wallet = identity(Provider::Wallet, subject, 1);
        assert_eq!(wallet.shown(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        assert_eq!(wallet.chain(), Some(Chain::Evm));
        let email = identity(Provider::Email, "ada@example.com", 1);
        assert_eq!((email.shown().as_str(), email.chain()), ("ada@example.com", None));
    }

    #[test]
    fn the_last_way_stays_and_there_are_at_most_twenty() {
        let held = vec![identity(Provider::Email, "ada@example.com", 1); 20];
        assert_eq!(may_unlink(&held[..1]), Err(IdentityRefused::Last));
        assert_eq!(may_unlink(&held[..2]), Ok(()));
        assert_eq!(may_link(&held[..19]), Ok(()));
        assert_eq!(may_link(&held), Err(IdentityRefused::LimitReached));
    }

    #[test]
    fn the_address_follows_the_identities() {
        let (old, new) =
            (identity(Provider::Email, "old@x.io", 1), identity(Provider::Email, "new@x.io", 2));
        let wallet = identity(Provider::Wallet, "solana:x", 3);
        let both = [old.clone(), new.clone(), wallet.clone()];
        let after = |current, removed, held: &[Identity]| email_after(current, removed, held);
        assert_eq!(after(Some("old@x.io"), None, &both).unwrap(), "old@x.io");
        assert_eq!(after(None, None, &both).unwrap(), "new@x.io");
        assert_eq!(after(Some("pushed@x.io"), None, &both).unwrap(), "new@x.io");
        assert_eq!(after(Some("old@x.io"), Some(&old), &both[1..]).unwrap(), "new@x.io");
        assert_eq!(after(Some("new@x.io"), Some(&new), &both[2..]), None);
        assert_eq!(after(Some("pushed@x.io"), None, &both[2..]).unwrap(), "pushed@x.io");
    }

    #[test]
    fn an_address_that_a_provider_vouches_for_comes_after_those_that_sign_in() {
        let label = Some("ada@gmail.example".to_owned());
        let google = Identity { label, ..identity(Provider::Google, "https://id.example 7", 9) };
        assert_eq!(google.shown(), "ada@gmail.example");
        let mail = identity(Provider::Email, "ada@x.io", 1);
        let both = [mail, google.clone()];
        assert_eq!(email_after(None, None, &both).unwrap(), "ada@x.io");
        assert_eq!(email_after(None, None, &both[1..]).unwrap(), "ada@gmail.example");
        assert_eq!(
            email_after(Some("ada@gmail.example"), None, &both).unwrap(),
            "ada@gmail.example"
        );
        assert_eq!(
            email_after(Some("ada@gmail.example"), Some(&google), &both[..1]).unwrap(),
            "ada@x.io"
        );
        assert_eq!(email_after(Some("ada@gmail.example"), Some(&google), &[]), None);
    }
}
