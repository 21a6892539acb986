//! What was decided about accounts, with its evidence. Rows are only ever added.

use triport_domain::attribution::{MAX_SHOWN_REFUSALS, ReferralEvent, Refusal, Refused};
use triport_domain::id::{UserId, bounds_of_millisecond};
use triport_domain::time::Timestamp;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, Tx};
use crate::value::params;

statement!(
    INSERT = "INSERT INTO referral_events (user_id, event_id, kind, happened_at, counterpart_id,
                                      code, source, reason, click_at, click_path)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Adds a row. Its id was drawn at the time of the event, by which it is found again.
pub async fn insert(tx: &mut Tx<'_>, event: &ReferralEvent) -> Result<()> {
    let evidence = event.evidence.as_ref();
    let click = evidence.and_then(|evidence| evidence.click.as_ref());
    let params = params![
        event.user_id.0,
        event.id.0,
        event.kind.as_str(),
        event.at,
        event.counterpart_id.map(|id| id.0),
        evidence.map(|evidence| evidence.code.as_str()),
        evidence.map(|evidence| evidence.source.as_str()),
        event.refusal.map(Refusal::as_str),
        click.map(|click| click.at),
        click.map(|click| click.path.as_str()),
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    SIGNUP_SOURCE = "SELECT source FROM referral_events
         WHERE user_id = $1 AND event_id >= $2 AND event_id <= $3 AND kind = 'signup'
           AND counterpart_id = $4"
);

/// Where the code came from that attributed an account at that time. Looks only at rows of that
/// millisecond: the account may have invited a million others.
pub async fn signup_source(
    db: &mut Db<'_>,
    user_id: UserId,
    inviter_id: UserId,
    at: Timestamp,
) -> Result<Option<String>> {
    let (first, last) = bounds_of_millisecond(at);
    let params = params![user_id.0, first, last, inviter_id.0];
    let source = db.row(&SIGNUP_SOURCE, params, |row| row.get::<Option<String>>(0)).await?;
    Ok(source.flatten())
}

statement!(
    REFUSALS = "SELECT happened_at, code, reason FROM referral_events
         WHERE user_id = $1 AND kind = 'rejected' ORDER BY event_id DESC LIMIT $2"
);

/// The latest attempts of an account that were refused, newest first.
pub async fn refusals(db: &mut Db<'_>, user_id: UserId) -> Result<Vec<Refused>> {
    db.rows(&REFUSALS, params![user_id.0, MAX_SHOWN_REFUSALS], |row| {
        Ok(Refused {
            at: row.get(0)?,
            code: row.get::<Option<String>>(1)?.unwrap_or_default(),
            reason: row.get::<Option<String>>(2)?.unwrap_or_default(),
        })
    })
    .await
}
