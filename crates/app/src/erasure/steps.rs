//! The steps that follow at once: sessions end, names become hashes. Each names a few places.

use triport_domain::id::{SignInRequestId, UserId};
use triport_domain::keyed_hash::{Hash, SecretKey};
use triport_domain::session::SessionClaim;
use triport_domain::time::Timestamp;
use triport_store::erasures::Remaining;
use triport_store::{
    Db, Outcome, Result as StoreResult, Transaction, Tx, erasures, known_browsers, one_time_codes,
    sessions,
};

use super::{CODE, EMAIL, EXTERNAL_ID, erased_name};
use crate::App;
use crate::error::AppError;
use crate::sign_in::address_hash;

/// Sessions that one step ends, and one-time codes that one step forgets: each is a place.
const PLACES_PER_STEP: u16 = 5;
/// Names that one step forgets: the claim and the hash of each are two places.
const NAMES_PER_STEP: u16 = 2;
/// Identities that one step forgets: the claim and the hashes of two names are three places.
const IDENTITIES_PER_STEP: u16 = 1;
/// Identities whose one-time codes are looked for; far more than anybody has.
const MAX_IDENTITIES: u16 = 100;
/// One-time codes of one address; more than may be sent to it in their lifetime.
const MAX_CODES: u16 = 200;

impl App {
    /// Ends all sessions and forgets every name of an account that is marked as erased.
    pub(super) async fn forget_names(&self, user_id: UserId) -> Result<(), AppError> {
        let now = self.now();
        while self.store.write(EndSessions { user_id, now }).await? {}
        let read = async |db: &mut Db<'_>| erasures::identities(db, user_id, MAX_IDENTITIES).await;
        for identity in self.store.read(read).await? {
            if let Some(email) = email_of(&identity) {
                self.forget_codes_of(email).await?;
                self.store.write(ForgetBrowsers(address_hash(&self.key, email))).await?;
            }
        }
        while self.store.write(ForgetIdentities { user_id, key: self.key.clone(), now }).await? {}
        self.store.write(ForgetExternalId { user_id, key: self.key.clone(), now }).await?;
        while self.store.write(ForgetSlugs { user_id, key: self.key.clone(), now }).await? {}
        Ok(())
    }

    /// Forgets the one-time codes that were sent to an address and not used.
    async fn forget_codes_of(&self, email: &str) -> Result<(), AppError> {
        let read = async |db: &mut Db<'_>| one_time_codes::of_address(db, email, MAX_CODES).await;
        let codes = self.store.read(read).await?;
        for some in codes.chunks(PLACES_PER_STEP.into()) {
            self.store.write(ForgetCodes(some.to_vec())).await?;
        }
        Ok(())
    }
}

/// The mailbox that an identity shows to be the account's.
fn email_of(identity: &Remaining) -> Option<&str> {
    if identity.provider == EMAIL { Some(&identity.subject) } else { identity.label.as_deref() }
}

/// Answers whether there was anything to do, and so may be more.
struct EndSessions {
    user_id: UserId,
    now: Timestamp,
}

impl Transaction for EndSessions {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        let found = erasures::sessions(tx, self.user_id, PLACES_PER_STEP).await?;
        for (session_id, token_hash) in &found {
            let (user_id, session_id) = (self.user_id, *session_id);
            let claim = SessionClaim { user_id, session_id, expires_at: self.now };
            sessions::revoke(tx, token_hash, &claim).await?;
        }
        Ok(Outcome::Commit(!found.is_empty()))
    }
}

struct ForgetCodes(Vec<SignInRequestId>);

impl Transaction for ForgetCodes {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        for request_id in &self.0 {
            one_time_codes::delete(tx, *request_id).await?;
        }
        Ok(Outcome::Commit(()))
    }
}

/// Forgets from which browsers an address signed in.
struct ForgetBrowsers(Hash);

impl Transaction for ForgetBrowsers {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        known_browsers::forget(tx, &self.0).await?;
        Ok(Outcome::Commit(()))
    }
}

struct ForgetIdentities {
    user_id: UserId,
    key: SecretKey,
    now: Timestamp,
}

impl Transaction for ForgetIdentities {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        let found = erasures::identities(tx, self.user_id, IDENTITIES_PER_STEP).await?;
        for identity in &found {
            let Remaining { provider, subject, label } = identity;
            let named = [(provider.as_str(), Some(subject)), (EMAIL, label.as_ref())];
            let named = named.into_iter().filter_map(|(kind, text)| Some((kind, text?)));
            let names: Vec<Hash> =
                named.map(|(kind, text)| erased_name(&self.key, kind, text)).collect();
            erasures::forget_identity(tx, self.user_id, identity, &names, self.now).await?;
        }
        Ok(Outcome::Commit(!found.is_empty()))
    }
}

struct ForgetExternalId {
    user_id: UserId,
    key: SecretKey,
    now: Timestamp,
}

impl Transaction for ForgetExternalId {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        if let Some(external_id) = erasures::external_id(tx, self.user_id).await? {
            let name = erased_name(&self.key, EXTERNAL_ID, &external_id);
            erasures::forget_external_id(tx, self.user_id, &external_id, &name, self.now).await?;
        }
        Ok(Outcome::Commit(()))
    }
}

struct ForgetSlugs {
    user_id: UserId,
    key: SecretKey,
    now: Timestamp,
}

impl Transaction for ForgetSlugs {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        let found = erasures::slugs(tx, self.user_id, NAMES_PER_STEP).await?;
        for slug in &found {
            let name = erased_name(&self.key, CODE, slug);
            erasures::forget_slug(tx, self.user_id, slug, &name, self.now).await?;
        }
        Ok(Outcome::Commit(!found.is_empty()))
    }
}
