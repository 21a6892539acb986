//! `GET /v1/auth/google/callback`.

use serde_json::{Value, json};

use crate::support::{Caller, TestProvider, World};

pub(super) const PATH: &str = "/v1/auth/google/callback";

on_both!(a_google_account_signs_in_and_is_found_again);
async fn a_google_account_signs_in_and_is_found_again(world: World) {
    // With the address in the token, and asked for; signed in every way that people use.
    for (alg, in_token) in [("RS256", true), ("RS256", false), ("ES256", true), ("PS256", true)] {
        let provider = TestProvider::start();
        let world = world.with_google(&provider);
        provider.renew(&json!({ "alg": alg, "inToken": in_token }));
        let name = format!("Ada.{alg}.{in_token}@Example.com");
        let browser = world.browser();
        let first = browser.google(&provider, &name).await;
        first.leads_to("/");
        let me = browser.me().await;
        assert_eq!(
            (&me["provider"], &me["user"]["email"]),
            (&json!("google"), &json!(name.to_lowercase()))
        );
        assert!(me["user"]["display_name"].as_str().unwrap().starts_with("Member "));
        let other = world.browser();
        other.google(&provider, &name).await.leads_to("/");
        assert_eq!(other.me().await["user"], me["user"]);
    }
    assert_eq!(world.count("accounts", "1 = 1").await, 4);
    assert_eq!(world.count("identities", "provider = 'google' AND label IS NOT NULL").await, 4);
}

on_both!(a_first_sign_in_consumes_the_referral_and_a_later_one_rotates_the_session);
async fn a_first_sign_in_consumes_the_referral_and_a_later_one_rotates_the_session(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let inviter = world.member("inviter@example.com").await;
    world.forward(triport_domain::time::Span::from_secs(1));
    let browser = world.browser();
    browser.follow(&inviter.uid_code().await).await;
    browser.google(&provider, "bob@example.com").await.leads_to("/");
    assert_eq!(browser.jar.get("ref_code"), None, "consumed");
    let shown = browser.get("/v1/referrals/attribution").await.ok();
    assert_eq!(shown["attributed"], true);
    let known = browser.jar.get("nl_browser").unwrap();
    let before = browser.jar.get("nl_session").unwrap();
    world.mails().await;
    browser.google(&provider, "bob@example.com").await.leads_to("/");
    let after = browser.jar.get("nl_session").unwrap();
    assert_ne!(before, after);
    let ended =
        world.anonymous().get("/v1/auth/me").header("cookie", &format!("nl_session={before}"));
    ended.await.is_error(401, "unauthenticated");
    assert_eq!(browser.jar.get("nl_browser").unwrap(), known);
    assert!(world.mails().await.is_empty(), "the browser is known");
    // From another one the account is told, at the address that Google vouches for.
    world.browser().google(&provider, "bob@example.com").await.leads_to("/");
    let mail = world.mail_about("A sign-in from a new browser").await;
    assert_eq!(mail.to().as_str(), "bob@example.com");
}

on_both!(a_return_that_was_not_begun_in_this_browser_signs_nobody_in);
async fn a_return_that_was_not_begun_in_this_browser_signs_nobody_in(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    let page = browser.to_google().await;
    let back = provider.agree(&page, "ada@example.com");
    // Somebody else's browser, with no cookies, with its own, and with half of them.
    world.browser().open(&back).await.turns_away("google_state");
    let other = world.browser();
    other.to_google().await;
    other.open(&back).await.turns_away("google_state");
    for missing in ["nl_google_state", "nl_google_verifier"] {
        let half = world.browser();
        for name in ["nl_google_state", "nl_google_verifier"] {
            half.jar.set(name, &browser.jar.get(name).unwrap());
        }
        half.jar.remove(missing);
        half.open(&back).await.turns_away("google_state");
    }
    assert_eq!(world.count("accounts", "1 = 1").await, 0);
    // Whose it is comes in, once.
    browser.open(&back).await.leads_to("/");
    browser.open(&back).await.turns_away("google_state");
}

