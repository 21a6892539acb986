//! `GET /v1/auth/identities`.

use serde_json::json;

use crate::support::{Caller, TestWallet, World};

on_both!(a_member_sees_its_ways_to_sign_in_and_nobody_elses);
async fn a_member_sees_its_ways_to_sign_in_and_nobody_elses(world: World) {
    let ada = world.member("ada@example.com").await;
    world.member("bob@example.com").await;
    let wallet = TestWallet::evm(7);
    let linked = ada.post("/v1/auth/identities/wallet", &wallet.answered(&world).await).await;
    let listed = ada.get("/v1/auth/identities").await.ok();
    let id = listed["items"][0]["id"].as_str().unwrap();
    assert_eq!(
        listed,
        json!({ "items": [
            {
                "id": id,
                "provider": "email",
                "subject": "ada@example.com",
                "created_at": "2026-03-01T12:00:00Z",
            },
            linked.json(),
        ] })
    );
    assert_eq!(linked.json()["subject"], wallet.address);
    assert_eq!(linked.json()["chain"], "evm");
}

on_both!(without_a_session_there_is_nothing_to_see);
async fn without_a_session_there_is_nothing_to_see(world: World) {
    world.anonymous().get("/v1/auth/identities").await.is_error(401, "unauthenticated");
}
