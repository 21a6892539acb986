//! The sessions of a member: seeing where one is signed in, and ending what should not be.

use triport_domain::id::{SessionId, UserId};
use triport_domain::keyed_hash::Hash;
use triport_domain::session::ListedSession;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx, sessions};

use super::Member;
use crate::App;
use crate::error::{AppError, ErrorCode};

/// Sessions that one transaction ends at most: the claim of each may be on another machine.
const ENDED_AT_ONCE: usize = 5;

/// A session, and whether it is the one that asks.
#[derive(Clone, Debug)]
pub struct SessionShown {
    /// The session.
    pub session: ListedSession,
    /// Whether it is the member's own.
    pub is_current: bool,
}

impl App {
    /// Where the member is signed in, the newest sign-in first.
    pub async fn sessions(&self, member: &Member) -> Result<Vec<SessionShown>, AppError> {
        let current = member.claim.session_id;
        let found = self.live_sessions(member.user_id).await?;
        let shown =
            |session: ListedSession| SessionShown { is_current: session.id == current, session };
        Ok(found.into_iter().map(shown).collect())
    }

    /// Ends one session of the member and tells whether it was the one that asks.
    pub async fn end_session(&self, member: &Member, id: &str) -> Result<bool, AppError> {
        let unknown = || AppError::new(ErrorCode::SessionNotFound, "There is no such session.");
        let id = id.parse().map(SessionId).map_err(|_| unknown())?;
        let (user_id, now) = (member.user_id, self.now());
        let found = self.store.read(async |db| sessions::find(db, user_id, id, now).await).await?;
        let found = found.ok_or_else(unknown)?;
        match self.store.write(End::new(user_id, &[found])).await? {
            0 => Err(unknown()),
            _ => Ok(id == member.claim.session_id),
        }
    }

    /// Ends all sessions of the member but the one that asks, and tells how many. One that is opened
    /// meanwhile stays.
    pub async fn end_other_sessions(&self, member: &Member) -> Result<usize, AppError> {
        let current = member.claim.session_id;
        let mut others = self.live_sessions(member.user_id).await?;
        others.retain(|session| session.id != current);
        let mut ended = 0;
        for some in others.chunks(ENDED_AT_ONCE) {
            ended += self.store.write(End::new(member.user_id, some)).await?;
        }
        Ok(ended)
    }

    /// The sessions of an account that have not ended, the newest sign-in first.
    pub(crate) async fn live_sessions(
        &self,
        user_id: UserId,
    ) -> Result<Vec<ListedSession>, AppError> {
        let now = self.now();
        Ok(self.store.read(async |db| sessions::list(db, user_id, now).await).await?)
    }
}

/// Answers how many of the sessions it ended, and not somebody else before.
struct End {
    user_id: UserId,
    sessions: Vec<(SessionId, Hash)>,
}

impl End {
    fn new(user_id: UserId, sessions: &[ListedSession]) -> Self {
        let key = |session: &ListedSession| (session.id, session.token_hash);
        Self { user_id, sessions: sessions.iter().map(key).collect() }
    }
}

impl Transaction for End {
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<usize>> {
        let mut ended = 0;
        for (session_id, token_hash) in &self.sessions {
            let ours = sessions::end(tx, self.user_id, *session_id, token_hash).await?;
            ended += usize::from(ours);
        }
        Ok(Outcome::Commit(ended))
    }
}
