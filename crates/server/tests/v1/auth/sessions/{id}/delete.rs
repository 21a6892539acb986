//! `DELETE /v1/auth/sessions/{id}`.

use serde_json::json;

use crate::support::{Caller, SignedIn, World};

const PATH: &str = "/v1/auth/sessions";

/// The address of the member's own session.
async fn own(member: &SignedIn<'_>) -> String {
    let sessions = member.get(PATH).await.ok();
    let mut items = sessions["items"].as_array().unwrap().iter();
    let own = items.find(|session| session["current"] == true).unwrap();
    format!("{PATH}/{}", own["id"].as_str().unwrap())
}

on_both!(an_ended_session_stops_at_once_and_the_others_go_on);
async fn an_ended_session_stops_at_once_and_the_others_go_on(world: World) {
    let (phone, laptop) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    let path = own(&phone).await;
    let answer = laptop.delete(&path).await;
    answer.is_ok(&json!({ "ok": true }));
    assert!(answer.cookies().is_empty(), "{answer:?}");
    phone.get("/v1/auth/me").await.is_error(401, "unauthenticated");
    laptop.get("/v1/auth/me").await.ok();
    laptop.delete(&path).await.is_error(404, "session_not_found");
    assert_eq!(world.count("session_claims", "1 = 1").await, 1, "no claim stays behind");
}

on_both!(ending_the_own_session_clears_its_cookies);
async fn ending_the_own_session_clears_its_cookies(world: World) {
    let ada = world.member("ada@example.com").await;
    let path = own(&ada).await;
    let answer = ada.delete(&path).await;
    answer.is_ok(&json!({ "ok": true }));
    assert_eq!(
        answer.cookies(),
        [
            "nl_session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            "nl_csrf=; SameSite=Lax; Path=/; Max-Age=0",
        ]
    );
    ada.get("/v1/auth/me").await.is_error(401, "unauthenticated");
}

on_both!(a_session_of_another_account_is_not_there);
async fn a_session_of_another_account_is_not_there(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let path = own(&ada).await;
    bob.delete(&path).await.is_error(404, "session_not_found");
    ada.get("/v1/auth/me").await.ok();
    for unknown in ["01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21", "none", "%ff"] {
        let unknown = format!("{PATH}/{unknown}");
        ada.delete(&unknown).await.is_error(404, "session_not_found");
    }
}
