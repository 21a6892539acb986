//! `POST /v1/admin/referrals/attributions`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Call, Caller, SignedIn, World};

fn attribute<'w>(world: &'w World, invitee: &SignedIn<'_>, code: &str, backfill: bool) -> Call<'w> {
    let body =
        json!({ "invitee": { "user_id": invitee.id() }, "code": code, "backfill": backfill });
    Caller::post(&world.operator(), "/v1/admin/referrals/attributions", &body)
}

on_both!(an_old_account_that_has_paid_can_be_attributed);
async fn an_old_account_that_has_paid_can_be_attributed(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(1));
    let bob = world.member("bob@example.com").await;
    world.pay(&bob, "pay_1", 100_000_000).await;
    world.forward(Span::from_days(20));
    let code = ada.uid_code().await;
    attribute(&world, &bob, &code, false).await.is_ok(&json!({ "attributed": true }));
    let me = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(me["balance"]["lifetime_micro"], 0, "earlier payments earn nothing");
    assert_eq!((&me["signups"], &me["paid_invitees"]), (&json!(1), &json!(1)));
    let again = attribute(&world, &bob, &code, false).await.ok();
    assert_eq!(again, json!({ "attributed": false, "reason": "already_attributed" }));
    world.pay(&bob, "pay_2", 100_000_000).await;
    let me = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(me["balance"]["pending_micro"], 10_000_000);
}

on_both!(a_backfill_pays_what_is_left_of_earlier_payments);
async fn a_backfill_pays_what_is_left_of_earlier_payments(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(1));
    let bob = world.member("bob@example.com").await;
    for id in ["pay_1", "pay_2", "pay_3"] {
        world.pay(&bob, id, 100_000_000).await;
    }
    world.refund("pay_2", "re_1", 40_000_000).await;
    world.refund("pay_3", "re_2", 100_000_000).await;
    world.forward(Span::from_days(20));
    let code = ada.uid_code().await;
    attribute(&world, &bob, &code, true).await.is_ok(&json!({ "attributed": true }));
    let rewards = ada.get("/v1/referrals/rewards").await.ok();
    let mut earned: Vec<(String, i64, String)> = rewards["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            (text("payment_id"), item["amount_micro"].as_i64().unwrap(), text("unlock_at"))
        })
        .collect();
    earned.sort();
    let of = |id: &str, amount: i64| (id.to_owned(), amount, "2026-04-04T12:00:01Z".to_owned());
    assert_eq!(earned, [of("pay_1", 10_000_000), of("pay_2", 6_000_000), of("pay_3", 0)]);
    world.refund("pay_2", "re_3", 60_000_000).await;
    let me = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(me["balance"]["lifetime_micro"], 10_000_000, "its refunds are known");
    assert_eq!(me["paid_invitees"], 1);
}

on_both!(a_dispute_that_is_won_after_a_backfill_earns_what_it_would_have);
async fn a_dispute_that_is_won_after_a_backfill_earns_what_it_would_have(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(1));
    let bob = world.member("bob@example.com").await;
    world.pay(&bob, "pay_1", 100_000_000).await;
    world.refund("pay_1", "dispute_1", 100_000_000).await;
    let code = ada.uid_code().await;
    attribute(&world, &bob, &code, true).await.is_ok(&json!({ "attributed": true }));
    let reward = |list: &Value| {
        let item = &list["items"][0];
        json!([item["amount_micro"], item["status"], item["reversed_at"].is_null()])
    };
    let rewards = ada.get("/v1/referrals/rewards").await.ok();
    assert_eq!(reward(&rewards), json!([0, "reversed", false]));
    let void = "/v1/admin/payments/pay_1/refund/dispute_1/void";
    world.operator().post(void, &json!({})).await.ok();
    let rewards = ada.get("/v1/referrals/rewards").await.ok();
    assert_eq!(reward(&rewards), json!([10_000_000, "pending", true]));
    let me = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(me["balance"]["pending_micro"], 10_000_000);
}

on_both!(the_other_rules_hold_for_operators_too);
async fn the_other_rules_hold_for_operators_too(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(1));
    let bob = world.member("bob@example.com").await;
    let (of_ada, of_bob) = (ada.uid_code().await, bob.uid_code().await);
    for (invitee, code, reason) in [
        (&bob, "unknown", "unknown_code"),
        (&bob, of_bob.as_str(), "self_referral"),
        (&ada, of_bob.as_str(), "inviter_too_new"),
    ] {
        world.forward(Span::from_secs(1));
        let answer = attribute(&world, invitee, code, false).await.ok();
        assert_eq!(answer, json!({ "attributed": false, "reason": reason }));
    }
    attribute(&world, &bob, "", false).await.is_error(400, "invalid_args");
    let nobody = json!({ "invitee": {}, "code": of_ada });
    let path = "/v1/admin/referrals/attributions";
    world.operator().post(path, &nobody).await.is_error(400, "invalid_args");
    let audit = world.operator().get("/v1/admin/audit?limit=1").await.ok();
    assert_eq!(audit["items"][0]["fields"]["refused"], "inviter_too_new");
    assert_eq!(audit["items"][0]["user_id"], Value::from(ada.id()));
}
