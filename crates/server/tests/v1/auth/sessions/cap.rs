//! How many sessions an account can have.

use futures_util::future::join_all;
use triport_domain::time::Span;

use crate::support::{Caller, World};

on_both!(with_the_twenty_first_sign_in_the_oldest_session_ends);
async fn with_the_twenty_first_sign_in_the_oldest_session_ends(world: World) {
    let bob = world.member("bob@example.com").await;
    let mut of_ada = Vec::new();
    for _ in 0..20 {
        of_ada.push(world.member("ada@example.com").await);
        world.forward(Span::from_secs(900));
    }
    of_ada[0].get("/v1/auth/me").await.ok();
    of_ada.push(world.member("ada@example.com").await);
    of_ada[0].get("/v1/auth/me").await.is_error(401, "unauthenticated");
    for kept in &of_ada[1..] {
        kept.get("/v1/auth/me").await.ok();
    }
    let listed = of_ada[20].get("/v1/auth/sessions").await.ok();
    assert_eq!(listed["items"].as_array().unwrap().len(), 20);
    bob.get("/v1/auth/me").await.ok();
    assert_eq!(world.count("session_claims", "1 = 1").await, 21, "no claim stays behind");
}

on_both!(sign_ins_at_once_keep_the_cap);
async fn sign_ins_at_once_keep_the_cap(world: World) {
    let from = |network: usize| format!("203.0.{network}.1");
    for network in 0..18 {
        world.member_from("ada@example.com", &from(network)).await;
    }
    // Five tries at once would look like guessing.
    let mut codes = Vec::new();
    for network in 18..22 {
        let request_id = world.anonymous().start_from("ada@example.com", &from(network)).await;
        codes.push((request_id, world.last_code()));
    }
    let anonymous = world.anonymous();
    let verified = codes.iter().map(|(id, code)| async { anonymous.verify(id, code).await.ok() });
    join_all(verified).await;
    assert_eq!(world.count("sessions", "1 = 1").await, 20);
    assert_eq!(world.count("session_claims", "1 = 1").await, 20);
}
