//! `DELETE /v1/auth/sessions`.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Caller, World};

const PATH: &str = "/v1/auth/sessions";

on_both!(everywhere_but_here_the_account_is_signed_out);
async fn everywhere_but_here_the_account_is_signed_out(world: World) {
    let bob = world.member("bob@example.com").await;
    let mut of_ada = Vec::new();
    for network in 1..=8 {
        let from = format!("203.0.{network}.1");
        of_ada.push(world.member_from("ada@example.com", &from).await);
    }
    let here = of_ada.pop().unwrap();
    let answer = here.delete(PATH).await;
    answer.is_ok(&json!({ "ended": 7 }));
    assert!(answer.cookies().is_empty(), "this one goes on: {answer:?}");
    for elsewhere in &of_ada {
        elsewhere.get("/v1/auth/me").await.is_error(401, "unauthenticated");
    }
    here.get("/v1/auth/me").await.ok();
    bob.get("/v1/auth/me").await.ok();
    here.delete(PATH).await.is_ok(&json!({ "ended": 0 }));
    assert_eq!(world.count("session_claims", "1 = 1").await, 2, "no claim stays behind");
}

on_both!(each_session_is_counted_by_one_of_those_that_end_it_at_once);
async fn each_session_is_counted_by_one_of_those_that_end_it_at_once(world: World) {
    let mut of_ada = Vec::new();
    for network in 1..=6 {
        let from = format!("203.0.{network}.1");
        of_ada.push(world.member_from("ada@example.com", &from).await);
    }
    let here = of_ada.pop().unwrap();
    let answers = join_all((0..4).map(|_| async { here.delete(PATH).await.ok() })).await;
    let ended: i64 = answers.iter().map(|answer| answer["ended"].as_i64().unwrap()).sum();
    assert_eq!(ended, 5);
    here.get("/v1/auth/me").await.ok();
}

on_both!(two_that_end_each_other_both_succeed_or_one_is_signed_out);
async fn two_that_end_each_other_both_succeed_or_one_is_signed_out(world: World) {
    let (phone, laptop) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    let answers = join_all([&phone, &laptop].map(|one| async { one.delete(PATH).await })).await;
    for answer in &answers {
        assert!(answer.status == 200 || answer.tag() == "unauthenticated", "{answer:?}");
    }
    assert!(world.count("sessions", "1 = 1").await < 2);
    assert_eq!(
        world.count("sessions", "1 = 1").await,
        world.count("session_claims", "1 = 1").await
    );
}
