//! Signing in with the signature of a wallet.

use triport_domain::id::ChallengeId;
use triport_domain::session::Provider;
use triport_domain::time::Timestamp;
use triport_domain::wallet::{
    CHALLENGE_LIFETIME, CHALLENGE_LIMIT, Challenge, Refused, Wallet, message,
};
use triport_domain::window::Full;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx, challenges};

use super::open_session::{Identity, Login, Who};
use super::proof::Proof;
use super::{SignedIn, Visitor};
use crate::App;
use crate::error::{AppError, ErrorCode};
use crate::limits::Quota;

/// A text to sign.
#[derive(Debug)]
pub struct WalletChallenge {
    /// Goes back with the signature.
    pub nonce: ChallengeId,
    /// The text.
    pub message: String,
}

/// A signature as a caller brings it.
#[derive(Clone, Debug, Default)]
pub struct WalletAnswer {
    /// Of the challenge.
    pub nonce: String,
    /// Who was challenged.
    pub address: String,
    /// On which chain.
    pub chain: String,
    /// In any of the spellings of that chain.
    pub signature: String,
}

impl App {
    /// Hands out a text for a wallet to sign.
    pub async fn challenge_wallet(
        &self,
        chain: &str,
        address: &str,
        visitor: &Visitor,
    ) -> Result<WalletChallenge, AppError> {
        let wallet = Wallet::parse(chain, address)?;
        let now = self.now();
        let challenge = Challenge {
            id: ChallengeId(self.new_id(now)),
            wallet,
            created_at: now,
            expires_at: now + CHALLENGE_LIFETIME,
            used_at: None,
        };
        let message = message(&challenge, &self.program.public_url);
        let nonce = challenge.id;
        let quota = self.network_quota(CHALLENGE_LIMIT, "challenges", &visitor.network);
        self.store.write(StartChallenge { challenge, quota, now }).await??;
        Ok(WalletChallenge { nonce, message })
    }

    /// Exchanges the signature of a challenge for a session, making the account if it is the first.
    pub async fn verify_wallet(
        &self,
        answer: &WalletAnswer,
        visitor: &Visitor,
    ) -> Result<SignedIn, AppError> {
        let (wallet, proof) = self.check_signature(answer).await?;
        let identity =
            Identity { provider: Provider::Wallet, subject: wallet.subject(), email: None };
        let login = Login { proof, who: Who::Identity(identity) };
        self.open_session(login, visitor).await?.map_err(|_| invalid_nonce())
    }

    /// The wallet that a right signature proves, and the proof, which is still to be used up. A wrong
    /// answer uses the challenge up as well.
    pub(crate) async fn check_signature(
        &self,
        answer: &WalletAnswer,
    ) -> Result<(Wallet, Proof), AppError> {
        let now = self.now();
        let id = answer.nonce.parse().map(ChallengeId).map_err(|_| invalid_nonce())?;
        let found = self.store.read(async |db| challenges::find(db, id).await).await?;
        let open = found.filter(|challenge| challenge.is_open(now)).ok_or_else(invalid_nonce)?;
        let named = Wallet::parse(&answer.chain, &answer.address).ok();
        match open.check(named.as_ref(), &answer.signature, &self.program.public_url) {
            Ok(()) => Ok((open.wallet, Proof::Challenge(id))),
            Err(refused) => {
                self.store.write(Burn { id, now }).await?;
                Err(refused.into())
            }
        }
    }
}

/// The challenge is unknown, expired or was answered.
pub(crate) fn invalid_nonce() -> AppError {
    let detail = "This request to sign cannot be answered any more. Please start again.";
    AppError::new(ErrorCode::InvalidNonce, detail)
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::AddressMismatch => Self::new(
                ErrorCode::AddressMismatch,
                "Another wallet was asked to sign, or another one has signed.",
            ),
            Refused::InvalidSignature => {
                Self::new(ErrorCode::InvalidSignature, "This is no signature of the message.")
            }
        }
    }
}

/// Writes a challenge, or answers how long to wait.
struct StartChallenge {
    challenge: Challenge,
    /// None for a local network.
    quota: Option<Quota>,
    now: Timestamp,
}

impl Transaction for StartChallenge {
    type Output = Result<(), Full>;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<Self::Output>> {
        if let Some(quota) = &self.quota
            && let Err(full) = quota.admit(tx, self.now).await?
        {
            return Ok(Outcome::Rollback(Err(full)));
        }
        challenges::insert(tx, &self.challenge).await?;
        Ok(Outcome::Commit(Ok(())))
    }
}

/// Uses a challenge up without believing it.
struct Burn {
    id: ChallengeId,
    now: Timestamp,
}

impl Transaction for Burn {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        challenges::mark_used(tx, self.id, self.now).await?;
        Ok(Outcome::Commit(()))
    }
}
