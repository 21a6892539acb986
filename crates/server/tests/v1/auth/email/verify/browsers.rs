//! Browsers that an address has signed in from: the cookie `nl_browser`, and the codes that are kept
//! for them.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Answer, Browser, Caller, World};

/// Asks for a code from a browser.
async fn start(browser: &Browser<'_>, email: &str) -> Answer {
    browser.post("/v1/auth/email/start", &json!({ "email": email })).await
}

on_both!(a_sign_in_has_its_browser_known_for_a_year);
async fn a_sign_in_has_its_browser_known_for_a_year(world: World) {
    for (public_url, secure) in
        [("http://localhost:8080", ""), ("https://api.example.com", "; Secure")]
    {
        let world = world.with(|setup| setup.public_url = public_url);
        let answer = world.browser().verify("ada@example.com").await;
        let token = answer.cookie("nl_browser").unwrap();
        assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
        let whole =
            format!("nl_browser={token}; HttpOnly; SameSite=Lax{secure}; Path=/; Max-Age=31536000");
        assert!(answer.cookies().contains(&whole.as_str()), "{answer:?}");
    }
}

on_both!(the_database_holds_neither_the_token_nor_the_address);
async fn the_database_holds_neither_the_token_nor_the_address(world: World) {
    world.browser().sign_in("ada@example.com").await;
    let hashes = "length(address_hash) = 32 AND length(browser_hash) = 32";
    assert_eq!(world.count("known_browsers", hashes).await, 1);
}

on_both!(nobody_can_use_up_the_codes_of_a_known_browser);
async fn nobody_can_use_up_the_codes_of_a_known_browser(world: World) {
    let ada = world.browser();
    ada.sign_in("ada@example.com").await;
    world.forward(Span::from_secs(3_600));
    // A neighbour in the same network asks for everything that there is.
    for _ in 0..5 {
        world.anonymous().start("ada@example.com").await;
    }
    start(&world.browser(), "ada@example.com").await.is_error(429, "rate_limited");
    for number in 0..95 {
        world.anonymous().start(&format!("member-{number}@example.com")).await;
    }
    start(&world.browser(), "eve@example.com").await.is_error(429, "rate_limited");
    for _ in 0..5 {
        start(&ada, "ada@example.com").await.ok();
    }
    let refused = start(&ada, "ada@example.com").await;
    refused.is_error(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "3600");
    start(&ada, "bob@example.com").await.is_error(429, "rate_limited");
}

on_both!(a_known_browser_leaves_the_codes_of_others_alone);
async fn a_known_browser_leaves_the_codes_of_others_alone(world: World) {
    let ada = world.browser();
    ada.sign_in("ada@example.com").await;
    world.forward(Span::from_secs(3_600));
    for _ in 0..5 {
        start(&ada, "ada@example.com").await.ok();
    }
    for _ in 0..5 {
        world.anonymous().start("ada@example.com").await;
    }
}

on_both!(a_browser_stays_known_after_signing_out_and_when_its_sessions_are_ended);
async fn a_browser_stays_known_after_signing_out_and_when_its_sessions_are_ended(world: World) {
    let ada = world.browser();
    let first = ada.verify("ada@example.com").await;
    let token = first.cookie("nl_browser").unwrap().to_owned();
    ada.call("POST", "/v1/auth/logout").await.ok();
    assert_eq!(ada.jar.get("nl_browser"), Some(token.clone()));
    let again = ada.verify("ada@example.com").await;
    assert_eq!(again.cookie("nl_browser"), Some(token.as_str()), "for another year");
    assert_eq!(world.count("known_browsers", "1 = 1").await, 1);
}

on_both!(a_token_that_the_address_does_not_know_is_replaced);
async fn a_token_that_the_address_does_not_know_is_replaced(world: World) {
    let eve = world.browser();
    eve.sign_in("eve@example.com").await;
    let planted = eve.jar.get("nl_browser").unwrap();
    let ada = world.browser();
    ada.jar.set("nl_browser", &planted);
    ada.sign_in("ada@example.com").await;
    assert_ne!(ada.jar.get("nl_browser"), Some(planted));
    world.forward(Span::from_secs(3_600));
    for _ in 0..5 {
        world.anonymous().start("ada@example.com").await;
    }
    start(&eve, "ada@example.com").await.is_error(429, "rate_limited");
    start(&ada, "ada@example.com").await.ok();
}

on_both!(a_cookie_that_is_none_of_ours_is_like_no_cookie);
async fn a_cookie_that_is_none_of_ours_is_like_no_cookie(world: World) {
    for forged in ["", "x", &"0".repeat(64), &"F".repeat(64)] {
        let browser = world.browser();
        browser.jar.set("nl_browser", forged);
        browser.sign_in("ada@example.com").await;
        assert_ne!(browser.jar.get("nl_browser").unwrap(), forged);
        world.forward(Span::from_secs(3_600));
    }
}

on_both!(a_browser_that_was_not_used_for_a_year_is_forgotten);
async fn a_browser_that_was_not_used_for_a_year_is_forgotten(world: World) {
    let ada = world.browser();
    ada.sign_in("ada@example.com").await;
    let token = ada.jar.get("nl_browser").unwrap();
    world.forward(Span::from_days(364));
    ada.sign_in("ada@example.com").await;
    assert_eq!(ada.jar.get("nl_browser"), Some(token.clone()));
    world.forward(Span::from_days(365));
    ada.sign_in("ada@example.com").await;
    assert_ne!(ada.jar.get("nl_browser"), Some(token));
    world.http.site().purge(&tokio_util::sync::CancellationToken::new()).await.unwrap();
    assert_eq!(world.count("known_browsers", "1 = 1").await, 1);
}
