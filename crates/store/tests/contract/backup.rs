//! What is promised about copies of an SQLite database that is in use.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};

use tokio::task::{JoinSet, spawn_blocking};
use triport_store::{
    Address, Options, Outcome, Store, StoreError, backup, inspect, restore, verify,
};

use crate::bodies::{INSERT, body, named};
use crate::fixtures::{eventually, member};
use crate::harness::TestStore;

pub(crate) async fn back_up(store: &TestStore, name: &str) -> triport_store::Result<PathBuf> {
    let (database, target) = (store.place().file(), store.place().folder().join(name));
    spawn_blocking(move || backup(&database, &target, |_| {}).map(|()| target)).await.unwrap()
}

/// Eight tasks that write pairs of rows until they are told to stop.
fn keep_writing(store: &TestStore, stop: &Arc<AtomicBool>) -> JoinSet<u32> {
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let (store, stop) = (store.clone(), stop.clone());
        writers.spawn(async move {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                let pair = body(move |tx| {
                    Box::pin(async move {
                        for side in ["left", "right"] {
                            let name = format!("{side} {writer} {written}");
                            tx.execute(&INSERT, &named(&name)).await?;
                        }
                        Ok(Outcome::Commit(()))
                    })
                });
                store.write(pair).await.unwrap();
                written += 1;
            }
            written
        });
    }
    writers
}

fn count(file: &PathBuf, rows: &str) -> i64 {
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {rows}"), [], |row| row.get(0)).unwrap()
}

