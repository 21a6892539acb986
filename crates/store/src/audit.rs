//! The operators' audit log: written with what it tells of, never changed.

use triport_domain::id::{ActionId, UserId};
use triport_domain::operator::{OperatorName, RecordedAction};
use triport_domain::page::Page;
use uuid::Uuid;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

statement!(
    INSERT =
        "INSERT INTO operator_actions (user_id, action_id, happened_at, operator, action, fields)
         VALUES ($1, $2, $3, $4, $5, $6)"
);

/// Writes an entry, with the commit of what it tells of.
pub async fn insert(tx: &mut Tx<'_>, action: &RecordedAction) -> Result<()> {
    let params = params![
        action.user_id.map_or(Uuid::nil(), |user_id| user_id.0),
        action.id.0,
        action.at,
        action.operator.as_str(),
        action.action.as_str(),
        action.fields.as_str(),
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    LIST = "SELECT user_id, action_id, happened_at, operator, action, fields
         FROM operator_actions WHERE action_id < $1
         ORDER BY action_id DESC LIMIT $2 OFFSET $3"
);

/// Entries before an id, newest first.
pub async fn list(db: &mut Db<'_>, before: Uuid, page: &Page) -> Result<Vec<RecordedAction>> {
    db.rows(&LIST, params![before, page.limit, page.offset], read_action).await
}

statement!(
    LIST_OF = "SELECT user_id, action_id, happened_at, operator, action, fields
         FROM operator_actions WHERE user_id = $1 AND action_id < $2
         ORDER BY action_id DESC LIMIT $3 OFFSET $4"
);

/// The same for what concerns one account.
pub async fn list_of(
    db: &mut Db<'_>,
    user_id: UserId,
    before: Uuid,
    page: &Page,
) -> Result<Vec<RecordedAction>> {
    let params = params![user_id.0, before, page.limit, page.offset];
    db.rows(&LIST_OF, params, read_action).await
}

fn read_action(row: &Row<'_>) -> Result<RecordedAction> {
    let user_id: Uuid = row.get(0)?;
    Ok(RecordedAction {
        user_id: (!user_id.is_nil()).then_some(UserId(user_id)),
        id: ActionId(row.get(1)?),
        at: row.get(2)?,
        operator: OperatorName::from_stored(row.get(3)?),
        action: row.get(4)?,
        fields: row.get(5)?,
    })
}
