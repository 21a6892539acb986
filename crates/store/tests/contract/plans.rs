//! What is promised about the way to the rows: SQLite has to use the index that was made for a
//! statement, however many rows an account owns. PostgreSQL gathers statistics itself.

use rusqlite::types::Null;
use rusqlite::{Connection, params_from_iter};
use triport_store::statement::{Sql, all};

use crate::harness::TestStore;

/// Tables of which one account may own a million rows.
const LONG: [&str; 7] = [
    "invitees",
    "referral_events",
    "payments",
    "rewards",
    "ledger_entries",
    "reward_uses",
    "reward_parts",
];

/// Statements that read everything of an account because that is asked for, or some rows in the
/// order of the primary key.
const MAY: [&str; 4] = [
    "triport_store::decisions::RECENT",
    "triport_store::payments::WITHOUT_REWARD",
    "triport_store::verify::BEYOND",
    "triport_store::verify::differences::DIFFERENCES",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_statement_walks_through_all_that_an_account_owns() {
    let sqlite = TestStore::sqlite().await;
    let sqlite = sqlite.place().sqlite_connection();
    let mut walking = Vec::new();
    for sql in all() {
        let walks = walks(&sqlite, sql);
        if walks.is_empty() == MAY.contains(&sql.name) {
            walking.push((sql.name, walks));
        }
    }
    assert!(walking.is_empty(), "{walking:#?}");
}

/// The steps of a statement's plan that find rows of a long table by the account alone, or by
/// nothing.
fn walks(connection: &Connection, sql: &Sql) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {}", sql.sqlite);
    let mut statement = connection.prepare(&explain).unwrap();
    let nothing = vec![Null; statement.parameter_count()];
    let steps = statement.query_map(params_from_iter(nothing), |row| row.get::<_, String>(3));
    let steps = steps.unwrap().map(Result::unwrap);
    steps.filter(|step| is_walk(step) && is_of_long_table(step, sql)).collect()
}

fn is_walk(step: &str) -> bool {
    let by_account = ["USING PRIMARY KEY (user_id=?)", "USING PRIMARY KEY (user_id>?"];
    step.starts_with("SCAN") || by_account.iter().any(|key| step.contains(key))
}

/// A step names a table as the statement does, by its own name or by another one.
fn is_of_long_table(step: &str, sql: &Sql) -> bool {
    let Some(name) = step.split(' ').nth(1) else { return false };
    let words: Vec<&str> = sql.sqlite.split_whitespace().collect();
    let is_called = |table: &str| words.windows(2).any(|two| two == [table, name]);
    LONG.iter().any(|table| *table == name || is_called(table))
}
