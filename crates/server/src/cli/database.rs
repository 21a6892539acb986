//! Commands that work on the database itself.

use std::path::Path;

use anyhow::bail;
use triport_store::{Address, migrate as migrations};

use super::say;
use crate::config::Config;
use crate::open::explain;

pub(super) async fn migrate(config: &Config) -> anyhow::Result<()> {
    let address = &config.database_url;
    let applied = migrations::run(address).await.map_err(|error| explain(address, error))?;
    say(&format!("{address}: {applied} migrations applied, schema up to date"));
    Ok(())
}

pub(super) fn backup(config: &Config, target: &Path) -> anyhow::Result<()> {
    let database = file(config)?;
    triport_store::backup(database, target, |copied| {
        let done = copied.pagecount - copied.remaining;
        say(&format!("copied {done} of {} pages", copied.pagecount));
    })?;
    say(&format!("{} verified and complete", target.display()));
    Ok(())
}

pub(super) fn restore(config: &Config, source: &Path) -> anyhow::Result<()> {
    let database = file(config)?;
    let previous = triport_store::restore(source, database, |_| {})?;
    say(&format!("{} restored from {}", database.display(), source.display()));
    if let Some(previous) = previous {
        say(&format!("the database that was there is kept as {}", previous.display()));
    }
    Ok(())
}

fn file(config: &Config) -> anyhow::Result<&Path> {
    match &config.database_url {
        Address::Sqlite(path) => Ok(path),
        Address::Postgres(_) => {
            bail!(
                "this command is for SQLite; back PostgreSQL up with pg_dump (docs/operations.md)"
            )
        }
    }
}
