//! An account as the API shows it to its owner.

use serde::Serialize;
use triport_domain::account::Account;
use uuid::Uuid;

/// An account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct User {
    id: Uuid,
    /// The address it signs in with.
    email: Option<String>,
    display_name: String,
    avatar_url: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// An answer that holds an account.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct UserAnswer {
    user: User,
}

impl From<Account> for UserAnswer {
    fn from(account: Account) -> Self {
        Self { user: account.into() }
    }
}

impl From<Account> for User {
    fn from(account: Account) -> Self {
        Self {
            id: account.id.0,
            email: account.email,
            display_name: account.display_name,
            avatar_url: account.avatar_url,
            created_at: account.created_at.to_string(),
            updated_at: account.updated_at.to_string(),
        }
    }
}
