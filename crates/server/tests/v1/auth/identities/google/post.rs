//! `POST /v1/auth/identities/google`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, TestProvider, World};

const PATH: &str = "/v1/auth/identities/google";

on_both!(an_added_google_account_signs_in_to_the_account);
async fn an_added_google_account_signs_in_to_the_account(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let ada = world.member("ada@example.com").await;
    world.mails().await;
    let page = ada.to_link_google().await;
    ada.get(&provider.agree(&page, "ada@gmail.example")).await.leads_to("/?linked=google");
    let mail = world.mail_about("A new way to sign in").await;
    assert_eq!(mail.to().as_str(), "ada@example.com");
    assert!(mail.text().contains("the Google account ada@gmail.example"), "{mail:?}");
    let held = ada.get("/v1/auth/identities").await.ok();
    assert_eq!(held["items"][1]["provider"], "google");
    assert_eq!(held["items"][1]["subject"], "ada@gmail.example");
    assert_eq!(ada.get("/v1/auth/me").await.ok()["user"]["email"], "ada@example.com");
    let browser = world.browser();
    browser.google(&provider, "ada@gmail.example").await.leads_to("/");
    assert_eq!(browser.me().await["user"]["id"].as_str().unwrap(), ada.id());
    // Again is no error, and it can be given up like every other.
    let page = ada.to_link_google().await;
    ada.get(&provider.agree(&page, "ada@gmail.example")).await.leads_to("/?linked=google");
    let id = held["items"][1]["id"].as_str().unwrap();
    ada.delete(&format!("/v1/auth/identities/{id}")).await.ok();
    browser.google(&provider, "ada@gmail.example").await.leads_to("/");
    assert_ne!(browser.me().await["user"]["id"].as_str().unwrap(), ada.id());
}

on_both!(what_signs_in_to_another_account_is_refused);
async fn what_signs_in_to_another_account_is_refused(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    world.browser().google(&provider, "bob@example.com").await.leads_to("/");
    let ada = world.member("ada@example.com").await;
    let page = ada.to_link_google().await;
    let answer = ada.get(&provider.agree(&page, "bob@example.com")).await;
    answer.leads_to("/?error=google_identity_taken");
    assert_eq!(ada.get("/v1/auth/identities").await.ok()["items"].as_array().unwrap().len(), 1);
}

on_both!(only_the_session_that_asked_gets_it);
async fn only_the_session_that_asked_gets_it(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let (ada, eve) = (world.member("ada@example.com").await, world.member("eve@example.com").await);
    let page = eve.to_link_google().await;
    let back = provider.agree(&page, "eve@gmail.example");
    // Her cookies and her answer, planted in another member's browser.
    for name in ["nl_google_state", "nl_google_verifier"] {
        ada.jar.set(name, &eve.jar.get(name).unwrap());
    }
    ada.get(&back).await.leads_to("/?error=google_state");
    // In a browser where nobody is signed in it is no sign-in either.
    let nobody = world.browser();
    for name in ["nl_google_state", "nl_google_verifier"] {
        nobody.jar.set(name, &eve.jar.get(name).unwrap());
    }
    let answer = nobody.open(&back).await;
    answer.leads_to("/?error=google_state");
    assert_eq!(nobody.jar.get("nl_session"), None);
    // Nor when its account has signed in anew meanwhile: that is another session.
    let again = world.member("eve@example.com").await;
    for name in ["nl_google_state", "nl_google_verifier"] {
        again.jar.set(name, &eve.jar.get(name).unwrap());
    }
    again.get(&back).await.leads_to("/?error=google_state");
    assert_eq!(world.count("identities", "provider = 'google'").await, 0);
    eve.get(&back).await.leads_to("/?linked=google");
}

on_both!(a_sign_in_that_was_begun_does_not_add_anything_to_the_session);
async fn a_sign_in_that_was_begun_does_not_add_anything_to_the_session(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    let ada = browser.sign_in("ada@example.com").await;
    browser.google(&provider, "gmail@example.com").await.leads_to("/");
    assert_ne!(browser.me().await["user"]["id"].as_str().unwrap(), ada.id());
    let held = world.member("ada@example.com").await.get("/v1/auth/identities").await.ok();
    assert_eq!(held["items"].as_array().unwrap().len(), 1);
}

on_both!(adding_needs_a_fresh_sign_in_before_and_after_the_visit);
async fn adding_needs_a_fresh_sign_in_before_and_after_the_visit(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let ada = world.member("ada@example.com").await;
    let page = ada.to_link_google().await;
    let back = provider.agree(&page, "ada@gmail.example");
    world.forward(Span::from_secs(900));
    ada.get(&back).await.leads_to("/?error=google_fresh_sign_in_required");
    ada.call("POST", PATH).await.is_error(403, "fresh_sign_in_required");
    world.anonymous().call("POST", PATH).await.is_error(401, "unauthenticated");
    assert_eq!(world.count("identities", "provider = 'google'").await, 0);
}

on_both!(an_account_of_the_product_adds_google_as_its_first_way_from_any_session);
async fn an_account_of_the_product_adds_google_as_its_first_way_from_any_session(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let token = world.link_token("customer-42").await;
    let body = json!({ "token": token });
    let customer = world.member_of(&world.anonymous().post("/v1/auth/link/verify", &body).await);
    let page = customer.to_link_google().await;
    customer.get(&provider.agree(&page, "c@example.com")).await.leads_to("/?linked=google");
    let me = customer.get("/v1/auth/me").await.ok();
    assert_eq!(me["user"]["email"], "c@example.com");
    customer.call("POST", PATH).await.is_error(403, "fresh_sign_in_required");
}

on_both!(without_a_provider_or_with_one_that_is_down_there_is_nowhere_to_go);
async fn without_a_provider_or_with_one_that_is_down_there_is_nowhere_to_go(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.call("POST", PATH).await.is_error(503, "google_disabled");
    let world = world.with(|setup| setup.google_issuer = Some("http://127.0.0.1:9".to_owned()));
    let ada = ada.moved_to(&world);
    ada.call("POST", PATH).await.is_error(503, "google_unavailable");
}

on_both!(the_page_after_a_sign_in_may_be_the_products);
async fn the_page_after_a_sign_in_may_be_the_products(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let world = world.with(|setup| setup.post_login_url = "https://shop.example/in?a=b#top");
    let browser = world.browser();
    browser.google(&provider, "ada@example.com").await.leads_to("https://shop.example/in?a=b#top");
    let body = json!({ "token": world.link_token("customer-42").await });
    let customer = world.member_of(&world.anonymous().post("/v1/auth/link/verify", &body).await);
    let page = customer.to_link_google().await;
    let back = provider.agree(&page, "c@example.com");
    customer.get(&back).await.leads_to("https://shop.example/in?a=b&linked=google#top");
}
