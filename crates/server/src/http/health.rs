//! What machines ask about the process itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::Serialize;

use super::error::Result;
use super::extract::Admin;
use super::site::Site;

/// The content type of the OpenMetrics text format.
pub(crate) const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The state of the process.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Health {
    /// `ok`, or there is no such answer.
    status: &'static str,
}

/// The process runs. Touches nothing else.
#[utoipa::path(get, path = "/livez", tag = "Operations", responses((status = 200, body = Health)))]
pub(super) async fn live() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The same as `/livez`.
#[utoipa::path(get, path = "/healthz", tag = "Operations", responses((status = 200, body = Health)))]
pub(super) async fn healthy() -> Json<Health> {
    live().await
}

/// The process can serve: the database answers and its schema is up to date.
#[utoipa::path(get, path = "/readyz", tag = "Operations", responses((status = 200, body = Health)))]
pub(super) async fn ready(State(site): State<Arc<Site>>) -> Result<Json<Health>> {
    site.app.check().await?;
    Ok(live().await)
}

/// Metrics in the OpenMetrics text format.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "Operations",
    security(("admin_token" = [])),
    responses((status = 200, body = String, content_type = "application/openmetrics-text"))
)]
pub(super) async fn metrics(_admin: Admin, State(site): State<Arc<Site>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, METRICS_TYPE)], site.metrics_text())
}
