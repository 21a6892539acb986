//! Holding up every write of a server from outside.

use crate::database::Database;

use super::process::Server;
use super::wait;

/// As long as it lives, no write of the server gets to its end.
pub(crate) struct Hold<'d> {
    database: &'d Database,
    by: By,
}

enum By {
    Sqlite(rusqlite::Connection),
    Postgres(tokio::runtime::Runtime, tokio_postgres::Client),
}

impl<'d> Hold<'d> {
    pub(crate) fn writes_of(database: &'d Database) -> Self {
        if !database.is_postgres() {
            let connection = database.sqlite_connection();
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            return Self { database, by: By::Sqlite(connection) };
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let client = runtime.block_on(crate::database::connect(&database.url()));
        let lock = "BEGIN; LOCK TABLE code_claims IN EXCLUSIVE MODE";
        runtime.block_on(client.batch_execute(lock)).unwrap();
        Self { database, by: By::Postgres(runtime, client) }
    }

    /// How many writes of the server wait.
    pub(crate) fn writes(&self, server: &Server) -> u64 {
        if !self.database.is_postgres() {
            return server.metric("triport_store_transactions_waiting");
        }
        let query = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'";
        u64::try_from(wait::now(self.database.number(query))).unwrap()
    }

    pub(crate) fn let_go(self) {
        match self.by {
            By::Sqlite(connection) => connection.execute_batch("ROLLBACK").unwrap(),
            By::Postgres(runtime, client) => {
                runtime.block_on(client.batch_execute("ROLLBACK")).unwrap();
            }
        }
    }
}
