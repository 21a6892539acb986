//! What becomes of the names of an account that is erased: its addresses, its codes, the product's id.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

async fn claim(member: &SignedIn<'_>, code: &str) -> serde_json::Value {
    member.post("/v1/referrals/claim", &json!({ "code": code })).await.ok()
}

on_both!(codes_of_an_erased_account_bring_nobody);
async fn codes_of_an_erased_account_bring_nobody(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("first-of-ada").await.ok();
    ada.set_slug("of-ada").await.ok();
    let codes = ["of-ada".to_owned(), "first-of-ada".to_owned(), ada.uid_code().await];
    world.forward(Span::from_secs(1));
    ada.delete("/v1/auth/me").await.ok();
    let bob = world.member("bob@example.com").await;
    world.forward(Span::from_secs(1));
    for code in &codes {
        let browser = world.browser();
        browser.follow(code).await;
        assert_eq!(browser.jar.get("ref_code"), None, "{code}");
        assert_eq!(claim(&bob, code).await["reason"], "unknown_code", "{code}");
    }
}

on_both!(codes_of_an_erased_account_go_to_nobody_else);
async fn codes_of_an_erased_account_go_to_nobody_else(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("first-of-ada").await.ok();
    ada.set_slug("of-ada").await.ok();
    ada.delete("/v1/auth/me").await.ok();
    let returned = world.member("ada@example.com").await;
    for member in [&bob, &returned] {
        for slug in ["of-ada", "first-of-ada", " Of-Ada "] {
            member.set_slug(slug).await.is_error(409, "slug_taken");
        }
        let checked = member.get("/v1/referrals/code/check?slug=of-ada").await.ok();
        assert_eq!(checked["reason"], "slug_taken");
    }
    assert_eq!(bob.codes().await.len(), 1, "a refusal leaves nothing");
    bob.set_slug("of-bob").await.ok();
}

on_both!(whoever_comes_back_is_somebody_new_whom_nobody_brings);
async fn whoever_comes_back_is_somebody_new_whom_nobody_brings(world: World) {
    let bob = world.member("bob@example.com").await;
    bob.set_slug("of-bob").await.ok();
    world.forward(Span::from_secs(1));
    let browser = world.browser();
    browser.jar.set("ref_code", "of-bob");
    let ada = browser.sign_in("ada@example.com").await;
    assert_eq!(ada.get("/v1/referrals/attribution").await.ok()["attributed"], true);
    ada.delete("/v1/auth/me").await.ok();
    // With the cookie at the sign-up, by typing, by an operator: once was enough.
    browser.jar.set("ref_code", "of-bob");
    let again = browser.sign_in("Ada@Example.com").await;
    assert_ne!(again.id(), ada.id());
    assert_eq!(browser.jar.get("ref_code"), None, "the cookie has done its work");
    let shown = again.get("/v1/referrals/attribution").await.ok();
    assert_eq!(shown["refusals"][0]["reason"], "erased_before");
    assert_eq!(claim(&again, "of-bob").await["reason"], "erased_before");
    let body = json!({ "invitee": { "user_id": again.id() }, "code": "of-bob" });
    let by_operator = world.operator().post("/v1/admin/referrals/attributions", &body).await.ok();
    assert_eq!(by_operator["reason"], "erased_before");
    assert_eq!(bob.get("/v1/referrals/me").await.ok()["signups"], 1);
    // It may bring others.
    let code = again.uid_code().await;
    world.forward(Span::from_secs(1));
    let carol = world.member("carol@example.com").await;
    assert_eq!(claim(&carol, &code).await["attributed"], true);
}

on_both!(an_address_that_the_product_brings_again_is_known_as_well);
async fn an_address_that_the_product_brings_again_is_known_as_well(world: World) {
    let bob = world.member("bob@example.com").await;
    bob.set_slug("of-bob").await.ok();
    let ada = world.member("ada@example.com").await;
    ada.delete("/v1/auth/me").await.ok();
    world.forward(Span::from_secs(1));
    for (number, verified) in [true, false].into_iter().enumerate() {
        let push = json!({ "email": "ada@example.com", "email_verified": verified,
                           "ref_code": "of-bob" });
        let path = format!("/v1/admin/users/again-{number}");
        let pushed = world.operator().put(&path, &push).await;
        assert_eq!(pushed.status, 201, "{pushed:?}");
        assert_eq!(pushed.json()["attribution"]["reason"], "erased_before", "{verified}");
    }
}

