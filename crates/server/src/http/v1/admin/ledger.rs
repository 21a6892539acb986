//! Verifying the ledger while the server works.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use serde::{Deserialize, Serialize};
use triport_app::ErrorCode;
use triport_app::money;
use triport_domain::id::UserId;
use uuid::Uuid;

use crate::http::error::{Failure, Result};
use crate::http::extract::{Operator, may};
use crate::http::paging::query_value;
use crate::http::site::Site;

/// How long one call verifies, well below the time that a request has.
const TIME: Duration = Duration::from_secs(4);

/// Where to go on.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameter")]
pub(crate) struct VerifyQuery {
    /// `next_cursor` of the call before.
    cursor: Option<String>,
}

/// Two figures that should be equal.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Difference {
    /// The account.
    user_id: Uuid,
    /// What was compared.
    #[schema(examples("the balance that is available"))]
    what: String,
    /// The row, if it is one of many.
    #[schema(required)]
    subject_id: Option<Uuid>,
    /// What is kept: micro-units, or a number of what is counted.
    kept_micro: i64,
    /// What the entries and rows behind it say.
    explained_micro: i64,
}

/// How far the verification has come.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Verification {
    /// Whether everything that this call looked at is right.
    clean: bool,
    /// Accounts that this call looked at.
    accounts: u64,
    /// What is not right; at most about a hundred.
    differences: Vec<Difference>,
    /// For the next call as `?cursor=`; null when every account was looked at.
    #[schema(required)]
    next_cursor: Option<Uuid>,
}

/// Verify the ledger.
///
/// Computes every balance, reward, payout and counter again from the entries and rows behind it,
/// account by account, for a few seconds; repeat with the cursor until it is null.
/// `triport-referrals ledger verify` does the same at once.
#[utoipa::path(
    post,
    path = "/v1/admin/ledger/verify",
    operation_id = "admin_verify_ledger",
    tag = "Operators",
    security(("admin_token" = [])),
    params(VerifyQuery),
    responses((status = 200, description = "What was found.", body = Verification))
)]
pub(crate) async fn verify(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::VerifyLedger>,
    uri: Uri,
) -> Result<axum::Json<Verification>> {
    let after = query_value(&uri, "cursor").filter(|text| !text.is_empty());
    let after = after.map(|text| text.parse().map(UserId)).transpose();
    let after =
        after.map_err(|_| Failure::new(ErrorCode::InvalidArgs, "cursor is none of ours."))?;
    let verified = site.app.verify_ledger(after, TIME).await?;
    Ok(axum::Json(Verification {
        clean: verified.differences.is_empty(),
        accounts: verified.accounts,
        differences: verified.differences.into_iter().map(Difference::from).collect(),
        next_cursor: verified.next.map(|id| id.0),
    }))
}

impl From<money::Difference> for Difference {
    fn from(difference: money::Difference) -> Self {
        Self {
            user_id: difference.user_id.0,
            what: difference.what,
            subject_id: difference.subject,
            kept_micro: difference.kept.get(),
            explained_micro: difference.explained.get(),
        }
    }
}
