//! Windows of the limits that hold across processes and restarts: one row per limited subject.

use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;
use triport_domain::window::Window;

use crate::error::{Result, StoreError};
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

/// A window together with the form in which it was read, which guards its replacement.
#[derive(Debug)]
pub struct StoredWindow {
    /// The window.
    pub window: Window,
    stored: Option<Vec<u8>>,
}

statement!(
    // Differs because SQLite has no row locks; its writer runs one transaction at a time.
    FIND_LOCKED: sqlite = "SELECT events FROM limit_windows WHERE subject = $1",
    postgres = "SELECT events FROM limit_windows WHERE subject = $1 FOR UPDATE"
);

/// The window of a subject, empty if it has none, locked until this transaction ends.
pub async fn find_locked(tx: &mut Tx<'_>, subject: &Hash) -> Result<StoredWindow> {
    let params = params![subject.as_bytes()];
    let stored: Option<Vec<u8>> = tx.row(&FIND_LOCKED, params, |row| row.get(0)).await?;
    let window = stored.as_deref().map(Window::decode).unwrap_or_default();
    Ok(StoredWindow { window, stored })
}

statement!(FIND = "SELECT events FROM limit_windows WHERE subject = $1");

/// The window of a subject as it is now, empty if it has none.
pub async fn find(db: &mut Db<'_>, subject: &Hash) -> Result<Window> {
    let stored: Option<Vec<u8>> =
        db.row(&FIND, params![subject.as_bytes()], |row| row.get(0)).await?;
    Ok(stored.as_deref().map(Window::decode).unwrap_or_default())
}

statement!(
    INSERT = "INSERT INTO limit_windows (subject, events, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (subject) DO NOTHING"
);
statement!(
    REPLACE =
        "UPDATE limit_windows SET events = $1, expires_at = $2 WHERE subject = $3 AND events = $4"
);

statement!(CLEAR = "DELETE FROM limit_windows WHERE subject = $1 AND events = $2");

/// Replaces a window that was read in this transaction. Fails as busy if it changed since, so that
/// the body runs again on what is true now. An empty one leaves no row: what would be left of a
/// sign-in could be told by the time that the next one takes.
pub async fn replace(
    tx: &mut Tx<'_>,
    subject: &Hash,
    read: &StoredWindow,
    window: &Window,
    expires_at: Timestamp,
) -> Result<()> {
    let (subject, events) = (subject.as_bytes(), window.encode());
    let changed = match &read.stored {
        Some(stored) if events.is_empty() => {
            tx.execute(&CLEAR, params![subject, stored.as_slice()]).await?
        }
        None if events.is_empty() => return Ok(()),
        None => tx.execute(&INSERT, params![subject, events.as_slice(), expires_at]).await?,
        Some(stored) => {
            let params = params![events.as_slice(), expires_at, subject, stored.as_slice()];
            tx.execute(&REPLACE, params).await?
        }
    };
    match changed {
        1 => Ok(()),
        _ => Err(StoreError::changed_meanwhile("the window of a limit")),
    }
}

statement!(
    EXPIRED =
        "SELECT subject FROM limit_windows WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2"
);

/// Some windows in which no event counts any more, oldest first.
pub async fn expired(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<Hash>> {
    db.rows(&EXPIRED, params![now, limit], |row| read_hash(row, 0)).await
}

statement!(DELETE = "DELETE FROM limit_windows WHERE subject = $1 AND expires_at <= $2");

/// Forgets a window, unless an event came in since it was found expired.
pub async fn delete_expired(tx: &mut Tx<'_>, subject: &Hash, now: Timestamp) -> Result<()> {
    tx.execute(&DELETE, params![subject.as_bytes(), now]).await.map(drop)
}
