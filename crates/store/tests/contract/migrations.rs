//! What is promised about migrations.

use std::sync::Barrier;
use std::time::Duration;

use triport_domain::keyed_hash::sha256;
use triport_store::migrate::{self, MIGRATIONS};
use triport_store::{Address, Options, Store, StoreError, inspect};

use crate::harness::{Place, TestStore};
use crate::sample_rows::{SampleRow, sample_rows};
use crate::schema;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_migration_keeps_the_rows_that_were_there() {
    let places = [Place::sqlite(), Place::postgres().await];
    let client = places[1].postgres_connection().await;
    for place in &places {
        place.run(HISTORY).await;
    }
    let mut written: Vec<SampleRow> = Vec::new();
    for migration in MIGRATIONS {
        for (place, text) in places.iter().zip([migration.sqlite, migration.postgres]) {
            let checksum = format!("{:x}", sha256(text.as_bytes()));
            let (version, name) = (migration.version, migration.name);
            place.run(text).await;
            let history = format!("VALUES ({version}, '{name}', '{checksum}')");
            place.run(&format!("INSERT INTO schema_migrations {history}")).await;
        }
        let rows = sample_rows(&client, migration.version.into()).await;
        for (place, is_postgres) in places.iter().zip([false, true]) {
            let inserts: String = rows.iter().map(|row| row.insert(is_postgres)).collect();
            place.run(&inserts).await;
        }
        written.extend(rows);
    }
    assert!(written.len() > 15, "only {} rows were tried", written.len());
    let schema = schema::postgres(&client).await;
    for (place, is_postgres) in places.iter().zip([false, true]) {
        for row in &written {
            let count = row.count(&schema, is_postgres);
            assert_eq!(place.number(&count).await, 1, "{count}");
        }
        assert_eq!(migrate::run(&place.address()).await.unwrap(), 0);
    }
}

const HISTORY: &str = "CREATE TABLE schema_migrations
    (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)";

on_both!(a_second_run_finds_nothing_to_do);
async fn a_second_run_finds_nothing_to_do(store: TestStore) {
    assert_eq!(migrate::run(&store.place().address()).await.unwrap(), 0);
    assert_eq!(applied(store.place()).await, i64::try_from(MIGRATIONS.len()).unwrap());
}

/// Starts eight programs at once, each a thread with a runtime of its own, and answers how many
/// migrations each applied.
fn eight_at_once(address: &Address) -> Vec<triport_store::Result<usize>> {
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        let run = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            start.wait();
            runtime.unwrap().block_on(migrate::run(address))
        };
        let programs: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
        programs.into_iter().map(|program| program.join().unwrap()).collect()
    })
}

async fn applied(place: &Place) -> i64 {
    place.number("SELECT count(*) FROM schema_migrations").await
}

async fn programs_that_start_at_once_apply_each_migration_once(place: Place, round: u32) {
    if round % 2 == 1 {
        // As for a program that comes with new migrations.
        place.run(HISTORY).await;
    }
    let answers = eight_at_once(&place.address());
    let counts: Vec<usize> = answers.into_iter().map(Result::unwrap).collect();
    assert_eq!(counts.iter().sum::<usize>(), MIGRATIONS.len(), "{counts:?}");
    assert_eq!(applied(&place).await, i64::try_from(MIGRATIONS.len()).unwrap());
    TestStore::open(place, Options::default()).await.check().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_that_start_at_once_on_sqlite_all_find_the_schema() {
    for round in 0..20 {
        programs_that_start_at_once_apply_each_migration_once(Place::sqlite(), round).await;
    }
}

/// SQLite's own time-out does not help when a new file gets its write-ahead log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_waits_for_another_program_that_writes_the_new_file() {
    let place = Place::sqlite();
    let other = place.sqlite_connection();
    other.execute_batch("BEGIN IMMEDIATE; CREATE TABLE notes (x)").unwrap();
    let address = place.address();
    let starting = tokio::spawn(async move { migrate::run(&address).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!starting.is_finished());
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(starting.await.unwrap().unwrap(), MIGRATIONS.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_that_start_at_once_on_postgres_all_find_the_schema() {
    for round in 0..4 {
        programs_that_start_at_once_apply_each_migration_once(Place::postgres().await, round).await;
    }
}

#[tokio::test]
async fn the_sqlite_file_of_another_program_is_refused_and_left_as_it_is() {
    let place = Place::sqlite();
    place.run("CREATE TABLE bookmarks (url TEXT)").await;
    let Address::Sqlite(file) = place.address() else { panic!("not a file") };
    let before = std::fs::read(&file).unwrap();
    for refused in [
        migrate::run(&place.address()).await.map(drop),
        Store::open(&place.address(), Options::default()).await.map(drop),
        inspect(&place.address()).await.map(drop),
    ] {
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

on_both!(a_migration_that_was_edited_is_refused);
async fn a_migration_that_was_edited_is_refused(store: TestStore) {
    let edit = "UPDATE schema_migrations SET checksum = 'of another text' WHERE version = 2";
    store.place().run(edit).await;
    let refused = migrate::run(&store.place().address()).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    assert!(refused.unwrap_err().to_string().contains(MIGRATIONS[1].name));
    let place = store.closed().await;
    let refused = Store::open(&place.address(), Options::default()).await;
    assert!(matches!(refused.map(drop), Err(StoreError::Corrupt(_))));
}

on_both!(a_database_of_a_newer_program_still_opens);
async fn a_database_of_a_newer_program_still_opens(store: TestStore) {
    let newer = "INSERT INTO schema_migrations VALUES (9999, '9999_tomorrow', 'unknown today')";
    store.place().run(newer).await;
    store.reopened().await.check().await.unwrap();
}

on_both!(a_database_whose_schema_is_behind_does_not_pass_the_check);
async fn a_database_whose_schema_is_behind_does_not_pass_the_check(store: TestStore) {
    store.check().await.unwrap();
    let newest = MIGRATIONS.last().unwrap().version;
    store.place().run(&format!("DELETE FROM schema_migrations WHERE version = {newest}")).await;
    let refused = store.check().await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}
