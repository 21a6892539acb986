//! Sessions: the claim of a token, and the row under its account.

use triport_domain::account::Account;
use triport_domain::id::{SessionId, UserId};
use triport_domain::keyed_hash::{HASH_BYTES, Hash};
use triport_domain::session::{ListedSession, MAX_PER_ACCOUNT, Provider, Session, SessionClaim};
use triport_domain::time::Timestamp;

use crate::accounts::read_account;
use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    FIND_CLAIM = "SELECT user_id, session_id, expires_at FROM session_claims WHERE token_hash = $1"
);

/// What a token proves. The one look-up of every signed-in request.
pub async fn claim(db: &mut Db<'_>, token_hash: &Hash) -> Result<Option<SessionClaim>> {
    db.row(&FIND_CLAIM, params![token_hash.as_bytes()], |row| {
        Ok(SessionClaim {
            user_id: UserId(row.get(0)?),
            session_id: SessionId(row.get(1)?),
            expires_at: row.get(2)?,
        })
    })
    .await
}

statement!(
    INSERT_CLAIM = "INSERT INTO session_claims (token_hash, user_id, session_id, expires_at)
         VALUES ($1, $2, $3, $4)"
);
statement!(
    INSERT =
        "INSERT INTO sessions (user_id, session_id, token_hash, provider, user_agent, created_at,
                               last_seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);

