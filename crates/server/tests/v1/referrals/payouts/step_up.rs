//! Payouts that a session alone may not ask for.

use serde_json::json;
use triport_domain::money::Micro;
use triport_domain::time::Span;

use crate::support::{Caller, EVM_ADDRESS, World, payout};

const PATH: &str = "/v1/referrals/payouts";

on_both!(a_large_payout_needs_a_sign_in_within_a_quarter_of_an_hour);
async fn a_large_payout_needs_a_sign_in_within_a_quarter_of_an_hour(world: World) {
    let rich = world.rich().await;
    world.forward(Span::from_secs(899));
    let fresh = world.browser_of(&rich).await;
    assert_eq!(fresh.post(PATH, &payout(100_000_001)).await.status, 202);
    world.forward(Span::from_secs(899));
    assert_eq!(fresh.post(PATH, &payout(100_000_001)).await.status, 202);
    world.forward(Span::from_secs(1));
    fresh.post(PATH, &payout(100_000_001)).await.is_error(403, "fresh_sign_in_required");
    assert_eq!(fresh.post(PATH, &payout(100_000_000)).await.status, 202, "up to the limit");
    let again = world.browser_of(&rich).await;
    assert_eq!(again.post(PATH, &payout(100_000_001)).await.status, 202);
    rich.post(PATH, &payout(100_000_001)).await.is_error(403, "fresh_sign_in_required");
}

on_both!(sliding_and_being_seen_make_no_session_fresh);
async fn sliding_and_being_seen_make_no_session_fresh(world: World) {
    let rich = world.rich().await;
    world.forward(Span::from_days(20));
    rich.get("/v1/auth/me").await.ok();
    rich.post(PATH, &payout(100_000_001)).await.is_error(403, "fresh_sign_in_required");
}

on_both!(the_installation_decides_what_is_large);
async fn the_installation_decides_what_is_large(world: World) {
    let world = world.with(|setup| setup.step_up_payout = Micro::new(0));
    let rich = world.rich().await;
    world.forward(Span::from_secs(900));
    rich.post(PATH, &payout(10_000_000)).await.is_error(403, "fresh_sign_in_required");
}

on_both!(it_is_asked_for_after_the_fields_and_before_the_balance);
async fn it_is_asked_for_after_the_fields_and_before_the_balance(world: World) {
    let poor = world.member("ada@example.com").await;
    world.forward(Span::from_secs(900));
    let large = json!({ "amount_micro": 100_000_001, "network": "solana", "address": EVM_ADDRESS });
    poor.post(PATH, &large).await.is_error(400, "invalid_address");
    poor.post(PATH, &payout(100_000_001)).await.is_error(403, "fresh_sign_in_required");
    poor.post(PATH, &payout(100_000_000)).await.is_error(400, "balance_insufficient");
}

on_both!(what_was_answered_once_is_answered_again_without_a_fresh_sign_in);
async fn what_was_answered_once_is_answered_again_without_a_fresh_sign_in(world: World) {
    let rich = world.rich().await;
    let ask = || rich.post(PATH, &payout(100_000_001)).header("idempotency-key", "key");
    let first = ask().await;
    assert_eq!(first.status, 202);
    world.forward(Span::from_secs(900));
    let again = ask().await;
    assert_eq!((again.status, again.json()), (202, first.json()));
    let other = rich.post(PATH, &payout(100_000_002)).header("idempotency-key", "other");
    other.await.is_error(403, "fresh_sign_in_required");
}
