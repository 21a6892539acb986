//! A store over a database of its own, and a way around the store to look at what it left there.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};
use triport_store::{Address, Options, Store};

use crate::fixtures::eventually;

/// A store and its database. Clones share both; the database goes with the last of them.
#[derive(Clone)]
pub(crate) struct TestStore {
    // Closed before the database is removed: fields are dropped in this order.
    store: Arc<Store>,
    place: Arc<Place>,
}

/// An empty database of one's own, removed with this value.
pub(crate) enum Place {
    Sqlite { folder: TempDir },
    Postgres { url: String, name: String },
}

impl TestStore {
    pub(crate) async fn sqlite() -> Self {
        Self::open(Place::sqlite(), Options::default()).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::open(Place::postgres().await, Options::default()).await
    }

    pub(crate) async fn open(place: Place, options: Options) -> Self {
        let store = Store::open(&place.address(), options).await.unwrap();
        Self { store: Arc::new(store), place: Arc::new(place) }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(*self.place, Place::Postgres { .. })
    }

    /// A second store over the same database, as another process has it.
    pub(crate) async fn beside(&self) -> Self {
        let store = Store::open(&self.place.address(), Options::default()).await.unwrap();
        Self { store: Arc::new(store), place: self.place.clone() }
    }

    /// Closes the store and leaves its database.
    pub(crate) async fn closed(self) -> Arc<Place> {
        self.store.close().await;
        drop(Arc::into_inner(self.store).unwrap());
        self.place
    }

    /// Closes the store and opens another over the same database, as a restart does.
    pub(crate) async fn reopened(self) -> Self {
        let place = self.closed().await;
        let store = Store::open(&place.address(), Options::default()).await.unwrap();
        Self { store: Arc::new(store), place }
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Waits until PostgreSQL has no session that is inside a transaction and does nothing.
    pub(crate) async fn no_open_transaction(&self) {
        if self.is_postgres() {
            let open = "pg_stat_activity WHERE datname = current_database()
                        AND state LIKE 'idle in transaction%'";
            let none_open = async || self.count(open).await == 0;
            eventually("no session is idle in a transaction", none_open).await;
        }
    }

    /// The rows of a table, counted past the store.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        self.place.number(&format!("SELECT count(*) FROM {table}")).await
    }
}

impl Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) async fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("t_{}_{number}", std::process::id());
        let server = server_url();
        let admin = connect(&server).await;
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, _) = server.rsplit_once('/').unwrap();
        Self::Postgres { url: format!("{server}/{name}"), name }
    }

    pub(crate) fn address(&self) -> Address {
        match self {
            Self::Sqlite { .. } => Address::Sqlite(self.file()),
            Self::Postgres { url, .. } => Address::Postgres(url.clone()),
        }
    }

    /// The folder of the database file.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::Sqlite { folder } => folder.path(),
            Self::Postgres { .. } => panic!("PostgreSQL has no folder"),
        }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder().join("triport.db")
    }

    /// A connection of SQLite past the store.
    pub(crate) fn sqlite_connection(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.file()).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        connection
    }

    /// A connection of PostgreSQL past the store.
    pub(crate) async fn postgres_connection(&self) -> Client {
        match self {
            Self::Sqlite { .. } => panic!("not a PostgreSQL database"),
            Self::Postgres { url, .. } => connect(url).await,
        }
    }

    /// Runs statements past the store.
    pub(crate) async fn run(&self, statements: &str) {
        match self {
            Self::Sqlite { .. } => self.sqlite_connection().execute_batch(statements).unwrap(),
            Self::Postgres { .. } => {
                self.postgres_connection().await.batch_execute(statements).await.unwrap();
            }
        }
    }

    /// The one number that a query past the store answers.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        match self {
            Self::Sqlite { .. } => {
                self.sqlite_connection().query_row(query, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres { .. } => {
                self.postgres_connection().await.query_one(query, &[]).await.unwrap().get(0)
            }
        }
    }
}

impl Drop for Place {
    /// From a thread of its own, because a runtime cannot wait inside another one.
    fn drop(&mut self) {
        let Self::Postgres { name, .. } = self else { return };
        let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let removal = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                connect(&server_url()).await.batch_execute(&statement).await.unwrap();
            });
        });
        removal.join().unwrap();
    }
}

fn server_url() -> String {
    let url = std::env::var("TRIPORT_TEST_POSTGRES_URL");
    url.unwrap_or_else(|_| {
        panic!(
            "TRIPORT_TEST_POSTGRES_URL is not set: run `make test`, or \
             `scripts/with-postgres cargo test`"
        )
    })
}

pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
