//! A PostgreSQL cluster of one's own, to be stopped and started.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A cluster, removed with this value.
pub(crate) struct Cluster {
    dir: PathBuf,
    pub(crate) url: String,
}

impl Cluster {
    /// Starts one. `name` keeps those of one test program apart.
    pub(crate) fn start(name: &str) -> Self {
        // Right under /tmp: the server runs as another user, who has to reach it.
        let dir = PathBuf::from(format!("/tmp/triport-{name}-{}", std::process::id()));
        let url = script(&["start", dir.to_str().unwrap()]);
        Self { dir, url }
    }

    /// Stops it as a crash would.
    pub(crate) fn stop(&self) {
        script(&["stop", self.dir.to_str().unwrap(), "immediate"]);
    }

    pub(crate) fn restart(&self) {
        script(&["restart", self.dir.to_str().unwrap()]);
    }

    /// Sends a signal to every process of the cluster.
    pub(crate) fn signal(&self, name: &str) {
        let file = std::fs::read_to_string(self.dir.join("data/postmaster.pid")).unwrap();
        let postmaster = file.lines().next().unwrap().to_owned();
        let children = Command::new("pgrep").args(["-P", &postmaster]).output().unwrap();
        let children = String::from_utf8(children.stdout).unwrap();
        let mut kill = Command::new("kill");
        kill.args(["-s", name, &postmaster]).args(children.split_whitespace());
        assert!(kill.status().unwrap().success());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let dir = self.dir.to_str().unwrap_or_default();
        let _ = Command::new(script_path()).args(["stop", dir, "immediate"]).status();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn script_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres-cluster")
}

/// Runs the script that makes clusters and answers what it prints.
fn script(arguments: &[&str]) -> String {
    let mut command = Command::new(script_path());
    let output = command.args(arguments).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "postgres-cluster {arguments:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
