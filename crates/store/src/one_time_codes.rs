//! One-time codes, each under the request it answers.

use triport_domain::id::SignInRequestId;
use triport_domain::one_time_code::{CodeForm, PendingCode};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    INSERT = "INSERT INTO one_time_codes (request_id, email, form, code_hash, tries, created_at,
                                     expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// Writes a new code.
pub async fn insert(tx: &mut Tx<'_>, code: &PendingCode) -> Result<()> {
    let params = params![
        code.request_id.0,
        code.email.as_str(),
        code.form.as_str(),
        code.hash.as_bytes(),
        code.tries,
        code.created_at,
        code.expires_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    // Differs because SQLite has no row locks; its writer runs one transaction at a time.
    FIND_LOCKED: sqlite = "SELECT request_id, email, form, code_hash, tries, created_at, expires_at,
                                  used_at
                           FROM one_time_codes WHERE request_id = $1",
    postgres = "SELECT request_id, email, form, code_hash, tries, created_at, expires_at, used_at
                FROM one_time_codes WHERE request_id = $1 FOR UPDATE"
);

/// The code of a request, which nobody else can try until this transaction ends.
pub async fn find_locked(
    tx: &mut Tx<'_>,
    request_id: SignInRequestId,
) -> Result<Option<PendingCode>> {
    tx.row(&FIND_LOCKED, params![request_id.0], read_pending).await
}

statement!(
    COUNT_TRY = "UPDATE one_time_codes SET tries = $1
         WHERE request_id = $2 AND tries = $3 AND used_at IS NULL"
);

/// Counts one more try, before the code is compared. Fails as busy if another try came between.
pub async fn count_try(tx: &mut Tx<'_>, code: &PendingCode) -> Result<()> {
    let params = params![code.tries + 1, code.request_id.0, code.tries];
    match tx.execute(&COUNT_TRY, params).await? {
        1 => Ok(()),
        _ => Err(StoreError::changed_meanwhile("the one-time code")),
    }
}

statement!(OF_ADDRESS = "SELECT request_id FROM one_time_codes WHERE email = $1 LIMIT $2");

/// Some codes of an address. Looks at all codes there are: those of the last minutes.
pub async fn of_address(db: &mut Db<'_>, email: &str, limit: u16) -> Result<Vec<SignInRequestId>> {
    db.rows(&OF_ADDRESS, params![email, limit], |row| Ok(SignInRequestId(row.get(0)?))).await
}

statement!(
    USE = "UPDATE one_time_codes SET used_at = $1 WHERE request_id = $2 AND used_at IS NULL"
);

/// Marks the code as used; false if it was used already.
pub async fn mark_used(
    tx: &mut Tx<'_>,
    request_id: SignInRequestId,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.execute(&USE, params![now, request_id.0]).await? == 1)
}

statement!(
    EXPIRED = "SELECT request_id FROM one_time_codes WHERE expires_at <= $1
               ORDER BY expires_at LIMIT $2"
);

/// Some codes that expired before `now`, oldest first.
pub async fn expired(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<SignInRequestId>> {
    db.rows(&EXPIRED, params![now, limit], |row| Ok(SignInRequestId(row.get::<Uuid>(0)?))).await
}

statement!(DELETE = "DELETE FROM one_time_codes WHERE request_id = $1");

/// Forgets a code.
pub async fn delete(tx: &mut Tx<'_>, request_id: SignInRequestId) -> Result<()> {
    tx.execute(&DELETE, params![request_id.0]).await.map(drop)
}

fn read_pending(row: &Row<'_>) -> Result<PendingCode> {
    let form: String = row.get(2)?;
    let form = CodeForm::parse(&form)
        .ok_or_else(|| StoreError::Corrupt(format!("form of a code '{form}'")))?;
    Ok(PendingCode {
        request_id: SignInRequestId(row.get(0)?),
        email: row.get(1)?,
        form,
        hash: read_hash(row, 3)?,
        tries: row.get(4)?,
        created_at: row.get(5)?,
        expires_at: row.get(6)?,
        used_at: row.get(7)?,
    })
}
