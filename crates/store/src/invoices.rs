//! Invoices of the product, under the account that is to pay them.

use triport_domain::id::{UseId, UserId};
use triport_domain::invoice::{InvoiceStatus, PaidBy};
use triport_domain::money::Micro;
use triport_domain::page::Page;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, QueuedCount, Tx};
use crate::value::{Row, params};

/// An invoice as pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// The product's id.
    pub id: String,
    /// Who is to pay it.
    pub user_id: UserId,
    /// How much.
    pub amount: Micro,
    /// What became of it.
    pub status: InvoiceStatus,
    /// What it is for.
    pub description: Option<String>,
    /// What paid it, if it is paid.
    pub paid_by: Option<PaidBy>,
    /// The spend that paid it, if credit ever did.
    pub use_id: Option<UseId>,
    /// When it was first pushed.
    pub created_at: Timestamp,
    /// When its status last changed.
    pub updated_at: Timestamp,
}

/// The columns that [`read_invoice`] reads.
macro_rules! columns {
    () => {
        "user_id, invoice_id, amount_micro, status, description, paid_by, use_id, created_at,
         updated_at"
    };
}

statement!(
    CLAIM = "INSERT INTO invoice_claims (invoice_id, user_id) VALUES ($1, $2)
         ON CONFLICT (invoice_id) DO NOTHING"
);

/// Takes an invoice's id together with the next statement: the count is 0 if it was pushed before.
pub async fn queue_claim(tx: &mut Tx<'_>, id: &str, user_id: UserId) -> Result<QueuedCount> {
    tx.queue_counted(&CLAIM, params![id, user_id.0]).await
}

statement!(CLAIM_OWNER = "SELECT user_id FROM invoice_claims WHERE invoice_id = $1");

/// Whose invoice it is.
pub async fn owner(db: &mut Db<'_>, id: &str) -> Result<Option<UserId>> {
    db.row(&CLAIM_OWNER, params![id], |row| Ok(UserId(row.get(0)?))).await
}

statement!(
    INSERT =
        "INSERT INTO invoices (user_id, invoice_id, amount_micro, status, description, paid_by,
                               use_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);

/// Writes an invoice whose id was claimed.
pub async fn insert(tx: &mut Tx<'_>, invoice: &Invoice) -> Result<()> {
    let params = params![
        invoice.user_id.0,
        invoice.id.as_str(),
        invoice.amount.get(),
        invoice.status.as_str(),
        invoice.description.as_deref(),
        invoice.paid_by.map(PaidBy::as_str),
        invoice.use_id.map(|id| id.0),
        invoice.created_at,
        invoice.updated_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    FIND = concat!("SELECT ", columns!(), " FROM invoices WHERE user_id = $1 AND invoice_id = $2")
);

/// An invoice of an account.
pub async fn find(db: &mut Db<'_>, user_id: UserId, id: &str) -> Result<Option<Invoice>> {
    db.row(&FIND, params![user_id.0, id], read_invoice).await
}

statement!(
    UPDATE = "UPDATE invoices SET status = $1, paid_by = $2, use_id = $3, updated_at = $4
         WHERE user_id = $5 AND invoice_id = $6"
);

/// Writes what changes in the life of an invoice. The account is locked.
pub async fn update(tx: &mut Tx<'_>, invoice: &Invoice) -> Result<()> {
    let params = params![
        invoice.status.as_str(),
        invoice.paid_by.map(PaidBy::as_str),
        invoice.use_id.map(|id| id.0),
        invoice.updated_at,
        invoice.user_id.0,
        invoice.id.as_str(),
    ];
    tx.queue(&UPDATE, params, 1).await
}

statement!(
    LIST = concat!(
        "SELECT ",
        columns!(),
        " FROM invoices WHERE user_id = $1 AND (created_at, invoice_id) < ($2, $3)
         ORDER BY created_at DESC, invoice_id DESC LIMIT $4 OFFSET $5"
    )
);
statement!(
    LIST_STATUS = concat!(
        "SELECT ",
        columns!(),
        " FROM invoices WHERE user_id = $1 AND (created_at, invoice_id) < ($2, $3) AND status = $4
         ORDER BY created_at DESC, invoice_id DESC LIMIT $5 OFFSET $6"
    )
);

/// A page of an account's invoices, newest first.
pub async fn list(
    db: &mut Db<'_>,
    user_id: UserId,
    status: Option<InvoiceStatus>,
    page: &Page,
) -> Result<Vec<Invoice>> {
    let (at, id) = (page.before(), page.before_text());
    let (limit, offset) = (page.limit, page.offset);
    match status {
        Some(status) => {
            let params = params![user_id.0, at, id, status.as_str(), limit, offset];
            db.rows(&LIST_STATUS, params, read_invoice).await
        }
        None => db.rows(&LIST, params![user_id.0, at, id, limit, offset], read_invoice).await,
    }
}

statement!(
    CHANGED = concat!(
        "SELECT ",
        columns!(),
        " FROM invoices WHERE updated_at >= $1 AND (updated_at, invoice_id) < ($2, $3)
         ORDER BY updated_at DESC, invoice_id DESC LIMIT $4 OFFSET $5"
    )
);
statement!(
    CHANGED_STATUS = concat!(
        "SELECT ",
        columns!(),
        " FROM invoices WHERE updated_at >= $1 AND (updated_at, invoice_id) < ($2, $3)
              AND status = $4
         ORDER BY updated_at DESC, invoice_id DESC LIMIT $5 OFFSET $6"
    )
);

/// A page of everybody's invoices that changed since a time, the last changed first.
pub async fn changed(
    db: &mut Db<'_>,
    status: Option<InvoiceStatus>,
    since: Timestamp,
    page: &Page,
) -> Result<Vec<Invoice>> {
    let (at, id) = (page.before(), page.before_text());
    let (limit, offset) = (page.limit, page.offset);
    match status {
        Some(status) => {
            let params = params![since, at, id, status.as_str(), limit, offset];
            db.rows(&CHANGED_STATUS, params, read_invoice).await
        }
        None => db.rows(&CHANGED, params![since, at, id, limit, offset], read_invoice).await,
    }
}

fn read_invoice(row: &Row<'_>) -> Result<Invoice> {
    let (status, paid_by): (String, Option<String>) = (row.get(3)?, row.get(5)?);
    let unknown = |what: &str, text: &str| StoreError::Corrupt(format!("{what} '{text}'"));
    Ok(Invoice {
        user_id: UserId(row.get(0)?),
        id: row.get(1)?,
        amount: Micro::new(row.get(2)?),
        status: InvoiceStatus::parse(&status).ok_or_else(|| unknown("status", &status))?,
        description: row.get(4)?,
        paid_by: paid_by
            .map(|text| PaidBy::parse(&text).ok_or_else(|| unknown("paid_by", &text)))
            .transpose()?,
        use_id: row.get::<Option<Uuid>>(6)?.map(UseId),
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}
