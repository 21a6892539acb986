//! What reads headers and queries, on whatever strangers may send.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{COOKIE, HOST};
use axum::http::{HeaderMap, HeaderValue, Uri};
use proptest::prelude::*;
use triport_domain::page::{MAX_LIMIT, MAX_OFFSET};

use super::paging::{Paging, query_value};
use super::v1::google::brought;
use super::{cookies, host, idempotent, ref_cookies};

/// Any bytes that a header can hold.
fn header() -> impl Strategy<Value = HeaderValue> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..400),
        "[ -~]{0,400}".prop_map(String::into_bytes),
        "(nl_session|nl_csrf|ref_code|[a-z=]{0,6})=\"?[ -~]{0,40}(; ?[a-z_]{0,8}=[ -~]{0,20}){0,5}"
            .prop_map(String::into_bytes),
        "[a-zA-Z0-9.\\[\\]:@%-]{0,60}".prop_map(String::into_bytes),
    ];
    bytes.prop_filter_map("no header", |bytes| HeaderValue::from_bytes(&bytes).ok())
}

/// Any query that an address can hold.
fn query() -> impl Strategy<Value = Uri> {
    let text = prop_oneof![
        "[!-~&&[^#]]{0,300}",
        "((limit|offset|cursor|ref|status)=[%0-9A-Za-z_-]{0,30}&?){0,6}",
        "((state|code|error|iss)=[%0-9A-Za-z_-]{0,30}&?){0,6}",
    ];
    text.prop_filter_map("no address", |query| format!("/list?{query}").parse().ok())
}

fn paging(uri: &Uri) -> super::error::Result<Paging> {
    let (mut parts, _) = Request::builder().uri(uri).body(Body::empty()).unwrap().into_parts();
    futures_util::FutureExt::now_or_never(Paging::from_request_parts(&mut parts, &())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_cookie_that_is_found_was_sent(first in header(), second in header()) {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, first);
        headers.append(COOKIE, second);
        let sent: Vec<&str> = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok()).collect();
        let found = [cookies::session(&headers), cookies::csrf(&headers), ref_cookies::code(&headers)];
        for found in found.into_iter().flatten() {
            prop_assert!(sent.iter().any(|sent| sent.contains(found)));
            prop_assert!(!found.contains(';'));
        }
        prop_assert_ne!(cookies::csrf(&headers), Some(""));
        prop_assert!(ref_cookies::referral(&headers).is_some() == ref_cookies::code(&headers).is_some());
    }

    #[test]
    fn a_cookie_is_found_wherever_it_stands(others in "([a-z]{1,5}=[a-z0-9]{0,9}; ){0,8}", token in "[0-9a-f]{64}") {
        let mut headers = HeaderMap::new();
        let all = format!("{others}nl_session={token}; {others}");
        headers.insert(COOKIE, all.trim_end_matches("; ").parse().unwrap());
        prop_assert_eq!(cookies::session(&headers), Some(token.as_str()));
    }

    #[test]
    fn what_a_visitor_brings_back_was_sent_once(uri in query(), cookies in header()) {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookies);
        let query = uri.query().unwrap_or_default();
        let back = brought(query, &headers);
        let found = [("state", back.state), ("code", back.code), ("error", back.error), ("iss", back.issuer)];
        for (name, value) in found {
            let sent = url::form_urlencoded::parse(query.as_bytes()).filter(|(sent, _)| sent == name);
            let sent: Vec<_> = sent.map(|(_, value)| value.into_owned()).collect();
            prop_assert_eq!(value, if sent.len() == 1 { sent.first().cloned() } else { None });
        }
        if let Some(flow) = back.flow {
            prop_assert!(!flow.state.contains(';'));
        }
    }

    #[test]
    fn a_host_passes_only_if_it_is_known_or_an_address(named in header()) {
        let mut request = Request::builder().body(Body::empty()).unwrap();
        request.headers_mut().insert(HOST, named.clone());
        let known = ["refer.example.com".to_owned()];
        if host::check(&request, &known).is_ok() {
            let text = named.to_str().unwrap().to_ascii_lowercase();
            let is_name = text.starts_with("refer.example.com") || text.starts_with("localhost");
            let digits = text.trim_start_matches('[').bytes().next();
            prop_assert!(is_name || digits.is_some_and(|b| b.is_ascii_hexdigit() || b == b':'), "{}", text);
        }
    }

    #[test]
    fn a_key_that_is_taken_is_short_and_visible(value in header()) {
        if let Ok(key) = idempotent::read_key(&value) {
            prop_assert!((1..=255).contains(&key.len()) && key.bytes().all(|b| matches!(b, b' '..=b'~' | b'\t')));
        }
    }

    #[test]
    fn a_list_never_shows_more_than_it_may(uri in query()) {
        if let Ok(Paging(page)) = paging(&uri) {
            prop_assert!((1..=MAX_LIMIT).contains(&page.limit) && page.offset <= MAX_OFFSET);
        }
        query_value(&uri, "ref");
        super::capture::code_in(uri.query().unwrap_or_default());
    }
}
