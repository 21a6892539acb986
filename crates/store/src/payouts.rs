//! Payouts, under the account that asked for them.

use triport_domain::id::{PayoutId, UserId};
use triport_domain::money::Micro;
use triport_domain::page::Page;
use triport_domain::payout::{Network, PayoutStatus};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::{Row, params};

/// A withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// Its identity.
    pub id: PayoutId,
    /// Who asked for it.
    pub user_id: UserId,
    /// How much.
    pub amount: Micro,
    /// On which network.
    pub network: Network,
    /// To which address.
    pub address: String,
    /// What became of it.
    pub status: PayoutStatus,
    /// The transaction that sent it.
    pub tx_hash: Option<String>,
    /// What the operator says about it.
    pub note: Option<String>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it became final.
    pub completed_at: Option<Timestamp>,
}

/// The columns that [`read_payout`] reads.
macro_rules! columns {
    () => {
        "p.user_id, p.payout_id, p.amount_micro, p.network, p.address, p.status, p.tx_hash, p.note,
         p.requested_at, p.completed_at"
    };
}

statement!(
    INSERT = "INSERT INTO payouts (user_id, payout_id, amount_micro, network, address, status,
                              requested_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// Writes a new payout. The account is locked.
pub async fn insert(tx: &mut Tx<'_>, payout: &Payout) -> Result<()> {
    let params = params![
        payout.user_id.0,
        payout.id.0,
        payout.amount.get(),
        payout.network.as_str(),
        payout.address.as_str(),
        payout.status.as_str(),
        payout.requested_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    FIND =
        concat!("SELECT ", columns!(), " FROM payouts p WHERE p.user_id = $1 AND p.payout_id = $2")
);

/// A payout of an account.
pub async fn find(db: &mut Db<'_>, user_id: UserId, id: PayoutId) -> Result<Option<Payout>> {
    db.row(&FIND, params![user_id.0, id.0], read_payout).await
}

statement!(
    UPDATE = "UPDATE payouts SET status = $1, tx_hash = $2, note = $3, completed_at = $4
         WHERE user_id = $5 AND payout_id = $6"
);

/// Writes what changes in the life of a payout. The account is locked.
pub async fn update(tx: &mut Tx<'_>, payout: &Payout) -> Result<()> {
    let params = params![
        payout.status.as_str(),
        payout.tx_hash.as_deref(),
        payout.note.as_deref(),
        payout.completed_at,
        payout.user_id.0,
        payout.id.0,
    ];
    tx.queue(&UPDATE, params, 1).await
}

statement!(
    LIST = concat!(
        "SELECT ",
        columns!(),
        " FROM payouts p WHERE p.user_id = $1 AND p.payout_id < $2
         ORDER BY p.payout_id DESC LIMIT $3 OFFSET $4"
    )
);

/// A page of an account's payouts, newest first; `before` is the page's id.
pub async fn list(
    db: &mut Db<'_>,
    user_id: UserId,
    before: Uuid,
    page: &Page,
) -> Result<Vec<Payout>> {
    db.rows(&LIST, params![user_id.0, before, page.limit, page.offset], read_payout).await
}

statement!(OWNER = "SELECT user_id FROM payouts WHERE payout_id = $1 LIMIT $2");

/// Who asked for a payout, for operators, who know only its id.
pub async fn owner(db: &mut Db<'_>, id: PayoutId) -> Result<Option<UserId>> {
    db.row(&OWNER, params![id.0, 1_i64], |row| Ok(UserId(row.get(0)?))).await
}

/// A payout as the operators' queue shows it.
#[derive(Clone, Debug)]
pub struct QueuedPayout {
    /// The payout.
    pub payout: Payout,
    /// What refunds took back from the account after it had been used.
    pub debt: Micro,
    /// What the account calls itself.
    pub display_name: String,
}

/// The balance of whoever asked for the payout: as it was settled, and what unlocked since.
macro_rules! queued {
    () => {
        concat!(
            "SELECT ",
            columns!(),
            ", b.available_micro,
             (SELECT CAST(coalesce(sum(e.amount_micro), 0) AS BIGINT) FROM ledger_entries e
              WHERE e.user_id = p.user_id AND e.account = 'member_available'
                AND e.effective_at > e.posted_at
                AND e.effective_at > b.settled_to AND e.effective_at <= $1),
             a.display_name
             FROM payouts p JOIN accounts a ON a.user_id = p.user_id
             LEFT JOIN balances b ON b.user_id = p.user_id"
        )
    };
}

statement!(
    QUEUE =
        concat!(queued!(), " WHERE p.payout_id < $2 ORDER BY p.payout_id DESC LIMIT $3 OFFSET $4")
);
statement!(
    QUEUE_STATUS = concat!(
        queued!(),
        " WHERE p.payout_id < $2 AND p.status = $3
         ORDER BY p.payout_id DESC LIMIT $4 OFFSET $5"
    )
);

/// A page of everybody's payouts, newest first, with the debts of `now`.
pub async fn queue(
    db: &mut Db<'_>,
    status: Option<PayoutStatus>,
    before: Uuid,
    page: &Page,
    now: Timestamp,
) -> Result<Vec<QueuedPayout>> {
    let (limit, offset) = (page.limit, page.offset);
    match status {
        Some(status) => {
            let params = params![now, before, status.as_str(), limit, offset];
            db.rows(&QUEUE_STATUS, params, read_queued).await
        }
        None => db.rows(&QUEUE, params![now, before, limit, offset], read_queued).await,
    }
}

fn read_queued(row: &Row<'_>) -> Result<QueuedPayout> {
    let available: Option<i64> = row.get(10)?;
    let available = Micro::new(available.unwrap_or(0)).plus(Micro::new(row.get(11)?))?;
    let debt = available.negated()?.or_zero();
    Ok(QueuedPayout { payout: read_payout(row)?, debt, display_name: row.get(12)? })
}

fn read_payout(row: &Row<'_>) -> Result<Payout> {
    let (network, status): (String, String) = (row.get(3)?, row.get(5)?);
    let unknown = |what: &str, text: &str| StoreError::Corrupt(format!("{what} '{text}'"));
    Ok(Payout {
        user_id: UserId(row.get(0)?),
        id: PayoutId(row.get::<Uuid>(1)?),
        amount: Micro::new(row.get(2)?),
        network: Network::parse(&network).ok_or_else(|| unknown("network", &network))?,
        address: row.get(4)?,
        status: PayoutStatus::parse(&status).ok_or_else(|| unknown("status", &status))?,
        tx_hash: row.get(6)?,
        note: row.get(7)?,
        requested_at: row.get(8)?,
        completed_at: row.get(9)?,
    })
}
