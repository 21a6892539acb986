//! `POST /v1/auth/identities/email`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Answer, Caller, SignedIn, TestWallet, World};

const PATH: &str = "/v1/auth/identities/email";

/// Proves an address and adds it.
async fn link(world: &World, member: &SignedIn<'_>, email: &str) -> Answer {
    let request_id = world.anonymous().start(email).await;
    member.post(PATH, &json!({ "request_id": request_id, "code": world.last_code() })).await
}

on_both!(a_second_address_signs_in_to_the_same_account);
async fn a_second_address_signs_in_to_the_same_account(world: World) {
    let ada = world.member("ada@example.com").await;
    assert_eq!(link(&world, &ada, "ada@work.example").await.status, 201);
    let found = world.member("ada@work.example").await;
    assert_eq!(found.id(), ada.id());
    assert_eq!(found.user["email"], "ada@example.com", "the address it had still signs in");
    assert_eq!(link(&world, &ada, "ada@work.example").await.status, 200, "it has it already");
    assert_eq!(world.database.number("SELECT count(*) FROM identities").await, 2);
}

on_both!(an_account_without_an_address_gets_it);
async fn an_account_without_an_address_gets_it(world: World) {
    let signed_in = world.anonymous();
    let answer = signed_in.verify_wallet(&TestWallet::solana(7).answered(&world).await).await;
    let ada = world.member_of(&answer);
    link(&world, &ada, "ada@example.com").await;
    let me = ada.get("/v1/auth/me").await.ok();
    assert_eq!(me["user"]["email"], "ada@example.com");
    assert_eq!(world.member("ada@example.com").await.id(), ada.id());
}

on_both!(what_signs_in_to_another_account_stays_there_and_the_code_is_used_up);
async fn what_signs_in_to_another_account_stays_there_and_the_code_is_used_up(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let request_id = world.anonymous().start("bob@example.com").await;
    let body = json!({ "request_id": request_id, "code": world.last_code() });
    ada.post(PATH, &body).await.is_error(409, "identity_taken");
    ada.post(PATH, &body).await.is_error(400, "invalid_request");
    assert_eq!(world.member("bob@example.com").await.id(), bob.id());
    assert_eq!(ada.get("/v1/auth/identities").await.ok()["items"].as_array().unwrap().len(), 1);
}

on_both!(adding_needs_a_fresh_sign_in_before_the_code_is_tried);
async fn adding_needs_a_fresh_sign_in_before_the_code_is_tried(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(900));
    let request_id = world.anonymous().start("ada@work.example").await;
    let code = world.last_code();
    let body = json!({ "request_id": request_id, "code": code });
    ada.post(PATH, &body).await.is_error(403, "fresh_sign_in_required");
    let fresh = world.member("ada@example.com").await;
    assert_eq!(fresh.post(PATH, &body).await.status, 201, "the code was not touched");
}

on_both!(a_wrong_code_adds_nothing_and_counts);
async fn a_wrong_code_adds_nothing_and_counts(world: World) {
    let ada = world.member("ada@example.com").await;
    let request_id = world.anonymous().start("ada@work.example").await;
    let code = world.last_code();
    let wrong = json!({ "request_id": request_id, "code": "WRONG" });
    for _ in 0..5 {
        ada.post(PATH, &wrong).await.is_error(400, "invalid_code");
    }
    let right = json!({ "request_id": request_id, "code": code });
    ada.post(PATH, &right).await.is_error(400, "invalid_request");
    ada.post(PATH, &json!({})).await.is_error(400, "invalid_request");
    world.anonymous().post(PATH, &right).await.is_error(401, "unauthenticated");
}

on_both!(an_account_has_at_most_twenty_ways);
async fn an_account_has_at_most_twenty_ways(world: World) {
    let ada = world.member("ada@example.com").await;
    for number in 0..19 {
        let wallet = TestWallet::evm(number + 10);
        let body = wallet.answered(&world).await;
        assert_eq!(ada.post("/v1/auth/identities/wallet", &body).await.status, 201);
    }
    link(&world, &ada, "ada@work.example").await.is_error(409, "identity_limit_reached");
    assert_ne!(world.member("ada@work.example").await.id(), ada.id(), "the address stayed free");
}
