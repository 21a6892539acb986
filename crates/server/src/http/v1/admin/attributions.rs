//! Attributing an account in the name of an operator.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;

use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::site::Site;
use crate::http::v1::attribution::Attributed;
use crate::http::v1::named::NamedAccount;

/// Who was brought by which code.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct AttributeAccount {
    #[serde(default)]
    #[schema(required)]
    invitee: NamedAccount,
    /// A code of the inviter.
    #[serde(default)]
    #[schema(required, examples("trip-with-me"))]
    code: String,
    /// Whether earlier payments earn something too: what is left of them after refunds, at most
    /// 1 000, at today's rate, unlocked after a hold period from now. What comes
    /// back when a refund is voided later earns as well.
    #[serde(default)]
    backfill: bool,
}

/// Attribute an account.
///
/// By the rules of a claim, but for the age of the account and payments that it made already.
#[utoipa::path(
    post,
    path = "/v1/admin/referrals/attributions",
    operation_id = "admin_attribute",
    tag = "Operators",
    security(("admin_token" = [])),
    request_body = AttributeAccount,
    responses((status = 200, description = "What became of it.", body = Attributed))
)]
pub(crate) async fn attribute(
    State(site): State<Arc<Site>>,
    operator: Operator<may::Attribute>,
    Json(attribute): Json<AttributeAccount>,
) -> Result<axum::Json<Attributed>> {
    let AttributeAccount { invitee, code, backfill } = attribute;
    let invitee = invitee.try_into()?;
    let done = site.app.attribute_by_operator(&operator, &invitee, &code, backfill).await?;
    Ok(axum::Json(done.into()))
}
