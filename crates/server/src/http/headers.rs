//! What every answer tells browsers, whatever it is: an error, a redirect and a page too.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

const CROSS_ORIGIN_OPENER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Nothing: what is no page loads, frames and sends nothing, and cannot be framed.
const NO_PAGE: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What no page of this server needs.
const NO_DEVICES: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), \
    payment=(), serial=(), usb=()";

/// The headers and what they are when a handler says nothing else. Only pages do.
const DEFAULTS: [(HeaderName, &str); 7] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (CONTENT_SECURITY_POLICY, NO_PAGE),
    // Pages of allowed origins read answers by CORS, which this does not touch.
    (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    (CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (PERMISSIONS_POLICY, NO_DEVICES),
];

/// A year, as the preload lists ask for.
const STAY_ON_HTTPS: &str = "max-age=31536000; includeSubDomains";

/// Adds what is not there yet.
pub(crate) fn complete(headers: &mut HeaderMap, https: bool) {
    for (name, value) in DEFAULTS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https {
        headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(STAY_ON_HTTPS));
    }
}
