//! How many codes one network can have sent, to whatever addresses.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Answer, Caller, World};

async fn start(world: &World, email: &str, from: &str) -> Answer {
    let body = json!({ "email": email });
    world.anonymous().post("/v1/auth/email/start", &body).from(from).await
}

/// Has a hundred codes sent, each to another address.
async fn hundred(world: &World, from: &str) {
    for number in 0..100 {
        start(world, &format!("member-{number}@example.com"), from).await.ok();
    }
}

on_both!(a_network_has_a_hundred_codes_sent_in_an_hour);
async fn a_network_has_a_hundred_codes_sent_in_an_hour(world: World) {
    hundred(&world, "192.0.2.7").await;
    world.forward(Span::from_secs(60));
    for neighbour in ["192.0.2.7", "192.0.2.200", "::ffff:192.0.2.1"] {
        let refused = start(&world, "ada@example.com", neighbour).await;
        refused.is_error(429, "rate_limited");
        assert_eq!(refused.header("retry-after"), "3540");
    }
    start(&world, "ada@example.com", "198.51.100.7").await.ok();
    start(&world, "ada@example.com", "2001:db8::7").await.ok();
    world.forward(Span::from_secs(3_540));
    start(&world, "ada@example.com", "192.0.2.7").await.ok();
}

on_both!(a_network_of_version_six_is_the_first_56_bits);
async fn a_network_of_version_six_is_the_first_56_bits(world: World) {
    hundred(&world, "2001:db8:0:aa00::1").await;
    start(&world, "ada@example.com", "2001:db8:0:aaff::9").await.is_error(429, "rate_limited");
    start(&world, "ada@example.com", "2001:db8:0:ab00::1").await.ok();
}

on_both!(this_machine_and_private_networks_have_no_such_limit);
async fn this_machine_and_private_networks_have_no_such_limit(world: World) {
    for local in ["127.0.0.1", "10.0.0.1", "fd00::1"] {
        hundred(&world, local).await;
        start(&world, "ada@example.com", local).await.ok();
    }
}

on_both!(a_refused_code_counts_against_nothing);
async fn a_refused_code_counts_against_nothing(world: World) {
    let broken = world.with(|setup| setup.mail_works = false);
    for _ in 0..3 {
        start(&broken, "ada@example.com", "192.0.2.7").await.is_error(503, "unavailable");
    }
    for _ in 0..5 {
        start(&world, "ada@example.com", "192.0.2.7").await.ok();
    }
    for _ in 0..3 {
        start(&world, "ada@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
    }
    for number in 0..95 {
        start(&world, &format!("member-{number}@example.com"), "192.0.2.7").await.ok();
    }
    start(&world, "eve@example.com", "192.0.2.7").await.is_error(429, "rate_limited");
}
