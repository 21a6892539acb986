//! Who is signed in: finding, showing, sliding and ending sessions.

mod listed;
mod step_up;

use triport_domain::account::Account;
use triport_domain::id::UserId;
use triport_domain::keyed_hash::Hash;
use triport_domain::session::{Provider, SEEN_WITHIN, SessionClaim};
use triport_domain::time::Timestamp;
use triport_domain::token::Token;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx, sessions};

use crate::App;
use crate::error::{AppError, ErrorCode};

pub use listed::SessionShown;

/// A signed-in account, as proven by its session token.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The account.
    pub user_id: UserId,
    token_hash: Hash,
    claim: SessionClaim,
}

/// What a session shows about itself.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The account.
    pub account: Account,
    /// How it signed in.
    pub provider: Provider,
    /// Whether the session was extended just now, so that the cookies have to be set again.
    pub extended: bool,
}

impl Member {
    /// Ends the session.
    pub(crate) async fn revoke(&self, tx: &mut Tx<'_>) -> StoreResult<()> {
        sessions::revoke(tx, &self.token_hash, &self.claim).await
    }

    /// What tells the session from all others.
    pub(crate) const fn token_hash(&self) -> &Hash {
        &self.token_hash
    }

    /// A key for limits that hold per session.
    pub const fn session_key(&self) -> &[u8; 32] {
        self.token_hash.as_bytes()
    }
}

impl App {
    /// The account behind a session token; `None` if the token is none of ours or has ended.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Member>, AppError> {
        let Some(token_hash) = Token::parse(token).map(|token| token.hash()) else {
            return Ok(None);
        };
        let claim = self.store.read(async |db| sessions::claim(db, &token_hash).await).await?;
        let live = claim.filter(|claim| claim.is_live(self.now()));
        Ok(live.map(|claim| Member { user_id: claim.user_id, token_hash, claim }))
    }

    /// The member's profile. In the second half of its life the session is extended.
    pub async fn profile(&self, member: &Member) -> Result<Profile, AppError> {
        let claim = &member.claim;
        let found = self.store.read(async |db| sessions::with_account(db, claim).await).await?;
        let (account, provider, seen_at) = found.ok_or_else(AppError::unauthenticated)?;
        let now = self.now();
        let extended = match claim.slide(now) {
            None => {
                if now.since(seen_at) >= SEEN_WITHIN {
                    self.note_seen(member, now).await;
                }
                false
            }
            Some(expires_at) => {
                self.store.write(Slide { member: *member, expires_at, now }).await?
            }
        };
        Ok(Profile { account, provider, extended })
    }

    /// That it was not noted is no reason to refuse an answer.
    async fn note_seen(&self, member: &Member, now: Timestamp) {
        if let Err(error) = self.store.write(Seen { claim: member.claim, now }).await {
            tracing::warn!(%error, "when a session was last seen could not be noted");
        }
    }

    /// Ends the member's session.
    pub async fn log_out(&self, member: &Member) -> Result<(), AppError> {
        self.store.write(Revoke(*member)).await.map_err(|error| AppError {
            code: ErrorCode::LogoutFailed,
            detail: "You could not be signed out. Please try again.".to_owned(),
            ..AppError::internal(error)
        })
    }
}

struct Slide {
    member: Member,
    expires_at: Timestamp,
    now: Timestamp,
}

impl Transaction for Slide {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        let Member { token_hash, claim, .. } = &self.member;
        let slid = sessions::slide(tx, token_hash, claim, self.expires_at, self.now).await?;
        Ok(if slid { Outcome::Commit(true) } else { Outcome::Rollback(false) })
    }
}

struct Seen {
    claim: SessionClaim,
    now: Timestamp,
}

impl Transaction for Seen {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        sessions::seen(tx, &self.claim, self.now).await?;
        Ok(Outcome::Commit(()))
    }
}

struct Revoke(Member);

impl Transaction for Revoke {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        self.0.revoke(tx).await?;
        Ok(Outcome::Commit(()))
    }
}
