//! A world in which everything that a path can name exists.

use std::sync::Arc;

use serde_json::json;
use triport_domain::code::uid_code;
use triport_domain::id::UserId;
use triport_domain::time::Span;

use crate::database::Beside;
use crate::support::{Caller, SignedIn, World, payout};

/// An example of each parameter in a path.
pub(super) const PARAMETERS: &[(&str, &str)] = &[
    ("{external_id}", "customer-42"),
    ("{user}", "ext:customer-42"),
    ("{code}", "trip-with-us"),
    ("{payment_id}", "pay_1"),
    ("{refund_id}", "re_1"),
    ("{invoice_id}", "inv_1"),
    ("{id}", "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"),
];

/// The largest payment there is: a tenth of it lasts for every test.
const MUCH: i64 = 9_007_199_254_740_991;

impl World {
    /// A member with more credit than anybody needs.
    pub(crate) async fn rich(&self) -> SignedIn<'_> {
        let made = async {
            let rich = self.member("rich@example.com").await;
            self.forward(Span::from_secs(1));
            let customer = json!({ "ref_code": rich.uid_code().await });
            let path = "/v1/admin/users/customer-of-rich";
            assert_eq!(self.operator().put(path, &customer).await.status, 201);
            // Paid so long ago that the share can be used.
            let payment = json!({
                "payment_id": "pay_rich",
                "external_id": "customer-of-rich",
                "amount_micro": MUCH,
                "paid_at": "2026-01-01T00:00:00Z",
            });
            assert_eq!(self.operator().post("/v1/admin/payments", &payment).await.status, 201);
            (rich.jar.clone(), rich.user.clone())
        };
        let (jar, user) = self.rich.get_or_init(|| Box::pin(made)).await;
        SignedIn::new(self, Arc::clone(jar), user.clone())
    }

    /// A path whose parameters name what exists: an account of the product with a code, a payment
    /// with a refund, an open invoice and a payout that was just asked for.
    pub(super) async fn prepared(&self, path: &str) -> String {
        let account = self.operator().put("/v1/admin/users/customer-42", &json!({})).await;
        let id = account.json()["user"]["id"].as_str().unwrap().parse().unwrap();
        if path.contains("{payment_id}") {
            self.push("payments", "payment_id", "pay_1", MUCH).await;
            let refund = json!({ "refund_id": "re_1", "amount_micro": 1 });
            self.operator().post("/v1/admin/payments/pay_1/refund", &refund).await;
        }
        let mut path = path.to_owned();
        if path.contains("{id}") {
            let asked = self.rich().await.post("/v1/referrals/payouts", &payout(10_000_000)).await;
            path = path.replace("{id}", asked.json()["id"].as_str().unwrap());
        }
        if path.contains("{invoice_id}") || path.contains("spend-on-invoice") {
            self.invoice_of_rich().await;
        }
        path.replace("{code}", &uid_code(UserId(id)))
            .replace("{external_id}", "customer-43")
            .replace("{user}", "ext:customer-42")
            .replace("{payment_id}", "pay_1")
            .replace("{refund_id}", "re_1")
            .replace("{invoice_id}", "inv_1")
    }

    /// The path of an account that nobody misses; once erased, it can be erased again.
    pub(super) async fn to_be_erased(&self) -> String {
        self.operator().put("/v1/admin/users/to-be-erased", &json!({})).await;
        "/v1/admin/users/ext:to-be-erased".to_owned()
    }

    /// Holds every write of the server up from outside.
    pub(super) async fn hold_writes(&self) -> Beside {
        let hold = self.database.beside().await;
        let begin = match hold {
            Beside::Sqlite(_) => "BEGIN IMMEDIATE",
            Beside::Postgres(_) => "BEGIN; LOCK TABLE accounts IN EXCLUSIVE MODE",
        };
        hold.run(begin).await;
        hold
    }

    /// Lets them go on, and waits until they have.
    pub(super) async fn let_go(&self, hold: Beside) {
        hold.run("ROLLBACK").await;
        self.operator().put("/v1/admin/users/after-the-hold", &json!({})).await;
    }

    async fn push(&self, what: &str, name: &str, id: &str, amount_micro: i64) {
        let body = json!({ name: id, "external_id": "customer-42", "amount_micro": amount_micro });
        let answer = self.operator().post(&format!("/v1/admin/{what}"), &body).await;
        assert!(answer.status < 300, "{answer:?}");
    }

    async fn invoice_of_rich(&self) {
        let rich = self.rich().await;
        let invoice = json!({ "user_id": rich.id(), "amount_micro": 1_000_000, "status": "open" });
        let answer = self.operator().put("/v1/admin/invoices/inv_1", &invoice).await;
        assert!(answer.status < 300, "{answer:?}");
    }
}
