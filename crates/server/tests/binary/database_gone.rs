//! A PostgreSQL that goes away and comes back, while the server stays.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Connection, Member, Server, wait};

/// A cluster of one's own, removed with this value.
struct Cluster {
    dir: PathBuf,
    url: String,
}

impl Cluster {
    fn start() -> Self {
        // Right under /tmp: the server runs as another user, who has to reach it.
        let dir = PathBuf::from(format!("/tmp/triport-gone-{}", std::process::id()));
        let url = script(&["start", dir.to_str().unwrap()]);
        Self { dir, url }
    }

    fn stop(&self) {
        script(&["stop", self.dir.to_str().unwrap(), "immediate"]);
    }

    fn restart(&self) {
        script(&["restart", self.dir.to_str().unwrap()]);
    }

    /// Sends a signal to every process of the cluster.
    fn signal(&self, name: &str) {
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

/// Every kind of call that needs the database fails in its envelope, and in time.
fn assert_unavailable(server: &Server, member: &Member) {
    let start = "{\"email\":\"somebody@example.com\"}";
    let calls = [
        member.request("GET", "/v1/auth/me", ""),
        member.slug_request("trip-with-me"),
        member.request("POST", "/v1/auth/email/start", start),
        member.request("GET", "/readyz", ""),
    ];
    wait::at_once(&calls, |call| {
        let begun = Instant::now();
        let mut connection = Connection::open(server.address);
        connection.send(call).unwrap();
        let answer = connection.answer();
        answer.is_error(503, "unavailable");
        assert!(!answer.header("retry-after").is_empty(), "{answer:?}");
        assert!(begun.elapsed() < Duration::from_millis(11_500), "{:?}", begun.elapsed());
    });
    let mut connection = Connection::open(server.address);
    connection.get("/livez").ok();
}

/// The server is ready again by itself, and its sessions go on.
fn assert_recovers(server: &Server, member: &Member, slug: &str) {
    wait::until("the server is ready", || {
        let mut connection = Connection::open(server.address);
        (connection.get("/readyz").status == 200).then_some(())
    });
    // Every connection has to have been replaced, not only the first one asked.
    for number in 0..40 {
        member.call(server.address, "GET", "/v1/auth/me").ok();
        member.set_slug(server.address, &format!("{slug}-{}", number % 4)).ok();
    }
}

#[test]
fn calls_fail_while_the_database_is_gone_and_go_on_when_it_is_back_without_a_restart() {
    let cluster = Cluster::start();
    let server = Server::start_with(&cluster.url, &[]);
    let member = Member::sign_in(&server, "somebody");
    member.set_slug(server.address, "before").ok();
    for round in ["first", "second"] {
        cluster.stop();
        assert_unavailable(&server, &member);
        cluster.restart();
        assert_recovers(&server, &member, round);
    }
    assert!(member.slugs(server.address).iter().any(|(slug, _)| slug == "before"));

    // A database that is there and does not answer.
    cluster.signal("STOP");
    assert_unavailable(&server, &member);
    cluster.signal("CONT");
    assert_recovers(&server, &member, "third");
}
