//! The ledger's rows: appended, never changed.

use triport_domain::id::{TransactionId, UserId};
use triport_domain::ledger::{Entry, Posting};

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::Tx;
use crate::value::Value;

statement!(
    INSERT_PAIR = "INSERT INTO ledger_entries
             (user_id, transaction_id, line, account, amount_micro, effective_at, posted_at,
              reason, subject_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9),
                ($1, $2, $10, $11, $12, $6, $7, $8, $9)"
);
statement!(
    INSERT_TWO_PAIRS = "INSERT INTO ledger_entries
             (user_id, transaction_id, line, account, amount_micro, effective_at, posted_at,
              reason, subject_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9),
                ($1, $2, $10, $11, $12, $6, $7, $8, $9),
                ($1, $2, $13, $14, $15, $16, $7, $8, $9),
                ($1, $2, $17, $18, $19, $16, $7, $8, $9)"
);

/// Appends a posting to the ledger of an account, whose lock is held. One statement, because every
/// payment with a hold period has two pairs.
pub async fn append(
    tx: &mut Tx<'_>,
    user_id: UserId,
    id: TransactionId,
    posting: &Posting,
) -> Result<()> {
    let (pairs, rest) = posting.entries().as_chunks::<2>();
    let (insert, entries) = match pairs {
        [_] => (&INSERT_PAIR, 2),
        [_, _] => (&INSERT_TWO_PAIRS, 4),
        _ => return Err(StoreError::Bug("a posting of neither one pair nor two".to_owned())),
    };
    if !rest.is_empty() {
        return Err(StoreError::Bug("a posting whose entries are not in pairs".to_owned()));
    }
    let mut params = vec![user_id.0.into(), id.0.into()];
    for (line, [from, to]) in (0_u16..).step_by(2).zip(pairs) {
        params.extend(entry(line, from));
        params.push(from.effective_at.into());
        if line == 0 {
            let Posting { posted_at, reason, subject, .. } = *posting;
            params.extend([posted_at.into(), reason.as_str().into(), subject.into()]);
        }
        params.extend(entry(line + 1, to));
    }
    tx.queue(insert, &params, entries).await
}

/// What is an entry's own.
fn entry(line: u16, entry: &Entry) -> [Value; 3] {
    [line.into(), entry.account.as_str().into(), entry.amount.get().into()]
}
