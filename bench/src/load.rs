//! The load generator: keep-alive HTTP/1.1 connections on one thread.
//!
//! It is written by hand to be cheap, because it shares the machine with what it measures: a
//! request is one write, an answer usually one read, and nothing of it is parsed beyond the status
//! and the length. Any status that a feed does not expect ends the bench.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::{JoinSet, LocalSet};

use crate::compare::{Plan, Sample, Window};
use crate::feed::{Feed, Status};
use crate::process::{cpu_time, family_cpu_time, thread_cpu_time};
use crate::stats::{Latencies, float, latencies};

/// Connections at once, each with one request under way.
pub(crate) const CONNECTIONS: usize = 32;
/// Room for the head and body of an answer, in bytes.
const ANSWER_BYTES: usize = 16 * 1_024;
/// How much of an unexpected answer the error shows, in bytes.
const SHOWN_BYTES: usize = 400;

/// What the connections of one round did together.
struct Tally {
    latencies: RefCell<Latencies>,
    window: Window,
}

/// The server's process and, if its CPU time counts too, that of its database server.
type Processes = (u32, Option<u32>);

/// Works through one window against the server on `port`, one connection per feed.
pub(crate) fn run(
    port: u16,
    processes: Processes,
    feeds: &mut Vec<Feed>,
    plan: Plan,
) -> anyhow::Result<Sample> {
    let taken = std::mem::take(feeds);
    let thread = std::thread::Builder::new().name("load".to_owned());
    let worker = thread.spawn(move || on_this_thread(port, processes, taken, plan))?;
    let (sample, returned) =
        worker.join().map_err(|_| anyhow!("the load generator panicked"))??;
    *feeds = returned;
    Ok(sample)
}

fn on_this_thread(
    port: u16,
    processes: Processes,
    feeds: Vec<Feed>,
    plan: Plan,
) -> anyhow::Result<(Sample, Vec<Feed>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let window = plan.window();
    let tally = Rc::new(Tally { latencies: RefCell::new(latencies()?), window });
    let local = LocalSet::new();
    let mut connections = JoinSet::new();
    for feed in feeds {
        connections.spawn_local_on(drive(port, feed, tally.clone()), &local);
    }
    let (server, generator, feeds) = runtime.block_on(local.run_until(async {
        let before = cpu_at(window.start, processes).await?;
        let after = cpu_at(window.end, processes).await?;
        let mut feeds = Vec::new();
        while let Some(feed) = connections.join_next().await {
            feeds.push(feed??);
        }
        let spent = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
        anyhow::Ok((spent.0, spent.1, feeds))
    }))?;
    // The connections are done with it.
    let latencies = tally.latencies.replace(latencies()?);
    let requests = latencies.len();
    let per_request = |spent: Duration| spent.as_secs_f64() * 1e6 / float(requests);
    let sample = Sample {
        per_second: float(requests) / plan.measure.as_secs_f64(),
        latencies: Some(latencies),
        server_cpu_micros: Some(per_request(server)),
        generator_cpu_micros: Some(per_request(generator)),
    };
    Ok((sample, feeds))
}

/// CPU time of the server and of this thread at a moment.
async fn cpu_at(
    moment: Instant,
    (server, database): Processes,
) -> anyhow::Result<(Duration, Duration)> {
    tokio::time::sleep_until(moment.into()).await;
    let database = database.map(family_cpu_time).transpose()?.unwrap_or_default();
    Ok((cpu_time(server)? + database, thread_cpu_time()?))
}

/// Asks over one connection until the window ends, and hands its feed back.
async fn drive(port: u16, mut feed: Feed, tally: Rc<Tally>) -> anyhow::Result<Feed> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.context("connecting")?;
    stream.set_nodelay(true)?;
    let mut request = Vec::new();
    let mut answer = vec![0; ANSWER_BYTES];
    loop {
        let begun = Instant::now();
        if begun >= tally.window.end {
            return Ok(feed);
        }
        request.clear();
        feed.next_request(&mut request)?;
        stream.write_all(&request).await?;
        exchange(&mut stream, &mut answer, feed.expects()).await?;
        let ended = Instant::now();
        if tally.window.holds(ended) {
            let micros = u64::try_from((ended - begun).as_micros())?;
            tally.latencies.borrow_mut().saturating_record(micros);
        }
    }
}

/// Reads one whole answer.
async fn exchange(
    stream: &mut TcpStream,
    buffer: &mut [u8],
    expected: Status,
) -> anyhow::Result<()> {
    let mut filled = 0;
    loop {
        let free = buffer.get_mut(filled..).unwrap_or_default();
        let read = stream.read(free).await?;
        if read == 0 {
            bail!("the server closed a connection, or an answer was longer than expected");
        }
        filled += read;
        let answer = buffer.get(..filled).unwrap_or_default();
        let Some(length) = answer_length(answer, expected)? else {
            continue;
        };
        match filled.cmp(&length) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => return Ok(()),
            std::cmp::Ordering::Greater => bail!("an answer was longer than it said"),
        }
    }
}

/// The length of an answer with its head, once the head is there. Any other status is an error.
fn answer_length(answer: &[u8], expected: Status) -> anyhow::Result<Option<usize>> {
    const LENGTH: &[u8] = b"content-length: ";
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let status = answer.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
    if status != Some(expected.as_slice()) {
        let shown = answer.get(..answer.len().min(SHOWN_BYTES)).unwrap_or_default();
        bail!("an unexpected answer: {}", String::from_utf8_lossy(shown));
    }
    let mut lines = answer.get(..head).unwrap_or_default().split(|byte| *byte == b'\n');
    let length = lines.find_map(|line| line.strip_prefix(LENGTH)).context("no content-length")?;
    let digits = std::str::from_utf8(length)?.trim_end();
    Ok(Some(head + 4 + digits.parse::<usize>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_complete_when_its_body_is() {
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: x\r\ncontent-length: 5\r\n\r\n";
        assert_eq!(answer_length(head, b"200").unwrap(), Some(head.len() + 5));
        assert_eq!(answer_length(b"HTTP/1.1 200 OK\r\ncontent-le", b"200").unwrap(), None);
    }

    #[test]
    fn an_error_is_never_counted_as_work() {
        let busy = b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";
        assert!(answer_length(busy, b"200").unwrap_err().to_string().contains("503"));
        let repeated = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        assert!(answer_length(repeated, b"201").is_err(), "a repeated push is no push");
    }
}
