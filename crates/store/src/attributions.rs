//! Who brought whom: the invitee's side in its account, the inviter's in a row of its own.

use triport_domain::attribution::Invitee;
use triport_domain::id::UserId;
use triport_domain::money::Micro;
use triport_domain::page::{Page, Position};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

statement!(
    INVITEE = "SELECT display_name, created_at, inviter_id, invited_at, external_id, first_paid_at,
                paid_micro, live_payments, returned_at
         FROM accounts WHERE user_id = $1 AND erased_at IS NULL"
);

/// What an attribution looks at of the account that may get an inviter; `None` if there is no such
/// account, or not any more.
pub async fn invitee(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Invitee>> {
    db.row(&INVITEE, params![user_id.0], |row| {
        Ok(Invitee {
            display_name: row.get(0)?,
            created_at: row.get(1)?,
            inviter_id: row.get::<Option<Uuid>>(2)?.map(UserId),
            invited_at: row.get(3)?,
            is_from_product: row.get::<Option<String>>(4)?.is_some(),
            first_paid_at: row.get(5)?,
            paid_micro: row.get(6)?,
            live_payments: row.get(7)?,
            has_returned: row.get::<Option<Timestamp>>(8)?.is_some(),
        })
    })
    .await
}

statement!(
    SET_INVITER = "UPDATE accounts SET inviter_id = $1, invited_at = $2
         WHERE user_id = $3 AND inviter_id IS NULL"
);
statement!(
    INSERT_INVITEE =
        "INSERT INTO invitees (user_id, invitee_id, display_name, signed_at, total_paid_micro)
         VALUES ($1, $2, $3, $4, $5)"
);

/// Gives an account its inviter, once and for ever. The account is locked and was seen without one.
pub async fn insert(
    tx: &mut Tx<'_>,
    user_id: UserId,
    invitee: &Invitee,
    inviter_id: UserId,
    now: Timestamp,
) -> Result<()> {
    tx.queue(&SET_INVITER, params![inviter_id.0, now, user_id.0], 1).await?;
    let params = params![
        inviter_id.0,
        user_id.0,
        invitee.display_name.as_str(),
        invitee.created_at,
        invitee.paid_micro,
    ];
    tx.queue(&INSERT_INVITEE, params, 1).await
}

statement!(RENAME = "UPDATE invitees SET display_name = $1 WHERE user_id = $2 AND invitee_id = $3");

/// Repeats the new name of an account under its inviter. The account is locked.
pub async fn rename(
    tx: &mut Tx<'_>,
    inviter_id: UserId,
    user_id: UserId,
    display_name: &str,
) -> Result<()> {
    tx.queue(&RENAME, params![display_name, inviter_id.0, user_id.0], 1).await
}

statement!(
    SET_TOTAL_PAID =
        "UPDATE invitees SET total_paid_micro = $1 WHERE user_id = $2 AND invitee_id = $3"
);

/// Repeats under the inviter what an account has paid. Both are locked.
pub async fn set_total_paid(
    tx: &mut Tx<'_>,
    inviter_id: UserId,
    user_id: UserId,
    paid: Micro,
) -> Result<()> {
    tx.queue(&SET_TOTAL_PAID, params![paid.get(), inviter_id.0, user_id.0], 1).await
}

/// An invitee as its inviter sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedInvitee {
    /// Its account.
    pub user_id: UserId,
    /// What it calls itself.
    pub display_name: String,
    /// When its account was made.
    pub signed_at: Timestamp,
    /// What it has paid, net of refunds, in micro-units.
    pub total_paid_micro: i64,
}

impl ListedInvitee {
    /// Its place in the list.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { at: self.signed_at, id: self.user_id.to_string() }
    }
}

statement!(
    LIST = "SELECT invitee_id, display_name, signed_at, total_paid_micro FROM invitees
         WHERE user_id = $1 AND (signed_at, invitee_id) < ($2, $3)
         ORDER BY signed_at DESC, invitee_id DESC LIMIT $4 OFFSET $5"
);

/// A page of an account's invitees, newest first; `before_id` is the page's.
pub async fn list(
    db: &mut Db<'_>,
    user_id: UserId,
    page: &Page,
    before_id: Uuid,
) -> Result<Vec<ListedInvitee>> {
    let params = params![user_id.0, page.before(), before_id, page.limit, page.offset];
    db.rows(&LIST, params, |row| {
        Ok(ListedInvitee {
            user_id: UserId(row.get(0)?),
            display_name: row.get(1)?,
            signed_at: row.get(2)?,
            total_paid_micro: row.get(3)?,
        })
    })
    .await
}
