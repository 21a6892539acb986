//! What a provider signs, and what it must not.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{TestProvider, World};

on_both!(a_token_that_is_not_for_this_visit_signs_nobody_in);
async fn a_token_that_is_not_for_this_visit_signs_nobody_in(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    for wrong in [
        json!({ "claims": { "nonce": "another" } }),
        json!({ "claims": { "nonce": null } }),
        json!({ "claims": { "aud": "somebody-else" } }),
        json!({ "claims": { "aud": ["triport", "somebody-else"] } }),
        json!({ "claims": { "iss": "https://evil.example" } }),
        json!({ "claims": { "exp": 1 } }),
        json!({ "claims": { "sub": "" } }),
        json!({ "claims": { "sub": "a".repeat(256) } }),
        json!({ "claims": { "sub": "a\u{a0}b" } }),
        // Signed with another key, with the secret that we share, and not at all.
        json!({ "key": "other" }),
        json!({ "alg": "HS256" }),
        json!({ "alg": "none" }),
    ] {
        provider.spoil(&wrong);
        let answer = world.browser().google(&provider, "ada@example.com").await;
        answer.turns_away("google_failed");
    }
    assert_eq!(world.count("accounts", "1 = 1").await, 0);
    provider.spoil(&json!(null));
    world.browser().google(&provider, "ada@example.com").await.leads_to("/");
}

on_both!(a_new_key_of_the_provider_is_fetched_when_it_is_used_and_not_more_than_once_a_minute);
async fn a_new_key_of_the_provider_is_fetched_when_it_is_used_and_not_more_than_once_a_minute(
    world: World,
) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    world.browser().google(&provider, "ada@example.com").await.leads_to("/");
    world.forward(Span::from_secs(60));
    provider.renew(&json!({}));
    world.browser().google(&provider, "ada@example.com").await.leads_to("/");
    assert_eq!(provider.calls("/jwks"), 2);
    // Another one so soon: whoever can make it up cannot have us ask without end.
    provider.renew(&json!({}));
    for _ in 0..3 {
        let answer = world.browser().google(&provider, "ada@example.com").await;
        answer.turns_away("google_failed");
    }
    assert_eq!(provider.calls("/jwks"), 2);
    world.forward(Span::from_secs(60));
    world.browser().google(&provider, "ada@example.com").await.leads_to("/");
    assert_eq!(provider.calls("/jwks"), 3);
}

on_both!(a_provider_that_goes_down_on_the_way_is_told_in_words);
async fn a_provider_that_goes_down_on_the_way_is_told_in_words(world: World) {
    let provider = TestProvider::start();
    let world = world.with_google(&provider);
    for trouble in ["errors", "hangs"] {
        let browser = world.browser();
        let page = browser.to_google().await;
        let back = provider.agree(&page, "ada@example.com");
        provider.trouble(&json!(trouble));
        browser.open(&back).await.turns_away("google_unavailable");
        provider.trouble(&json!(null));
    }
    world.browser().google(&provider, "ada@example.com").await.leads_to("/");
}
