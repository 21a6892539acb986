//! The ways in which a member can sign in: seeing, adding and giving them up.
//!
//! No account is ever merged into another: what signs in to one stays there until its owner gives it
//! up.

mod google;
mod link;
mod unlink;

use triport_domain::id::UserId;
use triport_domain::identity::{Identity, IdentityRefused, email_after};
use triport_domain::session::Provider;
use triport_domain::time::Timestamp;
use triport_store::{Result as StoreResult, Tx, accounts, identities};
use uuid::Uuid;

use self::link::Link;
use self::unlink::Unlink;
use crate::error::{AppError, ErrorCode};
use crate::notices::Notice;
use crate::sign_in::WalletAnswer;
use crate::sign_in::by_email::invalid_request;
use crate::sign_in::by_wallet::invalid_nonce;
use crate::sign_in::proof::Proof;
use crate::{App, Member};

/// An identity that a member has proven to hold.
#[derive(Debug)]
pub struct Linked {
    /// The identity.
    pub identity: Identity,
    /// Whether the account did not have it before.
    pub is_new: bool,
}

impl App {
    /// The identities of the member, the oldest first.
    pub async fn identities(&self, member: &Member) -> Result<Vec<Identity>, AppError> {
        let user_id = member.user_id;
        Ok(self.store.read(async |db| identities::list(db, user_id).await).await?)
    }

    /// Adds an e-mail address, proven by a one-time code.
    pub async fn link_email(
        &self,
        member: &Member,
        request_id: &str,
        code: &str,
    ) -> Result<Linked, AppError> {
        let is_fresh = self.may_change_identities(member).await?;
        let (email, counted) = self.check_code(request_id, code).await?;
        let identity = self.proven(Provider::Email, email);
        let linked = self.link(member, identity, Proof::Code(counted), is_fresh).await?;
        linked.ok_or_else(invalid_request)
    }

    /// Adds a wallet, proven by a signature.
    pub async fn link_wallet(
        &self,
        member: &Member,
        answer: &WalletAnswer,
    ) -> Result<Linked, AppError> {
        let is_fresh = self.may_change_identities(member).await?;
        let (wallet, proof) = self.check_signature(answer).await?;
        let identity = self.proven(Provider::Wallet, wallet.subject());
        self.link(member, identity, proof, is_fresh).await?.ok_or_else(invalid_nonce)
    }

    /// Gives an identity up; it can be added again, here or to another account.
    pub async fn unlink_identity(&self, member: &Member, id: &str) -> Result<(), AppError> {
        let id: Uuid = id.parse().map_err(|_| not_found())?;
        self.require_fresh_sign_in(member).await?;
        let (user_id, now) = (member.user_id, self.now());
        let held = self.identities(member).await?;
        let identity =
            held.into_iter().find(|held| held.id(user_id) == id).ok_or_else(not_found)?;
        let done = self.store.write(Unlink { user_id, identity, now }).await??;
        if done { Ok(()) } else { Err(not_found()) }
    }

    /// Whether the sign-in is fresh. One that is not may still add the first identity of an account
    /// that has none, which only the product's links sign in to.
    pub(crate) async fn may_change_identities(&self, member: &Member) -> Result<bool, AppError> {
        match self.require_fresh_sign_in(member).await {
            Ok(()) => Ok(true),
            Err(error) if error.code == ErrorCode::FreshSignInRequired => {
                let held = self.identities(member).await?;
                if held.is_empty() { Ok(false) } else { Err(error) }
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn proven(&self, provider: Provider, subject: String) -> Identity {
        Identity { provider, subject, label: None, created_at: self.now() }
    }

    /// `None` if the proof was used meanwhile.
    pub(crate) async fn link(
        &self,
        member: &Member,
        identity: Identity,
        proof: Proof,
        is_fresh: bool,
    ) -> Result<Option<Linked>, AppError> {
        let now = identity.created_at;
        let body = Link { user_id: member.user_id, identity, proof, is_fresh, now };
        match self.store.write(body).await? {
            link::Outcome::Linked(linked) => {
                if linked.is_new {
                    let what = described(&linked.identity);
                    self.tell(member.user_id, Notice::NewIdentity { at: now, what });
                }
                Ok(Some(linked))
            }
            link::Outcome::ProofUsed => Ok(None),
            link::Outcome::Refused(refused) => Err(refused.into()),
            // Somebody else has added the first meanwhile: this is what we would say now.
            link::Outcome::NotTheFirst => {
                self.require_fresh_sign_in(member).await?;
                Ok(None)
            }
        }
    }
}

/// What was added, in a message to the account.
fn described(identity: &Identity) -> String {
    match identity.provider {
        Provider::Email => format!("the address {}", identity.shown()),
        Provider::Google => format!("the Google account {}", identity.shown()),
        Provider::Link => "a link".to_owned(),
        Provider::Wallet => format!("the wallet {}", identity.shown()),
    }
}

fn not_found() -> AppError {
    AppError::new(ErrorCode::IdentityNotFound, "The account has no such way to sign in.")
}

/// Writes the account's address as it follows from its identities. The account is locked.
async fn update_email(
    tx: &mut Tx<'_>,
    user_id: UserId,
    removed: Option<&Identity>,
    held: &[Identity],
    now: Timestamp,
) -> StoreResult<()> {
    let Some(mut account) = accounts::find(tx, user_id).await? else {
        return Ok(());
    };
    let email = email_after(account.email.as_deref(), removed, held);
    if email != account.email {
        account.email = email;
        account.updated_at = now;
        accounts::update_contact(tx, &account).await?;
    }
    Ok(())
}

impl From<IdentityRefused> for AppError {
    fn from(refused: IdentityRefused) -> Self {
        let (code, detail) = match refused {
            IdentityRefused::Taken => (
                ErrorCode::IdentityTaken,
                "This signs in to another account; accounts are never merged.",
            ),
            IdentityRefused::LimitReached => (
                ErrorCode::IdentityLimitReached,
                "The account has as many ways to sign in as it may.",
            ),
            IdentityRefused::Last => (
                ErrorCode::LastIdentity,
                "This is the only way to sign in to the account. Please add another one first.",
            ),
        };
        Self::new(code, detail)
    }
}