/// Opens a session.
pub async fn open(tx: &mut Tx<'_>, session: &Session) -> Result<()> {
    let token_hash = session.token_hash.as_bytes();
    let (user_id, id) = (session.user_id.0, session.id.0);
    tx.queue(&INSERT_CLAIM, params![token_hash, user_id, id, session.expires_at], 1).await?;
    let params = params![
        user_id,
        id,
        token_hash,
        session.provider.as_str(),
        session.user_agent.as_str(),
        session.created_at,
        session.created_at,
        session.expires_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

/// Sessions that one sign-in ends at most: each has a claim of its own on another machine.
const ENDED_AT_ONCE: u16 = 5;
/// Sessions that a list shows at most: more than there can be.
const LISTED: u16 = 5 * MAX_PER_ACCOUNT;

statement!(
    OLDEST = "SELECT session_id, token_hash FROM sessions
              WHERE user_id = $1 AND expires_at > $2
              ORDER BY session_id DESC LIMIT $3 OFFSET $4"
);

/// Ends the oldest sessions of an account, so that one more is not too many. The account is locked.
pub async fn make_room(tx: &mut Tx<'_>, user_id: UserId, now: Timestamp) -> Result<()> {
    let params = params![user_id.0, now, ENDED_AT_ONCE, MAX_PER_ACCOUNT - 1];
    let oldest =
        tx.rows(&OLDEST, params, |row| Ok((SessionId(row.get(0)?), read_hash(row, 1)?))).await?;
    for (session_id, token_hash) in oldest {
        end(tx, user_id, session_id, &token_hash).await?;
    }
    Ok(())
}

statement!(
    LIST =
        "SELECT session_id, token_hash, provider, user_agent, created_at, last_seen_at, expires_at
            FROM sessions WHERE user_id = $1 AND expires_at > $2
            ORDER BY session_id DESC LIMIT $3"
);

/// The live sessions of an account, the newest sign-in first.
pub async fn list(db: &mut Db<'_>, user_id: UserId, now: Timestamp) -> Result<Vec<ListedSession>> {
    db.rows(&LIST, params![user_id.0, now, LISTED], read_listed).await
}

statement!(
    FIND =
        "SELECT session_id, token_hash, provider, user_agent, created_at, last_seen_at, expires_at
            FROM sessions WHERE user_id = $1 AND session_id = $2 AND expires_at > $3"
);

/// One live session of an account.
pub async fn find(
    db: &mut Db<'_>,
    user_id: UserId,
    session_id: SessionId,
    now: Timestamp,
) -> Result<Option<ListedSession>> {
    db.row(&FIND, params![user_id.0, session_id.0, now], read_listed).await
}

/// Ends a session; false if it was ended meanwhile.
pub async fn end(
    tx: &mut Tx<'_>,
    user_id: UserId,
    session_id: SessionId,
    token_hash: &Hash,
) -> Result<bool> {
    tx.execute(&DELETE_CLAIM, params![token_hash.as_bytes()]).await?;
    Ok(tx.execute(&DELETE, params![user_id.0, session_id.0]).await? == 1)
}

statement!(
    FIND_WITH_ACCOUNT =
        "SELECT a.user_id, a.email, a.display_name, a.avatar_url, a.tier, a.created_at,
                a.updated_at, s.provider, s.last_seen_at
         FROM accounts a JOIN sessions s ON s.user_id = a.user_id
         WHERE a.user_id = $1 AND a.erased_at IS NULL AND s.user_id = $1 AND s.session_id = $2"
);

/// The account behind a session, how it signed in, and when it was last seen.
pub async fn with_account(
    db: &mut Db<'_>,
    claim: &SessionClaim,
) -> Result<Option<(Account, Provider, Timestamp)>> {
    db.row(&FIND_WITH_ACCOUNT, params![claim.user_id.0, claim.session_id.0], |row| {
        Ok((read_account(row)?, read_provider(row, 7)?, row.get(8)?))
    })
    .await
}

statement!(SLIDE_CLAIM = "UPDATE session_claims SET expires_at = $1 WHERE token_hash = $2");
statement!(
    SLIDE = "UPDATE sessions SET expires_at = $1, last_seen_at = $2
             WHERE user_id = $3 AND session_id = $4"
);

/// Moves the expiry of a session; false if it was revoked meanwhile.
pub async fn slide(
    tx: &mut Tx<'_>,
    token_hash: &Hash,
    claim: &SessionClaim,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    if tx.execute(&SLIDE_CLAIM, params![expires_at, token_hash.as_bytes()]).await? == 0 {
        return Ok(false);
    }
    let params = params![expires_at, now, claim.user_id.0, claim.session_id.0];
    Ok(tx.execute(&SLIDE, params).await? == 1)
}

statement!(
    SEEN = "UPDATE sessions SET last_seen_at = $1
            WHERE user_id = $2 AND session_id = $3 AND last_seen_at < $1"
);

/// Notes that a session was seen; false if that is known, or the session was revoked meanwhile.
pub async fn seen(tx: &mut Tx<'_>, claim: &SessionClaim, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&SEEN, params![now, claim.user_id.0, claim.session_id.0]).await? == 1)
}

statement!(DELETE_CLAIM = "DELETE FROM session_claims WHERE token_hash = $1");
statement!(DELETE = "DELETE FROM sessions WHERE user_id = $1 AND session_id = $2");

/// Ends a session. Ending it twice changes nothing.
pub async fn revoke(tx: &mut Tx<'_>, token_hash: &Hash, claim: &SessionClaim) -> Result<()> {
    end(tx, claim.user_id, claim.session_id, token_hash).await.map(drop)
}

statement!(
    EXPIRED = "SELECT token_hash, user_id, session_id, expires_at FROM session_claims
         WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2"
);

/// Some sessions that expired before `now`, oldest first.
pub async fn expired(
    db: &mut Db<'_>,
    now: Timestamp,
    limit: u16,
) -> Result<Vec<(Hash, SessionClaim)>> {
    db.rows(&EXPIRED, params![now, limit], |row| {
        let claim = SessionClaim {
            user_id: UserId(row.get(1)?),
            session_id: SessionId(row.get(2)?),
            expires_at: row.get(3)?,
        };
        Ok((read_hash(row, 0)?, claim))
    })
    .await
}

statement!(
    DELETE_EXPIRED_CLAIM = "DELETE FROM session_claims WHERE token_hash = $1 AND expires_at <= $2"
);

/// Forgets an expired session, unless it was extended since it was found.
pub async fn delete_expired(
    tx: &mut Tx<'_>,
    token_hash: &Hash,
    claim: &SessionClaim,
    now: Timestamp,
) -> Result<()> {
    if tx.execute(&DELETE_EXPIRED_CLAIM, params![token_hash.as_bytes(), now]).await? == 1 {
        tx.execute(&DELETE, params![claim.user_id.0, claim.session_id.0]).await?;
    }
    Ok(())
}

fn read_listed(row: &Row<'_>) -> Result<ListedSession> {
    Ok(ListedSession {
        id: SessionId(row.get(0)?),
        token_hash: read_hash(row, 1)?,
        provider: read_provider(row, 2)?,
        user_agent: row.get(3)?,
        created_at: row.get(4)?,
        last_seen_at: row.get(5)?,
        expires_at: row.get(6)?,
    })
}

pub(crate) fn read_provider(row: &Row<'_>, index: usize) -> Result<Provider> {
    let text: String = row.get(index)?;
    Provider::parse(&text).ok_or_else(|| StoreError::Corrupt(format!("provider '{text}'")))
}

pub(crate) fn read_hash(row: &Row<'_>, index: usize) -> Result<Hash> {
    let bytes: Vec<u8> = row.get(index)?;
    Hash::from_stored(&bytes)
        .ok_or_else(|| StoreError::Corrupt(format!("a hash is not {HASH_BYTES} bytes")))
}
