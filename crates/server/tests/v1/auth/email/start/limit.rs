//! How many codes `POST /v1/auth/email/start` sends.

use futures_util::future::join_all;
use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Answer, Caller, START, World};

const PATH: &str = "/v1/auth/email/start";

async fn start(world: &World, email: &str, from: &str) -> Answer {
    world.anonymous().post(PATH, &json!({ "email": email })).from(from).await
}

/// Five codes for one address and network, which is as many as there are in an hour.
async fn five(world: &World, email: &str, from: &str) {
    for _ in 0..5 {
        start(world, email, from).await.ok();
    }
}

on_both!(the_sixth_code_within_the_hour_is_refused_until_the_first_is_an_hour_old);
async fn the_sixth_code_within_the_hour_is_refused_until_the_first_is_an_hour_old(world: World) {
    for _ in 0..5 {
        start(&world, "ada@example.com", "192.0.2.7").await.ok();
        world.forward(Span::from_secs(60));
    }
    let refused = start(&world, "ada@example.com", "192.0.2.7").await;
    refused.is_error(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "3300");
    assert_eq!(refused.json()["retry_after"], 3_300);

    world.set_clock(START + Span::from_secs(3_599));
    let refused = start(&world, "ada@example.com", "192.0.2.7").await;
    assert_eq!(refused.header("retry-after"), "1");
    world.set_clock(START + Span::from_secs(3_600));
    start(&world, "ada@example.com", "192.0.2.7").await.ok();
    start(&world, "ada@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
}

on_both!(another_spelling_of_an_address_counts_as_the_same);
async fn another_spelling_of_an_address_counts_as_the_same(world: World) {
    five(&world, "ada@example.com", "192.0.2.7").await;
    start(&world, " ADA@EXAMPLE.com ", "192.0.2.7").await.is_error(429, "rate_limited");
}

on_both!(another_address_and_another_network_are_not_affected);
async fn another_address_and_another_network_are_not_affected(world: World) {
    five(&world, "ada@example.com", "192.0.2.7").await;
    start(&world, "bob@example.com", "192.0.2.7").await.ok();
    start(&world, "ada@example.com", "198.51.100.7").await.ok();
    start(&world, "ada@example.com", "2001:db8::7").await.ok();
    start(&world, "ada@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
}

on_both!(a_neighbour_in_the_same_network_counts_as_the_same_caller);
async fn a_neighbour_in_the_same_network_counts_as_the_same_caller(world: World) {
    five(&world, "ada@example.com", "192.0.2.7").await;
    start(&world, "ada@example.com", "192.0.2.250").await.is_error(429, "rate_limited");
    start(&world, "ada@example.com", "::ffff:192.0.2.9").await.is_error(429, "rate_limited");
    five(&world, "ada@example.com", "2001:db8:0:aa00::1").await;
    start(&world, "ada@example.com", "2001:db8:0:aaff::9").await.is_error(429, "rate_limited");
    start(&world, "ada@example.com", "2001:db8:0:ab00::1").await.ok();
}

on_both!(only_a_trusted_proxy_is_believed_about_the_callers_address);
async fn only_a_trusted_proxy_is_believed_about_the_callers_address(world: World) {
    let world = world.with(|setup| setup.trusted_proxies = vec!["10.0.0.0/8"]);
    let call = |peer: &'static str, forwarded: String| {
        let body = json!({ "email": "ada@example.com" });
        let world = &world;
        async move {
            let anonymous = world.anonymous();
            let call = anonymous.post(PATH, &body).from(peer);
            call.header("x-forwarded-for", &forwarded).await
        }
    };
    for network in 1..=5 {
        call("192.0.2.7", format!("203.0.{network}.1")).await.ok();
    }
    call("192.0.2.7", "203.0.99.1".to_owned()).await.is_error(429, "rate_limited");
    for network in 1..=6 {
        call("10.1.1.1", format!("203.0.{network}.1, 10.2.2.2")).await.ok();
    }
}

on_both!(of_twelve_that_ask_at_once_five_get_a_code);
async fn of_twelve_that_ask_at_once_five_get_a_code(world: World) {
    let asked = (0..12).map(|_| start(&world, "ada@example.com", "192.0.2.7"));
    let mut statuses: Vec<u16> = join_all(asked).await.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [[200; 5].as_slice(), &[429; 7]].concat());
}

on_both!(a_refused_request_leaves_the_code_before_it_valid);
async fn a_refused_request_leaves_the_code_before_it_valid(world: World) {
    for _ in 0..4 {
        start(&world, "ada@example.com", "192.0.2.7").await.ok();
    }
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    start(&world, "ada@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
    world.anonymous().verify(&request_id, &code).await.ok();
}

on_both!(the_limit_outlives_a_restart);
async fn the_limit_outlives_a_restart(world: World) {
    five(&world, "ada@example.com", "192.0.2.7").await;
    let restarted = world.with(|_| {});
    start(&restarted, "ada@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
}

on_both!(signing_in_does_not_make_room_for_more_codes);
async fn signing_in_does_not_make_room_for_more_codes(world: World) {
    for _ in 0..5 {
        world.member("ada@example.com").await;
    }
    start(&world, "ada@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
}
