//! Comparing what is kept for speed with what explains it.
//!
//! One statement an account: a single statement sees one snapshot on both databases, so the check
//! runs beside a server that is at work.

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

/// A sum of entries of one account of the ledger that count in the balance.
macro_rules! counted {
    ($account:literal) => {
        concat!(
            "(SELECT CAST(coalesce(sum(e.amount_micro), 0) AS BIGINT) FROM ledger_entries e
              WHERE e.user_id = $1 AND e.account = '",
            $account,
            "' AND (e.effective_at = e.posted_at OR e.effective_at <= b.settled_to))"
        )
    };
}

/// One figure of the balance beside its entries.
macro_rules! balance {
    ($what:literal, $kept:literal, $explained:expr) => {
        concat!(
            " UNION ALL SELECT '",
            $what,
            "', NULL, coalesce(",
            $kept,
            ", 0), ",
            $explained,
            " FROM accounts a LEFT JOIN balances b ON b.user_id = $1 WHERE a.user_id = $1"
        )
    };
}

/// A sum over rows of an account.
macro_rules! sum {
    ($what:literal, $table:literal) => {
        concat!(
            "(SELECT CAST(coalesce(sum(",
            $what,
            "), 0) AS BIGINT) FROM ",
            $table,
            " t WHERE t.user_id = $1)"
        )
    };
}

/// A figure that is kept beside what it was counted from.
macro_rules! counted_from {
    ($what:literal, $kept:literal, $table:literal, $rows:expr) => {
        concat!(
            " UNION ALL SELECT '",
            $what,
            "', NULL, CAST(coalesce(",
            $kept,
            ", 0) AS BIGINT), ",
            $rows,
            " FROM accounts a LEFT JOIN ",
            $table,
            " c ON c.user_id = $1 WHERE a.user_id = $1"
        )
    };
}

/// The sum of some rows beside an account of the ledger.
macro_rules! rows {
    ($what:literal, $table:literal, $condition:literal, $account:literal) => {
        concat!(
            " UNION ALL SELECT '",
            $what,
            "', NULL, (SELECT CAST(coalesce(sum(t.amount_micro), 0) AS BIGINT) FROM ",
            $table,
            " t WHERE t.user_id = $1 AND ",
            $condition,
            "), (SELECT CAST(coalesce(sum(e.amount_micro), 0) AS BIGINT) FROM ledger_entries e
                 WHERE e.user_id = $1 AND e.account = '",
            $account,
            "')"
        )
    };
}

