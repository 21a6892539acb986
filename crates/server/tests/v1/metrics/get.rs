//! `GET /metrics`.

use crate::support::{Caller, World};

const PATH: &str = "/metrics";

async fn text(world: &World) -> String {
    let answer = world.operator().get(PATH).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(answer.header("content-type"), content_type);
    String::from_utf8(answer.body.to_vec()).unwrap()
}

on_both!(without_a_configured_token_nobody_gets_in);
async fn without_a_configured_token_nobody_gets_in(world: World) {
    let unset = world.with(|setup| setup.has_admin_token = false);
    unset.anonymous().get(PATH).await.is_error(401, "admin_token_unset");
    unset.operator().get(PATH).await.is_error(401, "admin_token_unset");
    unset.operator().get(PATH).header("x-admin-token", "").await.is_error(401, "admin_token_unset");
}

on_both!(only_the_whole_token_opens);
async fn only_the_whole_token_opens(world: World) {
    let token = crate::support::world::ADMIN_TOKEN;
    world.anonymous().get(PATH).await.is_error(401, "admin_token_invalid");
    let longer = format!("{token}0");
    for wrong in
        ["", "wrong", &token[1..], &token[..token.len() - 1], &longer, &token.to_uppercase()]
    {
        let call = world.anonymous().get(PATH).header("x-admin-token", wrong);
        call.await.is_error(401, "admin_token_invalid");
    }
    let member = world.member("ada@example.com").await;
    member.get(PATH).await.is_error(401, "admin_token_invalid");
    world.operator().get(PATH).header("origin", "https://evil.example").await;
    text(&world).await;
}

on_both!(requests_are_counted_per_route_template_and_no_path_is_told);
async fn requests_are_counted_per_route_template_and_no_path_is_told(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.get("/v1/referrals/code/check?slug=secret-plan").await.ok();
    ada.set_slug("x").await.is_error(400, "slug_invalid");
    for path in ["/nowhere-secret", "/v1/auth/me/secret", "/%73ecret"] {
        ada.get(path).await.is_error(404, "not_found");
    }
    ada.call("SECRET", "/v1/auth/me").await.is_error(405, "method_not_allowed");
    let text = text(&world).await;
    for (method, route, status, count) in [
        ("POST", "/v1/auth/email/start", 200, 1),
        ("POST", "/v1/auth/email/verify", 200, 1),
        ("GET", "/v1/referrals/code/check", 200, 1),
        ("POST", "/v1/referrals/code", 400, 1),
        ("GET", "none", 404, 3),
        ("_OTHER", "/v1/auth/me", 405, 1),
    ] {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        let line = format!("triport_http_request_duration_seconds_count{{{labels}}} {count}\n");
        assert!(text.contains(&line), "{line} in {text}");
    }
    for secret in ["secret", "SECRET", "ada@", ada.id(), "nl_session"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

on_both!(the_text_is_what_prometheus_reads);
async fn the_text_is_what_prometheus_reads(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    let text = text(&world).await;
    assert!(text.ends_with("# EOF\n"), "{text}");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (series, value) = line.rsplit_once(' ').unwrap();
        assert!(series.starts_with("triport_"), "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}

on_both!(the_database_tells_its_commits_and_connections);
async fn the_database_tells_its_commits_and_connections(world: World) {
    let ada = world.member("ada@example.com").await;
    let number = |text: &str, name: &str| -> f64 {
        let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
        let line = line.unwrap_or_else(|| panic!("{name} is not in {text}"));
        line.rsplit_once(' ').unwrap().1.parse().unwrap()
    };
    let before = text(&world).await;
    ada.set_slug("trip-with-me").await.ok();
    let after = text(&world).await;
    for name in ["triport_store_transactions_total", "triport_store_commits_total"] {
        assert!(number(&after, name) > number(&before, name), "{name}");
    }
    assert!(number(&after, "triport_store_connections_open") >= 1.0);
    world.http.site().lost_log_lines(7);
    world.http.site().lost_log_lines(9);
    let lost = number(&text(&world).await, "triport_log_lines_lost_total");
    assert!((lost - 9.0).abs() < f64::EPSILON, "{lost}");
    assert!(number(&after, "triport_store_transactions_waiting") >= 0.0);
}
