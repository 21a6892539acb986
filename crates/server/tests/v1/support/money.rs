//! A pair of inviter and invitee, and the money between them.

use serde_json::{Value, json};

use super::callers::{Caller, SignedIn};
use super::world::World;

/// An address that satisfies EIP-55.
pub(crate) const EVM_ADDRESS: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
/// An address of Solana.
pub(crate) const SOLANA_ADDRESS: &str = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";

/// One who was brought by the other.
pub(crate) struct Pair<'w> {
    pub(crate) world: &'w World,
    pub(crate) inviter: SignedIn<'w>,
    pub(crate) invitee: SignedIn<'w>,
}

impl World {
    /// Ada, and Bob whom she brought.
    pub(crate) async fn pair(&self) -> Pair<'_> {
        let inviter = self.member("ada@example.com").await;
        let code = inviter.uid_code().await;
        self.forward(triport_domain::time::Span::from_secs(1));
        let browser = self.browser();
        browser.jar.set("ref_code", &code);
        let invitee = browser.sign_in("bob@example.com").await;
        Pair { world: self, inviter, invitee }
    }

    /// Pushes a payment of an account.
    pub(crate) async fn pay(&self, payer: &SignedIn<'_>, id: &str, amount_micro: i64) -> Value {
        let body = json!({ "payment_id": id, "user_id": payer.id(), "amount_micro": amount_micro });
        let answer = self.operator().post("/v1/admin/payments", &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }

    /// Pushes a refund of a payment.
    pub(crate) async fn refund(&self, payment: &str, id: &str, amount_micro: i64) -> Value {
        let path = format!("/v1/admin/payments/{payment}/refund");
        let body = json!({ "refund_id": id, "amount_micro": amount_micro });
        let answer = self.operator().post(&path, &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }

    /// Pushes an open invoice.
    pub(crate) async fn invoice(&self, payer: &SignedIn<'_>, id: &str, amount_micro: i64) -> Value {
        let body = json!({ "user_id": payer.id(), "amount_micro": amount_micro, "status": "open" });
        let answer = self.operator().put(&format!("/v1/admin/invoices/{id}"), &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }

    /// The same server without a hold period: what is earned can be used at once.
    pub(crate) fn without_hold(&self) -> Self {
        self.with(|setup| setup.hold_period = triport_domain::time::Span::from_secs(0))
    }
}

impl Pair<'_> {
    /// A tenth of this payment is the inviter's.
    pub(crate) async fn pay(&self, id: &str, amount_micro: i64) -> Value {
        self.world.pay(&self.invitee, id, amount_micro).await
    }

    /// The inviter's balance: pending, available, lifetime, debt.
    pub(crate) async fn balance(&self) -> [i64; 4] {
        let me = self.inviter.get("/v1/referrals/me").await.ok();
        ["pending_micro", "available_micro", "lifetime_micro", "debt_micro"]
            .map(|name| me["balance"][name].as_i64().unwrap())
    }

    /// The inviter asks for a payout.
    pub(crate) async fn payout(&self, amount_micro: i64) -> Value {
        let answer = self.inviter.post("/v1/referrals/payouts", &payout(amount_micro)).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        self.world.work().await;
        answer.json()
    }

    /// The inviter's rewards as status and what was used, newest first.
    pub(crate) async fn rewards(&self) -> Vec<(String, i64, i64)> {
        self.world.work().await;
        let page = self.inviter.get("/v1/referrals/rewards").await.ok();
        let items = page["items"].as_array().unwrap().iter();
        let amount = |item: &Value, name: &str| item[name].as_i64().unwrap();
        items
            .map(|item| {
                let status = item["status"].as_str().unwrap().to_owned();
                (status, amount(item, "amount_micro"), amount(item, "used_micro"))
            })
            .collect()
    }
}

/// The body that asks for a payout.
pub(crate) fn payout(amount_micro: i64) -> Value {
    json!({ "amount_micro": amount_micro, "network": "ethereum", "address": EVM_ADDRESS })
}
