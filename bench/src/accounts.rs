//! The accounts of the bench: written straight into the database, because signing thousands of
//! them in one by one would take longer than the bench. A few sign in over the API (`sign_in`).
//!
//! Everything about an account follows from its number, in digits only, since that is all that
//! `pgbench` can make.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use tokio_postgres::types::ToSql;
use triport_domain::code::uid_code;
use triport_domain::id::UserId;
use triport_domain::keyed_hash::sha256;
use triport_store::statement::{Sql, all};
use triport_store::value::Value;
use uuid::Uuid;

/// 2026-01-01, when all of them were made, in microseconds.
pub(crate) const CREATED_AT: i64 = 1_767_225_600_000_000;
/// 2100-01-01, when their sessions end.
const EXPIRES_AT: i64 = 4_102_444_800_000_000;

/// An account by its number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account(pub(crate) u64);

impl Account {
    /// The id: the number's digits read as hexadecimal ones.
    pub(crate) fn user_id(self) -> Uuid {
        Uuid::parse_str(&format!("{:032}", self.0)).unwrap_or_default()
    }

    /// The session token.
    pub(crate) fn token(self) -> String {
        format!("{:064}", self.0)
    }

    /// The rows of the account, as statements of the store by name with their parameters: what
    /// signing in and choosing a first slug writes.
    fn rows(self) -> Vec<(&'static str, Vec<Value>)> {
        let id = self.user_id();
        let email = format!("member-{}@example.com", self.0);
        let hash = sha256(self.token().as_bytes());
        let (hash, now) = (hash.as_bytes(), Value::from(CREATED_AT));
        let name = || Value::from("Brisk Heron 4711");
        let mut rows = vec![
            (
                "accounts::INSERT",
                vec![
                    id.into(),
                    name(),
                    Value::Null,
                    Value::from(email.as_str()),
                    Value::from(1_i64),
                    now.clone(),
                    now.clone(),
                    Value::Null,
                ],
            ),
            ("identities::CLAIM", vec![Value::from(format!("email:{email}").as_str()), id.into()]),
            (
                "identities::INSERT",
                vec![
                    id.into(),
                    Value::from("email"),
                    Value::from(email.as_str()),
                    Value::Null,
                    now.clone(),
                ],
            ),
            (
                "sessions::INSERT_CLAIM",
                vec![hash.into(), id.into(), id.into(), Value::from(EXPIRES_AT)],
            ),
            (
                "sessions::INSERT",
                vec![
                    id.into(),
                    id.into(),
                    hash.into(),
                    Value::from("email"),
                    Value::from("triport-bench"),
                    now.clone(),
                    now.clone(),
                    Value::from(EXPIRES_AT),
                ],
            ),
        ];
        let codes = [(uid_code(UserId(id)), "uid"), (format!("first-{}", self.0), "custom")];
        for (text, kind) in codes {
            let text = Value::from(text.as_str());
            rows.push(("codes::CLAIM", vec![text.clone(), id.into()]));
            let row = vec![id.into(), text, id.into(), Value::from(kind), now.clone()];
            rows.push(("codes::INSERT", row));
        }
        rows
    }
}

/// A statement of the store by its name below the crate, as in `codes::CLAIM`.
pub(crate) fn statement(name: &str) -> anyhow::Result<&'static Sql> {
    let full = format!("triport_store::{name}");
    all().find(|sql| sql.name == full).with_context(|| format!("the store has no statement {full}"))
}

/// The slug of a number: each has its own, and neighbours have nothing in common, as when people
/// choose. (The finalizer of splitmix64, which maps one to one, as digits of 5 bits.)
pub(crate) fn slug(number: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let digit = |place: u32| ALPHABET.get(usize::try_from((bits >> (5 * place)) & 31).ok()?);
    (0..13).filter_map(digit).map(|&byte| char::from(byte)).collect()
}

/// Writes accounts into a migrated SQLite file.
pub(crate) fn seed_sqlite(file: &Path, accounts: &[Account]) -> anyhow::Result<()> {
    let mut connection = rusqlite::Connection::open(file)?;
    let transaction = connection.transaction()?;
    for account in accounts {
        for (name, params) in account.rows() {
            let mut prepared = transaction.prepare_cached(statement(name)?.sqlite)?;
            let changed = prepared.execute(rusqlite::params_from_iter(&params))?;
            anyhow::ensure!(changed == 1, "{name} changed {changed} rows");
        }
    }
    Ok(transaction.commit()?)
}

/// Writes accounts into a migrated PostgreSQL database, and gathers statistics as its background
/// work would have by the time a programme has that many members.
pub(crate) async fn seed_postgres(url: &str, accounts: &[Account]) -> anyhow::Result<()> {
    let (mut client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let background = tokio::spawn(connection);
    let transaction = client.transaction().await?;
    let mut prepared = HashMap::new();
    for (name, params) in accounts.iter().flat_map(|account| account.rows()) {
        if !prepared.contains_key(name) {
            prepared.insert(name, transaction.prepare(statement(name)?.postgres).await?);
        }
        let statement = prepared.get(name).context("prepared above")?;
        let params: Vec<_> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        transaction.execute(statement, &params).await?;
    }
    transaction.commit().await?;
    client.batch_execute("VACUUM ANALYZE").await?;
    drop(client);
    Ok(background.await??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_valid_and_never_repeat() {
        let slugs: std::collections::HashSet<String> = (0..20_000).map(slug).collect();
        assert_eq!(slugs.len(), 20_000);
        for slug in &slugs {
            assert!(triport_domain::code::Slug::parse(slug).is_ok(), "{slug}");
        }
    }

    #[test]
    fn every_row_has_a_statement_with_as_many_parameters() {
        for (name, params) in Account(7).rows() {
            let sql = statement(name).unwrap();
            assert!(sql.sqlite.contains(&format!("${}", params.len())), "{name}");
            assert!(!sql.sqlite.contains(&format!("${}", params.len() + 1)), "{name}");
        }
    }
}
