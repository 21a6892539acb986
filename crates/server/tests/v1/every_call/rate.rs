//! Calls per second of one session.

use crate::support::{Answer, Caller, SignedIn, World};

const PATH: &str = "/v1/referrals/me";

/// Calls until it is refused; answers how many calls were answered, and the refusal.
async fn exhaust(member: &SignedIn<'_>, most: usize) -> (usize, Answer) {
    for answered in 0..=most {
        let answer = member.get(PATH).await;
        if answer.status != 200 {
            return (answered, answer);
        }
    }
    panic!("no limit within {most} calls");
}

on_both!(a_session_has_a_burst_of_twice_its_rate_and_is_then_told_to_wait);
async fn a_session_has_a_burst_of_twice_its_rate_and_is_then_told_to_wait(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 2);
    let ada = world.member("ada@example.com").await;
    let (answered, refused) = exhaust(&ada, 20).await;
    assert!(answered >= 4, "{answered}");
    refused.is_error(429, "rate_limited");
    assert_eq!(refused.json()["retry_after"], 1);
    assert_eq!(refused.header("retry-after"), "1");
}

on_both!(every_call_of_a_member_counts);
async fn every_call_of_a_member_counts(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let ada = world.member("ada@example.com").await;
    let calls = [
        ("GET", "/v1/auth/me"),
        ("POST", "/v1/auth/me"),
        ("POST", "/v1/auth/logout"),
        ("GET", "/v1/referrals/me"),
        ("GET", "/v1/referrals/codes"),
        ("GET", "/v1/referrals/code/check?slug=abc"),
        ("POST", "/v1/referrals/code"),
        ("DELETE", "/v1/referrals/code"),
    ];
    for (method, path) in calls {
        exhaust(&ada, 10).await;
        // Should a second pass just here, its one call is used up by the first of these.
        let tags = [ada.call(method, path).await.tag(), ada.call(method, path).await.tag()];
        assert!(tags.contains(&"rate_limited".to_owned()), "{method} {path}: {tags:?}");
        if tags[0].is_empty() && path.ends_with("logout") {
            return;
        }
    }
}

on_both!(other_sessions_even_of_the_same_account_have_limits_of_their_own);
async fn other_sessions_even_of_the_same_account_have_limits_of_their_own(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let (phone, laptop) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    exhaust(&phone, 10).await;
    laptop.get(PATH).await.ok();
}

on_both!(callers_without_a_session_are_not_counted_per_second);
async fn callers_without_a_session_are_not_counted_per_second(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    for _ in 0..20 {
        world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
        world.anonymous().get("/livez").await.ok();
    }
}

on_both!(who_signs_in_again_while_signed_in_is_counted_too);
async fn who_signs_in_again_while_signed_in_is_counted_too(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let ada = world.member("ada@example.com").await;
    for path in ["/v1/auth/email/start", "/v1/auth/email/verify"] {
        exhaust(&ada, 10).await;
        let tags = [ada.call("POST", path).await.tag(), ada.call("POST", path).await.tag()];
        assert!(tags.contains(&"rate_limited".to_owned()), "{path}: {tags:?}");
        let ended = world.anonymous().call("POST", path).header("cookie", "nl_session=ended");
        ended.await.is_error(400, "invalid_json");
    }
}

on_both!(zero_switches_the_limit_off);
async fn zero_switches_the_limit_off(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let ada = world.member("ada@example.com").await;
    for _ in 0..300 {
        ada.get(PATH).await.ok();
    }
    for _ in 0..100 {
        ada.get("/v1/referrals/code/check?slug=abc").await.ok();
    }
}

on_both!(forgetting_quiet_sessions_does_not_help_a_busy_one);
async fn forgetting_quiet_sessions_does_not_help_a_busy_one(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let ada = world.member("ada@example.com").await;
    exhaust(&ada, 10).await;
    world.http.site().tidy();
    let tags = [ada.get(PATH).await.tag(), ada.get(PATH).await.tag()];
    assert!(tags.contains(&"rate_limited".to_owned()), "{tags:?}");
}
