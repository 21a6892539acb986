//! A server that is asked over HTTP.

use crate::compare::{Plan, Sample, Side};
use crate::feed::Feed;
use crate::load;

/// A server with what its connections ask for.
#[derive(Debug)]
pub(crate) struct OverHttp {
    name: &'static str,
    port: u16,
    pid: u32,
    database: Option<u32>,
    feeds: Vec<Feed>,
}

impl OverHttp {
    /// The server `pid` on `port`, one connection per feed.
    pub(crate) const fn new(name: &'static str, port: u16, pid: u32, feeds: Vec<Feed>) -> Self {
        Self { name, port, pid, database: None, feeds }
    }

    /// The same with the process of the database server, whose CPU time counts as the server's.
    pub(crate) fn with_database(self, database: Option<u32>) -> Self {
        Self { database, ..self }
    }

    /// Requests of all rounds, warm-up included. All of them were answered.
    pub(crate) fn asked(&self) -> u64 {
        self.feeds.iter().map(Feed::asked).sum()
    }
}

impl Side for OverHttp {
    fn name(&self) -> &'static str {
        self.name
    }

    fn run(&mut self, plan: Plan) -> anyhow::Result<Sample> {
        load::run(self.port, (self.pid, self.database), &mut self.feeds, plan)
    }
}
