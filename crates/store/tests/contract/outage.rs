//! What is promised while PostgreSQL is away, and when it is back.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use triport_store::{Address, Options, Store, StoreError, settings};

use crate::bodies::Keep;
use crate::fixtures::eventually;

/// A server of its own, which the test may stop.
struct Cluster {
    folder: tempfile::TempDir,
}

impl Cluster {
    fn run(&self, arguments: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres-cluster");
        let folder = self.folder.path().join("cluster");
        let done =
            Command::new(script).arg(arguments[0]).arg(folder).args(&arguments[1..]).output();
        let done = done.unwrap();
        let complaint = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {complaint}");
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.run(&["stop", "immediate"]);
    }
}

/// Below `/tmp` whatever `TMPDIR` says, and open to others: as root the server runs as another user.
fn folder() -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt as _;
    let everybody = std::fs::Permissions::from_mode(0o755);
    tempfile::Builder::new().permissions(everybody).tempdir_in("/tmp").unwrap()
}

async fn write(store: &Store, name: &'static str) -> triport_store::Result<bool> {
    Ok(store.write(Keep { name, value: vec![1] }).await?.0)
}

async fn read(store: &Store) -> triport_store::Result<Option<Vec<u8>>> {
    store.read(async |db| settings::find(db, "before").await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_told_quickly_and_ends_without_reopening() {
    let cluster = Cluster { folder: folder() };
    let address = Address::Postgres(cluster.run(&["start"]));
    let store = Store::open(&address, Options::default()).await.unwrap();
    assert!(write(&store, "before").await.unwrap());
    for how in ["immediate", "fast"] {
        // Connections of both kinds are open when the server goes.
        assert_eq!(read(&store).await.unwrap(), Some(vec![1]));
        cluster.run(&["stop", how]);
        for _ in 0..3 {
            let began = Instant::now();
            let (read, written) = (read(&store).await, write(&store, "meanwhile").await);
            assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
            assert!(matches!(written, Err(StoreError::Unavailable(_))), "{written:?}");
            assert!(matches!(store.check().await, Err(StoreError::Unavailable(_))));
            assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
        }
        cluster.run(&["restart"]);
        eventually("the store answers again", async || store.check().await.is_ok()).await;
        // Every connection that is handed out is a new one: none of the old ones is tried first.
        for _ in 0..20 {
            assert_eq!(read(&store).await.unwrap(), Some(vec![1]));
            write(&store, "after").await.unwrap();
        }
    }
}
