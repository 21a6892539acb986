//! Invoices that the product's billing system pushes.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use serde::{Deserialize, Serialize};
use triport_app::money::{self, InvoicePush};
use triport_domain::invoice::InvoiceStatus;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use super::billing::status;
use super::time;
use crate::http::body::{Json, present};
use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::paging::{Items, PageQuery, Paging, query_value};
use crate::http::site::Site;
use crate::http::v1::invoices::{Invoice, statuses};
use crate::http::v1::named::NamedAccount;

/// A bill of the product.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PushInvoice {
    #[serde(flatten)]
    account: NamedAccount,
    /// In micro-units.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        required,
        nullable = false,
        minimum = 1,
        maximum = 9_007_199_254_740_991_i64,
        examples(19_000_000)
    )]
    amount_micro: Option<i64>,
    #[serde(default)]
    #[schema(required, schema_with = statuses)]
    status: Option<String>,
    /// What it is for; at most 300 characters. Left out, it stays what it was.
    #[schema(examples("March 2026"))]
    description: Option<String>,
}

/// An invoice and whose it is.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OwnedInvoice {
    #[serde(flatten)]
    invoice: Invoice,
    /// Who is to pay it.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// When it was first pushed.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53Z"))]
    created_at: String,
    /// When its status last changed.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53Z"))]
    updated_at: String,
}

/// Push an invoice, or a change of its status.
///
/// Only the status may change: open to paid, open to void, paid to void. A late `open` for a paid or
/// void one changes nothing. Voiding an invoice that credit had paid gives the credit back.
#[utoipa::path(
    put,
    path = "/v1/admin/invoices/{invoice_id}",
    operation_id = "admin_push_invoice",
    tag = "Billing",
    security(("admin_token" = [])),
    params(("invoice_id" = String, Path, description = "The product's id of the invoice.", example = "inv_2026_03")),
    request_body = PushInvoice,
    responses(
        (status = 201, description = "Taken in.", body = OwnedInvoice),
        (status = 200, description = "As it is now.", body = OwnedInvoice)
    )
)]
pub(crate) async fn push(
    State(site): State<Arc<Site>>,
    operator: Operator<may::PushInvoices>,
    Path(id): Path<String>,
    Json(push): Json<PushInvoice>,
) -> Result<(StatusCode, axum::Json<OwnedInvoice>)> {
    let push = InvoicePush {
        account: push.account.try_into()?,
        amount_micro: push.amount_micro,
        status: push.status,
        description: push.description,
    };
    let (invoice, pushed) = site.app.push_invoice(&operator, &id, push).await?;
    Ok((status(pushed), axum::Json(invoice.into())))
}

/// Show an invoice.
#[utoipa::path(
    get,
    path = "/v1/admin/invoices/{invoice_id}",
    operation_id = "admin_invoice",
    tag = "Billing",
    security(("admin_token" = [])),
    params(("invoice_id" = String, Path, description = "The product's id of the invoice.", example = "inv_2026_03")),
    responses((status = 200, description = "The invoice.", body = OwnedInvoice))
)]
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadInvoices>,
    Path(id): Path<String>,
) -> Result<axum::Json<OwnedInvoice>> {
    Ok(axum::Json(site.app.invoice(&id).await?.into()))
}

/// Which invoices to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameters, which are read leniently")]
pub(crate) struct ChangedQuery {
    /// Only those of this status; an unknown one matches nothing.
    #[param(example = "paid")]
    status: Option<String>,
    /// Only those whose status changed at this time or later. Reach back a minute before the last
    /// question: a change has the time at which it was asked for, and is seen when it is done.
    #[param(format = DateTime, example = "2026-03-14T00:00:00Z")]
    since: Option<String>,
}

/// List everybody's invoices.
///
/// The last changed first: with `since`, what a billing system needs to learn which were paid by
/// credit.
#[utoipa::path(
    get,
    path = "/v1/admin/invoices",
    operation_id = "admin_invoices",
    tag = "Billing",
    security(("admin_token" = [])),
    params(ChangedQuery, PageQuery),
    responses((status = 200, description = "The invoices.", body = Items<OwnedInvoice>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadInvoices>,
    Paging(page): Paging,
    uri: Uri,
) -> Result<axum::Json<Items<OwnedInvoice>>> {
    // Before the status: what is no time is refused also where nothing could be found.
    let since = match query_value(&uri, "since") {
        None => Timestamp::from_micros(0),
        Some(text) => time("since", &text)?,
    };
    match query_value(&uri, "status").as_deref().map(InvoiceStatus::parse) {
        // A word that is no status matches nothing.
        Some(None) => Ok(Items::none()),
        status => {
            let listed = site.app.invoices_changed(status.flatten(), since, &page).await?;
            Ok(Items::new(listed, OwnedInvoice::from))
        }
    }
}

impl From<money::Invoice> for OwnedInvoice {
    fn from(invoice: money::Invoice) -> Self {
        Self {
            user_id: invoice.user_id.0,
            created_at: invoice.created_at.to_string(),
            updated_at: invoice.updated_at.to_string(),
            invoice: invoice.into(),
        }
    }
}
