//! What a visitor shows to sign in, used up inside the transaction that believes it: nothing that
//! was shown works twice.

use triport_domain::id::{ChallengeId, SignInRequestId};
use triport_domain::keyed_hash::Hash;
use triport_domain::one_time_code::WRONG_TRY_LIMIT;
use triport_domain::time::Timestamp;
use triport_store::{Result, Tx, challenges, limits, one_time_codes, sign_in_links};

/// Something that was found right, and works once.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    /// A one-time code.
    Code(CountedCode),
    /// The signature of a challenge.
    Challenge(ChallengeId),
    /// A link, by the hash of its token.
    Link(Hash),
    /// The word of an OpenID provider, who takes each code once.
    Provider,
}

/// A one-time code that was found right, after its try was counted as a wrong one.
#[derive(Clone, Debug)]
pub(crate) struct CountedCode {
    pub(super) request_id: SignInRequestId,
    /// The subject of the limit on wrong tries.
    pub(super) wrong_tries: Hash,
    pub(super) counted_at: Timestamp,
}

impl Proof {
    /// Uses it up; false if somebody else did so meanwhile.
    pub(crate) async fn consume(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<bool> {
        match self {
            Self::Code(code) => code.consume(tx, now).await,
            Self::Challenge(id) => challenges::mark_used(tx, *id, now).await,
            Self::Link(token_hash) => sign_in_links::consume(tx, token_hash, now).await,
            Self::Provider => Ok(true),
        }
    }
}

impl CountedCode {
    async fn consume(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<bool> {
        if !one_time_codes::mark_used(tx, self.request_id, now).await? {
            return Ok(false);
        }
        self.forgive_try(tx, now).await?;
        Ok(true)
    }

    /// The try was right, so it does not count as a wrong one.
    async fn forgive_try(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<()> {
        let wrong = limits::find_locked(tx, &self.wrong_tries).await?;
        let window = wrong.window.clone().without(self.counted_at);
        let expires_at = now + WRONG_TRY_LIMIT.per;
        limits::replace(tx, &self.wrong_tries, &wrong, &window, expires_at).await
    }
}
