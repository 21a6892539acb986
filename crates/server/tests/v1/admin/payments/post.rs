//! `POST /v1/admin/payments`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/payments";

on_both!(the_inviter_earns_its_share);
async fn the_inviter_earns_its_share(world: World) {
    let pair = world.pair().await;
    let answer = pair.pay("pay_1", 99_999_999).await;
    let reward = &answer["reward"];
    let id = reward["id"].as_str().unwrap();
    assert_eq!(
        answer,
        json!({
            "payment": {
                "payment_id": "pay_1",
                "user_id": pair.invitee.id(),
                "amount_micro": 99_999_999,
                "refunded_micro": 0,
                "currency": "USD",
                "paid_at": "2026-03-01T12:00:01Z",
                "invoice_id": null,
            },
            "reward": {
                "id": id,
                "invitee_user_id": pair.invitee.id(),
                "payment_id": "pay_1",
                "payment_micro": 99_999_999,
                "refunded_micro": 0,
                "amount_micro": 9_999_999,
                "used_micro": 0,
                "rate_bps": 1000,
                "tier": 1,
                "status": "pending",
                "created_at": "2026-03-01T12:00:01Z",
                "unlock_at": "2026-03-15T12:00:01Z",
                "reversed_at": null,
            },
        })
    );
    assert_eq!(pair.balance().await, [9_999_999, 0, 9_999_999, 0]);
    let me = pair.inviter.get("/v1/referrals/me").await.ok();
    assert_eq!((&me["paid_invitees"], &me["signups"]), (&json!(1), &json!(1)));
}

on_both!(time_alone_unlocks_a_reward);
async fn time_alone_unlocks_a_reward(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.forward(Span::from_secs(14 * 86_400 - 1));
    assert_eq!(pair.balance().await, [10_000_000, 0, 10_000_000, 0]);
    world.forward(Span::from_secs(1));
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
    world.work().await;
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0], "settled, and the same");
}

on_both!(a_payment_without_an_inviter_is_stored_and_earns_nothing);
async fn a_payment_without_an_inviter_is_stored_and_earns_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    let answer = world.pay(&ada, "pay_1", 100_000_000).await;
    assert_eq!(answer["reward"], Value::Null);
    let body = json!({ "payment_id": "pay_1", "user_id": ada.id(), "amount_micro": 100_000_000 });
    assert_eq!(world.operator().post(PATH, &body).await.ok(), answer);
}

on_both!(the_same_push_again_changes_nothing_and_another_is_a_conflict);
async fn the_same_push_again_changes_nothing_and_another_is_a_conflict(world: World) {
    let pair = world.pair().await;
    let first = pair.pay("pay_1", 100_000_000).await;
    world.forward(Span::from_secs(60));
    let (ada, bob) = (pair.inviter.id(), pair.invitee.id());
    let push = |changed: Value| {
        let mut body =
            json!({ "payment_id": "pay_1", "user_id": bob, "amount_micro": 100_000_000 });
        body.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        world.operator().post(PATH, &body)
    };
    assert_eq!(push(json!({ "currency": "USD" })).await.ok(), first);
    for other in [
        json!({ "amount_micro": 100_000_001 }),
        json!({ "user_id": ada }),
        json!({ "paid_at": "2026-03-01T12:00:01Z" }),
        json!({ "invoice_id": "inv_1" }),
    ] {
        push(other).await.is_error(409, "payment_conflict");
    }
    let named = json!({
        "payment_id": "pay_1", "email": "bob@example.com", "amount_micro": 100_000_000,
    });
    assert_eq!(world.operator().post(PATH, &named).await.ok(), first, "the same account");
    assert_eq!(pair.balance().await, [10_000_000, 0, 10_000_000, 0]);
}

