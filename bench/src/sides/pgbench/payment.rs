//! The script of a payment: the transaction of `app/src/money/push_payment.rs` for an account with
//! an inviter that has paid before. What it writes passes `triport-referrals ledger verify`.

use super::{USER, fill};
use crate::accounts::CREATED_AT;
use crate::programme::UNLOCKS_AT;

/// What is paid, and the inviter's tenth of it.
const AMOUNTS: &str = "\\set amount 10000000\n\\set share 1000000\n";
const INVITER: &str = ":payer_inviter_id";
/// Ids of the reward and of what is posted and noted with it.
const ID: &str = "lpad(:slug, 32, '0')::uuid";
const PAYMENT: &str = "'pgbench-' || :slug";
/// The next day: the seed counts what it has earned on its own.
const DAY: i64 = CREATED_AT + 86_400_000_000;

pub(super) fn script() -> anyhow::Result<String> {
    let unlocks = UNLOCKS_AT.to_string();
    let steps = [read_payer()?, read_inviter()?, rows(&unlocks)?, sums(&unlocks)?];
    Ok(format!("{AMOUNTS}BEGIN;\n{}\nCOMMIT;\n", steps.join("\n")))
}

/// Claims the payment, locks its account and counts it there.
fn read_payer() -> anyhow::Result<String> {
    let steps = [
        fill("payments::CLAIM", &[PAYMENT, USER])? + ";",
        fill("accounts::LOCK", &[USER])? + ";",
        fill("payments::PAYER", &[USER])? + " \\gset payer_",
        "\\set paid :payer_paid_micro + :amount".to_owned(),
        "\\set live :payer_live_payments + 1".to_owned(),
        fill("payments::WRITE_PAYER", &[":paid", ":live", ":payer_first_paid_at", USER])? + ";",
    ];
    Ok(steps.join("\n"))
}

/// Locks the inviter and reads its terms.
fn read_inviter() -> anyhow::Result<String> {
    let steps = [
        fill("accounts::LOCK", &[INVITER])? + ";",
        fill("attributions::SET_TOTAL_PAID", &[":paid", INVITER, USER])? + ";",
        fill("balances::EARNER", &[INVITER])? + " \\gset earner_",
        "\\set pending :earner_pending_micro + :share".to_owned(),
        "\\set lifetime :earner_lifetime_micro + :share".to_owned(),
    ];
    Ok(steps.join("\n"))
}

/// The reward, and the entries that explain it.
fn rows(unlocks: &str) -> anyhow::Result<String> {
    let (id, state) = (ID, "'open'");
    let reward = [
        INVITER,
        id,
        USER,
        PAYMENT,
        ":amount",
        "0",
        "1000",
        ":earner_tier",
        ":share",
        "0",
        state,
        ":now",
        unlocks,
        "NULL",
    ];
    let pair = |from, to, at| [from, "0 - :share", at, to, ":share"];
    let [from, less, at, to, more] = pair("'platform_expense'", "'member_pending'", ":now");
    let earned = [INVITER, id, "0", from, less, at, ":now", "'reward'", id, "1", to, more];
    let [from, less, at, to, more] = pair("'member_pending'", "'member_available'", unlocks);
    let unlocked = ["2", from, less, at, "3", to, more];
    let entries: Vec<&str> = earned.into_iter().chain(unlocked).collect();
    let steps = [fill("rewards::INSERT", &reward)?, fill("ledger::INSERT_TWO_PAIRS", &entries)?];
    Ok(steps.join(";\n") + ";")
}

/// The balance, what is counted by day, the payment and the operator's entry.
fn sums(unlocks: &str) -> anyhow::Result<String> {
    let balance = [
        INVITER,
        ":pending",
        ":earner_available_micro",
        ":lifetime",
        ":earner_settled_to",
        unlocks,
    ];
    let day = DAY.to_string();
    let payment =
        [USER, PAYMENT, ":amount", "'USD'", ":now", "NULL", "NULL", ":now", "0", INVITER, ID];
    let fields = "'{\"payment_id\":\"pgbench-0000000000000000\"}'";
    let steps = [
        fill("balances::WRITE", &balance)?,
        fill("counts::ADD_OF_DAY", &[INVITER, &day, "0", "0", ":share"])?,
        fill("payments::INSERT", &payment)?,
        fill("audit::INSERT", &[USER, ID, ":now", "'admin'", "'payment_pushed'", fields])?,
    ];
    Ok(steps.join(";\n") + ";")
}
