//! What the tests stand on: a server process, connections to it, and waiting.

pub(crate) mod cluster;
pub(crate) mod connection;
pub(crate) mod crowd;
pub(crate) mod hold;
pub(crate) mod lane;
pub(crate) mod mail_server;
pub(crate) mod member;
pub(crate) mod money;
pub(crate) mod process;
pub(crate) mod wait;

pub(crate) use cluster::Cluster;
pub(crate) use connection::{Answer, Connection};
pub(crate) use crowd::Crowd;
pub(crate) use hold::Hold;
pub(crate) use lane::{Lane, Way};
pub(crate) use member::Member;
pub(crate) use process::Server;

/// A volume: the usual one in `make test`, the other one in `make soak`.
pub(crate) fn volume(usual: usize, soak: usize) -> usize {
    if std::env::var_os("TRIPORT_SOAK").is_some() { soak } else { usual }
}

/// A figure for whoever reads the output of a test (`--nocapture`).
#[expect(clippy::print_stderr, reason = "that is what it is for")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}
