//! A database of one's own for one test, and a way past the server to look at it and to break it.

use std::path::PathBuf;

use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

/// An empty database that no other test uses.
pub(crate) enum Database {
    /// A file in a folder of its own, removed with this value.
    Sqlite {
        /// The folder.
        folder: TempDir,
    },
    /// A database on the server of `TRIPORT_TEST_POSTGRES_URL`.
    Postgres(Borrowed),
}

/// A connection past the server that stays open.
#[allow(dead_code, reason = "only one of the test programs uses it")]
pub(crate) enum Beside {
    Sqlite(rusqlite::Connection),
    Postgres(Client),
}

#[allow(dead_code, reason = "only one of the test programs uses it")]
impl Beside {
    /// Runs statements.
    pub(crate) async fn run(&self, statements: &str) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(statements).unwrap(),
            Self::Postgres(client) => client.batch_execute(statements).await.unwrap(),
        }
    }

    /// The one number that a query answers.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        match self {
            Self::Sqlite(connection) => connection.query_row(query, [], |row| row.get(0)).unwrap(),
            Self::Postgres(client) => client.query_one(query, &[]).await.unwrap().get(0),
        }
    }
}

/// One of a few databases that all tests share, of all processes too: making one takes longer than
/// most tests. Who holds the lock of its number has it to itself.
pub(crate) struct Borrowed {
    url: String,
    /// Keeps the connection alive that holds the lock.
    runtime: Option<Runtime>,
}

impl Database {
    /// A place for an SQLite file; the file itself is not there yet.
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().unwrap() }
    }

    /// An empty database on the PostgreSQL server of the tests.
    pub(crate) async fn postgres() -> Self {
        let server = server_url();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let url = runtime.spawn(borrow(server)).await.unwrap();
        Self::Postgres(Borrowed { url, runtime: Some(runtime) })
    }

    /// The address as `TRIPORT_DATABASE_URL` takes it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { .. } => format!("sqlite://{}", self.file().display()),
            Self::Postgres(borrowed) => borrowed.url.clone(),
        }
    }

    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// The database file.
    pub(crate) fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite { folder } => folder.path().join("triport.db"),
            Self::Postgres(_) => panic!("PostgreSQL has no file"),
        }
    }

    /// Runs statements past the server.
    pub(crate) async fn run(&self, statements: &str) {
        match self {
            Self::Sqlite { .. } => self.sqlite_connection().execute_batch(statements).unwrap(),
            Self::Postgres(borrowed) => {
                connect(&borrowed.url).await.batch_execute(statements).await.unwrap();
            }
        }
    }

    /// The one number that a query past the server answers.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        match self {
            Self::Sqlite { .. } => {
                self.sqlite_connection().query_row(query, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres(borrowed) => {
                connect(&borrowed.url).await.query_one(query, &[]).await.unwrap().get(0)
            }
        }
    }

    /// A connection past the server that stays open.
    #[allow(dead_code, reason = "only one of the test programs uses it")]
    pub(crate) async fn beside(&self) -> Beside {
        match self {
            Self::Sqlite { .. } => Beside::Sqlite(self.sqlite_connection()),
            Self::Postgres(borrowed) => Beside::Postgres(connect(&borrowed.url).await),
        }
    }

    /// Everything that the database holds: of SQLite the files as they are on the disk, of PostgreSQL
    /// every row of every table as text.
    #[allow(dead_code, reason = "only one of the test programs uses it")]
    pub(crate) async fn everything(&self) -> Vec<u8> {
        match self {
            Self::Sqlite { folder } => {
                let files = std::fs::read_dir(folder.path()).unwrap();
                files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
            }
            Self::Postgres(borrowed) => {
                let client = connect(&borrowed.url).await;
                let tables = "SELECT table_name::text FROM information_schema.tables
                              WHERE table_schema = 'public'";
                let mut found = Vec::new();
                for table in client.query(tables, &[]).await.unwrap() {
                    let table: String = table.get(0);
                    let rows = format!("SELECT t::text FROM {table} t");
                    for row in client.query(&rows, &[]).await.unwrap() {
                        found.extend(row.get::<_, String>(0).into_bytes());
                        found.push(b'\n');
                    }
                }
                found
            }
        }
    }

    /// A connection of SQLite past the server.
    pub(crate) fn sqlite_connection(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.file()).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        connection
    }
}

/// Takes a free database, makes it if it is not there yet, and empties it. Answers its address.
async fn borrow(server: String) -> String {
    let client = connect(&server).await;
    let mut number = 0;
    let lock = "SELECT pg_try_advisory_lock(7707, $1)";
    while !client.query_one(lock, &[&number]).await.unwrap().get::<_, bool>(0) {
        number += 1;
    }
    let name = format!("triport_test_{number}");
    let known = "SELECT 1 FROM pg_database WHERE datname = $1";
    let statement = match client.query_opt(known, &[&name]).await.unwrap() {
        None => format!("CREATE DATABASE {name}"),
        // A test that failed may have closed it.
        Some(_) => format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"),
    };
    client.batch_execute(&statement).await.unwrap();
    let (server, _) = server.rsplit_once('/').unwrap();
    let url = format!("{server}/{name}");
    make_empty(&url).await;
    // The lock lasts as long as this connection, which ends with the runtime.
    tokio::spawn(async move {
        let _client = client;
        std::future::pending::<()>().await;
    });
    url
}

/// Ends all connections and removes everything.
async fn make_empty(url: &str) {
    let client = connect(url).await;
    let others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.execute(others, &[]).await.unwrap();
    client.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A runtime cannot be waited for inside another one.
            runtime.shutdown_background();
        }
    }
}

/// The PostgreSQL server on which the tests may make databases.
pub(crate) fn server_url() -> String {
    std::env::var("TRIPORT_TEST_POSTGRES_URL").unwrap_or_else(|_| {
        panic!(
            "TRIPORT_TEST_POSTGRES_URL is not set: run `make test`, or \
             `scripts/with-postgres cargo test`"
        )
    })
}

/// A connection past the server.
pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
