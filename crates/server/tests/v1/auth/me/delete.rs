//! `DELETE /v1/auth/me`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World, payout};

const PATH: &str = "/v1/auth/me";

on_both!(who_is_erased_is_signed_out_everywhere);
async fn who_is_erased_is_signed_out_everywhere(world: World) {
    let (ada, other) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    let cookie = format!("nl_session={}", ada.jar.get("nl_session").unwrap());
    let answer = ada.delete(PATH).await;
    answer.is_ok(&json!({ "ok": true }));
    assert_eq!(
        answer.cookies(),
        [
            "nl_session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            "nl_csrf=; SameSite=Lax; Path=/; Max-Age=0",
        ]
    );
    let again = world.anonymous().get(PATH).header("cookie", &cookie).await;
    again.is_error(401, "unauthenticated");
    for call in [other.get(PATH), other.delete(PATH), other.set_slug("free")] {
        call.await.is_error(401, "unauthenticated");
    }
    assert_eq!(world.count("sessions", "1 = 1").await, 0);
    assert_eq!(world.count("session_claims", "1 = 1").await, 0);
}

on_both!(many_sessions_names_and_codes_go_in_small_steps);
async fn many_sessions_names_and_codes_go_in_small_steps(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let ada = world.member("ada@example.com").await;
    for number in 0..12 {
        ada.set_slug(&format!("slug-{number}")).await.ok();
        world.forward(Span::from_secs(1_000));
        world.member("ada@example.com").await;
    }
    let ada = world.member("ada@example.com").await;
    ada.delete(PATH).await.ok();
    for (table, left) in [
        ("sessions", 0),
        ("session_claims", 0),
        ("identities", 0),
        ("identity_claims", 0),
        ("one_time_codes", 0),
        ("code_claims", 1),
        ("erased_claims", 13),
    ] {
        assert_eq!(world.count(table, "1 = 1").await, left, "{table}");
    }
    let slugs = world.count("referral_codes", "code LIKE 'slug%'").await;
    assert_eq!((slugs, world.count("referral_codes", "erased_at IS NULL").await), (0, 0));
}

on_both!(money_that_is_left_is_forfeited_only_if_the_call_says_so);
async fn money_that_is_left_is_forfeited_only_if_the_call_says_so(world: World) {
    let pair = world.pair().await;
    pair.pay("pay-1", 200_000_000).await;
    world.forward(world.setup.hold_period);
    pair.pay("pay-2", 100_000_000).await;
    let ada = world.browser_of(&pair.inviter).await;
    for query in ["", "?forfeit=", "?forfeit=false", "?forfeit=TRUE", "?forfeit=1&forfeit=true"] {
        let answer = ada.delete(&format!("{PATH}{query}")).await;
        answer.is_error(409, "balance_would_be_forfeited");
        assert_eq!(answer.json()["forfeit_micro"], 30_000_000, "{query}");
    }
    assert_eq!(pair.balance().await, [10_000_000, 20_000_000, 30_000_000, 0]);
    ada.delete(&format!("{PATH}?forfeit=true")).await.is_ok(&json!({ "ok": true }));
}

on_both!(nothing_is_erased_while_a_payout_is_on_its_way);
async fn nothing_is_erased_while_a_payout_is_on_its_way(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay-1", 300_000_000).await;
    let all = format!("{PATH}?forfeit=true");
    let first = pair.payout(10_000_000).await;
    pair.inviter.delete(&all).await.is_error(409, "payout_in_flight");
    let of = |payout: &Value, what: &str| {
        let id = payout["id"].as_str().unwrap();
        format!("/v1/admin/referrals/payouts/{id}/{what}")
    };
    world.operator().post(&of(&first, "processing"), &json!({})).await.ok();
    pair.inviter.delete(&all).await.is_error(409, "payout_in_flight");
    world.operator().post(&of(&first, "sent"), &json!({ "tx_hash": "0xabc" })).await.ok();
    let second = pair.inviter.post("/v1/referrals/payouts", &payout(10_000_000)).await.json();
    pair.inviter.delete(&all).await.is_error(409, "payout_in_flight");
    world.operator().post(&of(&second, "failed"), &json!({})).await.ok();
    pair.inviter.delete(&all).await.ok();
    // The books keep what was sent, without where to.
    let queue = world.operator().get("/v1/admin/referrals/payouts?status=sent").await.ok();
    let sent = &queue["items"][0];
    assert_eq!((&sent["address"], &sent["tx_hash"]), (&json!("erased"), &json!("0xabc")));
    assert_eq!(sent["amount_micro"], 10_000_000);
}

