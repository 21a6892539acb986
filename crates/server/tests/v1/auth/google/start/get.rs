//! `GET /v1/auth/google/start`.

use std::collections::BTreeMap;

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, TestProvider, World};

const PATH: &str = "/v1/auth/google/start";

on_both!(a_visitor_is_sent_to_the_provider_with_everything_that_protects_the_way_back);
async fn a_visitor_is_sent_to_the_provider_with_everything_that_protects_the_way_back(
    world: World,
) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let answer = world.browser().start_google().await;
    assert_eq!(answer.status, 302, "{answer:?}");
    let url: url::Url = answer.header("location").parse().unwrap();
    assert_eq!(url.origin().ascii_serialization(), provider.issuer);
    let sent: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(sent["response_type"], "code");
    assert_eq!(sent["scope"], "openid email profile");
    assert_eq!(sent["client_id"], "triport");
    assert_eq!(sent["redirect_uri"], "http://localhost:8080/v1/auth/google/callback");
    assert_eq!(sent["code_challenge_method"], "S256");
    assert_eq!(sent["code_challenge"].len(), 43, "base64 of a SHA-256");
    assert_eq!(sent["nonce"].len(), 64);
    assert_eq!(Some(sent["state"].as_str()), answer.cookie("nl_google_state"));
    let verifier = answer.cookie("nl_google_verifier").unwrap();
    assert!(!url.as_str().contains(verifier), "the provider sees it only at the end");
    for cookie in answer.cookies() {
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/v1/auth/google/", "Max-Age=600"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Secure"), "{cookie}");
    }
    let https = world.with(|setup| setup.public_url = "https://refer.example.com");
    let answer = https.browser().start_google().await;
    assert!(answer.cookies().iter().all(|cookie| cookie.contains("; Secure")), "{answer:?}");
}

on_both!(another_site_does_not_send_a_visitor_to_the_provider);
async fn another_site_does_not_send_a_visitor_to_the_provider(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let from = async |site: &str| {
        let call = world.browser().open(PATH).header("sec-fetch-site", site);
        let answer = call.await;
        (answer.header("location").to_owned(), answer.cookies().len())
    };
    assert_eq!(from("cross-site").await, ("/login".to_owned(), 0));
    // The product's own pages, a typed address, and browsers that do not say.
    for site in ["same-site", "same-origin", "none", ""] {
        assert!(from(site).await.0.starts_with(&provider.issuer), "{site}");
    }
}

on_both!(without_a_provider_a_visitor_is_led_back);
async fn without_a_provider_a_visitor_is_led_back(world: World) {
    let answer = world.browser().start_google().await;
    assert_eq!(answer.header("location"), "/login?error=google_disabled");
    assert!(answer.cookies().is_empty(), "{answer:?}");
    let back = world.browser().open("/v1/auth/google/callback?code=a&state=b").await;
    back.is_error(503, "google_disabled");
}

on_both!(what_is_known_of_the_provider_is_asked_for_once_an_hour);
async fn what_is_known_of_the_provider_is_asked_for_once_an_hour(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let asked = || provider.calls("/.well-known/openid-configuration");
    let starts = (0..20).map(|_| async { world.browser().to_google().await });
    futures_util::future::join_all(starts).await;
    assert_eq!((asked(), provider.calls("/jwks")), (1, 1), "twenty visitors at once");
    world.forward(Span::from_secs(3_599));
    world.browser().to_google().await;
    assert_eq!(asked(), 1);
    world.forward(Span::from_secs(1));
    world.browser().to_google().await;
    assert_eq!((asked(), provider.calls("/jwks")), (2, 2));
}

on_both!(a_provider_that_is_down_is_told_in_words_and_asked_again_later);
async fn a_provider_that_is_down_is_told_in_words_and_asked_again_later(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    provider.trouble(&json!("errors"));
    for _ in 0..3 {
        let answer = world.browser().start_google().await;
        assert_eq!(answer.header("location"), "/login?error=google_unavailable");
        assert!(answer.cookies().is_empty(), "{answer:?}");
    }
    assert_eq!(provider.calls("/.well-known/openid-configuration"), 1, "not for every visitor");
    provider.trouble(&json!(null));
    world.forward(Span::from_secs(5));
    world.browser().to_google().await;
}

on_both!(what_is_no_answer_of_a_provider_is_one_that_is_down);
async fn what_is_no_answer_of_a_provider_is_one_that_is_down(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    for trouble in ["page", "moved", "endless"] {
        provider.trouble(&json!(trouble));
        let answer = world.browser().start_google().await;
        assert_eq!(answer.header("location"), "/login?error=google_unavailable", "{trouble}");
        world.forward(Span::from_secs(5));
    }
    assert_eq!(provider.calls("/elsewhere/.well-known/openid-configuration"), 0, "not followed");
}

on_both!(a_provider_that_never_answers_holds_nobody_up);
async fn a_provider_that_never_answers_holds_nobody_up(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    provider.trouble(&json!("hangs"));
    let starts = (0..10).map(|_| async { world.browser().start_google().await });
    let all = futures_util::future::join_all(starts);
    let answers = tokio::time::timeout(std::time::Duration::from_secs(9), all).await.unwrap();
    for answer in answers {
        assert_eq!(answer.header("location"), "/login?error=google_unavailable");
    }
}

on_both!(what_was_known_is_used_for_a_day_while_the_provider_is_down);
async fn what_was_known_is_used_for_a_day_while_the_provider_is_down(world: World) {
    let mut provider = TestProvider::start();
    let world = world.with_google(&provider);
    world.browser().to_google().await;
    provider.stop();
    world.forward(Span::from_secs(86_399));
    world.browser().to_google().await;
    world.forward(Span::from_secs(1));
    let answer = world.browser().start_google().await;
    assert_eq!(answer.header("location"), "/login?error=google_unavailable");
}

on_both!(the_terms_name_google_where_there_is_a_provider);
async fn the_terms_name_google_where_there_is_a_provider(world: World) {
    let ways = |terms: serde_json::Value| terms["sign_in_with"].clone();
    let without = world.anonymous().get("/v1/program").await.ok();
    assert_eq!(ways(without), json!(["email", "wallet"]));
    // Nobody has to be asked for that.
    let world = world.with(|setup| setup.google_issuer = Some("http://127.0.0.1:9".to_owned()));
    let with = world.anonymous().get("/v1/program").await.ok();
    assert_eq!(ways(with), json!(["email", "google", "wallet"]));
}
