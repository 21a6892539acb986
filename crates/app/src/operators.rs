//! What operators do, and the product's own servers in their name.
//!
//! Whether a role may do something is decided before a use case begins, by the extractor that a
//! handler takes. Every use case that writes leaves an [`Action`] in the same transaction.

mod accounts;
mod audit;
mod naming;
mod overview;
mod push_user;
mod support;
mod tokens;

use triport_domain::keyed_hash::Hash;
use triport_domain::operator::{OperatorName, OperatorToken, Permission, Role};
use triport_store::operators;

use crate::App;
use crate::error::{AppError, ErrorCode};

pub use accounts::{AccountShown, Decision, DirectoryEntry};
pub use audit::Action;
pub use overview::ProgramTotals;
pub use push_user::{PushUser, PushedUser};
pub use support::TierChanged;
pub use tokens::{add_operator, operators as list_operators, revoke_operator};

/// Somebody whose token was checked.
#[derive(Clone, Debug)]
pub struct Operator {
    name: OperatorName,
    role: Role,
    token_hash: Option<Hash>,
}

impl Operator {
    /// Who sent the token of the configuration.
    pub fn configured() -> Self {
        Self { name: OperatorName::configured(), role: Role::Full, token_hash: None }
    }

    /// The name in the audit log.
    pub const fn name(&self) -> &OperatorName {
        &self.name
    }

    /// Fails unless the operator's role allows this.
    pub fn allow(&self, permission: Permission) -> Result<(), AppError> {
        if self.role.may(permission) {
            return Ok(());
        }
        let role = self.role.as_str();
        Err(AppError::new(ErrorCode::Forbidden, format!("The role {role} does not allow this.")))
    }

    /// A key for limits that hold per token. That of the configured one is no token's hash.
    pub fn limit_key(&self) -> &[u8; 32] {
        self.token_hash.as_ref().map_or(&[0; 32], Hash::as_bytes)
    }
}

impl App {
    /// The operator behind a named token; `None` if there is none such, or it was revoked. Asked
    /// anew with every call, so that a revoked token stops at once.
    pub async fn operator(&self, token: &str) -> Result<Option<Operator>, AppError> {
        let Some(hash) = OperatorToken::parse(token).map(|token| token.hash()) else {
            return Ok(None);
        };
        let found = self.store.read(async |db| operators::live(db, &hash).await).await?;
        let operator = |found: triport_domain::operator::NamedToken| Operator {
            name: found.name,
            role: found.role,
            token_hash: Some(hash),
        };
        Ok(found.map(operator))
    }

    /// Whether there is any named token that works.
    pub async fn has_operators(&self) -> Result<bool, AppError> {
        Ok(self.store.read(async |db| operators::any_live(db).await).await?)
    }
}
