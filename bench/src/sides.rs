//! The sides that comparisons are made of.

mod over_http;
mod pgbench;
mod sqlite_thread;

pub(crate) use over_http::OverHttp;
pub(crate) use pgbench::{PgBench, Script, prepare as pgbench_functions};
pub(crate) use sqlite_thread::SqliteThread;
