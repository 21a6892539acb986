//! `GET /v1/admin/totals`.

use serde_json::json;

use crate::support::{Caller, World};

on_both!(the_sums_are_those_of_all_accounts);
async fn the_sums_are_those_of_all_accounts(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    world.member("carol@example.com").await;
    pair.pay("pay_1", 300_000_000).await;
    pair.payout(10_000_000).await;
    pair.payout(15_000_000).await;
    world.refund("pay_1", "re_1", 30_000_000).await;
    world.operator().get("/v1/admin/totals").await.is_ok(&json!({
        "clicks": 0,
        "accounts": 3,
        "invited_accounts": 1,
        "paying_invited_accounts": 1,
        "paid_micro": 270_000_000,
        "pending_micro": 0,
        "available_micro": 2_000_000,
        "debt_micro": 0,
        "lifetime_micro": 27_000_000,
        "payouts": [
            { "status": "requested", "count": 2, "amount_micro": 25_000_000 },
            { "status": "processing", "count": 0, "amount_micro": 0 },
            { "status": "sent", "count": 0, "amount_micro": 0 },
            { "status": "failed", "count": 0, "amount_micro": 0 },
            { "status": "cancelled", "count": 0, "amount_micro": 0 },
        ],
    }));
}
