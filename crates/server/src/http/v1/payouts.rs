//! A member's payouts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use triport_app::money::{self, PayoutRequest};
use triport_domain::payout::{Network, PayoutStatus};
use utoipa::openapi::Schema;
use uuid::Uuid;

use crate::http::body::present;
use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::idempotent::{self, Keyed};
use crate::http::openapi::one_of;
use crate::http::paging::{Items, PageQuery, Paging};
use crate::http::site::Site;

/// A withdrawal.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Payout {
    /// Later payouts have greater ids.
    #[schema(examples("01999c3e-8a52-7b31-9d6a-5f1c2e7b4a90"))]
    id: Uuid,
    /// Who asked for it.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// In micro-units of the programme's currency.
    #[schema(minimum = 1, examples(25_000_000))]
    amount_micro: i64,
    #[schema(schema_with = networks)]
    network: &'static str,
    /// Where it goes.
    #[schema(examples("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))]
    address: String,
    #[schema(schema_with = statuses)]
    status: &'static str,
    /// The transaction that sent it; left out before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    tx_hash: Option<String>,
    /// What the operator says about it; left out if nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<String>,
    /// When it was asked for.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    requested_at: String,
    /// When it became final; left out before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    completed_at: Option<String>,
}

pub(super) fn networks() -> Schema {
    one_of("Where it is sent.", &Network::ALL.map(Network::as_str))
}

pub(super) fn statuses() -> Schema {
    let about = "A `requested` one can be cancelled; `sent`, `failed` and `cancelled` are final.";
    one_of(about, &PayoutStatus::ALL.map(PayoutStatus::as_str))
}

/// The payout to ask for.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct RequestPayout {
    /// In micro-units; at least the programme's smallest payout, at most what is available.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        required,
        nullable = false,
        minimum = 1,
        maximum = 9_007_199_254_740_991_i64,
        examples(25_000_000)
    )]
    amount_micro: Option<i64>,
    #[serde(default)]
    #[schema(required, schema_with = networks)]
    network: Option<String>,
    /// An address of that network: base58 of 32 bytes on Solana, else 0x and 40 hex digits (with
    /// the checksum of EIP-55 if capital and small letters are mixed).
    #[serde(default)]
    #[schema(required, nullable = false, examples("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))]
    address: Option<String>,
}

/// Ask for a payout.
///
/// Takes the amount out of the balance at once and puts the payout before the operators. With an
/// `Idempotency-Key` the call can be repeated safely: it happens once.
#[utoipa::path(
    post,
    path = "/v1/referrals/payouts",
    operation_id = "referrals_request_payout",
    tag = "Money",
    security(("session" = []), ("session" = [], "csrf" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters, bare or quoted; kept 30 days.")),
    request_body = RequestPayout,
    responses((status = 202, description = "The payout, or the first answer to the same key.", body = Payout))
)]
pub(crate) async fn request(
    State(site): State<Arc<Site>>,
    member: Member,
    Keyed { body, key }: Keyed<RequestPayout>,
) -> Result<Response> {
    let request = PayoutRequest {
        amount_micro: body.amount_micro,
        network: body.network,
        address: body.address,
    };
    let done = site.app.request_payout(&member, request, key, accepted).await?;
    Ok(idempotent::answer(done, accepted))
}

fn accepted(payout: &money::Payout) -> (u16, String) {
    idempotent::rendered(StatusCode::ACCEPTED, &Payout::from(payout.clone()))
}

/// Cancel a payout.
///
/// Only while nobody works on it; the amount goes back to the balance.
#[utoipa::path(
    post,
    path = "/v1/referrals/payouts/{id}/cancel",
    operation_id = "referrals_cancel_payout",
    tag = "Money",
    security(("session" = []), ("session" = [], "csrf" = [])),
    params(("id" = Uuid, Path, description = "The payout.")),
    responses((status = 200, description = "The cancelled payout.", body = Payout))
)]
pub(crate) async fn cancel(
    State(site): State<Arc<Site>>,
    member: Member,
    Path(id): Path<String>,
) -> Result<axum::Json<Payout>> {
    Ok(axum::Json(site.app.cancel_payout(&member, &id).await?.into()))
}

/// List payouts.
#[utoipa::path(
    get,
    path = "/v1/referrals/payouts",
    operation_id = "referrals_payouts",
    tag = "Money",
    security(("session" = [])),
    params(PageQuery),
    responses((status = 200, description = "The payouts, newest first.", body = Items<Payout>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
    Paging(page): Paging,
) -> Result<axum::Json<Items<Payout>>> {
    Ok(Items::new(site.app.payouts(&member, &page).await?, Payout::from))
}

impl From<money::Payout> for Payout {
    fn from(payout: money::Payout) -> Self {
        Self {
            id: payout.id.0,
            user_id: payout.user_id.0,
            amount_micro: payout.amount.get(),
            network: payout.network.as_str(),
            address: payout.address,
            status: payout.status.as_str(),
            tx_hash: payout.tx_hash,
            note: payout.note,
            requested_at: payout.requested_at.to_string(),
            completed_at: payout.completed_at.map(|at| at.to_string()),
        }
    }
}
