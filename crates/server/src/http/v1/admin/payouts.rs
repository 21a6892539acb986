//! The operators' queue of payouts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use triport_app::money::{PayoutAnswer, QueuedPayout};
use triport_app::{AppError, ErrorCode};
use triport_domain::payout::PayoutStatus;

use crate::http::body::Json;
use crate::http::error::{Failure, Result};
use crate::http::extract::{Operator, may};
use crate::http::paging::{Items, PageQuery, Paging, query_value};
use crate::http::site::Site;
use crate::http::v1::Done;
use crate::http::v1::payouts::Payout;

/// A payout and what its account owes.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct QueueItem {
    #[serde(flatten)]
    payout: Payout,
    /// What refunds took back from the account after it had been used.
    #[schema(minimum = 0)]
    debt_micro: i64,
    /// What the account calls itself.
    #[schema(examples("Member 4F2K"))]
    display_name: String,
}

/// Which payouts to list, and how.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameters, which are read leniently")]
pub(crate) struct QueueQuery {
    /// Only those of this status; an unknown one matches nothing.
    #[param(example = "requested")]
    status: Option<String>,
    /// `csv` for a table as a file; the header `Link` leads to its next page, as `next_cursor` does. Cells that a spreadsheet would take for a formula begin with `'`.
    #[param(example = "json")]
    format: Option<String>,
}

/// List everybody's payouts.
///
/// Newest first.
#[utoipa::path(
    get,
    path = "/v1/admin/referrals/payouts",
    operation_id = "admin_payouts",
    tag = "Operators",
    security(("admin_token" = [])),
    params(QueueQuery, PageQuery),
    responses((status = 200, description = "The payouts.", body = Items<QueueItem>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadAll>,
    Paging(page): Paging,
    uri: Uri,
) -> Result<Response> {
    let as_csv = match query_value(&uri, "format").as_deref() {
        None | Some("json") => false,
        Some("csv") => true,
        Some(_) => {
            return Err(Failure::new(ErrorCode::InvalidArgs, "format is json or csv."));
        }
    };
    let items = match query_value(&uri, "status").as_deref().map(PayoutStatus::parse) {
        Some(None) => Items::none(),
        status => {
            Items::new(site.app.payout_queue(status.flatten(), &page).await?, QueueItem::from)
        }
    };
    if as_csv { csv_answer(&items.0, &uri) } else { Ok(items.into_response()) }
}

fn csv_answer(items: &Items<QueueItem>, uri: &Uri) -> Result<Response> {
    let table = csv_table(items.items()).map_err(AppError::internal)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"payouts.csv\""),
    ];
    let mut answer = (headers, table).into_response();
    // A table has no place for `next_cursor`, and a page that looks like everything is money forgotten.
    if let Some(next) = items.next_page(uri) {
        answer.headers_mut().insert(LINK, next);
    }
    Ok(answer)
}

const COLUMNS: [&str; 12] = [
    "id",
    "user_id",
    "amount_micro",
    "network",
    "address",
    "status",
    "tx_hash",
    "note",
    "requested_at",
    "completed_at",
    "debt_micro",
    "display_name",
];

/// The items as RFC 4180 says.
fn csv_table(items: &[QueueItem]) -> anyhow::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for item in items {
        let item = serde_json::to_value(item)?;
        let cell = |name: &&str| match item.get(*name) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => neutralised(text),
            Some(other) => other.to_string(),
        };
        table.write_record(COLUMNS.iter().map(cell))?;
    }
    Ok(table.into_inner().map_err(csv::IntoInnerError::into_error)?)
}

/// A text of which no spreadsheet takes a part for a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). Where amounts have a decimal comma, cells
/// end at semicolons.
fn neutralised(text: &str) -> String {
    text.split(';').map(neutralised_cell).collect::<Vec<_>>().join(";")
}

fn neutralised_cell(text: &str) -> String {
    // Where full-width characters are typed, a spreadsheet takes them for the others.
    let acts = text
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    if acts { format!("'{text}") } else { text.to_owned() }
}

/// Note that a payout is being sent.
///
/// The member can no longer cancel it.
#[utoipa::path(
    post,
    path = "/v1/admin/referrals/payouts/{id}/processing",
    operation_id = "admin_payout_processing",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("id" = uuid::Uuid, Path, description = "The payout.")),
    responses((status = 200, description = "Noted.", body = Done))
)]
pub(crate) async fn processing(
    State(site): State<Arc<Site>>,
    operator: Operator<may::HandlePayouts>,
    Path(id): Path<String>,
) -> Result<axum::Json<Done>> {
    site.app.answer_payout(&operator, &id, PayoutAnswer::Processing).await?;
    Ok(Done::OK)
}

/// How a payout was sent.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SentPayout {
    /// The transaction on its network.
    #[serde(default)]
    #[schema(required, nullable = false, min_length = 1, max_length = 300, examples("0x9f2c"))]
    tx_hash: Option<String>,
}

/// Note that a payout was sent.
///
/// The member learns of it by mail.
#[utoipa::path(
    post,
    path = "/v1/admin/referrals/payouts/{id}/sent",
    operation_id = "admin_payout_sent",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("id" = uuid::Uuid, Path, description = "The payout.")),
    request_body = SentPayout,
    responses((status = 200, description = "Noted.", body = Done))
)]
pub(crate) async fn sent(
    State(site): State<Arc<Site>>,
    operator: Operator<may::HandlePayouts>,
    Path(id): Path<String>,
    Json(sent): Json<SentPayout>,
) -> Result<axum::Json<Done>> {
    let answer = PayoutAnswer::Sent(sent.tx_hash.unwrap_or_default());
    site.app.answer_payout(&operator, &id, answer).await?;
    Ok(Done::OK)
}

/// Why a payout could not be sent.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct FailedPayout {
    /// For the member, who reads it.
    #[schema(max_length = 300, examples("The address does not take this token."))]
    reason: Option<String>,
}

/// Note that a payout could not be sent.
///
/// The amount goes back to the member's balance, and the member learns of it by mail.
#[utoipa::path(
    post,
    path = "/v1/admin/referrals/payouts/{id}/failed",
    operation_id = "admin_payout_failed",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("id" = uuid::Uuid, Path, description = "The payout.")),
    request_body = FailedPayout,
    responses((status = 200, description = "Noted.", body = Done))
)]
pub(crate) async fn failed(
    State(site): State<Arc<Site>>,
    operator: Operator<may::HandlePayouts>,
    Path(id): Path<String>,
    Json(failed): Json<FailedPayout>,
) -> Result<axum::Json<Done>> {
    site.app.answer_payout(&operator, &id, PayoutAnswer::Failed(failed.reason)).await?;
    Ok(Done::OK)
}

impl From<QueuedPayout> for QueueItem {
    fn from(queued: QueuedPayout) -> Self {
        Self {
            payout: queued.payout.into(),
            debt_micro: queued.debt.get(),
            display_name: queued.display_name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_begins_with_an_apostrophe() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"] {
            assert_eq!(neutralised(formula), format!("'{formula}"));
        }
        assert_eq!(neutralised("0x5a"), "0x5a");
        assert_eq!(neutralised("Ada; A=B; =1+1"), "Ada; A=B;' =1+1");
    }
}
