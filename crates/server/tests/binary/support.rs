//! What the tests stand on: a server process, connections to it, and waiting.

pub(crate) mod cluster;
pub(crate) mod connection;
pub(crate) mod hold;
pub(crate) mod lane;
pub(crate) mod member;
pub(crate) mod money;
pub(crate) mod process;
pub(crate) mod wait;

pub(crate) use cluster::Cluster;
pub(crate) use connection::{Answer, Connection};
pub(crate) use hold::Hold;
pub(crate) use lane::{Lane, Way};
pub(crate) use member::Member;
pub(crate) use process::Server;