/// The copy takes several steps. If it followed the changes, as SQLite's backup does by itself, it
/// would start over with each of them, and under load never end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_is_one_moment_of_the_database_copied_once() {
    static REMAINING: AtomicI32 = AtomicI32::new(i32::MAX);
    static STARTED_OVER: AtomicU32 = AtomicU32::new(0);
    let store = TestStore::sqlite().await;
    let fill = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
                INSERT INTO settings SELECT 'large ' || i, randomblob(250000) FROM n";
    store.place().run(fill).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers = keep_writing(&store, &stop);
    eventually("the writers write", async || store.figures().commits.get() > 20).await;
    let before = store.figures().commits.get();
    let (database, copy) = (store.place().file(), store.place().folder().join("copy.db"));
    let target = copy.clone();
    let copied = spawn_blocking(move || {
        backup(&database, &target, |progress| {
            let before = REMAINING.swap(progress.remaining, Ordering::Relaxed);
            let started_over = progress.remaining > before;
            STARTED_OVER.fetch_add(started_over.into(), Ordering::Relaxed);
            assert!(STARTED_OVER.load(Ordering::Relaxed) < 100, "the backup does not end");
        })
    });
    copied.await.unwrap().unwrap();
    assert_eq!(STARTED_OVER.load(Ordering::Relaxed), 0);
    let meanwhile = store.figures().commits.get() - before;
    assert!(meanwhile > 5, "writers stood still: {meanwhile} commits during the backup");
    stop.store(true, Ordering::Relaxed);
    let written: u32 = writers.join_all().await.into_iter().sum();

    verify(&copy).unwrap();
    let pairs = count(&copy, "settings WHERE name LIKE 'left %'");
    assert_eq!(pairs, count(&copy, "settings WHERE name LIKE 'right %'"));
    assert_eq!(count(&copy, "settings WHERE name LIKE 'large %'"), 100);
    assert!(0 < pairs && pairs < i64::from(written), "{pairs} of {written} pairs");
    let beside = std::fs::read_dir(store.place().folder()).unwrap();
    let names: Vec<_> = beside.map(|entry| entry.unwrap().file_name()).collect();
    let leftovers = names.iter().filter(|name| name.to_string_lossy().starts_with("copy.db"));
    assert_eq!(leftovers.count(), 1, "the copy is one file: {names:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_a_database_that_a_server_can_open() {
    let store = TestStore::sqlite().await;
    let ada = member(&store).await;
    let copy = back_up(&store, "copy.db").await.unwrap();
    let opened = Store::open(&Address::Sqlite(copy), Options::default()).await.unwrap();
    let found = opened.read(async |db| triport_store::accounts::find(db, ada).await).await;
    assert!(found.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_never_overwrites() {
    let store = TestStore::sqlite().await;
    let copy = back_up(&store, "copy.db").await.unwrap();
    let before = std::fs::read(&copy).unwrap();
    member(&store).await;
    let refused = back_up(&store, "copy.db").await.unwrap_err();
    assert!(refused.to_string().contains("never overwrites"), "{refused}");
    assert_eq!(std::fs::read(&copy).unwrap(), before);
    let refused = back_up(&store, "triport.db").await.unwrap_err();
    assert!(refused.to_string().contains("never overwrites"), "{refused}");
}

/// A disk that is full has no room for half a copy. Here a folder stands where SQLite needs a file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_fails_leaves_no_half_copy() {
    let store = TestStore::sqlite().await;
    let folder = store.place().folder().to_owned();
    std::fs::create_dir(folder.join("copy.db.unfinished-journal")).unwrap();
    let refused = back_up(&store, "copy.db").await.unwrap_err();
    assert!(refused.to_string().contains("copy.db.unfinished"), "{refused}");
    assert!(!folder.join("copy.db.unfinished").exists() && !folder.join("copy.db").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_be_a_backup_is_refused_and_it_is_said_why() {
    let store = TestStore::sqlite().await;
    let folder = store.place().folder().to_owned();
    std::fs::write(folder.join("letter.db"), "no database").unwrap();
    for (name, why) in [("letter.db", "another kind of file"), ("nothing.db", "No such file")] {
        let refused = restore(&folder.join(name), &folder.join("new.db"), |_| {}).unwrap_err();
        assert!(refused.to_string().contains(why), "{refused}");
    }
    assert!(!folder.join("new.db").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_nothing_makes_nothing() {
    let store = TestStore::sqlite().await;
    let folder = store.place().folder();
    let (missing, target) = (folder.join("missing.db"), folder.join("copy.db"));
    let refused = backup(&missing, &target, |_| {});
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(!missing.exists() && !target.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_interrupted_backup_left_is_not_in_the_way() {
    let store = TestStore::sqlite().await;
    let unfinished = store.place().folder().join("copy.db.unfinished");
    std::fs::write(&unfinished, "half a copy").unwrap();
    verify(&back_up(&store, "copy.db").await.unwrap()).unwrap();
    assert!(!unfinished.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_tells_how_far_it_is() {
    static REPORTS: AtomicU32 = AtomicU32::new(0);
    let store = TestStore::sqlite().await;
    let target = store.place().folder().join("copy.db");
    backup(&store.place().file(), &target, |_| {
        REPORTS.fetch_add(1, Ordering::Relaxed);
    })
    .unwrap();
    assert!(REPORTS.load(Ordering::Relaxed) > 0);
}

/// A second server is refused, the commands beside the server are not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_server_at_a_time_has_an_sqlite_file() {
    let store = TestStore::sqlite().await;
    let address = store.place().address();
    let refused = Store::open(&address, Options::default()).await.map(drop).unwrap_err();
    assert!(refused.to_string().contains("in use by another server"), "{refused}");
    verify(&back_up(&store, "copy.db").await.unwrap()).unwrap();
    member(&store).await;
    let place = store.closed().await;
    Store::open(&place.address(), Options::default()).await.unwrap();
}

/// It is what `doctor` does, and a copy has no write-ahead log that it could be given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_at_a_copy_changes_nothing_about_it() {
    let store = TestStore::sqlite().await;
    let copy = back_up(&store, "copy.db").await.unwrap();
    let files = || std::fs::read_dir(store.place().folder()).unwrap().count();
    let (bytes, files_before) = (std::fs::read(&copy).unwrap(), files());
    let inspected = inspect(&Address::Sqlite(copy.clone())).await.unwrap();
    assert_eq!(inspected.pending_migrations, 0);
    assert!(bytes == std::fs::read(&copy).unwrap(), "the file was written");
    assert_eq!(files(), files_before, "a file was left beside it");
}
