//! An inviter and one who pays, for histories that are told step by step.

use serde_json::{Value, json};
use triport_domain::money::Micro;
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

const LONG_AGO: &str = "2025-01-01T00:00:00Z";

/// An inviter who earns a tenth of what an invitee pays, at once.
pub(super) struct Pair<'w> {
    world: &'w World,
    pub(super) inviter: SignedIn<'w>,
    invitee: SignedIn<'w>,
}

/// Payouts of any amount, calls without a limit.
pub(super) fn lenient(world: &World) -> World {
    world.with(|setup| {
        setup.min_payout = Micro::new(1);
        setup.rate_limit_rps = 0;
    })
}

impl<'w> Pair<'w> {
    pub(super) async fn new(world: &'w World) -> Self {
        let inviter = world.member("ada@example.com").await;
        world.forward(Span::from_secs(1));
        let browser = world.browser();
        browser.jar.set("ref_code", &inviter.uid_code().await);
        let invitee = browser.sign_in("bob@example.com").await;
        Self { world, inviter, invitee }
    }

    /// Each in a millisecond of its own, then background work.
    pub(super) async fn done(&self) {
        self.world.work().await;
        self.world.forward(Span::from_secs(1));
    }

    /// A payment of long ago: what it earns can be used at once.
    pub(super) async fn pay(&self, id: &str, amount: i64) {
        self.push(&json!({
            "payment_id": id, "user_id": self.invitee.id(), "amount_micro": amount,
            "paid_at": LONG_AGO,
        }))
        .await;
    }

    /// A payment of now: what it earns has to wait.
    pub(super) async fn pay_now(&self, id: &str, amount: i64) {
        let user_id = self.invitee.id();
        let body = json!({ "payment_id": id, "user_id": user_id, "amount_micro": amount });
        self.push(&body).await;
    }

    async fn push(&self, body: &Value) {
        let answer = self.world.operator().post("/v1/admin/payments", body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        self.done().await;
    }

    pub(super) async fn refund(&self, payment: &str, id: &str, amount: i64) {
        let path = format!("/v1/admin/payments/{payment}/refund");
        let body = json!({ "refund_id": id, "amount_micro": amount });
        let answer = self.world.operator().post(&path, &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        self.done().await;
    }

    pub(super) async fn payout(&self, amount: i64) -> String {
        let address = "0xde709f2102306220921060314715629080e2fb77";
        let body = json!({ "amount_micro": amount, "network": "polygon", "address": address });
        let answer = self.inviter.post("/v1/referrals/payouts", &body).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        self.done().await;
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    pub(super) async fn spend(&self, invoice: &str, amount: i64) {
        let user_id = self.inviter.id();
        let body = json!({ "user_id": user_id, "amount_micro": amount, "status": "open" });
        self.world.operator().put(&format!("/v1/admin/invoices/{invoice}"), &body).await;
        let body = json!({ "invoice_id": invoice, "amount_micro": amount });
        self.inviter.post("/v1/referrals/spend-on-invoice", &body).await.ok();
        self.done().await;
    }

    /// Amount, used part and status of the reward for a payment.
    pub(super) async fn reward(&self, payment: &str) -> Value {
        let rewards = self.inviter.get("/v1/referrals/rewards").await.ok();
        let mut items = rewards["items"].as_array().unwrap().iter();
        let item = items.find(|item| item["payment_id"] == payment).unwrap();
        json!([item["amount_micro"], item["used_micro"], item["status"]])
    }
}
