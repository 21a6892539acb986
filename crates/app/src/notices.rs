//! Messages that tell an account what has happened. They go after the fact and in the background, so
//! that no answer waits for a mail server: one that cannot be sent is logged and changes nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use triport_domain::device::device;
use triport_domain::email::Email;
use triport_domain::id::UserId;
use triport_domain::time::Timestamp;
use triport_store::payouts::Payout;
use triport_store::{Db, Result, accounts, identities};

use crate::App;
use crate::mail::{Message, SEND_LIMIT, messages};

/// Notices that are on their way at once; more are dropped, because a mail server that is so slow
/// would have them pile up without end.
const MAX_ON_THEIR_WAY: u32 = 256;

/// How long the last ones may take when the process stops.
const LAST_ONES: Duration = SEND_LIMIT;

/// What an account is told.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// Somebody has signed in from a browser that the account did not know.
    NewBrowser {
        /// When.
        at: Timestamp,
        /// What kind of browser, in words of ours: its own could say anything.
        device: Option<String>,
    },
    /// Another way to sign in was added.
    NewIdentity {
        /// When.
        at: Timestamp,
        /// Such as `a Google account` or `the wallet 0x…`, from validated text only.
        what: String,
    },
    /// A payout was asked for.
    PayoutRequested(Payout),
    /// A payout was sent.
    PayoutSent(Payout),
    /// A payout could not be sent.
    PayoutFailed(Payout),
}

impl Notice {
    pub(crate) fn new_browser(at: Timestamp, user_agent: &str) -> Self {
        Self::NewBrowser { at, device: device(user_agent) }
    }

    fn message(&self, to: &Email, currency: &str, url: &str) -> Message {
        match self {
            Self::NewBrowser { at, device } => {
                messages::new_browser(to, *at, device.as_deref(), url)
            }
            Self::NewIdentity { at, what } => messages::new_identity(to, *at, what, url),
            Self::PayoutRequested(payout) => {
                let amount = payout.amount.in_currency(currency);
                let network = payout.network.as_str();
                messages::payout_requested(to, &amount, network, &payout.address, url)
            }
            Self::PayoutSent(payout) => {
                let amount = payout.amount.in_currency(currency);
                let tx_hash = payout.tx_hash.as_deref().unwrap_or_default();
                messages::payout_sent(to, &amount, payout.network.as_str(), tx_hash, url)
            }
            Self::PayoutFailed(payout) => {
                let amount = payout.amount.in_currency(currency);
                messages::payout_failed(to, &amount, payout.note.as_deref(), url)
            }
        }
    }

    /// Where it goes: what was done in the account's name, to the mailbox that it has proven to control,
    /// which whoever did it cannot have changed; what became of a payout, to where it wants to be reached.
    async fn address(&self, db: &mut Db<'_>, user_id: UserId) -> Result<Option<String>> {
        match self {
            Self::NewBrowser { .. } | Self::NewIdentity { .. } | Self::PayoutRequested(_) => {
                identities::verified_email(db, user_id).await
            }
            Self::PayoutSent(_) | Self::PayoutFailed(_) => {
                let account = accounts::find(db, user_id).await?;
                Ok(account.and_then(|account| account.email))
            }
        }
    }
}

pub(crate) fn turns() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(MAX_ON_THEIR_WAY as usize))
}

impl App {
    /// Tells an account something, if it has an address. Answers at once.
    pub(crate) fn tell(&self, user_id: UserId, notice: Notice) {
        let Ok(turn) = self.notices.clone().try_acquire_owned() else {
            tracing::warn!("a notice was not sent: too many are on their way");
            return;
        };
        let (store, mailer) = (self.store.clone(), self.mailer.clone());
        let program = self.program.clone();
        tokio::spawn(async move {
            let _turn = turn;
            let found = store.read(async |db| notice.address(db, user_id).await).await;
            let email = match found {
                Ok(email) => email.and_then(|email| Email::parse(&email).ok()),
                Err(error) => {
                    tracing::warn!(%user_id, %error, "the address of a notice was not found");
                    return;
                }
            };
            let Some(email) = email else { return };
            let message = notice.message(&email, &program.currency, &program.public_url);
            if let Err(error) = mailer.send(message).await {
                tracing::warn!(%user_id, %error, "a notice was not sent");
            }
        });
    }

    /// Waits until the notices that are on their way have been sent, as long as sending one may take.
    pub async fn finish_notices(&self) {
        let all = self.notices.acquire_many(MAX_ON_THEIR_WAY);
        if tokio::time::timeout(LAST_ONES, all).await.is_err() {
            tracing::warn!("stopped before all notices were sent");
        }
    }
}
