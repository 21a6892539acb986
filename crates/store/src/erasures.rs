//! Erasing an account: what marks it, what stays of its names, and the removal of everything that
//! says who it was, in steps that touch a few places each.

use triport_domain::id::{SessionId, UserId, bounds_of_millisecond};
use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, QueuedCount, Tx};
use crate::value::params;

/// What every erased account calls itself.
pub const FORMER_MEMBER: &str = "Former member";
/// What stands in place of the address of a payout.
const ERASED: &str = "erased";

statement!(
    OPEN_PAYOUTS = "SELECT payout_id FROM payouts
         WHERE user_id = $1 AND status IN ('requested', 'processing') LIMIT $2"
);

/// Whether a payout of the account is on its way.
pub async fn has_open_payout(db: &mut Db<'_>, user_id: UserId) -> Result<bool> {
    let found = db.row(&OPEN_PAYOUTS, params![user_id.0, 1_i64], |row| row.get::<Uuid>(0)).await?;
    Ok(found.is_some())
}

statement!(
    MARK = "UPDATE accounts SET email = NULL, avatar_url = NULL, payouts_frozen_at = NULL,
             display_name = $1, updated_at = $2, erased_at = $3
         WHERE user_id = $4 AND erased_at IS NULL"
);
statement!(
    DISABLE_CODES =
        "UPDATE referral_codes SET disabled_at = COALESCE(disabled_at, $1), erased_at = $2
         WHERE user_id = $3"
);
statement!(CLEAR_PAYOUTS = "UPDATE payouts SET address = $1, note = NULL WHERE user_id = $2");
statement!(
    CLEAR_INVOICES = "UPDATE invoices SET description = NULL
         WHERE user_id = $1 AND description IS NOT NULL"
);
statement!(FORGET_ANSWERS = "DELETE FROM idempotency_keys WHERE user_id = $1");
statement!(BEGIN = "INSERT INTO erasures (user_id, due_at, events_to) VALUES ($1, $2, $3)");

