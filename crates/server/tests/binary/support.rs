//! What the tests stand on: a server process, connections to it, and waiting.

pub(crate) mod connection;
pub(crate) mod hold;
pub(crate) mod member;
pub(crate) mod process;
pub(crate) mod wait;

pub(crate) use connection::{Answer, Connection};
pub(crate) use hold::Hold;
pub(crate) use member::Member;
pub(crate) use process::Server;