on_both!(erasing_needs_a_sign_in_within_a_quarter_of_an_hour);
async fn erasing_needs_a_sign_in_within_a_quarter_of_an_hour(world: World) {
    let pair = world.without_hold();
    let pair = pair.pair().await;
    pair.pay("pay-1", 100_000_000).await;
    world.forward(Span::from_secs(900));
    // Asked for before the money is looked at.
    pair.inviter.delete(PATH).await.is_error(403, "fresh_sign_in_required");
    let fresh = world.browser_of(&pair.inviter).await;
    fresh.delete(PATH).await.is_error(409, "balance_would_be_forfeited");
    fresh.delete(&format!("{PATH}?forfeit=true")).await.ok();
}

on_both!(only_the_account_itself_is_erased);
async fn only_the_account_itself_is_erased(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    world.anonymous().delete(PATH).await.is_error(401, "unauthenticated");
    world.operator().delete(PATH).await.is_error(401, "unauthenticated");
    ada.delete(PATH).header("x-csrf-token", "wrong").await.is_error(403, "csrf_invalid");
    let call = ada.delete(PATH).without("x-csrf-token").header("origin", "https://evil.example");
    call.await.is_error(403, "csrf_missing");
    bob.delete(PATH).await.ok();
    ada.get(PATH).await.is_ok(&json!({ "user": ada.user, "provider": "email" }));
}

on_both!(what_was_begun_is_brought_to_its_end_although_the_server_died);
async fn what_was_begun_is_brought_to_its_end_although_the_server_died(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("of-ada").await.ok();
    // The first step after the decision fails.
    world.database.run("ALTER TABLE session_claims RENAME TO away").await;
    let answer = world.operator().delete("/v1/admin/users/email:ada@example.com").await;
    assert_eq!(answer.status, 500, "{answer:?}");
    world.database.run("ALTER TABLE away RENAME TO session_claims").await;
    // The account is nobody's already, whatever its cookies say.
    ada.get(PATH).await.is_error(401, "unauthenticated");
    ada.post(PATH, &json!({ "display_name": "Ada" })).await.is_error(401, "unauthenticated");
    assert_eq!(ada.set_slug("another").await.status, 503);
    assert_eq!(world.count("session_claims", "1 = 1").await, 1);
    world.work().await;
    assert_eq!(world.count("session_claims", "1 = 1").await, 1, "not before its time");
    world.forward(Span::from_secs(10));
    world.work().await;
    for table in ["session_claims", "sessions", "identities", "identity_claims", "erasures"] {
        assert_eq!(world.count(table, "1 = 1").await, 0, "{table}");
    }
    assert_eq!(world.count("code_claims", "code = 'of-ada'").await, 0);
    assert_ne!(world.member("ada@example.com").await.id(), ada.id());
}

on_both!(an_account_that_is_erased_many_times_at_once_is_erased_once);
async fn an_account_that_is_erased_many_times_at_once_is_erased_once(world: World) {
    for round in 0..5 {
        let email = format!("ada-{round}@example.com");
        let ada = world.member(&email).await;
        let calls = (0..8).map(|_| ada.delete(PATH).into_future());
        let answers = futures_util::future::join_all(calls).await;
        assert!(answers.iter().any(|answer| answer.status == 200), "{answers:?}");
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.is_error(401, "unauthenticated");
        }
        assert_eq!(world.count("erased_claims", "1 = 1").await, round + 1);
    }
}