on_both!(the_time_of_the_payment_decides_when_its_reward_unlocks);
async fn the_time_of_the_payment_decides_when_its_reward_unlocks(world: World) {
    let pair = world.pair().await;
    let push = |id: &str, paid_at: &str| {
        let body = json!({
            "payment_id": id,
            "user_id": pair.invitee.id(),
            "amount_micro": 100_000_000,
            "paid_at": paid_at,
        });
        world.operator().post(PATH, &body)
    };
    let old = push("old", "2026-02-01T13:00:00+01:00").await.json();
    assert_eq!(old["payment"]["paid_at"], "2026-02-01T12:00:00Z");
    assert_eq!(old["reward"]["status"], "available");
    assert_eq!(pair.balance().await, [0, 10_000_000, 10_000_000, 0]);
    let ahead = push("ahead", "2026-03-02T12:00:00Z").await.json();
    assert_eq!(ahead["reward"]["unlock_at"], "2026-03-16T12:00:00Z");
    push("too far", "2026-03-02T12:00:02Z").await.is_error(400, "invalid_args");
    for never in ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59.999999Z"] {
        push("never", never).await.is_error(400, "invalid_args");
    }
    assert_eq!(push("long ago", "2000-01-01T00:00:00Z").await.status, 201);
    push("no time", "yesterday").await.is_error(400, "invalid_args");
}

on_both!(fields_that_break_their_rules_are_refused);
async fn fields_that_break_their_rules_are_refused(world: World) {
    let ada = world.member("ada@example.com").await;
    let good = json!({ "payment_id": "pay_1", "user_id": ada.id(), "amount_micro": 1 });
    for (field, value) in [
        ("payment_id", json!("")),
        ("payment_id", json!("a/b")),
        ("payment_id", json!("ä")),
        ("payment_id", json!("x".repeat(201))),
        ("payment_id", Value::Null),
        ("amount_micro", json!(0)),
        ("amount_micro", json!(9_007_199_254_740_992_i64)),
        ("currency", json!("EUR")),
        ("invoice_id", json!("a/b")),
        ("external_id", json!("42")),
        ("user_id", json!("42")),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let answer = world.operator().post(PATH, &body).await;
        answer.is_error(400, "invalid_args");
    }
    let mut nobody = good.clone();
    nobody["user_id"] = json!("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21");
    world.operator().post(PATH, &nobody).await.is_error(404, "user_not_found");
    assert_eq!(world.operator().post(PATH, &good).await.status, 201, "nothing was kept before");
}

on_both!(a_reward_that_rounds_to_nothing_is_recorded);
async fn a_reward_that_rounds_to_nothing_is_recorded(world: World) {
    let pair = world.pair().await;
    let answer = pair.pay("pay_1", 9).await;
    assert_eq!(
        (&answer["reward"]["amount_micro"], &answer["reward"]["status"]),
        (&json!(0), &json!("pending"))
    );
    world.forward(Span::from_days(14));
    assert_eq!(pair.rewards().await, [("available".to_owned(), 0, 0)]);
    assert_eq!(pair.inviter.get("/v1/referrals/me").await.ok()["paid_invitees"], 1);
}

on_both!(a_tier_that_was_taken_out_of_the_configuration_earns_and_shows_as_the_first);
async fn a_tier_that_was_taken_out_of_the_configuration_earns_and_shows_as_the_first(world: World) {
    let pair = world.pair().await;
    let tier = format!("/v1/admin/referrals/users/{}/tier", pair.inviter.id());
    world.operator().post(&tier, &json!({ "tier": 2 })).await.ok();
    let without = world.with(|setup| setup.tiers = "1:regular:1000");
    let answer = without.pay(&pair.invitee, "pay_1", 100_000_000).await;
    let me = pair.inviter.moved_to(&without).get("/v1/referrals/me").await.ok();
    let earned = (&answer["reward"]["tier"], &answer["reward"]["rate_bps"]);
    assert_eq!(earned, (&json!(1), &json!(1_000)));
    assert_eq!((&me["tier"], &me["rate_bps"]), earned);
}
