//! Accepting connections, and letting them finish.

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
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// Open connections at most; further ones wait to be accepted.
const MAX_CONNECTIONS: usize = 4_096;
/// How long the head of a request may take to arrive, and an idle connection stays open.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// The most headers of a request.
const MAX_HEADERS: usize = 100;
/// The buffer of a connection in bytes: the hard limit on the head of a request.
const MAX_BUFFER_BYTES: usize = 64 * 1_024;
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
}

/// Serves until `stop`, then finishes what was accepted.
pub async fn listen<A: Answer>(listener: TcpListener, answer: A, stop: CancellationToken) {
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let Some((stream, peer, slot)) = accepted else {
            continue;
        };
        let served = serve(stream, peer, answer.clone(), graceful.watcher());
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

type Slot = tokio::sync::OwnedSemaphorePermit;

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, Slot)> {
    let slot = slots.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are small and complete; waiting to fill a packet only delays them.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, slot))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

/// Answers the requests of one connection until it closes or the server stops.
async fn serve<A: Answer>(stream: TcpStream, peer: SocketAddr, answer: A, stopping: Watcher) {
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let answer = answer.clone();
        let request = request.map(axum::body::Body::new);
        async move { Ok::<_, Infallible>(answer.answer(request, peer).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_BUFFER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    answer.connections_changed(1);
    if let Err(error) = stopping.watch(connection).await {
        tracing::debug!(%error, "connection ended");
    }
    answer.connections_changed(-1);
}
