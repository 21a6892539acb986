//! The schema can be spread over the machines of a Citus cluster, as the list of tables says.

use tokio_postgres::Client;
use triport_store::tables::{Kind, TABLES};

use crate::harness::TestStore;

/// Declares the tables of the program to the lint.
async fn declare_tables(client: &Client) {
    let create = "CREATE TEMPORARY TABLE declared (name text, kind text, key text, grp text)";
    client.batch_execute(create).await.unwrap();
    for table in TABLES {
        let (kind, key, group) = match table.kind {
            Kind::Distributed { key, group } => ("distributed", Some(key), Some(group)),
            Kind::Local => ("local", None, None),
        };
        let insert = "INSERT INTO declared VALUES ($1, $2, $3, $4)";
        client.execute(insert, &[&table.name, &kind, &key, &group]).await.unwrap();
    }
}

/// The violations as `rule object: detail`.
async fn violations(client: &Client) -> Vec<String> {
    let rows = client.query(include_str!("distribution_lint.sql"), &[]).await.unwrap();
    let text = |row: &tokio_postgres::Row| {
        let [rule, object, detail] = [0, 1, 2].map(|column| row.get::<_, String>(column));
        format!("{rule} {object}: {detail}")
    };
    rows.iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_can_be_distributed() {
    let store = TestStore::postgres().await;
    let client = store.place().postgres_connection().await;
    declare_tables(&client).await;
    assert_eq!(violations(&client).await, [""; 0]);
}

/// What each rule finds: the rules expected, and what is done to the schema.
const PLANTED: &[(&[&str], &str)] = &[
    (&["R0"], "CREATE TABLE stray (id bigint PRIMARY KEY)"),
    (&["R1"], "CREATE UNIQUE INDEX x ON accounts (email)"),
    (&["R1"], "CREATE UNIQUE INDEX x ON accounts (email) WHERE tier > 1"),
    (&["R1"], "CREATE UNIQUE INDEX x ON accounts (email) INCLUDE (user_id)"),
    (&["R1"], "CREATE UNIQUE INDEX x ON accounts ((user_id::text))"),
    (&["R1"], "ALTER TABLE accounts ADD CONSTRAINT x EXCLUDE USING hash (email WITH =)"),
    (
        &["R2"],
        "ALTER TABLE session_claims ADD CONSTRAINT x FOREIGN KEY (user_id) REFERENCES accounts",
    ),
    (
        &["R2"],
        "ALTER TABLE referral_codes ADD CONSTRAINT x FOREIGN KEY (code_id) REFERENCES accounts",
    ),
    (&["R2"], "ALTER TABLE settings ADD user_id uuid REFERENCES accounts"),
    (
        &["R2"],
        "CREATE TABLE tiers (id bigint PRIMARY KEY, user_id uuid REFERENCES accounts);
               INSERT INTO declared VALUES ('tiers', 'reference')",
    ),
    (
        &["R3"],
        "ALTER TABLE identities ADD CONSTRAINT x FOREIGN KEY (user_id) REFERENCES accounts
               ON DELETE SET NULL",
    ),
    (
        &["R3"],
        "ALTER TABLE identities ADD CONSTRAINT x FOREIGN KEY (user_id) REFERENCES accounts
               ON UPDATE CASCADE",
    ),
    (&["R4"], "ALTER TABLE accounts ADD setting text REFERENCES settings"),
    (
        &["R4"],
        "CREATE TABLE tiers (id bigint PRIMARY KEY, setting text REFERENCES settings);
               INSERT INTO declared VALUES ('tiers', 'reference')",
    ),
    (
        &["R5"],
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
               CREATE TRIGGER x BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION f()",
    ),
    (
        &["R6", "R7"],
        "CREATE TABLE loose (user_id uuid);
                     INSERT INTO declared VALUES ('loose', 'distributed', 'user_id', 'account')",
    ),
    (
        &["R1", "R6"],
        "CREATE TABLE loose (id uuid PRIMARY KEY);
                     INSERT INTO declared VALUES ('loose', 'distributed', 'user_id', 'account')",
    ),
    (
        &["R7"],
        "CREATE TABLE loose (user_id uuid NOT NULL);
               INSERT INTO declared VALUES ('loose', 'distributed', 'user_id', 'account')",
    ),
    (&["R8"], "ALTER TABLE accounts ADD number bigint GENERATED ALWAYS AS IDENTITY"),
    (&["R8"], "ALTER TABLE accounts ADD number bigserial"),
    (
        &["R9"],
        "CREATE TABLE odd (user_id text PRIMARY KEY);
               INSERT INTO declared VALUES ('odd', 'distributed', 'user_id', 'account')",
    ),
    (
        &["R9"],
        "CREATE TABLE odd (code text COLLATE \"C\" PRIMARY KEY);
               INSERT INTO declared VALUES ('odd', 'distributed', 'code', 'code_claim')",
    ),
    (
        &["R10"],
        "ALTER TABLE identities ADD CONSTRAINT x FOREIGN KEY (user_id) REFERENCES accounts
                DEFERRABLE",
    ),
    (
        &["R11"],
        "CREATE INDEX an_index_with_a_name_of_fifty_one_characters_length ON accounts (email)",
    ),
    (
        &["R11"],
        "ALTER TABLE accounts ADD CONSTRAINT a_constraint_with_a_name_of_fifty_one_characters_xx
                CHECK (tier < 9)",
    ),
    (&["R12"], "INSERT INTO declared VALUES ('ghosts', 'distributed', 'user_id', 'account')"),
    // What is allowed.
    (&[], "CREATE UNIQUE INDEX x ON accounts (email, user_id)"),
    (&[], "CREATE INDEX x ON accounts (email)"),
    (
        &[],
        "CREATE TABLE tiers (id bigint PRIMARY KEY);
           INSERT INTO declared VALUES ('tiers', 'reference');
           ALTER TABLE accounts ADD CONSTRAINT x FOREIGN KEY (tier) REFERENCES tiers",
    ),
    (&[], "CREATE SCHEMA other; CREATE TABLE other.stray (id bigint)"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_planted_violation_is_found() {
    let store = TestStore::postgres().await;
    let client = store.place().postgres_connection().await;
    declare_tables(&client).await;
    for (expected, change) in PLANTED {
        client.batch_execute(&format!("BEGIN; {change}")).await.unwrap();
        let found = violations(&client).await;
        client.batch_execute("ROLLBACK").await.unwrap();
        let rules: Vec<&str> =
            found.iter().map(|violation| violation.split(' ').next().unwrap()).collect();
        assert_eq!(rules, *expected, "{change}\n{found:#?}");
    }
    let planted = |rule: &String| PLANTED.iter().any(|(rules, _)| rules.contains(&rule.as_str()));
    let all_rules: Vec<String> = (0..=12).map(|number| format!("R{number}")).collect();
    assert!(all_rules.iter().all(planted), "a rule has no planted violation");
}
