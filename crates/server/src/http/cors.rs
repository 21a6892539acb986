//! Which pages of other origins may read our answers.

use std::time::Duration;

use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::site::Settings;

const X_CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Exactly the configured origins, with credentials.
pub(super) fn layer(settings: &Settings) -> CorsLayer {
    let mut origins = settings.allowed_origins.clone();
    origins.push(settings.public_origin.clone());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([CONTENT_TYPE, X_CSRF_TOKEN, IDEMPOTENCY_KEY])
        .expose_headers([X_CSRF_TOKEN, X_REQUEST_ID, RETRY_AFTER, IDEMPOTENT_REPLAYED])
        .max_age(Duration::from_mins(10))
}
