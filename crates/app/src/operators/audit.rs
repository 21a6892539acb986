//! The audit log: an entry is written by the transaction that does what it tells of.

use serde_json::{Map, Value};
use triport_domain::account_name::AccountName;
use triport_domain::id::{ActionId, UserId, uuid_v7};
use triport_domain::operator::{OperatorName, RecordedAction};
use triport_domain::page::{Listed, Page, Position};
use triport_domain::time::Timestamp;
use triport_store::{Result as StoreResult, Tx, audit};

use super::Operator;
use crate::App;
use crate::error::AppError;
use crate::outside::Entropy;

/// What an operator does, on its way into the audit log.
///
/// A use case makes it with [`App::action`] and puts it into its transaction, whose body adds what
/// it learns there and records it. Fields are ids, numbers and names of fields; what people are
/// called and where they can be reached has no place in them, because entries stay for ever.
#[derive(Clone, Debug)]
pub struct Action {
    id: ActionId,
    at: Timestamp,
    operator: OperatorName,
    what: &'static str,
    user_id: Option<UserId>,
    fields: Map<String, Value>,
}

impl Action {
    pub(super) fn new(
        operator: OperatorName,
        what: &'static str,
        at: Timestamp,
        entropy: &dyn Entropy,
    ) -> Self {
        let mut random = [0; 10];
        entropy.fill(&mut random);
        let id = ActionId(uuid_v7(at, random));
        Self { id, at, operator, what, user_id: None, fields: Map::new() }
    }

    /// When it happens.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Names the account that it concerns: the entry is found with that account.
    #[must_use]
    pub fn about(mut self, user_id: UserId) -> Self {
        self.user_id = Some(user_id);
        self
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.fields.insert(field.to_owned(), value.into());
        self
    }

    /// Writes the entry, with the commit.
    pub async fn record(self, tx: &mut Tx<'_>) -> StoreResult<()> {
        let entry = RecordedAction {
            id: self.id,
            at: self.at,
            operator: self.operator,
            action: self.what.to_owned(),
            user_id: self.user_id,
            fields: Value::Object(self.fields).to_string(),
        };
        audit::insert(tx, &entry).await
    }
}

impl App {
    /// The entry of what an operator is about to do; `what` is a verb in the past, such as
    /// `tier_changed`.
    pub(crate) fn action(&self, by: &Operator, what: &'static str, now: Timestamp) -> Action {
        Action::new(by.name.clone(), what, now, self.entropy.as_ref())
    }

    /// The audit log, newest first: all of it, or what concerns one account.
    pub async fn audit(
        &self,
        about: Option<&AccountName>,
        page: &Page,
    ) -> Result<Listed<RecordedAction>, AppError> {
        let before = page.before_id()?;
        let items = match about {
            None => self.store.read(async |db| audit::list(db, before, page).await).await?,
            Some(name) => {
                let user_id = self.account_ever_named(name).await?;
                let read = async |db: &mut triport_store::Db<'_>| {
                    audit::list_of(db, user_id, before, page).await
                };
                self.store.read(read).await?
            }
        };
        Ok(page.listed(items, |last| Position { at: last.at, id: last.id.to_string() }))
    }
}
