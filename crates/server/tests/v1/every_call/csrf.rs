//! Which unsafe calls are believed: every combination of what a caller can send.

use serde_json::json;

use crate::support::{Call, Caller, SignedIn, World};

pub(super) const PUBLIC: &str = "http://localhost:8080";
pub(super) const ALLOWED: &str = "https://app.example.com";
/// Origins that are neither, however much they look like it.
const OTHERS: &[&str] = &[
    "https://evil.example",
    "null",
    "",
    "https://localhost:8080",
    "http://localhost",
    "http://localhost:8081",
    "http://app.example.com",
    "https://app.example.com:444",
    "https://app.example.com.evil.example",
    "https://app.example.com/",
    "https://APP.example.com",
    "https://example.com",
    "*",
];

/// What a caller sends beside its session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent<'s> {
    pub(super) header: Option<&'s str>,
    pub(super) cookie: Option<&'s str>,
    pub(super) origin: Option<&'s str>,
    pub(super) fetch_site: Option<&'s str>,
}

/// What the contract says; `None` passes.
pub(super) fn refusal(sent: Sent<'_>) -> Option<&'static str> {
    if let Some(header) = sent.header {
        let equal = sent.cookie.is_some_and(|cookie| !cookie.is_empty() && cookie == header);
        return (!equal).then_some("csrf_invalid");
    }
    let believed = match (sent.origin, sent.fetch_site) {
        (Some(origin), _) => origin == PUBLIC || origin == ALLOWED,
        (None, Some(site)) => site == "same-origin",
        (None, None) => true,
    };
    (!believed).then_some("csrf_missing")
}

/// Every combination, given the session's own token.
fn combinations(token: &str) -> Vec<Sent<'_>> {
    let other = "00000000000000000000000000000000";
    let headers = [None, Some(token), Some(other), Some("")];
    let cookies = [None, Some(token), Some("")];
    let origins = OTHERS.iter().map(|origin| Some(*origin));
    let origins: Vec<_> = [None, Some(PUBLIC), Some(ALLOWED)].into_iter().chain(origins).collect();
    let sites =
        [None, Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none"), Some("")];
    let mut all = Vec::new();
    for header in headers {
        for cookie in cookies {
            for origin in &origins {
                for fetch_site in sites {
                    all.push(Sent { header, cookie, origin: *origin, fetch_site });
                }
            }
        }
    }
    all
}

pub(super) fn send<'c>(mut call: Call<'c>, session: Option<&str>, sent: Sent<'_>) -> Call<'c> {
    let session = session.map(|session| format!("nl_session={session}"));
    let csrf = sent.cookie.map(|csrf| format!("nl_csrf={csrf}"));
    let cookies: Vec<String> = session.into_iter().chain(csrf).collect();
    call = call.without("x-csrf-token").without("cookie");
    let cookies = cookies.join("; ");
    let headers = [
        ("cookie", Some(cookies.as_str()).filter(|cookies| !cookies.is_empty())),
        ("x-csrf-token", sent.header),
        ("origin", sent.origin),
        ("sec-fetch-site", sent.fetch_site),
    ];
    for (name, value) in headers {
        if let Some(value) = value {
            call = call.header(name, value);
        }
    }
    call
}

async fn member_with_tokens(world: &World) -> (SignedIn<'_>, String, String) {
    let ada = world.member("ada@example.com").await;
    let (session, csrf) = (ada.jar.get("nl_session").unwrap(), ada.jar.get("nl_csrf").unwrap());
    (ada, session, csrf)
}

on_both!(a_members_call_is_believed_exactly_as_the_contract_says);
async fn a_members_call_is_believed_exactly_as_the_contract_says(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let (ada, session, csrf) = member_with_tokens(&world).await;
    let mut passed = 0;
    for sent in combinations(&csrf) {
        // Past the check the missing body is found.
        let answer = send(ada.call("POST", "/v1/referrals/code"), Some(&session), sent).await;
        let expected = refusal(sent).unwrap_or("invalid_json");
        assert_eq!(answer.tag(), expected, "{sent:?}");
        passed += usize::from(expected == "invalid_json");
    }
    assert!(passed > 40, "{passed} of them pass");
}

on_both!(sign_in_calls_are_checked_like_all_others);
async fn sign_in_calls_are_checked_like_all_others(world: World) {
    let token = "ab".repeat(32);
    for sent in combinations(&token) {
        for path in ["/v1/auth/email/start", "/v1/auth/email/verify"] {
            let answer = send(world.anonymous().call("POST", path), None, sent).await;
            assert_eq!(answer.tag(), refusal(sent).unwrap_or("invalid_json"), "{path} {sent:?}");
        }
    }
}

on_both!(signing_out_of_a_live_session_needs_the_header_whatever_the_browser_says);
async fn signing_out_of_a_live_session_needs_the_header_whatever_the_browser_says(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let (ada, session, csrf) = member_with_tokens(&world).await;
    for sent in combinations(&csrf) {
        let expected = match sent.header {
            Some(_) => refusal(sent),
            None => Some("csrf_missing"),
        };
        // What passes would end the session, and has its own tests.
        if let Some(tag) = expected {
            let answer = send(ada.call("POST", "/v1/auth/logout"), Some(&session), sent).await;
            answer.is_error(403, tag);
        }
    }
    ada.get("/v1/auth/me").await.ok();
}

on_both!(calls_that_change_nothing_are_not_checked);
async fn calls_that_change_nothing_are_not_checked(world: World) {
    let ada = world.member("ada@example.com").await;
    for path in ["/v1/auth/me", "/v1/referrals/me", "/v1/referrals/codes"] {
        let call = ada.get(path).header("origin", "https://evil.example");
        let answer =
            call.header("x-csrf-token", "wrong").header("sec-fetch-site", "cross-site").await;
        answer.ok();
        assert_eq!(answer.header("access-control-allow-origin"), "", "nor can its page read it");
    }
}

on_both!(the_header_of_the_sign_in_opens_what_the_cookie_guards);
async fn the_header_of_the_sign_in_opens_what_the_cookie_guards(world: World) {
    let anonymous = world.anonymous();
    let request_id = anonymous.start("ada@example.com").await;
    let signed_in = anonymous.verify(&request_id, &world.last_code()).await;
    let token = signed_in.header("x-csrf-token");
    let cookies =
        format!("nl_session={}; nl_csrf={token}", signed_in.cookie("nl_session").unwrap());
    let body = json!({ "slug": "trip-with-me" });
    let call = anonymous.post("/v1/referrals/code", &body).header("origin", ALLOWED);
    call.header("cookie", &cookies).header("x-csrf-token", token).await.ok();
}

on_both!(another_sessions_token_is_not_this_ones);
async fn another_sessions_token_is_not_this_ones(world: World) {
    let (ada, eve) = (world.member("ada@example.com").await, world.member("eve@example.com").await);
    let token = eve.jar.get("nl_csrf").unwrap();
    let answer = ada.set_slug("trip-with-me").header("x-csrf-token", &token).await;
    answer.is_error(403, "csrf_invalid");
}
