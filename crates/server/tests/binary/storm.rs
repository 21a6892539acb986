//! Clients that connect, ask and hang up, thousands a second.

use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use std::io::Write;

use crate::database::Database;
use crate::support::crowd::is_served;
use crate::support::{Member, Server, say, volume, wait};

/// How many hang up side by side.
const CLIENTS: usize = 16;
/// The pause of each between two of them. Without one they would fill the system's queue of connections
/// faster than any program takes them from it, which is a flood, and the business of the system.
const PAUSE: Duration = Duration::from_millis(5);
/// What the server may use meanwhile.
const MOST_KIB: u64 = 160 * 1_024;

/// Ends the storm, also when the test fails in the middle of it: its threads are waited for.
struct Calm<'s>(&'s AtomicBool);

impl Drop for Calm<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Connects, sends some part of a request, and is gone.
fn hang_up(to: SocketAddr, whole: &str, number: usize) -> std::io::Result<()> {
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(5))?;
    let ends = [0, 5, whole.len() / 2, whole.len() - 1, whole.len()];
    stream.write_all(&whole.as_bytes()[..ends[number % ends.len()]])
}

on_both!(a_storm_of_clients_that_hang_up_leaves_nothing_behind_and_holds_up_nobody);
fn a_storm_of_clients_that_hang_up_leaves_nothing_behind_and_holds_up_nobody(database: &Database) {
    let server = Server::start(database);
    let (stormy, member) = (Member::sign_in(&server, "stormy"), Member::sign_in(&server, "calm"));
    let whole = stormy.slug_request("in-the-storm");
    let (count, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let least = Duration::from_secs(u64::try_from(volume(3, 60)).unwrap());
    std::thread::scope(|scope| {
        let _calm = Calm(&is_over);
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let number = count.fetch_add(1, Ordering::Relaxed);
                    let _ = hang_up(server.address, &whole, number);
                    std::thread::sleep(PAUSE);
                }
            });
        }
        let begun = Instant::now();
        while begun.elapsed() < least {
            is_served("a storm of clients that hang up", &member, server.address, 20);
        }
    });
    let peak = server.peak_memory_kib();
    say(&format!("{} clients have hung up; {} MiB at most", count.into_inner(), peak / 1_024));
    assert!(peak < MOST_KIB, "{peak} KiB");
    wait::until("every connection is closed", || {
        (server.metric("triport_http_connections") == 1).then_some(())
    });
    member.set_slug(server.address, "after-the-storm").ok();
}
