//! The envelope, the request id and the headers of every answer.

use std::collections::HashSet;

use serde_json::json;

use crate::every_call::coverage::operations;
use crate::support::{Caller, World};

on_both!(what_is_not_there_is_not_found);
async fn what_is_not_there_is_not_found(world: World) {
    let long = format!("/{}", "a".repeat(7_000));
    for path in [
        "/nowhere",
        "/v1",
        "/v1/",
        "/v1/auth",
        "/v1/auth/me/",
        "/v1//auth/me",
        "/V1/auth/me",
        "/v1/auth/ME",
        "/v1/auth/me%2f",
        "/v1/auth/%6de",
        "/v1/referrals/codes/x",
        "/v1/admin",
        "/../etc/passwd",
        "/%00",
        "/%ff",
        "/v1/auth/me;x=1",
        "/v2/auth/me",
        &long,
    ] {
        for method in ["GET", "POST", "DELETE", "PUT"] {
            world.anonymous().call(method, path).await.is_error(404, "not_found");
        }
    }
}

on_both!(a_method_that_is_not_there_is_told_with_those_that_are);
async fn a_method_that_is_not_there_is_told_with_those_that_are(world: World) {
    let mut paths: Vec<String> = operations().into_iter().map(|operation| operation.path).collect();
    paths.dedup();
    for path in paths {
        let mut allowed: Vec<String> = Vec::new();
        for operation in operations().iter().filter(|operation| operation.path == path) {
            allowed.push(operation.method.clone());
            allowed.extend((operation.method == "GET").then(|| "HEAD".to_owned()));
        }
        allowed.sort();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            if allowed.iter().any(|allowed| allowed == method) {
                continue;
            }
            let answer = world.anonymous().call(method, &path).await;
            answer.is_error(405, "method_not_allowed");
            let mut told: Vec<&str> = answer.header("allow").split(", ").collect();
            told.sort_unstable();
            assert_eq!(told, allowed, "{method} {path}");
        }
    }
}

on_both!(every_answer_has_a_request_id_of_its_own);
async fn every_answer_has_a_request_id_of_its_own(world: World) {
    let mut seen = HashSet::new();
    for path in ["/livez", "/nowhere", "/v1/auth/me", "/readyz"].repeat(25) {
        let call = world.anonymous().get(path).header("x-request-id", "req_0123456789abcdef");
        let answer = call.await;
        assert!(seen.insert(answer.header("x-request-id").to_owned()), "{answer:?}");
    }
    assert!(!seen.contains("req_0123456789abcdef"), "callers do not choose it");
}

on_both!(answers_are_not_to_be_kept_framed_sniffed_or_refered_to);
async fn answers_are_not_to_be_kept_framed_sniffed_or_refered_to(world: World) {
    let ada = world.member("ada@example.com").await;
    let answers = [
        ada.get("/v1/auth/me").await,
        world.anonymous().get("/nowhere").await,
        world.anonymous().get("/livez").await,
        ada.post("/v1/referrals/code", &json!({ "slug": "x" })).await,
    ];
    for answer in answers {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("strict-transport-security"), "", "not over http");
        assert_eq!(answer.header("server"), "", "nor say with what it was made");
    }
}

on_both!(over_https_browsers_are_told_to_stay_there);
async fn over_https_browsers_are_told_to_stay_there(world: World) {
    let world = world.with(|setup| setup.public_url = "https://api.example.com");
    for path in ["/livez", "/nowhere", "/v1/auth/me"] {
        let answer = world.anonymous().get(path).await;
        let policy = "max-age=31536000; includeSubDomains";
        assert_eq!(answer.header("strict-transport-security"), policy);
    }
}

on_both!(a_message_never_repeats_what_could_be_markup);
async fn a_message_never_repeats_what_could_be_markup(world: World) {
    let answer = world.anonymous().get("/%3Cscript%3Ealert(1)%3C/script%3E").await;
    answer.is_error(404, "not_found");
    assert!(!answer.json()["message"].as_str().unwrap().contains('<'), "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/json");
}

on_both!(a_head_request_is_answered_like_its_get_without_a_body);
async fn a_head_request_is_answered_like_its_get_without_a_body(world: World) {
    let ada = world.member("ada@example.com").await;
    for path in ["/livez", "/v1/auth/me", "/v1/referrals/me"] {
        let (head, get) = (ada.call("HEAD", path).await, ada.get(path).await);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["content-type", "content-length", "x-csrf-token", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

on_both!(the_document_of_the_api_is_served);
async fn the_document_of_the_api_is_served(world: World) {
    let answer = world.anonymous().get("/openapi.json").await;
    answer.ok();
    assert_eq!(answer.body, triport_referrals::http::document_text().unwrap());
}
