//! The mail server of the tests: a Python process that speaks SMTP.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::Value;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp_peer.py");
/// Set in the process that trusts the certificates of the tests: where they are.
const CERTIFICATES: &str = "TRIPORT_TEST_CERTIFICATES";

/// A running server. It ends with this value.
pub(crate) struct Peer {
    child: Child,
    events: Receiver<Value>,
    pub(crate) port: u64,
}

impl Peer {
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut child = python()
            .arg("serve")
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the Python of TRIPORT_TEST_PYTHON starts");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, events) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).expect("the server writes JSON lines");
                if sender.send(event).is_err() {
                    break;
                }
            }
        });
        let started: Value = events
            .recv_timeout(Duration::from_secs(30))
            .expect("the server starts: is aiosmtpd installed for TRIPORT_TEST_PYTHON?");
        Self { child, events, port: started["port"].as_u64().unwrap() }
    }

    /// The next message, as the server understood it.
    pub(crate) fn message(&self) -> Value {
        self.events.recv_timeout(Duration::from_secs(10)).expect("a message arrives")
    }

    /// Fails if a message arrived that nobody asked for.
    pub(crate) fn has_nothing_more(&self) {
        let more = self.events.recv_timeout(Duration::from_millis(200));
        assert_eq!(more, Err(RecvTimeoutError::Timeout));
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn python() -> Command {
    let Some(python) = std::env::var_os("TRIPORT_TEST_PYTHON") else {
        panic!(
            "TRIPORT_TEST_PYTHON is not set: run `make test`, or set it to a Python that has the \
             packages of scripts/requirements-test.txt"
        );
    };
    let mut command = Command::new(python);
    command.arg(SCRIPT);
    command
}

/// Runs the body of the test `name` in a process of its own whose system certificates are those of
/// the tests, as an operator would say it: with SSL_CERT_FILE. (A process cannot change its own
/// environment safely.) The body gets the directory with the certificates.
pub(crate) fn trusting(name: &str, body: impl FnOnce(&Path)) {
    if let Some(directory) = std::env::var_os(CERTIFICATES) {
        return body(&PathBuf::from(directory));
    }
    let directory = tempfile::tempdir().unwrap();
    make_certificates(directory.path());
    let output = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(CERTIFICATES, directory.path())
        .env("SSL_CERT_FILE", directory.path().join("ca.pem"))
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{stderr}");
}

/// Makes an authority and certificates signed by it.
pub(crate) fn make_certificates(directory: &Path) {
    let made = python().arg("certificates").arg(directory).status();
    assert!(made.expect("the Python of TRIPORT_TEST_PYTHON starts").success());
}

/// The path of a certificate, for the server.
pub(crate) fn certificate(directory: &Path, name: &str) -> String {
    directory.join(name).to_str().unwrap().to_owned()
}
