//! The address that a provider vouches for.

use serde_json::{Value, json};

use crate::support::{Caller, TestProvider, World};

on_both!(an_address_that_the_provider_does_not_vouch_for_signs_nobody_in);
async fn an_address_that_the_provider_does_not_vouch_for_signs_nobody_in(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    for in_token in [true, false] {
        provider.renew(&json!({ "inToken": in_token }));
        world.forward(triport_domain::time::Span::from_secs(60));
        for claims in [
            json!({ "email_verified": false }),
            json!({ "email_verified": null }),
            json!({ "email": null }),
            json!({ "email": "no address" }),
        ] {
            provider.person("ada@example.com", &claims);
            let answer = world.browser().google(&provider, "ada@example.com").await;
            answer.turns_away("google_email_unverified");
        }
    }
    assert_eq!(world.count("accounts", "1 = 1").await, 0);
}

on_both!(an_address_that_signs_in_by_mail_is_never_merged);
async fn an_address_that_signs_in_by_mail_is_never_merged(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let ada = world.member("ada@example.com").await;
    let answer = world.browser().google(&provider, "ADA@example.com").await;
    answer.turns_away("google_email_taken");
    // An address that the product has verified is one of those.
    let pushed = json!({ "email": "bob@example.com", "email_verified": true });
    world.operator().push_user("customer-42", &pushed).await;
    let answer = world.browser().google(&provider, "bob@example.com").await;
    answer.turns_away("google_email_taken");
    // One that it has merely said is not.
    world.operator().push_user("customer-43", &json!({ "email": "eve@example.com" })).await;
    world.browser().google(&provider, "eve@example.com").await.leads_to("/");
    // By mail she gets in, adds Google, and from then on it signs her in.
    let page = ada.to_link_google().await;
    let back = provider.agree(&page, "ADA@example.com");
    ada.get(&back).await.leads_to("/?linked=google");
    let browser = world.browser();
    browser.google(&provider, "ADA@example.com").await.leads_to("/");
    assert_eq!(browser.me().await["user"]["id"].as_str().unwrap(), ada.id());
}

on_both!(an_account_is_found_by_subject_whatever_becomes_of_the_address);
async fn an_account_is_found_by_subject_whatever_becomes_of_the_address(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    browser.google(&provider, "ada@example.com").await.leads_to("/");
    let id = browser.me().await["user"]["id"].clone();
    // She gets another address, and somebody else hers.
    provider.person("ada@example.com", &json!({ "email": "countess@example.com" }));
    provider.person("eve@example.com", &json!({ "email": "ada@example.com" }));
    let again = world.browser();
    again.google(&provider, "ada@example.com").await.leads_to("/");
    let me = again.me().await;
    assert_eq!((&me["user"]["id"], &me["user"]["email"]), (&id, &json!("countess@example.com")));
    let held: Value = again.get("/v1/auth/identities").await.ok();
    assert_eq!(held["items"][0]["subject"], "countess@example.com");
    assert_eq!(held["items"][0]["provider"], "google");
    let eve = world.browser();
    eve.google(&provider, "eve@example.com").await.leads_to("/");
    assert_ne!(eve.me().await["user"]["id"], id);
}

on_both!(what_signed_in_at_another_provider_is_somebody_else);
async fn what_signed_in_at_another_provider_is_somebody_else(world: World) {
    let (one, other) = (TestProvider::start(), TestProvider::start());
    let mut ids = Vec::new();
    for provider in [&one, &other] {
        let world = world.with_google(provider);
        let browser = world.browser();
        browser.google(provider, "ada@example.com").await.leads_to("/");
        ids.push(browser.me().await["user"]["id"].clone());
    }
    assert_ne!(ids[0], ids[1]);
}

on_both!(an_account_that_only_google_signs_in_to_is_told_and_exported);
async fn an_account_that_only_google_signs_in_to_is_told_and_exported(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    browser.google(&provider, "ada@example.com").await.leads_to("/");
    let held = browser.get("/v1/auth/me/export").await;
    let export = String::from_utf8_lossy(&held.body).into_owned();
    assert!(export.contains("ada@example.com"), "{export}");
    assert!(export.contains(&provider.issuer), "{export}");
    let wallet = crate::support::TestWallet::evm(7).answered(&world).await;
    assert_eq!(browser.post("/v1/auth/identities/wallet", &wallet).await.status, 201);
    let mail = world.mail_about("A new way to sign in").await;
    assert_eq!(mail.to().as_str(), "ada@example.com");
}