on_both!(a_code_that_is_replayed_signs_nobody_in);
async fn a_code_that_is_replayed_signs_nobody_in(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    let page = browser.to_google().await;
    let (state, verifier) =
        (browser.jar.get("nl_google_state"), browser.jar.get("nl_google_verifier"));
    let back = provider.agree(&page, "ada@example.com");
    browser.open(&back).await.leads_to("/");
    // With everything that the first one had.
    let thief = world.browser();
    thief.jar.set("nl_google_state", &state.unwrap());
    thief.jar.set("nl_google_verifier", &verifier.unwrap());
    thief.open(&back).await.turns_away("google_failed");
    // And a code that was intercepted is worth nothing without the proof key.
    let victim = world.browser();
    let page = victim.to_google().await;
    let back = provider.agree(&page, "ada@example.com");
    let thief = world.browser();
    thief.jar.set("nl_google_state", &victim.jar.get("nl_google_state").unwrap());
    thief.jar.set("nl_google_verifier", &"0".repeat(64));
    thief.open(&back).await.turns_away("google_failed");
}

on_both!(whoever_does_not_agree_is_told_so);
async fn whoever_does_not_agree_is_told_so(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    let page = browser.to_google().await;
    browser.open(&provider.deny(&page)).await.turns_away("google_denied");
    for (error, tag) in [
        ("access_denied", "google_denied"),
        ("temporarily_unavailable", "google_unavailable"),
        ("invalid_scope", "google_failed"),
        ("%3Cscript%3E", "google_failed"),
    ] {
        browser.to_google().await;
        let state = browser.jar.get("nl_google_state").unwrap();
        let back = format!("{PATH}?error={error}&state={state}");
        browser.open(&back).await.turns_away(tag);
    }
}

on_both!(a_parameter_that_is_missing_twice_there_or_anothers_is_no_answer);
async fn a_parameter_that_is_missing_twice_there_or_anothers_is_no_answer(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    for (query, tag) in [
        ("", "google_state"),
        ("?code=a", "google_state"),
        ("?code=a&state=", "google_state"),
        ("?code=a&state=STATE&state=STATE", "google_state"),
        ("?state=STATE", "google_failed"),
        ("?state=STATE&code=", "google_failed"),
        ("?state=STATE&code=a&code=b", "google_failed"),
        ("?state=STATE&code=a&iss=https://evil.example", "google_failed"),
        ("?state=STATE&code=unknown", "google_failed"),
    ] {
        let browser = world.browser();
        browser.to_google().await;
        let state = browser.jar.get("nl_google_state").unwrap();
        let answer = browser.open(&format!("{PATH}{}", query.replace("STATE", &state))).await;
        answer.turns_away(tag);
    }
    assert_eq!(world.count("sessions", "1 = 1").await, 0);
}

on_both!(somebody_whose_account_was_erased_comes_back_as_a_new_one);
async fn somebody_whose_account_was_erased_comes_back_as_a_new_one(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let inviter = world.member("inviter@example.com").await;
    world.forward(triport_domain::time::Span::from_secs(1));
    let browser = world.browser();
    browser.google(&provider, "ada@example.com").await.leads_to("/");
    let id = browser.me().await["user"]["id"].clone();
    assert_eq!(browser.delete("/v1/auth/me").await.status, 200);
    for table in ["identities", "identity_claims"] {
        assert_eq!(world.count(table, "1 = 1").await, 1, "only the inviter's is left in {table}");
    }
    // By Google, and by mail with the address that Google had told: neither brings anybody anything.
    for again in [true, false] {
        let browser = world.browser();
        browser.follow(&inviter.uid_code().await).await;
        if again {
            browser.google(&provider, "ada@example.com").await.leads_to("/");
        } else {
            browser.sign_in("ada@example.com").await;
        }
        assert_ne!(browser.me().await["user"]["id"], id);
        let shown: Value = browser.get("/v1/referrals/attribution").await.ok();
        assert_eq!(shown["attributed"], false, "{shown}");
        assert_eq!(browser.delete("/v1/auth/me").await.status, 200);
    }
}

on_both!(a_network_brings_at_most_a_hundred_codes_an_hour);
async fn a_network_brings_at_most_a_hundred_codes_an_hour(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    let browser = world.browser();
    browser.to_google().await;
    let (state, verifier) = ("s", "0".repeat(64));
    let cookies = format!("nl_google_state={state}; nl_google_verifier={verifier}");
    let come = |from: &'static str| {
        let call = world.anonymous().get(&format!("{PATH}?state={state}&code=made-up"));
        call.header("cookie", &cookies).from(from)
    };
    for _ in 0..100 {
        come("198.51.100.7").await.turns_away("google_failed");
    }
    come("198.51.100.9").await.turns_away("google_rate_limited");
    come("203.0.113.7").await.turns_away("google_failed");
    assert_eq!(provider.calls("/token"), 101);
    world.forward(triport_domain::time::Span::from_secs(3_600));
    come("198.51.100.7").await.turns_away("google_failed");
}
