//! What is promised about putting a copy of an SQLite database back.

use std::fs;
use std::path::{Path, PathBuf};

use triport_domain::id::UserId;
use triport_store::{Address, Options, Store, StoreError, accounts, restore, settings, verify};

use crate::backup::back_up;
use crate::bodies::Keep;
use crate::fixtures::member;
use crate::harness::{Place, TestStore};

async fn has(store: &Store, user_id: UserId) -> bool {
    store.read(async |db| accounts::find(db, user_id).await).await.unwrap().is_some()
}

/// A database with one account in its backup and another that came later.
struct Scene {
    place: std::sync::Arc<Place>,
    copy: PathBuf,
    early: UserId,
    late: UserId,
}

async fn scene() -> Scene {
    let store = TestStore::sqlite().await;
    let early = member(&store).await;
    let copy = back_up(&store, "copy.db").await.unwrap();
    let late = member(&store).await;
    Scene { place: store.closed().await, copy, early, late }
}

impl Scene {
    fn restore(&self) -> triport_store::Result<Option<PathBuf>> {
        restore(&self.copy, &self.place.file(), |_| {})
    }

    async fn open(&self) -> Store {
        Store::open(&self.place.address(), Options::default()).await.unwrap()
    }

    /// Asserts that a restore is refused for a reason, and that the database is what it was.
    async fn refuses(&self, reason: &str) {
        let refused = self.restore().unwrap_err();
        assert!(refused.to_string().contains(reason), "{refused}");
        assert!(has(&self.open().await, self.late).await, "the database was changed");
        assert!(self.set_aside().is_empty(), "the database was set aside");
    }

    fn set_aside(&self) -> Vec<String> {
        let names = fs::read_dir(self.place.folder()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with("triport.db.before-restore")).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_puts_the_backup_back_and_keeps_what_was_there() {
    let scene = scene().await;
    let mut set_aside = Vec::new();
    for _ in 0..2 {
        set_aside.push(scene.restore().unwrap().unwrap());
        let store = scene.open().await;
        assert_eq!((has(&store, scene.early).await, has(&store, scene.late).await), (true, false));
    }
    assert_eq!(scene.set_aside().len(), 2, "each kept, and each in one file");
    assert_ne!(set_aside[0], set_aside[1]);
    let previous = Address::Sqlite(set_aside[0].clone());
    let store = Store::open(&previous, Options::default()).await.unwrap();
    assert!(has(&store, scene.late).await);
    verify(&scene.copy).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_to_a_new_place_sets_nothing_aside() {
    let scene = scene().await;
    let new = scene.place.folder().join("new.db");
    assert_eq!(restore(&scene.copy, &new, |_| {}).unwrap(), None);
    let store = Store::open(&Address::Sqlite(new), Options::default()).await;
    assert!(has(&store.unwrap(), scene.early).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_in_use_is_not_replaced() {
    let scene = scene().await;
    let store = scene.open().await;
    let refused = scene.restore().unwrap_err();
    assert!(refused.to_string().contains("in use by another server"), "{refused}");
    assert!(has(&store, scene.late).await);
    drop(store);
    scene.restore().unwrap();
}

/// What a restore is mostly for: the database that is there cannot be read any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_database_is_set_aside_and_replaced() {
    for damage in [damage_header as fn(&Path), damage_middle, truncate] {
        let scene = scene().await;
        damage(&scene.place.file());
        let damaged = fs::read(scene.place.file()).unwrap();
        let previous = scene.restore().unwrap().unwrap();
        assert!(has(&scene.open().await, scene.early).await);
        let kept = fs::read(previous).unwrap();
        assert_eq!(kept[100..], damaged[100..], "kept for whoever can still read it");
    }
}

/// As `kill -9` and a bad disk leave it: a log whose pages fit the restored database just as well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_of_a_damaged_database_is_not_taken_for_the_restored_ones() {
    let store = TestStore::sqlite().await;
    let copy = back_up(&store, "copy.db").await.unwrap();
    let (place, file) = (store.place(), store.place().file());
    place.run("PRAGMA wal_checkpoint(TRUNCATE)").await;
    store.write(Keep { name: "late", value: vec![1] }).await.unwrap();
    let log_file = place.folder().join("triport.db-wal");
    let log = fs::read(&log_file).unwrap();
    let place = store.closed().await;
    damage_header(&file);
    fs::write(&log_file, log).unwrap();
    restore(&copy, &file, |_| {}).unwrap();
    let store = Store::open(&place.address(), Options::default()).await.unwrap();
    let late = store.read(async |db| settings::find(db, "late").await).await.unwrap();
    assert_eq!(late, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_backup_is_refused() {
    for damage in [damage_header as fn(&Path), damage_middle, truncate, cut_off_half_a_page] {
        let scene = scene().await;
        damage(&scene.copy);
        scene.refuses("the database holds something impossible").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_is_refused() {
    let scene = scene().await;
    for content in ["-- a dump\nCREATE TABLE x (y);\n".repeat(200), String::new()] {
        fs::write(&scene.copy, content).unwrap();
        scene.refuses("the database holds something impossible").await;
    }
    fs::remove_file(&scene.copy).unwrap();
    scene.refuses("the database is not available").await;
    assert!(!scene.copy.exists(), "looking for it made it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_another_program_is_refused() {
    let scene = scene().await;
    for schema in [
        "CREATE TABLE notes (text TEXT)",
        "CREATE TABLE schema_migrations (version INTEGER, checksum TEXT)",
        "CREATE TABLE schema_migrations (id TEXT)",
        "CREATE TABLE schema_migrations (version TEXT, checksum TEXT);
         INSERT INTO schema_migrations VALUES ('one', 'two')",
        "CREATE TABLE schema_migrations (version INTEGER, checksum TEXT);
         INSERT INTO schema_migrations VALUES (1, 'of another text')",
    ] {
        fs::remove_file(&scene.copy).unwrap();
        let other = rusqlite::Connection::open(&scene.copy).unwrap();
        other.execute_batch(schema).unwrap();
        drop(other);
        scene.refuses("the database holds something impossible").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_interrupted_restore_left_is_not_in_the_way() {
    let scene = scene().await;
    let unfinished = scene.place.folder().join("triport.db.restoring");
    fs::write(&unfinished, "half a copy").unwrap();
    scene.restore().unwrap();
    assert!(!unfinished.exists());
    assert!(matches!(verify(Path::new("/nowhere/at.all")), Err(StoreError::Unavailable(_))));
}

fn overwrite(file: &Path, at: usize, length: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[at..at + length].fill(0xa5);
    fs::write(file, bytes).unwrap();
}

fn damage_header(file: &Path) {
    overwrite(file, 0, 100);
}

/// A page of the tree. (Bytes inside a value can change without SQLite noticing: it has no check
/// sums.)
fn damage_middle(file: &Path) {
    let pages = fs::metadata(file).unwrap().len() / 4_096;
    overwrite(file, usize::try_from(pages / 2 * 4_096).unwrap(), 4_096);
}

fn truncate(file: &Path) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() / 2 / 4_096 * 4_096]).unwrap();
}

fn cut_off_half_a_page(file: &Path) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() - 2_048]).unwrap();
}
