//! The two texts of a migration make the same schema.

use std::collections::BTreeSet;

use triport_store::tables::TABLES;

use crate::harness::TestStore;
use crate::schema;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schemas_of_both_databases_are_twins() {
    let (sqlite, postgres) = (TestStore::sqlite().await, TestStore::postgres().await);
    let mut here = schema::sqlite(&sqlite.place().sqlite_connection());
    let there = schema::postgres(&postgres.place().postgres_connection().await).await;
    for (name, postgres) in &there {
        let sqlite = here.remove(name).unwrap_or_else(|| panic!("SQLite has no table {name}"));
        assert_eq!(sqlite.columns, postgres.columns, "columns of {name}");
        assert_eq!(sqlite.constraints, postgres.constraints, "constraints of {name}");
        assert_eq!(sqlite.indexes, postgres.indexes, "indexes of {name}");
        let has_key = sqlite.constraints.values().any(|text| text.starts_with("primary key"));
        assert!(has_key, "{name} has no primary key");
    }
    assert!(here.is_empty(), "only SQLite has {:?}", here.keys());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_tables_is_the_schema() {
    let store = TestStore::postgres().await;
    let schema = schema::postgres(&store.place().postgres_connection().await).await;
    let listed: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(listed.len(), TABLES.len(), "a table is listed twice");
    let there: BTreeSet<&str> = schema.keys().map(String::as_str).collect();
    assert_eq!(listed, there);
}
