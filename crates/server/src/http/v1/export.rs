//! Everything about the signed-in account, as one document to take along.

mod rows;
mod stream;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use triport_app::{AppError, ExportHead};

use self::rows::{
    ExportedAccount, ExportedDecision, ExportedIdentity, ExportedLine, ExportedPayment,
    ExportedRefund, ExportedSession,
};
use super::attribution::AttributionAnswer;
use super::codes::ListedCode;
use super::invitees::Invitee;
use super::invoices::Invoice;
use super::overview::Overview;
use super::payouts::Payout;
use super::rewards::RewardItem;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::site::Site;

/// What an account has a handful of.
#[derive(Serialize, utoipa::ToSchema)]
struct ExportBegin {
    /// When the export began.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    exported_at: String,
    account: ExportedAccount,
    overview: Overview,
    /// The ways to sign in.
    identities: Vec<ExportedIdentity>,
    /// Open sessions, newest first.
    sessions: Vec<ExportedSession>,
    /// Every code, newest first.
    codes: Vec<ListedCode>,
    attribution: AttributionAnswer,
}

/// Everything about an account. Amounts are micro-units of the programme's currency.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AccountExport {
    #[serde(flatten)]
    begin: ExportBegin,
    /// What was decided about the account, oldest first.
    decisions: Vec<ExportedDecision>,
    /// Accounts attributed to this one, the youngest first; nothing else of them.
    invitees: Vec<Invitee>,
    /// Newest first.
    rewards: Vec<RewardItem>,
    /// What the account paid, by id.
    payments: Vec<ExportedPayment>,
    /// What was refunded of it, by id.
    refunds: Vec<ExportedRefund>,
    /// Newest first.
    payouts: Vec<Payout>,
    /// Newest first.
    invoices: Vec<Invoice>,
    /// Every line of the ledger of this account; those of one transaction sum to zero.
    ledger: Vec<ExportedLine>,
}

/// Export everything about the account.
///
/// One JSON document as a download, written while it is read: however much an account owns, all of it
/// is there. Of others it holds what the account sees of them anyway. Ten exports a day.
#[utoipa::path(
    get,
    path = "/v1/auth/me/export",
    operation_id = "auth_export_me",
    tag = "Sign-in",
    security(("session" = [])),
    responses((
        status = 200,
        description = "The document.",
        body = AccountExport,
        headers(("Content-Disposition" = String, description = "Names the file."))
    ))
)]
pub(crate) async fn show(State(site): State<Arc<Site>>, member: Member) -> Result<Response> {
    let exported_at = site.app.time();
    let head = site.app.begin_export(&member).await?;
    let begin = ExportBegin { exported_at: exported_at.to_string(), ..ExportBegin::from(head) };
    let begin = serde_json::to_vec(&begin).map_err(AppError::internal)?;
    let document = Body::from_stream(stream::document(site, *member, begin));
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"referrals-export.json\""),
    ];
    Ok((headers, document).into_response())
}

impl From<ExportHead<'_>> for ExportBegin {
    fn from(head: ExportHead<'_>) -> Self {
        let account = ExportedAccount::new(head.entry, head.avatar_url, head.updated_at);
        Self {
            exported_at: String::new(),
            account,
            overview: head.standing.into(),
            identities: head.identities.into_iter().map(ExportedIdentity::from).collect(),
            sessions: head.sessions.into_iter().map(ExportedSession::from).collect(),
            codes: head.codes.into_iter().map(ListedCode::from).collect(),
            attribution: head.attribution.into(),
        }
    }
}
