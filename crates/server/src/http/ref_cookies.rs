//! The two cookies of a visit with a referral code: `ref_code`, which a page of the product may set
//! too, and `ref_touch`, the click that set it.

use axum::http::HeaderMap;
use cookie::CookieBuilder;
use triport_app::Referral;
use triport_domain::capture::Click;
use triport_domain::time::Span;

use super::cookies::{append, base, find};
use super::site::Settings;

/// Holds the normalised code and nothing else.
const CODE: &str = "ref_code";
/// Holds when the click was and where it led.
const TOUCH: &str = "ref_touch";

/// The code that a request carries.
pub(super) fn code(headers: &HeaderMap) -> Option<&str> {
    find(headers, CODE)
}

/// What a request carries of an earlier visit.
pub(super) fn referral(headers: &HeaderMap) -> Option<Referral> {
    let touch = find(headers, TOUCH).map(str::to_owned);
    code(headers).map(|code| Referral { code: code.to_owned(), touch })
}

/// Has the browser remember a visit for as long as it can attribute.
pub(super) fn set(
    headers: &mut HeaderMap,
    settings: &Settings,
    code: &str,
    click: &Click,
    life: Span,
) {
    let seconds = i64::try_from(life.as_secs_rounded_up()).unwrap_or(i64::MAX);
    let life = cookie::time::Duration::seconds(seconds);
    let click = click.to_cookie();
    for (name, value) in [(CODE, code), (TOUCH, click.as_str())] {
        append(headers, shared(settings, name, value).max_age(life));
    }
}

/// Has the browser forget the visit.
pub(super) fn clear(headers: &mut HeaderMap, settings: &Settings) {
    for name in [CODE, TOUCH] {
        append(headers, shared(settings, name, "").max_age(cookie::time::Duration::ZERO));
    }
}

/// A cookie of the configured domain, whose other hosts see it too.
fn shared<'c>(settings: &'c Settings, name: &'c str, value: &'c str) -> CookieBuilder<'c> {
    let cookie = base(settings, name, value).http_only(true);
    match &settings.cookie_domain {
        Some(domain) => cookie.domain(domain),
        None => cookie,
    }
}
