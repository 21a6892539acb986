//! The directory of accounts, and the product's pushes into it.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use triport_app::{DirectoryEntry, ErrorCode, PushUser, PushedUser};
use triport_domain::account::ProfileChange;
use triport_domain::code::uid_code;
use uuid::Uuid;

use crate::http::body::{Json, present};
use crate::http::error::{Failure, Result};
use crate::http::extract::{Operator, may};
use crate::http::paging::{Items, PageQuery, Paging};
use crate::http::site::Site;
use crate::http::v1::attribution::Attributed;
use crate::http::v1::named::ExternalIdInPath;
use crate::http::v1::user::User;

/// What to search for.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UsersQuery {
    /// An address, a name, the product's id, an id, or a code; all accounts if empty.
    #[serde(default)]
    #[param(required = false, example = "ada@example.com")]
    query: String,
}

/// An account in the directory.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct DirectoryUser {
    /// Never changes.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// The id by which the product knows it; null if the product does not.
    #[schema(required, examples("customer-42"))]
    external_id: Option<String>,
    /// Where it can be reached.
    #[schema(required, format = Email, examples("ada@example.com"))]
    email: Option<String>,
    /// What others see.
    #[schema(examples("Member 4F2K"))]
    display_name: String,
    /// When it was made.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
    /// Number of the tier.
    #[schema(examples(1))]
    tier: u16,
    /// The permanent `uid` code.
    #[schema(examples("7kq2m9xw4tbn"), min_length = 12, max_length = 12)]
    primary_code: String,
    /// The chosen slug; null while there is none.
    #[schema(required, examples("trip-with-me"))]
    custom_slug: Option<String>,
    /// When the account was erased; null if it was not.
    #[schema(required, format = DateTime)]
    erased_at: Option<String>,
}

/// Search accounts.
///
/// The first page holds the account whose address, id, product's id or code is exactly the text, if
/// there is one; further pages hold those whose address, name or product's id contains it, newest
/// first.
#[utoipa::path(
    get,
    path = "/v1/admin/users",
    operation_id = "admin_users",
    tag = "Operators",
    security(("admin_token" = [])),
    params(UsersQuery, PageQuery),
    responses((status = 200, description = "Accounts.", body = Items<DirectoryUser>))
)]
pub(crate) async fn search(
    State(site): State<Arc<Site>>,
    _operator: Operator<may::ReadUsers>,
    query: std::result::Result<Query<UsersQuery>, QueryRejection>,
    Paging(page): Paging,
) -> Result<axum::Json<Items<DirectoryUser>>> {
    let unreadable = |_| Failure::new(ErrorCode::InvalidArgs, "The query is not readable.");
    let Query(query) = query.map_err(unreadable)?;
    let listed = site.app.search_accounts(&query.query, &page).await?;
    Ok(Items::new(listed, DirectoryUser::from))
}

/// What the product says about its account; what is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PutUser {
    /// Where the account can be reached, or null to forget it. Signs nobody in by itself.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = Email, examples("ada@example.com"))]
    #[expect(clippy::option_option, reason = "left out, null and a text are three things")]
    email: Option<Option<String>>,
    /// Whether the product has made sure that the mailbox is the account's. Then it signs in.
    #[serde(default)]
    #[schema(examples(false))]
    email_verified: bool,
    /// 1 to 80 characters; others see it. A new account without one is called `Member 4F2K`.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("Ada"), min_length = 1, max_length = 80)]
    display_name: Option<String>,
    /// An https address, or null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        value_type = Option<String>,
        format = "uri",
        pattern = "^https://",
        max_length = 2_048,
        examples("https://example.com/ada.png")
    )]
    #[expect(clippy::option_option, reason = "left out, null and a text are three things")]
    avatar_url: Option<Option<String>>,
    /// The code that brought the account. Only a new account is attributed.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, examples("trip-with-me"))]
    ref_code: Option<String>,
}

/// An account of the product.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ProductUser {
    #[serde(flatten)]
    user: User,
    /// The id by which the product knows it.
    #[schema(examples("customer-42"))]
    external_id: String,
}

/// The account after a push.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct PushAnswer {
    user: ProductUser,
    /// What became of `ref_code`; null without one, and for an account that was there before.
    #[schema(required)]
    attribution: Option<Attributed>,
}

/// Create or update an account of the product.
///
/// The product's own id names the account; a new one gets its `uid` code at once. Pushing the same
/// again changes nothing. With `email_verified` the address signs in to this account, unless it
/// signs in to another: then nothing changes.
#[utoipa::path(
    put,
    path = "/v1/admin/users/{external_id}",
    operation_id = "admin_push_user",
    tag = "Operators",
    security(("admin_token" = [])),
    params(("external_id" = String, Path, description = "The product's own id: 1 to 200 printable \
        ASCII characters without `/`.", example = "customer-42")),
    request_body = PutUser,
    responses(
        (status = 200, description = "The account, which was there before.", body = PushAnswer),
        (status = 201, description = "The new account.", body = PushAnswer)
    )
)]
pub(crate) async fn push(
    State(site): State<Arc<Site>>,
    operator: Operator<may::PushUsers>,
    ExternalIdInPath(external_id): ExternalIdInPath,
    Json(put): Json<PutUser>,
) -> Result<(StatusCode, axum::Json<PushAnswer>)> {
    let push = PushUser {
        external_id: external_id.clone(),
        email: put.email,
        email_verified: put.email_verified,
        profile: ProfileChange { display_name: put.display_name, avatar_url: put.avatar_url },
        ref_code: put.ref_code,
    };
    let pushed = site.app.push_user(&operator, push).await?;
    let status = if pushed.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(PushAnswer::new(pushed, external_id))))
}

impl PushAnswer {
    fn new(pushed: PushedUser, external_id: String) -> Self {
        Self {
            user: ProductUser { user: pushed.account.into(), external_id },
            attribution: pushed.attribution.map(Attributed::from),
        }
    }
}

impl From<DirectoryEntry> for DirectoryUser {
    fn from(entry: DirectoryEntry) -> Self {
        Self {
            user_id: entry.user_id.0,
            external_id: entry.external_id,
            email: entry.email,
            display_name: entry.display_name,
            created_at: entry.created_at.to_string(),
            tier: entry.tier,
            primary_code: uid_code(entry.user_id),
            custom_slug: entry.custom_slug,
            erased_at: entry.erased_at.map(|at| at.to_string()),
        }
    }
}
