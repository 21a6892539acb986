//! The two cookies of a visit to the OpenID provider: `nl_google_state` and `nl_google_verifier`.
//! Only the address to which the visitor comes back sees them, and it ends them.

use axum::http::HeaderMap;
use triport_domain::openid::Flow;
use triport_domain::token::Token;

use super::cookies::{append, base, find};
use super::site::Settings;

/// Holds what the address of the return has to hold too.
const STATE: &str = "nl_google_state";
/// Holds the proof key of the code.
const VERIFIER: &str = "nl_google_verifier";
/// Where they are sent.
const PATH: &str = "/v1/auth/google/";

/// How long a person may take at the provider.
const LIFETIME: cookie::time::Duration = cookie::time::Duration::minutes(10);

/// Has the browser hold both until it comes back.
pub(super) fn set(headers: &mut HeaderMap, settings: &Settings, flow: &Flow) {
    for (name, value) in [(STATE, flow.state.as_str()), (VERIFIER, flow.verifier.expose())] {
        append(headers, base(settings, name, value).path(PATH).http_only(true).max_age(LIFETIME));
    }
}

/// What a browser that comes back holds; nothing if half of it is missing or cannot be ours.
pub(super) fn flow(headers: &HeaderMap) -> Option<Flow> {
    let state = find(headers, STATE)?.to_owned();
    let verifier = find(headers, VERIFIER).and_then(Token::parse)?;
    Some(Flow { state, verifier })
}

/// Has the browser forget both.
pub(super) fn clear(headers: &mut HeaderMap, settings: &Settings) {
    for name in [STATE, VERIFIER] {
        let cookie = base(settings, name, "").path(PATH).http_only(true);
        append(headers, cookie.max_age(cookie::time::Duration::ZERO));
    }
}
