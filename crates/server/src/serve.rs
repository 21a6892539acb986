//! The life of a server process: open, listen, work in the background, stop.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::config::{Config, table};
use crate::http::{Http, METRICS_TYPE, Settings, Site, headers};
use crate::listen::{Answer, allow_many_files, listen};
use crate::logging::Logging;
use crate::metrics::Metrics;
use crate::open;

/// How often expired rows are forgotten.
const PURGE_PERIOD: Duration = Duration::from_mins(1);
/// How often balances are looked at without being asked to.
const BALANCE_PERIOD: Duration = Duration::from_secs(1);

/// How often clicks are written: often enough that a crash loses less than a second of them.
const CLICK_PERIOD: Duration = Duration::from_millis(500);

/// Serves until a signal asks to stop.
pub async fn serve(
    config: &Config,
    options: open::Options,
    logging: &Logging,
) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    allow_many_files();
    let store = open::store(config, options).await?;
    let app = Arc::new(open::app(config, store.clone()).await?);
    let settings = Settings::from_config(config).context("an origin is no header value")?;
    let metrics = Metrics::new(app.clone());
    let site = Arc::new(Site::new(app, settings, metrics));
    let listener = bind(table::LISTEN.name(), config.listen).await?;
    let background = tokio::spawn(work(site.clone(), stop.clone(), logging.lost_lines()));
    let balances = tokio::spawn(work_on_balances(site.clone(), stop.clone()));
    let clicks = tokio::spawn(write_clicks(site.clone(), stop.clone()));
    let metrics = match config.metrics_listen {
        Some(address) => Some(tokio::spawn(listen(
            bind(table::METRICS_LISTEN.name(), address).await?,
            MetricsOnly(site.clone()),
            stop.clone(),
        ))),
        None => None,
    };
    announce(config, &listener, store.kind());
    listen(listener, Http::new(site.clone()), stop).await;
    background.await?;
    balances.await?;
    clicks.await?;
    // Those of the last requests.
    flush(&site).await;
    site.finish_notices().await;
    if let Some(metrics) = metrics {
        metrics.await?;
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn bind(setting: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let way_out = match error.kind() {
            ErrorKind::AddrInUse => "another program has it: end that, or choose another port",
            ErrorKind::AddrNotAvailable => "it is no address of this machine: choose another",
            ErrorKind::PermissionDenied => {
                "ports below 1024 are not for everybody: choose one above, with a proxy in front,"
            }
            _ => "choose another",
        };
        anyhow!("cannot listen on {address}: {error}; {way_out} with {setting}")
    })
}

fn announce(config: &Config, listener: &TcpListener, database: &str) {
    let address = listener.local_addr().unwrap_or(config.listen);
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        %address,
        database,
        "serving {} (API page: {}docs)",
        config.public_url,
        config.public_url,
    );
}

/// Cancelled by SIGTERM or SIGINT. A second signal ends the process at once.
fn stop_signal() -> anyhow::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    tokio::spawn(async move {
        for _ in 0..2 {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if stopped.is_cancelled() {
                std::process::exit(130);
            }
            tracing::info!("stopping: finishing the requests that were accepted");
            stopped.cancel();
        }
    });
    Ok(stop)
}

/// What the process does besides answering.
async fn work(site: Arc<Site>, stop: CancellationToken, lost: impl Fn() -> u64 + Send) {
    let mut rounds = tokio::time::interval(PURGE_PERIOD);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        site.tidy();
        site.lost_log_lines(lost());
        match site.purge(&stop).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "expired rows forgotten"),
            Err(error) => tracing::warn!(%error, "expired rows could not be forgotten"),
        }
    }
}

/// Works on balances when somebody asks, and in any case every second: what other processes left, and
/// what unlocked.
async fn work_on_balances(site: Arc<Site>, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(BALANCE_PERIOD);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let round = async {
            tokio::select! {
                _ = rounds.tick() => {}
                () = site.balance_work_asked() => {}
            }
        };
        if stop.run_until_cancelled(round).await.is_none() {
            return;
        }
        if let Err(error) = site.work_on_balances(&stop).await {
            tracing::warn!(%error, "balances could not be worked on");
            // A database that is away is not asked again at once.
            let _ = stop.run_until_cancelled(tokio::time::sleep(BALANCE_PERIOD)).await;
        }
    }
}

/// Writes clicks until the server is told to stop.
async fn write_clicks(site: Arc<Site>, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(CLICK_PERIOD);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(rounds.tick()).await.is_some() {
        flush(&site).await;
    }
}

async fn flush(site: &Site) {
    if let Err(error) = site.flush_clicks().await {
        tracing::warn!(%error, "clicks could not be written");
    }
}

impl Answer for Http {
    async fn answer(&self, request: Request, peer: SocketAddr) -> Response {
        Self::answer(self, request, peer).await
    }

    fn connections_changed(&self, by: i64) {
        self.site().connections_changed(by);
    }

    fn connection_displaced(&self) {
        self.site().connection_displaced();
    }
}

/// The listener for metrics answers one address and asks for no token.
#[derive(Clone)]
struct MetricsOnly(Arc<Site>);

impl Answer for MetricsOnly {
    async fn answer(&self, request: Request, _peer: SocketAddr) -> Response {
        let mut response = if request.uri().path() == "/metrics" {
            ([(CONTENT_TYPE, METRICS_TYPE)], self.0.metrics_text()).into_response()
        } else {
            (StatusCode::NOT_FOUND, "only /metrics is served here\n").into_response()
        };
        headers::complete(response.headers_mut(), false);
        response
    }
}
