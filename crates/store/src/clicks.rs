//! Clicks by code and day, and the visitors who already count for that day.

use triport_domain::id::UserId;
use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;

use crate::error::{Result, StoreError};
use crate::sessions::read_hash;
use crate::statement::statement;
use crate::tx::{Db, QueuedCount, Tx};
use crate::value::{Row, params};

/// A visitor of a code's links on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The account that holds the code.
    pub user_id: UserId,
    /// The code.
    pub code: String,
    /// The start of the day.
    pub day: Timestamp,
    /// Who it was, as nobody can read it back.
    pub hash: Hash,
}

statement!(
    ADD_VISITOR = "INSERT INTO click_visitors (user_id, code, day, visitor_hash)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, code, day, visitor_hash) DO NOTHING"
);

/// Notes a visitor; the count is 0 if that one was noted before.
pub async fn queue_visitor(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<QueuedCount> {
    let hash = visitor.hash.as_bytes();
    let params = params![visitor.user_id.0, visitor.code.as_str(), visitor.day, hash];
    tx.queue_counted(&ADD_VISITOR, params).await
}

statement!(
    ADD = "INSERT INTO code_clicks (user_id, code, day, clicks, visitors)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, code, day) DO UPDATE SET clicks = code_clicks.clicks + excluded.clicks,
              visitors = code_clicks.visitors + excluded.visitors"
);

/// Adds clicks and new visitors to a day of a code.
pub async fn add(
    tx: &mut Tx<'_>,
    user_id: UserId,
    code: &str,
    day: Timestamp,
    clicks: i64,
    visitors: i64,
) -> Result<()> {
    tx.queue(&ADD, params![user_id.0, code, day, clicks, visitors], 1).await
}

statement!(
    OLD_VISITORS = "SELECT user_id, code, day, visitor_hash FROM click_visitors
         WHERE day < $1 ORDER BY day LIMIT $2"
);

/// Some visitors of days before `day`, oldest first.
pub async fn old_visitors(db: &mut Db<'_>, day: Timestamp, limit: u16) -> Result<Vec<Visitor>> {
    db.rows(&OLD_VISITORS, params![day, limit], read_visitor).await
}

fn read_visitor(row: &Row<'_>) -> Result<Visitor> {
    Ok(Visitor {
        user_id: UserId(row.get(0)?),
        code: row.get(1)?,
        day: row.get(2)?,
        hash: read_hash(row, 3)?,
    })
}

/// Clicks of a code on a day.
#[derive(Clone, Debug)]
pub struct DayOfCode {
    /// The code.
    pub code: String,
    /// The start of the day.
    pub day: Timestamp,
    /// All clicks.
    pub clicks: i64,
    /// Visitors that were new on that day.
    pub visitors: i64,
}

statement!(
    CHOSEN = "SELECT code, day, clicks, visitors FROM code_clicks
         WHERE user_id = $1 AND code <> $2 AND code NOT LIKE '~%' LIMIT $3"
);

/// Some clicks of the codes that an account has chosen, as long as their text is still there.
pub async fn of_chosen_codes(
    db: &mut Db<'_>,
    user_id: UserId,
    uid_code: &str,
    limit: u16,
) -> Result<Vec<DayOfCode>> {
    db.rows(&CHOSEN, params![user_id.0, uid_code, limit], |row| {
        Ok(DayOfCode {
            code: row.get(0)?,
            day: row.get(1)?,
            clicks: row.get(2)?,
            visitors: row.get(3)?,
        })
    })
    .await
}

statement!(
    DROP = "DELETE FROM code_clicks
         WHERE user_id = $1 AND code = $2 AND day = $3 AND clicks = $4 AND visitors = $5"
);

/// Counts clicks of a code under another text from now on, where some may be counted already. Fails
/// with a conflict if more were counted since they were read: clicks are written without a lock.
pub async fn rename(
    tx: &mut Tx<'_>,
    user_id: UserId,
    counted: &DayOfCode,
    text: &str,
) -> Result<()> {
    let DayOfCode { code, day, clicks, visitors } = counted;
    let params = params![user_id.0, code.as_str(), *day, *clicks, *visitors];
    if tx.execute(&DROP, params).await? == 0 {
        return Err(StoreError::changed_meanwhile("a day's clicks"));
    }
    add(tx, user_id, text, *day, *clicks, *visitors).await
}

statement!(
    VISITORS_OF = "SELECT user_id, code, day, visitor_hash FROM click_visitors
         WHERE user_id = $1 LIMIT $2"
);

/// Some visitors of an account's links.
pub async fn visitors_of(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<Visitor>> {
    db.rows(&VISITORS_OF, params![user_id.0, limit], read_visitor).await
}

statement!(
    FORGET = "DELETE FROM click_visitors
         WHERE user_id = $1 AND code = $2 AND day = $3 AND visitor_hash = $4"
);

/// Forgets visitors, whatever order they were found in, in the one in which they are noted: two that
/// forget the same ones wait for each other instead of ending in a deadlock. Forgetting twice changes
/// nothing.
pub async fn forget(tx: &mut Tx<'_>, visitors: &[Visitor]) -> Result<()> {
    let mut ordered: Vec<&Visitor> = visitors.iter().collect();
    ordered.sort_by_key(|visitor| {
        (visitor.user_id, visitor.day, visitor.code.as_str(), visitor.hash.as_bytes())
    });
    for visitor in ordered {
        let hash = visitor.hash.as_bytes();
        let params = params![visitor.user_id.0, visitor.code.as_str(), visitor.day, hash];
        tx.queue_counted(&FORGET, params).await?;
    }
    Ok(())
}
