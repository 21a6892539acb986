//! Whether a person opens an address, as far as the request tells.

use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, Method};
use triport_domain::robots::is_robot;

/// Headers with which older browsers announce that nobody has asked for the page yet.
const EARLY: [(&str, &str); 4] = [
    ("purpose", "prefetch"),
    ("purpose", "preview"),
    ("x-purpose", "preview"),
    ("x-moz", "prefetch"),
];

/// Whether a person came: neither a robot nor a preview, a prefetch, or a part of another page.
pub(super) fn is_person(method: &Method, headers: &HeaderMap) -> bool {
    let user_agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    method == Method::GET
        && is_opened(headers)
        && !user_agent.is_none_or(is_robot)
        && !EARLY.iter().any(|(name, value)| {
            headers
                .get(*name)
                .is_some_and(|sent| sent.as_bytes().eq_ignore_ascii_case(value.as_bytes()))
        })
}

/// Whether the browser, if it says so at all (`Sec-Fetch-*`), opens the address as a page of its own.
/// Without this an image or a hidden frame on any page of the world could set a code.
fn is_opened(headers: &HeaderMap) -> bool {
    if headers.contains_key("sec-purpose") {
        return false;
    }
    let tells = headers.keys().any(|name| name.as_str().starts_with("sec-fetch-"));
    let is = |name: &str, expected: &str| headers.get(name).is_some_and(|value| value == expected);
    !tells || (is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document"))
}
