//! What happens around every request, whatever it asks for: its id, its limits, its log line.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::header::{ALLOW, ORIGIN};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tower::{Layer, Service, ServiceExt};
use tower_http::cors::Cors;
use tracing::{Instrument, Span};
use triport_app::{AppError, ErrorCode};

use super::error::Failure;
use super::site::{REQUEST_TIME, Site};
use super::{headers, host};

/// The longest head of a request that is read, in bytes: names and values of all headers.
const MAX_HEADER_BYTES: usize = 16 * 1_024;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The HTTP surface: takes a request and always has an answer.
#[derive(Clone)]
pub struct Http {
    site: Arc<Site>,
    router: Router,
    /// Shared, because a copy of its lists for every request would cost more than the look-up.
    with_cors: Arc<Cors<Router>>,
}

/// The route template that a request matched, for metrics and the log: never the path itself,
/// which may name accounts.
#[derive(Clone)]
struct Route(MatchedPath);

impl Http {
    /// Builds the surface over a site.
    pub fn new(site: Arc<Site>) -> Self {
        let router = super::router(site.clone());
        let with_cors = Arc::new(super::cors::layer(&site.settings).layer(router.clone()));
        Self { site, router, with_cors }
    }

    /// The site that is served.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Answers one request that came from `peer`.
    pub async fn answer(&self, mut request: Request, peer: SocketAddr) -> Response {
        let start = Instant::now();
        let request_id = format!("req_{:016x}", self.site.app.new_request_id());
        let span = tracing::info_span!("request", request_id = request_id.as_str());
        let method = request.method().clone();
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = AssertUnwindSafe(self.route(request)).catch_unwind().instrument(span.clone());
        let mut response = answer.await.unwrap_or_else(|_panic| {
            Failure::from(AppError::internal("a handler panicked")).into_response()
        });
        let failure = response.extensions_mut().remove::<Failure>();
        if let Some(failure) = &failure {
            failure.write(&mut response, &request_id);
        }
        // Not in a layer of the router, which writes this header around all of them.
        if let Some(allow) = response.headers_mut().get_mut(ALLOW) {
            *allow = spaced(allow);
        }
        if let Ok(id) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert(X_REQUEST_ID, id);
        }
        headers::complete(response.headers_mut(), self.site.settings.https);
        self.note(&span, &method, &response, failure.as_ref(), start.elapsed());
        response
    }

    async fn route(&self, request: Request) -> Response {
        let head: usize =
            request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if head > MAX_HEADER_BYTES {
            let message = "The headers of the request are longer than 16 KiB.";
            return Failure::new(ErrorCode::HeadersTooLarge, message).into_response();
        }
        if let Err(failure) = host::check(&request, &self.site.settings.hosts) {
            return failure.into_response();
        }
        // Only browsers of other pages send an origin; everybody else is spared the work.
        let answer: std::result::Result<Response, Infallible> =
            if request.headers().contains_key(ORIGIN) && !is_plain_options(&request) {
                Cors::clone(&self.with_cors).call(request).await
            } else {
                self.router.clone().oneshot(request).await
            };
        let Ok(response) = answer;
        response
    }

    /// Counts the request and writes its log line.
    fn note(
        &self,
        span: &Span,
        method: &Method,
        response: &Response,
        failure: Option<&Failure>,
        took: Duration,
    ) {
        let route = response.extensions().get::<Route>();
        let route = route.map_or("none", |route| route.0.as_str());
        let status = response.status().as_u16();
        self.site.metrics.request(method, route, status, took);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let error = failure.map(|failure| failure.code.as_str());
        span.in_scope(|| {
            if let Some(cause) = failure.and_then(|failure| failure.cause.as_deref()) {
                tracing::error!(error, cause, "request failed");
            }
            tracing::info!(target: "access", %method, route, status, micros, error);
        });
    }
}

/// An `OPTIONS` request that is no preflight is like any other method that a route does not have.
fn is_plain_options(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && !request.headers().contains_key("access-control-request-method")
}

/// Bounds the time of a request, and passes its route on to the frame.
pub(super) async fn within_time(
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let answer = tokio::time::timeout(REQUEST_TIME, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_late| {
        Failure::from(AppError::unavailable("the request took too long")).into_response()
    });
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// `GET,HEAD` as people write it: `GET, HEAD`.
fn spaced(allow: &HeaderValue) -> HeaderValue {
    let text = allow.to_str().unwrap_or_default().replace(',', ", ");
    HeaderValue::from_str(&text).unwrap_or_else(|_| allow.clone())
}
