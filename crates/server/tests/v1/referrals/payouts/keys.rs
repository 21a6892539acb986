//! `Idempotency-Key` on `POST /v1/referrals/payouts`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, EVM_ADDRESS, World, payout};

const PATH: &str = "/v1/referrals/payouts";

on_both!(a_key_with_the_same_body_has_one_effect_and_one_answer);
async fn a_key_with_the_same_body_has_one_effect_and_one_answer(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    let ask = |key: &str, body: String| {
        pair.inviter.call("POST", PATH).body(body).header("idempotency-key", key)
    };
    let first = ask("key-1", payout(10_000_000).to_string()).await;
    assert_eq!((first.status, first.header("idempotent-replayed")), (202, ""));
    world.forward(Span::from_days(29));
    let spaced = format!(
        "{{ \"network\": \"ethereum\",\n \"address\": \"{EVM_ADDRESS}\", \"amount_micro\": 10000000 }}"
    );
    for (key, body) in [("key-1", spaced), ("\"key-1\"", payout(10_000_000).to_string())] {
        let again = ask(key, body).await;
        assert_eq!((again.status, again.header("idempotent-replayed")), (202, "true"));
        assert_eq!(again.json(), first.json());
    }
    assert_eq!(pair.balance().await[1], 90_000_000);
    ask("key-1", payout(10_000_001).to_string()).await.is_error(422, "idempotency_conflict");
    let invalid = json!({ "amount_micro": -1 }).to_string();
    ask("key-1", invalid).await.is_error(422, "idempotency_conflict");
    assert_eq!(
        ask("key-2", payout(10_000_000).to_string()).await.header("idempotent-replayed"),
        ""
    );
}

on_both!(only_answers_of_success_are_kept);
async fn only_answers_of_success_are_kept(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    let ask = || pair.inviter.post(PATH, &payout(10_000_000)).header("idempotency-key", "key");
    ask().await.is_error(400, "balance_insufficient");
    pair.pay("pay_1", 1_000_000_000).await;
    assert_eq!(ask().await.status, 202);
}

on_both!(a_key_belongs_to_one_account_and_one_call);
async fn a_key_belongs_to_one_account_and_one_call(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    let first = pair.inviter.post(PATH, &payout(10_000_000)).header("idempotency-key", "key").await;
    assert_eq!(first.status, 202);
    let other = pair.invitee.post(PATH, &payout(10_000_000)).header("idempotency-key", "key").await;
    other.is_error(400, "balance_insufficient");
    let spend = json!({ "invoice_id": "inv_1", "amount_micro": 10_000_000 });
    let spend = pair.inviter.post("/v1/referrals/spend-on-invoice", &spend);
    spend.header("idempotency-key", "key").await.is_error(404, "invoice_not_eligible");
}

on_both!(a_key_works_again_after_thirty_days);
async fn a_key_works_again_after_thirty_days(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    let ask = || pair.inviter.post(PATH, &payout(10_000_000)).header("idempotency-key", "key");
    ask().await;
    world.forward(Span::from_days(16));
    pair.inviter.get("/v1/auth/me").await.ok();
    world.forward(Span::from_days(14));
    let again = ask().await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, ""));
    assert_eq!(pair.balance().await[1], 80_000_000);
}

on_both!(keys_that_are_none_are_refused);
async fn keys_that_are_none_are_refused(world: World) {
    let ada = world.member("ada@example.com").await;
    for key in ["", "\"\"", &"x".repeat(256)] {
        let call = ada.post(PATH, &payout(10_000_000)).header("idempotency-key", key);
        call.await.is_error(400, "invalid_args");
    }
    let one = ada.post(PATH, &payout(10_000_000)).header("idempotency-key", "one");
    one.repeated("idempotency-key", "two").await.is_error(400, "invalid_args");
}
