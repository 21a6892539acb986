//! The most that SQLite gives one thread: the statements of choosing a slug, many per commit, with
//! nothing around them. No savepoints, no queue, no session, no HTTP.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, ensure};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};

use crate::accounts::{Account, CREATED_AT, slug, statement};
use crate::compare::{Plan, Sample, Side};
use crate::stats::float;

/// As in `store/src/sqlite/connection.rs`. This connection makes its checkpoints itself.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL;
     PRAGMA synchronous = FULL;
     PRAGMA foreign_keys = ON;
     PRAGMA trusted_schema = OFF;
     PRAGMA temp_store = MEMORY;
     PRAGMA journal_size_limit = 67108864;
     PRAGMA wal_autocheckpoint = 10000;";

/// A connection and what it has written so far.
#[derive(Debug)]
pub(crate) struct SqliteThread {
    connection: Connection,
    statements: Statements,
    accounts: Vec<Account>,
    per_commit: u64,
    written: u64,
}

#[derive(Debug)]
struct Statements {
    claim: &'static str,
    choice: &'static str,
    replace: &'static str,
    insert: &'static str,
}

impl SqliteThread {
    /// Opens a migrated and seeded file of its own, to write so many transactions in each commit.
    pub(crate) fn open(
        file: &Path,
        accounts: Vec<Account>,
        per_commit: u64,
    ) -> anyhow::Result<Self> {
        let connection = Connection::open(file)?;
        // As in the store, too: without it SQLite prepares some of these statements anew every time.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(PRAGMAS)?;
        let statements = Statements {
            claim: statement("codes::CLAIM")?.sqlite,
            choice: statement("codes::CHOICE")?.sqlite,
            replace: statement("codes::REPLACE")?.sqlite,
            insert: statement("codes::INSERT")?.sqlite,
        };
        Ok(Self { connection, statements, accounts, per_commit, written: 0 })
    }

    fn commit_group(&mut self) -> anyhow::Result<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for _ in 0..self.per_commit {
            self.write_one()?;
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// What `app/src/referrals/choose_slug.rs` runs for a new slug of an account that has one.
    fn write_one(&mut self) -> anyhow::Result<()> {
        let turn = usize::try_from(self.written)? % self.accounts.len();
        let account = *self.accounts.get(turn).context("no accounts")?;
        let (user_id, slug) = (account.user_id(), slug(self.written));
        self.written += 1;
        let (connection, sql) = (&self.connection, &self.statements);
        let claimed = connection.prepare_cached(sql.claim)?.execute(params![slug, user_id])?;
        let mut choice = connection.prepare_cached(sql.choice)?;
        let mut rows = choice.query(params![user_id, slug])?;
        let row = rows.next()?.context("an account without codes")?;
        let active: String = row.get(2)?;
        ensure!(rows.next()?.is_none(), "more than one active code");
        let now = CREATED_AT + i64::try_from(self.written)?;
        let mut replace = connection.prepare_cached(sql.replace)?;
        let replaced = replace.execute(params![now, user_id, active])?;
        let mut insert = connection.prepare_cached(sql.insert)?;
        let inserted = insert.execute(params![user_id, slug, user_id, "custom", now])?;
        ensure!((claimed, replaced, inserted) == (1, 1, 1), "a slug was not written");
        Ok(())
    }
}

impl Side for SqliteThread {
    fn name(&self) -> &'static str {
        "one thread without HTTP"
    }

    fn run(&mut self, plan: Plan) -> anyhow::Result<Sample> {
        let window = plan.window();
        let mut counted = 0;
        while Instant::now() < window.end {
            self.commit_group()?;
            if window.holds(Instant::now()) {
                counted += self.per_commit;
            }
        }
        let per_second = float(counted) / plan.measure.as_secs_f64();
        Ok(Sample { per_second, ..Sample::default() })
    }
}
