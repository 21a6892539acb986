//! A member's invoices, and paying them with credit.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use triport_app::money;
use triport_domain::invoice::{InvoiceStatus, PaidBy};
use utoipa::openapi::Schema;

use super::Done;
use crate::http::body::present;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::idempotent::{self, Keyed};
use crate::http::openapi::one_of;
use crate::http::paging::{Items, PageQuery, Paging, query_value};
use crate::http::site::Site;

/// A bill of the product.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Invoice {
    /// The product's id.
    #[schema(examples("inv_2026_03"))]
    id: String,
    /// In micro-units of the programme's currency.
    #[schema(minimum = 1, examples(19_000_000))]
    amount_micro: i64,
    #[schema(schema_with = statuses)]
    status: &'static str,
    /// What it is for; left out if nothing was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("March 2026"))]
    description: Option<String>,
    /// What paid it; left out while it is not paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = payers)]
    paid_by: Option<&'static str>,
}

pub(super) fn statuses() -> Schema {
    one_of("Only an `open` one can be paid.", &InvoiceStatus::ALL.map(InvoiceStatus::as_str))
}

fn payers() -> Schema {
    let payers = [PaidBy::Credit, PaidBy::External].map(PaidBy::as_str);
    one_of("`credit` if rewards of the account paid it.", &payers)
}

/// Which invoices to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameter, which is read leniently")]
pub(crate) struct InvoiceQuery {
    /// Only those of this status; an unknown one matches nothing.
    #[param(example = "open")]
    status: Option<String>,
}

/// List invoices.
#[utoipa::path(
    get,
    path = "/v1/referrals/invoices",
    operation_id = "referrals_invoices",
    tag = "Money",
    security(("session" = [])),
    params(InvoiceQuery, PageQuery),
    responses((status = 200, description = "The invoices, newest first.", body = Items<Invoice>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
    Paging(page): Paging,
    uri: Uri,
) -> Result<axum::Json<Items<Invoice>>> {
    match query_value(&uri, "status").as_deref().map(InvoiceStatus::parse) {
        // A word that is no status matches nothing.
        Some(None) => Ok(Items::none()),
        status => {
            let listed = site.app.invoices(&member, status.flatten(), &page).await?;
            Ok(Items::new(listed, Invoice::from))
        }
    }
}

/// The invoice to pay.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SpendOnInvoice {
    /// The product's id of an open invoice.
    #[serde(default)]
    #[schema(required, nullable = false, examples("inv_2026_03"))]
    invoice_id: Option<String>,
    /// Exactly the invoice's amount, in micro-units.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        required,
        nullable = false,
        minimum = 1,
        maximum = 9_007_199_254_740_991_i64,
        examples(19_000_000)
    )]
    amount_micro: Option<i64>,
}

/// Pay an invoice with credit.
///
/// Whole or not at all, and together with the invoice's state. With an `Idempotency-Key` the call can
/// be repeated safely: it happens once.
#[utoipa::path(
    post,
    path = "/v1/referrals/spend-on-invoice",
    operation_id = "referrals_spend_on_invoice",
    tag = "Money",
    security(("session" = []), ("session" = [], "csrf" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters, bare or quoted; kept 30 days.")),
    request_body = SpendOnInvoice,
    responses((status = 200, description = "Paid, or the first answer to the same key.", body = Done))
)]
pub(crate) async fn spend(
    State(site): State<Arc<Site>>,
    member: Member,
    Keyed { body, key }: Keyed<SpendOnInvoice>,
) -> Result<Response> {
    let SpendOnInvoice { invoice_id, amount_micro } = body;
    let spend = site.app.spend_on_invoice(&member, invoice_id, amount_micro, key, done);
    Ok(idempotent::answer(spend.await?, done))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "one signature for all kept answers")]
fn done(_nothing: &()) -> (u16, String) {
    idempotent::rendered(StatusCode::OK, &Done::OK.0)
}

impl From<money::Invoice> for Invoice {
    fn from(invoice: money::Invoice) -> Self {
        Self {
            id: invoice.id,
            amount_micro: invoice.amount.get(),
            status: invoice.status.as_str(),
            description: invoice.description,
            paid_by: invoice.paid_by.map(PaidBy::as_str),
        }
    }
}
