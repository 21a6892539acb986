//! Comparing what is kept for speed with what explains it.
//!
//! Accounts are compared a page at a time, by one statement: a single statement sees one snapshot
//! of every account on both databases, so the check runs beside a server that is at work. A page
//! is bounded by rows, so that none takes long.

mod differences;

pub use differences::differences;

use triport_domain::id::UserId;
use triport_domain::money::Micro;
use uuid::Uuid;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::Db;
use crate::value::{Row, params};

/// Two figures that should be equal: amounts, or numbers of something that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The account.
    pub user_id: UserId,
    /// What was compared: a balance, or a kind of row.
    pub what: String,
    /// The row, if it is one of many.
    pub subject: Option<Uuid>,
    /// What is kept.
    pub kept: Micro,
    /// What explains it.
    pub explained: Micro,
}

/// What an account has paid, as its own row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The account.
    pub user_id: UserId,
    /// Its inviter.
    pub inviter_id: Option<UserId>,
    /// All payments less refunds.
    pub amount: Micro,
}

statement!(
    ACCOUNTS = "SELECT user_id, inviter_id, paid_micro FROM accounts WHERE user_id > $1
         ORDER BY user_id LIMIT $2"
);

/// Some accounts, in the order of their ids.
pub async fn accounts_after(db: &mut Db<'_>, after: UserId, limit: u16) -> Result<Vec<Paid>> {
    db.rows(&ACCOUNTS, params![after.0, limit], read_paid).await
}

statement!(PAID = "SELECT user_id, inviter_id, paid_micro FROM accounts WHERE user_id = $1");

/// One account, as it is now.
pub async fn paid(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Paid>> {
    db.row(&PAID, params![user_id.0], read_paid).await
}

/// Where a table of which an account may own a million rows has one too many of them.
macro_rules! beyond {
    ($table:literal, $key:literal) => {
        concat!(
            "SELECT user_id FROM (SELECT t.user_id FROM ",
            $table,
            " t WHERE t.user_id > $1 AND t.user_id <= $2 ORDER BY ",
            $key,
            " LIMIT $3 OFFSET $4) ",
            $table,
            "_beyond"
        )
    };
}

statement!(
    BEYOND = concat!(
        beyond!("ledger_entries", "t.user_id, t.transaction_id, t.line"),
        " UNION ALL ",
        beyond!("payments", "t.user_id, t.payment_id"),
        " UNION ALL ",
        beyond!("invitees", "t.user_id, t.invitee_id"),
        " ORDER BY user_id"
    )
);

/// The first account after `after` and up to `to` that makes them own more than `rows` entries,
/// payments or invitees; `None` if they all together do not.
pub async fn beyond(
    db: &mut Db<'_>,
    after: UserId,
    to: UserId,
    rows: u16,
) -> Result<Option<UserId>> {
    let found = db.rows(&BEYOND, params![after.0, to.0, 1_u16, rows], |row| row.get(0)).await?;
    Ok(found.into_iter().next().map(UserId))
}

fn read_paid(row: &Row<'_>) -> Result<Paid> {
    Ok(Paid {
        user_id: UserId(row.get(0)?),
        inviter_id: row.get::<Option<Uuid>>(1)?.map(UserId),
        amount: Micro::new(row.get(2)?),
    })
}

statement!(
    SEEN_BY_INVITER =
        "SELECT total_paid_micro FROM invitees WHERE user_id = $1 AND invitee_id = $2"
);

/// The same as the inviter's side repeats it.
pub async fn seen_by_inviter(
    db: &mut Db<'_>,
    inviter_id: UserId,
    user_id: UserId,
) -> Result<Option<Micro>> {
    db.row(&SEEN_BY_INVITER, params![inviter_id.0, user_id.0], |row| Ok(Micro::new(row.get(0)?)))
        .await
}
