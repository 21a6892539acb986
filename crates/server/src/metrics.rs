//! Metrics in the OpenMetrics text format, which Prometheus scrapes.
//!
//! Names follow <https://prometheus.io/docs/practices/naming/>; labels are route templates and
//! statuses only, never an account, a code or an address.

mod clicks;
mod store;

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use triport_app::App;

use self::clicks::ClickCollector;
use self::store::StoreCollector;

/// Upper bounds of the buckets of request times, in seconds.
const SECONDS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Everything that is measured.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Histogram, fn() -> Histogram>,
    connections: Gauge,
    displaced: Counter,
    lost_log_lines: Counter,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

impl Metrics {
    /// Metrics of a server of this programme.
    pub fn new(app: Arc<App>) -> Self {
        let mut registry = Registry::with_prefix("triport");
        let requests =
            Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let connections = Gauge::default();
        let displaced = Counter::default();
        let lost_log_lines = Counter::default();
        registry.register_with_unit(
            "http_request_duration",
            "Time from the head of a request to its answer",
            Unit::Seconds,
            requests.clone(),
        );
        registry.register("http_connections", "Open connections", connections.clone());
        registry.register(
            "http_connections_displaced",
            "Connections that waited for their client and were closed to make room",
            displaced.clone(),
        );
        registry.register(
            "log_lines_lost",
            "Log lines dropped because writing them was too slow",
            lost_log_lines.clone(),
        );
        registry.register_collector(Box::new(ClickCollector(app.clone())));
        registry.register_collector(Box::new(StoreCollector(app)));
        Self { registry, requests, connections, displaced, lost_log_lines }
    }

    /// Counts one request.
    pub(crate) fn request(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels { method: known(method), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// The number of open connections.
    pub(crate) fn connections(&self) -> &Gauge {
        &self.connections
    }

    /// Counts a connection that was closed to make room.
    pub(crate) fn connection_displaced(&self) {
        self.displaced.inc();
    }

    /// Notes how many log lines were dropped so far.
    pub(crate) fn lost_log_lines(&self, total: u64) {
        self.lost_log_lines.inc_by(total.saturating_sub(self.lost_log_lines.get()));
    }

    /// All metrics as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Methods that anybody may invent would make a label without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "_OTHER",
    }
}
