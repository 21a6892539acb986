//! `GET /r/{code}`: where it leads and what it leaves in the browser.

use axum::http::Method;
use triport_domain::program::ReplacedSlugs;
use triport_domain::time::Span;

use crate::support::{Caller, World};

/// What the usual landing page becomes for a code.
fn landing(code: &str) -> String {
    format!("https://shop.example.com/welcome?lang=en&ref={code}#top")
}

const PLAIN: &str = "https://shop.example.com/welcome?lang=en#top";

on_both!(a_link_leads_to_the_landing_page_and_leaves_two_cookies);
async fn a_link_leads_to_the_landing_page_and_leaves_two_cookies(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let answer = world.browser().open("/r/trip-with-me").await;
    assert_eq!(answer.status, 302);
    assert_eq!(answer.header("location"), landing("trip-with-me"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(
        answer.cookies(),
        [
            "ref_code=trip-with-me; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000",
            "ref_touch=1772366400000000./welcome; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000",
        ]
    );
    assert!(answer.body.is_empty());
}

on_both!(behind_https_and_with_a_domain_the_cookies_say_so);
async fn behind_https_and_with_a_domain_the_cookies_say_so(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let world = world.with(|setup| {
        setup.public_url = "https://api.example.com";
        setup.cookie_domain = Some("example.com");
        setup.landing_url = "https://example.com";
    });
    let answer = world.browser().open("/r/trip-with-me").await;
    assert_eq!(answer.header("location"), "https://example.com/?ref=trip-with-me");
    let attributes = "HttpOnly; SameSite=Lax; Secure; Path=/; Domain=example.com; Max-Age=2592000";
    assert_eq!(
        answer.cookies(),
        [
            format!("ref_code=trip-with-me; {attributes}"),
            format!("ref_touch=1772366400000000./; {attributes}"),
        ]
    );
}

on_both!(other_parameters_of_the_link_travel_on);
async fn other_parameters_of_the_link_travel_on(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let path = "/r/trip-with-me?utm_source=mail%26more&ref=somebody-else&lang=de";
    let answer = world.browser().open(path).await;
    let expected = "https://shop.example.com/welcome?lang=en&ref=trip-with-me\
        &utm_source=mail%26more&lang=de#top";
    assert_eq!(answer.header("location"), expected);
    assert_eq!(answer.cookie("ref_code"), Some("trip-with-me"));
    let answer = world.browser().open("/r/nobody-has-it?utm_source=x&ref=y").await;
    let expected = "https://shop.example.com/welcome?lang=en&utm_source=x#top";
    assert_eq!(answer.header("location"), expected);
}

on_both!(every_spelling_of_a_code_is_its_one_form);
async fn every_spelling_of_a_code_is_its_one_form(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    for spelling in ["TRIP-With-Me", "%20trip-with-me%0A", "trip%2Dwith%2Dme"] {
        let answer = world.browser().open(&format!("/r/{spelling}")).await;
        assert_eq!(answer.header("location"), landing("trip-with-me"), "{spelling}");
        assert_eq!(answer.cookie("ref_code"), Some("trip-with-me"), "{spelling}");
    }
    let uid_code = ada.uid_code().await;
    let answer = world.browser().open(&format!("/r/{}", uid_code.to_uppercase())).await;
    assert_eq!(answer.cookie("ref_code"), Some(uid_code.as_str()));
}

on_both!(an_unknown_code_leads_there_all_the_same_and_leaves_nothing);
async fn an_unknown_code_leads_there_all_the_same_and_leaves_nothing(world: World) {
    let long = "x".repeat(4_000);
    for code in ["nobody-has-it", "x", "a_b", "%00", "%ff", "a%2Fb", "%E2%84%AA", long.as_str()] {
        let answer = world.browser().open(&format!("/r/{code}")).await;
        assert_eq!((answer.status, answer.header("location")), (302, PLAIN), "{code}");
        assert!(answer.cookies().is_empty(), "{code}");
    }
    assert_eq!(world.flush().await, 0);
}

on_both!(an_unknown_code_keeps_what_the_browser_holds);
async fn an_unknown_code_keeps_what_the_browser_holds(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let browser = world.browser();
    browser.follow("trip-with-me").await;
    browser.follow("nobody-has-it").await;
    assert_eq!(browser.jar.get("ref_code").as_deref(), Some("trip-with-me"));
}

on_both!(an_alias_works_as_long_as_the_programme_says_so);
async fn an_alias_works_as_long_as_the_programme_says_so(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("old-name").await.ok();
    ada.set_slug("new-name").await.ok();
    let answer = world.browser().open("/r/old-name").await;
    assert_eq!(answer.header("location"), landing("old-name"));
    assert_eq!(answer.cookie("ref_code"), Some("old-name"));
    let strict = world.with(|setup| setup.replaced_slugs = ReplacedSlugs::Off);
    let answer = strict.browser().open("/r/old-name").await;
    assert_eq!((answer.header("location"), answer.cookies().len()), (PLAIN, 0));
    assert_eq!(strict.browser().follow("new-name").await, landing("new-name"));
}

on_both!(a_disabled_code_is_unknown_within_a_second);
async fn a_disabled_code_is_unknown_within_a_second(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    assert_eq!(world.browser().follow("trip-with-me").await, landing("trip-with-me"));
    ada.delete("/v1/referrals/code").await.ok();
    world.forward(Span::from_secs(1));
    assert_eq!(world.browser().follow("trip-with-me").await, PLAIN);
    ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(1));
    assert_eq!(world.browser().follow("trip-with-me").await, landing("trip-with-me"));
}

on_both!(other_methods_are_not_there_and_a_head_changes_nothing);
async fn other_methods_are_not_there_and_a_head_changes_nothing(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = world.browser().call(method.as_str(), "/r/trip-with-me").await;
        answer.is_error(405, "method_not_allowed");
    }
    let head = world.browser().call("HEAD", "/r/trip-with-me").header("user-agent", "curl/8").await;
    assert_eq!((head.status, head.header("location")), (302, landing("trip-with-me").as_str()));
    assert!(head.cookies().is_empty());
    assert_eq!(world.flush().await, 0);
    for path in ["/r", "/r/", "/r/a/b"] {
        world.browser().open(path).await.is_error(404, "not_found");
    }
}

on_both!(without_its_database_a_link_still_leads_to_the_landing_page_with_the_code);
async fn without_its_database_a_link_still_leads_to_the_landing_page_with_the_code(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    world.database.run("ALTER TABLE code_claims RENAME TO away").await;
    let answer = world.browser().open("/r/Trip-With-Me").await;
    assert_eq!((answer.status, answer.header("location")), (302, landing("trip-with-me").as_str()));
    assert!(answer.cookies().is_empty());
}
