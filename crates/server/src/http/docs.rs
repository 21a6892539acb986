//! Pages for people: the API page at `/docs`, complete in itself. No script and no other host.

mod document;
mod example;
mod fields;
mod html;
mod page;
mod samples;

use std::sync::{Arc, LazyLock, OnceLock};

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use triport_app::AppError;

use super::error::Result;
use super::etag::{etag, is_known};

/// What a browser may do for the page: read its style sheet, show its icon.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

static DOCUMENT: LazyLock<Made> =
    LazyLock::new(|| Ok(Text::new(super::openapi::document_text().map_err(|e| e.to_string())?)));
static STYLE: LazyLock<Text> = LazyLock::new(|| {
    let parts = [
        include_str!("../../assets/docs/base.css"),
        include_str!("../../assets/docs/contents.css"),
        include_str!("../../assets/docs/text.css"),
        include_str!("../../assets/docs/call.css"),
        include_str!("../../assets/docs/code.css"),
        include_str!("../../assets/docs/small.css"),
    ];
    Text::new(parts.join("\n"))
});

/// The API page of a server, made when somebody first looks at it. A clone is the same one.
#[derive(Clone)]
pub(super) struct ApiPage {
    /// The origin of its examples.
    origin: HeaderValue,
    made: Arc<OnceLock<Made>>,
}

/// A text that is made once, or the reason why it could not be.
type Made = std::result::Result<Text, String>;

/// A text and the name of its version.
struct Text {
    /// Shared by all its answers: thousands that nobody reads must not be thousands of copies.
    text: Bytes,
    etag: HeaderValue,
}

pub(super) async fn openapi_json(request: HeaderMap) -> Result<Response> {
    let document = DOCUMENT.as_ref().map_err(AppError::internal)?;
    Ok(document.answer(&request, "application/json"))
}

pub(super) async fn page(State(page): State<ApiPage>, request: HeaderMap) -> Result<Response> {
    let page = page.made.get_or_init(|| make(&page.origin)).as_ref().map_err(AppError::internal)?;
    let mut response = page.answer(&request, "text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

pub(super) async fn style(request: HeaderMap) -> Response {
    STYLE.answer(&request, "text/css; charset=utf-8")
}

fn make(origin: &HeaderValue) -> Made {
    let document = DOCUMENT.as_ref().map_err(Clone::clone)?;
    let base = origin.to_str().unwrap_or_default();
    let document = std::str::from_utf8(&document.text).map_err(|error| error.to_string())?;
    page::render(document, base).map(Text::new)
}

impl ApiPage {
    /// The page of a server whose public origin this is.
    pub(super) fn new(origin: HeaderValue) -> Self {
        Self { origin, made: Arc::default() }
    }
}

impl Text {
    fn new(text: String) -> Self {
        let etag = etag(text.as_bytes());
        Self { text: text.into(), etag }
    }

    /// The text, or word that the browser has it already. Browsers ask each time, so that nobody
    /// reads the page of yesterday's program.
    fn answer(&self, request: &HeaderMap, content_type: &'static str) -> Response {
        let cached = HeaderValue::from_static("no-cache");
        let headers = [(CACHE_CONTROL, cached), (ETAG, self.etag.clone())];
        if is_known(request, &self.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, [(CONTENT_TYPE, content_type)], self.text.clone()).into_response()
    }
}
