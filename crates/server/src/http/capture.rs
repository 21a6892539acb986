//! Visits with a referral code: share links, and any page whose address holds one.
//!
//! Whatever the code is, the visitor gets what the address asks for: a code is never an error.

mod landing;
mod person;

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use triport_app::{AppError, Captured, Visit};
use triport_domain::capture::Way;
use url::form_urlencoded;

use self::landing::with_code;
use self::person::is_person;
use super::client_address;
use super::error::Result;
use super::ref_cookies;
use super::site::Site;

/// The query parameter that holds a code.
const REF: &str = "ref";

/// `GET /r/{code}`: counts the click and sends the visitor on to the landing page.
pub(super) async fn follow(
    State(site): State<Arc<Site>>,
    code: std::result::Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response> {
    let (parts, _body) = request.into_parts();
    // What is no text is no code.
    let code = code.map(|Path(code)| code).unwrap_or_default();
    let landing = &site.app.program().landing_url;
    let captured = capture(&site, &parts, Way::Link, &code, landing.path()).await?;
    let location = with_code(landing, captured.code.as_deref(), parts.uri.query());
    let location = HeaderValue::from_str(location.as_str()).map_err(AppError::internal)?;
    let mut response = (StatusCode::FOUND, [(LOCATION, location)]).into_response();
    keep(&site, response.headers_mut(), &captured);
    Ok(response)
}

/// Around every page: takes in the code of its address.
pub(super) async fn on_page(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Result<Response> {
    let Some(code) = request.uri().query().and_then(code_in).map(Cow::into_owned) else {
        return Ok(next.run(request).await);
    };
    let (parts, body) = request.into_parts();
    let visit = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    // Nobody has seen a page that failed.
    if response.status().as_u16() < 400 {
        let captured = capture(&site, &visit, Way::Page, &code, visit.uri.path()).await?;
        keep(&site, response.headers_mut(), &captured);
    }
    Ok(response)
}

async fn capture(
    site: &Site,
    request: &Parts,
    way: Way,
    code: &str,
    path: &str,
) -> Result<Captured> {
    let visit = Visit {
        code,
        way,
        held: ref_cookies::code(&request.headers),
        path,
        address: client_address::of_request(request, &site.settings)?,
        is_person: is_person(&request.method, &request.headers),
    };
    Ok(site.app.capture(&visit).await)
}

/// Sets the cookies that a visit leaves. An answer with them is for this visitor alone.
fn keep(site: &Site, headers: &mut HeaderMap, captured: &Captured) {
    if let (Some(code), Some(click)) = (&captured.code, &captured.click) {
        let life = site.app.program().attribution_window;
        ref_cookies::set(headers, &site.settings, code, click, life);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The code in a query; of several the first.
pub(super) fn code_in(query: &str) -> Option<Cow<'_, str>> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(name, value)| (name == REF).then_some(value))
}
