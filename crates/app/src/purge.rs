//! Forgetting what has expired, a bounded number of rows at a time.

use triport_domain::id::{ChallengeId, SignInRequestId};
use triport_domain::keyed_hash::Hash;
use triport_domain::series::day_of;
use triport_domain::session::SessionClaim;
use triport_domain::time::{Span, Timestamp};
use triport_store::clicks::{self, Visitor};
use triport_store::idempotency::ExpiredKey;
use triport_store::known_browsers::{self, KnownBrowser};
use triport_store::{
    Outcome, Result as StoreResult, Transaction, Tx, challenges, idempotency, limits,
    one_time_codes, sessions, sign_in_links,
};

use crate::App;
use crate::error::AppError;

/// Rows of one kind that one round forgets at most.
const ROWS_PER_ROUND: u16 = 200;

/// A visitor counts once a day, and a day's clicks may be written late.
const VISITORS_KEPT: Span = Span::from_days(2);

/// How many rows a round of purging forgot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Sessions.
    pub sessions: usize,
    /// One-time codes.
    pub one_time_codes: usize,
    /// Texts that wallets were asked to sign.
    pub challenges: usize,
    /// Links that sign in.
    pub sign_in_links: usize,
    /// Browsers that were known.
    pub known_browsers: usize,
    /// Windows of limits.
    pub limit_windows: usize,
    /// First answers to idempotency keys.
    pub idempotency_keys: usize,
    /// Visitors of links.
    pub click_visitors: usize,
}

impl Purged {
    /// All rows together.
    pub fn rows(self) -> usize {
        self.kinds().iter().sum()
    }

    /// Whether there may be more to forget right away.
    pub fn is_full(self) -> bool {
        let full = usize::from(ROWS_PER_ROUND);
        self.kinds().iter().any(|rows| *rows >= full)
    }

    const fn kinds(self) -> [usize; 8] {
        [
            self.sessions,
            self.one_time_codes,
            self.challenges,
            self.sign_in_links,
            self.known_browsers,
            self.limit_windows,
            self.idempotency_keys,
            self.click_visitors,
        ]
    }
}

impl App {
    /// Forgets some of what has expired. Several processes may do it at once: each row goes in a
    /// transaction of its own, and forgetting it twice changes nothing.
    pub async fn purge(&self) -> Result<Purged, AppError> {
        let now = self.now();
        let sessions =
            self.store.read(async |db| sessions::expired(db, now, ROWS_PER_ROUND).await).await?;
        let codes = self
            .store
            .read(async |db| one_time_codes::expired(db, now, ROWS_PER_ROUND).await)
            .await?;
        let challenges =
            self.store.read(async |db| challenges::expired(db, now, ROWS_PER_ROUND).await).await?;
        let links = self
            .store
            .read(async |db| sign_in_links::expired(db, now, ROWS_PER_ROUND).await)
            .await?;
        let browsers = self
            .store
            .read(async |db| known_browsers::expired(db, now, ROWS_PER_ROUND).await)
            .await?;
        let windows =
            self.store.read(async |db| limits::expired(db, now, ROWS_PER_ROUND).await).await?;
        let keys =
            self.store.read(async |db| idempotency::expired(db, now, ROWS_PER_ROUND).await).await?;
        let purged = Purged {
            sessions: sessions.len(),
            one_time_codes: codes.len(),
            challenges: challenges.len(),
            sign_in_links: links.len(),
            known_browsers: browsers.len(),
            limit_windows: windows.len(),
            idempotency_keys: keys.len(),
            click_visitors: self.purge_visitors(now).await?,
        };
        let sessions = sessions.into_iter().map(|(hash, claim)| Expired::Session(hash, claim));
        let codes = codes.into_iter().map(Expired::Code);
        let challenges = challenges.into_iter().map(Expired::Challenge);
        let links = links.into_iter().map(Expired::Link);
        let browsers = browsers.into_iter().map(Expired::Browser);
        let windows = windows.into_iter().map(Expired::Window);
        let keys = keys.into_iter().map(Expired::Key);
        let of_sign_in = sessions.chain(codes).chain(challenges).chain(links).chain(browsers);
        for expired in of_sign_in.chain(windows).chain(keys) {
            self.store.write(Forget { expired, now }).await?;
        }
        Ok(purged)
    }

    /// Forgets some visitors of days that are over, those of one account in one transaction: there
    /// are far more of them than of anything else.
    async fn purge_visitors(&self, now: Timestamp) -> Result<usize, AppError> {
        let day = day_of(now - VISITORS_KEPT);
        let read = async |db: &mut triport_store::Db<'_>| {
            clicks::old_visitors(db, day, ROWS_PER_ROUND).await
        };
        let mut visitors = self.store.read(read).await?;
        visitors.sort_by_key(|visitor| visitor.user_id);
        for of_account in visitors.chunk_by(|one, other| one.user_id == other.user_id) {
            self.store.write(ForgetVisitors(of_account.to_vec())).await?;
        }
        Ok(visitors.len())
    }
}

enum Expired {
    Session(Hash, SessionClaim),
    Code(SignInRequestId),
    Challenge(ChallengeId),
    Link(Hash),
    Browser(KnownBrowser),
    Window(Hash),
    Key(ExpiredKey),
}

struct Forget {
    expired: Expired,
    now: Timestamp,
}

impl Transaction for Forget {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        match &self.expired {
            Expired::Session(hash, claim) => {
                sessions::delete_expired(tx, hash, claim, self.now).await?;
            }
            Expired::Code(request_id) => one_time_codes::delete(tx, *request_id).await?,
            Expired::Challenge(id) => challenges::delete(tx, *id).await?,
            Expired::Link(token_hash) => sign_in_links::delete(tx, token_hash).await?,
            Expired::Browser(known) => {
                known_browsers::delete_expired(tx, known, self.now).await?;
            }
            Expired::Window(subject) => limits::delete_expired(tx, subject, self.now).await?,
            Expired::Key(key) => idempotency::delete_expired(tx, key, self.now).await?,
        }
        Ok(Outcome::Commit(()))
    }
}

struct ForgetVisitors(Vec<Visitor>);

impl Transaction for ForgetVisitors {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        clicks::forget(tx, &self.0).await?;
        Ok(Outcome::Commit(()))
    }
}
