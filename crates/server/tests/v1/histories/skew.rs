//! Two processes whose clocks differ.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, START, World};

on_both!(a_process_whose_clock_is_behind_posts_nothing_that_was_settled_already);
async fn a_process_whose_clock_is_behind_posts_nothing_that_was_settled_already(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(1));
    let browser = world.browser();
    browser.jar.set("ref_code", &ada.uid_code().await);
    let bob = browser.sign_in("bob@example.com").await;
    let operator = world.operator();
    let pay = async |id: &str| {
        let body = json!({ "payment_id": id, "user_id": bob.id(), "amount_micro": 1_000 });
        assert_eq!(operator.post("/v1/admin/payments", &body).await.status, 201);
    };
    pay("refunded").await;
    pay("kept").await;
    world.forward(world.setup.hold_period);
    world.work().await;

    // The other process still lives in the hold period.
    world.set_clock(START + Span::from_days(1));
    let body = json!({ "refund_id": "re", "amount_micro": 500 });
    let answer = operator.post("/v1/admin/payments/refunded/refund", &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    operator.post("/v1/admin/payments/refunded/refund/re/void", &json!({})).await.ok();
    let again = json!({ "refund_id": "again", "amount_micro": 300 });
    operator.post("/v1/admin/payments/refunded/refund", &again).await;
    for clock in [START + Span::from_days(1), START + Span::from_days(20)] {
        world.set_clock(clock);
        let balance = ada.get("/v1/referrals/me").await.ok()["balance"].clone();
        assert_eq!(balance["available_micro"], 170, "{balance}");
        assert_eq!(balance["pending_micro"], 0, "{balance}");
        world.work().await;
        let verified = operator.post("/v1/admin/ledger/verify", &json!({})).await.ok();
        assert_eq!(verified["differences"], json!([]));
    }
}
