//! The operators' audit log.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use triport_app::{AppError, ErrorCode};
use triport_domain::account_name::AccountName;
use triport_domain::operator::RecordedAction;
use uuid::Uuid;

use crate::http::error::{Failure, Result};
use crate::http::extract::{Operator, may};
use crate::http::paging::{Items, PageQuery, Paging};
use crate::http::site::Site;

/// Whose entries to list.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// Only what concerns this account: a UUID, `ext:<external id>` or `email:<address>`.
    #[serde(default)]
    #[param(required = false)]
    user: String,
}

/// One thing that an operator did.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AuditEntry {
    /// Later entries have greater ids.
    #[schema(examples("01999c3e-8a52-7b31-9d6a-5f1c2e7b4a90"))]
    id: Uuid,
    /// When it was done.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    at: String,
    /// The name of the token; `admin` is that of the configuration, `command-line` the program itself.
    #[schema(examples("support-eve"))]
    operator: String,
    /// What was done.
    #[schema(examples("tier_changed"))]
    action: String,
    /// The account that it concerns; null if it concerns none.
    #[schema(required)]
    user_id: Option<Uuid>,
    /// Ids, numbers, names of changed fields, and the reason that the operator gave.
    #[schema(value_type = Object)]
    fields: Value,
}

/// List what operators did.
///
/// Newest first. Every write of an operator is here, in the same transaction as the write itself,
/// and entries never change.
#[utoipa::path(
    get,
    path = "/v1/admin/audit",
    operation_id = "admin_audit",
    tag = "Operators",
    security(("admin_token" = [])),
    params(AuditQuery, PageQuery),
    responses((status = 200, description = "The entries.", body = Items<AuditEntry>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadAll>,
    query: std::result::Result<Query<AuditQuery>, QueryRejection>,
    Paging(page): Paging,
) -> Result<axum::Json<Items<AuditEntry>>> {
    let about = query.map_err(|_| unreadable())?.0.account()?;
    let listed = site.app.audit(about.as_ref(), &page).await?;
    Ok(Items::new(listed, AuditEntry::from))
}

impl AuditQuery {
    fn account(&self) -> Result<Option<AccountName>> {
        let name = Some(self.user.as_str()).filter(|text| !text.is_empty());
        Ok(name.map(AccountName::parse).transpose().map_err(AppError::from)?)
    }
}

fn unreadable() -> Failure {
    Failure::new(ErrorCode::InvalidArgs, "The query is not readable.")
}

impl From<RecordedAction> for AuditEntry {
    fn from(action: RecordedAction) -> Self {
        Self {
            id: action.id.0,
            at: action.at.to_string(),
            operator: action.operator.to_string(),
            action: action.action,
            user_id: action.user_id.map(|user_id| user_id.0),
            // Written by this program, so it is JSON.
            fields: serde_json::from_str(&action.fields).unwrap_or_default(),
        }
    }
}
