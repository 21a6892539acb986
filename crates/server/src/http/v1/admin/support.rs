//! Codes that end, and payouts that are held back.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::Deserialize;

use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::site::Site;
use crate::http::v1::Done;
use crate::http::v1::named::AccountInPath;

/// Why something is done.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Reason {
    /// Goes into the audit log, which keeps it for ever: no personal data. 1 to 500 characters.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500, examples("advertises against the terms"))]
    reason: String,
}

/// Disable a code.
///
/// A slug, an alias or a `uid` code: it attributes nobody any more, for good. The account keeps it,
/// so that nobody else gets it, and cannot take it back.
#[utoipa::path(
    post,
    path = "/v1/admin/codes/{code}/disable",
    operation_id = "admin_disable_code",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("code" = String, Path, description = "Any code.", example = "trip-with-me")),
    request_body = Reason,
    responses((status = 200, description = "Disabled, now or before.", body = Done))
)]
pub(crate) async fn disable_code(
    State(site): State<Arc<Site>>,
    operator: Operator<may::DisableCodes>,
    code: std::result::Result<Path<String>, PathRejection>,
    Json(why): Json<Reason>,
) -> Result<axum::Json<Done>> {
    // Text that is not UTF-8 is no code, like any other that nobody holds.
    let code = code.map(|Path(code)| code).unwrap_or_default();
    site.app.disable_code(&operator, &code, &why.reason).await?;
    Ok(Done::OK)
}

/// Hold an account's payouts back.
///
/// Until they are let through again its requests for payouts are refused with `payouts_frozen`.
#[utoipa::path(
    post,
    path = "/v1/admin/users/{user}/freeze-payouts",
    operation_id = "admin_freeze_payouts",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("user" = String, Path, description = "A UUID, `ext:<external id>` or `email:<address>`.",
        example = "ext:customer-42")),
    request_body = Reason,
    responses((status = 200, description = "Held back, now or before.", body = Done))
)]
pub(crate) async fn freeze_payouts(
    State(site): State<Arc<Site>>,
    operator: Operator<may::FreezePayouts>,
    AccountInPath(name): AccountInPath,
    Json(why): Json<Reason>,
) -> Result<axum::Json<Done>> {
    site.app.freeze_payouts(&operator, &name, true, &why.reason).await?;
    Ok(Done::OK)
}

/// Let an account's payouts through again.
#[utoipa::path(
    post,
    path = "/v1/admin/users/{user}/unfreeze-payouts",
    operation_id = "admin_unfreeze_payouts",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("user" = String, Path, description = "A UUID, `ext:<external id>` or `email:<address>`.",
        example = "ext:customer-42")),
    request_body = Reason,
    responses((status = 200, description = "Not held back.", body = Done))
)]
pub(crate) async fn unfreeze_payouts(
    State(site): State<Arc<Site>>,
    operator: Operator<may::FreezePayouts>,
    AccountInPath(name): AccountInPath,
    Json(why): Json<Reason>,
) -> Result<axum::Json<Done>> {
    site.app.freeze_payouts(&operator, &name, false, &why.reason).await?;
    Ok(Done::OK)
}
