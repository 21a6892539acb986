//! Signing in with Google: there and back.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use triport_app::{AppError, GoogleArrival, GoogleReturn};
use triport_domain::openid::Refused;
use url::form_urlencoded;

use super::user::cookies_of;
use crate::http::error::{Failure, Result};
use crate::http::extract::Visitor;
use crate::http::google_cookies;
use crate::http::site::Site;

/// Where a sign-in that failed is explained.
const LOGIN: &str = "/login";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Begin to sign in with Google.
///
/// To be navigated to: leads to Google's page, which leads back to `auth/google/callback`. Where
/// Google is not set up or does not answer, leads to `/login?error=google_<tag>`, as the callback
/// does. A browser that says it comes from another site is led to `/login`, to decide there.
#[utoipa::path(
    get,
    path = "/v1/auth/google/start",
    operation_id = "auth_google_start",
    tag = "Sign-in",
    responses((
        status = 302,
        description = "To Google, or back to the sign-in page.",
        headers(
            ("Location" = String, description = "Google's page, or `/login`, with `?error=google_<tag>` if something is wrong."),
            ("Set-Cookie" = String, description = "`nl_google_state` and `nl_google_verifier`, for 10 minutes.")
        )
    ))
)]
pub(crate) async fn start(
    State(site): State<Arc<Site>>,
    asked: HeaderMap,
) -> Result<(StatusCode, HeaderMap)> {
    let mut headers = HeaderMap::new();
    // Google may lead back without asking anybody, and a page elsewhere is not who decides that its
    // visitor signs in here.
    if asked.get(SEC_FETCH_SITE).is_some_and(|site| site == "cross-site") {
        return redirect(headers, LOGIN);
    }
    let location = match site.app.start_google().await {
        Ok(visit) => {
            google_cookies::set(&mut headers, &site.settings, &visit.flow);
            visit.url
        }
        Err(refused) => with_parameter(LOGIN, "error", refused.as_str()),
    };
    redirect(headers, &location)
}

/// Come back from Google.
///
/// Google leads the browser here. Opens a session, as `auth/email/verify` does, for the account of
/// this Google account, which the first time makes; or adds the Google account to the account that
/// has asked for it (`auth/identities/google`). Leads to the page after a sign-in, with
/// `?linked=google` if it was added. Everything that goes wrong leads to `/login?error=google_<tag>`,
/// or to the page after a sign-in with `?error=google_<tag>` if it was to be added: `google_denied`,
/// `google_state` (this browser was not sent to Google, or more than 10 minutes ago, or its session
/// is another one), `google_failed`, `google_unavailable`, `google_rate_limited`,
/// `google_email_unverified`, `google_email_taken` (the address signs in by mail already, and
/// accounts are never merged), `google_identity_taken`, `google_identity_limit_reached`,
/// `google_fresh_sign_in_required`; from `auth/google/start` also `google_disabled`.
#[utoipa::path(
    get,
    path = "/v1/auth/google/callback",
    operation_id = "auth_google_callback",
    tag = "Sign-in",
    params(
        ("state" = Option<String>, Query, description = "As it was sent to Google."),
        ("code" = Option<String>, Query, description = "To be exchanged for who it is."),
        ("error" = Option<String>, Query, description = "What went wrong there.", example = "access_denied"),
        ("iss" = Option<String>, Query, description = "Who answers (RFC 9207).")
    ),
    responses((
        status = 302,
        description = "Signed in, added, or neither.",
        headers(
            ("Location" = String, description = "The page after a sign-in, or `/login?error=google_<tag>`."),
            ("Set-Cookie" = String, description = "A session, and the end of the cookies of the visit.")
        )
    ))
)]
pub(crate) async fn callback(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    visitor: Result<Visitor>,
) -> Result<(StatusCode, HeaderMap)> {
    site.app.require_google()?;
    let back = brought(query.as_deref().unwrap_or_default(), &headers);
    let (page, mut answer) = (&site.settings.post_login_url, HeaderMap::new());
    let finished = match &visitor {
        Ok(visitor) => site.app.finish_google(&back, visitor).await,
        Err(failure) => Err(turned_away(failure)),
    };
    let location = match finished {
        Ok(GoogleArrival::SignedIn(signed_in)) => {
            answer = cookies_of(&site, &signed_in);
            page.clone()
        }
        Ok(GoogleArrival::Linked) => with_parameter(page, "linked", "google"),
        Err(refused) => {
            let links = back.flow.as_ref().is_some_and(triport_domain::openid::Flow::is_link);
            with_parameter(if links { page } else { LOGIN }, "error", refused.as_str())
        }
    };
    google_cookies::clear(&mut answer, &site.settings);
    redirect(answer, &location)
}

/// Somebody whose call would be answered with an error, if there were anybody to read it.
fn turned_away(failure: &Failure) -> Refused {
    if let Some(cause) = failure.cause.as_deref() {
        tracing::error!(cause, "who comes back from Google could not be looked at");
    }
    if failure.code == triport_app::ErrorCode::RateLimited {
        Refused::RateLimited
    } else {
        Refused::Failed
    }
}

/// What a browser comes back with. A parameter that is there twice is not there: nobody knows which
/// one was meant (RFC 6749, section 3.1).
pub(crate) fn brought(query: &str, headers: &HeaderMap) -> GoogleReturn {
    let value = |name: &str| {
        let all = form_urlencoded::parse(query.as_bytes());
        let mut found = all.filter(|(found, _)| found == name).map(|(_, value)| value.into_owned());
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    GoogleReturn {
        flow: google_cookies::flow(headers),
        state: value("state"),
        code: value("code"),
        error: value("error"),
        issuer: value("iss"),
    }
}

/// An address of ours with one more parameter, before the fragment that it may have.
fn with_parameter(address: &str, name: &str, value: &str) -> String {
    let (page, fragment) = match address.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (address, String::new()),
    };
    let divider = if page.contains('?') { '&' } else { '?' };
    format!("{page}{divider}{name}={value}{fragment}")
}

fn redirect(mut headers: HeaderMap, location: &str) -> Result<(StatusCode, HeaderMap)> {
    let location = HeaderValue::from_str(location).map_err(AppError::internal)?;
    headers.insert(LOCATION, location);
    Ok((StatusCode::FOUND, headers))
}

#[cfg(test)]
mod tests {
    use super::with_parameter;

    #[test]
    fn a_parameter_joins_what_an_address_has() {
        for (address, with) in [
            ("/", "/?a=b"),
            ("/welcome?x=1", "/welcome?x=1&a=b"),
            ("https://shop.example/in#top", "https://shop.example/in?a=b#top"),
            ("/in?x=1#/a?b", "/in?x=1&a=b#/a?b"),
        ] {
            assert_eq!(with_parameter(address, "a", "b"), with);
        }
    }
}
