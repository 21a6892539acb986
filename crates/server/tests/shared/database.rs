//! A database of one's own for one test, and a way past the server to look at it and to break it.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// An empty database, removed with this value.
pub(crate) enum Database {
    /// A file in a folder of its own.
    Sqlite {
        /// The folder.
        folder: TempDir,
    },
    /// A database on the server of `TRIPORT_TEST_POSTGRES_URL`.
    Postgres {
        /// Its address.
        url: String,
        /// Its name on that server.
        name: String,
    },
}

impl Database {
    /// A place for an SQLite file; the file itself is not there yet.
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().unwrap() }
    }

    /// An empty database on the PostgreSQL server of the tests. Making one takes longer than most
    /// tests, so those that are done are emptied and used again.
    pub(crate) async fn postgres() -> Self {
        let server = server_url();
        let emptied = EMPTY.lock().unwrap().pop();
        let name = match emptied {
            Some(name) => name,
            None => create(&server).await,
        };
        let (server, _) = server.rsplit_once('/').unwrap();
        Self::Postgres { url: format!("{server}/{name}"), name }
    }

    /// The address as `TRIPORT_DATABASE_URL` takes it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { .. } => format!("sqlite://{}", self.file().display()),
            Self::Postgres { url, .. } => url.clone(),
        }
    }

    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// The database file.
    pub(crate) fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite { folder } => folder.path().join("triport.db"),
            Self::Postgres { .. } => panic!("PostgreSQL has no file"),
        }
    }

    /// Runs statements past the server.
    pub(crate) async fn run(&self, statements: &str) {
        match self {
            Self::Sqlite { .. } => self.sqlite_connection().execute_batch(statements).unwrap(),
            Self::Postgres { url, .. } => {
                connect(url).await.batch_execute(statements).await.unwrap();
            }
        }
    }

    /// The one number that a query past the server answers.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        match self {
            Self::Sqlite { .. } => {
                self.sqlite_connection().query_row(query, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres { url, .. } => {
                connect(url).await.query_one(query, &[]).await.unwrap().get(0)
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

/// Databases in which there is nothing, not even a table.
static EMPTY: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Makes a new database and answers its name.
async fn create(server: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("http_{}_{number}", std::process::id());
    connect(server).await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    name
}

/// Ends all connections and removes everything.
async fn make_empty(url: &str) {
    let client = connect(url).await;
    let others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.execute(others, &[]).await.unwrap();
    client.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
}

impl Drop for Database {
    /// From a thread of its own, because a runtime cannot wait inside another one.
    fn drop(&mut self) {
        let Self::Postgres { url, name } = self else { return };
        // What a failed test left behind is in no known state.
        let failed = std::thread::panicking();
        let clean_up = async {
            if failed {
                let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                connect(&server_url()).await.batch_execute(&statement).await.unwrap();
            } else {
                make_empty(url).await;
                EMPTY.lock().unwrap().push(name.clone());
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.unwrap().block_on(clean_up);
            });
        });
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
