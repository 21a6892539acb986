//! A programme with rewards, written straight into the database: payments, rewards, the ledger and
//! the balances, as pushing the payments would have left them.
//!
//! Everything is numbered, and every row follows from its number, so that a million rewards are
//! written by one statement. What is written passes `triport-referrals ledger verify`. Left out is
//! what no row of the bench reads: the invitees' identities and codes, and the log of events.

use std::path::Path;

use anyhow::Context;

use crate::accounts::{Account, CREATED_AT, seed_postgres, seed_sqlite};

/// What every inviter has earned, however many its rewards are: enough for millions of payouts.
const EARNED_MICRO: u64 = 100_000_000_000_000;
/// A reward is a tenth of its payment, as in the default configuration.
const PAYMENTS_PER_REWARD: u64 = 10;
const RATE_BPS: u64 = 1_000;
/// Every other reward can be used since then, 2026-01-15, to which balances are settled, too.
const UNLOCKED_AT: i64 = CREATED_AT + 14 * 86_400_000_000;
/// The others unlock in 2100.
pub(crate) const UNLOCKS_AT: i64 = 4_102_444_800_000_000;
/// Entries of a reward with a hold period.
const ENTRIES_PER_REWARD: u64 = 4;

/// Sizes of a programme.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Programme {
    /// Inviters: accounts from number 1 on, with sessions.
    pub(crate) inviters: u64,
    /// Invitees of each: accounts after those of the inviters.
    pub(crate) invitees_each: u64,
    /// Rewards of each inviter, from the payments of its invitees in turn; an even number.
    pub(crate) rewards_each: u64,
}

/// What a database says in its own way.
#[derive(Clone, Copy)]
struct Dialect {
    /// An id of a number: of its digits, like [`Account::user_id`].
    id: fn(&str) -> String,
    /// A table `n` of numbers `i` from 0 to before a count.
    numbers: fn(u64) -> String,
}

const SQLITE: Dialect = Dialect {
    id: |number| format!("unhex(printf('%032d', {number}))"),
    numbers: |count| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
        )
    },
};

const POSTGRES: Dialect = Dialect {
    id: |number| format!("lpad(({number})::text, 32, '0')::uuid"),
    numbers: |count| {
        format!("WITH n(i) AS (SELECT generate_series(CAST(0 AS BIGINT), {count} - 1))")
    },
};

impl Programme {
    /// The inviters.
    pub(crate) fn inviters(self) -> Vec<Account> {
        (1..=self.inviters).map(Account).collect()
    }

    /// Their invitees.
    pub(crate) fn invitees(self) -> Vec<Account> {
        let invitees = self.inviters * self.invitees_each;
        (self.inviters + 1..=self.inviters + invitees).map(Account).collect()
    }

    /// Entries in the ledger.
    pub(crate) const fn entries(self) -> u64 {
        self.inviters * self.rewards_each * ENTRIES_PER_REWARD
    }

