//! The order of the checks: route, session, requests per second, CSRF, body, field rules, limits
//! per address, conflicts. Each test breaks everything from one step on and sees that step's error.

use serde_json::json;
use triport_domain::operator::Role;

use crate::support::{Call, Caller, World};

/// Breaks CSRF.
fn foreign(call: Call<'_>) -> Call<'_> {
    call.without("x-csrf-token").header("origin", "https://evil.example")
}

on_both!(the_route_comes_first);
async fn the_route_comes_first(world: World) {
    let broken = |method, path| foreign(world.anonymous().call(method, path)).body("{");
    broken("POST", "/v1/nowhere").await.is_error(404, "not_found");
    broken("PUT", "/v1/referrals/code").await.is_error(405, "method_not_allowed");
}

on_both!(the_session_comes_before_csrf_and_body);
async fn the_session_comes_before_csrf_and_body(world: World) {
    for (method, path) in
        [("POST", "/v1/referrals/code"), ("DELETE", "/v1/referrals/code"), ("POST", "/v1/auth/me")]
    {
        let call = foreign(world.anonymous().call(method, path)).body("{");
        call.await.is_error(401, "unauthenticated");
    }
}

on_both!(the_rate_comes_before_csrf_and_body);
async fn the_rate_comes_before_csrf_and_body(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let ada = world.member("ada@example.com").await;
    let mut tags = Vec::new();
    for _ in 0..6 {
        tags.push(foreign(ada.call("POST", "/v1/referrals/code")).body("{").await.tag());
    }
    assert_eq!(tags[0], "csrf_missing", "{tags:?}");
    assert!(tags.contains(&"rate_limited".to_owned()), "{tags:?}");
    let unauthenticated = world.anonymous().call("POST", "/v1/referrals/code").await;
    unauthenticated.is_error(401, "unauthenticated");
}

on_both!(csrf_comes_before_the_body);
async fn csrf_comes_before_the_body(world: World) {
    let ada = world.member("ada@example.com").await;
    for path in
        ["/v1/referrals/code", "/v1/auth/me", "/v1/auth/email/start", "/v1/auth/email/verify"]
    {
        for body in ["", "{", "[]"] {
            foreign(ada.call("POST", path)).body(body).await.is_error(403, "csrf_missing");
            let call = ada.call("POST", path).header("x-csrf-token", "wrong").body(body);
            call.await.is_error(403, "csrf_invalid");
        }
        foreign(ada.call("POST", path)).body(vec![b' '; 5_000]).await.is_error(403, "csrf_missing");
    }
}

on_both!(the_body_comes_before_the_field_rules);
async fn the_body_comes_before_the_field_rules(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.call("POST", "/v1/referrals/code")
        .body("{\"slug\":\"x\"")
        .await
        .is_error(400, "invalid_json");
    let body = json!({ "display_name": "", "avatar_url": 7 });
    ada.post("/v1/auth/me", &body).await.is_error(400, "invalid_json");
}

on_both!(the_field_rules_come_before_the_limits);
async fn the_field_rules_come_before_the_limits(world: World) {
    for _ in 0..5 {
        world.anonymous().start("ada@example.com").await;
    }
    let start = |email| json!({ "email": email });
    let path = "/v1/auth/email/start";
    world.anonymous().post(path, &start("ada@")).await.is_error(400, "invalid_email");
    world.anonymous().post(path, &start("ada@example.com")).await.is_error(429, "rate_limited");
}

on_both!(the_field_rules_come_before_conflicts);
async fn the_field_rules_come_before_conflicts(world: World) {
    let world = world.with(|setup| setup.max_slugs = 0);
    let ada = world.member("ada@example.com").await;
    ada.set_slug("-admin").await.is_error(400, "slug_invalid");
    ada.set_slug("admin").await.is_error(409, "slug_reserved");
    ada.set_slug(&ada.uid_code().await).await.is_error(409, "slug_taken");
    ada.set_slug("free").await.is_error(409, "slug_limit_reached");
}

on_both!(of_operators_token_rate_and_role_come_before_everything_else);
async fn of_operators_token_rate_and_role_come_before_everything_else(world: World) {
    let path = "/v1/admin/referrals/users/nobody/tier";
    let unknown = world.anonymous().call("POST", path).body("{");
    unknown.await.is_error(401, "admin_token_invalid");
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let reader = world.operator_as(Role::Read).await;
    let mut tags = Vec::new();
    for _ in 0..6 {
        tags.push(reader.call("POST", path).body("{").await.tag());
    }
    assert_eq!(tags[0], "forbidden", "{tags:?}");
    assert!(tags.contains(&"rate_limited".to_owned()), "{tags:?}");
    let broken = world.operator().call("POST", path).body("{");
    broken.await.is_error(400, "invalid_user_id");
    let path = "/v1/admin/referrals/users/ext:nobody/tier";
    world.operator().call("POST", path).body("{").await.is_error(400, "invalid_json");
}

on_both!(a_refused_call_changes_nothing);
async fn a_refused_call_changes_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    foreign(ada.set_slug("trip-with-me")).await.is_error(403, "csrf_missing");
    let profile = json!({ "display_name": "Mallory" });
    foreign(ada.post("/v1/auth/me", &profile)).await.is_error(403, "csrf_missing");
    let start = json!({ "email": "bob@example.com" });
    foreign(ada.post("/v1/auth/email/start", &start)).await.is_error(403, "csrf_missing");
    assert_eq!(ada.codes().await.len(), 1);
    assert_eq!(ada.get("/v1/auth/me").await.ok()["user"], ada.user);
    assert_eq!(world.database.number("SELECT count(*) FROM one_time_codes").await, 1);
}
