//! The console: pages for members and operators, one program for the browser that finds its way by
//! the address. Built from `console/` into `assets/console/dist`, and embedded.

mod coding;
mod files;

use axum::extract::{FromRef, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use self::coding::Coding;
use self::files::File;
use super::error::{Failure, not_found};
use super::etag::is_known;

pub use self::files::Console;

/// Every address that the console knows; the browser is sent the same page at all of them. An address
/// that is not here is not found, as it was before there was a console.
pub(super) const PAGES: [&str; 10] = [
    "/",
    "/login",
    "/rewards",
    "/invitees",
    "/payouts",
    "/invoices",
    "/codes",
    "/account",
    "/operator",
    "/operator/{*page}",
];

/// Where files are whose name carries a hash of what is in them.
pub(super) const ASSETS: &str = "/assets/{*file}";

/// What a browser may do for the console: its own scripts, styles and fonts, calls of its own server.
/// Images may be made on the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// How long browsers keep what never changes: a year, the most that is of use.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The page for any address of the console.
pub(super) async fn page(State(console): State<Console>, request: HeaderMap) -> Response {
    let policy = (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // Browsers ask each time, so that nobody runs yesterday's program.
    ([policy], answer(console.page(), &request, "no-cache")).into_response()
}

/// A file that is kept for ever.
pub(super) async fn asset(
    State(console): State<Console>,
    uri: Uri,
    request: HeaderMap,
) -> Result<Response, Failure> {
    match console.file(uri.path()) {
        Some(file) => Ok(answer(file, &request, FOR_EVER)),
        None => Err(not_found(uri).await),
    }
}

/// The files beside the page, such as its icon, each at an address of its own.
pub(super) fn beside<S>(console: &Console) -> Vec<(String, MethodRouter<S>)>
where
    S: Clone + Send + Sync + 'static,
    Console: FromRef<S>,
{
    let addresses = console.beside().map(str::to_owned);
    addresses.map(|address| (address, get(file_beside))).collect()
}

async fn file_beside(
    State(console): State<Console>,
    uri: Uri,
    request: HeaderMap,
) -> Result<Response, Failure> {
    match console.file(uri.path()) {
        Some(file) => Ok(answer(file, &request, "no-cache")),
        None => Err(not_found(uri).await),
    }
}

/// The file in the smallest form that the browser takes, or word that it has it already.
fn answer(file: &File, request: &HeaderMap, cached: &'static str) -> Response {
    let (coding, form) = file.best(|coding| coding.is_accepted(request));
    let vary = HeaderValue::from_static("accept-encoding");
    let cached = HeaderValue::from_static(cached);
    let headers = [(ETAG, form.etag.clone()), (VARY, vary), (CACHE_CONTROL, cached)];
    if is_known(request, &form.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let content_type = HeaderValue::from_static(file.content_type);
    let mut response = (headers, form.bytes.clone()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    if let Some(name) = coding.map(Coding::as_str) {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}
