//! Finding the account that a call names.

use triport_domain::account_name::{AccountName, InvalidAccountName};
use triport_domain::id::UserId;
use triport_store::names;

use crate::App;
use crate::error::{AppError, ErrorCode};

impl App {
    /// The account of that name, or `user_not_found`. Names do not move, so a use case may ask before
    /// its transaction, which finds out whether the account was erased meanwhile.
    pub async fn account_named(&self, name: &AccountName) -> Result<UserId, AppError> {
        let found = self.store.read(async |db| names::resolve(db, name).await).await?;
        found.ok_or_else(AppError::user_not_found)
    }
}

impl AppError {
    /// A name that nobody has.
    pub fn user_not_found() -> Self {
        Self::new(ErrorCode::UserNotFound, "There is no such account.")
    }
}

impl From<InvalidAccountName> for AppError {
    /// As names stand in addresses; in a body the caller says which field is wrong.
    fn from(_: InvalidAccountName) -> Self {
        let detail = "An account is named by its UUID, by ext:<external id> or by email:<address>.";
        Self::new(ErrorCode::InvalidUserId, detail)
    }
}
