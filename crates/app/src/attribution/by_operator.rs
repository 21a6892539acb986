//! Attributing an account in the name of an operator.

use triport_domain::account_name::AccountName;
use triport_domain::attribution::Source;
use triport_domain::code::normalise;
use triport_domain::id::UserId;
use triport_store::{Outcome, Result as StoreResult, Transaction, Tx};

use super::{Attempt, Attribution, Decided, attribute};
use crate::App;
use crate::error::{AppError, ErrorCode};
use crate::money::Backfill;
use crate::operators::{Action, Operator};

impl App {
    /// Attributes an account to a code although it is old or has paid already. With `backfill` its
    /// earlier payments earn something too.
    pub async fn attribute_by_operator(
        &self,
        by: &Operator,
        invitee: &AccountName,
        code: &str,
        backfill: bool,
    ) -> Result<Attribution, AppError> {
        if normalise(code).is_empty() {
            return Err(AppError::new(ErrorCode::InvalidArgs, "code is missing or empty."));
        }
        let user_id = self.account_named(invitee).await?;
        let now = self.now();
        let attempt = self.attempt(code, Source::Operator, None, now);
        let action = self.action(by, "attributed", now).about(user_id);
        let body = AttributeByOperator {
            user_id,
            backfill: backfill.then(|| self.backfill(now)),
            action: action.with("backfill", backfill),
            attempt,
        };
        let decided = self.store.write(body).await?;
        self.work_on_balance_soon();
        Ok(decided.into())
    }
}

struct AttributeByOperator {
    user_id: UserId,
    attempt: Attempt,
    backfill: Option<Backfill>,
    action: Action,
}

impl Transaction for AttributeByOperator {
    type Output = Decided;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<Decided>> {
        let decided = attribute(tx, self.user_id, &self.attempt).await?;
        let mut action = self.action.clone();
        match decided {
            Err(refusal) => action = action.with("refused", refusal.as_str()),
            Ok(inviter_id) => {
                action = action.with("inviter_id", inviter_id.to_string());
                if let Some(backfill) = &self.backfill {
                    let payments = backfill.run(tx, self.user_id, inviter_id).await?;
                    action = action.with("payments", payments);
                }
            }
        }
        action.record(tx).await?;
        Ok(Outcome::Commit(decided))
    }
}
