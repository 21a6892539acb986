//! Thousands of connections at once, that each send something and then nothing.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::member::Member;
use super::{say, wait};

/// How many threads open connections side by side.
const THREADS: usize = 16;
/// Files that are left for everything else.
const SPARE_FILES: u64 = 500;
/// No call of a client that wants something may take longer.
const PATIENCE: Duration = Duration::from_secs(8);

/// Connections that stay open.
pub(crate) struct Crowd(#[expect(dead_code, reason = "held open")] Vec<TcpStream>);

impl Crowd {
    /// Opens as many connections and sends on each what `sent` says about its number. Each end may be
    /// closed meanwhile: that is no failure.
    pub(crate) fn gather(
        to: SocketAddr,
        size: usize,
        sent: impl Fn(usize) -> Vec<u8> + Sync,
    ) -> Self {
        allow_files(size);
        let numbers = (0..THREADS).map(|first| (first..size).step_by(THREADS));
        let gathered = wait::at_once(numbers, |numbers| {
            let mut streams = Vec::new();
            for number in numbers {
                // A system under such a load drops some; those who want something are looked at.
                let opened = TcpStream::connect_timeout(&to, Duration::from_secs(5));
                let Ok(mut stream) = opened else { continue };
                // Who does not read may not hold this thread up.
                stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
                let _ = stream.write_all(&sent(number));
                streams.push(stream);
            }
            streams
        });
        Self(gathered.into_iter().flatten().collect())
    }
}

/// Makes calls of a client that wants something, each on a connection of its own, and says how long
/// they took.
#[track_caller]
pub(crate) fn is_served(about: &str, member: &Member, to: SocketAddr, calls: usize) {
    let mut took: Vec<Duration> = (0..calls)
        .map(|number| {
            let begun = Instant::now();
            member.set_slug(to, &format!("served-{}", number % 20)).ok();
            member.call(to, "GET", "/v1/referrals/me").ok();
            begun.elapsed() / 2
        })
        .collect();
    took.sort_unstable();
    let (median, worst) = (took[took.len() / 2], took[took.len() - 1]);
    say(&format!("{about}: {calls} good calls, median {median:?}, worst {worst:?}"));
    assert!(worst < PATIENCE, "{about}: {worst:?}");
}

/// Raises the limit on open files, which shells keep low.
fn allow_files(needed: usize) {
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    let needed = u64::try_from(needed).unwrap() + SPARE_FILES;
    let allowed = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    assert!(allowed >= needed, "this test needs {needed} open files (`ulimit -Hn`)");
}
