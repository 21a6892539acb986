//! Limits that hold across processes and restarts: what counts, and for whom.

use triport_domain::keyed_hash::{Hash, Purpose, SecretKey};
use triport_domain::time::Timestamp;
use triport_domain::window::{Full, Limit};
use triport_store::{Outcome, Result, Transaction, Tx, limits};

use crate::App;
use crate::error::AppError;

/// The network that a call comes from.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// What counts as one caller, such as `198.51.100.0/24`.
    pub prefix: String,
    /// Whether it is this machine or a private network, from which the whole world may come.
    pub is_local: bool,
}

/// One limit as it applies to one subject.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quota {
    subject: Hash,
    limit: Limit,
}

impl App {
    /// A limit on what `parts` name. The first of them tells the limits apart.
    pub(crate) fn quota(&self, limit: Limit, parts: &[&[u8]]) -> Quota {
        Quota::new(&self.key, limit, parts)
    }

    /// Takes one event in, or answers how long to wait for room.
    pub(crate) async fn count(
        &self,
        quota: Quota,
        now: Timestamp,
    ) -> std::result::Result<(), AppError> {
        Ok(self.store.write(Count { quota, now }).await??)
    }

    /// A limit on everything that comes from a network; none for a local one.
    pub(crate) fn network_quota(
        &self,
        limit: Limit,
        name: &str,
        network: &Network,
    ) -> Option<Quota> {
        let parts = [name.as_bytes(), network.prefix.as_bytes()];
        (!network.is_local).then(|| self.quota(limit, &parts))
    }
}

impl Quota {
    /// A limit on what `parts` name. The first of them tells the limits apart.
    pub(crate) fn new(key: &SecretKey, limit: Limit, parts: &[&[u8]]) -> Self {
        Self { subject: key.hash(Purpose::LimitSubject, parts), limit }
    }

    /// Takes one event in, with the transaction.
    pub(crate) async fn admit(
        &self,
        tx: &mut Tx<'_>,
        now: Timestamp,
    ) -> Result<std::result::Result<(), Full>> {
        let read = limits::find_locked(tx, &self.subject).await?;
        let window = match read.window.admit(self.limit, now) {
            Ok(window) => window,
            Err(full) => return Ok(Err(full)),
        };
        limits::replace(tx, &self.subject, &read, &window, now + self.limit.per).await?;
        Ok(Ok(()))
    }

    /// Takes one event back.
    pub(crate) async fn give_back(&self, tx: &mut Tx<'_>, admitted_at: Timestamp) -> Result<()> {
        let read = limits::find_locked(tx, &self.subject).await?;
        let window = read.window.clone().without(admitted_at);
        // Events since go on counting; a window that holds nothing may go at once.
        let expires_at = window.expires_at(self.limit).unwrap_or(admitted_at);
        limits::replace(tx, &self.subject, &read, &window, expires_at).await
    }

    /// Fails if there is no room for one more, and takes nothing in.
    pub(crate) async fn look(
        &self,
        db: &mut triport_store::Db<'_>,
        now: Timestamp,
    ) -> Result<std::result::Result<(), Full>> {
        let window = limits::find(db, &self.subject).await?;
        Ok(window.admit(self.limit, now).map(drop))
    }
}

struct Count {
    quota: Quota,
    now: Timestamp,
}

impl Transaction for Count {
    type Output = std::result::Result<(), Full>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        Ok(match self.quota.admit(tx, self.now).await? {
            Ok(()) => Outcome::Commit(Ok(())),
            Err(full) => Outcome::Rollback(Err(full)),
        })
    }
}

/// Takes one event into each, in this order, which has to be the same everywhere. At the first that
/// is full the transaction has to be rolled back.
pub(crate) async fn admit_all(
    tx: &mut Tx<'_>,
    quotas: &[Quota],
    now: Timestamp,
) -> Result<std::result::Result<(), Full>> {
    for quota in quotas {
        if let Err(full) = quota.admit(tx, now).await? {
            return Ok(Err(full));
        }
    }
    Ok(Ok(()))
}