    /// Writes the programme into a migrated SQLite file.
    pub(crate) fn seed_sqlite(self, file: &Path) -> anyhow::Result<()> {
        seed_sqlite(file, &self.inviters())?;
        let mut connection = rusqlite::Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA cache_size = -400000; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF",
        )?;
        let transaction = connection.transaction()?;
        for statement in self.statements(SQLITE) {
            transaction.execute(&statement, []).with_context(|| statement.clone())?;
        }
        transaction.commit()?;
        // Nobody measures how the seed gets from the log into the file.
        Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }

    /// Writes the programme into a migrated PostgreSQL database.
    pub(crate) async fn seed_postgres(self, url: &str) -> anyhow::Result<()> {
        seed_postgres(url, &self.inviters()).await?;
        let (mut client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        let background = tokio::spawn(connection);
        let transaction = client.transaction().await?;
        // Only here: every row follows from its number, and looking up the account of each of millions
        // would take longer than writing them. Verifying the ledger afterwards finds what is wrong.
        transaction.batch_execute("SET LOCAL session_replication_role = replica").await?;
        for statement in self.statements(POSTGRES) {
            let run = transaction.batch_execute(&statement).await;
            run.with_context(|| statement.clone())?;
        }
        transaction.commit().await?;
        for statement in ["VACUUM ANALYZE", "CHECKPOINT"] {
            client.batch_execute(statement).await?;
        }
        drop(client);
        Ok(background.await??)
    }

    fn statements(self, dialect: Dialect) -> Vec<String> {
        let mut all = self.invitees_sql(dialect).to_vec();
        all.extend(self.rewards_sql(dialect));
        all.push(self.ledger_sql(dialect));
        all.extend(self.sums_sql(dialect));
        all
    }

    /// The accounts of the invitees, and what their inviters know of them.
    fn invitees_sql(self, Dialect { id, numbers }: Dialect) -> [String; 2] {
        let Self { inviters, invitees_each, rewards_each } = self;
        let numbers = numbers(inviters * invitees_each);
        let (invitee, inviter) =
            (id(&format!("{inviters} + 1 + i")), id(&format!("i / {invitees_each} + 1")));
        let payments = format!(
            "({rewards_each} / {invitees_each} + CASE WHEN i % {invitees_each} < \
             {rewards_each} % {invitees_each} THEN 1 ELSE 0 END)"
        );
        let paid = format!("{payments} * CAST({} AS BIGINT)", self.payment_micro());
        let accounts = format!(
            "INSERT INTO accounts (user_id, display_name, tier, created_at, updated_at, inviter_id, \
             invited_at, paid_micro, live_payments, first_paid_at) {numbers} \
             SELECT {invitee}, 'Calm Otter 12', 1, {CREATED_AT}, {CREATED_AT}, {inviter}, \
             {CREATED_AT}, {paid}, {payments}, \
             CASE WHEN {payments} > 0 THEN {CREATED_AT} END FROM n"
        );
        let invitees = format!(
            "INSERT INTO invitees (user_id, invitee_id, display_name, signed_at, total_paid_micro) \
             {numbers} SELECT {inviter}, {invitee}, 'Calm Otter 12', {CREATED_AT}, {paid} FROM n"
        );
        [accounts, invitees]
    }

    /// Payments, their claims, and the rewards of them.
    fn rewards_sql(self, Dialect { id, numbers }: Dialect) -> [String; 3] {
        let Self { inviters, invitees_each, rewards_each } = self;
        let numbers = numbers(inviters * rewards_each);
        let invitee = id(&format!(
            "{inviters} + 1 + (i / {rewards_each}) * {invitees_each} \
             + (i % {rewards_each}) % {invitees_each}"
        ));
        let (inviter, reward) = (id(&format!("i / {rewards_each} + 1")), id("i + 1"));
        let payment = "'seeded-' || (1000000000 + i)";
        let (amount, paid) = (self.reward_micro(), self.payment_micro());
        let claims = format!(
            "INSERT INTO payment_claims (payment_id, user_id) {numbers} \
             SELECT {payment}, {invitee} FROM n"
        );
        let payments = format!(
            "INSERT INTO payments (user_id, payment_id, amount_micro, currency, paid_at, received_at, \
             refunded_micro, inviter_id, reward_id) {numbers} \
             SELECT {invitee}, {payment}, {paid}, 'USD', {CREATED_AT}, {CREATED_AT}, 0, {inviter}, \
             {reward} FROM n"
        );
        let rewards = format!(
            "INSERT INTO rewards (user_id, reward_id, invitee_id, payment_id, payment_micro, \
             refunded_micro, rate_bps, tier, amount_micro, used_micro, state, created_at, unlock_at) \
             {numbers} SELECT {inviter}, {reward}, {invitee}, {payment}, {paid}, 0, {RATE_BPS}, 1, \
             {amount}, 0, 'open', {CREATED_AT}, {unlock} FROM n",
            unlock = unlock_at(),
        );
        [claims, payments, rewards]
    }

    /// Four entries a reward: earned at once, available when it unlocks.
    fn ledger_sql(self, Dialect { id, numbers }: Dialect) -> String {
        let Self { inviters, rewards_each, .. } = self;
        let numbers = numbers(inviters * rewards_each);
        let (inviter, reward) = (id(&format!("i / {rewards_each} + 1")), id("i + 1"));
        let (amount, unlock) = (self.reward_micro(), unlock_at());
        format!(
            "INSERT INTO ledger_entries (user_id, transaction_id, line, account, amount_micro, \
             effective_at, posted_at, reason, subject_id) {numbers} \
             SELECT {inviter}, {reward}, l.line, l.account, l.sign * {amount}, \
             CASE WHEN l.line < 2 THEN {CREATED_AT} ELSE {unlock} END, {CREATED_AT}, 'reward', \
             {reward} FROM n CROSS JOIN (\
             SELECT 0 AS line, 'platform_expense' AS account, -1 AS sign \
             UNION ALL SELECT 1, 'member_pending', 1 UNION ALL SELECT 2, 'member_pending', -1 \
             UNION ALL SELECT 3, 'member_available', 1) l"
        )
    }

    /// Everything that repeats sums of the rest.
    fn sums_sql(self, Dialect { id, numbers }: Dialect) -> [String; 3] {
        let Self { inviters, invitees_each, rewards_each } = self;
        let (numbers, inviter) = (numbers(inviters), id("i + 1"));
        let earned = self.reward_micro() * rewards_each;
        let half = earned / 2;
        let paying = invitees_each.min(rewards_each);
        let balances = format!(
            "INSERT INTO balances (user_id, pending_micro, available_micro, lifetime_micro, \
             settled_to, work_due_at) {numbers} \
             SELECT {inviter}, {half}, {half}, {earned}, {UNLOCKED_AT}, {UNLOCKS_AT} FROM n"
        );
        let totals = format!(
            "INSERT INTO referral_counts (user_id, clicks, signups, paid_invitees) {numbers} \
             SELECT {inviter}, 0, {invitees_each}, {paying} FROM n"
        );
        let days = format!(
            "INSERT INTO daily_counts (user_id, day, clicks, signups, earned_micro) {numbers} \
             SELECT {inviter}, {CREATED_AT}, 0, {invitees_each}, {earned} FROM n"
        );
        [balances, totals, days]
    }

    const fn reward_micro(self) -> u64 {
        EARNED_MICRO / self.rewards_each
    }

    const fn payment_micro(self) -> u64 {
        self.reward_micro() * PAYMENTS_PER_REWARD
    }
}

fn unlock_at() -> String {
    format!("CASE WHEN i % 2 = 0 THEN {UNLOCKED_AT} ELSE {UNLOCKS_AT} END")
}
