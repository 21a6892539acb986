//! Rows made up from the schema alone, so that tomorrow's tables and migrations are tried too.

use std::collections::BTreeMap;

use tokio_postgres::Client;
use triport_domain::keyed_hash::sha256;

use crate::schema::{self, Schema};
use crate::sql_text::words;

/// One row: SQL literals by column, in the spelling of either database.
pub(crate) struct SampleRow {
    pub(crate) table: String,
    values: BTreeMap<String, Literal>,
}

struct Literal {
    sqlite: String,
    postgres: String,
}

/// Columns whose checks ask for more than one of the listed texts or a small positive number:
/// table, column, literal.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// A row for every table, those first that others refer to. Rows of one seed refer to each other,
/// rows of two seeds differ in every column whose values are free.
pub(crate) async fn sample_rows(client: &Client, seed: i64) -> Vec<SampleRow> {
    let schema = schema::postgres(client).await;
    let types = column_types(client).await;
    let mut waiting: Vec<&String> = schema.keys().filter(|name| *name != HISTORY).collect();
    let mut rows: Vec<SampleRow> = Vec::new();
    while !waiting.is_empty() {
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|name| {
            let mut targets = references(&schema, name).into_iter().map(|(_, target, _)| target);
            targets.all(|target| target == **name || rows.iter().any(|row| row.table == target))
        });
        assert!(!ready.is_empty(), "foreign keys in a circle: {later:?}");
        rows.extend(ready.into_iter().map(|name| sample_row(&schema, &types, name, seed)));
        waiting = later;
    }
    rows
}

const HISTORY: &str = "schema_migrations";

fn sample_row(
    schema: &Schema,
    types: &BTreeMap<(String, String), String>,
    table: &str,
    seed: i64,
) -> SampleRow {
    let references = references(schema, table);
    let mut values = BTreeMap::new();
    for column in &schema[table].columns {
        let kind = types[&(table.to_owned(), column.name.clone())].as_str();
        // A reference has the value of what it refers to, which is made from that column's name.
        let source = references.iter().find(|(from, ..)| *from == column.name);
        let origin = source.map_or(column.name.as_str(), |(_, _, to)| to);
        let value = match allowed_text(schema, table, &column.name) {
            Some(text) => Literal { sqlite: text.clone(), postgres: text },
            None => literal(kind, origin, seed),
        };
        values.insert(column.name.clone(), value);
    }
    SampleRow { table: table.to_owned(), values }
}

fn literal(kind: &str, origin: &str, seed: i64) -> Literal {
    let hash = format!("{:x}", sha256(format!("{origin} {seed}").as_bytes()));
    let same = |text: String| Literal { sqlite: text.clone(), postgres: text };
    match kind {
        "uuid" => Literal {
            sqlite: format!("x'{}'", &hash[..32]),
            postgres: format!("'{}'", &hash[..32]),
        },
        "bytea" => Literal { sqlite: format!("x'{hash}'"), postgres: format!(r"'\x{hash}'") },
        "bigint" => same(seed.to_string()),
        "text" => same(format!("'{origin} {seed}'")),
        _ => panic!("no sample values for {kind}"),
    }
}

/// The first text that a check lists for the column, if one does.
fn allowed_text(schema: &Schema, table: &str, column: &str) -> Option<String> {
    let exception = EXCEPTIONS.iter().find(|(t, c, _)| (*t, *c) == (table, column));
    if let Some((_, _, literal)) = exception {
        return Some((*literal).to_owned());
    }
    let checks = schema[table].constraints.values().filter(|text| text.starts_with("check "));
    checks
        .map(|check| words(check))
        .filter(|check| check[1] == column)
        .find_map(|check| check.into_iter().find(|word| word.starts_with('\'')))
}

/// The columns that refer to another table: column, table, column there.
fn references(schema: &Schema, table: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for definition in schema[table].constraints.values() {
        let words = words(definition);
        let Some(at) = words.iter().position(|word| word == "references") else { continue };
        let actions = words.iter().position(|word| word == "on").unwrap_or(words.len());
        let (from, to) = (&words[2..at], &words[at + 2..actions]);
        let pairs = from.iter().zip(to);
        found.extend(pairs.map(|(from, to)| (from.clone(), words[at + 1].clone(), to.clone())));
    }
    found
}

async fn column_types(client: &Client) -> BTreeMap<(String, String), String> {
    let list = "SELECT table_name::text, column_name::text, data_type::text
                FROM information_schema.columns WHERE table_schema = 'public'";
    let rows = client.query(list, &[]).await.unwrap();
    rows.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect()
}

impl SampleRow {
    pub(crate) fn insert(&self, postgres: bool) -> String {
        let columns: Vec<&str> = self.values.keys().map(String::as_str).collect();
        let values: Vec<&str> = self.values.values().map(|value| value.spelt(postgres)).collect();
        let (columns, values) = (columns.join(", "), values.join(", "));
        format!("INSERT INTO {} ({columns}) VALUES ({values});", self.table)
    }

    /// Counts the rows that are as this one was written, in the columns that are still there.
    pub(crate) fn count(&self, schema: &Schema, postgres: bool) -> String {
        let there = |name: &String| schema[&self.table].columns.iter().any(|c| c.name == *name);
        let columns = self.values.iter().filter(|(name, _)| there(name));
        let equal: Vec<String> =
            columns.map(|(name, value)| format!("{name} = {}", value.spelt(postgres))).collect();
        format!("SELECT count(*) FROM {} WHERE {}", self.table, equal.join(" AND "))
    }
}

impl Literal {
    fn spelt(&self, postgres: bool) -> &str {
        if postgres { &self.postgres } else { &self.sqlite }
    }
}
