//! The mail server of the mail tests: a Python process that speaks SMTP and fails in one way.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/smtp_peer.py");

/// A running mail server. It ends with this value.
pub(crate) struct MailServer {
    child: Child,
    pub(crate) port: u64,
}

impl MailServer {
    /// One that fails as `smtp_peer.py` names it.
    pub(crate) fn that_fails(how: &str) -> Self {
        let python = std::env::var_os("TRIPORT_TEST_PYTHON").unwrap();
        let mut child = Command::new(python)
            .args([SCRIPT, "serve", "--fail", how])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let started: Value = serde_json::from_str(&line).unwrap();
        Self { child, port: started["port"].as_u64().unwrap() }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
