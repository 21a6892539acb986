//! Whom the member brought.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use triport_app::ListedInvitee;
use uuid::Uuid;

use crate::http::error::Result;
use crate::http::extract::Member;
use crate::http::paging::{Items, PageQuery, Paging};
use crate::http::site::Site;

/// An invitee as its inviter sees it: no address, nothing else that is personal.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Invitee {
    /// Its account.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// What it calls itself.
    #[schema(examples("Member 4F2K"))]
    display_name: String,
    /// When its account was made.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    signed_at: String,
    /// What it has paid, net of refunds.
    #[schema(examples(49_000_000))]
    total_paid_micro: i64,
}

/// List the invitees.
///
/// Accounts that are attributed to this one, the youngest first.
#[utoipa::path(
    get,
    path = "/v1/referrals/invitees",
    operation_id = "referrals_invitees",
    tag = "Overview",
    security(("session" = [])),
    params(PageQuery),
    responses((status = 200, description = "A page of them.", body = Items<Invitee>))
)]
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    member: Member,
    Paging(page): Paging,
) -> Result<axum::Json<Items<Invitee>>> {
    Ok(Items::new(site.app.invitees(&member, &page).await?, Invitee::from))
}

impl From<ListedInvitee> for Invitee {
    fn from(invitee: ListedInvitee) -> Self {
        Self {
            user_id: invitee.user_id.0,
            display_name: invitee.display_name,
            signed_at: invitee.signed_at.to_string(),
            total_paid_micro: invitee.total_paid_micro,
        }
    }
}
