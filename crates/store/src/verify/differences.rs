//! The statement that compares a page of accounts.
//!
//! Every row that it reads is named by the range of accounts, also in joins by account: without it
//! PostgreSQL reads joined tables from their beginning up to the page, each time.

use triport_domain::id::UserId;
use triport_domain::money::Micro;

use super::Difference;
use crate::error::Result;
use crate::statement::statement;
use crate::tx::Db;
use crate::value::params;

/// Differences of one page that are told at most. Within the bounds of a page there are fewer; of
/// an account beyond them that many are enough.
const MAX_DIFFERENCES: i64 = 100_000;

/// Rows of the accounts of the page, in a table of that name.
macro_rules! page {
    ($name:literal) => {
        concat!($name, ".user_id > $1 AND ", $name, ".user_id <= $2")
    };
}

/// Figures of which an account has one each. Rows of long tables are read once, and then one figure
/// a row made of them; the sums over the others are looked up by account.
macro_rules! figures {
    ($($number:literal $what:literal $kept:expr, $explained:expr;)+) => {
        concat!(
            "SELECT a.user_id, figures.what, NULL, CAST(coalesce(CASE figures.number",
            $(" WHEN ", $number, " THEN ", $kept,)+
            " END, 0) AS BIGINT), CAST(coalesce(CASE figures.number",
            $(" WHEN ", $number, " THEN ", $explained,)+
            " END, 0) AS BIGINT)
             FROM accounts a
             LEFT JOIN balances b ON b.user_id = a.user_id AND ",
            page!("b"),
            " LEFT JOIN referral_counts c ON c.user_id = a.user_id AND ",
            page!("c"),
            " LEFT JOIN (", of_ledger!(), ") e ON e.user_id = a.user_id
             LEFT JOIN (", of_rewards!(), ") r ON r.user_id = a.user_id
             LEFT JOIN (", of_payments!(), ") p ON p.user_id = a.user_id
             LEFT JOIN (", of_invitees!(), ") i ON i.user_id = a.user_id
             LEFT JOIN (", of_days!(), ") d ON d.user_id = a.user_id
             CROSS JOIN (SELECT 0 AS number, '' AS what",
            $(" UNION ALL SELECT ", $number, ", '", $what, "'",)+
            ") figures WHERE ",
            page!("a")
        )
    };
}

/// Sums of the entries of an account of the ledger: those that count in the balance, or all.
macro_rules! of_ledger {
    () => {
        concat!(
            "SELECT e.user_id, ",
            of_ledger!(counted "member_pending", "pending"),
            ", ",
            of_ledger!(counted "member_available", "available"),
            ", ",
            of_ledger!(counted "platform_expense", "lifetime"),
            ", ",
            of_ledger!("platform_expense' AND e.reason <> 'forfeited'", "rewarded"),
            ", ",
            of_ledger!(all "payouts_in_flight", "in_flight"),
            ", ",
            of_ledger!(all "paid_out", "paid_out"),
            ", ",
            of_ledger!(all "invoice_credit", "credit"),
            " FROM ledger_entries e LEFT JOIN balances b ON b.user_id = e.user_id AND ",
            page!("b"),
            " WHERE ",
            page!("e"),
            " GROUP BY e.user_id"
        )
    };
    (counted $account:literal, $name:literal) => {
        of_ledger!(concat!($account, "' AND
            (e.effective_at = e.posted_at OR e.effective_at <= b.settled_to)"), $name)
    };
    (all $account:literal, $name:literal) => {
        of_ledger!(concat!($account, "'"), $name)
    };
    ($condition:expr, $name:literal) => {
        concat!(
            "CAST(sum(e.amount_micro) FILTER (WHERE e.account = '",
            $condition,
            ") AS BIGINT) AS ",
            $name
        )
    };
}

macro_rules! of_rewards {
    () => {
        concat!(
            "SELECT t.user_id, CAST(sum(t.amount_micro) AS BIGINT) AS amount FROM rewards t WHERE ",
            page!("t"),
            " GROUP BY t.user_id"
        )
    };
}

macro_rules! of_payments {
    () => {
        concat!(
            "SELECT t.user_id, count(*) AS made,
             count(*) FILTER (WHERE t.refunded_micro < t.amount_micro) AS live,
             CAST(sum(t.amount_micro - t.refunded_micro) AS BIGINT) AS paid,
             CAST(sum(t.refunded_micro) AS BIGINT) AS refunded
             FROM payments t WHERE ",
            page!("t"),
            " GROUP BY t.user_id"
        )
    };
}

macro_rules! of_invitees {
    () => {
        // An invitee whose payments less refunds are above zero has one that is not fully refunded.
        concat!(
            "SELECT t.user_id, count(*) AS signups,
             count(*) FILTER (WHERE t.total_paid_micro > 0) AS paid
             FROM invitees t WHERE ",
            page!("t"),
            " GROUP BY t.user_id"
        )
    };
}

macro_rules! of_days {
    () => {
        concat!(
            "SELECT t.user_id, CAST(sum(t.signups) AS BIGINT) AS signups,
             CAST(sum(t.clicks) AS BIGINT) AS clicks,
             CAST(sum(t.earned_micro) AS BIGINT) AS earned
             FROM daily_counts t WHERE ",
            page!("t"),
            " GROUP BY t.user_id"
        )
    };
}

/// The sum of some rows of the account, of which there are few.
macro_rules! sum {
    ($what:literal, $rows:literal) => {
        concat!("(SELECT sum(", $what, ") FROM ", $rows, ")")
    };
}

macro_rules! of_accounts {
    () => {
        figures! {
            1 "the balance that is pending" "b.pending_micro", "e.pending";
            2 "the balance that is available" "b.available_micro", "e.available";
            3 "the lifetime balance" "b.lifetime_micro", "0 - e.lifetime";
            4 "open payouts" sum!(
                "t.amount_micro",
                "payouts t WHERE t.user_id = a.user_id AND t.status IN ('requested', 'processing')"
            ), "e.in_flight";
            5 "sent payouts" sum!(
                "t.amount_micro",
                "payouts t WHERE t.user_id = a.user_id AND t.status = 'sent'"
            ), "e.paid_out";
            6 "invoices paid by credit" sum!(
                "t.amount_micro",
                "invoices t WHERE t.user_id = a.user_id AND t.paid_by = 'credit'"
            ), "e.credit";
            7 "rewards" "r.amount", "0 - e.rewarded";
            8 "payments less refunds" "a.paid_micro", "p.paid";
            9 "payments that are not fully refunded" "a.live_payments", "p.live";
            10 "whether it has paid" "CASE WHEN a.first_paid_at IS NULL THEN 0 ELSE 1 END",
                "CASE WHEN p.made > 0 THEN 1 ELSE 0 END";
            11 "refunds" "p.refunded", sum!(
                "t.amount_micro",
                "refunds t WHERE t.user_id = a.user_id AND t.voided_at IS NULL"
            );
            12 "invitees" "c.signups", "i.signups";
            13 "invitees that paid" "c.paid_invitees", "i.paid";
            14 "invitees by day" "c.signups", "d.signups";
            15 "clicks by day" "c.clicks", "d.clicks";
            16 "clicks by code" "c.clicks",
                sum!("t.clicks", "code_clicks t WHERE t.user_id = a.user_id");
            17 "rewards by day" "b.lifetime_micro", "d.earned";
        }
    };
}

/// A row beside the sum of others that belong to it, summed before they are joined.
macro_rules! beside {
    ($table:literal, $id:literal, $others:literal, $to:literal, $condition:expr) => {
        concat!(
            $table,
            " r LEFT JOIN (SELECT t.user_id, t.",
            $to,
            ", CAST(sum(t.amount_micro) AS BIGINT) AS amount FROM ",
            $others,
            " t WHERE ",
            page!("t"),
            $condition,
            " GROUP BY t.user_id, t.",
            $to,
            ") s ON s.user_id = r.user_id AND s.",
            $to,
            " = r.",
            $id,
            " WHERE ",
            page!("r")
        )
    };
}

statement!(
    DIFFERENCES = concat!(
        "SELECT user_id, what, subject, kept, explained FROM (
         SELECT e.user_id, 'a transaction' AS what, e.transaction_id AS subject, 0 AS kept,
                CAST(sum(e.amount_micro) AS BIGINT) AS explained
         FROM ledger_entries e WHERE ",
        page!("e"),
        " GROUP BY e.user_id, e.transaction_id UNION ALL ",
        of_accounts!(),
        " UNION ALL SELECT r.user_id, 'a reward', r.reward_id, r.amount_micro,
                0 - coalesce(s.amount, 0) FROM ",
        beside!(
            "rewards",
            "reward_id",
            "ledger_entries",
            "subject_id",
            " AND t.account = 'platform_expense'"
        ),
        " UNION ALL SELECT r.user_id, 'the used part of a reward', r.reward_id, r.used_micro,
                coalesce(s.amount, 0) FROM ",
        beside!("rewards", "reward_id", "reward_parts", "reward_id", ""),
        " UNION ALL SELECT r.user_id, 'the parts of a payout or spend', r.use_id,
                r.amount_micro - r.unallocated_micro, coalesce(s.amount, 0) FROM ",
        beside!("reward_uses", "use_id", "reward_parts", "use_id", ""),
        " AND r.state = 'held'
         UNION ALL SELECT r.user_id, 'the refunds of a payment', r.reward_id, r.refunded_micro,
                coalesce(s.amount, 0) FROM ",
        beside!("payments", "payment_id", "refunds", "payment_id", " AND t.voided_at IS NULL"),
        // The product of a payment and a rate may have more than 64 bits: whole ten thousands first.
        " UNION ALL SELECT r.user_id, 'the share of a payment', r.reward_id, r.amount_micro,
                (r.payment_micro - r.refunded_micro) / 10000 * r.rate_bps
                + (r.payment_micro - r.refunded_micro) % 10000 * r.rate_bps / 10000
         FROM rewards r WHERE ",
        page!("r"),
        ") compared WHERE kept <> explained ORDER BY user_id LIMIT $3"
    )
);

/// The differences in accounts after `after` and up to `to`, in their order; each account as of one
/// moment.
pub async fn differences(db: &mut Db<'_>, after: UserId, to: UserId) -> Result<Vec<Difference>> {
    db.rows(&DIFFERENCES, params![after.0, to.0, MAX_DIFFERENCES], |row| {
        Ok(Difference {
            user_id: UserId(row.get(0)?),
            what: row.get(1)?,
            subject: row.get(2)?,
            kept: Micro::new(row.get(3)?),
            explained: Micro::new(row.get(4)?),
        })
    })
    .await
}
