//! What can be done: the use cases of the referral programme.
//!
//! Each decides whether it may, runs one transaction whose body takes its decisions from `domain`,
//! and only then speaks to the outside world. Time and random values come from [`outside`], so that
//! a test owns both.

mod account;
mod attribution;
mod capture;
mod erasure;
pub mod error;
mod export;
mod identities;
mod invitees;
mod limits;
pub mod mail;
pub mod money;
mod new_account;
mod notices;
pub mod openid;
mod operators;
pub mod outside;
pub mod program;
mod purge;
mod referrals;
mod secret;
mod session;
mod sign_in;

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};
use triport_domain::id::uuid_v7;
use triport_domain::keyed_hash::SecretKey;
use triport_domain::time::Timestamp;
use triport_store::Store;
use triport_store::figures::{Figures, PoolFigures};
use uuid::Uuid;

use crate::capture::Capture;
use crate::mail::Mailer;
use crate::openid::OpenIdProvider;
use crate::outside::{Clock, Entropy};
use crate::program::Program;

pub use attribution::{Attribution, AttributionShown, InviterShown, Referral};
pub use capture::{Captured, ClickFigures, Visit};
pub use error::{AppError, ErrorCode};
pub use export::ExportHead;
pub use identities::Linked;
pub use limits::Network;
pub use operators::{
    AccountShown, Action, Decision, DirectoryEntry, Operator, ProgramTotals, PushUser, PushedUser,
    TierChanged, add_operator, list_operators, revoke_operator,
};
pub use purge::Purged;
pub use referrals::{SlugCheck, Standing};
pub use secret::secret_key;
pub use session::{Member, Profile, SessionShown};
pub use sign_in::{
    GoogleArrival, GoogleReturn, GoogleVisit, SignInLink, SignedIn, Visitor, WalletAnswer,
    WalletChallenge,
};
pub use triport_store::attributions::ListedInvitee;
pub use triport_store::counts::Totals;
pub use triport_store::export::{HeldDecision, LedgerLine};

/// The referral programme: everything a request or a background task can ask for.
pub struct App {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    mailer: Arc<Mailer>,
    /// The OpenID provider, if members can sign in with one.
    google: Option<Box<OpenIdProvider>>,
    /// Turns of notices that are being sent.
    notices: Arc<Semaphore>,
    key: SecretKey,
    program: Arc<Program>,
    /// Woken when something is to be done on a balance.
    balance_work: Notify,
    capture: Capture,
}

impl App {
    /// Puts the programme together.
    pub fn new(
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        mailer: Mailer,
        key: SecretKey,
        program: Program,
        google: Option<Box<OpenIdProvider>>,
    ) -> Self {
        Self {
            store,
            clock,
            entropy,
            mailer: Arc::new(mailer),
            google,
            notices: notices::turns(),
            key,
            program: Arc::new(program),
            balance_work: Notify::new(),
            capture: Capture::default(),
        }
    }

    /// Whether messages go to whom they are for. Otherwise one-time codes are printed in the log.
    pub fn has_mail(&self) -> bool {
        self.mailer.delivers()
    }

    /// The programme's terms.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// What the database has done since the start.
    pub fn figures(&self) -> &Figures {
        self.store.figures()
    }

    /// The state of the connections to the database.
    pub fn pool_figures(&self) -> PoolFigures {
        self.store.pool_figures()
    }

    /// Whether requests can be served: the database answers and its schema is there.
    pub async fn check(&self) -> Result<(), AppError> {
        Ok(self.store.check().await?)
    }

    /// The present time, for what an answer says about it.
    pub fn time(&self) -> Timestamp {
        self.now()
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    fn new_id(&self, now: Timestamp) -> Uuid {
        uuid_v7(now, self.random())
    }
}
