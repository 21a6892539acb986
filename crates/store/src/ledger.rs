//! The ledger's rows: appended, never changed.

use triport_domain::id::{TransactionId, UserId};
use triport_domain::ledger::{Entry, Posting};

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::Tx;
use crate::value::params;

statement!(
    INSERT_PAIR = "INSERT INTO ledger_entries
             (user_id, transaction_id, line, account, amount_micro, effective_at, posted_at,
              reason, subject_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9),
                ($1, $2, $10, $11, $12, $6, $7, $8, $9)"
);

/// Appends a posting to the ledger of an account, whose lock is held.
pub async fn append(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: TransactionId,
    posting: &Posting,
) -> Result<()> {
    let (pairs, rest) = posting.entries().as_chunks::<2>();
    if !rest.is_empty() {
        return Err(StoreError::Bug("a posting whose entries are not in pairs".to_owned()));
    }
    let mut line: i64 = 0;
    for [from, to] in pairs {
        insert_pair(tx, user_id, id, posting, (line, from, to)).await?;
        line += 2;
    }
    Ok(())
}

async fn insert_pair(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: TransactionId,
    posting: &Posting,
    (line, from, to): (i64, &Entry, &Entry),
) -> Result<()> {
    let params = params![
        user_id.0,
        id.0,
        line,
        from.account.as_str(),
        from.amount.get(),
        from.effective_at,
        posting.posted_at,
        posting.reason.as_str(),
        posting.subject,
        line + 1,
        to.account.as_str(),
        to.amount.get(),
    ];
    tx.queue(&INSERT_PAIR, params, 2).await
}
