//! What has expired is forgotten, and nothing else.

use tokio_util::sync::CancellationToken;
use triport_domain::time::Span;

use crate::support::{Caller, START, TestWallet, World};

async fn purge(world: &World) -> usize {
    world.http.site().purge(&CancellationToken::new()).await.unwrap()
}

async fn rows(world: &World, table: &str) -> i64 {
    world.database.number(&format!("SELECT count(*) FROM {table}")).await
}

on_both!(nothing_that_still_counts_is_forgotten);
async fn nothing_that_still_counts_is_forgotten(world: World) {
    let ada = world.member("ada@example.com").await;
    let request_id = world.anonymous().start("bob@example.com").await;
    let code = world.last_code();
    world.anonymous().verify(&request_id, "WRONG").await.is_error(400, "invalid_code");
    world.set_clock(START + Span::from_secs(599));
    assert_eq!(purge(&world).await, 0);
    world.anonymous().verify(&request_id, &code).await.ok();
    ada.get("/v1/auth/me").await.ok();
}

on_both!(expired_sessions_codes_and_limits_are_forgotten);
async fn expired_sessions_codes_and_limits_are_forgotten(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    TestWallet::evm(1).challenge(&world).await;
    world.forward(Span::from_secs(600));
    assert_eq!((purge(&world).await, rows(&world, "one_time_codes").await), (2, 0));
    assert_eq!(rows(&world, "wallet_challenges").await, 0);
    world.forward(Span::from_days(30));
    assert!(purge(&world).await > 0);
    for table in ["sessions", "session_claims", "one_time_codes", "limit_windows"] {
        assert_eq!(rows(&world, table).await, 0, "{table}");
    }
    assert_eq!(purge(&world).await, 0);
    for (table, kept) in [("accounts", 1), ("identities", 1), ("referral_codes", 2)] {
        assert_eq!(rows(&world, table).await, kept, "{table}");
    }
    assert_eq!(world.member("ada@example.com").await.id(), ada.id());
}

on_both!(a_session_that_slid_is_spared);
async fn a_session_that_slid_is_spared(world: World) {
    let (used, unused) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    world.forward(Span::from_days(20));
    used.get("/v1/auth/me").await.ok();
    world.forward(Span::from_days(10));
    purge(&world).await;
    used.get("/v1/auth/me").await.ok();
    unused.get("/v1/auth/me").await.is_error(401, "unauthenticated");
    assert_eq!((rows(&world, "sessions").await, rows(&world, "session_claims").await), (1, 1));
}

on_both!(however_much_has_expired_it_goes_in_rounds_until_done);
async fn however_much_has_expired_it_goes_in_rounds_until_done(world: World) {
    for number in 0..450 {
        // A public network could not ask for so many.
        let email = format!("member-{number}@example.com");
        world.anonymous().start_from(&email, "10.0.0.1").await;
    }
    world.forward(Span::from_days(1));
    assert_eq!(purge(&world).await, 900, "a code and a limit each");
    assert_eq!(rows(&world, "one_time_codes").await + rows(&world, "limit_windows").await, 0);
}

on_both!(several_that_forget_at_once_do_not_disturb_each_other);
async fn several_that_forget_at_once_do_not_disturb_each_other(world: World) {
    for number in 0..30 {
        world.anonymous().start(&format!("member-{number}@example.com")).await;
    }
    world.forward(Span::from_days(1));
    futures_util::future::join_all((0..4).map(|_| purge(&world))).await;
    assert_eq!(rows(&world, "one_time_codes").await + rows(&world, "limit_windows").await, 0);
}

on_both!(a_purge_that_is_told_to_stop_stops);
async fn a_purge_that_is_told_to_stop_stops(world: World) {
    world.anonymous().start("ada@example.com").await;
    world.forward(Span::from_days(1));
    let stop = CancellationToken::new();
    stop.cancel();
    assert_eq!(world.http.site().purge(&stop).await.unwrap(), 0);
    assert_eq!(rows(&world, "one_time_codes").await, 1);
}
