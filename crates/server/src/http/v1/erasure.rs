//! Erasing an account, by its owner or by an operator.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use serde::Deserialize;

use super::Done;
use super::named::AccountInPath;
use crate::http::cookies;
use crate::http::error::Result;
use crate::http::extract::{Member, Operator, may};
use crate::http::paging::query_value;
use crate::http::site::Site;

/// What may be lost.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only describes the parameter, which is read leniently")]
pub(crate) struct EraseQuery {
    /// `true`: money that the account still holds goes back to the programme. Anything else counts as
    /// not said.
    #[param(example = true)]
    forfeit: Option<bool>,
}

fn forfeits(uri: &Uri) -> bool {
    query_value(uri, "forfeit").is_some_and(|value| value == "true")
}

/// Erase the account.
///
/// For ever: who it was is forgotten, its sessions end, its codes bring nobody any more and nobody
/// else gets them. What was paid stays in the books without a name. Money that is left, pending or
/// available, is forfeited, and only if the call says so.
#[utoipa::path(
    delete,
    path = "/v1/auth/me",
    operation_id = "auth_erase_me",
    tag = "Sign-in",
    security(("session" = []), ("session" = [], "csrf" = [])),
    params(EraseQuery),
    responses((status = 200, description = "Erased; both cookies are cleared.", body = Done))
)]
pub(crate) async fn erase_me(
    State(site): State<Arc<Site>>,
    member: Member,
    uri: Uri,
) -> Result<(HeaderMap, axum::Json<Done>)> {
    site.app.erase_me(&member, forfeits(&uri)).await?;
    let mut headers = HeaderMap::new();
    cookies::clear(&mut headers, &site.settings);
    Ok((headers, Done::OK))
}

/// Erase an account.
///
/// The same as its owner may do, for a person who cannot sign in any more. Payments and refunds of the
/// account are still taken in afterwards, under the same names.
#[utoipa::path(
    delete,
    path = "/v1/admin/users/{external_id}",
    operation_id = "admin_erase_user",
    tag = "Operators",
    security(("admin_token" = [])),
    params(
        // The address is that of the product's pushes, and an address has one name for its parts.
        ("external_id" = String, Path, description = "A UUID, `ext:<external id>` or `email:<address>`.",
            example = "ext:customer-42"),
        EraseQuery
    ),
    responses((status = 200, description = "Erased, now or before.", body = Done))
)]
pub(crate) async fn erase_user(
    State(site): State<Arc<Site>>,
    operator: Operator<may::EraseUsers>,
    AccountInPath(name): AccountInPath,
    uri: Uri,
) -> Result<axum::Json<Done>> {
    site.app.erase_by_operator(&operator, &name, forfeits(&uri)).await?;
    Ok(Done::OK)
}
