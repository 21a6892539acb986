//! What machines ask about the process itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::Serialize;

use super::error::Result;
use super::extract::{Operator, may};
use super::site::Site;

/// The content type of the OpenMetrics text format.
pub(crate) const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The state of the process.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Health {
    /// `ok`, or there is no such answer.
    #[schema(examples("ok"))]
    status: &'static str,
}

/// Check that the process runs.
///
/// Touches nothing else. A supervisor that restarts a hanging process asks here.
#[utoipa::path(
    get,
    path = "/livez",
    operation_id = "live",
    tag = "Operations",
    responses((status = 200, description = "It runs.", body = Health))
)]
pub(super) async fn live() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Check that the process runs, by another name.
///
/// The same as `/livez`.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "healthy",
    tag = "Operations",
    responses((status = 200, description = "It runs.", body = Health))
)]
pub(super) async fn healthy() -> Json<Health> {
    live().await
}

/// Check that the process can serve.
///
/// It can when the database answers and its schema is up to date. A load balancer asks here.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "ready",
    tag = "Operations",
    responses((status = 200, description = "It can serve.", body = Health))
)]
pub(super) async fn ready(State(site): State<Arc<Site>>) -> Result<Json<Health>> {
    site.app.check().await?;
    Ok(live().await)
}

/// Read the metrics.
///
/// In the OpenMetrics text format, which Prometheus reads. Needs an operator's token; on the address of `TRIPORT_METRICS_LISTEN` the same text needs none.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "metrics",
    tag = "Operations",
    security(("admin_token" = [])),
    responses((
        status = 200,
        description = "The metrics.",
        body = String,
        content_type = "application/openmetrics-text"
    ))
)]
pub(super) async fn metrics(
    _operator: Operator<may::ReadAll>,
    State(site): State<Arc<Site>>,
) -> impl IntoResponse {
    ([(CONTENT_TYPE, METRICS_TYPE)], site.metrics_text())
}
