//! Migrations on PostgreSQL: each in a transaction of its own, under one advisory lock.

use tokio_postgres::Client;

use super::{
    CREATE_HISTORY, Distance, History, Migration, checksum, newer, pending, tell_of_newer,
};
use crate::error::Result;
use crate::postgres::{connect_once, from_postgres};

/// Names the lock: the letters "triport" as a number. Released with the connection.
const LOCK: i64 = 0x0074_7269_706f_7274;

pub(super) async fn run(url: &str) -> Result<usize> {
    let mut client = connect_once(url).await?;
    client
        .execute("SELECT pg_advisory_lock($1)", &[&LOCK])
        .await
        .map_err(|error| from_postgres("waiting for the lock of migrations", &error))?;
    client
        .batch_execute(CREATE_HISTORY)
        .await
        .map_err(|error| from_postgres("creating the history", &error))?;
    let history = history(&client).await?;
    tell_of_newer(&history);
    let todo = pending(&history, |migration| migration.postgres)?;
    for migration in &todo {
        apply(&mut client, migration).await?;
        tracing::info!(migration = migration.name, "migration applied");
    }
    Ok(todo.len())
}

pub(super) async fn distance(url: &str) -> Result<Distance> {
    let client = connect_once(url).await?;
    let known = client
        .query_one("SELECT to_regclass('schema_migrations') IS NOT NULL", &[])
        .await
        .map_err(|error| from_postgres("looking for the history", &error))?;
    let history = if known.get(0) { history(&client).await? } else { History::new() };
    let pending = pending(&history, |migration| migration.postgres)?.len();
    Ok(Distance { pending, newer: newer(&history) })
}

async fn apply(client: &mut Client, migration: &Migration) -> Result<()> {
    let failed = |error| from_postgres(migration.name, &error);
    let tx = client.transaction().await.map_err(failed)?;
    tx.batch_execute(migration.postgres).await.map_err(failed)?;
    let version = i64::from(migration.version);
    tx.execute(
        "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
        &[&version, &migration.name, &checksum(migration.postgres)],
    )
    .await
    .map_err(failed)?;
    tx.commit().await.map_err(failed)
}

async fn history(client: &Client) -> Result<History> {
    let rows = client
        .query("SELECT version, checksum FROM schema_migrations", &[])
        .await
        .map_err(|error| from_postgres("reading the history", &error))?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}
