//! Whether an unsafe request comes from a page that may make it.
//!
//! A page of another site can make a browser send our cookies, but cannot read them: a header that
//! repeats the CSRF cookie proves that the caller could. Without the header the browser's own word
//! decides, and callers that are no browser pass.

use axum::http::header::{HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method};
use subtle::ConstantTimeEq;
use triport_app::ErrorCode;

use super::cookies;
use super::error::{Failure, Result};
use super::site::Settings;
use crate::config::table;

const X_CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the header may be left out by a browser of an allowed origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// It may.
    Optional,
    /// It may not: calls that end or change a session by their mere arrival.
    Required,
}

/// Checks an unsafe request; safe ones pass.
pub(super) fn check(
    method: &Method,
    headers: &HeaderMap,
    settings: &Settings,
    header: Header,
) -> Result<()> {
    if method.is_safe() {
        return Ok(());
    }
    if let Some(sent) = headers.get(X_CSRF_TOKEN) {
        let cookie = cookies::csrf(headers).unwrap_or_default();
        let equal: bool = sent.as_bytes().ct_eq(cookie.as_bytes()).into();
        return if equal && !cookie.is_empty() { Ok(()) } else { Err(invalid()) };
    }
    if header == Header::Optional && origin_is_allowed(headers, settings) {
        return Ok(());
    }
    Err(missing(header))
}

fn origin_is_allowed(headers: &HeaderMap, settings: &Settings) -> bool {
    if let Some(origin) = headers.get(ORIGIN) {
        return origin == settings.public_origin || settings.allowed_origins.contains(origin);
    }
    headers.get(SEC_FETCH_SITE).is_none_or(|site| site == "same-origin")
}

fn invalid() -> Failure {
    let message = "The header X-CSRF-Token does not equal the cookie nl_csrf.";
    Failure::new(ErrorCode::CsrfInvalid, message)
}

fn missing(header: Header) -> Failure {
    let message = match header {
        Header::Optional => format!(
            "This page's origin is none of {}, and the call has no header X-CSRF-Token with the \
             value of the cookie nl_csrf.",
            table::ALLOWED_ORIGINS.name()
        ),
        Header::Required => {
            "This call needs the header X-CSRF-Token with the value of the cookie nl_csrf."
                .to_owned()
        }
    };
    Failure::new(ErrorCode::CsrfMissing, message)
}
