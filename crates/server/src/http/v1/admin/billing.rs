//! What the product's billing system pushes: payments and refunds.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use triport_app::money::{self, PaymentPush, Pushed, PushedPayment, PushedRefund, RefundPush};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use super::time;
use crate::http::body::{Json, present};
use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::site::Site;
use crate::http::v1::named::NamedAccount;
use crate::http::v1::rewards::RewardItem;

/// Money that an account paid the product.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PushPayment {
    /// The product's id of the payment.
    #[serde(default)]
    #[schema(required, nullable = false, examples("pay_1042"))]
    payment_id: Option<String>,
    #[serde(flatten)]
    account: NamedAccount,
    /// In micro-units.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        required,
        nullable = false,
        minimum = 1,
        maximum = 9_007_199_254_740_991_i64,
        examples(100_000_000)
    )]
    amount_micro: Option<i64>,
    /// The programme's currency, if it is said.
    #[schema(examples("USD"))]
    currency: Option<String>,
    /// When it was paid, at most a day ahead and not before 2000; the time of the first push, if it is not said.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53Z"))]
    paid_at: Option<String>,
    /// The invoice that it paid.
    #[schema(examples("inv_2026_03"))]
    invoice_id: Option<String>,
}

/// A payment.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Payment {
    /// The product's id.
    #[serde(rename = "payment_id")]
    #[schema(examples("pay_1042"))]
    id: String,
    /// Who paid.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// In micro-units.
    #[schema(minimum = 1, examples(100_000_000))]
    amount_micro: i64,
    /// Refunds in force.
    #[schema(minimum = 0)]
    refunded_micro: i64,
    /// The programme's.
    #[schema(examples("USD"))]
    currency: String,
    /// When it was paid.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53Z"))]
    paid_at: String,
    /// The invoice that it paid; null if nothing was said.
    #[schema(required, examples("inv_2026_03"))]
    invoice_id: Option<String>,
}

/// A payment and what it earned.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct PaymentAnswer {
    payment: Payment,
    /// The inviter's share; null if nobody invited the account.
    #[schema(required)]
    reward: Option<RewardItem>,
}

/// Push a payment.
///
/// The inviter of the account earns its share. Pushing the same again changes nothing and answers the
/// same, so a sender that is not sure repeats the call.
#[utoipa::path(
    post,
    path = "/v1/admin/payments",
    operation_id = "admin_push_payment",
    tag = "Billing",
    security(("admin_token" = [])),
    request_body = PushPayment,
    responses(
        (status = 201, description = "Taken in.", body = PaymentAnswer),
        (status = 200, description = "It was pushed before.", body = PaymentAnswer)
    )
)]
pub(crate) async fn push_payment(
    State(site): State<Arc<Site>>,
    operator: Operator<may::PushPayments>,
    Json(push): Json<PushPayment>,
) -> Result<(StatusCode, axum::Json<PaymentAnswer>)> {
    let push = PaymentPush {
        payment_id: push.payment_id,
        account: push.account.try_into()?,
        amount_micro: push.amount_micro,
        currency: push.currency,
        paid_at: push.paid_at.as_deref().map(|text| time("paid_at", text)).transpose()?,
        invoice_id: push.invoice_id,
    };
    let PushedPayment { payment, reward, pushed } = site.app.push_payment(&operator, push).await?;
    let now = site.app.time();
    let reward = reward.map(|reward| RewardItem::new(reward, now));
    Ok((status(pushed), axum::Json(PaymentAnswer { payment: payment.into(), reward })))
}

/// Money that went back.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PushRefund {
    /// The product's id of the refund.
    #[serde(default)]
    #[schema(required, nullable = false, examples("re_77"))]
    refund_id: Option<String>,
    /// In micro-units; all refunds in force together are at most the payment.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        required,
        nullable = false,
        minimum = 1,
        maximum = 9_007_199_254_740_991_i64,
        examples(30_000_000)
    )]
    amount_micro: Option<i64>,
}

