//! `POST /v1/referrals/payouts`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, EVM_ADDRESS, SOLANA_ADDRESS, World, payout};

const PATH: &str = "/v1/referrals/payouts";

on_both!(a_payout_leaves_the_balance_at_once);
async fn a_payout_leaves_the_balance_at_once(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 500_000_000).await;
    world.forward(Span::from_days(14));
    let answer = pair.inviter.post(PATH, &payout(20_000_000)).await;
    assert_eq!(answer.status, 202);
    let body = answer.json();
    assert_eq!(
        body,
        json!({
            "id": body["id"],
            "user_id": pair.inviter.id(),
            "amount_micro": 20_000_000,
            "network": "ethereum",
            "address": EVM_ADDRESS,
            "status": "requested",
            "requested_at": "2026-03-15T12:00:01Z",
        })
    );
    assert_eq!(pair.balance().await, [0, 30_000_000, 50_000_000, 0]);
}

on_both!(pending_rewards_cannot_be_paid_out);
async fn pending_rewards_cannot_be_paid_out(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    pair.inviter.post(PATH, &payout(10_000_000)).await.is_error(400, "balance_insufficient");
    world.forward(Span::from_days(14));
    pair.inviter.post(PATH, &payout(10_000_001)).await.is_error(400, "balance_insufficient");
    pair.payout(10_000_000).await;
    pair.inviter.post(PATH, &payout(10_000_000)).await.is_error(400, "balance_insufficient");
}

on_both!(the_oldest_rewards_are_used_first_and_in_parts);
async fn the_oldest_rewards_are_used_first_and_in_parts(world: World) {
    let pair = world.pair().await;
    for number in 1..=3 {
        pair.pay(&format!("pay_{number}"), 100_000_000).await;
        world.forward(Span::from_secs(60));
    }
    world.forward(Span::from_days(14));
    pair.payout(15_000_000).await;
    let shown = |status: &str, used: i64| (status.to_owned(), 10_000_000, used);
    assert_eq!(
        pair.rewards().await,
        [shown("available", 0), shown("available", 5_000_000), shown("paid_out", 10_000_000)]
    );
}

on_both!(fields_are_checked_in_the_order_of_the_contract);
async fn fields_are_checked_in_the_order_of_the_contract(world: World) {
    let ada = world.member("ada@example.com").await;
    let cases = [
        (json!({}), "invalid_args"),
        (json!({ "amount_micro": 0, "network": "x" }), "invalid_args"),
        (json!({ "amount_micro": -1 }), "invalid_args"),
        (json!({ "amount_micro": 1 }), "invalid_network"),
        (
            json!({ "amount_micro": 1, "network": "Ethereum", "address": EVM_ADDRESS }),
            "invalid_network",
        ),
        (
            json!({ "amount_micro": 1, "network": "solana", "address": EVM_ADDRESS }),
            "invalid_address",
        ),
        (
            json!({ "amount_micro": 1, "network": "polygon", "address": SOLANA_ADDRESS }),
            "invalid_address",
        ),
        (json!({ "amount_micro": 1, "network": "polygon" }), "invalid_address"),
        (
            json!({ "amount_micro": 9_999_999, "network": "polygon", "address": EVM_ADDRESS }),
            "payout_below_min",
        ),
        (
            json!({ "amount_micro": 10_000_000, "network": "solana", "address": SOLANA_ADDRESS }),
            "balance_insufficient",
        ),
    ];
    for (body, tag) in cases {
        ada.post(PATH, &body).await.is_error(400, tag);
    }
    ada.post(PATH, &json!({ "amount_micro": "1" })).await.is_error(400, "invalid_json");
    ada.post(PATH, &json!({ "amount_micro": 1.5 })).await.is_error(400, "invalid_json");
}

on_both!(one_wrong_letter_makes_an_address_invalid);
async fn one_wrong_letter_makes_an_address_invalid(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    let ask = |network: &str, address: &str| {
        let body = json!({ "amount_micro": 10_000_000, "network": network, "address": address });
        pair.inviter.post(PATH, &body)
    };
    for wrong in [
        "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    ] {
        ask("ethereum", wrong).await.is_error(400, "invalid_address");
    }
    let wrong = SOLANA_ADDRESS.replace("4Nd1", "4Nd0");
    ask("solana", &wrong).await.is_error(400, "invalid_address");
    assert_eq!(ask("polygon", &EVM_ADDRESS.to_ascii_lowercase()).await.status, 202);
    assert_eq!(ask("solana", SOLANA_ADDRESS).await.status, 202);
    assert_eq!(ask("ethereum", &format!(" {EVM_ADDRESS} ")).await.json()["address"], EVM_ADDRESS);
}

on_both!(frozen_payouts_wait_for_an_operator);
async fn frozen_payouts_wait_for_an_operator(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay_1", 1_000_000_000).await;
    let path = |what: &str| format!("/v1/admin/users/{}/{what}", pair.inviter.id());
    let reason = json!({ "reason": "under review" });
    world.operator().post(&path("freeze-payouts"), &reason).await.ok();
    pair.inviter.post(PATH, &payout(10_000_000)).await.is_error(403, "payouts_frozen");
    world.operator().post(&path("unfreeze-payouts"), &reason).await.ok();
    pair.payout(10_000_000).await;
}

on_both!(nobody_else_pays_out);
async fn nobody_else_pays_out(world: World) {
    world.anonymous().post(PATH, &payout(10_000_000)).await.is_error(401, "unauthenticated");
    let ada = world.member("ada@example.com").await;
    let other = ada.post(PATH, &payout(10_000_000)).without("x-csrf-token");
    other.header("origin", "https://evil.example").await.is_error(403, "csrf_missing");
    assert_eq!(ada.get(PATH).await.ok()["items"], Value::Array(Vec::new()));
}
