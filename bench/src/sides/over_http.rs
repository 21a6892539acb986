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
    feeds: Vec<Feed>,
}

impl OverHttp {
    /// The server `pid` on `port`, one connection per feed.
    pub(crate) const fn new(name: &'static str, port: u16, pid: u32, feeds: Vec<Feed>) -> Self {
        Self { name, port, pid, feeds }
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
        load::run(self.port, self.pid, &mut self.feeds, plan)
    }
}
