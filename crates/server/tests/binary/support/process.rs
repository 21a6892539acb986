//! A server process and its log.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::Value;

use super::connection::Connection;
use super::member::request;
use super::wait;
use crate::database::Database;

/// The admin token of every server here.
pub(crate) const ADMIN_TOKEN: &str = "the-admin-token-of-the-tests-0123456789";

/// A running server; killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    log: Log,
    pub(crate) address: SocketAddr,
}

/// The lines that a process has written so far.
struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
}

/// A server that did not start.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: ExitStatus,
    pub(crate) lines: Vec<String>,
}

impl Server {
    /// Starts a server and waits until it serves.
    #[track_caller]
    pub(crate) fn start(database: &Database) -> Self {
        Self::start_with(&database.url(), &[])
    }

    /// Starts a server with further settings.
    #[track_caller]
    pub(crate) fn start_with(database_url: &str, settings: &[(&str, &str)]) -> Self {
        Self::try_start(database_url, settings).unwrap_or_else(|refused| panic!("{refused:?}"))
    }

    /// Starts a server that may refuse to.
    pub(crate) fn try_start(
        database_url: &str,
        settings: &[(&str, &str)],
    ) -> Result<Self, Refused> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_triport-referrals"))
            .arg("serve")
            .env_clear()
            .env("TRIPORT_LISTEN", "127.0.0.1:0")
            .env("TRIPORT_DATABASE_URL", database_url)
            .env("TRIPORT_LOG_FORMAT", "json")
            .env("TRIPORT_RATE_LIMIT_RPS", "0")
            .env("TRIPORT_ADMIN_TOKEN", ADMIN_TOKEN)
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = Log::read(child.stderr.take().unwrap());
        let started = wait::until("the server serves or ends", || {
            let ended = child.try_wait().unwrap();
            ended.map(Err).or_else(|| log.address().map(Ok))
        });
        match started {
            Ok(address) => Ok(Self { child, log, address }),
            Err(status) => Err(Refused { status, lines: log.complete() }),
        }
    }

    /// The process id, for signals and for the database's list of clients.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The memory that the process has used at most so far, in KiB.
    pub(crate) fn peak_memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
    }

    /// Sends a signal by its name, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        let kill = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(kill.success(), "kill -s {name} {id}");
    }

    /// Ends the process the hard way and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until the process has ended by itself; answers how, and its whole log.
    pub(crate) fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let status = wait::until("the server has stopped", || self.child.try_wait().unwrap());
        (status, self.log.complete())
    }

    /// A number from the metrics.
    pub(crate) fn metric(&self, name: &str) -> u64 {
        let mut connection = Connection::open(self.address);
        let token = format!("x-admin-token: {ADMIN_TOKEN}\r\n");
        connection.send(request("GET", "/metrics", &token, "")).unwrap();
        let text = String::from_utf8(connection.answer().body).unwrap();
        let mut lines = text.lines().filter_map(|line| line.split_once(' '));
        let (_, value) = lines.find(|(series, _)| *series == name).unwrap();
        value.parse().unwrap()
    }

    /// The lines of the log so far, each read as JSON.
    pub(crate) fn log(&self) -> Vec<Value> {
        let lines = self.log.lines.lock().unwrap();
        lines.iter().map(|line| parse(line)).collect()
    }

    /// The last code that was printed for an address, whose host nobody else uses.
    pub(crate) fn code_for(&self, email: &str) -> String {
        let (_, host) = email.split_once('@').unwrap();
        let host = format!("@{host}");
        wait::until("the code is printed", || {
            let printed = self.log().into_iter().rev().find(|line| {
                line["to"].as_str().is_some_and(|to| to.ends_with(&host))
                    && line["code"].is_string()
            });
            printed.map(|line| line["code"].as_str().unwrap().to_owned())
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Log {
    fn read(from: ChildStderr) -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let written = lines.clone();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                written.lock().unwrap().push(line);
            }
        });
        Self { lines, reader: Some(reader) }
    }

    /// Where the server listens, once it does.
    fn address(&self) -> Option<SocketAddr> {
        let lines = self.lines.lock().unwrap();
        let serving = lines.iter().find(|line| line.contains("\"message\":\"serving "))?;
        parse(serving)["address"].as_str()?.parse().ok()
    }

    /// Everything, after the process has ended.
    fn complete(&mut self) -> Vec<String> {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.lines.lock().unwrap().clone()
    }
}

pub(crate) fn parse(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))
}
