//! The programme as a whole.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use triport_domain::payout::PayoutStatus;

use crate::http::error::Result;
use crate::http::extract::{Operator, may};
use crate::http::site::Site;
use crate::http::v1::payouts::statuses;
use crate::http::v1::series::{Asked, Series, SeriesQuery};

/// What everything has come to. Amounts are micro-units of the programme's currency.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Totals {
    /// Clicks on share links.
    clicks: i64,
    /// Accounts.
    accounts: i64,
    /// Accounts with an inviter.
    invited_accounts: i64,
    /// Those of them with a payment that is not fully refunded.
    paying_invited_accounts: i64,
    /// What all accounts paid, net of refunds.
    paid_micro: i64,
    /// Rewards within their hold period, as last settled.
    pending_micro: i64,
    /// Rewards that can be used, as last settled.
    available_micro: i64,
    /// What refunds took back after it had been used.
    debt_micro: i64,
    /// All rewards, net of refunds.
    lifetime_micro: i64,
    /// One for every status.
    payouts: Vec<PayoutTotals>,
}

/// Payouts of one status.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct PayoutTotals {
    #[schema(schema_with = statuses)]
    status: &'static str,
    /// How many.
    count: i64,
    /// How much.
    amount_micro: i64,
}

/// Show what everything has come to.
#[utoipa::path(
    get,
    path = "/v1/admin/totals",
    operation_id = "admin_totals",
    tag = "Operators",
    security(("admin_token" = [])),
    responses((status = 200, description = "The sums over all accounts.", body = Totals))
)]
pub(crate) async fn totals(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadAll>,
) -> Result<axum::Json<Totals>> {
    Ok(axum::Json(site.app.totals().await?.into()))
}

/// Show what all members have come to over time.
#[utoipa::path(
    get,
    path = "/v1/admin/series",
    operation_id = "admin_series",
    tag = "Operators",
    security(("admin_token" = [])),
    params(SeriesQuery),
    responses((status = 200, description = "The points, without gaps.", body = Series))
)]
pub(crate) async fn series(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadAll>,
    query: std::result::Result<Query<SeriesQuery>, QueryRejection>,
) -> Result<axum::Json<Series>> {
    let asked = Asked::new(query)?;
    let (from, to) = (asked.from.as_deref(), asked.to.as_deref());
    let points = site.app.series_of_all(asked.metric, asked.bucket, from, to).await?;
    Ok(Series::new(points))
}

impl From<triport_app::ProgramTotals> for Totals {
    fn from(totals: triport_app::ProgramTotals) -> Self {
        let of_status = |status: PayoutStatus| {
            let found = totals.payouts.iter().find(|found| found.status == status.as_str());
            PayoutTotals {
                status: status.as_str(),
                count: found.map_or(0, |found| found.payouts),
                amount_micro: found.map_or(0, |found| found.amount_micro),
            }
        };
        Self {
            clicks: totals.clicks,
            accounts: totals.accounts.accounts,
            invited_accounts: totals.accounts.invited,
            paying_invited_accounts: totals.accounts.paying,
            paid_micro: totals.accounts.paid_micro,
            pending_micro: totals.balances.pending_micro,
            available_micro: totals.balances.available_micro,
            debt_micro: totals.balances.debt_micro,
            lifetime_micro: totals.balances.lifetime_micro,
            payouts: PayoutStatus::ALL.map(of_status).into(),
        }
    }
}
