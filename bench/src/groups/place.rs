//! Where the rows of a group are: a SQLite file of its own, or a database in the cluster.

use std::time::Duration;

use anyhow::{Context, ensure};
use tokio_postgres::{Client, NoTls};
use triport_store::{Address, migrate};

use super::{Bench, block_on, new_sqlite};
use crate::process::parent_of;
use crate::programme::Programme;
use crate::say;
use crate::server::{Server, Setting, verify_ledger};

/// The kinds of databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// A database with a programme in it.
pub(super) struct Place<'u> {
    name: String,
    url: String,
    /// What has to be removed at the end.
    database: Option<Database<'u>>,
}

/// A database of its own in the cluster, removed when the group is done.
pub(super) struct Database<'u> {
    cluster: &'u str,
    pub(super) name: String,
    pub(super) url: String,
}

impl<'u> Place<'u> {
    /// Makes a database and writes the programme into it; `None` without a cluster, which is said.
    pub(super) fn seed(
        bench: &Bench<'u>,
        kind: Kind,
        name: &str,
        programme: Programme,
    ) -> anyhow::Result<Option<Self>> {
        let place = match kind {
            Kind::Sqlite => {
                let url = new_sqlite(bench.folder, name, &[])?;
                programme.seed_sqlite(&bench.folder.join(format!("{name}.db")))?;
                Self { name: name.to_owned(), url, database: None }
            }
            Kind::Postgres => {
                let name = format!("bench_{}", name.replace('-', "_"));
                let Some(database) = Database::create(bench.postgres, &name)? else {
                    return Ok(None);
                };
                let url = database.url.clone();
                block_on(async {
                    migrate::run(&Address::Postgres(url.clone())).await?;
                    programme.seed_postgres(&url).await
                })?;
                Self { name, url, database: Some(database) }
            }
        };
        say(&format!("  {name}: {} entries", programme.entries()));
        Ok(Some(place))
    }

    /// The address of the database.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The database server's process, if there is one on this machine.
    pub(super) fn database_pid(&self) -> anyhow::Result<Option<u32>> {
        if self.database.is_none() {
            return Ok(None);
        }
        block_on(async {
            let client = connect(&self.url).await?;
            let row = client.query_one("SELECT pg_backend_pid()", &[]).await?;
            // The connection's own process is there as long as the client is.
            Ok(Some(parent_of(row.get::<_, i32>(0).try_into()?)?))
        })
    }

    /// Starts a server over it.
    pub(super) fn serve(&self, bench: &Bench<'_>) -> anyhow::Result<Server> {
        let (name, database) = (self.name.as_str(), self.url.as_str());
        Server::start(Setting { name, folder: bench.folder, database, single_commits: false })
    }

    /// Verifies the ledger; tells how long that took and what the command said.
    pub(super) fn verify(&self, bench: &Bench<'_>) -> anyhow::Result<(Duration, String)> {
        verify_ledger(bench.folder, &self.url)
    }

    /// Removes the database; files go with the folder of the run.
    pub(super) fn end(self) -> anyhow::Result<()> {
        self.database.map_or(Ok(()), Database::drop)
    }
}

/// A connection outside of any measurement.
pub(super) async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

impl<'u> Database<'u> {
    /// Makes one, unless there is no cluster, which is said.
    pub(super) fn create(cluster: Option<&'u str>, name: &str) -> anyhow::Result<Option<Self>> {
        let Some(cluster) = cluster else {
            say("  left out: TRIPORT_TEST_POSTGRES_URL is not set");
            return Ok(None);
        };
        let (server, _) = cluster.rsplit_once('/').context("the address of PostgreSQL")?;
        let url = format!("{server}/{name}");
        block_on(async {
            let client = connect(cluster).await?;
            for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
                let row = client.query_one(&format!("SHOW {setting}"), &[]).await?;
                ensure!(row.get::<_, &str>(0) == "on", "{setting} is off: not a durable database");
            }
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            Ok(client.batch_execute(&format!("CREATE DATABASE {name}")).await?)
        })?;
        Ok(Some(Self { cluster, name: name.to_owned(), url }))
    }

    pub(super) fn drop(self) -> anyhow::Result<()> {
        block_on(async {
            let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
            Ok(connect(self.cluster).await?.batch_execute(&drop).await?)
        })
    }
}
