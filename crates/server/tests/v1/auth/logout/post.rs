//! `POST /v1/auth/logout`.

use serde_json::json;

use crate::support::{Caller, World};

const PATH: &str = "/v1/auth/logout";

on_both!(the_session_ends_and_both_cookies_are_cleared);
async fn the_session_ends_and_both_cookies_are_cleared(world: World) {
    for (public_url, secure) in
        [("http://localhost:8080", ""), ("https://api.example.com", "; Secure")]
    {
        let world = world.with(|setup| setup.public_url = public_url);
        let ada = world.member("ada@example.com").await;
        let cookie = format!("nl_session={}", ada.jar.get("nl_session").unwrap());
        let answer = ada.call("POST", PATH).await;
        answer.is_ok(&json!({ "ok": true }));
        assert_eq!(
            answer.cookies(),
            [
                format!("nl_session=; HttpOnly; SameSite=Lax{secure}; Path=/; Max-Age=0"),
                format!("nl_csrf=; SameSite=Lax{secure}; Path=/; Max-Age=0"),
            ]
        );
        let again = world.anonymous().get("/v1/auth/me").header("cookie", &cookie).await;
        again.is_error(401, "unauthenticated");
    }
}

on_both!(no_row_of_the_session_stays_behind);
async fn no_row_of_the_session_stays_behind(world: World) {
    world.member("ada@example.com").await.call("POST", PATH).await.ok();
    for table in ["sessions", "session_claims"] {
        let rows = world.database.number(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(rows, 0, "{table}");
    }
}

on_both!(signing_out_again_or_without_a_session_is_the_same_success);
async fn signing_out_again_or_without_a_session_is_the_same_success(world: World) {
    let ada = world.member("ada@example.com").await;
    let session = ada.jar.get("nl_session").unwrap();
    ada.call("POST", PATH).await.ok();
    let forged = "0".repeat(64);
    for cookie in
        [format!("nl_session={session}"), format!("nl_session={forged}"), "a=b".to_owned()]
    {
        let answer = world.anonymous().call("POST", PATH).header("cookie", &cookie).await;
        answer.is_ok(&json!({ "ok": true }));
        assert_eq!(answer.cookies().len(), 2, "stale cookies are cleared too: {answer:?}");
    }
    world.anonymous().call("POST", PATH).await.is_ok(&json!({ "ok": true }));
}

on_both!(other_sessions_of_the_account_go_on);
async fn other_sessions_of_the_account_go_on(world: World) {
    let (phone, laptop) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    phone.call("POST", PATH).await.ok();
    laptop.get("/v1/auth/me").await.ok();
}

on_both!(a_live_session_always_needs_the_csrf_header);
async fn a_live_session_always_needs_the_csrf_header(world: World) {
    let ada = world.member("ada@example.com").await;
    let call = || ada.call("POST", PATH).without("x-csrf-token");
    call().await.is_error(403, "csrf_missing");
    for origin in ["http://localhost:8080", "https://app.example.com", "https://evil.example"] {
        call().header("origin", origin).await.is_error(403, "csrf_missing");
    }
    call().header("sec-fetch-site", "same-origin").await.is_error(403, "csrf_missing");
    for header in ["", "wrong", &"0".repeat(64)] {
        call().header("x-csrf-token", header).await.is_error(403, "csrf_invalid");
    }
    ada.get("/v1/auth/me").await.ok();
    ada.call("POST", PATH).header("origin", "https://evil.example").await.ok();
}

on_both!(without_a_live_session_nothing_is_checked);
async fn without_a_live_session_nothing_is_checked(world: World) {
    let call = || world.anonymous().call("POST", PATH).header("origin", "https://evil.example");
    call().await.ok();
    call().header("x-csrf-token", "wrong").header("cookie", "nl_csrf=other").await.ok();
    call().header("sec-fetch-site", "cross-site").await.ok();
}

on_both!(the_body_does_not_matter);
async fn the_body_does_not_matter(world: World) {
    for body in ["", "{", "null", "{\"all\": true}"] {
        let ada = world.member("ada@example.com").await;
        ada.call("POST", PATH).body(body).await.is_ok(&json!({ "ok": true }));
    }
}

on_both!(a_failed_revoke_is_told_and_clears_nothing);
async fn a_failed_revoke_is_told_and_clears_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    world.database.run("ALTER TABLE sessions RENAME TO sessions_away").await;
    let answer = ada.call("POST", PATH).await;
    answer.is_error(500, "logout_failed");
    world.database.run("ALTER TABLE sessions_away RENAME TO sessions").await;
    ada.get("/v1/auth/me").await.ok();
    ada.call("POST", PATH).await.is_ok(&json!({ "ok": true }));
}
