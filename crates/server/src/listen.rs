//! Accepting connections, and letting them finish.
//!
//! Everything that a client can draw out has an end: the head of a request and the pause before it
//! ([`HEAD_TIME`]), its body (the request's own time), the reading of its answer ([`WRITE_TIME`]). Up
//! to that end it keeps one slot, unless all are taken and others have waited less long: see
//! [`waiting`].

mod waiting;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use rustix::net::sockopt::set_socket_send_buffer_size;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;

use self::waiting::{Arriving, Place, Waiting};

/// Open connections at most. One more, and that which has waited longest for its client is closed.
const MAX_CONNECTIONS: usize = 4_096;
/// How long the head of a request may take to arrive, and an idle connection stays open.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long a client may take none of its answer. What it takes, it takes in packets, not bytes.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// The most headers of a request.
const MAX_HEADERS: usize = 100;
/// The buffer of a connection in bytes: the hard limit on the head of a request, and with all
/// connections taken 128 MiB of half-sent heads.
const MAX_BUFFER_BYTES: usize = 32 * 1_024;
/// How much of an answer the system keeps for a client that does not read: left to itself it would be
/// megabytes of each connection, and the whole machine's memory for networks in the end.
const SEND_BUFFER_BYTES: usize = 128 * 1_024;
/// How long requests that were accepted may take after the server was told to stop.
const STOP_TIME: Duration = Duration::from_secs(20);
/// The pause after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Something that answers requests.
pub trait Answer: Clone + Send + Sync + 'static {
    /// Answers one request that came from `peer`.
    fn answer(&self, request: Request, peer: SocketAddr) -> impl Future<Output = Response> + Send;

    /// Tells that a connection was opened or closed.
    fn connections_changed(&self, _by: i64) {}

    /// Tells that a connection was closed to make room.
    fn connection_displaced(&self) {}
}

/// Serves until `stop`, then finishes what was accepted.
pub async fn listen<A: Answer>(listener: TcpListener, answer: A, stop: CancellationToken) {
    // Accepted connections have what the listener has.
    if let Err(error) = set_socket_send_buffer_size(&listener, SEND_BUFFER_BYTES) {
        tracing::debug!(%error, "buffers are as the system makes them");
    }
    let graceful = GracefulShutdown::new();
    let doors = Doors { slots: Arc::new(Semaphore::new(MAX_CONNECTIONS)), waiting: Arc::default() };
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = doors.accept(&listener, &answer) => accepted,
        };
        let Some((stream, peer, slot)) = accepted else {
            continue;
        };
        let place = Arc::new(doors.waiting.enter());
        let served = serve(stream, peer, answer.clone(), graceful.watcher(), place);
        tokio::spawn(async move {
            served.await;
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(STOP_TIME, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way when the server stopped");
    }
}

/// Raises the soft limit on open files to the hard one: shells give a process 1 024, fewer than it
/// takes connections. Where that is forbidden the server works with what there is.
pub fn allow_many_files() {
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

type Slot = tokio::sync::OwnedSemaphorePermit;

/// Who may come in.
struct Doors {
    slots: Arc<Semaphore>,
    waiting: Arc<Waiting>,
}

impl Doors {
    async fn accept<A: Answer>(
        &self,
        listener: &TcpListener,
        answer: &A,
    ) -> Option<(TcpStream, SocketAddr, Slot)> {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small and complete; waiting to fill a packet only delays them.
                let _ = stream.set_nodelay(true);
                Some((stream, peer, self.slot(answer).await?))
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                // Mostly there are too many open files, and this gives one back.
                self.displace(answer);
                tokio::time::sleep(ACCEPT_PAUSE).await;
                None
            }
        }
    }

    /// A slot for one more connection, for which another one may have to go.
    async fn slot<A: Answer>(&self, answer: &A) -> Option<Slot> {
        if let Ok(slot) = self.slots.clone().try_acquire_owned() {
            return Some(slot);
        }
        let mut made_room = self.displace(answer);
        loop {
            tokio::select! {
                slot = self.slots.clone().acquire_owned() => return slot.ok(),
                () = self.waiting.grew(), if !made_room => made_room = self.displace(answer),
            }
        }
    }

    fn displace<A: Answer>(&self, answer: &A) -> bool {
        let displaced = self.waiting.displace_oldest();
        if displaced {
            answer.connection_displaced();
        }
        displaced
    }
}

/// Answers the requests of one connection until it closes, has to go or the server stops.
async fn serve<A: Answer>(
    stream: TcpStream,
    peer: SocketAddr,
    answer: A,
    stopping: Watcher,
    place: Arc<Place>,
) {
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let (answer, place) = (answer.clone(), place.clone());
        async move {
            let request = request.map(|body| Arriving::new(body, place.clone()));
            let response = answer.answer(request.map(axum::body::Body::new), peer).await;
            place.back();
            Ok::<_, Infallible>(response)
        }
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_BUFFER_BYTES)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    answer.connections_changed(1);
    tokio::select! {
        biased;
        () = place.displaced() => tracing::debug!("connection closed to make room"),
        ended = stopping.watch(connection) => {
            if let Err(error) = ended {
                tracing::debug!(%error, "connection ended");
            }
        }
    }
    answer.connections_changed(-1);
}
