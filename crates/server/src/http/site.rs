//! What every handler can reach.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use axum::http::HeaderValue;
use ipnet::IpNet;
use tokio_util::sync::CancellationToken;
use triport_app::{App, AppError};

use super::console::Console;
use super::docs::ApiPage;
use super::rate_limit::RateLimits;
use crate::config::Config;
use crate::config::secret::Secret;
use crate::metrics::Metrics;

/// Settings of the HTTP surface.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origin of the public URL, as a browser sends it.
    pub public_origin: HeaderValue,
    /// Other origins that may call with the cookies.
    pub allowed_origins: Vec<HeaderValue>,
    /// Whether the public URL is https: cookies are `Secure`, browsers are told to stay on https.
    pub https: bool,
    /// Host names under which requests are answered, beside `localhost` and addresses.
    pub hosts: Vec<String>,
    /// Proxies whose word on the caller's address counts.
    pub trusted_proxies: Vec<IpNet>,
    /// The domain of the cookies of a visit, if not the host alone.
    pub cookie_domain: Option<String>,
    /// Calls per second and session; 0 is off.
    pub rate_limit_rps: u32,
    /// Where a sign-in leads that a page of ours did not make.
    pub post_login_url: String,
    /// The full admin token.
    pub admin_token: Option<Secret>,
}

/// How long a request may take before it is answered as unavailable.
pub(super) const REQUEST_TIME: Duration = Duration::from_secs(10);

/// The programme and what serving it over HTTP needs.
pub struct Site {
    pub(super) app: Arc<App>,
    pub(super) settings: Settings,
    pub(super) limits: RateLimits,
    pub(super) metrics: Metrics,
    api_page: ApiPage,
    pub(super) console: Console,
}

impl Site {
    /// Puts the site together.
    pub fn new(app: Arc<App>, settings: Settings, metrics: Metrics) -> Self {
        let limits = RateLimits::new(settings.rate_limit_rps);
        let api_page = ApiPage::new(settings.public_origin.clone());
        let console = Console::embedded();
        Self { app, settings, limits, metrics, api_page, console }
    }

    /// The same site with another console than the one inside this program.
    #[must_use]
    pub fn showing(self, console: Console) -> Self {
        Self { console, ..self }
    }

    /// Drops what limits remember of sessions that no longer call.
    pub fn tidy(&self) {
        self.limits.tidy();
    }

    /// The metrics as text.
    pub fn metrics_text(&self) -> String {
        self.metrics.text()
    }

    /// Notes that a connection was opened (1) or closed (-1).
    pub fn connections_changed(&self, by: i64) {
        self.metrics.connections().inc_by(by);
    }

    /// Notes that a connection was closed to make room.
    pub fn connection_displaced(&self) {
        self.metrics.connection_displaced();
    }

    /// Notes how many log lines were dropped so far.
    pub fn lost_log_lines(&self, lines: u64) {
        self.metrics.lost_log_lines(lines);
    }

    /// Waits until work on balances is asked for.
    pub async fn balance_work_asked(&self) {
        self.app.balance_work_asked().await;
    }

    /// Does what is due on balances until nothing is, or told to stop, and brings erasures to their
    /// end.
    pub async fn work_on_balances(&self, stop: &CancellationToken) -> Result<(), AppError> {
        while !stop.is_cancelled() && self.app.work_on_balances().await? {}
        // Once a round: what cannot be finished yet stays due.
        self.app.finish_erasures().await
    }

    /// Writes the clicks that were counted since the last time, and tells how many.
    pub async fn flush_clicks(&self) -> Result<u64, AppError> {
        self.app.flush_clicks().await
    }

    /// Waits until accounts have been told what happened in their names.
    pub async fn finish_notices(&self) {
        self.app.finish_notices().await;
    }

    /// Forgets everything that has expired, a bounded round at a time, until done or told to stop.
    pub async fn purge(&self, stop: &CancellationToken) -> Result<usize, AppError> {
        let mut rows = 0;
        while !stop.is_cancelled() {
            let purged = self.app.purge().await?;
            rows += purged.rows();
            if !purged.is_full() {
                break;
            }
        }
        Ok(rows)
    }
}

/// The pages know nothing of the site around them.
impl FromRef<Arc<Site>> for Console {
    fn from_ref(site: &Arc<Site>) -> Self {
        site.console.clone()
    }
}

impl FromRef<Arc<Site>> for ApiPage {
    fn from_ref(site: &Arc<Site>) -> Self {
        site.api_page.clone()
    }
}

impl Settings {
    /// The settings in a configuration; `None` if an origin is no header value, which a checked
    /// configuration never has.
    pub fn from_config(config: &Config) -> Option<Self> {
        let origin = |text: &str| HeaderValue::from_str(text).ok();
        Some(Self {
            public_origin: origin(&config.public_url.origin().ascii_serialization())?,
            allowed_origins: config
                .allowed_origins
                .iter()
                .map(|text| origin(text))
                .collect::<Option<_>>()?,
            https: config.public_url.scheme() == "https",
            hosts: config
                .public_url
                .host_str()
                .into_iter()
                .chain(config.allowed_hosts.iter().map(String::as_str))
                .map(str::to_owned)
                .collect(),
            trusted_proxies: config.trusted_proxies.clone(),
            cookie_domain: config.cookie_domain.clone(),
            rate_limit_rps: config.rate_limit_rps,
            post_login_url: config.post_login_url.clone(),
            admin_token: config.admin_token.clone(),
        })
    }
}
