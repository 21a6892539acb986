//! From which browsers an address has signed in. Under the address, because it is asked for before
//! anybody knows whether the address has an account.

use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

/// A browser of an address, each as a keyed hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    /// Hash of the address.
    pub address: Hash,
    /// Hash of the token in the browser's cookie.
    pub browser: Hash,
}

statement!(
    IS_KNOWN = "SELECT expires_at FROM known_browsers
                WHERE address_hash = $1 AND browser_hash = $2 AND expires_at > $3"
);

/// Whether the address has signed in from the browser.
pub async fn is_known(db: &mut Db<'_>, known: &KnownBrowser, now: Timestamp) -> Result<bool> {
    let params = params![known.address.as_bytes(), known.browser.as_bytes(), now];
    let found: Option<Timestamp> = db.row(&IS_KNOWN, params, |row| row.get(0)).await?;
    Ok(found.is_some())
}

statement!(
    REMEMBER = "INSERT INTO known_browsers (address_hash, browser_hash, expires_at)
                VALUES ($1, $2, $3)
                ON CONFLICT (address_hash, browser_hash) DO UPDATE SET expires_at = $3"
);

/// Remembers a browser until then.
pub async fn remember(tx: &mut Tx<'_>, known: &KnownBrowser, expires_at: Timestamp) -> Result<()> {
    let params = params![known.address.as_bytes(), known.browser.as_bytes(), expires_at];
    tx.queue(&REMEMBER, params, 1).await
}

statement!(
    EXPIRED = "SELECT address_hash, browser_hash FROM known_browsers WHERE expires_at <= $1
               ORDER BY expires_at LIMIT $2"
);

/// Some browsers that were not used for so long that they are none any more, oldest first.
pub async fn expired(db: &mut Db<'_>, now: Timestamp, limit: u16) -> Result<Vec<KnownBrowser>> {
    let read = |row: &crate::value::Row<'_>| {
        Ok(KnownBrowser { address: read_hash(row, 0)?, browser: read_hash(row, 1)? })
    };
    db.rows(&EXPIRED, params![now, limit], read).await
}

statement!(
    DELETE_EXPIRED = "DELETE FROM known_browsers
                      WHERE address_hash = $1 AND browser_hash = $2 AND expires_at <= $3"
);

/// Forgets a browser, unless it was used since it was found expired.
pub async fn delete_expired(tx: &mut Tx<'_>, known: &KnownBrowser, now: Timestamp) -> Result<()> {
    let params = params![known.address.as_bytes(), known.browser.as_bytes(), now];
    tx.execute(&DELETE_EXPIRED, params).await.map(drop)
}

statement!(FORGET = "DELETE FROM known_browsers WHERE address_hash = $1");

/// Forgets all browsers of an address.
pub async fn forget(tx: &mut Tx<'_>, address: &Hash) -> Result<()> {
    tx.execute(&FORGET, params![address.as_bytes()]).await.map(drop)
}