statement!(
    DIFFERENCES = concat!(
        "SELECT what, subject, kept, explained FROM (
         SELECT 'a transaction' AS what, e.transaction_id AS subject, 0 AS kept,
                CAST(sum(e.amount_micro) AS BIGINT) AS explained
         FROM ledger_entries e WHERE e.user_id = $1 GROUP BY e.transaction_id",
        balance!("the balance that is pending", "b.pending_micro", counted!("member_pending")),
        balance!(
            "the balance that is available",
            "b.available_micro",
            counted!("member_available")
        ),
        balance!(
            "the lifetime balance",
            "b.lifetime_micro",
            concat!("0 - ", counted!("platform_expense"))
        ),
        rows!(
            "open payouts",
            "payouts",
            "t.status IN ('requested', 'processing')",
            "payouts_in_flight"
        ),
        rows!("sent payouts", "payouts", "t.status = 'sent'", "paid_out"),
        rows!("invoices paid by credit", "invoices", "t.paid_by = 'credit'", "invoice_credit"),
        // Summed before they are joined: no index finds the entries of one reward.
        " UNION ALL SELECT 'a reward', r.reward_id, r.amount_micro, coalesce(s.spent, 0)
         FROM rewards r LEFT JOIN (
              SELECT e.subject_id, CAST(0 - sum(e.amount_micro) AS BIGINT) AS spent
              FROM ledger_entries e WHERE e.user_id = $1 AND e.account = 'platform_expense'
              GROUP BY e.subject_id
         ) s ON s.subject_id = r.reward_id WHERE r.user_id = $1
         UNION ALL SELECT 'the used part of a reward', r.reward_id, r.used_micro,
                CAST(coalesce(sum(p.amount_micro), 0) AS BIGINT)
         FROM rewards r LEFT JOIN reward_parts p ON p.user_id = $1 AND p.reward_id = r.reward_id
         WHERE r.user_id = $1 GROUP BY r.reward_id, r.used_micro
         UNION ALL SELECT 'the parts of a payout or spend', u.use_id,
                u.amount_micro - u.unallocated_micro,
                CAST(coalesce(sum(p.amount_micro), 0) AS BIGINT)
         FROM reward_uses u LEFT JOIN reward_parts p ON p.user_id = $1 AND p.use_id = u.use_id
         WHERE u.user_id = $1 AND u.state = 'held'
         GROUP BY u.use_id, u.amount_micro, u.unallocated_micro",
        // The product of a payment and a rate may have more than 64 bits: whole ten thousands first.
        " UNION ALL SELECT 'the share of a payment', r.reward_id, r.amount_micro,
                (r.payment_micro - r.refunded_micro) / 10000 * r.rate_bps
                + (r.payment_micro - r.refunded_micro) % 10000 * r.rate_bps / 10000
         FROM rewards r WHERE r.user_id = $1
         UNION ALL SELECT 'the refunds of a payment', p.reward_id, p.refunded_micro,
                coalesce(s.in_force, 0)
         FROM payments p LEFT JOIN (
              SELECT f.payment_id, CAST(sum(f.amount_micro) AS BIGINT) AS in_force
              FROM refunds f WHERE f.user_id = $1 AND f.voided_at IS NULL GROUP BY f.payment_id
         ) s ON s.payment_id = p.payment_id WHERE p.user_id = $1",
        counted_from!(
            "payments less refunds",
            "a.paid_micro",
            "referral_counts",
            sum!("t.amount_micro - t.refunded_micro", "payments")
        ),
        counted_from!(
            "payments that are not fully refunded",
            "a.live_payments",
            "referral_counts",
            sum!("CASE WHEN t.refunded_micro < t.amount_micro THEN 1 ELSE 0 END", "payments")
        ),
        counted_from!(
            "whether it has paid",
            "CASE WHEN a.first_paid_at IS NULL THEN 0 ELSE 1 END",
            "referral_counts",
            "CASE WHEN EXISTS (SELECT 1 FROM payments t WHERE t.user_id = $1) THEN 1 ELSE 0 END"
        ),
        counted_from!("invitees", "c.signups", "referral_counts", sum!("1", "invitees")),
        // An invitee whose payments less refunds are above zero has one that is not fully refunded.
        counted_from!(
            "invitees that paid",
            "c.paid_invitees",
            "referral_counts",
            sum!("CASE WHEN t.total_paid_micro > 0 THEN 1 ELSE 0 END", "invitees")
        ),
        counted_from!(
            "invitees by day",
            "c.signups",
            "referral_counts",
            sum!("t.signups", "daily_counts")
        ),
        counted_from!(
            "clicks by day",
            "c.clicks",
            "referral_counts",
            sum!("t.clicks", "daily_counts")
        ),
        counted_from!(
            "clicks by code",
            "c.clicks",
            "referral_counts",
            sum!("t.clicks", "code_clicks")
        ),
        counted_from!(
            "rewards by day",
            "c.lifetime_micro",
            "balances",
            sum!("t.earned_micro", "daily_counts")
        ),
        ") compared WHERE kept <> explained"
    )
);

/// Every difference in an account, as of one moment.
pub async fn differences(db: &mut Db<'_>, user_id: UserId) -> Result<Vec<Difference>> {
    let found = db
        .rows(&DIFFERENCES, params![user_id.0], |row| {
            let (kept, explained) = (Micro::new(row.get(2)?), Micro::new(row.get(3)?));
            Ok((row.get(0)?, row.get(1)?, kept, explained))
        })
        .await?;
    let difference =
        |(what, subject, kept, explained)| Difference { user_id, what, subject, kept, explained };
    Ok(found.into_iter().map(difference).collect())
}
