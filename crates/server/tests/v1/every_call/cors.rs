//! Which pages may read the answers.

use crate::support::{Answer, Caller, World};

const ALLOWED: &str = "https://app.example.com";

/// A list in a header, in one form.
fn list(answer: &Answer, name: &str) -> Vec<String> {
    let mut items: Vec<String> =
        answer.header(name).split(',').map(|item| item.trim().to_ascii_lowercase()).collect();
    items.sort();
    items
}

async fn preflight(world: &World, path: &str, method: &str, origin: &str) -> Answer {
    let call = world.anonymous().call("OPTIONS", path).header("origin", origin);
    let call = call.header("access-control-request-method", method);
    call.header("access-control-request-headers", "content-type,x-csrf-token").await
}

on_both!(a_preflight_of_an_allowed_origin_is_answered_with_everything_it_may);
async fn a_preflight_of_an_allowed_origin_is_answered_with_everything_it_may(world: World) {
    let calls = [
        ("/v1/referrals/code", "POST"),
        ("/v1/referrals/code", "DELETE"),
        ("/v1/auth/me", "GET"),
        ("/v1/auth/email/start", "POST"),
    ];
    for (path, method) in calls {
        for origin in [ALLOWED, "http://localhost:8080"] {
            let answer = preflight(&world, path, method, origin).await;
            assert!([200, 204].contains(&answer.status), "{answer:?}");
            assert_eq!(answer.header("access-control-allow-origin"), origin);
            assert_eq!(answer.header("access-control-allow-credentials"), "true");
            assert_eq!(list(&answer, "access-control-allow-methods"), ["delete", "get", "post"]);
            let headers = ["content-type", "idempotency-key", "x-csrf-token"];
            assert_eq!(list(&answer, "access-control-allow-headers"), headers);
            assert!(list(&answer, "vary").contains(&"origin".to_owned()), "{answer:?}");
        }
    }
}

on_both!(a_preflight_of_another_origin_allows_it_nothing);
async fn a_preflight_of_another_origin_allows_it_nothing(world: World) {
    for origin in [
        "https://evil.example",
        "null",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil.example",
        "https://sub.app.example.com",
    ] {
        let answer = preflight(&world, "/v1/referrals/code", "POST", origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{answer:?}");
    }
}

on_both!(an_allowed_page_reads_answers_with_credentials_and_our_headers);
async fn an_allowed_page_reads_answers_with_credentials_and_our_headers(world: World) {
    let ada = world.member("ada@example.com").await;
    let answer = ada.get("/v1/auth/me").header("origin", ALLOWED).await;
    answer.ok();
    assert_eq!(answer.header("access-control-allow-origin"), ALLOWED);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    let exposed = ["idempotent-replayed", "retry-after", "x-csrf-token", "x-request-id"];
    assert_eq!(list(&answer, "access-control-expose-headers"), exposed);
}

on_both!(errors_are_as_readable_as_success);
async fn errors_are_as_readable_as_success(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let ada = world.member("ada@example.com").await;
    let anonymous = world.anonymous();
    let mut answers = vec![
        anonymous.get("/v1/auth/me").header("origin", ALLOWED).await,
        anonymous.get("/nowhere").header("origin", ALLOWED).await,
        anonymous.call("PUT", "/v1/auth/me").header("origin", ALLOWED).await,
        anonymous.get("/metrics").header("origin", ALLOWED).await,
        anonymous.call("POST", "/v1/auth/email/start").header("origin", ALLOWED).await,
    ];
    for _ in 0..4 {
        answers.push(ada.get("/v1/referrals/me").header("origin", ALLOWED).await);
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses[..5], [401, 404, 405, 401, 400]);
    assert!(statuses[5..].contains(&429), "{statuses:?}");
    for answer in answers {
        assert_eq!(answer.header("access-control-allow-origin"), ALLOWED, "{answer:?}");
        assert_eq!(answer.header("access-control-allow-credentials"), "true", "{answer:?}");
    }
}

on_both!(other_pages_read_nothing);
async fn other_pages_read_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    for origin in ["https://evil.example", "null", "https://app.example.com.evil.example"] {
        let answer = ada.get("/v1/auth/me").header("origin", origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{answer:?}");
    }
}

on_both!(no_origin_is_ever_answered_with_a_wildcard);
async fn no_origin_is_ever_answered_with_a_wildcard(world: World) {
    let world = world.with(|setup| setup.allowed_origins.clear());
    for origin in ["https://evil.example", "null", "*", "http://localhost:8080"] {
        for path in ["/v1/auth/me", "/livez", "/nowhere", "/openapi.json"] {
            for answer in [
                world.anonymous().get(path).header("origin", origin).await,
                preflight(&world, path, "GET", origin).await,
            ] {
                for (name, value) in &answer.headers {
                    let open = name.as_str().starts_with("access-control") && value == "*";
                    assert!(!open, "{answer:?}");
                }
            }
        }
    }
}

on_both!(callers_that_are_no_page_get_no_cors_headers);
async fn callers_that_are_no_page_get_no_cors_headers(world: World) {
    let answer = world.anonymous().get("/livez").await;
    let cors = answer.headers.keys().filter(|name| name.as_str().starts_with("access-control"));
    assert_eq!(cors.count(), 0, "{answer:?}");
}
