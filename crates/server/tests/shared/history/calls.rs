//! The calls of a history.

use serde_json::{Value, json};
use triport_domain::time::Timestamp;

/// One call. Accounts are numbers, everything else has the ids of the product or of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Pay { id: String, payer: usize, amount: i64, paid_at: Option<i64> },
    Refund { id: String, payment: String, amount: i64 },
    VoidRefund { id: String, payment: String },
    Invoice { id: String, account: usize, amount: i64, status: &'static str },
    Spend { account: usize, invoice: String, amount: i64, key: Option<String> },
    Payout { account: usize, amount: i64, key: Option<String> },
    Cancel { account: usize, payout: String },
    Answer { payout: String, to: &'static str },
    Backfill { invitee: usize, inviter: usize },
    Erase { account: usize, forfeit: bool },
}

/// Who makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Operator,
    Member(usize),
}

/// A call as HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) by: By,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Value,
    pub(crate) key: Option<String>,
}

/// What the server calls the accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) ids: Vec<String>,
    pub(crate) codes: Vec<String>,
}

/// Where every payout goes.
const ADDRESS: &str = "0xde709f2102306220921060314715629080e2fb77";

impl Call {
    pub(crate) fn request(&self, names: &Names) -> Request {
        match self {
            Self::Pay { id, payer, amount, paid_at } => {
                let mut body = json!({
                    "payment_id": id, "user_id": names.ids[*payer], "amount_micro": amount,
                });
                if let Some(at) = paid_at {
                    body["paid_at"] = Timestamp::from_micros(*at).to_string().into();
                }
                operator("POST", "/v1/admin/payments".to_owned(), body)
            }
            Self::Refund { id, payment, amount } => {
                let body = json!({ "refund_id": id, "amount_micro": amount });
                operator("POST", format!("/v1/admin/payments/{payment}/refund"), body)
            }
            Self::VoidRefund { id, payment } => {
                let path = format!("/v1/admin/payments/{payment}/refund/{id}/void");
                operator("POST", path, json!({}))
            }
            Self::Invoice { id, account, amount, status } => {
                let user_id = &names.ids[*account];
                let body = json!({ "user_id": user_id, "amount_micro": amount, "status": status });
                operator("PUT", format!("/v1/admin/invoices/{id}"), body)
            }
            Self::Backfill { invitee, inviter } => {
                let invitee = json!({ "user_id": names.ids[*invitee] });
                let code = &names.codes[*inviter];
                let body = json!({ "invitee": invitee, "code": code, "backfill": true });
                operator("POST", "/v1/admin/referrals/attributions".to_owned(), body)
            }
            Self::Erase { account, forfeit } => {
                let path = format!("/v1/admin/users/{}?forfeit={forfeit}", names.ids[*account]);
                operator("DELETE", path, json!({}))
            }
            Self::Answer { payout, to } => {
                let path = format!("/v1/admin/referrals/payouts/{payout}/{to}");
                operator("POST", path, json!({ "tx_hash": "0x9f2c", "reason": "no such address" }))
            }
            Self::Spend { .. } | Self::Payout { .. } | Self::Cancel { .. } => self.of_member(),
        }
    }

    fn of_member(&self) -> Request {
        let (account, path, body, key) = match self {
            Self::Spend { account, invoice, amount, key } => {
                let body = json!({ "invoice_id": invoice, "amount_micro": amount });
                (account, "/v1/referrals/spend-on-invoice".to_owned(), body, key.clone())
            }
            Self::Payout { account, amount, key } => {
                let body =
                    json!({ "amount_micro": amount, "network": "polygon", "address": ADDRESS });
                (account, "/v1/referrals/payouts".to_owned(), body, key.clone())
            }
            Self::Cancel { account, payout } => {
                (account, format!("/v1/referrals/payouts/{payout}/cancel"), json!({}), None)
            }
            other => panic!("{other:?} is no call of a member"),
        };
        Request { by: By::Member(*account), method: "POST", path, body, key }
    }

    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Spend { key, .. } | Self::Payout { key, .. } => key.as_deref(),
            _ => None,
        }
    }
}

fn operator(method: &'static str, path: String, body: Value) -> Request {
    Request { by: By::Operator, method, path, body, key: None }
}
