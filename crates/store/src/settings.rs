//! What an installation keeps for itself.

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

statement!(FIND = "SELECT value FROM settings WHERE name = $1");

/// A setting by its name.
pub async fn find(db: &mut Db<'_>, name: &str) -> Result<Option<Vec<u8>>> {
    db.row(&FIND, params![name], |row| row.get(0)).await
}

statement!(
    INSERT = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
);

/// Writes a setting unless it exists; false if it does.
pub async fn insert(tx: &mut Tx<'_>, name: &str, value: &[u8]) -> Result<bool> {
    Ok(tx.execute(&INSERT, params![name, value]).await? == 1)
}