/// Marks a live account as erased, clears its own row and what its money says of it, ends its codes,
/// and notes that the rest is to be done at `due_at` at the latest. The account is locked.
pub async fn begin(
    tx: &mut Tx<'_>,
    user_id: UserId,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<()> {
    tx.queue(&MARK, params![FORMER_MEMBER, now, now, user_id.0], 1).await?;
    tx.queue_counted(&DISABLE_CODES, params![now, now, user_id.0]).await?;
    tx.queue_counted(&CLEAR_PAYOUTS, params![ERASED, user_id.0]).await?;
    tx.queue_counted(&CLEAR_INVOICES, params![user_id.0]).await?;
    tx.queue_counted(&FORGET_ANSWERS, params![user_id.0]).await?;
    tx.queue(&BEGIN, params![user_id.0, due_at, Uuid::nil()], 1).await
}

statement!(ERASED_AT = "SELECT erased_at FROM accounts WHERE user_id = $1");

/// Whether an account was erased; false as well if there never was one.
pub async fn is_erased(db: &mut Db<'_>, user_id: UserId) -> Result<bool> {
    let found: Option<Option<Timestamp>> =
        db.row(&ERASED_AT, params![user_id.0], |row| row.get(0)).await?;
    Ok(found.flatten().is_some())
}

statement!(
    KEEP_NAME = "INSERT INTO erased_claims (claim_hash, user_id, erased_at) VALUES ($1, $2, $3)
         ON CONFLICT (claim_hash)
         DO UPDATE SET user_id = excluded.user_id, erased_at = excluded.erased_at"
);

/// Keeps what is left of a name: a hash by which it is known again.
async fn keep_name(tx: &mut Tx<'_>, name: &Hash, user_id: UserId, now: Timestamp) -> Result<()> {
    tx.queue(&KEEP_NAME, params![name.as_bytes(), user_id.0, now], 1).await
}

statement!(NAME_OWNER = "SELECT user_id FROM erased_claims WHERE claim_hash = $1");

/// The erased account that had this name last.
pub async fn owner_of(db: &mut Db<'_>, name: &Hash) -> Result<Option<UserId>> {
    db.row(&NAME_OWNER, params![name.as_bytes()], |row| Ok(UserId(row.get(0)?))).await
}

statement!(TOUCH = "UPDATE erased_claims SET erased_at = erased_at WHERE claim_hash = $1");

/// Asks together with the next statement whether an erased account had this name: the count is 1
/// then. A write that changes nothing, because only writes can travel with others.
///
/// To be asked after the name was claimed: an erasure that comes between leaves its hash with the
/// removal of the claim, so one of the two is seen.
pub async fn queue_had(tx: &mut Tx<'_>, name: &Hash) -> Result<QueuedCount> {
    tx.queue_counted(&TOUCH, params![name.as_bytes()]).await
}

statement!(
    NOTE_RETURN = "UPDATE accounts SET returned_at = $1 WHERE user_id = $2 AND returned_at IS NULL"
);

/// Notes that somebody of the account's names had an account before that was erased.
pub async fn note_return(tx: &mut Tx<'_>, user_id: UserId, now: Timestamp) -> Result<()> {
    tx.queue_counted(&NOTE_RETURN, params![now, user_id.0]).await.map(drop)
}

statement!(
    SESSIONS = "SELECT session_id, token_hash FROM sessions
         WHERE user_id = $1 ORDER BY session_id DESC LIMIT $2"
);

/// Some sessions that are still there, in the order in which others end them.
pub async fn sessions(
    db: &mut Db<'_>,
    user_id: UserId,
    limit: u16,
) -> Result<Vec<(SessionId, Hash)>> {
    db.rows(&SESSIONS, params![user_id.0, limit], |row| {
        Ok((SessionId(row.get(0)?), read_hash(row, 1)?))
    })
    .await
}

statement!(
    IDENTITIES = "SELECT provider, subject, label FROM identities
         WHERE user_id = $1 ORDER BY provider LIMIT $2"
);

/// An identity that is still there.
#[derive(Clone, Debug)]
pub struct Remaining {
    /// Its provider.
    pub provider: String,
    /// What the provider knows the person by.
    pub subject: String,
    /// The address that the provider vouches for, if that is not the subject.
    pub label: Option<String>,
}

/// Some identities that are still there.
pub async fn identities(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<Remaining>> {
    db.rows(&IDENTITIES, params![user_id.0, limit], |row| {
        Ok(Remaining { provider: row.get(0)?, subject: row.get(1)?, label: row.get(2)? })
    })
    .await
}

statement!(DROP_IDENTITY_CLAIM = "DELETE FROM identity_claims WHERE claim = $1 AND user_id = $2");
statement!(
    DROP_IDENTITY = "DELETE FROM identities WHERE user_id = $1 AND provider = $2 AND subject = $3"
);

/// Forgets an identity but for the hashes of its names.
pub async fn forget_identity(
    tx: &mut Tx<'_>,
    user_id: UserId,
    identity: &Remaining,
    names: &[Hash],
    now: Timestamp,
) -> Result<()> {
    for name in names {
        keep_name(tx, name, user_id, now).await?;
    }
    let Remaining { provider, subject, .. } = identity;
    let claim = format!("{provider}:{subject}");
    tx.execute(&DROP_IDENTITY_CLAIM, params![claim.as_str(), user_id.0]).await?;
    let params = params![user_id.0, provider.as_str(), subject.as_str()];
    tx.execute(&DROP_IDENTITY, params).await?;
    Ok(())
}

statement!(EXTERNAL_ID = "SELECT external_id FROM accounts WHERE user_id = $1");

/// The product's id of the account, as long as it is still there.
pub async fn external_id(db: &mut Db<'_>, user_id: UserId) -> Result<Option<String>> {
    Ok(db.row(&EXTERNAL_ID, params![user_id.0], |row| row.get(0)).await?.flatten())
}

statement!(DROP_EXTERNAL_CLAIM = "DELETE FROM external_id_claims WHERE external_id = $1");
statement!(CLEAR_EXTERNAL = "UPDATE accounts SET external_id = NULL WHERE user_id = $1");

/// Forgets the product's id of the account but for the hash of it.
pub async fn forget_external_id(
    tx: &mut Tx<'_>,
    user_id: UserId,
    external_id: &str,
    name: &Hash,
    now: Timestamp,
) -> Result<()> {
    keep_name(tx, name, user_id, now).await?;
    tx.execute(&DROP_EXTERNAL_CLAIM, params![external_id]).await?;
    tx.execute(&CLEAR_EXTERNAL, params![user_id.0]).await?;
    Ok(())
}

statement!(
    SLUGS = "SELECT code FROM referral_codes
         WHERE user_id = $1 AND kind = 'custom' AND code NOT LIKE '~%' LIMIT $2"
);

/// Some chosen codes whose text is still there.
pub async fn slugs(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<String>> {
    db.rows(&SLUGS, params![user_id.0, limit], |row| row.get(0)).await
}

statement!(DROP_CODE_CLAIM = "DELETE FROM code_claims WHERE code = $1");
statement!(RENAME_CODE = "UPDATE referral_codes SET code = $1 WHERE user_id = $2 AND code = $3");

/// Forgets the text of a chosen code but for the hash of it, so that nobody else takes it.
pub async fn forget_slug(
    tx: &mut Tx<'_>,
    user_id: UserId,
    slug: &str,
    name: &Hash,
    now: Timestamp,
) -> Result<()> {
    keep_name(tx, name, user_id, now).await?;
    tx.execute(&DROP_CODE_CLAIM, params![slug]).await?;
    tx.execute(&RENAME_CODE, params![left_of_slug(name).as_str(), user_id.0, slug]).await?;
    Ok(())
}

/// What stands in place of a chosen code: no slug, so nobody can ask for it.
#[must_use]
pub fn left_of_slug(name: &Hash) -> String {
    format!("~{name:x}").chars().take(25).collect()
}

statement!(DUE = "SELECT user_id FROM erasures WHERE due_at <= $1 ORDER BY due_at LIMIT $2");

/// Some accounts whose erasure is to be brought to its end.
pub async fn due(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<UserId>> {
    db.rows(&DUE, params![now, limit], |row| Ok(UserId(row.get(0)?))).await
}

statement!(EVENTS_TO = "SELECT events_to FROM erasures WHERE user_id = $1");
statement!(
    EVENTS_AFTER = "SELECT event_id FROM referral_events WHERE user_id = $1 AND event_id > $2
         ORDER BY event_id LIMIT $3"
);
statement!(
    CLEAR_EVENTS =
        "UPDATE referral_events SET code = NULL, click_at = NULL, click_path = NULL, note = NULL
         WHERE user_id = $1 AND event_id > $2 AND event_id <= $3"
);
statement!(MOVE_ON = "UPDATE erasures SET events_to = $1 WHERE user_id = $2");

/// Clears the evidence of some more decisions about the account; false when all are done.
pub async fn clear_own_events(tx: &mut Tx<'_>, user_id: UserId, limit: u16) -> Result<bool> {
    let to = tx.row(&EVENTS_TO, params![user_id.0], |row| row.get::<Uuid>(0)).await?;
    let Some(to) = to else { return Ok(false) };
    let params = params![user_id.0, to, limit];
    let mut found = tx.rows(&EVENTS_AFTER, params, |row| row.get::<Uuid>(0)).await?;
    let Some(last) = found.pop() else { return Ok(false) };
    tx.execute(&CLEAR_EVENTS, params![user_id.0, to, last]).await?;
    tx.execute(&MOVE_ON, params![last, user_id.0]).await?;
    Ok(true)
}

statement!(
    NAMED_ELSEWHERE = "SELECT user_id, event_id FROM referral_events
         WHERE counterpart_id = $1 AND code IS NOT NULL AND user_id <> $2 LIMIT $3"
);

/// Some decisions about others that still hold a code of this account; those of its inviter hold the
/// inviter's own.
pub async fn named_elsewhere(
    db: &mut Db<'_>,
    user_id: UserId,
    inviter: Option<UserId>,
    limit: u16,
) -> Result<Vec<(UserId, Uuid)>> {
    let inviter = inviter.unwrap_or(user_id);
    db.rows(&NAMED_ELSEWHERE, params![user_id.0, inviter.0, limit], |row| {
        Ok((UserId(row.get(0)?), row.get(1)?))
    })
    .await
}

statement!(
    CLEAR_CODE = "UPDATE referral_events SET code = NULL WHERE user_id = $1 AND event_id = $2"
);

/// Forgets which code brought another account.
pub async fn clear_code(tx: &mut Tx<'_>, user_id: UserId, event_id: Uuid) -> Result<()> {
    tx.queue_counted(&CLEAR_CODE, params![user_id.0, event_id]).await.map(drop)
}

statement!(INVITED = "SELECT inviter_id, invited_at FROM accounts WHERE user_id = $1");

/// Who invited an account, erased or not, and when.
pub async fn invited_by(db: &mut Db<'_>, user_id: UserId) -> Result<Option<(UserId, Timestamp)>> {
    let found = db
        .row(&INVITED, params![user_id.0], |row| {
            Ok((row.get::<Option<Uuid>>(0)?, row.get::<Option<Timestamp>>(1)?))
        })
        .await?;
    Ok(found.and_then(|(inviter, at)| Some((UserId(inviter?), at?))))
}

statement!(
    CLEAR_CLICK = "UPDATE referral_events SET click_at = NULL, click_path = NULL
         WHERE user_id = $1 AND event_id >= $2 AND event_id <= $3 AND counterpart_id = $4"
);

/// Forgets under the inviter how the account came to it; looks only at rows of that millisecond.
pub async fn clear_click(
    tx: &mut Tx<'_>,
    inviter: UserId,
    at: Timestamp,
    user_id: UserId,
) -> Result<()> {
    let (first, last) = bounds_of_millisecond(at);
    let params = params![inviter.0, first, last, user_id.0];
    tx.queue_counted(&CLEAR_CLICK, params).await.map(drop)
}

statement!(
    CLEAR_ACTIONS = "UPDATE operator_actions SET fields = $1
         WHERE user_id = $2 AND action IN ('user_pushed', 'code_disabled', 'payouts_frozen',
               'payouts_unfrozen') AND fields <> $3"
);

/// Forgets what operators wrote about the account.
pub async fn clear_notes(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    const NOTHING: &str = "{\"erased\":true}";
    let params = params![NOTHING, user_id.0, NOTHING];
    tx.queue_counted(&CLEAR_ACTIONS, params).await.map(drop)
}

statement!(END = "DELETE FROM erasures WHERE user_id = $1");

/// Notes that nothing is left to do.
pub async fn end(tx: &mut Tx<'_>, user_id: UserId) -> Result<()> {
    tx.queue_counted(&END, params![user_id.0]).await.map(drop)
}
