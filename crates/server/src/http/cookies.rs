//! The two cookies of a session, and the one by which a browser is known again.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use cookie::{Cookie, SameSite};
use triport_domain::token::Token;

use super::site::Settings;

/// Holds the session token; no script can read it.
const SESSION: &str = "nl_session";
/// Holds the CSRF token, which our own pages read and send back as a header.
const CSRF: &str = "nl_csrf";
/// Tells a browser from which somebody has signed in before.
const BROWSER: &str = "nl_browser";
/// Repeats the CSRF token for pages of other origins, which cannot read the cookie.
const X_CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");

const LIFETIME: cookie::time::Duration = cookie::time::Duration::days(30);

const BROWSER_LIFETIME: cookie::time::Duration = cookie::time::Duration::days(365);

/// The session token that a request carries.
pub(super) fn session(headers: &HeaderMap) -> Option<&str> {
    find(headers, SESSION)
}

/// The CSRF token that a request carries; an empty one is none.
pub(super) fn csrf(headers: &HeaderMap) -> Option<&str> {
    find(headers, CSRF).filter(|value| !value.is_empty())
}

/// What a request carries of earlier sign-ins from this browser.
pub(super) fn browser(headers: &HeaderMap) -> Option<Token> {
    find(headers, BROWSER).and_then(Token::parse)
}

/// Has the browser known again. Signing out does not end that.
pub(super) fn set_browser(headers: &mut HeaderMap, settings: &Settings, browser: &Token) {
    let cookie = base(settings, BROWSER, browser.expose()).http_only(true);
    append(headers, cookie.max_age(BROWSER_LIFETIME));
}

/// Sets both cookies, and the header that repeats the CSRF token.
pub(super) fn set(headers: &mut HeaderMap, settings: &Settings, session: &str, csrf: &Token) {
    append(headers, base(settings, SESSION, session).http_only(true).max_age(LIFETIME));
    append(headers, base(settings, CSRF, csrf.expose()).max_age(LIFETIME));
    repeat_csrf(headers, csrf.expose());
}

/// Tells the caller its CSRF token without changing a cookie.
pub(super) fn repeat_csrf(headers: &mut HeaderMap, csrf: &str) {
    if let Ok(value) = HeaderValue::from_str(csrf) {
        headers.insert(X_CSRF_TOKEN, value);
    }
}

/// Removes both cookies.
pub(super) fn clear(headers: &mut HeaderMap, settings: &Settings) {
    for (name, http_only) in [(SESSION, true), (CSRF, false)] {
        let expired = base(settings, name, "").http_only(http_only);
        append(headers, expired.max_age(cookie::time::Duration::ZERO));
    }
}

/// What all cookies have in common.
pub(super) fn base<'c>(
    settings: &Settings,
    name: &'c str,
    value: &'c str,
) -> cookie::CookieBuilder<'c> {
    Cookie::build((name, value)).path("/").same_site(SameSite::Lax).secure(settings.https)
}

/// Adds a cookie to an answer.
pub(super) fn append(headers: &mut HeaderMap, cookie: cookie::CookieBuilder<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
        headers.append(SET_COOKIE, value);
    }
}

/// The first cookie of that name in any of the headers. What cannot be read is not there.
pub(super) fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then(|| value.trim_matches('"')))
}
