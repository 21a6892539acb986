//! A look at a database without changing it: what `doctor` asks.

use crate::address::Address;
use crate::error::Result;
use crate::migrate::{self, Distance};
use crate::postgres::{connect_once, from_postgres};

/// What a database says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// Its name and version.
    pub version: String,
    /// Migrations that are still to be applied.
    pub pending_migrations: usize,
    /// Migrations that only a newer version of this program knows.
    pub newer_migrations: usize,
    /// Its clock in seconds since the Unix epoch, if it has one of its own.
    pub clock_seconds: Option<i64>,
}

/// Connects, looks and disconnects. An SQLite file that does not exist is not made.
pub async fn inspect(address: &Address) -> Result<Inspected> {
    let Distance { pending: pending_migrations, newer: newer_migrations } =
        migrate::distance(address).await?;
    match address {
        Address::Sqlite(_) => Ok(Inspected {
            version: format!("SQLite {}", rusqlite::version()),
            pending_migrations,
            newer_migrations,
            clock_seconds: None,
        }),
        Address::Postgres(url) => {
            let client = connect_once(url).await?;
            let row = client
                .query_one(
                    "SELECT current_setting('server_version'),
                            extract(epoch FROM clock_timestamp())::bigint",
                    &[],
                )
                .await
                .map_err(|error| from_postgres("asking for the version", &error))?;
            Ok(Inspected {
                version: format!("PostgreSQL {}", row.get::<_, String>(0)),
                pending_migrations,
                newer_migrations,
                clock_seconds: Some(row.get(1)),
            })
        }
    }
}
