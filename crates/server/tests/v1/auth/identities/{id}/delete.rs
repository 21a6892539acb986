//! `DELETE /v1/auth/identities/{id}`.

use futures_util::future::join_all;
use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, TestWallet, World};

/// The path of each identity, the oldest first.
async fn paths(member: &SignedIn<'_>) -> Vec<String> {
    let listed = member.get("/v1/auth/identities").await.ok();
    let items = listed["items"].as_array().unwrap().iter();
    items.map(|item| format!("/v1/auth/identities/{}", item["id"].as_str().unwrap())).collect()
}

async fn with_wallet(world: &World) -> SignedIn<'_> {
    let ada = world.member("ada@example.com").await;
    let body = TestWallet::evm(7).answered(world).await;
    assert_eq!(ada.post("/v1/auth/identities/wallet", &body).await.status, 201);
    ada
}

on_both!(what_was_given_up_signs_in_no_more_and_is_free);
async fn what_was_given_up_signs_in_no_more_and_is_free(world: World) {
    let ada = with_wallet(&world).await;
    let [email, wallet] = paths(&ada).await.try_into().unwrap();
    ada.delete(&email).await.is_ok(&json!({ "ok": true }));
    ada.delete(&email).await.is_error(404, "identity_not_found");
    let me = ada.get("/v1/auth/me").await.ok();
    assert_eq!(me["user"]["email"], Value::Null, "no mail to an address that was given up");
    ada.delete(&wallet).await.is_error(409, "last_identity");
    let other = world.member("ada@example.com").await;
    assert_ne!(other.id(), ada.id());
}

on_both!(of_two_that_are_given_up_at_once_one_stays);
async fn of_two_that_are_given_up_at_once_one_stays(world: World) {
    let ada = with_wallet(&world).await;
    let paths = paths(&ada).await;
    let answers = join_all(paths.iter().map(|path| async { ada.delete(path).await })).await;
    let given_up = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().find(|answer| answer.status != 200).unwrap();
    refused.is_error(409, "last_identity");
    assert_eq!(given_up, 1);
    assert_eq!(world.database.number("SELECT count(*) FROM identity_claims").await, 1);
    assert_eq!(world.database.number("SELECT count(*) FROM identities").await, 1);
}

on_both!(giving_up_needs_a_fresh_sign_in_and_an_identity_of_ones_own);
async fn giving_up_needs_a_fresh_sign_in_and_an_identity_of_ones_own(world: World) {
    let ada = with_wallet(&world).await;
    let bob = world.member("bob@example.com").await;
    let own = paths(&ada).await.remove(1);
    bob.delete(&own).await.is_error(404, "identity_not_found");
    for none in ["none", "01999c3d-f2a6-7e08-b4c3-91d5e8f60a2b", "%FF"] {
        let path = format!("/v1/auth/identities/{none}");
        ada.delete(&path).await.is_error(404, "identity_not_found");
    }
    world.anonymous().delete(&own).await.is_error(401, "unauthenticated");
    world.forward(Span::from_secs(900));
    ada.delete(&own).await.is_error(403, "fresh_sign_in_required");
    let fresh = world.member("ada@example.com").await;
    fresh.delete(&own).await.ok();
}
