//! Named tokens, as the command line makes, lists and ends them beside a running server.

use triport_domain::keyed_hash::Hash;
use triport_domain::operator::{NamedToken, OperatorName, OperatorToken, Role};
use triport_store::{Outcome, Result as StoreResult, Store, Transaction, Tx, operators as stored};

use super::Action;
use crate::error::AppError;
use crate::outside::{Clock, Entropy};

/// Makes a token and answers it; `None` if its name was ever given to one.
pub async fn add_operator(
    store: &Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    name: OperatorName,
    role: Role,
) -> Result<Option<OperatorToken>, AppError> {
    let mut random = [0; 32];
    entropy.fill(&mut random);
    let token = OperatorToken::from_random(random);
    let now = clock.now();
    let action = Action::new(OperatorName::command_line(), "operator_added", now, entropy)
        .with("name", name.as_str())
        .with("role", role.as_str());
    let named = NamedToken { name, role, created_at: now, revoked_at: None };
    let added = store.write(Add { named, hash: token.hash(), action }).await?;
    Ok(added.then_some(token))
}

/// Every token that ever was, oldest first.
pub async fn operators(store: &Store) -> Result<Vec<NamedToken>, AppError> {
    Ok(store.read(async |db| stored::list(db).await).await?)
}

/// Ends a token; false if there is none of that name that works.
pub async fn revoke_operator(
    store: &Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    name: &str,
) -> Result<bool, AppError> {
    let action =
        Action::new(OperatorName::command_line(), "operator_revoked", clock.now(), entropy)
            .with("name", name);
    Ok(store.write(Revoke { name: name.to_owned(), action }).await?)
}

struct Add {
    named: NamedToken,
    hash: Hash,
    action: Action,
}

impl Transaction for Add {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        if !stored::insert(tx, &self.named, &self.hash).await? {
            return Ok(Outcome::Rollback(false));
        }
        self.action.clone().record(tx).await?;
        Ok(Outcome::Commit(true))
    }
}

struct Revoke {
    name: String,
    action: Action,
}

impl Transaction for Revoke {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        if !stored::revoke(tx, &self.name, self.action.at()).await? {
            return Ok(Outcome::Rollback(false));
        }
        self.action.clone().record(tx).await?;
        Ok(Outcome::Commit(true))
    }
}
