//! A schema as either database tells it, in one form.

use std::collections::BTreeMap;

use rusqlite::Connection;
use tokio_postgres::Client;

use crate::sql_text::{normalised, pieces, words};

/// Tables by name.
pub(crate) type Schema = BTreeMap<String, Table>;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// In their order.
    pub(crate) columns: Vec<Column>,
    /// Primary key, unique and foreign keys and checks: name to normalised definition.
    pub(crate) constraints: BTreeMap<String, String>,
    /// Indexes that belong to no constraint: name to normalised definition, predicate included.
    pub(crate) indexes: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) default: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `BLOB`; on PostgreSQL `uuid` or `bytea`, which only [`postgres`] tells apart.
    Bytes,
    Integer,
    Text,
}

pub(crate) fn sqlite(connection: &Connection) -> Schema {
    let list = "SELECT m.name, m.sql, l.strict FROM sqlite_schema m JOIN pragma_table_list l
                ON l.name = m.name AND l.schema = 'main'
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
    let mut statement = connection.prepare(list).unwrap();
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let tables: Vec<(String, String, bool)> = tables.unwrap().map(Result::unwrap).collect();
    let read = |(name, text, strict): (String, String, bool)| {
        assert!(strict, "{name} is not STRICT: it takes values of any type");
        let table = Table {
            columns: sqlite_columns(connection, &name),
            constraints: sqlite_constraints(&text),
            indexes: sqlite_indexes(connection, &name),
        };
        (name, table)
    };
    tables.into_iter().map(read).collect()
}

fn sqlite_columns(connection: &Connection, table: &str) -> Vec<Column> {
    let list = "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info($1) ORDER BY cid";
    let mut statement = connection.prepare(list).unwrap();
    let columns = statement.query_map([table], |row| {
        let kind: String = row.get(1)?;
        let default: Option<String> = row.get(3)?;
        Ok(Column {
            name: row.get(0)?,
            kind: match kind.as_str() {
                "BLOB" => Kind::Bytes,
                "INTEGER" => Kind::Integer,
                "TEXT" => Kind::Text,
                _ => panic!("{table} has a column of type {kind}"),
            },
            required: row.get(2)?,
            default: default.as_deref().map(normalised),
        })
    });
    columns.unwrap().map(Result::unwrap).collect()
}

/// SQLite keeps the names of constraints in the text of the table only.
fn sqlite_constraints(create: &str) -> BTreeMap<String, String> {
    let words = words(create);
    let open = words.iter().position(|word| word == "(").unwrap();
    let close = words.iter().rposition(|word| word == ")").unwrap();
    let mut found = BTreeMap::new();
    for piece in pieces(&words[open + 1..close]) {
        let unnamed = ["primary", "unique", "foreign", "check", "references"];
        match piece.iter().position(|word| word == "constraint") {
            Some(at) => {
                found.insert(piece[at + 1].clone(), normalised(&piece[at + 2..].join(" ")));
            }
            None => assert!(
                !piece.iter().any(|word| unnamed.contains(&word.as_str())),
                "a constraint without a name: {piece:?}"
            ),
        }
    }
    found
}

fn sqlite_indexes(connection: &Connection, table: &str) -> BTreeMap<String, String> {
    let list = "SELECT name, sql FROM sqlite_schema
                WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL";
    let mut statement = connection.prepare(list).unwrap();
    let indexes = statement
        .query_map([table], |row| Ok((row.get(0)?, normalised(&row.get::<_, String>(1)?))));
    indexes.unwrap().map(Result::unwrap).collect()
}

pub(crate) async fn postgres(client: &Client) -> Schema {
    let mut schema = Schema::new();
    let list = "SELECT relname::text FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace";
    for row in client.query(list, &[]).await.unwrap() {
        schema.insert(row.get(0), Table::default());
    }
    for (table, row) in rows(client, POSTGRES_COLUMNS).await {
        let (kind, default): (String, Option<String>) = (row.get(2), row.get(4));
        schema.get_mut(&table).unwrap().columns.push(Column {
            name: row.get(1),
            kind: match kind.as_str() {
                "uuid" | "bytea" => Kind::Bytes,
                "bigint" => Kind::Integer,
                "text" => Kind::Text,
                _ => panic!("{table} has a column of type {kind}"),
            },
            required: row.get(3),
            default: default.as_deref().map(normalised),
        });
    }
    for (table, row) in rows(client, POSTGRES_CONSTRAINTS).await {
        let constraints = &mut schema.get_mut(&table).unwrap().constraints;
        constraints.insert(row.get(1), normalised(row.get(2)));
    }
    for (table, row) in rows(client, POSTGRES_INDEXES).await {
        schema.get_mut(&table).unwrap().indexes.insert(row.get(1), normalised(row.get(2)));
    }
    schema
}

async fn rows(client: &Client, list: &str) -> Vec<(String, tokio_postgres::Row)> {
    let rows = client.query(list, &[]).await.unwrap();
    rows.into_iter().map(|row| (row.get(0), row)).collect()
}

const POSTGRES_COLUMNS: &str = "
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
         AND c.relnamespace = 'public'::regnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum";

const POSTGRES_CONSTRAINTS: &str = "
    SELECT c.relname::text, k.conname::text, pg_get_constraintdef(k.oid)
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = 'public'::regnamespace";

const POSTGRES_INDEXES: &str = "
    SELECT c.relname::text, n.relname::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_class n ON n.oid = i.indexrelid
    WHERE c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid
                      AND k.contype IN ('p', 'u', 'x'))";
