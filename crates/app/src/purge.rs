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
    Db, Outcome, Result as StoreResult, Transaction, Tx, challenges, idempotency, limits,
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
        let found = self.store.read(async |db| expired(db, now).await).await?;
        let count = |kind: fn(&Expired) -> bool| found.iter().filter(|row| kind(row)).count();
        let purged = Purged {
            sessions: count(|row| matches!(row, Expired::Session(..))),
            one_time_codes: count(|row| matches!(row, Expired::Code(_))),
            challenges: count(|row| matches!(row, Expired::Challenge(_))),
            sign_in_links: count(|row| matches!(row, Expired::Link(_))),
            known_browsers: count(|row| matches!(row, Expired::Browser(_))),
            limit_windows: count(|row| matches!(row, Expired::Window(_))),
            idempotency_keys: count(|row| matches!(row, Expired::Key(_))),
            click_visitors: self.purge_visitors(now).await?,
        };
        for expired in found {
            self.store.write(Forget { expired, now }).await?;
        }
        Ok(purged)
    }

    /// Forgets some visitors of days that are over, those of one account in one transaction: there
    /// are far more of them than of anything else.
    async fn purge_visitors(&self, now: Timestamp) -> Result<usize, AppError> {
        let day = day_of(now - VISITORS_KEPT);
        let read = async |db: &mut Db<'_>| clicks::old_visitors(db, day, ROWS_PER_ROUND).await;
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

/// Some rows of every kind that have expired.
async fn expired(db: &mut Db<'_>, now: Timestamp) -> StoreResult<Vec<Expired>> {
    let limit = ROWS_PER_ROUND;
    let mut found = Vec::new();
    let sessions = sessions::expired(db, now, limit).await?.into_iter();
    found.extend(sessions.map(|(hash, claim)| Expired::Session(hash, claim)));
    let codes = one_time_codes::expired(db, now, limit).await?;
    found.extend(codes.into_iter().map(Expired::Code));
    let challenges = challenges::expired(db, now, limit).await?;
    found.extend(challenges.into_iter().map(Expired::Challenge));
    let links = sign_in_links::expired(db, now, limit).await?;
    found.extend(links.into_iter().map(Expired::Link));
    let browsers = known_browsers::expired(db, now, limit).await?;
    found.extend(browsers.into_iter().map(Expired::Browser));
    let windows = limits::expired(db, now, limit).await?;
    found.extend(windows.into_iter().map(Expired::Window));
    let keys = idempotency::expired(db, now, limit).await?;
    found.extend(keys.into_iter().map(Expired::Key));
    Ok(found)
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