/// A refund.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Refund {
    /// The product's id.
    #[serde(rename = "refund_id")]
    #[schema(examples("re_77"))]
    id: String,
    /// The payment it belongs to.
    #[schema(examples("pay_1042"))]
    payment_id: String,
    /// In micro-units.
    #[schema(minimum = 1, examples(30_000_000))]
    amount_micro: i64,
    /// When it came in.
    #[schema(format = DateTime, examples("2026-03-16T08:00:00Z"))]
    created_at: String,
    /// Since when it is no longer in force; null if it is.
    #[schema(required, format = DateTime)]
    voided_at: Option<String>,
}

/// A refund and what is left of the reward.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RefundAnswer {
    refund: Refund,
    /// The inviter's share; null if the payment earned nobody anything.
    #[schema(required)]
    reward: Option<RewardItem>,
}

/// Push a refund.
///
/// Takes back the inviter's share of it; what was used already becomes debt, which later rewards
/// pay. A refund whose payment is not known yet is `payment_not_found`: try again later.
#[utoipa::path(
    post,
    path = "/v1/admin/payments/{payment_id}/refund",
    operation_id = "admin_push_refund",
    tag = "Billing",
    security(("admin_token" = [])),
    params(("payment_id" = String, Path, description = "The product's id of the payment.", example = "pay_1042")),
    request_body = PushRefund,
    responses(
        (status = 201, description = "Taken in.", body = RefundAnswer),
        (status = 200, description = "It was pushed before.", body = RefundAnswer)
    )
)]
pub(crate) async fn push_refund(
    State(site): State<Arc<Site>>,
    operator: Operator<may::PushPayments>,
    Path(payment_id): Path<String>,
    Json(push): Json<PushRefund>,
) -> Result<(StatusCode, axum::Json<RefundAnswer>)> {
    let push = RefundPush { refund_id: push.refund_id, amount_micro: push.amount_micro };
    let pushed = site.app.push_refund(&operator, &payment_id, push).await?;
    Ok((status(pushed.pushed), axum::Json(RefundAnswer::new(pushed, site.app.time()))))
}

/// Void a refund.
///
/// For a dispute that was won: the refund is no longer in force, and the share of it is earned again.
/// Voiding twice changes nothing.
#[utoipa::path(
    post,
    path = "/v1/admin/payments/{payment_id}/refund/{refund_id}/void",
    operation_id = "admin_void_refund",
    tag = "Billing",
    security(("admin_token" = [])),
    params(
        ("payment_id" = String, Path, description = "The product's id of the payment.", example = "pay_1042"),
        ("refund_id" = String, Path, description = "The product's id of the refund.", example = "re_77")
    ),
    responses((status = 200, description = "No longer in force.", body = RefundAnswer))
)]
pub(crate) async fn void_refund(
    State(site): State<Arc<Site>>,
    operator: Operator<may::PushPayments>,
    Path((payment_id, refund_id)): Path<(String, String)>,
) -> Result<axum::Json<RefundAnswer>> {
    let pushed = site.app.void_refund(&operator, &payment_id, &refund_id).await?;
    Ok(axum::Json(RefundAnswer::new(pushed, site.app.time())))
}

pub(super) const fn status(pushed: Pushed) -> StatusCode {
    match pushed {
        Pushed::Now => StatusCode::CREATED,
        Pushed::Before => StatusCode::OK,
    }
}

impl RefundAnswer {
    fn new(pushed: PushedRefund, now: Timestamp) -> Self {
        let reward = pushed.reward.map(|reward| RewardItem::new(reward, now));
        Self { refund: pushed.refund.into(), reward }
    }
}

impl From<money::Payment> for Payment {
    fn from(payment: money::Payment) -> Self {
        Self {
            id: payment.id,
            user_id: payment.user_id.0,
            amount_micro: payment.amount.get(),
            refunded_micro: payment.refunded.get(),
            currency: payment.currency,
            paid_at: payment.paid_at.to_string(),
            invoice_id: payment.invoice_id,
        }
    }
}

impl From<money::Refund> for Refund {
    fn from(refund: money::Refund) -> Self {
        Self {
            id: refund.id,
            payment_id: refund.payment_id,
            amount_micro: refund.amount.get(),
            created_at: refund.created_at.to_string(),
            voided_at: refund.voided_at.map(|at| at.to_string()),
        }
    }
}