on_both!(an_id_of_the_product_that_was_erased_is_not_pushed_again);
async fn an_id_of_the_product_that_was_erased_is_not_pushed_again(world: World) {
    let operator = world.operator();
    let first = operator.push_user("customer-42", &json!({ "display_name": "Ada" })).await;
    operator.delete("/v1/admin/users/ext:customer-42").await.ok();
    let push = json!({ "display_name": "Ada", "email": "ada@example.com" });
    let again = operator.put("/v1/admin/users/customer-42", &push).await;
    again.is_error(409, "user_erased");
    assert_eq!(world.count("accounts", "display_name = 'Ada' OR email IS NOT NULL").await, 0);
    assert_eq!(world.count("accounts", "1 = 1").await, 1, "a refusal leaves nothing");
    // It is still found, as what it is.
    let shown = operator.get("/v1/admin/referrals/users/ext:customer-42").await.ok();
    assert_eq!(shown["user_id"], first["id"]);
    assert!(shown["erased_at"].is_string(), "{shown}");
    assert_eq!(shown["codes"][0]["State"], "erased");
    for path in ["tier", "freeze-payouts"] {
        let path = match path {
            "tier" => "/v1/admin/referrals/users/ext:customer-42/tier",
            _ => "/v1/admin/users/ext:customer-42/freeze-payouts",
        };
        let body = json!({ "tier": 2, "reason": "why" });
        operator.post(path, &body).await.is_error(404, "user_not_found");
    }
}

on_both!(an_invitee_sees_that_its_inviter_is_gone_and_not_who_it_was);
async fn an_invitee_sees_that_its_inviter_is_gone_and_not_who_it_was(world: World) {
    let pair = world.pair().await;
    pair.inviter.post("/v1/auth/me", &json!({ "display_name": "Ada Lovelace" })).await.ok();
    pair.inviter.delete("/v1/auth/me").await.ok();
    let shown = pair.invitee.get("/v1/referrals/attribution").await.ok();
    assert_eq!(shown["attributed"], true);
    assert_eq!(shown["inviter_display"], "Former member");
    assert_eq!(pair.invitee.get("/v1/referrals/me").await.ok()["inviter_display"], "Former member");
    // Its own name still changes, although nobody looks any more.
    pair.invitee.post("/v1/auth/me", &json!({ "display_name": "Bob" })).await.ok();
}

on_both!(whoever_is_invited_while_the_inviter_is_erased_is_invited_by_nobody_or_before);
async fn whoever_is_invited_while_the_inviter_is_erased_is_invited_by_nobody_or_before(
    world: World,
) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    for round in 0..6 {
        let ada = world.member(&format!("ada-{round}@example.com")).await;
        let code = ada.uid_code().await;
        world.forward(Span::from_secs(1));
        let bob = world.member(&format!("bob-{round}@example.com")).await;
        let (claimed, erased) = tokio::join!(claim(&bob, &code), ada.delete("/v1/auth/me"));
        erased.ok();
        let reasons = [json!(null), json!("unknown_code"), json!("internal")];
        assert!(reasons.contains(&claimed["reason"]), "{claimed}");
        let invited = world.count("accounts", "inviter_id IS NOT NULL").await;
        assert_eq!(world.count("invitees", "1 = 1").await, invited);
    }
}

on_both!(a_sign_in_and_an_erasure_at_once_leave_no_session_of_an_erased_account);
async fn a_sign_in_and_an_erasure_at_once_leave_no_session_of_an_erased_account(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    for round in 0..8 {
        let email = format!("ada-{round}@example.com");
        let ada = world.member(&email).await;
        let request_id = world.anonymous().start(&email).await;
        let code = world.last_code();
        let anonymous = world.anonymous();
        let (signed_in, erased) =
            tokio::join!(anonymous.verify(&request_id, &code), ada.delete("/v1/auth/me"));
        erased.ok();
        // Before it, or as somebody new; or the code went with the account.
        assert!([200, 400, 503].contains(&signed_in.status), "{signed_in:?}");
        let of_erased = "SELECT count(*) FROM session_claims c JOIN accounts a
                         ON a.user_id = c.user_id WHERE a.erased_at IS NOT NULL";
        assert_eq!(world.database.number(of_erased).await, 0);
    }
}
