//! What a used-up reward shows after refunds. Each of these is a bug that once was there.

use serde_json::{Value, json};
use triport_domain::money::Micro;
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

const LONG_AGO: &str = "2025-01-01T00:00:00Z";

/// An inviter who earns a tenth of what an invitee pays, at once.
struct Pair<'w> {
    world: &'w World,
    inviter: SignedIn<'w>,
    invitee: SignedIn<'w>,
}

fn lenient(world: &World) -> World {
    world.with(|setup| {
        setup.min_payout = Micro::new(1);
        setup.rate_limit_rps = 0;
    })
}

impl<'w> Pair<'w> {
    async fn new(world: &'w World) -> Self {
        let inviter = world.member("ada@example.com").await;
        world.forward(Span::from_secs(1));
        let browser = world.browser();
        browser.jar.set("ref_code", &inviter.uid_code().await);
        let invitee = browser.sign_in("bob@example.com").await;
        Self { world, inviter, invitee }
    }

    /// Each in a millisecond of its own, then background work.
    async fn done(&self) {
        self.world.work().await;
        self.world.forward(Span::from_secs(1));
    }

    async fn pay(&self, id: &str, amount: i64) {
        let user_id = self.invitee.id();
        let body = json!({
            "payment_id": id, "user_id": user_id, "amount_micro": amount, "paid_at": LONG_AGO,
        });
        let answer = self.world.operator().post("/v1/admin/payments", &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        self.done().await;
    }

    async fn refund(&self, payment: &str, id: &str, amount: i64) {
        let path = format!("/v1/admin/payments/{payment}/refund");
        let body = json!({ "refund_id": id, "amount_micro": amount });
        let answer = self.world.operator().post(&path, &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        self.done().await;
    }

    async fn payout(&self, amount: i64) {
        let address = "0xde709f2102306220921060314715629080e2fb77";
        let body = json!({ "amount_micro": amount, "network": "polygon", "address": address });
        let answer = self.inviter.post("/v1/referrals/payouts", &body).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        self.done().await;
    }

    async fn spend(&self, invoice: &str, amount: i64) {
        let user_id = self.inviter.id();
        let body = json!({ "user_id": user_id, "amount_micro": amount, "status": "open" });
        self.world.operator().put(&format!("/v1/admin/invoices/{invoice}"), &body).await;
        let body = json!({ "invoice_id": invoice, "amount_micro": amount });
        self.inviter.post("/v1/referrals/spend-on-invoice", &body).await.ok();
        self.done().await;
    }

    /// Amount, used part and status of the reward for a payment.
    async fn reward(&self, payment: &str) -> Value {
        let rewards = self.inviter.get("/v1/referrals/rewards").await.ok();
        let mut items = rewards["items"].as_array().unwrap().iter();
        let item = items.find(|item| item["payment_id"] == payment).unwrap();
        json!([item["amount_micro"], item["used_micro"], item["status"]])
    }
}

on_both!(a_reward_that_lost_many_parts_to_a_refund_shows_what_took_the_last_that_is_left);
async fn a_reward_that_lost_many_parts_to_a_refund_shows_what_took_the_last_that_is_left(
    world: World,
) {
    let world = lenient(&world);
    let pair = Pair::new(&world).await;
    pair.pay("pay", 10_000).await;
    for _ in 0..60 {
        pair.payout(10).await;
    }
    assert_eq!(pair.reward("pay").await, json!([1_000, 600, "available"]));
    // Fifty parts are what one round of trimming looks at: one before that, that many, one more.
    pair.refund("pay", "first", 8_900).await;
    assert_eq!(pair.reward("pay").await, json!([110, 110, "paid_out"]));
    let void = "/v1/admin/payments/pay/refund/first/void";
    world.operator().post(void, &json!({})).await.ok();
    pair.done().await;
    assert_eq!(pair.reward("pay").await, json!([1_000, 600, "available"]));
    pair.refund("pay", "second", 9_000).await;
    assert_eq!(pair.reward("pay").await, json!([100, 100, "paid_out"]));
    world.operator().post(&void.replace("first", "second"), &json!({})).await.ok();
    pair.done().await;
    pair.refund("pay", "third", 9_100).await;
    assert_eq!(pair.reward("pay").await, json!([90, 90, "paid_out"]));
}

on_both!(a_refund_that_changes_nothing_of_a_reward_leaves_what_took_its_last_part);
async fn a_refund_that_changes_nothing_of_a_reward_leaves_what_took_its_last_part(world: World) {
    let world = lenient(&world);
    let pair = Pair::new(&world).await;
    pair.pay("first", 100).await;
    pair.payout(10).await;
    pair.pay("second", 209).await;
    pair.spend("inv", 12).await;
    // Its reward is gone, so the payout takes what the spend left of the second one.
    pair.refund("first", "all", 100).await;
    assert_eq!(pair.reward("second").await, json!([20, 20, "paid_out"]));
    pair.refund("second", "a-ninth-of-nothing", 9).await;
    assert_eq!(pair.reward("second").await, json!([20, 20, "paid_out"]));
}
